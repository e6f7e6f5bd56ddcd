"""Making the public version of an internal record: what it holds, what it needs, who agrees."""

from __future__ import annotations

import itertools
import os
import pty
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patternbook.fixes import LeftAlone
from patternbook.folders import Shelf
from patternbook.library import Filed, load_library, read_record
from patternbook.publication import Published, holds_nothing_back, publish
from patternbook.releasing import Release, prepare_release, write_release
from patternbook.renaming import Names, renamed
from patternbook.settings import read_settings
from patternbook.source import parse_source
from patternbook.vocabulary import Audience
from patternbook.writing import text_of
from tests.boards import SETTINGS, board_copy, plain_words, run_here
from tests.examples import examples
from tests.making import (
    SIGNED,
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    near_miss,
    recommendation,
    vocabulary,
)

FILE = "library/near-misses/a-letter.md"
PUBLIC = "outbox/near-misses/a-letter.md"
YEAR = ("--year", "2025")


def a_letter(body: str = "", **fields: Any) -> str:
    return near_miss("a-letter", body, **plain_words(**fields))


def published(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here("publish", "a-letter", "--root", str(root), *YEAR, *arguments)


def code_in(output: str) -> str:
    found = re.search(r"--approve\s+([0-9a-f]{12})\b", output)
    assert found is not None, output
    return found[1]


def approved(root: Path, *arguments: str) -> str:
    """Publish the letter as somebody does who approves what they are shown; return the text."""
    shown = published(root, *arguments)
    ran = published(root, *arguments, "--approve", code_in(shown.stdout))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return (root / PUBLIC).read_text("utf-8")


def everything_in(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def read_as_public(text: str) -> Filed:
    source = parse_source(text, PUBLIC)
    filed, problems = read_record(source, Shelf(Path(), "", Audience.PUBLIC))
    assert problems == []
    assert isinstance(filed, Filed)
    return filed


def release_of(root: Path, record_id: str) -> Release:
    own, folders = read_settings(root)
    library, _ = load_library(folders)
    filed = next(each for each in library.filed if each.record.id == record_id)
    return prepare_release(library, own, folders, filed, 2025, "2025-03")


# --- What it holds ------------------------------------------------------------------------------


def test_what_is_internal_stays_and_what_is_open_goes(tmp_path):
    letter = a_letter(
        "The letter lay on the mat.\n\n::: internal\nThe panel has seen it.\n:::\n\nIt was read.\n",
        prevented_by=[
            {"by": "chance", "how": "A neighbour was at home."},
            {"by": "chance", "how": "The postman knew the family.", "audience": "board"},
        ],
        could_have="Nobody would have come.",
        internal={"notes": ["Ask the clerk."], "reference": "QX-17", "fields": ["could_have"]},
    ).replace("\nsetting:", "\n# Have the manager read this.\nsetting:")
    root = board_copy(tmp_path, {FILE: letter})

    text = approved(root)

    for gone in ("panel", "postman", "Nobody would", "clerk", "QX", "internal", "# ", "null"):
        assert gone not in text
    assert "The letter lay on the mat.\n\nIt was read.\n" in text
    assert "A neighbour was at home." in text
    assert "audience: public\n" in text
    assert holds_nothing_back(read_as_public(text))


def test_names_are_given_as_the_public_knows_them(tmp_path):
    letter = a_letter(
        "Oakfield's manager rang the Larkspur Hub. The Hub’s reply came late. At Oakfield they "
        "waited.\n",
        internal={"public_names": {"Hub": "the referral team"}},
        pseudonyms={"Mia": "a girl at Oakfield"},
        what_happened="Mia had moved to Oakfield.",
    )
    root = board_copy(tmp_path, {FILE: letter})

    text = approved(root)

    assert (
        "A children's home's manager rang the referral team. The referral team’s reply came late. "
        "At a children's home they waited." in text
    )
    assert "Mia: a girl at a children's home" in text
    assert "Oakfield" not in text
    assert "Hub" not in text


def test_the_internal_record_notes_the_year_and_else_stays_byte_for_byte(tmp_path):
    letter = "\ufeff" + a_letter("Äußerst spät.\n").replace("\n", "\r\n")
    letter = letter.replace("stage: final", "stage:   final   # at last")
    root = board_copy(tmp_path, {FILE: letter.replace("Äußerst spät.", "It came late.")})
    before = (root / FILE).read_bytes()

    approved(root)

    after = (root / FILE).read_bytes()
    assert after.replace(b"published: 2025\r\n", b"", 1) == before
    assert after != before


def test_a_field_that_waits_for_the_year_is_filled_in(tmp_path):
    letter = a_letter().replace("stage: final", "published:  # filled in later\nstage: final")
    root = board_copy(tmp_path, {FILE: letter})

    approved(root)

    after = (root / FILE).read_text("utf-8")
    assert after == letter.replace("published:  #", "published: 2025  #")


def test_nothing_else_changes_and_the_board_still_sees_its_own(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter("::: internal\nThe panel has seen it.\n:::\n")})
    before = everything_in(root)

    approved(root)

    after = everything_in(root)
    assert {path for path in after if after[path] != before.get(path)} == {FILE, PUBLIC}
    (root / "reviews/near-misses").mkdir()
    (root / PUBLIC).rename(root / "reviews/near-misses/a-letter.md")
    library, problems = load_library(read_settings(root)[1])
    assert problems == []
    shown = {
        audience: [each.file for each in publish(library, audience).records]
        for audience in ("board", "public")
    }
    assert shown == {"board": [FILE], "public": ["reviews/near-misses/a-letter.md"]}


def test_records_that_only_the_board_has_are_not_mentioned(tmp_path):
    files = {
        FILE: a_letter(related=["a-secret", "an-open-one"]),
        "library/near-misses/a-secret.md": near_miss("a-secret", audience="board"),
        "reviews/near-misses/an-open-one.md": near_miss("an-open-one"),
    }
    root = board_copy(tmp_path, files)

    text = approved(root)

    assert "related: [an-open-one]" in text
    assert "a-secret" not in text


# --- What it needs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"stage": "interim"}, "It is not final"),
        ({"sign_off": None}, "nobody can be recognised"),
        (
            {"sign_off": {"confidentiality": {"role": "Manager", "year": 2024}}},
            "those who took part have checked it",
        ),
        ({"published": 2023}, "A public version was made of it in 2023"),
        ({"audience": "participants"}, "its participants only"),
    ],
)
def test_without_what_it_needs_there_is_no_public_version(tmp_path, fields, told):
    root = board_copy(tmp_path, {FILE: a_letter(**fields)})
    before = everything_in(root)

    ran = published(root)

    assert ran.returncode == 1
    assert told in " ".join(ran.stderr.split())
    assert "Nothing was written." in ran.stderr
    assert "Traceback" not in ran.stderr
    assert everything_in(root) == before


