"""`patternbook export`: the data files alone, in a folder of somebody's choosing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from patternbook.cli import main
from patternbook.exports import data_files
from patternbook.exports.data import tools
from patternbook.folders import Folders
from patternbook.guarding import Refusal, why_refused
from patternbook.leaks import TracesFound
from patternbook.opening import open_library
from patternbook.staging import NotEmpty, export_library
from patternbook.tables.files import whole_files
from patternbook.vocabulary import Audience
from tests.conftest import run_patternbook
from tests.making import debrief, factor, near_miss, write

GOOD = {"reviews/near-misses/a-near-miss.md": near_miss()}


def there(folder: Path) -> dict[str, str]:
    """Return a digest of every file in a folder, by its path."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_export_writes_the_files_that_the_site_has(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook("export", "out", cwd=tmp_path)

    made = data_files(open_library(Folders.at(tmp_path), "public").library)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{len(made)} data files are in out, for: public.\n"
    assert there(tmp_path / "out").keys() - {".patternbook-export"} == {
        path.removeprefix("data/") for path in made
    }
    assert (tmp_path / "out/SHA256SUMS").read_bytes() == made["data/SHA256SUMS"]


def test_export_for_the_board_marks_each_file_and_never_takes_the_place_of_the_public_one(tmp_path):
    write(tmp_path, {**GOOD, "reviews/near-misses/kept.md": near_miss("kept", audience="board")})
    run_patternbook("export", "out", cwd=tmp_path)
    before = there(tmp_path / "out")

    refused = run_patternbook("export", "out", "--audience", "board", cwd=tmp_path)
    ran = run_patternbook("export", "ours", "--audience", "board", cwd=tmp_path)

    assert refused.returncode == 2
    assert "holds data for another reader" in refused.stderr
    assert there(tmp_path / "out") == before
    assert ran.returncode == 0
    names = {path.removeprefix("data/") for path in (f.path for f in whole_files(Audience.BOARD))}
    assert names <= set(there(tmp_path / "ours"))
    records = json.loads((tmp_path / "ours/board-reviews.json").read_text("utf-8"))["records"]
    assert [record["id"] for record in records] == ["a-near-miss", "kept"]


def test_an_earlier_export_is_replaced_and_nothing_else_is(tmp_path):
    write(tmp_path, {**GOOD, "thesis/chapter.txt": "years of work"})
    opened = open_library(Folders.at(tmp_path), "public")
    export_library(opened, tmp_path / "out")
    (tmp_path / "out/csv/old.csv").write_text("old", "utf-8")

    export_library(opened, tmp_path / "out")

    assert "csv/old.csv" not in there(tmp_path / "out")
    with pytest.raises(NotEmpty, match="no earlier export made it"):
        export_library(opened, tmp_path / "thesis")


@pytest.mark.parametrize("place", ["reviews/out", "docs/out"])
def test_no_export_lies_among_the_records_or_pages(tmp_path, place):
    write(tmp_path, GOOD)

    ran = run_patternbook("export", place, cwd=tmp_path)

    assert ran.returncode == 2
    assert "lies among records or pages" in ran.stderr


def test_with_a_fault_nothing_is_written_and_where_others_read_no_word_is_repeated(tmp_path):
    write(tmp_path, {"reviews/debriefs/a.md": debrief("a", factors=[factor("fotheringay")])})

    at_home = run_patternbook("export", "out", cwd=tmp_path)
    in_ci = run_patternbook("export", "out", cwd=tmp_path, CI="true")

    assert (at_home.returncode, in_ci.returncode) == (1, 1)
    assert "fotheringay" in at_home.stderr
    assert "fotheringay" not in in_ci.stderr
    assert "reviews/debriefs/a.md" in in_ci.stderr
    assert not (tmp_path / "out").exists()


def test_there_are_no_data_of_a_draft(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook("export", "out", "--audience", "participants", cwd=tmp_path)

    assert ran.returncode == 2
    assert "'participants' is not one of 'board', 'public'" in ran.stderr


def test_if_something_held_back_got_into_a_file_all_is_thrown_away(tmp_path, monkeypatch):
    hidden = "Nobody had told the ferryman that the lamp was broken since the storm."
    write(
        tmp_path,
        {**GOOD, "reviews/debriefs/kept.md": debrief("kept", tell_others=hidden, audience="board")},
    )
    opened = open_library(Folders.at(tmp_path), "public")
    whole = open_library(Folders.at(tmp_path), "board")
    # As if the door had failed.
    monkeypatch.setattr(
        "patternbook.staging.data_files", lambda library, site: data_files(whole.library, site)
    )

    with pytest.raises(TracesFound) as found:
        export_library(opened, tmp_path / "out")

    told = {trace.file for trace in found.value.traces}
    assert {"board-patternbook.db", "board-reviews.json", "parquet/board-texts.parquet"} <= told
    assert "ferryman" not in str(found.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("out/.patternbook-export", b"board\n", Refusal.BUILT),
        ("out/.patternbook-export", b"public\n", None),
        ("letters/board-records.csv", b"record\r\n", Refusal.BUILT),
        ("letters/board-patternbook.db", b"SQLite format 3\x00", Refusal.BUILT),
        ("letters/records.csv", b"record\r\n", None),
        ("letters/board-minutes.csv", b"item\r\n", None),
    ],
)
def test_data_for_the_board_go_into_no_repository_but_its_own(tmp_path, path, content, expected):
    folders = write(tmp_path, GOOD)

    assert why_refused(tmp_path / path, content, folders) is expected


def test_where_what_makes_them_is_not_installed_the_command_says_how_to_get_it(
    tmp_path, monkeypatch
):
    write(tmp_path, GOOD)
    monkeypatch.setattr(tools, "find_spec", lambda name: None)

    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(main, ["export", "out"])

    assert ran.exit_code == 2
    assert "pyarrow and rdflib are missing" in ran.output
    assert "pip install pyarrow rdflib" in ran.output
    assert not (tmp_path / "out").exists()
