"""Every link and every anchor of the built site leads somewhere, and none loads from elsewhere."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from lxml import etree, html

from tests.conftest import run_patternbook
from tests.site.conftest import Site

BASE = "https://here/"


def parsed(page: Path) -> html.HtmlElement:
    """Return a page as a tree. These tests read every page, and this reads them quickly."""
    return html.document_fromstring(page.read_text("utf-8"))


@lru_cache(maxsize=4000)
def anchors(file: Path) -> frozenset[str]:
    return frozenset(parsed(file).xpath("//@id | //a/@name"))


def broken_links(folder: Path) -> list[str]:
    broken = []
    for page in folder.rglob("*.html"):
        if page.name == "404.html":
            continue  # served at any depth, so its links are absolute
        address = urljoin(BASE, page.relative_to(folder).as_posix())
        for tag in parsed(page).iter("a", "link", "script", "img", "form", "iframe"):
            target = tag.get("href") or tag.get("src") or tag.get("action")
            if not target:
                continue
            where = urljoin(address, str(target))
            if not where.startswith(BASE):
                continue
            parts = urlsplit(where)
            file = folder / unquote(parts.path).lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                broken.append(f"{page}: {target}")
                continue
            anchor = unquote(parts.fragment)
            if anchor and not anchor.startswith("__") and anchor not in anchors(file):
                broken.append(f"{page}: {target} (no such anchor)")
    return broken


def test_every_link_and_anchor_resolves(any_site: Site):
    assert broken_links(any_site.folder) == []


def test_no_page_has_two_parts_of_the_same_name(any_site: Site):
    for page in any_site.folder.rglob("*.html"):
        seen = Counter(parsed(page).xpath("//article//@id"))
        assert [name for name, n in seen.items() if n > 1] == [], page


def test_nothing_is_loaded_from_elsewhere(any_site: Site):
    for page in any_site.folder.rglob("*.html"):
        for tag in parsed(page).iter("script", "img", "link", "iframe", "source"):
            if tag.tag == "link" and "canonical" in tag.get("rel", "").split():
                continue
            target = tag.get("src") or tag.get("href") or ""
            assert not urlsplit(target).netloc, (page, target)
    for sheet in any_site.folder.rglob("assets/*.css"):
        text = sheet.read_text("utf-8")
        assert "@import" not in text
        assert "url(http" not in text


def test_the_edit_link_of_a_record_leads_to_the_record_itself(real_site: Path):
    name = "near-misses/fire-service-referral-that-waited"
    soup = BeautifulSoup((real_site / name / "index.html").read_text("utf-8"), "lxml")
    link = soup.select_one("a[rel=edit], a.md-content__button")
    assert link is not None
    assert str(link["href"]).endswith(f"/edit/main/reviews/{name}.md")


def test_the_edit_link_of_an_entry_leads_to_the_page_that_defines_it(real_site: Path):
    soup = BeautifulSoup((real_site / "factors/workload/index.html").read_text("utf-8"), "lxml")
    link = soup.select_one("a[rel=edit], a.md-content__button")
    assert link is not None
    assert str(link["href"]).endswith("/edit/main/docs/factors/workload.md")


def test_a_former_address_leads_on_to_the_present_one(awkward_site: Site):
    page = awkward_site.folder / "patterns/blinkered-view/index.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    refresh = soup.find("meta", attrs={"http-equiv": "refresh"})
    assert refresh is not None
    assert str(refresh["content"]).endswith("url=../tunnel-vision/")
    assert soup.select_one("article a[href='../tunnel-vision/']") is not None


def test_a_dead_link_in_a_hand_written_page_stops_the_build(tmp_path: Path):
    from tests.making import copy_of_the_site

    root = copy_of_the_site(tmp_path, {})
    page = root / "docs/about/index.md"
    page.write_text(page.read_text("utf-8") + "\n[gone](../patterns/index.md#nowhere)\n", "utf-8")

    built = run_patternbook("build", "--root", str(root))

    assert built.returncode == 1
    assert "nowhere" in built.stdout + built.stderr
    assert not (root / "site").exists()


def test_under_a_sub_path_the_page_for_lost_visitors_links_below_it(real_site_elsewhere: Path):
    assert broken_links(real_site_elsewhere) == []
    soup = BeautifulSoup((real_site_elsewhere / "404.html").read_text("utf-8"), "lxml")
    links = [str(a["href"]) for a in soup.select("a[href^='/']")]
    assert links
    assert all(link.startswith("/learning/") for link in links)


def marks_shown(folder: Path) -> list[str]:
    """Return the pages on which a reader sees what only the builder should have read."""
    found = []
    for page in folder.rglob("*.html"):
        tree = parsed(page)
        etree.strip_elements(tree, "code", "pre", "script", with_tail=False)
        if any(mark in tree.text_content() for mark in ("{:", "{ #", 'markdown="1"', "{{", "{%")):
            found.append(page.relative_to(folder).as_posix())
    return found


def test_no_page_shows_a_mark_that_was_meant_for_the_builder(any_site: Site):
    assert marks_shown(any_site.folder) == []
