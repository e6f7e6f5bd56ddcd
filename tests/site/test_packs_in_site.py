"""Every pack of the built site says only what the raw records and entries say.

What is expected is worked out here from the YAML with PyYAML alone, on purpose without any code
of the core.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.making import PROJECT
from tests.parts import article_of, head_of
from tests.site.conftest import Site
from tests.site.test_evidence_in_site import FOLDERS, above, front_matter, vocabulary
from tests.site.test_search_in_site import fragments


def shown_records(root: Path) -> dict[str, dict[str, Any]]:
    """Return the records that are for the public, by the address of each."""
    records = [front_matter(file) for file in root.glob("reviews/*/*.md")]
    return {
        f"{FOLDERS[record['kind']]}/{record['id']}/": record
        for record in records
        if record["stage"] == "final" and record["audience"] == "public" and record["sign_off"]
    }


def said(text: str) -> str:
    return " ".join(text.split())


def packs_of(site: Site) -> dict[str, BeautifulSoup]:
    """Return every pack, by its address; not what stands where one has gone."""
    pages = sorted(site.folder.glob("packs/*/*/index.html"))
    found = {
        page.parent.relative_to(site.folder).as_posix() + "/": article_of(page) for page in pages
    }
    return {address: soup for address, soup in found.items() if soup.select_one(".pb-pack")}


def section(soup: BeautifulSoup, heading: str) -> list[Tag]:
    """Return what stands under a heading of a pack."""
    start = soup.find("h2", id=heading)
    assert isinstance(start, Tag), heading
    found: list[Tag] = []
    for each in start.find_next_siblings():
        if each.name == "h2":
            break
        found.append(each)
    return found


def is_part_of(shown: str, whole: str) -> bool:
    """Return whether a text is shown whole, or its beginning and a sign that there is more."""
    shown, whole = said(shown), said(whole)
    if shown.endswith(" …"):
        return whole.startswith(shown.removesuffix(" …"))
    return shown == whole


def test_every_pattern_finding_and_near_miss_has_a_pack_and_nothing_else_has(any_site: Site):
    expected = set()
    for entry in vocabulary(any_site.root).values():
        if entry["kind"] in {"pattern", "issue"}:
            expected.add(f"packs/patterns/{entry['id']}/")
    for record in shown_records(any_site.root).values():
        if record["kind"] == "near-miss":
            expected.add(f"packs/near-misses/{record['id']}/")
        for finding in record.get("findings") or []:
            if finding.get("audience") != "board":
                expected.add(f"packs/findings/{record['id']}--{finding['id']}/")

    assert set(packs_of(any_site)) == expected
    assert len(expected) > 20


def test_every_question_is_taken_from_the_library_and_there_are_three_where_there_are_any(
    any_site: Site,
):
    entries = vocabulary(any_site.root).values()
    records = shown_records(any_site.root).values()
    known = {
        said(text)
        for entry in entries
        for name in ("team_questions", "conversation_questions")
        for text in entry.get(name) or []
    }
    known |= {
        said(text)
        for record in records
        for finding in record.get("findings") or []
        for text in finding.get("questions_for_board") or []
    }
    asked_by = {}
    for address, soup in packs_of(any_site).items():
        listed = section(soup, "questions")[0]
        questions = []
        for item in listed.find_all("li", recursive=False):
            for origin in item.select(".pb-pack-from"):
                origin.decompose()
            questions.append(item.get_text())
        asked_by[address] = len(questions)
        for question in questions:
            assert any(is_part_of(question, text) for text in known), (address, question)
        assert len(set(questions)) == len(questions)

    assert set(asked_by.values()) <= {0, 1, 2, 3}
    assert sum(number == 3 for number in asked_by.values()) > 20
    if any_site.root == PROJECT:
        # Each entry of this very library has questions: only a record that names none asks none.
        for address, number in asked_by.items():
            record = _record_of(address, any_site.root)
            names_any = (
                record is None
                or "--" in address
                or bool(record.get("factors") or record.get("patterns"))
            )
            assert number == (3 if names_any else 0), address


def _record_of(address: str, root: Path) -> dict[str, Any] | None:
    name = address.split("/")[2].partition("--")[0]
    return next((r for r in shown_records(root).values() if r["id"] == name), None)


def _helped_in(record: dict[str, Any], entries: dict[str, Any]) -> dict[str, set[str]]:
    """Return every sentence of a record that tells of help, with the entries that it is about."""
    good = {"helped", "constructive"}
    current = {old: e["id"] for e in entries.values() for old in e.get("former_ids", [])}
    told: dict[str, set[str]] = {}
    links = [*(record.get("factors") or []), *(record.get("patterns") or [])]
    for episode in record.get("episodes") or []:
        if episode.get("audience") != "board":
            links += episode.get("factors") or []
    for link in links:
        if link["influence"] in good:
            entry = link.get("factor") or link["pattern"]
            about = above(entries, current.get(entry, entry), link.get("scope"))
            told.setdefault(said(link["how"]), set()).update(about)
    for finding in record.get("findings") or []:
        if finding["influence"] in good and finding.get("audience") != "board":
            how = said(finding.get("in_this_case") or finding["statement"])
            pattern = current.get(finding["pattern"], finding["pattern"])
            told.setdefault(how, set()).update(above(entries, pattern, None))
    return told


def test_what_helped_elsewhere_comes_from_another_record_and_is_counted(any_site: Site):
    records, entries = shown_records(any_site.root), vocabulary(any_site.root)
    helped = 0
    for address, soup in packs_of(any_site).items():
        own = address.split("/")[2].partition("--")[0]
        example = soup.select_one(".pb-pack-example a")
        if example is not None:
            own = urlsplit(urljoin(f"https://s/{address}", str(example["href"]))).path.split("/")[2]
        used = []
        for item in soup.select(".pb-pack-helps li"):
            origin = item.select_one(".pb-pack-from")
            assert origin is not None
            links = [urljoin(f"https://s/{address}", str(a["href"])) for a in origin.find_all("a")]
            record = records[urlsplit(links[-1]).path.lstrip("/")]
            how = item.get_text().replace(origin.get_text(), "")
            assert record["origin"] != "illustrative", address
            assert record["id"] != own, address
            used.append(record["id"])
            if len(links) == 2:  # a page of the vocabulary, and the record
                under = urlsplit(links[0]).path.strip("/").rpartition("/")[2]
                told = _helped_in(record, entries)
                assert any(is_part_of(how, text) and under in told[text] for text in told), address
            else:
                kept = [p for p in record["prevented_by"] if p["by"] != "chance"]
                assert any(is_part_of(how, p["how"]) for p in kept), address
            helped += 1
        assert len(set(used)) == len(used)
    assert helped > 1


def test_every_illustration_says_what_it_is(any_site: Site):
    records = {record["id"]: record for record in shown_records(any_site.root).values()}
    marked = 0
    for address, soup in packs_of(any_site).items():
        record = records.get(address.split("/")[2].partition("--")[0])
        if record is not None and not address.startswith("packs/patterns/"):
            note = soup.select_one(".pb-illustration")
            assert (note is not None) is (record["origin"] == "illustrative"), address
            marked += note is not None
        example = soup.select_one(".pb-pack-example a")
        if example is not None:
            target = urlsplit(urljoin(f"https://s/{address}", str(example["href"]))).path
            invented = records[target.split("/")[2]]["origin"] == "illustrative"
            text = soup.select(".pb-pack-example")[0].get_text()
            assert ("Illustration, not counted" in text) is invented, address
    assert marked > 0


def test_search_engines_are_sent_to_the_record_and_not_to_its_pack(any_site: Site):
    for address in packs_of(any_site):
        head = head_of(any_site.folder / address / "index.html")
        assert head.select_one('meta[name="robots"][content="noindex"]'), address
    for address in ("packs", "workshop"):
        head = head_of(any_site.folder / address / "index.html")
        assert head.select_one('meta[name="robots"]') is None
    found = {each["url"] for each in fragments(any_site.folder)}
    assert "packs/" in found
    assert not [url for url in found if re.match(r"packs/\w", url)]


@pytest.mark.parametrize("kind", ["near-misses", "findings", "patterns"])
def test_hostile_text_stays_text_in_packs(hostile_site: Site, kind: str):
    packs = {a: s for a, s in packs_of(hostile_site).items() if a.startswith(f"packs/{kind}/")}
    assert len(packs) > 20
    for address, soup in packs.items():
        article = soup.find("article")
        assert isinstance(article, Tag)
        assert not article.find_all(["script", "img", "svg", "iframe", "input", "style"]), address
        for tag in article.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
            href = str(tag.get("href") or "")
            assert not urlsplit(href).scheme or href.startswith(
                "https://github.com/patternbook/"
            ), address
        assert "49" not in soup.select(".pb-pack")[0].get_text().replace("2049", "")
    told = " ".join(soup.get_text() for soup in packs.values())
    assert "{{ 7*7 }}" in told
