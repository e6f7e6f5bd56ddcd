"""Withdrawing a record: what is left of it, and what is said of what cannot be reached."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from patternbook.fixes import LeftAlone
from patternbook.folders import Folders
from patternbook.library import Library, load_library
from patternbook.model import Confirmation
from patternbook.problems import faults
from patternbook.publication import publish
from patternbook.settings import read_settings
from patternbook.withdrawing import tombstones, withdraw
from tests.boards import board_copy, plain_words, run_here
from tests.making import near_miss

OWN = "library/near-misses/a-letter.md"
SHARED = "reviews/near-misses/a-letter.md"
ROLE = ("--role", "Board business manager", "--year", "2025")


def a_letter(**fields: Any) -> str:
    return near_miss("a-letter", "The secret account.\n", **plain_words(**fields))


def withdrawn(root: Path, record: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here("withdraw", record, "--root", str(root), *ROLE, *arguments)


def load(root: Path) -> tuple[Library, Folders]:
    folders = read_settings(root)[1]
    library, problems = load_library(folders)
    assert faults(problems) == []
    return library, folders


def tombstone_of(audience: str) -> str:
    return (
        f"---\nid: a-letter\nkind: near-miss\naudience: {audience}\nwithdrawn:\n"
        "  role: Board business manager\n  year: 2025\n---\n"
    )


def test_what_it_said_goes_and_its_id_stays_on_every_shelf(tmp_path):
    files = {OWN: a_letter(published=2024), SHARED: a_letter(audience="public")}
    root = board_copy(tmp_path, files)

    ran = withdrawn(root, "a-letter", "--yes")

    assert ran.returncode == 0, ran.stderr
    assert (root / OWN).read_text("utf-8") == tombstone_of("board")
    assert (root / SHARED).read_text("utf-8") == tombstone_of("public")
    library, _ = load(root)
    assert library.filed == ()
    assert len(library.removed) == 2


def test_who_could_never_have_seen_it_is_not_told_of_it(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})

    withdrawn(root, "a-letter", "--yes")

    library, _ = load(root)
    told = {a: [t.id for t in publish(library, a).tombstones] for a in ("board", "public")}
    assert told == {"board": ["a-letter"], "public": []}


@pytest.mark.parametrize("record", ["a-letter", OWN])
def test_it_can_be_named_by_its_id_or_its_path(tmp_path, record, monkeypatch):
    root = board_copy(tmp_path, {OWN: a_letter()})
    monkeypatch.chdir(root)

    ran = run_here("withdraw", record, "--yes", *ROLE)

    assert ran.returncode == 0
    assert "secret" not in (root / OWN).read_text("utf-8")


def test_nothing_goes_unless_somebody_agrees(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})

    ran = withdrawn(root, "a-letter")

    assert ran.returncode == 1
    assert OWN in ran.stdout
    assert "Nothing was changed." in ran.stdout
    assert (root / OWN).read_text("utf-8") == a_letter()


def test_to_withdraw_it_twice_says_so_and_changes_nothing(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})
    withdrawn(root, "a-letter", "--yes")
    before = (root / OWN).read_bytes()

    again = run_here(
        "withdraw", "a-letter", "--root", str(root), "--role", "Chair", "--year", "2026", "--yes"
    )

    assert again.returncode == 0
    assert "Withdrawn already, in 2025" in again.stdout
    assert (root / OWN).read_bytes() == before


def test_what_was_withdrawn_on_one_shelf_can_still_be_withdrawn_on_another(tmp_path):
    root = board_copy(tmp_path, {OWN: tombstone_of("board"), SHARED: a_letter(audience="public")})

    ran = withdrawn(root, "a-letter", "--yes")

    assert "Withdrawn already, in 2025" in ran.stdout
    assert (root / SHARED).read_text("utf-8") == tombstone_of("public")


def test_it_says_plainly_what_it_cannot_reach(tmp_path):
    public = "outbox/near-misses/a-letter.md"
    files = {OWN: a_letter(published=2024), public: a_letter(audience="public")}
    root = board_copy(tmp_path, files)

    told = " ".join(withdrawn(root, "a-letter", "--yes").stdout.split())

    for words in (
        f"git filter-repo --invert-paths --path {OWN}",
        "Build each of them anew",
        "backups",
        "Search engines",
        "The public library needs the same change",
        f"Its public version lies in {public}",
    ):
        assert words in told


def test_what_was_built_is_named_wherever_it_lies(tmp_path):
    built = ("site/index.html", "site-a-letter/index.html", "site-board/index.html")
    packed = ("dist/internal-a-letter.zip", "dist/site-public.zip")
    root = board_copy(tmp_path, {OWN: a_letter(), **dict.fromkeys((*built, *packed), "x")})

    told = withdrawn(root, "a-letter", "--yes").stdout.splitlines()

    for line in ("Delete site-a-letter", "Build anew: site", "Build anew: site-board", *packed):
        assert f"    {line}" in told


def test_where_nothing_was_built_no_folder_is_named(tmp_path):
    told = withdrawn(board_copy(tmp_path, {OWN: a_letter()}), "a-letter", "--yes").stdout

    assert "Build anew:" not in told
    assert "packed" not in told


SHARED_IN_A_COPY = """\
audience: board
docs: library/docs
shelves:
  - folder: library/reviews
    name: Shared library
    audience: public
  - folder: reviews
    name: Our own
    audience: board