def test_all_that_is_missing_is_told_at_once(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter(stage="preliminary", sign_off=None)})

    ran = published(root)

    assert [line[:2] for line in ran.stderr.splitlines()].count("- ") == 3


def test_what_is_retold_from_the_literature_needs_no_participants(tmp_path):
    letter = a_letter(
        origin="literature",
        citation={"reference": "A report (2005)"},
        sign_off={"confidentiality": SIGNED["confidentiality"]},
    )
    root = board_copy(tmp_path, {FILE: letter})

    assert "origin: literature" in approved(root)


def test_a_record_that_is_public_already_needs_no_public_version(tmp_path):
    letter = near_miss("a-letter", **plain_words(audience="public"))
    root = board_copy(tmp_path, {"reviews/near-misses/a-letter.md": letter})

    ran = published(root)

    assert ran.returncode == 1
    assert "for the public as it stands" in ran.stderr


@pytest.mark.parametrize("record", ["no-such-record", "library/near-misses/nothing.md"])
def test_a_record_that_is_not_there_is_told_in_a_sentence(tmp_path, record):
    root = board_copy(tmp_path, {FILE: a_letter()})

    ran = run_here("publish", record, "--root", str(root))

    assert ran.returncode == 2
    assert "There is no record" in ran.stderr


def test_a_record_that_cannot_be_read_is_not_guessed_at(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter().replace("outcome: prevented", "outcome: x")})

    ran = published(root)

    assert ran.returncode == 2
    assert "cannot be read" in ran.stderr


