"""Every cell of the navigator says what the raw records hold, and leads to exactly that.

The numbers are worked out here from the YAML with PyYAML alone.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.making import PROJECT
from tests.site.conftest import Site
from tests.site.test_browse_in_site import address_of, parsed, public_records, target
from tests.site.test_evidence_in_site import above, vocabulary

INFLUENCES = ("helped", "hindered")
# (entry, pattern, influence) -> the addresses of the units
Units = dict[tuple[str, str, str], set[str]]


class Expected:
    """What was found together: by type of factor, and by factor in each of its places."""

    def __init__(self, root: Path) -> None:
        self.entries = vocabulary(root)
        self.of_type: Units = defaultdict(set)
        self.of_factor: Units = defaultdict(set)
        self.invented: dict[str, set[str]] = defaultdict(set)
        self._current = {
            former: entry["id"]
            for entry in self.entries.values()
            for former in entry.get("former_ids", [])
        }
        for record in public_records(root):
            self._record(record)

    def of_kind(self, kind: str) -> set[str]:
        return {entry["id"] for entry in self.entries.values() if entry["kind"] == kind}

    def _record(self, record: dict) -> None:
        address = address_of(record)
        invented = record["origin"] == "illustrative"
        patterns = {each["pattern"] for each in record.get("patterns") or []}
        self._unit(address, record.get("factors") or [], patterns, invented)
        findings = [f for f in record.get("findings") or [] if f.get("audience") != "board"]
        for episode in record.get("episodes") or []:
            if episode.get("audience") == "board":
                continue
            cited_by = {f["pattern"] for f in findings if episode["id"] in f.get("episodes", [])}
            where = f"{address}#episode-{episode['id']}"
            self._unit(where, episode.get("factors") or [], cited_by, invented)

    def _unit(self, where: str, factors: list[dict], named: set[str], invented: bool) -> None:
        patterns = {
            each
            for name in named
            for each in above(self.entries, self._current.get(name, name), None)
            if self.entries[each]["kind"] == "pattern"
        }
        for link in factors:
            factor = self._current.get(link["factor"], link["factor"])
            lineage = above(self.entries, factor, link.get("scope"))
            types = {each for each in lineage if self.entries[each]["kind"] == "factor-type"}
            for pattern in patterns:
                if invented:
                    self.invented[pattern].add(where)
                    continue
                for kind in types or {factor}:
                    self.of_type[kind, pattern, link["influence"]].add(where)
                    self.of_factor[f"{kind} {factor}", pattern, link["influence"]].add(where)


def entry_of(link: Tag, address: str) -> str:
    """Return the id of the entry to which a link leads."""
    return target(link, address).split("#")[0].strip("/").split("/")[-1]


def numbers_in(cell: Tag) -> dict[str, int]:
    """Return both numbers of a cell, each by the word that stands with it."""
    found = {}
    for half in cell.select(".pb-half"):
        number, word = half.get_text().split()
        found[word] = int(number.replace(",", ""))
    return found


def listed_below(anchor: str, page: BeautifulSoup, address: str) -> dict[str, set[str]]:
    """Return what stands under a heading, or in one list, by what the factor did there."""
    start = page.find(id=anchor)
    assert isinstance(start, Tag), anchor
    parts = [start]
    if start.name == "h3":
        for sibling in start.find_next_siblings():
            if sibling.name in {"h2", "h3"}:
                break
            parts.append(sibling)
    found: dict[str, set[str]] = {influence: set() for influence in INFLUENCES}
    for part in parts:
        if "pb-with" in part.get_attribute_list("class"):
            influence = str(part["id"]).split("-")[0]
            for item in part.select(".pb-evidence > ul > li"):
                link = item.select_one("a")
                assert link is not None
                found[influence].add(target(link, address))
    return found


def test_every_cell_counts_what_the_records_hold_and_leads_to_exactly_those(any_site: Site):
    expected = Expected(any_site.root)
    page = parsed(any_site.folder, "navigator")
    columns = [entry_of(link, "navigator/") for link in page.select("thead th a")]
    assert set(columns) == expected.of_kind("pattern")
    rows = page.select("tbody tr:not(.pb-level):not(.pb-invented)")
    heads = [entry_of(row.select("th a")[0], "navigator/") for row in rows]
    assert set(heads) == expected.of_kind("factor-type") | {"other"}

    filled = 0
    for head, row in zip(heads, rows, strict=True):
        cells = row.select("td")
        for pattern, cell in zip(columns, cells, strict=True):
            units = {i: expected.of_type.get((head, pattern, i), set()) for i in INFLUENCES}
            assert numbers_in(cell) == {i: len(units[i]) for i in INFLUENCES}, (head, pattern)
            link = cell.select_one("a")
            if not any(units.values()):
                assert link is None, "a nought leads nowhere"
                continue
            assert link is not None
            where, _, anchor = target(link, "navigator/").partition("#")
            assert listed_below(anchor, parsed(any_site.folder, where), where) == units
            filled += 1
    assert filled >= 5


def test_each_pattern_has_all_factors_in_numbers_and_each_leads_to_exactly_its_units(
    any_site: Site,
):
    expected = Expected(any_site.root)
    checked = 0
    for pattern in expected.of_kind("pattern"):
        address = f"navigator/{pattern}/"
        page = parsed(any_site.folder, address)
        shown = set()
        for body in page.select("tbody"):
            level = body.select_one("tr.pb-level th a")
            for row in body.select("tr:not(.pb-level)"):
                factor = entry_of(row.select("th a")[0], address)
                key = f"{entry_of(level, address) if level else factor} {factor}"
                shown.add(factor)
                for influence, cell in zip(INFLUENCES, row.select("td"), strict=True):
                    units = expected.of_factor.get((key, pattern, influence), set())
                    assert numbers_in(cell) == {influence: len(units)}, (pattern, key)
                    link = cell.select_one("a")
                    if link is None:
                        assert not units
                        continue
                    where, _, anchor = target(link, address).partition("#")
                    assert where == address
                    assert listed_below(anchor, page, address)[influence] == units
                    checked += 1
        assert shown == expected.of_kind("factor")
    assert checked >= 5


def test_invented_units_are_marked_counted_apart_and_can_be_reached(real_site: Path):
    expected = Expected(PROJECT)
    page = parsed(real_site, "navigator")
    columns = [entry_of(link, "navigator/") for link in page.select("thead th a")]
    cells = page.select("tr.pb-invented td")
    assert sum(len(units) for units in expected.invented.values()) > 3
    for pattern, cell in zip(columns, cells, strict=True):
        assert cell.get_text() == str(len(expected.invented[pattern]))
        link = cell.select_one("a")
        assert link is not None
        where, _, anchor = target(link, "navigator/").partition("#")
        heading = parsed(real_site, where).find(id=anchor)
        assert isinstance(heading, Tag)
        shown = set()
        for part in heading.find_next_siblings():
            if part.name == "h2":
                break
            for item in part.select("li"):
                assert "Illustration" in item.get_text()
                shown.add(target(item.select("a")[0], where))
        assert shown == expected.invented[pattern]


def test_a_nought_is_as_plain_to_see_as_any_other_number(any_site: Site):
    cells = parsed(any_site.folder, "navigator").select(
        "tbody tr:not(.pb-level):not(.pb-invented) td"
    )
    empty = [cell for cell in cells if not cell.select("a")]
    assert empty
    for cell in empty:
        assert cell.get_text().replace(",", "").split() == ["0", "helped", "0", "hindered"]
        for half in cell.select(".pb-half"):
            assert "pb-shade-0" in half.get_attribute_list("class")
    text = parsed(any_site.folder, "navigator").get_text()
    assert f"{len(empty)} of {len(cells)} cells are empty" in text
    assert "a gap is not a finding" in text


def test_a_shade_is_a_class_and_the_darkest_are_the_largest(any_site: Site):
    page = parsed(any_site.folder, "navigator")
    shades: dict[int, set[str]] = defaultdict(set)
    for half in page.select("tbody .pb-half"):
        [shade] = [name for name in half.get_attribute_list("class") if "shade" in name]
        shades[int(half.get_text().split()[0])].add(shade)
    assert all(len(names) == 1 for names in shades.values()), "one number, one shade"
    in_order = [min(shades[number]) for number in sorted(shades)]
    assert in_order == sorted(in_order)
    assert in_order[0] == "pb-shade-0"
    assert page.select("[style]") == []


@pytest.mark.parametrize("kind", ["factor", "factor-type"])
def test_a_factor_leads_to_its_place_beside_each_pattern_that_was_found_with_it(
    any_site: Site, kind: str
):
    expected = Expected(any_site.root)
    led = 0
    for entry in expected.of_kind(kind):
        address = f"factors/{entry}/"
        text = parsed(any_site.folder, address).find(id="together")
        links = {}
        if isinstance(text, Tag):
            paragraph = next(
                p for p in text.find_next_siblings("p") if "In the navigator" in p.get_text()
            )
            for link in paragraph.select("a"):
                where = target(link, address)
                if "#" in where:
                    links[where.split("/")[1]] = (where, str(link.next_sibling))
        for pattern in expected.of_kind("pattern"):
            units = {
                influence: set().union(
                    *(
                        found
                        for (key, p, i), found in (
                            expected.of_type if kind == "factor-type" else expected.of_factor
                        ).items()
                        if p == pattern and i == influence and key.split()[-1] == entry
                    )
                )
                for influence in INFLUENCES
            }
            if not any(units.values()):
                assert pattern not in links
                continue
            where, numbers = links[pattern]
            said = f" ({len(units['helped'])} helped, {len(units['hindered'])} hindered)"
            assert numbers.startswith(said), entry
            path, _, anchor = where.partition("#")
            assert parsed(any_site.folder, path).find(id=anchor) is not None
            led += 1
    assert led >= 3


def test_every_pattern_and_every_issue_leads_to_the_pattern_in_the_navigator(any_site: Site):
    entries = vocabulary(any_site.root).values()
    named = [entry for entry in entries if entry["kind"] in {"pattern", "issue"}]
    assert len(named) > 20
    for entry in named:
        address = f"patterns/{entry['id']}/"
        soup = parsed(any_site.folder, address)
        led_to = {target(link, address) for link in soup.select("article a[href]")}
        assert f"navigator/{entry.get('parent') or entry['id']}/" in led_to