"""


@pytest.mark.parametrize("mark", ["library/.git/HEAD", "library/patternbook/__init__.py"])
def test_nobody_is_told_to_change_the_history_of_the_shared_library_or_to_commit_to_it(
    tmp_path, mark
):
    shared = f"library/{SHARED}"
    files = {
        **{SHARED: a_letter(published=2024), shared: a_letter(audience="public")},
        **{mark: "", "library/docs/.keep": ""},
    }
    root = board_copy(tmp_path, files, SHARED_IN_A_COPY)

    told = withdrawn(root, "a-letter", "--yes").stdout

    (command,) = [line.strip() for line in told.splitlines() if "filter-repo" in line]
    assert command == f"git filter-repo --invert-paths --path {SHARED}"
    flat = " ".join(told.split())
    assert f"{shared} belongs to the shared library" in flat
    assert f"git -C library restore {SHARED}" in flat
    assert "The public library needs the same change" in flat


def test_of_a_record_of_the_shared_library_alone_there_is_no_word_of_history(tmp_path):
    shared = f"library/{SHARED}"
    files = {shared: a_letter(audience="public"), "library/.git/HEAD": "", "library/docs/.keep": ""}
    root = board_copy(tmp_path, files, SHARED_IN_A_COPY)

    told = withdrawn(root, "a-letter", "--yes").stdout

    assert "filter-repo" not in told
    assert "ommit" not in told


def test_of_a_record_that_was_never_public_no_public_library_is_named(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})

    assert "public library" not in withdrawn(root, "a-letter", "--yes").stdout


def test_records_that_refer_to_it_are_listed(tmp_path):
    other = near_miss("another", related=["a-letter"])
    root = board_copy(tmp_path, {OWN: a_letter(), "library/near-misses/another.md": other})
    line = other[: other.index("- a-letter")].count("\n") + 1

    ran = withdrawn(root, "a-letter", "--yes")

    assert f"  library/near-misses/another.md:{line}:" in ran.stdout


def test_a_record_that_cannot_be_read_can_be_withdrawn_all_the_same(tmp_path):
    broken = a_letter().replace("outcome: prevented", "outcome: [prevented")
    root = board_copy(tmp_path, {OWN: broken, SHARED: broken.replace("board", "public")})

    ran = withdrawn(root, "a-letter", "--yes")

    assert ran.returncode == 0, ran.stderr
    assert (root / OWN).read_text("utf-8") == tombstone_of("board")
    assert (root / SHARED).read_text("utf-8") == tombstone_of("board")


@pytest.mark.parametrize("fields", [{"stage": "preliminary"}, {"sign_off": None}])
def test_of_what_the_public_never_saw_it_does_not_hear_even_if_it_was_marked_public(
    tmp_path, fields
):
    root = board_copy(tmp_path, {SHARED: a_letter(audience="public", **fields)})

    withdrawn(root, "a-letter", "--yes")

    assert (root / SHARED).read_text("utf-8") == tombstone_of("board")
    assert publish(load(root)[0], "public").tombstones == ()


@pytest.mark.parametrize("broken", [False, True])
def test_what_was_for_participants_stays_unknown_to_the_board(tmp_path, broken):
    letter = a_letter(audience="participants", stage="preliminary")
    if broken:
        letter = letter.replace("outcome: prevented", "outcome: [prevented")
    root = board_copy(tmp_path, {OWN: letter})

    withdrawn(root, "a-letter", "--yes")

    assert (root / OWN).read_text("utf-8") == tombstone_of("participants")


def test_what_does_not_say_for_whom_it_was_is_not_told_to_the_public(tmp_path):
    root = board_copy(tmp_path, {SHARED: "Nothing of use."})

    withdrawn(root, "a-letter", "--yes")

    assert (root / SHARED).read_text("utf-8") == tombstone_of("board")


def test_all_files_change_or_none(tmp_path):
    files = {OWN: a_letter(published=2024), SHARED: a_letter(audience="public")}
    root = board_copy(tmp_path, files)
    library, folders = load(root)
    by = Confirmation(role="Board business manager", year=2025)
    fixes = tombstones(library.filed, [], library, folders, by)
    last = fixes[-1].file
    last.write_text("Changed meanwhile.", "utf-8")
    before = {file: (root / file).read_bytes() for file in files}

    with pytest.raises(LeftAlone, match="changed since"):
        withdraw(fixes)

    assert {file: (root / file).read_bytes() for file in files} == before


@pytest.mark.parametrize("role", ["Zelkova Winterbourne", " ", "x" * 400])
def test_who_withdraws_it_is_a_role_and_no_name(tmp_path, role):
    root = board_copy(tmp_path, {OWN: a_letter()})

    ran = run_here("withdraw", "a-letter", "--root", str(root), "--role", role, "--yes")

    assert ran.returncode == 2
    assert "role" in ran.stderr
    assert "Winterbourne" not in ran.stderr
    assert (root / OWN).read_text("utf-8") == a_letter()


def test_a_record_that_is_not_there_is_told_in_a_sentence(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})

    ran = withdrawn(root, "another", "--yes")

    assert ran.returncode == 2
    assert "There is no record that is called “another”" in ran.stderr


def test_no_word_of_the_record_is_shown(tmp_path):
    root = board_copy(tmp_path, {OWN: a_letter()})

    ran = withdrawn(root, "a-letter", "--yes")

    assert "secret" not in ran.stdout + ran.stderr
    assert "astray" not in ran.stdout + ran.stderr