# --- What stops it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        (a_letter("Then Wrexley came round.\n"), "as names do"),
        (a_letter(factors=[factor("night-desk")]), "[leads-inside]"),
        (
            a_letter(
                "The neighbour saw that the door of the flat was open all night.\n\n::: internal\n"
                "She saw that the door of the flat was open all night, she said.\n:::\n"
            ),
            "stays with the board",
        ),
        (a_letter("They wrote to both Oakfields.\n"), "as names do"),
        (a_letter("See the file qx17.\n", internal={"reference": "QX-17"}), "stays with the board"),
    ],
)
def test_whatever_is_wrong_is_told_with_its_line_and_stops_it(tmp_path, letter, told):
    own = entry(id="night-desk", kind="factor", title="Night desk", parent="conditions-of-work")
    settings_text = SETTINGS.replace("terms:", "pages: own\nterms:")
    files = {**vocabulary(), "own/factors/night-desk.md": own, FILE: letter}
    root = board_copy(tmp_path, files, settings_text)
    before = everything_in(root)

    ran = published(root)

    assert ran.returncode == 1
    assert told in " ".join(ran.stdout.split())
    assert re.search(r"^Line [0-9]+: ", ran.stdout, re.MULTILINE)
    assert "Mend:" in ran.stdout
    assert "--approve" not in ran.stdout
    assert everything_in(root) == before


def test_a_name_in_the_id_itself_is_found(tmp_path):
    text = near_miss("letter-to-oakfield", **plain_words())
    root = board_copy(tmp_path, {"library/near-misses/letter-to-oakfield.md": text})

    ran = run_here("publish", "letter-to-oakfield", "--root", str(root))

    assert ran.returncode == 1
    assert "Line 2: A name begins here" in ran.stdout


def test_an_account_that_would_read_otherwise_is_not_written(tmp_path):
    body = (
        "## Social worker\n\nSource: conversation\n\n::: internal\nShe wrote it down.\n:::\n\n"
        "Source: record\n\nIt was late.\n"
    )
    path = "library/case-reviews/a-letter.md"
    root = board_copy(tmp_path, {path: case_review("a-letter", body, **plain_words())})

    ran = published(root)

    assert ran.returncode == 1
    assert "reads otherwise" in ran.stderr


def test_an_id_that_something_else_in_the_public_library_has_is_refused(tmp_path):
    files = {FILE: a_letter(), "reviews/debriefs/a-letter.md": debrief("a-letter")}
    root = board_copy(tmp_path, files)

    ran = published(root)

    assert ran.returncode == 1
    assert "[duplicate-id]" in ran.stdout


def test_it_can_be_made_anew_while_the_public_library_has_the_earlier_one(tmp_path):
    files = {
        FILE: a_letter("It was read at last.\n", published=2024),
        "reviews/near-misses/a-letter.md": a_letter("It was late.\n", audience="public"),
    }
    root = board_copy(tmp_path, files)

    told = " ".join(published(root).stderr.split())
    assert "To make it anew, remove the line “published” and run this again" in told
    (root / FILE).write_text(files[FILE].replace("published: 2024\n", ""), "utf-8")

    assert "It was read at last." in approved(root)
    assert "published: 2025" in (root / FILE).read_text("utf-8")


def test_that_the_public_library_has_its_id_is_told_and_stops_nothing(tmp_path):
    files = {FILE: a_letter(), "reviews/near-misses/a-letter.md": near_miss("a-letter")}
    root = board_copy(tmp_path, files)

    shown = published(root).stdout

    assert "Line 2: advice: The public library has a record of this id already." in shown
    assert "--approve" in shown


def test_words_that_are_only_alike_by_chance_stop_nothing(tmp_path):
    letter = a_letter(
        "The health visitor rang.\n\n::: internal\n\n### The health visitor\n\nShe had left.\n:::\n"
    )
    root = board_copy(tmp_path, {FILE: letter})

    assert "The health visitor rang." in approved(root)


SENTENCE = "The neighbour saw that the door of the flat was open all night, and rang twice."


@pytest.mark.parametrize(
    ("fields", "stops"),
    [
        ({"stage": "preliminary", "audience": "board"}, True),
        ({"audience": "board"}, True),
        ({"audience": "public"}, False),
    ],
)
def test_a_sentence_of_another_record_stops_it_unless_the_public_reads_it_there(
    tmp_path, fields, stops
):
    folder = "reviews" if fields["audience"] == "public" else "library"
    other = near_miss("another", what_happened=SENTENCE, **fields)
    files = {FILE: a_letter(SENTENCE), f"{folder}/near-misses/another.md": other}
    root = board_copy(tmp_path, files)

    ran = published(root)

    told = " ".join(ran.stdout.split())
    assert ("Words begin here that stand in something that stays with the board." in told) is stops
    assert ("--approve" in ran.stdout) is not stops


