"""Whoever has no search finds every record under each of its values, and gaps are in plain sight.

What must be listed is worked out here from the YAML with PyYAML alone; how to get there, from
the links of the built pages alone, as a browser without JavaScript would follow them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.conftest import Site
from tests.site.test_evidence_in_site import FOLDERS, front_matter

BASE = "https://site/"


@dataclass
class Shelf:
    """What stands under one value: addresses of what counts, and of what was invented."""

    counted: set[str] = field(default_factory=set)
    invented: set[str] = field(default_factory=set)


def public_records(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the raw fields of every record that the public may see."""
    for file in sorted(root.glob("reviews/*/*.md")):
        record = front_matter(file)
        if record["stage"] == "final" and record["audience"] == "public" and record["sign_off"]:
            yield record


def address_of(record: dict[str, Any]) -> str:
    return f"{FOLDERS[record['kind']]}/{record['id']}/"


def expected_shelves(root: Path) -> dict[tuple[str, str], Shelf]:
    """Return, for each facet and value, what must be found there."""
    shelves: dict[tuple[str, str], Shelf] = defaultdict(Shelf)
    for record in public_records(root):
        address = address_of(record)
        under = [("kind", FOLDERS[record["kind"]], address)]
        under += [("setting", value, address) for value in record["setting"]]
        under += [("agency", value, address) for value in record["agencies"]]
        under.append(("origin", record["origin"], address))
        under.append(("year", str(record.get("completed") or "not-said"), address))
        for each in record.get("prevented_by") or []:
            if each.get("audience") != "board":
                under.append(("prevented-by", each["by"], address))
        for episode in record.get("episodes") or []:
            if episode.get("audience") != "board":
                anchor = f"#episode-{episode['id']}"
                under.append(("practice", episode["practice"], address + anchor))
        for facet, value, where in under:
            shelf = shelves[facet, value]
            invented = record["origin"] == "illustrative"
            (shelf.invented if invented else shelf.counted).add(where)
    return dict(shelves)


def parsed(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "lxml")


def target(link: Tag, address: str) -> str:
    """Return where a link on the page with this address leads, within the site."""
    return urljoin(BASE + address, str(link["href"])).removeprefix(BASE)


def choices(site: Path) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Return, for each value on the page of all facets, where it leads and its two numbers."""
    found = {}
    soup = parsed(site, "browse")
    for part in soup.select(".pb-choices"):
        heading = part.find_previous("h2")
        assert isinstance(heading, Tag)
        for item in part.select("li"):
            link = item.select_one("a")
            assert link is not None
            where = target(link, "browse/")
            text = " ".join(item.get_text().split())
            numbers = re.fullmatch(r".+: (\d+) [a-z ]+(?:, and (\d+) illustrations?)?", text)
            assert numbers, text
            value = where.strip("/").split("/")[-1]
            found[str(heading["id"]), value] = (where, int(numbers[1]), int(numbers[2] or 0))
    return found


def listed_from(site: Path, start: str) -> Shelf:
    """Return all that a list shows, its further pages included."""
    shelf = Shelf()
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        soup = parsed(site, address)
        for item in soup.select("article .pb-list > ul > li"):
            link = item.select_one("a")
            assert link is not None
            marked = "Illustration, not counted" in item.get_text()
            (shelf.invented if marked else shelf.counted).add(target(link, address))
        for link in soup.select("nav.pb-pager a"):
            where = target(link, address)
            if where not in seen and where not in waiting:
                waiting.append(where)
    return shelf


def test_every_record_is_found_under_each_of_its_values_and_under_no_other(any_site: Site):
    expected = expected_shelves(any_site.root)
    offered = choices(any_site.folder)
    assert len(expected) > 8

    assert set(offered) == set(expected)
    for key, (where, number, illustrations) in offered.items():
        shelf = listed_from(any_site.folder, where)
        assert shelf == expected[key], key
        assert (number, illustrations) == (
            len(expected[key].counted),
            len(expected[key].invented),
        ), key


def test_the_whole_library_can_be_reached_from_the_page_of_all_facets(any_site: Site):
    everything = {address_of(record) for record in public_records(any_site.root)}
    reached: set[str] = set()
    for (facet, _), (where, *_) in choices(any_site.folder).items():
        if facet == "setting":
            shelf = listed_from(any_site.folder, where)
            reached |= shelf.counted | shelf.invented
    assert reached == everything


def test_a_value_that_nothing_has_is_named_as_a_gap_and_has_no_page(any_site: Site):
    soup = parsed(any_site.folder, "browse")
    expected = expected_shelves(any_site.root)
    gaps = 0
    for heading, values in {
        "agency": {"probation": "Probation", "ambulance-service": "Ambulance service"},
        "setting": {"early-help": "Early help", "court-and-legal": "Court and legal"},
        "prevented-by": {"chance": "Chance", "designed-safeguard": "A safeguard that was"},
    }.items():
        section = soup.select_one(f"h2#{heading}")
        assert section is not None
        said = section.find_next(class_="pb-gaps")
        for value, label in values.items():
            is_gap = (heading, value) not in expected
            assert (any_site.folder / "browse" / heading / value).exists() is not is_gap
            if is_gap:
                assert isinstance(said, Tag)
                assert label in said.get_text()
                gaps += 1
    assert gaps


@pytest.mark.parametrize("name", ["pattern", "factor-type", "level"])
def test_patterns_factors_and_levels_lead_to_their_own_pages(any_site: Site, name: str):
    soup = parsed(any_site.folder, "browse")
    heading = soup.select_one(f"h2#{name}")
    assert heading is not None
    table = heading.find_next("table")
    assert isinstance(table, Tag)
    folder = "patterns" if name == "pattern" else "factors"
    rows = table.select("tbody tr")
    assert len(rows) >= 1
    for row in rows:
        link = row.select_one("td a")
        assert link is not None
        assert target(link, "browse/").startswith(f"{folder}/")


def test_a_record_leads_to_each_of_its_values(any_site: Site):
    for record in public_records(any_site.root):
        address = address_of(record)
        soup = parsed(any_site.folder, address)
        led_to = {target(link, address) for link in soup.select("article a[href]")}
        wanted = {f"browse/setting/{value}/" for value in record["setting"]}
        wanted |= {f"browse/agency/{value}/" for value in record["agencies"]}
        wanted |= {f"browse/origin/{record['origin']}/"}
        if record.get("completed"):
            wanted.add(f"browse/year/{record['completed']}/")
        assert wanted <= led_to, address


def test_a_library_without_a_single_record_is_built_and_shows_its_gaps(empty_site: Site):
    text = parsed(empty_site.folder, "browse").get_text()
    assert "Fire service" in text
    halves = parsed(empty_site.folder, "navigator").select("td .pb-half")
    assert len(halves) == 2 * 60
    assert {half.get_text() for half in halves} == {"0 helped", "0 hindered"}
