"""The command line as its users meet it: what it prints, what it writes, and how it ends.

An exit status of 0 means done, 1 that something in the records must change, and 2 that the
command could not do its work.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from patternbook.publication import held_back, publish
from patternbook.vocabulary import Agency, Audience, Kind, Stage
from tests.conftest import run_patternbook
from tests.making import (
    SIGNED,
    debrief,
    factor,
    load,
    near_miss,
    page,
    vocabulary,
    write,
)

GOOD = {"reviews/near-misses/a-near-miss.md": near_miss()}
BAD = {
    "reviews/debriefs/a-debrief.md": debrief(factors=[factor("work-load")]),
    "reviews/near-misses/letter.md": near_miss("letter", outcome="avoided"),
    "reviews/near-misses/note.md": "No fields.\n",
}
NOW_A_PERSON = (
    "Next: let somebody read it who was there. "
    "No check can tell whom a neighbour would recognise.\n"
)
BAD_CODES = ("[unknown-factor]", "[unknown-word]", "[no-front-matter]")


def contents(folder: Path) -> dict[str, str]:
    """Return a digest of every file in a folder, by its path, and every folder."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        )
        for path in folder.rglob("*")
    }


def test_without_arguments_the_commands_are_listed():
    ran = run_patternbook("--help")

    assert ran.returncode == 0
    assert re.findall(r"^  (\w+) +[A-Z]", ran.stdout, re.MULTILINE) == [
        *("agree", "build", "changes", "check", "collate", "editor", "export", "followup"),
        *("guard", "import", "init", "new", "publish", "report", "review", "share", "stage"),
        *("template", "withdraw"),
    ]


def test_whoever_asks_for_help_is_told_where_to_begin():
    told = run_patternbook("--help").stdout.partition("Where to begin")[2]

    assert 0 < told.index("patternbook new ") < told.index("patternbook check")
    assert re.search(
        r"patternbook check reviews/\S+\.md", run_patternbook("check", "--help").stdout
    )


@pytest.mark.parametrize(
    "command",
    [
        *("agree", "build", "changes", "check", "collate", "editor", "export", "followup"),
        *("import", "new", "report", "review start", "review status", "share", "stage"),
        "template",
    ],
)
def test_every_command_explains_itself(command):
    ran = run_patternbook(*command.split(), "--help")

    assert ran.returncode == 0
    assert f"Usage: patternbook {command} " in ran.stdout
    assert "--root" in ran.stdout


@pytest.mark.parametrize(
    "command",
    [
        *(["check"], ["editor"], ["new", "debrief", "a"], ["review", "start", "a"]),
        ["stage", "out"],
    ],
)
def test_outside_a_library_a_command_says_so_and_writes_nothing(tmp_path, command):
    ran = run_patternbook(*command, cwd=tmp_path)

    assert ran.returncode == 2
    assert "There is no folder “reviews”" in ran.stderr
    assert "--root" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert contents(tmp_path) == {}


# --- check --------------------------------------------------------------------------------------