def test_who_signed_and_what_it_is_retold_from_may_be_the_same_in_another_record(tmp_path):
    source = {"reference": "A long report about letters that went astray in seven towns (2005)"}
    signed = {"role": "Business manager of the board of these seven towns", "year": 2024}
    same: dict[str, Any] = {
        "origin": "literature",
        "citation": source,
        "sign_off": {"confidentiality": signed},
    }
    other = near_miss("another", audience="board", **same)
    root = board_copy(tmp_path, {FILE: a_letter(**same), "library/near-misses/another.md": other})

    assert "seven towns" in approved(root)


@pytest.mark.parametrize(
    ("internal", "body", "advice"),
    [
        ({"notes": ["The clerk knew."]}, "They say that the\nclerk knew.", "a note of the board"),
        ({"notes": ["Ask. The clerk knew"]}, "The clerk knew.", "a note of the board"),
        ({"notes": ["The clerk."]}, "The clerk came.", ""),
        ({"reference": "CR/317/04"}, "It was 317-04.", "The figures of the board's own number"),
        ({"reference": "CR 4711"}, "It was 4711.", "The figures of the board's own number"),
        ({"reference": "CR/2021"}, "It was 2021.", ""),
        ({"reference": "R-14"}, "It took 14 days.", ""),
    ],
)
def test_what_may_be_a_trace_or_chance_is_told_and_stops_nothing(tmp_path, internal, body, advice):
    root = board_copy(tmp_path, {FILE: a_letter(f"{body}\n", internal=internal)})

    ran = published(root)

    assert "--approve" in ran.stdout, ran.stdout
    assert ("advice: " in ran.stdout) is bool(advice)
    assert advice in " ".join(ran.stdout.split())


# --- Who agrees ---------------------------------------------------------------------------------


def test_nothing_is_written_until_the_very_text_is_approved(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter("It was late.\n")})
    before = everything_in(root)

    shown = published(root)
    wrong = published(root, "--approve", "0" * 12)

    assert (shown.returncode, wrong.returncode) == (1, 1)
    assert everything_in(root) == before
    assert "-audience: board" in shown.stdout
    assert "+audience: public" in shown.stdout
    assert "+published: 2025" in shown.stdout
    lines = [line[1:] for line in shown.stdout.splitlines() if line[:1] in {" ", "+"}]
    (tmp_path / "other").mkdir()
    other = board_copy(tmp_path / "other", {FILE: a_letter("It was late.\n")})
    assert set(approved(other).splitlines()) <= set(lines)
    assert "another text" in wrong.stdout

    (root / FILE).write_text(a_letter("It was very late.\n"), "utf-8")
    outdated = published(root, "--approve", code_in(shown.stdout))

    assert outdated.returncode == 1
    assert not (root / PUBLIC).exists()


def test_only_what_reads_otherwise_is_marked_however_the_file_is_laid_out(tmp_path):
    letter = a_letter(
        "They rang\nOakfield.\n\n::: internal\nThe panel has seen it.\n:::\n\nIt was late.\n"
    )
    summary = "A letter was sent to the wrong address, and a neighbour brought it round."
    before, after = summary.split(", ")
    letter = letter.replace(f"summary: {summary}", f"summary: >-\n      {before},\n      {after}")
    assert f"      {after}" in letter
    root = board_copy(tmp_path, {FILE: letter.replace("stage:", "stage:  ")})

    first, _ = published(root).stdout.split(f"--- {FILE}\n")[1:]

    marked = [line for line in first.splitlines()[2:] if line[:1] in {"+", "-"}]
    assert marked == [
        "-audience: board",
        "+audience: public",
        "-Oakfield.",
        "-",
        "-::: internal",
        "-The panel has seen it.",
        "-:::",
        "+a children's home.",
    ]
    assert " It was late." in first


