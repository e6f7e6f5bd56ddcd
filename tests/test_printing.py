"""Packs as PDFs: tagged, on one page, the same each time, and made without asking anybody."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from patternbook.leaks import find_traces
from patternbook.leaks.documents import Unreadable, texts_of_pdf
from patternbook.leaks.withheld import what_is_withheld
from patternbook.printing import CannotPrint, pdf_of, with_link
from patternbook.publication import publish
from tests.conftest import run_patternbook
from tests.making import copy_of_the_site, debrief, factor, load, near_miss

PAGE = """<!doctype html><html lang="en"><head><title>Team pack: Letters</title>
<link rel="stylesheet" href="../../../assets/site.css"></head><body>
<header><nav>The menu</nav></header>
<aside class="md-banner"><div class="md-banner__inner">Internal copy</div></aside>
<main><article><h1>Letters<a class="headerlink" href="#x">#</a></h1><nav>Crumbs</nav>
<p class="pb-pack-print">It prints on one sheet.</p>
<h2>Questions</h2><ol><li>Who reads the first one?</li><li>And when?</li></ol>
<p>Read on: <a href="../../../near-misses/letter/">the whole</a>,
<a href="https://elsewhere.example/">the source</a>. {more}</p></article></main></body></html>"""


def printed(tmp_path: Path, more: str = "", site_url: str = "") -> bytes:
    return pdf_of(PAGE.format(more=more), tmp_path, "packs/near-misses/letter/", site_url).content


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def tags_of(reader: PdfReader) -> list[str]:
    """Return the name of every part in the order in which it is read out."""
    found: list[str] = []

    def walk(part: Any) -> None:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            for each in part:
                walk(each)
        elif isinstance(part, dict):
            if "/S" in part:
                found.append(str(part["/S"]))
            if "/K" in part:
                walk(part["/K"])

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"])
    return found


def addresses(pdf: bytes) -> list[str]:
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    notes = [each.get_object() for each in page.get("/Annots", [])]
    return [str(each["/A"]["/URI"]) for each in notes if "/URI" in each.get("/A", {})]


def test_a_pdf_tells_those_who_hear_it_what_each_part_is(tmp_path):
    reader = PdfReader(io.BytesIO(printed(tmp_path)))
    root: Any = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Team pack: Letters"
    tags = tags_of(reader)
    assert {"/H1", "/H2", "/L", "/LI", "/P"} <= set(tags)
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/L")


def test_a_pdf_names_nobody_and_no_day(tmp_path):
    metadata = PdfReader(io.BytesIO(printed(tmp_path))).metadata

    assert metadata is not None
    assert set(metadata) <= {"/Title", "/Producer", "/Subject"}


def test_a_pdf_holds_the_text_and_the_banner_and_nothing_of_the_screen(tmp_path):
    text = text_of(printed(tmp_path))

    for said in ("Internal copy", "Letters", "Who reads the first one?", "the whole"):
        assert said in text
    for unsaid in ("menu", "Crumbs", "It prints", "#"):
        assert unsaid not in text


def test_the_same_page_makes_the_same_bytes(tmp_path):
    assert printed(tmp_path) == printed(tmp_path)


def test_links_lead_to_the_site_where_it_stands_and_nowhere_on_this_machine(tmp_path):
    placed = addresses(printed(tmp_path, site_url="https://board.example/library/"))
    unplaced = printed(tmp_path)

    assert placed == [
        "https://board.example/library/near-misses/letter/",
        "https://elsewhere.example/",
    ]
    assert addresses(unplaced) == ["https://elsewhere.example/"]
    everything = b"".join(texts_of_pdf(unplaced))
    assert b"site.invalid" not in everything
    assert str(tmp_path).encode() not in everything


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/pixel.png",
        "https://elsewhere.example/pixel.png",
        "file:///etc/hostname",
        "../../../../../../etc/hostname",
        "../../../missing.png",
    ],
)
def test_nothing_is_fetched_from_anywhere_but_the_site(tmp_path, address):
    with pytest.raises(CannotPrint, match="not in the site"):
        printed(tmp_path, f'<img src="{address}" alt="A pixel">')


def test_a_picture_of_the_site_itself_is_printed(tmp_path):
    (tmp_path / "assets").mkdir()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
    (tmp_path / "assets/a.svg").write_text(picture, encoding="utf-8")

    pdf = printed(tmp_path, '<img src="../../../assets/a.svg" alt="A square">')

    assert "/Figure" in tags_of(PdfReader(io.BytesIO(pdf)))


def test_a_page_leads_to_its_pdf_and_says_how_large_it_is(tmp_path):
    page = PAGE.format(more="")
    made = pdf_of(page, tmp_path, "packs/near-misses/letter/")

    linked = with_link(page, "team-pack-letter.pdf", made)

    size = round(len(made.content) / 1000)
    link = f'<a href="team-pack-letter.pdf">This pack as a PDF</a>: one page, {size} kilobytes.'
    assert link in linked
    assert linked.replace(f"{link} ", "") == page


# --- A search for leaks reads PDFs as well ------------------------------------------------------

SECRET = "The clerk in the blue room kept every letter behind the old radiator until spring."


def withheld_from(root: Path) -> Any:
    library, problems = load(
        root,
        {
            "reviews/debriefs/draft.md": debrief("draft", f"{SECRET}\n", stage="interim"),
            "reviews/near-misses/open.md": near_miss("open"),
        },
    )
    assert problems == []
    return what_is_withheld(library, publish(library, "public"), ())


@pytest.mark.parametrize(
    "place", ["<p>{}</p>", '<img src="../../../a.svg" alt="{}">', "<h2>{}</h2>", "<p><b>{}</b></p>"]
)
def test_what_is_held_back_is_found_in_a_pdf(tmp_path, place):
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    withheld = withheld_from(tmp_path / "library")
    (site / "pack.pdf").write_bytes(printed(site, place.format(SECRET)))
    (site / "clean.pdf").write_bytes(printed(site, "<p>Nothing of it.</p>"))

    traces = find_traces(site, withheld)

    assert [(trace.file, trace.what) for trace in traces] == [
        ("pack.pdf", "words that stand only in what is held back")
    ]


def test_a_pdf_in_a_packed_file_is_read_too(tmp_path):
    import gzip

    site = tmp_path / "site"
    site.mkdir()
    (site / "pack.bin").write_bytes(gzip.compress(printed(site, SECRET)))

    traces = find_traces(site, withheld_from(tmp_path / "library"))

    assert [trace.file for trace in traces] == ["pack.bin"]


def without_letters(pdf: bytes) -> bytes:
    """Return a PDF whose fonts do not say any more which letters their marks are."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    resources: Any = writer.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        del font.get_object()["/ToUnicode"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(pdf: bytes) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("a-password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        without_letters,
        encrypted,
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: pdf + b"\n% again\nstartxref\n0\n%%EOF\n",
    ],
    ids=["fonts without letters", "encrypted", "cut off", "with an earlier version in it"],
)
def test_a_pdf_that_cannot_be_read_for_certain_is_refused(tmp_path, spoil):
    site = tmp_path / "site"
    site.mkdir()
    (site / "pack.pdf").write_bytes(spoil(printed(site)))

    (trace,) = find_traces(site, withheld_from(tmp_path / "library"))

    assert trace.file == "pack.pdf"
    assert "cannot be read for certain" in trace.what