def test_check_finds_nothing_in_a_good_library(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook("check", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"Nothing to mend.\n{NOW_A_PERSON}"


def test_check_lists_every_fault_with_its_place_and_mend_and_changes_nothing(tmp_path):
    write(tmp_path, {**GOOD, **BAD})
    before = contents(tmp_path)

    ran = run_patternbook("check", "--root", str(tmp_path))

    assert ran.returncode == 1
    assert ran.stdout.split("\n") == [
        "reviews/debriefs/a-debrief.md:23:11: "
        "There is no contributory factor called “work-load”. [unknown-factor]",
        "    Mend: Did you mean “workload”?",
        "reviews/near-misses/letter.md:22:10: The field “outcome” cannot be “avoided”. "
        "[unknown-word]",
        "    Mend: It can be: prevented, occurred-without-serious-harm.",
        "reviews/near-misses/note.md:1:1: The file has no front matter. [no-front-matter]",
        "    Mend: Begin the file with a line “---”, the fields, and another line “---”.",
        "",
        "3 things to mend in 3 files.",
        "Next: mend what you can, save, and run the same command again.",
        "What a rule asks for, and why: patternbook check --explain unknown-factor",
        "",
    ]
    assert contents(tmp_path) == before


def test_advice_alone_is_no_failure(tmp_path):
    write(tmp_path, {"reviews/near-misses/letter.md": near_miss("letter", sign_off=None)})

    ran = run_patternbook("check", cwd=tmp_path)

    assert ran.returncode == 0
    assert "advice: " in ran.stdout
    assert "\n1 piece of advice in 1 file.\n" in ran.stdout


@pytest.mark.parametrize(
    ("paths", "status", "codes"),
    [
        (["reviews/near-misses"], 1, BAD_CODES[1:]),
        (["reviews/near-misses/letter.md"], 1, BAD_CODES[1:2]),
        (["reviews/near-misses/letter.md", "reviews/debriefs"], 1, BAD_CODES[:2]),
        (["reviews/near-misses/a-near-miss.md"], 0, ()),
        (["docs"], 0, ()),
        (["."], 1, BAD_CODES),
    ],
)
def test_check_can_be_asked_for_some_files_only(tmp_path, paths, status, codes):
    write(tmp_path, {**GOOD, **BAD})

    ran = run_patternbook("check", *paths, cwd=tmp_path)

    assert ran.returncode == status
    assert tuple(re.findall(r"\[[a-z-]+\]$", ran.stdout, re.MULTILINE)) == codes


def test_check_of_some_files_knows_what_the_others_hold(tmp_path):
    write(tmp_path, {**GOOD, "reviews/debriefs/a.md": debrief("a", related=["a-near-miss"])})

    ran = run_patternbook("check", "reviews/debriefs/a.md", cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (0, f"Nothing to mend.\n{NOW_A_PERSON}")


def test_check_of_a_link_reports_the_link_itself(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "reviews/near-misses/link.md").symlink_to("/etc/hostname")

    ran = run_patternbook("check", "reviews/near-misses/link.md", cwd=tmp_path)

    assert ran.returncode == 1
    assert "reviews/near-misses/link.md:1:1: This is a link to another file. [link]" in ran.stdout


@pytest.mark.parametrize(
    ("path", "told"),
    [("reviews/nothing.md", "There is no file or folder"), ("..", "It is not in the library")],
)
def test_check_cannot_run_on_what_is_not_there_or_not_in_the_library(tmp_path, path, told):
    write(tmp_path / "library", GOOD)

    ran = run_patternbook("check", path, cwd=tmp_path / "library")

    assert ran.returncode == 2
    assert told in ran.stderr


# --- What is held back --------------------------------------------------------------------------

HELD = {
    "reviews/near-misses/one.md": near_miss("one", stage="interim"),
    "reviews/near-misses/two.md": near_miss("two", stage="preliminary", audience="board"),
    "reviews/near-misses/three.md": near_miss("three", audience="board", sign_off=None),
    "reviews/debriefs/four.md": debrief("four", sign_off=None),
}


def test_check_says_how_many_records_are_held_back_and_why_but_not_which(tmp_path):
    signed = {path: text for path, text in HELD.items() if "four" not in path}
    write(tmp_path, {**GOOD, **signed})

    ran = run_patternbook("check", cwd=tmp_path)

    assert ran.returncode == 0
    assert ran.stdout == (
        "Nothing to mend.\n"
        "Held back from the public: 3 records (2 are not final, 1 is for the board).\n"
        f"{NOW_A_PERSON}"
    )


def test_check_counts_what_nobody_has_signed_off_as_held_back(tmp_path):
    write(tmp_path, {**GOOD, **HELD})

    ran = run_patternbook("check", cwd=tmp_path)

    assert (
        "Held back from the public: 4 records "
        "(2 are not final, 1 is for the board, 1 is not signed off)."
    ) in ran.stdout.split("\n")


def test_check_of_some_files_counts_only_those_that_are_held_back_among_them(tmp_path):
    write(tmp_path, {**GOOD, **HELD})

    ran = run_patternbook("check", "reviews/near-misses/three.md", cwd=tmp_path)

    assert "Held back from the public: 1 record (1 is for the board)." in ran.stdout.split("\n")


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.PUBLIC])
def test_what_is_held_back_is_whatever_is_not_shown(tmp_path, audience):
    files = {
        f"reviews/near-misses/{stage}-{marked}-{signed}.md": near_miss(
            f"{stage}-{marked}-{signed}",
            stage=stage.value,
            audience=marked.value,
            sign_off=SIGNED if signed == "signed" else None,
        )
        for stage in Stage
        for marked in Audience
        for signed in ("signed", "unsigned")
    }
    library, _ = load(tmp_path, files)
    assert len(library.filed) == len(files)

    shown = publish(library, audience).records

    assert held_back(library, audience).total() == len(files) - len(shown)


# --- new ----------------------------------------------------------------------------------------

FOLDER = {
    Kind.CASE_REVIEW: "case-reviews",
    Kind.NEAR_MISS: "near-misses",
    Kind.DEBRIEF: "debriefs",
}
# What its author writes into the gaps of a skeleton.
ANSWERS = {
    "title": "A title",
    "summary": "A summary.",
    "setting": "[early-help]",
    "agencies": "[police]",
    "what_happened": "Something.",
    "what_we_were_doing": "Ordinary work.",
    "outcome": "prevented",
    "by": "chance",
    "role": "Social worker",
    "where": "inside",
    "what": "This.",
    "practice": "good",
    "description": "What people did.",
    "factor": "workload",
    "influence": "helped",
    "how": "In this way.",
}


def begun(root: Path, kind: Kind) -> Path:
    """Begin a record of this kind in a library with a small vocabulary; return its file."""
    write(root, {})
    ran = run_patternbook("new", kind.value, "a-new-record", cwd=root)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"Begun: reviews/{FOLDER[kind]}/a-new-record.md\n")
    return root / "reviews" / FOLDER[kind] / "a-new-record.md"