def test_a_text_that_stays_as_it_is_is_shown_all_the_same(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter("It was late.\n", audience="public")})

    shown = published(root).stdout

    assert "+It was late." in shown
    assert "+title: A letter that went astray" in shown


@pytest.mark.parametrize(("answer", "is_written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_a_person_is_asked(tmp_path, answer, is_written):
    root = board_copy(tmp_path, {FILE: a_letter()})
    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(
        [sys.executable, "-m", "patternbook", "publish", "a-letter", "--root", str(root)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own,
    ) as process:
        os.write(ours, answer.encode())
        process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)

    assert (root / PUBLIC).exists() is is_written
    assert ("published:" in (root / FILE).read_text("utf-8")) is is_written


def test_no_file_is_ever_overwritten(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter(), PUBLIC: "Mine."})

    ran = published(root)

    assert ran.returncode == 2
    assert "There is a file already" in ran.stderr
    assert (root / PUBLIC).read_text("utf-8") == "Mine."
    assert "published" not in (root / FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("docs/a-letter.md", "among the pages"),
        ("library/near-misses/other/a-letter.md", "not public"),
        ("elsewhere/another-name.md", "must be called a-letter.md"),
    ],
)
def test_it_is_written_only_where_it_may_stand(tmp_path, target, told):
    root = board_copy(tmp_path, {FILE: a_letter()})

    ran = published(root, "--to", str(root / target))

    assert ran.returncode == 2
    assert told in " ".join(ran.stderr.split())


@pytest.mark.parametrize("link", ["outbox", "outbox/near-misses"])
def test_it_is_not_written_through_a_link_that_leads_elsewhere(tmp_path, link):
    root = board_copy(tmp_path / "board", {FILE: a_letter()})
    elsewhere = tmp_path / "shared-drive"
    elsewhere.mkdir()
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(elsewhere)

    ran = published(root)
    to = ("--to", str(root / PUBLIC))
    named = published(root, *to, "--approve", code_in(published(root, *to).stdout))

    assert ran.returncode == 2
    assert "leads out of this copy" in " ".join(ran.stderr.split())
    assert named.returncode == 0
    assert [file.name for file in elsewhere.rglob("*.md")] == ["a-letter.md"]


def test_it_is_written_where_somebody_says(tmp_path):
    root = board_copy(tmp_path / "board", {FILE: a_letter()})
    target = tmp_path / "public" / "near-misses" / "a-letter.md"
    to = ("--to", str(target))

    published(root, *to, "--approve", code_in(published(root, *to).stdout))

    assert holds_nothing_back(read_as_public(target.read_text("utf-8")))
    assert not (root / "outbox").exists()


def test_both_files_are_written_or_neither(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter()})
    release = release_of(root, "a-letter")
    (root / FILE).write_text(a_letter("Changed meanwhile.\n"), "utf-8")
    before = everything_in(root)

    with pytest.raises(LeftAlone):
        write_release(release, root / PUBLIC)

    assert everything_in(root) == before
    assert not (root / "outbox").exists()


def test_it_is_not_done_where_a_log_may_be_public(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter()})

    ran = run_here("publish", "a-letter", "--root", str(root), CI="true")

    assert ran.returncode == 2
    assert "CI" in ran.stderr
    assert "astray" not in ran.stdout + ran.stderr


def test_it_says_what_to_do_with_the_file_without_a_word_of_git_jargon(tmp_path):
    root = board_copy(tmp_path, {FILE: a_letter()})

    ran = published(root, "--approve", code_in(published(root).stdout))

    told = " ".join(ran.stdout.split())
    assert f"Written: {PUBLIC}" in told
    assert "If you have never used git" in told
    assert "near-misses" in told


