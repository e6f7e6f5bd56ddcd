"""`patternbook review status`: where each record stands, and what comes next."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from patternbook.cli import working
from patternbook.reviewing import standing
from tests.boards import board_copy, run_here
from tests.making import SIGNED, case_review, debrief, near_miss

CONFIRMED = SIGNED["confidentiality"]
FILES = {
    "library/case-reviews/a-draft.md": case_review(
        "a-draft",
        stage="interim",
        audience="board",
        sign_off=None,
        dialogue={
            "preliminary": {"comments": True, "meeting": True},
            "interim": {"comments": True, "meeting": False},
        },
    ),
    "library/debriefs/ready.md": debrief("ready", audience="board"),
    "library/debriefs/resting.md": debrief("resting", audience="board", sign_off=None),
    "library/debriefs/made-public.md": debrief("made-public", audience="board", published=2024),
    "reviews/debriefs/made-public.md": debrief("made-public"),
    "reviews/near-misses/open.md": near_miss("open"),
    "reviews/near-misses/half-signed.md": near_miss(
        "half-signed", sign_off={"confidentiality": CONFIRMED}
    ),
    "library/near-misses/a-first-account.md": near_miss(
        "a-first-account", stage="preliminary", audience="participants", sign_off=None
    ),
}


def status(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_here("review", "status", *arguments, "--root", str(root), **environment)


def data(root: Path, *arguments: str, **environment: str) -> dict[str, Any]:
    ran = status(root, "--format", "json", *arguments, **environment)
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded


def test_drafts_come_first_and_what_is_published_is_only_counted(tmp_path):
    told = data(board_copy(tmp_path, FILES))

    ids = [each["id"] for each in told["records"]]
    assert ids == ["a-first-account", "a-draft", "half-signed", "ready", "resting"]
    assert told["published"] == 2


def test_each_record_tells_how_far_it_has_come_and_who_may_read_it(tmp_path):
    told = {each["id"]: each for each in data(board_copy(tmp_path, FILES))["records"]}

    draft = told["a-draft"]
    assert draft["stage"] == "interim"
    assert draft["dialogue"] == [
        {"stage": "preliminary", "comments": True, "meeting": True},
        {"stage": "interim", "comments": True, "meeting": False},
        {"stage": "final-draft", "comments": False, "meeting": False},
    ]
    assert draft["readers"] == ["participants"]
    assert "meeting" in draft["next"]
    assert told["half-signed"]["sign_off"] == {"confidentiality": True, "participants": False}
    assert told["half-signed"]["readers"] == ["participants", "board"]
    assert "participants have checked it" in told["half-signed"]["next"]
    assert told["ready"]["next"].endswith("patternbook publish ready")


def test_in_words_it_reads_well_at_eighty_columns_and_shows_no_title(tmp_path):
    ran = status(board_copy(tmp_path, FILES))

    assert ran.returncode == 0
    assert max(map(len, ran.stdout.splitlines())) <= 80
    assert "Title of" not in ran.stdout
    assert "  Dialogue:       preliminary: comments and meeting; interim: comments;" in ran.stdout
    assert "  Can be read by: those who took part, and nobody else\n" in ran.stdout
    assert "2 drafts, 3 final and not public, 2 published.\n" in ran.stdout


def test_records_can_be_named_published_ones_too(tmp_path):
    root = board_copy(tmp_path, FILES)

    told = status(root, "open", "ready").stdout

    assert "open\n" in told
    assert "Can be read by: everyone" in told
    assert "a-draft" not in told


def test_a_record_that_is_not_there_is_told_in_a_sentence(tmp_path):
    ran = status(board_copy(tmp_path, FILES), "nothing")

    assert ran.returncode == 2
    assert "There is no record that is called “nothing”" in ran.stderr


def test_a_record_that_was_withdrawn_is_told_as_such(tmp_path):
    root = board_copy(tmp_path, FILES)
    role = ("--role", "Board business manager", "--year", "2025")
    run_here("withdraw", "ready", "--root", str(root), "--yes", *role)

    assert "ready was withdrawn." in status(root, "ready").stderr


def test_records_that_cannot_be_read_are_told_of(tmp_path):
    root = board_copy(tmp_path, {**FILES, "library/debriefs/broken.md": "---\nid: [\n---\n"})

    ran = status(root)

    assert ran.returncode == 1
    assert "library/debriefs/broken.md" in ran.stdout
    assert data(root)["unread"] == ["library/debriefs/broken.md"]


@pytest.mark.parametrize("form", ["plain", "json"])
def test_where_a_log_may_be_public_no_id_is_shown_that_is_not(tmp_path, form):
    files = {**FILES, "library/debriefs/broken.md": "---\nid: [\n---\n"}
    root = board_copy(tmp_path, files)

    ran = status(root, "--format", form, CI="true")

    for record_id in ("a-draft", "a-first-account", "ready", "resting", "half-signed", "broken"):
        assert record_id not in ran.stdout.replace("already", "")
    assert "open" in status(root, "open", "--format", form, CI="true").stdout


def test_what_was_published_is_told_of_until_the_public_library_has_it(tmp_path):
    edition = "reviews/debriefs/made-public.md"
    root = board_copy(tmp_path, {name: text for name, text in FILES.items() if name != edition})

    before = data(root)
    (root / "reviews/debriefs").mkdir()
    (root / edition).write_text(debrief("made-public"), "utf-8")
    after = data(root)

    (waiting,) = [each for each in before["records"] if each["id"] == "made-public"]
    assert waiting["next"].startswith("Offer the file in “outbox” to the public library")
    assert before["published"] == 1
    assert "made-public" not in [each["id"] for each in after["records"]]
    assert after["published"] == 2


def test_where_two_files_have_one_id_it_says_which_is_which(tmp_path):
    root = board_copy(tmp_path, FILES)

    told = status(root, "made-public", "ready").stdout
    in_a_log = status(root, "made-public", CI="true").stdout

    assert [line for line in told.splitlines() if "File:" in line] == [
        "  File:           library/debriefs/made-public.md",
        "  File:           reviews/debriefs/made-public.md",
    ]
    assert "reviews/debriefs/made-public.md" in in_a_log
    assert "library/debriefs" not in in_a_log


def test_a_library_without_records_says_so(tmp_path):
    ran = status(board_copy(tmp_path, {}))

    assert (ran.returncode, ran.stdout) == (0, "0 drafts, 0 final and not public, 0 published.\n")


# --- With a working folder ----------------------------------------------------------------------

UNDER_WAY = "letters-that-nobody-opened"
FOLDER = f"working/{UNDER_WAY}"
LOG = f"""\
review: {UNDER_WAY}
begins: 2027-01-11
steps:
  - {{what: Send the letters., due: 2027-01-11, done: yes}}
  - {{what: Hold the first meeting., due: 2027-01-25, done: no}}
  - {{what: Send the second letters., week: 4, done: partly}}
  - {{what: Finish the conversations., due: 2027-03-08}}