def filled_in(skeleton: str) -> str:
    """Return a skeleton with its gaps filled and the comments in its body replaced."""

    def answer(gap: re.Match[str]) -> str:
        return f"{gap[1]}{gap[2]}: {ANSWERS.get(gap[2], gap[3] or '')}"

    filled = re.sub(r"(?m)^([ -]*)(\w+):[ ]*(\[\])?[ ]*(#.*)?$", answer, skeleton)
    # Among those who took part, “by” asks how; among what prevented harm, what.
    filled = re.sub(r"(?m)^(participants:.*(?:\n +.*)*?\n +by:).*$", r"\1 conversation", filled)
    return re.sub(r"(?s)<!--.*?-->", "As it was.", filled)


@pytest.mark.parametrize("kind", Kind)
def test_a_skeleton_is_valid_yaml_for_the_board_and_claims_nothing_as_final(tmp_path, kind):
    text = begun(tmp_path, kind).read_text(encoding="utf-8")

    front_matter = yaml.safe_load(text.split("---\n")[1])

    assert front_matter["id"] == "a-new-record"
    assert front_matter["kind"] == kind.value
    assert front_matter["stage"] == "preliminary"
    assert front_matter["audience"] == "board"
    assert front_matter.get("sign_off") is None
    assert text.endswith("\n")


@pytest.mark.parametrize("kind", Kind)
def test_a_skeleton_says_what_is_open_and_passes_once_that_is_filled_in(tmp_path, kind):
    file = begun(tmp_path, kind)
    skeleton = file.read_text(encoding="utf-8")

    ran = run_patternbook("check", cwd=tmp_path)
    assert ran.returncode == 1
    codes = set(re.findall(r"\[([a-z-]+)\]$", ran.stdout, re.MULTILINE))
    assert codes <= {"missing-field", "empty-list", "html", "incomplete"}
    open_fields = set(re.findall(r"The field “(\w+)” (?:is empty|needs)", ran.stdout))
    assert {"title", "summary", "setting", "agencies", "factor", "influence", "how"} <= open_fields
    assert open_fields <= set(ANSWERS)

    file.write_text(filled_in(skeleton), encoding="utf-8")
    ran = run_patternbook("check", cwd=tmp_path)
    assert ran.returncode == 0
    assert "to mend in" not in ran.stdout
    assert "Held back from the public: 1 record (1 is not final)." in ran.stdout.split("\n")