# --- Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Oakfield rang.", "The children's home rang."),
        ("We rang Oakfield.", "We rang the children's home."),
        ("The Oakfield team", "The children's home team"),
        ("We left. the Oakfield team", "We left. the children's home team"),
        ("our Oakfield", "our children's home"),
        ("an Oakfield girl", "the children's home girl"),
        ("OAKFIELD’S rules", "The children's home’s rules"),
        ("Oakfields and Newoakfield stay.", "Oakfields and Newoakfield stay."),
        ("_Oakfield_ and “Oakfield”", "_The children's home_ and “the children's home”"),
        ("She said: “Oakfield.”", "She said: “the children's home.”"),
        ("To the night\nhub, at last.", "To the first team, at last."),
        ("The Night-Hub's lamp", "The first team's lamp"),
        ("the Hub, a hub", "the desk, a hub"),
        ("The Carers' tea. ‘The Carers’ came.", "The helpers' tea. ‘The helpers’ came."),
        ("- Oakfield\n- at Oakfield", "- The children's home\n- at the children's home"),
    ],
)
def test_names_are_replaced_as_a_careful_person_would(before, after):
    names = Names(
        {
            "Oakfield": "the children's home",
            "Hub": "desk",
            "the Night Hub": "the first team",
            "Night Hub": "the first team",
            "The Carers": "the helpers",
        }
    )

    assert names.replaced(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("our Larkspur Hub", "our referral team"),
        ("a Larkspur Hub worker", "the referral team worker"),
        ("Larkspur Hub rang.", "The referral team rang."),
        ("They rang The Larkspur Hub.", "They rang the referral team."),
        (
            "They rang the Bridge, and our Bridge rang.",
            "They rang Care West, and our Care West rang.",
        ),
        ("a bridge, Bridges", "a bridge, Bridges"),
        ("The A Team, the team", "The helpers, the team"),
        ("Team work", "Team work"),
    ],
)
def test_an_article_at_the_beginning_of_a_name_is_no_part_of_it(before, after):
    names = Names(
        {
            "the Larkspur Hub": "the referral team",
            "The Bridge": "Care West",
            "A Team": "the helpers",
        }
    )

    assert names.replaced(before) == after
    assert names.places(before) == [] or before != after


def test_what_is_declared_of_a_name_goes_with_it_whatever_its_article(tmp_path):
    letter = a_letter(
        "Our Larkspur Hub rang.\n",
        declared_terms=[
            {"term": "Larkspur Hub", "why": "it is ours"},
            {"term": "The Oakfield", "why": "it is ours"},
            {"term": "Round", "why": "a word"},
        ],
        what_happened="The Round was late.",
    )
    root = board_copy(tmp_path, {FILE: letter})

    (kept,) = read_as_public(release_of(root, "a-letter").text).record.declared_terms

    assert kept.term == "Round"


def test_a_name_is_replaced_once_even_if_what_replaces_it_is_another():
    names = Names({"Oakfield": "Elmfield", "Elmfield": "Ashfield"})

    assert names.replaced("Oakfield, Elmfield") == "Elmfield, Ashfield"


def test_what_has_no_letter_is_no_name():
    assert Names({"-": "x", "– –": "y"}).replaced("a - b, c – d") == "a - b, c – d"


# --- Whatever a record holds --------------------------------------------------------------------

_AUDIENCES = st.sampled_from([None, "public", "board", "participants"])
# Whatever somebody may write, in YAML's eyes as awkward as can be.
_AWKWARD = st.text(
    st.sampled_from(
        [*"abz ABZ09 .,:;-#'\"!?*&%@|>{}[]()\\/~`=_\n", "é", "’", "“", "…", "\t", "😀"]
    ),
    max_size=60,
)