to_destroy:
  - {{what: Recordings, due: 2027-01-31, destroyed: no}}
  - {{what: Notes, week: 24, destroyed: false}}
"""
REVIEW_UNDER_WAY = {
    f"library/case-reviews/{UNDER_WAY}.md": case_review(
        UNDER_WAY, stage="preliminary", audience="board", sign_off=None
    ),
    f"{FOLDER}/log.yml": LOG,
    f"{FOLDER}/letters/introduction.docx": "A zebra, and no Word file at all.",
    f"{FOLDER}/letters/~$introduction.docx": "Who has it open.",
    f"{FOLDER}/recordings/ward.M4A": "Sound.",
    f"{FOLDER}/recordings/hall.mov": "Pictures.",
}


@pytest.fixture
def under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a board's copy with a review and its working folder, on the first of February."""
    monkeypatch.setattr(working, "today", lambda: datetime.date(2027, 2, 1))
    return board_copy(tmp_path, REVIEW_UNDER_WAY)


def told_of(root: Path, *arguments: str) -> str:
    """Return what is told of the review that is under way, on one line."""
    return " ".join(status(root, UNDER_WAY, *arguments).stdout.split())


def test_a_working_folder_tells_what_is_done_and_what_is_due(under_way):
    told = told_of(under_way)

    assert f"Working folder: {FOLDER}" in told
    assert "Steps: 1 of 4 done" in told
    assert (
        "Past due: since 25 January 2027: Hold the first meeting. today: Send the second letters. "
        "Then: 8 March 2027: Finish the conversations."
    ) in told


def test_what_is_still_to_be_destroyed_is_told_until_it_is(under_way):
    told = told_of(under_way)
    destroyed = LOG.replace("destroyed: no", "destroyed: yes")
    board_copy(under_way, {f"{FOLDER}/log.yml": destroyed})

    assert "To destroy: since 31 January 2027: Recordings by 21 June 2027: Notes" in told
    assert "To destroy: by 21 June 2027: Notes" in told_of(under_way)


def test_recordings_that_lie_there_are_named_as_long_as_they_do(under_way):
    told = told_of(under_way)
    for file in (under_way / FOLDER / "recordings").iterdir():
        file.unlink()

    assert "Recordings: recordings/hall.mov recordings/ward.M4A Destroy each as soon as" in told
    assert "Destroy each" not in told_of(under_way)


