"""Every pattern and factor page lists exactly the evidence that the raw records hold.

The expected lists are worked out here from the YAML with PyYAML alone, on purpose without
any code of the core.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.making import PROJECT
from tests.parts import article_of
from tests.site.conftest import Site

FOLDERS = {"case-review": "reviews", "near-miss": "near-misses", "debrief": "debriefs"}
Item = tuple[str, str, str, str]  # influence or "illustration", address, how, influence


def front_matter(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        file.read_text(encoding="utf-8").split("\n---\n")[0][4:]
    )
    return loaded


def vocabulary(root: Path) -> dict[str, dict[str, Any]]:
    files = [*root.glob("docs/patterns/*.md"), *root.glob("docs/factors/*.md")]
    entries = [front_matter(file) for file in files if file.name != "index.md"]
    return {entry["id"]: entry for entry in entries}


def above(entries: dict[str, dict[str, Any]], entry_id: str, scope: str | None) -> set[str]:
    """Return the entry and all that it stands under."""
    entry = entries[entry_id]
    parents = [entry.get("parent"), *entry.get("also_under", [])]
    if scope == "inter-agency":
        heirs = [e["id"] for e in entries.values() if e.get("inherits") == entry.get("parent")]
        parents[0] = heirs[0]
    found = {entry_id}
    for parent in parents:
        if parent:
            found |= above(entries, parent, None)
    return found


def expected_evidence(root: Path) -> dict[str, Counter[Item]]:
    """Return, for each entry's id, what its page must list."""
    entries = vocabulary(root)
    current = {old: e["id"] for e in entries.values() for old in e.get("former_ids", [])}
    expected: dict[str, Counter[Item]] = {entry_id: Counter() for entry_id in entries}

    for file in root.glob("reviews/*/*.md"):
        record = front_matter(file)
        if record["stage"] != "final" or record["audience"] != "public" or not record["sign_off"]:
            continue
        address = f"{FOLDERS[record['kind']]}/{record['id']}/"
        invented = record["origin"] == "illustrative"

        def add(
            entry_id: str,
            influence: str,
            anchor: str,
            how: str,
            scope: str | None = None,
            address: str = address,
            invented: bool = invented,
        ) -> None:
            group = "illustration" if invented else influence
            for each in above(entries, current.get(entry_id, entry_id), scope):
                item = (group, address + anchor, " ".join(how.split()), influence)
                expected[each][item] += 1

        for link in record.get("factors") or []:
            add(link["factor"], link["influence"], "", link["how"], link.get("scope"))
        for link in record.get("patterns") or []:
            add(link["pattern"], link["influence"], "", link["how"])
        for episode in record.get("episodes") or []:
            if episode.get("audience") == "board":
                continue
            anchor = f"#episode-{episode['id']}"
            for link in episode.get("factors") or []:
                add(link["factor"], link["influence"], anchor, link["how"], link.get("scope"))
        for finding in record.get("findings") or []:
            if finding.get("audience") == "board":
                continue
            how = finding.get("in_this_case") or finding["statement"]
            add(finding["pattern"], finding["influence"], f"#finding-{finding['id']}", how)
    return expected


def listed_evidence(page: Path, address: str) -> Counter[Item]:
    """Return what an entry's page lists, read from its HTML alone."""
    article = article_of(page).find("article")
    assert isinstance(article, Tag)
    found: Counter[Item] = Counter()
    group = influence = ""
    for tag in article.find_all(["h2", "h3", "h4", "div"]):
        if tag.name in {"h2", "h3"}:
            group = influence = str(tag.get("id", ""))
        elif tag.name == "h4":
            influence = str(tag.find(string=True)).strip().lower()
        elif "pb-evidence" in tag.get_attribute_list("class"):
            heading = "illustration" if group == "illustrations" else group
            for item in tag.select(":scope > ul > li"):
                link = item.find("a")
                assert isinstance(link, Tag)
                where = urljoin(f"https://site/{address}", str(link["href"]))
                how = " ".join(item.find_all("p")[1].get_text().split())
                found[heading, where.removeprefix("https://site/"), how, influence] += 1
    return found


def test_each_entry_lists_exactly_the_evidence_that_the_records_hold(any_site: Site):
    expected = expected_evidence(any_site.root)
    entries = vocabulary(any_site.root)
    assert sum(sum(items.values()) for items in expected.values()) > 20

    for entry_id, entry in entries.items():
        if entry["kind"] == "level":
            continue  # a level counts, and leads to its types
        folder = "patterns" if entry["kind"] in {"pattern", "issue"} else "factors"
        address = f"{folder}/{entry_id}/"
        listed = listed_evidence(any_site.folder / address / "index.html", address)
        assert listed == expected[entry_id], entry_id


def test_every_count_is_the_number_of_what_it_leads_to(any_site: Site):
    """A count that leads to a level leads on to its types, and is left out here."""
    levels = {e["id"] for e in vocabulary(any_site.root).values() if e["kind"] == "level"}
    checked = 0
    for index in ("patterns", "factors"):
        page = any_site.folder / index / "index.html"
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
        for link in soup.select("article td a"):
            if not link.get_text().isdigit():
                continue
            where = urljoin(f"https://site/{index}/", str(link["href"]))
            path, anchor = where.removeprefix("https://site/").split("#")
            if path.split("/")[1] in levels:
                continue
            listed = listed_evidence(any_site.folder / path / "index.html", path)
            led_to = sum(number for item, number in listed.items() if item[0] == anchor)
            assert int(link.get_text()) == led_to, where
            checked += 1
    assert checked > 10


def test_an_entry_without_evidence_says_that_a_gap_is_no_finding(any_site: Site):
    expected = expected_evidence(any_site.root)
    entries = vocabulary(any_site.root)
    empty = [e for e, items in expected.items() if not any(i[0] != "illustration" for i in items)]
    assert empty
    for entry_id in empty:
        folder = "patterns" if entries[entry_id]["kind"] in {"pattern", "issue"} else "factors"
        page = any_site.folder / folder / entry_id / "index.html"
        text = article_of(page).get_text()
        assert "A gap is not a finding" in text, entry_id


@pytest.mark.parametrize("page", ["reviews", "near-misses", "debriefs", "episodes"])
def test_invented_records_are_marked_wherever_they_are_listed(real_site: Path, page: str):
    soup = BeautifulSoup((real_site / page / "index.html").read_text(encoding="utf-8"), "lxml")
    records = map(front_matter, PROJECT.glob("reviews/*/*.md"))
    invented = {record["id"] for record in records if record["origin"] == "illustrative"}
    assert len(invented) > 1
    for item in soup.select(".pb-list > ul > li"):
        link = str(item.select("a")[0]["href"])
        if not invented.isdisjoint(link.split("/")):
            assert "Illustration, not counted" in item.get_text()
        else:
            assert "Illustration" not in item.get_text()
