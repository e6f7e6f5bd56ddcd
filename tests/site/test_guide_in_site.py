"""The guide in the built site: in the menu, with live examples, terms and a way on."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from patternbook.folders import Folders
from patternbook.guide import read_guide
from tests.conftest import run_patternbook
from tests.guide_report import read_pages
from tests.making import PROJECT, copy_of_the_site, near_miss
from tests.site.conftest import Site

PAGES = [each.name for each in read_pages()]
IN_SECTIONS = [each.name for each in read_pages() if not each.is_index]


def article(folder: Path, name: str) -> Tag:
    """Return the text of a page of the guide, by its name below `docs/guide/`."""
    path = folder / "guide" / name.removesuffix(".md").removesuffix("index")
    found = BeautifulSoup((path / "index.html").read_text("utf-8"), "lxml").find("article")
    assert isinstance(found, Tag)
    return found


def test_the_menu_has_the_sections_of_the_guide_and_no_page_of_them(real_site: Path):
    page = BeautifulSoup(
        (real_site / "guide/tools/five-whys/index.html").read_text("utf-8"), "lxml"
    )
    row = page.select_one("nav.pb-subtabs")
    assert row is not None
    assert [a.get_text() for a in row.select("a")] == [
        "The ideas in one page",
        "The life of a review",
        *[section.index.title for section in read_guide(Folders.at(PROJECT))[0].sections],
    ]
    assert [a.get_text() for a in row.select("a[aria-current]")] == ["Tools"]


@pytest.mark.parametrize("name", IN_SECTIONS)
def test_each_page_of_a_section_leads_on(real_site: Path, name: str):
    foot = article(real_site, name).select_one("nav.pb-foot")
    assert foot is not None
    assert foot.get_text().strip()
    assert foot.find("a") is not None


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_the_guide_shows_an_example_that_is_not_there(real_site: Path, name: str):
    assert "not in this library" not in article(real_site, name).get_text()


@pytest.mark.parametrize("name", PAGES)
def test_every_example_is_marked_and_leads_to_its_record(real_site: Path, name: str):
    for example in article(real_site, name).select(".pb-example"):
        first = example.find("p")
        assert isinstance(first, Tag)
        assert "pb-basis" in first.get_attribute_list("class")
        assert example.select_one(".pb-example-title a") is not None
        if "Illustration" in first.get_text():
            assert "never counted" in example.get_text()


@pytest.mark.parametrize("name", PAGES)
def test_each_term_is_marked_once_and_leads_to_the_glossary(real_site: Path, name: str):
    glossary = BeautifulSoup((real_site / "glossary/index.html").read_text("utf-8"), "lxml")
    anchors = {str(tag["id"]) for tag in glossary.select("[id^=term-]")}
    terms = [str(a["href"]).partition("#")[2] for a in article(real_site, name).select("a.pb-term")]
    assert len(terms) == len(set(terms))
    assert set(terms) <= anchors
    assert all(a.get("data-means") for a in article(real_site, name).select("a.pb-term"))


def test_terms_are_marked_on_our_pages_and_never_in_a_record(hostile_site: Site, real_site: Path):
    assert article(real_site, "tools/five-whys.md").select("a.pb-term")
    for site in (hostile_site.folder, real_site):
        for folder in ("reviews", "near-misses", "debriefs", "patterns", "factors"):
            for page in (site / folder).rglob("*.html"):
                assert "pb-term" not in page.read_text("utf-8"), page


def test_the_list_of_sources_can_be_fetched_as_it_is(real_site: Path):
    assert (real_site / "guide/sources.bib").read_bytes() == (
        PROJECT / "docs/guide/sources.bib"
    ).read_bytes()


def test_a_library_of_other_records_builds_with_the_same_guide(awkward_site: Site):
    page = article(awkward_site.folder, "model/key-practice-episodes.md")
    assert "A record that is not in this library." in page.get_text()
    assert "Hindered" not in page.get_text()


def test_an_example_that_was_withdrawn_stops_the_build_and_the_old_site_stands(tmp_path: Path):
    record = "reviews/near-misses/names-the-system-could-not-spell.md"
    gone = (
        "---\nid: names-the-system-could-not-spell\nkind: near-miss\naudience: public\n"
        "withdrawn: {role: Editor, year: 2026}\n---\n"
    )
    root = copy_of_the_site(
        tmp_path, {record: gone, "reviews/near-misses/a.md": near_miss("a")}, with_guide=True
    )
    text = (PROJECT / "docs/guide/tools/five-whys.md").read_text("utf-8").split("\n")
    line = next(n for n, said in enumerate(text, 1) if "show_near_miss" in said)

    built = run_patternbook("build", "--root", str(root))

    assert built.returncode == 1
    said = built.stdout + built.stderr
    assert f"docs/guide/tools/five-whys.md:{line}:1" in said
    assert "was withdrawn" in said
    assert "Traceback" not in said
    assert not (root / "site").exists()