def test_without_what_reads_pdfs_none_is_let_through(tmp_path, monkeypatch):
    pdf = printed(tmp_path)
    monkeypatch.setitem(sys.modules, "pypdf", None)

    with pytest.raises(Unreadable, match="pypdf is needed"):
        list(texts_of_pdf(pdf))


# --- The command --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a copy of the site with a few records, one of them held back."""
    files = {
        "reviews/near-misses/letter.md": near_miss("letter", factors=[factor()]),
        "reviews/debriefs/draft.md": debrief("draft", f"{SECRET}\n", stage="interim"),
    }
    return copy_of_the_site(tmp_path_factory.mktemp("pdf"), files)


@pytest.fixture(scope="module")
def with_pdfs(root: Path) -> Path:
    return _built(root, root / "with")


@pytest.fixture(scope="module")
def plain(root: Path) -> Path:
    """Build the site where neither WeasyPrint nor Pango nor pypdf is there."""
    away = root / "blocked"
    for name in ("weasyprint", "pypdf"):
        (away / name).mkdir(parents=True, exist_ok=True)
        (away / name / "__init__.py").write_text("raise ImportError('hidden')\n", encoding="utf-8")
    site = root / "plain"
    made = run_patternbook(
        *("build", "--root", str(root), "--site-dir", str(site)),
        PYTHONPATH=str(away),
        # What a shell happens to hold decides nothing.
        PATTERNBOOK_PDF="1",
    )
    assert made.returncode == 0, made.stderr
    return site