def test_documents_are_counted_and_never_looked_into(under_way):
    told = told_of(under_way)

    assert "Documents: 1 Word document. No longer there: start-here.docx, " in told
    assert "zebra" not in told
    assert "~$" not in told


def test_as_data_a_working_folder_tells_the_same(under_way):
    (record,) = data(under_way, UNDER_WAY)["records"]
    (folder,) = record["working"]

    assert folder["folder"] == FOLDER
    assert [(each["is"], each["due"]) for each in folder["steps"]] == [
        ("done", "2027-01-11"),
        ("past", "2027-01-25"),
        ("today", "2027-02-01"),
        ("ahead", "2027-03-08"),
    ]
    assert [each["is"] for each in folder["to_destroy"]] == ["past", "ahead"]
    assert folder["recordings"] == ["recordings/hall.mov", "recordings/ward.M4A"]


def test_where_others_read_the_log_nothing_is_told_of_a_working_folder(under_way):
    for form in ("plain", "json"):
        told = status(under_way, "--format", form, CI="true").stdout

        assert "Preliminary" in told or "preliminary" in told
        assert [word for word in (UNDER_WAY, "2027", "hall.mov", "docx") if word in told] == []


def test_a_review_whose_record_is_still_a_skeleton_tells_of_its_folder(under_way):
    (under_way / "library/case-reviews" / f"{UNDER_WAY}.md").write_text("---\ntitle:\n---\n")

    for arguments in ((), (UNDER_WAY,)):
        told = " ".join(status(under_way, *arguments).stdout.split())
        assert f"{UNDER_WAY} Record: there is none yet that can be read." in told
        assert "Steps: 1 of 4 done" in told
    assert data(under_way)["working"][0]["review"] == UNDER_WAY


def test_what_is_wrong_with_a_log_is_told_with_its_line_and_without_a_word_of_it(under_way):
    broken = LOG.replace("2027-01-25", "25 Jan").replace("done: partly", "done: Anneliese W.")
    board_copy(under_way, {f"{FOLDER}/log.yml": broken + "colour: red\n"})

    ran = status(under_way, UNDER_WAY)

    told = " ".join(ran.stdout.split())
    assert ran.returncode == 1
    assert "Log: It cannot be read. line 5: A date is written as year, month and day" in told
    assert "line 6: The field “done” holds a word that is not on its list." in told
    assert "line 11: No field is called “colour” here." in told
    assert "Anneliese" not in told
    assert "Recordings: recordings/hall.mov" in told


def test_a_log_that_is_gone_is_told_of(under_way):
    board_copy(under_way, {f"{FOLDER}/.patternbook-working": ""})
    (under_way / FOLDER / "log.yml").unlink()

    ran = status(under_way, UNDER_WAY)

    assert ran.returncode == 1
    assert "The file cannot be opened." in ran.stdout


def test_weeks_become_dates_once_it_is_known_when_the_review_begins(under_way):
    weeks = f"review: {UNDER_WAY}\nsteps: [{{what: Meet., week: 3}}]\n"
    board_copy(under_way, {f"{FOLDER}/log.yml": weeks})
    without = told_of(under_way)
    board_copy(under_way, {f"{FOLDER}/log.yml": f"begins: 2027-01-25\n{weeks}"})

    assert "Then: week 3: Meet." in without
    assert "Then: 8 February 2027: Meet." in told_of(under_way)


def test_a_working_folder_elsewhere_can_be_named(under_way, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("papers") / "review"
    (under_way / FOLDER).rename(elsewhere)

    wrong = status(under_way, "--working", str(under_way / "library"))

    assert "Steps: 1 of 4 done" in told_of(under_way, "--working", str(elsewhere))
    assert "Steps:" not in told_of(under_way)
    assert (wrong.returncode, "is no working folder" in wrong.stderr) == (2, True)


def test_the_private_folder_of_somebody_else_is_passed_over(under_way, monkeypatch):
    def private(folder: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(standing, "is_working_folder", private)

    ran = status(under_way)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert UNDER_WAY in ran.stdout
    assert "Working folder" not in ran.stdout


def test_when_the_review_is_published_the_folder_is_to_be_deleted(under_way):
    (under_way / "library/case-reviews" / f"{UNDER_WAY}.md").unlink()
    board_copy(under_way, {f"reviews/case-reviews/{UNDER_WAY}.md": case_review(UNDER_WAY)})

    assert "delete the working folder" in " ".join(status(under_way).stdout.split())
