"""`patternbook template` and `patternbook report`: what they write, where, and when they do not."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from patternbook import printing
from patternbook.cli import main
from tests.making import case_review, debrief, factor, near_miss, vocabulary, write

REVIEW = "reviews/case-reviews/a-review.md"
DRAFT = case_review("a-draft", stage="interim", audience="participants", sign_off=None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {REVIEW: case_review(), "reviews/case-reviews/a-draft.md": DRAFT}
    write(tmp_path / "library", files)
    return tmp_path / "library"


@pytest.fixture(autouse=True)
def _no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], prog_name="patternbook")


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def text_of(file: Path) -> str:
    return "\n".join(each.text for each in docx.Document(str(file)).paragraphs)


@pytest.mark.parametrize("kind", ["case-review", "near-miss", "debrief"])
def test_a_form_is_written_for_each_kind(root, tmp_path, kind):
    file = tmp_path / "form.docx"

    result = ran("template", kind, "--to", file, "--root", root)

    assert result.exit_code == 0, result.output
    assert f"Form 1 {kind}" in text_of(file)
    assert "patternbook import" in result.output


def test_a_form_needs_no_record_to_be_right(root, tmp_path):
    (root / "reviews/case-reviews/broken.md").write_text("Nothing.\n", encoding="utf-8")

    assert ran("template", "debrief", "--to", tmp_path / "f.docx", "--root", root).exit_code == 0


def test_a_form_that_would_lack_a_word_is_not_made(root, tmp_path):
    (root / "docs/factors/broken.md").write_text("Nothing.\n", encoding="utf-8")

    result = ran("template", "debrief", "--to", tmp_path / "f.docx", "--root", root)

    assert result.exit_code == 2
    assert "A page of the vocabulary cannot be read" in result.output
    assert not (tmp_path / "f.docx").exists()


def test_a_report_is_written_as_a_word_file_by_id_or_by_path(root, tmp_path):
    by_id, by_path = tmp_path / "id.docx", tmp_path / "path.docx"

    first = ran("report", "a-review", "--out", by_id, "--root", root)
    second = ran("report", root / REVIEW, "--out", by_path, "--root", root)

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert by_id.read_bytes() == by_path.read_bytes()
    assert "Title of a-review" in text_of(by_id)
    assert "It holds what everyone may read." in first.output


def test_a_report_is_written_as_a_pdf(root, tmp_path):
    file = tmp_path / "r.pdf"

    result = ran("report", "a-review", "--to", "pdf", "--out", file, "--root", root)

    assert result.exit_code == 0, result.output
    reader = PdfReader(io.BytesIO(file.read_bytes()))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "Key practice episodes" in "".join(page.extract_text() for page in reader.pages)


def test_a_draft_is_for_its_participants_and_says_so(root, tmp_path):
    file = tmp_path / "d.docx"

    refused = ran("report", "a-draft", "--out", file, "--root", root)
    written = ran("report", "a-draft", "--audience", "participants", "--out", file, "--root", root)

    assert refused.exit_code == 2
    assert "a draft is for its participants" in refused.output
    assert written.exit_code == 0, written.output
    (header,) = {s.header.paragraphs[0].text for s in docx.Document(str(file)).sections}
    assert header == "DRAFT – for participants only"
    assert "for nobody else" in written.output


@pytest.mark.parametrize("record", ["nothing", "../a-review", "reviews/nothing.md"])
def test_a_record_that_is_not_there_is_said_to_be_so(root, tmp_path, record):
    result = ran("report", record, "--out", tmp_path / "x.docx", "--root", root)

    assert result.exit_code == 2
    assert "There is no record" in result.output
    assert not (tmp_path / "x.docx").exists()


def test_nothing_is_written_while_a_record_is_at_fault(root, tmp_path):
    at_fault = debrief(factors=[factor("work-load")])
    write(root, {**vocabulary(), "reviews/debriefs/a-debrief.md": at_fault})

    result = ran("report", "a-review", "--out", tmp_path / "x.docx", "--root", root)

    assert result.exit_code == 1
    assert "reviews/debriefs/a-debrief.md" in result.output
    assert not (tmp_path / "x.docx").exists()


def test_a_public_record_that_may_name_somebody_is_not_reported_unless_it_is_allowed(
    root, tmp_path
):
    named = near_miss(what_happened="Then Zbigniew Kowalczyk rang.")
    write(root, {**vocabulary(), "reviews/near-misses/a-near-miss.md": named})
    (root / "patternbook.yml").write_text("refuse_names: true\n", encoding="utf-8")
    out = ("--out", tmp_path / "x.docx", "--root", root)

    refused = ran("report", "a-review", *out)
    allowed = ran("report", "a-review", "--allow-names", *out)

    assert refused.exit_code == 1
    assert allowed.exit_code == 0, allowed.output


@pytest.mark.parametrize(
    ("arguments", "option"),
    [(("template", "debrief"), "--to"), (("report", "a-review"), "--out")],
)
def test_a_file_that_is_there_stays_as_it_is_unless_it_may_be_replaced(
    root, tmp_path, arguments, option
):
    file = tmp_path / "mine.docx"
    file.write_text("My own words.", encoding="utf-8")

    refused = ran(*arguments, option, file, "--root", root)

    assert refused.exit_code == 2
    assert "exists already" in refused.output
    assert option in refused.output
    assert file.read_text(encoding="utf-8") == "My own words."
    assert ran(*arguments, option, file, "--force", "--root", root).exit_code == 0
    assert file.read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["mine.docx"]


@pytest.mark.parametrize("place", ["reviews/x.docx", "docs/x.docx", "no/such/x.docx", "reviews"])
@pytest.mark.parametrize(
    ("arguments", "option"),
    [(("template", "debrief"), "--to"), (("report", "a-review"), "--out")],
)
def test_no_file_is_put_where_it_would_be_read_or_cannot_be(root, arguments, option, place):
    before = contents(root)

    result = ran(*arguments, option, root / place, "--force", "--root", root)

    assert result.exit_code == 2
    assert option in result.output
    assert "Traceback" not in result.output
    assert contents(root) == before


def test_where_pdfs_cannot_be_made_it_says_how_and_word_files_still_can(
    root, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    pdf = ran("report", "a-review", "--to", "pdf", "--out", tmp_path / "x.pdf", "--root", root)
    word = ran("report", "a-review", "--out", tmp_path / "x.docx", "--root", root)

    assert pdf.exit_code == 2
    assert "weasyprint is missing" in pdf.output
    assert "With --to docx nothing of this is needed." in pdf.output
    assert "--pdf" not in pdf.output
    assert word.exit_code == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.docx"]
    assert printing.FOR_REPORTS in pdf.output


def test_where_others_can_read_the_output_no_record_is_quoted(root, tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    at_fault = debrief(tell_others="The canaries sang.", factors=[factor("canary-yellow")])
    write(root, {**vocabulary(), "reviews/debriefs/a-debrief.md": at_fault})

    result = ran("report", "a-review", "--out", tmp_path / "x.docx", "--root", root)

    assert result.exit_code == 1
    assert "canar" not in result.output
