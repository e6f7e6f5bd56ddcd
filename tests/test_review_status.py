"""`patternbook review status`: where each record stands, and what comes next."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

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
