"""In the built site: feeds, what is new, and citations hold what the raw records say.

What is expected is worked out from the YAML alone, without any code of the core.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from lxml import etree
from pybtex.database import parse_file

from tests.conftest import run_patternbook
from tests.making import PROJECT
from tests.offline import OfflineCopy
from tests.parts import head_of
from tests.site.conftest import SITE_URL, Site
from tests.site.hostile import HOSTILE
from tests.site.test_evidence_in_site import FOLDERS, expected_evidence, front_matter, vocabulary

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://site/"
# The works that the guide cites, for a reader of its own page about them.
SOURCES_OF_THE_GUIDE = "guide/sources"
THE_LIBRARY_AS_DATA = "data/patternbook"


def public_records(root: Path) -> list[dict[str, Any]]:
    """Return the fields of all records that everybody may see, from their files."""
    records = map(front_matter, root.glob("reviews/*/*.md"))
    return [
        record
        for record in records
        if record["stage"] == "final" and record["audience"] == "public" and record["sign_off"]
    ]


def entries_of(site: Path, feed: str) -> list[tuple[str, str]]:
    """Return the address and the title of each entry of an Atom feed, as a program finds them."""
    read = etree.parse(site / feed).getroot()
    found = []
    for each in read.findall(f"{ATOM}entry"):
        link = str(each.find(f"{ATOM}link").get("href"))
        found.append((urljoin(f"{BASE}{feed}", link), str(each.findtext(f"{ATOM}title"))))
    return found


def soup_of(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "lxml")


def test_the_feed_of_everything_holds_every_record_and_its_links_lead_there(any_site: Site):
    expected = {
        (
            f"{BASE}{FOLDERS[record['kind']]}/{record['id']}/",
            record["title"] + (" (illustration)" if record["origin"] == "illustrative" else ""),
        )
        for record in public_records(any_site.root)
    }

    entries = entries_of(any_site.folder, "feed.xml")

    found = {entry for entry in entries if not entry[1].startswith("Vocabulary: ")}
    assert found == expected
    for address, _ in entries:
        path = address.removeprefix(BASE).partition("#")[0]
        assert (any_site.folder / path / "index.html").is_file(), address


def test_the_feed_of_each_pattern_holds_the_records_that_its_page_lists(any_site: Site):
    expected = expected_evidence(any_site.root)
    entries = vocabulary(any_site.root)
    asked = 0
    for entry_id, entry in entries.items():
        if entry["kind"] not in {"pattern", "issue"}:
            assert not (any_site.folder / f"factors/{entry_id}.xml").exists()
            continue
        shown = {f"{BASE}{item[1].partition('#')[0]}" for item in expected[entry_id]}
        feed = entries_of(any_site.folder, f"patterns/{entry_id}.xml")
        assert {address for address, _ in feed} == shown, entry_id
        illustrations = {
            item[1].partition("#")[0] for item in expected[entry_id] if item[0] == "illustration"
        }
        for address, title in feed:
            marked = title.endswith("(illustration)")
            assert marked is (address.removeprefix(BASE) in illustrations)
        asked += len(feed)
    assert asked > 3


def test_every_page_that_has_a_feed_announces_it_and_no_other_page_does(any_site: Site):
    kinds = {entry_id: entry["kind"] for entry_id, entry in vocabulary(any_site.root).items()}
    for page in any_site.folder.rglob("*.html"):
        address = page.parent.relative_to(any_site.folder).as_posix()
        links = head_of(page).select("head link[rel=alternate]")
        name = address.removeprefix("patterns/")
        feed = ""
        if page.name == "index.html" and address in {".", "new"}:
            feed = f"{BASE}feed"
        elif kinds.get(name) in {"pattern", "issue"} and address != name:
            feed = f"{BASE}patterns/{name}"
        assert [urljoin(f"{BASE}{address}/", str(link["href"])) for link in links] == (
            [f"{feed}.xml", f"{feed}.json"] if feed else []
        ), page
        assert [link["type"] for link in links] == (
            ["application/atom+xml", "application/feed+json"] if feed else []
        )


def test_what_is_new_lists_every_record_by_its_month_and_marks_illustrations(any_site: Site):
    article = soup_of(any_site.folder / "new/index.html").find("article")
    assert article is not None
    listed: dict[str, set[str]] = {}
    month = ""
    for tag in article.find_all(["h2", "li"]):
        if tag.name == "h2":
            month = str(tag["id"])
        elif month.startswith("month-"):
            link = urljoin(f"{BASE}new/", str(tag.select("a")[0]["href"]))
            listed.setdefault(month, set()).add(link.removeprefix(BASE))
            invented = {
                r["id"] for r in public_records(any_site.root) if r["origin"] == "illustrative"
            }
            is_invented = not invented.isdisjoint(link.split("/"))
            assert ("Illustration, not counted" in tag.get_text()) is is_invented

    for record in public_records(any_site.root):
        place = f"{FOLDERS[record['kind']]}/{record['id']}/"
        assert place in listed[f"month-{record['added']}"]


def test_the_page_on_the_vocabulary_names_every_entry_and_leads_to_it(real_site: Path):
    links = soup_of(real_site / "new/vocabulary/index.html").select("article li a")
    named = {urljoin(f"{BASE}new/vocabulary/", str(link["href"])) for link in links}

    for entry_id, entry in vocabulary(PROJECT).items():
        folder = "patterns" if entry["kind"] in {"pattern", "issue"} else "factors"
        assert f"{BASE}{folder}/{entry_id}/" in named


def test_an_entry_with_a_former_id_has_a_story_and_its_old_feed_goes_on(awkward_site: Site):
    page = soup_of(awkward_site.folder / "new/vocabulary/index.html")

    heading = page.find(id="entry-tunnel-vision")
    assert heading is not None
    story = heading.find_next("ul")
    assert story is not None
    assert "blinkered-view" in story.get_text()
    old, new = (
        awkward_site.folder / f"patterns/{name}.xml" for name in ("blinkered-view", "tunnel-vision")
    )
    assert [e.findtext(f"{ATOM}id") for e in etree.parse(old).iter(f"{ATOM}entry")] == [
        e.findtext(f"{ATOM}id") for e in etree.parse(new).iter(f"{ATOM}entry")
    ]


def test_the_head_of_each_record_says_how_it_is_cited_and_no_other_page_does(any_site: Site):
    records = {
        f"{FOLDERS[record['kind']]}/{record['id']}": record
        for record in public_records(any_site.root)
    }
    for page in any_site.folder.rglob("index.html"):
        address = page.parent.relative_to(any_site.folder).as_posix()
        said = {
            str(tag["name"]): str(tag["content"])
            for tag in head_of(page).select("head meta[name][content]")
            if str(tag["name"]).startswith(("citation_", "DC."))
        }
        if address not in records:
            assert said == {}, page
            continue
        record = records[address]
        assert said["citation_title"].startswith(" ".join(record["title"].split()))
        assert said["citation_publication_date"] == record["added"].replace("-", "/")
        assert said["citation_abstract"] == " ".join(record["summary"].split())
        assert ("DC.source" in said) is (record["origin"] == "literature")


def test_both_files_to_cite_lie_beside_each_record_and_beside_nothing_else(any_site: Site):
    places = {f"{FOLDERS[r['kind']]}/{r['id']}" for r in public_records(any_site.root)}
    for form in ("bib", "ris"):
        files = {
            file.relative_to(any_site.folder).with_suffix("").as_posix()
            for file in any_site.folder.rglob(f"*.{form}")
        }
        assert files - {SOURCES_OF_THE_GUIDE, THE_LIBRARY_AS_DATA} == places
    for place in places:
        soup = soup_of(any_site.folder / place / "index.html")
        links = {
            str(a["href"]) for a in soup.select("article a[href$='.bib'], article a[href$='.ris']")
        }
        name = place.rpartition("/")[2]
        assert links == {f"../{name}.bib", f"../{name}.ris"}


def test_hostile_texts_leave_every_feed_and_every_citation_whole(hostile_site: Site):
    feeds = [hostile_site.folder / "feed.xml", *hostile_site.folder.glob("patterns/*.xml")]
    assert len(feeds) > len(HOSTILE)
    for file in feeds:
        etree.parse(file)
        json.loads(file.with_suffix(".json").read_text("utf-8"))
    cited = list(hostile_site.folder.rglob("hostile-*.bib"))
    assert len(cited) == 3 * len(HOSTILE)
    for file in cited:
        assert len(parse_file(file, "bibtex").entries) == 1
    for number, text in enumerate(HOSTILE):
        page = soup_of(hostile_site.folder / f"near-misses/hostile-{number}/index.html")
        title = page.find("meta", attrs={"name": "citation_title"})
        assert title is not None
        assert title["content"] == " ".join(f"Before {text} after".split())


def test_a_copy_that_opens_by_double_click_announces_no_feed(real_copy: OfflineCopy):
    site = real_copy.folder / "library"
    pages = list(site.rglob("*.html"))
    assert len(pages) > 130
    for page in pages:
        assert head_of(page).select("head link[rel=alternate]") == []
    for address, _ in entries_of(site, "feed.xml"):
        path = address.removeprefix(BASE).partition("#")[0]
        assert (site / path).is_file()


def test_a_library_without_records_has_pages_and_feeds_that_say_so(empty_site: Site):
    assert entries_of(empty_site.folder, "feed.xml") == []
    said = soup_of(empty_site.folder / "new/index.html").get_text()
    assert "Nothing has come into this library yet" in said


def test_where_the_site_stands_is_in_every_address_that_leaves_it(
    changed_site: Site, tmp_path: Path
):
    staged = run_patternbook(
        *("stage", str(tmp_path / "pages"), "--root", str(changed_site.root)),
        PATTERNBOOK_SITE_URL=SITE_URL,
    )

    assert staged.returncode == 0, staged.stderr
    for folder in (changed_site.folder, tmp_path / "pages"):
        found = [link for link, _ in entries_of(folder, "feed.xml")]
        assert f"{SITE_URL}near-misses/a/" in found
        assert SITE_URL in (folder / "near-misses/a.ris").read_text("utf-8")
    page = soup_of(changed_site.folder / "near-misses/a/index.html")
    assert f"{SITE_URL}near-misses/a/" in " ".join(map(Tag.get_text, page.select("article")))
