"""`patternbook import` as its users meet it: what it prints, what it writes, and how it ends."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import click.testing
import pytest

from patternbook.cli import main
from tests.importing import structures
from tests.importing.documents import add_xml, made, with_parts
from tests.making import near_miss, write


class Ran(NamedTuple):
    """How a run ended, and all that it printed."""

    status: int
    printed: str


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small library on somebody's own machine."""
    monkeypatch.delenv("CI", raising=False)
    write(tmp_path, {"reviews/near-misses/letter.md": near_miss("letter")})
    return tmp_path


def run(library: Path, *arguments: str, **documents: bytes) -> Ran:
    """Import these documents, each from a file of its name."""
    outside = library / "inbox"
    outside.mkdir(exist_ok=True)
    for name, content in documents.items():
        (outside / f"{name}.docx").write_bytes(content)
    files = [str(outside / f"{name}.docx") for name in documents]
    ran = click.testing.CliRunner().invoke(
        main, ["import", "--root", str(library), *arguments, *files]
    )
    return Ran(ran.exit_code, " ".join(ran.output.split()))


def records(library: Path) -> list[str]:
    return sorted(
        file.relative_to(library / "reviews").as_posix()
        for file in (library / "reviews").rglob("*")
        if file.is_file()
    )


def tracked() -> bytes:
    def change(document):
        add_xml(
            document.paragraphs[0],
            '<w:ins w:id="1" w:author="Kowalska"><w:r><w:t>Kowalska rang.</w:t></w:r></w:ins>',
        )

    return made("Title: Tracked", then=change)


def test_a_record_is_written_where_it_belongs_and_what_was_understood_is_told(library):
    ran = run(library, note=structures.near_miss_in_a_table())

    assert ran.status == 0
    assert records(library) == [
        "near-misses/a-number-that-was-never-rung.md",
        "near-misses/letter.md",
    ]
    for said in (
        "A near miss, read field by field.",
        "Written: reviews/near-misses/a-number-that-was-never-rung.md",
        "Understood: - Title, Summary, Setting, Agencies (2), What happened, How it ended",
        "below these headings: - “Remarks of the typist”",
        "Every word of the document is in the record or is named above.",
        "patternbook check reviews/near-misses/a-number-that-was-never-rung.md",
    ):
        assert said in ran.printed


def test_what_must_still_be_filled_in_is_told_in_the_words_of_the_check(library):
    ran = run(library, note=structures.overview_with_styles())

    assert ran.status == 0
    assert "A case review, taken as an account." in ran.printed
    assert "Still to fill in: - The field “summary” is missing." in ran.printed


def test_of_several_files_each_is_imported_or_left_alone_and_all_reasons_are_told(library):
    ran = run(
        library,
        good=structures.near_miss_in_a_table(),
        tracked=tracked(),
        macro=with_parts(made("x"), word__vbaProject_dot_bin=b"x"),
        old=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99,
    )

    assert ran.status == 1
    assert len(records(library)) == 2
    for said in ("1 tracked change", "holds macros", "old form (.doc)"):
        assert said in ran.printed
    assert ran.printed.count("Nothing was written.") == 3


def test_a_file_that_exists_is_never_changed(library):
    before = (library / "reviews/near-misses/letter.md").read_text()

    ran = run(library, note=made("Near miss", "Title: Letter", "Summary: s", "What happened: w"))

    assert ran.status == 1
    assert "There is a record “letter” already" in ran.printed
    assert (library / "reviews/near-misses/letter.md").read_text() == before


def test_a_record_that_was_changed_in_word_can_be_written_elsewhere_and_compared(library):
    (library / "private").mkdir()
    content = made("Near miss", "Title: Letter", "Summary: s", "What happened: w")

    ran = run(library, "--to", str(library / "private"), note=content)

    assert ran.status == 0
    assert (library / "private/letter.md").is_file()


def test_two_files_in_one_run_cannot_become_the_same_record(library):
    content = structures.near_miss_in_a_table()

    ran = run(library, one=content, two=content)

    assert ran.status == 1
    assert len(records(library)) == 2


def test_where_others_may_read_it_no_word_of_a_document_is_shown(library, monkeypatch):
    shown = run(library, note=tracked(), other=structures.near_miss_with_headings_changed())
    (library / "reviews/near-misses/an-address-from-last-year.md").unlink()
    monkeypatch.setenv("CI", "true")
    hidden = run(library, note=tracked(), other=structures.near_miss_with_headings_changed())

    for said in ("Kowalska", "The moon was full", "Something the form never asked"):
        assert said in shown.printed
        assert said not in hidden.printed
    assert "Where: paragraph 1 before the first heading" in hidden.printed


def test_id_kind_and_folder_can_be_said(library):
    (library / "private").mkdir()

    ran = run(
        library,
        *("--kind", "debrief", "--id", "as-asked", "--to", str(library / "private")),
        note=made("What we were doing: singing"),
    )

    assert ran.status == 0
    assert "kind: debrief" in (library / "private/as-asked.md").read_text()
    assert len(records(library)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--id", "Not An Id"], "made of small letters"),
        (["--to", "nowhere"], "There is no folder"),
        (["--to", "{library}/docs"], "shown to everyone"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(library, arguments, said):
    given = [each.format(library=library) for each in arguments]

    ran = run(library, *given, note=made("x"))

    assert ran.status == 2
    assert said in ran.printed
    assert len(records(library)) == 1


def test_one_id_is_for_one_file(library):
    ran = run(library, "--id", "one", a=made("x"), b=made("y"))

    assert ran.status == 2


def test_nothing_half_written_is_left_behind(library, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)

    ran = run(library, note=structures.near_miss_in_a_table())

    assert ran.status == 1
    assert "no room left" in ran.printed
    assert records(library) == ["near-misses/letter.md"]


def test_a_word_that_found_no_place_stops_it(library, monkeypatch):
    monkeypatch.setattr("patternbook.importing.lost_words", lambda *_: Counter({"somewhere": 1}))
    ran = run(library, note=structures.near_miss_in_a_table())

    assert ran.status == 1
    assert "1 word of the document found no place" in ran.printed
    assert "somewhere" not in ran.printed
    assert len(records(library)) == 1