def test_build_makes_a_pdf_of_each_pack_only_where_it_is_asked_for(plain: Path, with_pdfs: Path):
    packs = {
        page.parent.relative_to(with_pdfs)
        for page in with_pdfs.glob("packs/*/*/index.html")
        if "It prints on one sheet" in page.read_text("utf-8")
    }
    pdfs = {pdf.relative_to(with_pdfs) for pdf in with_pdfs.rglob("*.pdf")}
    assert len(packs) > 20
    assert pdfs == {folder / f"team-pack-{folder.name}.pdf" for folder in packs}
    for pdf in pdfs:
        page = (with_pdfs / pdf).with_name("index.html").read_text("utf-8")
        size = max(1, round((with_pdfs / pdf).stat().st_size / 1000))
        assert f'href="{pdf.name}">This pack as a PDF</a>: one page, {size} kilobytes.' in page
        assert len(PdfReader(with_pdfs / pdf).pages) == 1
    assert list(plain.rglob("*.pdf")) == []
    assert not [p for p in plain.rglob("packs/**/*.html") if "as a PDF" in p.read_text("utf-8")]


BLOCKED = {
    "no WeasyPrint": "import sys; sys.modules['weasyprint'] = None",
    "no Pango": (
        "import sys, importlib.abc\n"
        "class NoPango(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint': raise OSError('cannot load library')\n"
        "sys.meta_path.insert(0, NoPango())"
    ),
}


@pytest.mark.parametrize("missing", BLOCKED)
def test_where_pdfs_cannot_be_made_the_command_says_what_to_install(tmp_path, missing):
    start = "from patternbook.cli import main; main(prog_name='patternbook')"
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-c", f"{BLOCKED[missing]}\n{start}", "build", "--pdf"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )

    assert ran.returncode == 2
    assert "PDFs cannot be made here" in ran.stderr
    assert ("weasyprint is missing" if "Weasy" in missing else "Pango is missing") in ran.stderr
    for system in ("Debian", "Fedora", "macOS", "Windows"):
        assert system in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "site").exists()


def test_a_site_is_built_where_pdfs_cannot_be_made(plain: Path):
    """All but the PDFs needs neither WeasyPrint nor Pango nor pypdf."""
    assert (plain / "packs/near-misses/letter/index.html").is_file()


def test_a_pdf_is_the_same_in_every_build(root: Path, with_pdfs: Path):
    first, second = (
        {pdf.name: pdf.read_bytes() for pdf in site.rglob("team-pack-letter.pdf")}
        for site in (with_pdfs, _built(root, root / "again"))
    )

    assert first
    assert first == second


def _built(root: Path, site: Path) -> Path:
    made = run_patternbook("build", "--root", str(root), "--pdf", "--site-dir", str(site))
    assert made.returncode == 0, made.stderr
    assert re.search("The site is in", made.stdout)
    return site