@pytest.mark.parametrize("kind", Kind)
def test_a_skeleton_lists_the_words_to_choose_from(tmp_path, kind):
    text = begun(tmp_path, kind).read_text(encoding="utf-8")

    assert "# preliminary | interim | final-draft | final\n" in text
    assert "# helped | hindered\n" in text


@pytest.mark.parametrize("kind", Kind)
def test_a_skeleton_fits_on_the_screen_and_its_notes_stand_in_one_column(tmp_path, kind):
    lines = begun(tmp_path, kind).read_text(encoding="utf-8").split("\n")

    assert [line for line in lines if len(line) > 100] == []
    head = [line for line in lines if re.match(r"(id|title|kind|stage|completed):.*#", line)]
    assert len({line.index("#") for line in head}) == 1
    above = "\n".join(lines[: lines.index("agencies: []")])
    assert all(agency in above for agency in Agency)


def test_a_skeleton_with_a_long_id_is_read_like_any_other(tmp_path):
    record_id = "waiting-for-the-second-referral-that-nobody-had-written-down"
    write(tmp_path, {})
    run_patternbook("new", "debrief", record_id, cwd=tmp_path)

    ran = run_patternbook("check", cwd=tmp_path)

    assert "[lost-text]" not in ran.stdout
    assert "“id”" not in ran.stdout


def test_new_never_changes_a_file_that_exists(tmp_path):
    write(tmp_path, GOOD)
    before = contents(tmp_path)

    ran = run_patternbook("new", "near-miss", "a-near-miss", cwd=tmp_path)

    assert ran.returncode == 2
    assert "reviews/near-misses/a-near-miss.md exists already" in ran.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "record_id",
    ["A-Review", "two words", "under_score", "../escape", "a/b", "a--b", "a.md", "é", "x" * 81, ""],
)
def test_new_refuses_an_id_that_is_none(tmp_path, record_id):
    write(tmp_path, {})
    before = contents(tmp_path)

    ran = run_patternbook("new", "debrief", record_id, cwd=tmp_path)

    assert ran.returncode == 2
    assert "small letters, figures and single hyphens" in ran.stderr
    assert contents(tmp_path) == before


def test_new_refuses_an_unknown_kind_and_names_the_three(tmp_path):
    write(tmp_path, {})

    ran = run_patternbook("new", "report", "a-record", cwd=tmp_path)

    assert ran.returncode == 2
    assert all(kind.value in ran.stderr for kind in Kind)


# --- stage --------------------------------------------------------------------------------------


def test_stage_writes_the_pages_of_what_is_public(tmp_path):
    files = {
        **GOOD,
        "reviews/near-misses/kept.md": near_miss("kept", audience="board"),
        "docs/index.md": page({"title": "Home"}, "# Home\n"),
    }
    write(tmp_path, {**vocabulary(), **files})

    ran = run_patternbook("stage", "out", cwd=tmp_path)

    assert ran.returncode == 0, ran.stderr
    made = contents(tmp_path / "out")
    assert {"index.md", "near-misses/a-near-miss.md", "factors/workload.md"} <= set(made)
    assert not [path for path in made if "kept" in path]
    assert re.search(r"^\d+ pages are in out\.$", ran.stdout.strip())


def test_stage_for_the_board_holds_what_the_public_may_not_see(tmp_path):
    write(tmp_path, {"reviews/near-misses/kept.md": near_miss("kept", audience="board")})

    run_patternbook("stage", "out", "--audience", "board", cwd=tmp_path)

    assert "near-misses/kept.md" in contents(tmp_path / "out")