@st.composite
def internal_records(draw: st.DrawFn) -> tuple[str, str, set[str], set[str]]:
    """Draw a record of a board: its folder, its text, and the words that are open and withheld."""
    words = (f"canary{n}x" for n in itertools.count())
    shown: set[str] = set()
    hidden: set[str] = set()

    def text(visible: bool = True) -> str:
        new = next(words)
        (shown if visible else hidden).add(new)
        before = draw(_AWKWARD)
        return f"{before} {new} {draw(_AWKWARD)}".strip()

    def line(visible: bool = True) -> str:
        return " ".join(text(visible).split())

    def part(**fields: Any) -> dict[str, Any]:
        audience = draw(_AUDIENCES)
        visible = audience in {None, "public"}
        made = {name: make(visible) if callable(make) else make for name, make in fields.items()}
        return {**made, "audience": audience}

    def word(visible: bool) -> str:
        new = next(words)
        (shown if visible else hidden).add(new)
        return f"Said {new}."

    stays = draw(st.booleans())
    common: dict[str, Any] = plain_words(
        title=line(),
        summary=text(),
        internal={
            "reference": line(False),
            "notes": [text(False)],
            "public_names": {"Zelkova": "the home"},
        },
        pseudonyms={"Mia": line()},
        declared_terms=[{"term": "Zelkova", "why": "ours"}],
    )
    hidden.add("Zelkova")
    body = (
        f"{word(True)} Mia went to Zelkova.\n\n::: internal\n{word(False)}\n\n- {word(False)}\n"
        f":::\n\n- {word(True)}\n\nGap: {word(True)}\n\n::: internal\nDispute: {word(False)}\n:::\n"
        f"\n### {word(True)}\n\n{word(True)}\nZelkova's {word(True)}\n"
    )
    if draw(st.booleans()):
        body += f"\n::: internal\n\n## {word(False)}\n\n{word(False)}\n\n:::\n\n{word(True)}\n"
    kind = draw(st.sampled_from(["near-misses", "debriefs", "case-reviews"]))
    if kind == "near-misses":
        if stays:
            common["internal"]["fields"] = ["could_have"]
        made = near_miss(
            "a-record",
            body,
            what_happened=text(),
            could_have=text(not stays),
            prevented_by=[part(by="chance", how=text) for _ in range(draw(st.integers(0, 2)))],
            **common,
        )
    elif kind == "debriefs":
        if stays:
            common["internal"]["fields"] = ["for_managers"]
        made = debrief(
            "a-record",
            body,
            what_we_were_doing=text(),
            for_managers=text(not stays),
            went_well=[part(what=text, made_possible=text)],
            **common,
        )
    else:
        body = f"## Worker at Zelkova\n\nSource: record\n\n{body}"
        body = body.replace("\n## canary", "\n\nSource: record\n\n## canary")
        body = re.sub(r"(\n\n## Said [^\n]*\n\n)", r"\1Source: conversation\n\n", body)
        if stays:
            common["internal"]["fields"] = ["questions"]
        made = case_review(
            "a-record",
            body,
            questions=[text(not stays)],
            episodes=[episode("one", **part(title=line, description=text), factors=[])],
            findings=[finding("two", **part(statement=text, dissent=text), episodes=["one"])],
            recommendations=[
                recommendation("three", **part(text=text, owner=line), findings=["two"])
            ],
            **common,
        )
    comment = next(words)
    hidden.add(comment)
    return kind, made.replace("\nkind:", f"\n# Note {comment}.\nkind:"), shown, hidden


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(internal_records())
def test_whatever_a_record_holds_its_public_version_is_what_the_door_shows(drawn):
    kind, text, shown, hidden = drawn
    with tempfile.TemporaryDirectory() as folder:
        root = board_copy(Path(folder), {f"library/{kind}/a-record.md": text})
        own, folders = read_settings(root)
        library, problems = load_library(folders)
        assert problems == []
        filed = library.filed[0]
        release = prepare_release(library, own, folders, filed, 2025, "2025-03")

    plain = parse_source(text_of(filed.record, filed.narrative), PUBLIC)
    laid_out_anew, _ = read_record(plain, Shelf(Path(), "", Audience.BOARD))
    assert isinstance(laid_out_anew, Filed)
    assert (laid_out_anew.record, laid_out_anew.narrative) == (filed.record, filed.narrative)
    assert filed.record.internal is not None
    names = Names(
        {**{each.term: each.publicly for each in own.terms}, **filed.record.internal.public_names}
    )
    record, narrative = renamed(filed.record, filed.narrative, names)
    as_released = {"audience": Audience.PUBLIC, "added": "2025-03"}
    whole = Filed(record.model_copy(update=as_released), narrative, filed.source)
    through_the_door = publish(replace(library, filed=(whole,)), "public").records[0]
    again = read_as_public(release.text)
    assert Published(again.record, again.narrative, through_the_door.file) == through_the_door
    assert {word for word in shown if word not in release.text} == set()
    assert {word for word in hidden if word.lower() in release.text.lower()} == set()


@settings(max_examples=examples(75), deadline=None)
@given(_AWKWARD.filter(str.strip), _AWKWARD.filter(str.strip))
def test_any_text_is_written_so_that_it_reads_the_same(text, name):
    made = near_miss(
        "a-record", summary=text, what_happened=text, pseudonyms={" ".join(name.split()): "x"}
    )
    filed = read_as_public(made)

    again = read_as_public(text_of(filed.record, filed.narrative))

    assert (again.record, again.narrative) == (filed.record, filed.narrative)