def test_stage_replaces_an_earlier_stage(tmp_path):
    write(tmp_path, {**GOOD, "reviews/debriefs/a-debrief.md": debrief()})
    run_patternbook("stage", "out", cwd=tmp_path)
    (tmp_path / "reviews/debriefs/a-debrief.md").unlink()

    ran = run_patternbook("stage", "out", cwd=tmp_path)

    assert ran.returncode == 0
    assert "debriefs/a-debrief.md" not in contents(tmp_path / "out")


def test_stage_refuses_a_folder_that_holds_anything_else(tmp_path):
    write(tmp_path, {**GOOD, "out/thesis.txt": "years of work"})
    before = contents(tmp_path)

    ran = run_patternbook("stage", "out", cwd=tmp_path)

    assert ran.returncode == 2
    assert "not empty" in ran.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("earlier", [False, True])
def test_stage_writes_nothing_while_there_are_faults(tmp_path, earlier):
    write(tmp_path, GOOD)
    if earlier:
        run_patternbook("stage", "out", cwd=tmp_path)
        assert contents(tmp_path / "out")
    write(tmp_path, BAD)
    before = contents(tmp_path)

    ran = run_patternbook("stage", "out", cwd=tmp_path)

    assert ran.returncode == 1
    assert all(code in ran.stderr for code in BAD_CODES)
    assert contents(tmp_path) == before


# --- What is made for one reader ----------------------------------------------------------------


def test_a_stage_for_one_reader_never_takes_the_place_of_one_for_another(tmp_path):
    write(tmp_path, {"reviews/near-misses/kept.md": near_miss("kept", audience="board")})
    assert run_patternbook("stage", "out", cwd=tmp_path).returncode == 0

    ran = run_patternbook("stage", "out", "--audience", "board", cwd=tmp_path)

    assert ran.returncode == 2
    assert "holds pages for another reader" in ran.stderr
    assert not (tmp_path / "out/near-misses/kept.md").exists()


@pytest.mark.parametrize("place", ["reviews/out", "docs/out"])
def test_no_stage_lies_among_what_it_is_made_from(tmp_path, place):
    write(tmp_path, {})

    ran = run_patternbook("stage", place, cwd=tmp_path)

    assert ran.returncode == 2
    assert "lies among records or pages" in ran.stderr


def test_where_others_read_the_log_a_stage_repeats_no_word_of_a_record(tmp_path):
    text = near_miss("letter", factors=[factor("fotheringay")])
    write(tmp_path, {"reviews/near-misses/letter.md": text})

    at_home = run_patternbook("stage", "out", cwd=tmp_path)
    in_ci = run_patternbook("stage", "out", cwd=tmp_path, CI="true")

    assert "fotheringay" in at_home.stderr
    assert "unknown-factor" in in_ci.stderr
    assert "fotheringay" not in in_ci.stderr + in_ci.stdout


def test_a_page_that_cannot_be_filled_in_is_told_in_one_sentence(tmp_path):
    page = "---\ntitle: A page\nrender_macros: true\n---\n{{ nothing.at_all }}\n"
    write(tmp_path, {"docs/a-page.md": page})

    ran = run_patternbook("stage", "out", cwd=tmp_path)

    assert ran.returncode == 2
    assert "cannot be filled in" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_boards_own_terms_are_asked_about_in_public_records_alone(tmp_path):
    said = {"what_happened": "The letter went to Saltings, and a colleague noticed."}
    settings = (
        "shelves:\n  - {folder: reviews, name: Shared, audience: public}\n"
        "  - {folder: ours, name: Ours, audience: board}\n"
        "terms:\n  - {term: Saltings, means: A home., publicly: a home}\n"
    )
    own = near_miss("own", audience="board", title="A letter", **said)
    shared = near_miss("shared", title="Another letter", **said)
    write(
        tmp_path,
        {
            "patternbook.yml": settings,
            "ours/near-misses/own.md": own,
            "reviews/near-misses/shared.md": shared,
        },
    )

    ran = run_patternbook("check", cwd=tmp_path)

    assert "Saltings" in ran.stdout
    assert "reviews/near-misses/shared.md" in ran.stdout
    assert "ours/near-misses/own.md" not in ran.stdout
