"""Every figure on every collation of this very library, recomputed from its records.

The figures are read from the built pages. They are worked out again from the front matter of the
records, by `tests.measures.recount`, which shares nothing with what made the pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from patternbook import vocabulary as words
from tests.making import PROJECT
from tests.measures.recount import Raw, Tally, read, recount

PAGES = sorted((PROJECT / "docs/collations").glob("*.md"))
_FIGURE = re.compile(r"([\d,]+)(?: of ([\d,]+))?")
Figures = dict[tuple[str, str], tuple[int, int | None]]
# What a denominator is called on the page, and by which count it is known.
BASIS = {
    "Records": ("records", None),
    "Case reviews": ("case_reviews", "records"),
    "Near misses": ("near_misses", "records"),
    "Debriefs": ("debriefs", "records"),
    "Records that name a factor or pattern": ("coded", "records"),
    "Case reviews and near misses, which can name a pattern": (
        "reviews_and_near_misses",
        "records",
    ),
    "Episodes, near misses and debriefs": ("units", None),
    "Key practice episodes": ("episodes", None),
    "Episodes and near misses, which can have both a factor and a pattern": (
        "crossed_units",
        "units",
    ),
    "Findings of case reviews": ("findings", None),
}
CLAIMS = {**{each.label: each.value for each in words.Spread}, "Nothing is claimed": None}


@dataclass(frozen=True)
class Again:
    """The figures of one collation, worked out once more."""

    raw: Raw
    tally: Tally

    def number(self, measure: str, key: tuple[Any, ...], count: str) -> int:
        """Return a number; nought where nothing was told."""
        return len(self.tally.get(measure, {}).get(key, {}).get(count, ()))

    def total(self, count: str) -> int:
        """Return a denominator."""
        return self.number("selected", (), count)

    def entry(self, title: str) -> str:
        """Return the id of the entry with this title."""
        return next(i for i, said in self.raw.entries.items() if said["title"] == title)

    def kind(self, entry_id: str) -> str:
        """Return what kind of entry this is."""
        return str(self.raw.entries[entry_id]["kind"])


@pytest.fixture(scope="module")
def raw() -> Raw:
    """Return the front matter of all records of this library that the public sees."""
    return read(PROJECT)


def again(raw: Raw, page: Path) -> Again:
    """Return the figures for which a page asks, worked out once more."""
    asked = yaml.safe_load(page.read_text("utf-8").split("---\n")[1])["collation"]
    asked.pop("question")
    return Again(raw, recount(raw, **asked))


def figures_of(site: Path, page: Path) -> dict[str, Figures]:
    """Return every figure of a built page: by table, then by row (with its group) and column."""
    path = site / "collations" / page.stem / "index.html"
    soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
    return {
        str(table["id"]).removeprefix("table-"): dict(_cells(table))
        for table in soup.select("table.pb-collated")
    }


def _cells(table: Tag) -> Iterator[tuple[tuple[str, str], tuple[int, int | None]]]:
    columns = [_text(each) for each in table.select("thead th")]
    for body in table.select("tbody"):
        group = body.select_one('th[scope="rowgroup"]')
        for row in body.select("tr:not(.pb-level)"):
            head, *cells = row.select("th, td")
            name = f"{_text(group)} / {_text(head)}" if group else _text(head)
            for column, cell in zip(columns[1:], cells, strict=True):
                if "pb-number" in cell["class"]:
                    assert cell["data-heading"] == column
                    number, of = _FIGURE.fullmatch(_text(cell)).groups()  # type: ignore[union-attr]
                    yield (name, column), (int(number), None if of is None else int(of))


def _text(element: Tag) -> str:
    return " ".join(element.get_text().split())


# --- Each table, worked out again ---------------------------------------------------------------


def _denominators(found: Again) -> Figures:
    return {
        (name, "Number"): (found.total(count), None if of is None else found.total(of))
        for name, (count, of) in BASIS.items()
    }


def _make_up(found: Again) -> Figures:
    said: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        ("Origin", "origins", lambda value: words.Origin(value).label),
        ("Year", "years", lambda value: "Not said" if value is None else str(value)),
        ("Setting", "settings", lambda value: words.Setting(value).label),
        ("Agency", "agencies", lambda value: words.Agency(value).label),
    )
    return {
        (f"{group} / {label(key[0])}", "Records"): (
            found.number(measure, key, "records"),
            found.total("records"),
        )
        for group, measure, label in said
        for key in found.tally.get(measure, {})
    }


def _recurrence(found: Again) -> Figures:
    columns = {
        "In two records or more": "in_several",
        "In one": "in_one",
        "In none": "in_none",
    }
    return {
        (words.EntryKind(key[0]).plural, column): (
            found.number("recurrence", key, count),
            found.number("recurrence", key, "entries"),
        )
        for key in found.tally["recurrence"]
        for column, count in columns.items()
    }


def _patterns(found: Again, *, recurring: bool) -> Figures:
    figures: Figures = {}
    for (entry_id,) in found.tally.get("patterns", {}):
        title = str(found.raw.entries[entry_id]["title"])
        records = found.number("patterns", (entry_id,), "records")
        if (records > 1) is not recurring:
            continue
        figures[title, "Records"] = records, found.total("reviews_and_near_misses")
        for column in ("Constructive", "Unsafe"):
            number = found.number("patterns", (entry_id,), f"records_{column.lower()}")
            figures[title, column] = number, records
        number = found.number("patterns", (entry_id,), "findings")
        figures[title, "Findings"] = number, found.total("findings")
    return figures


def _factors(found: Again) -> Figures:
    figures: Figures = {}

    def add(name: str, entry_id: str) -> None:
        units = found.number("factors", (entry_id,), "units")
        figures[name, "Records"] = (
            found.number("factors", (entry_id,), "records"),
            found.total("records"),
        )
        for column in ("Helped", "Hindered"):
            number = found.number("factors", (entry_id,), f"units_{column.lower()}")
            figures[name, column] = number, units

    entries = found.raw.entries
    for (entry_id,) in found.tally.get("factors", {}):
        kind, title = found.kind(entry_id), entries[entry_id]["title"]
        if kind == "level":
            add(f"{title} / The level as a whole", entry_id)
            continue
        if kind == "factor-type":
            places = [entry_id]
        else:
            said = entries[entry_id]
            places = [each for each in (said.get("parent"), *said.get("also_under", [])) if each]
        for place in places:
            level = entries[entries[place]["parent"]]["title"]
            add(f"{level} / {title}", entry_id)
            add(f"{level} / {entries[place]['title']}", place)
        if not places:
            add(f"Under no level / {title}", entry_id)
    return figures


def _by_setting(found: Again) -> Figures:
    figures: Figures = {}
    for entry_id, setting in found.tally.get("patterns-by-setting", {}):
        if found.kind(entry_id) != "pattern":
            continue
        key = entry_id, setting
        title = found.raw.entries[entry_id]["title"]
        name = f"{words.Setting(setting).label} / {title}"
        records = found.number("patterns-by-setting", key, "records")
        whole = found.number("patterns-by-setting", key, "records_of_setting")
        figures[name, "Records"] = records, whole
        for column in ("Constructive", "Unsafe"):
            number = found.number("patterns-by-setting", key, f"records_{column.lower()}")
            figures[name, column] = number, records
    return figures


def _together(found: Again) -> Figures:
    figures: Figures = {}
    whole = found.total("reviews_and_near_misses")
    order = {entry_id: said["order"] for entry_id, said in found.raw.entries.items()}
    for key in found.tally.get("patterns-together", {}):
        if {found.kind(each) for each in key} != {"pattern"}:
            continue
        first, second = sorted(key, key=lambda each: order[each])
        name = ", and ".join(str(found.raw.entries[each]["title"]) for each in (first, second))
        for column, entries in {
            "Both": None,
            "The first": (first,),
            "The second": (second,),
        }.items():
            number = (
                found.number("patterns-together", key, "records")
                if entries is None
                else found.number("patterns", entries, "records")
            )
            figures[name, column] = number, whole
    return figures


def _factors_with_patterns(found: Again) -> Figures:
    figures: Figures = {}
    measure = "factors-and-patterns"
    for factor, _, pattern in found.tally.get(measure, {}):
        if (found.kind(factor), found.kind(pattern)) != ("factor-type", "pattern"):
            continue
        titles = [str(found.raw.entries[each]["title"]) for each in (pattern, factor)]
        for influence in words.FactorInfluence:
            key = factor, influence.value, pattern
            whole = max(
                found.number(measure, each, "units_of_pattern")
                for each in found.tally[measure]
                if each[2] == pattern
            )
            number = found.number(measure, key, "units")
            figures[" / ".join(titles), influence.label] = number, whole
    return figures


def _spread(found: Again) -> Figures:
    figures: Figures = {}
    for label, claim in CLAIMS.items():
        if (claim,) in found.tally.get("spread", {}):
            for column, count, of in (
                ("Findings", "findings", "findings"),
                ("Reviews", "records", "case_reviews"),
            ):
                number = found.number("spread", (claim,), count)
                figures[label, column] = number, found.total(of)
    return figures


def _spread_by_pattern(found: Again) -> Figures:
    measure = "spread-by-pattern"
    return {
        (str(found.raw.entries[entry_id]["title"]), label): (
            found.number(measure, (entry_id, claim), "findings"),
            found.number("patterns", (entry_id,), "findings"),
        )
        for entry_id, _ in found.tally.get(measure, {})
        for label, claim in CLAIMS.items()
    }


TABLES: dict[str, Callable[[Again], Figures]] = {
    "denominators": _denominators,
    "make-up": _make_up,
    "recurrence": _recurrence,
    "recurring": lambda found: _patterns(found, recurring=True),
    "told-once": lambda found: _patterns(found, recurring=False),
    "factors": _factors,
    "patterns-by-setting": _by_setting,
    "patterns-together": _together,
    "factors-and-patterns": _factors_with_patterns,
    "spread": _spread,
    "spread-by-pattern": _spread_by_pattern,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_figure_on_a_page_is_the_same_by_other_means(real_site, raw, page):
    shown, found = figures_of(real_site, page), again(raw, page)
    worked_out = {name: figures for name, each in TABLES.items() if (figures := each(found))}

    if not found.total("records"):
        worked_out = {}
    assert shown == worked_out


def test_the_pages_together_have_every_table(real_site):
    shown = {name for page in PAGES for name in figures_of(real_site, page)}

    assert shown == set(TABLES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_record_is_listed_and_an_illustration_apart(real_site, raw, page):
    text = (real_site / "collations" / page.stem / "index.html").read_text("utf-8")
    soup = BeautifulSoup(text, "lxml")
    meant = {thing[0] for thing in again(raw, page).tally["selected"][()]["records"]}

    def linked(anchor: str) -> set[str]:
        heading = soup.find("h2", id=anchor)
        ids: set[str] = set()
        for element in heading.find_next_siblings() if heading else ():
            if element.name == "h2":
                break
            found = element.select("a[href]")
            ids |= {str(a["href"]).rstrip("/").rpartition("/")[2] for a in found}
        return ids & {said["id"] for said in raw.records}

    assert linked("records") == meant
    illustrations = {said["id"] for said in raw.records if said["origin"] == "illustrative"}
    assert linked("illustrations") <= illustrations
    for row in soup.select("table.pb-collated td.pb-behind a"):
        assert str(row["href"]).rstrip("/").rpartition("/")[2] in meant


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_table_says_what_it_holds_and_what_it_cannot_show(real_site, page):
    text = (real_site / "collations" / page.stem / "index.html").read_text("utf-8")
    soup = BeautifulSoup(text, "lxml")
    for table in soup.select("table.pb-collated"):
        after = table.find_next_sibling()
        (heading,) = soup.select(f"#{table['aria-labelledby']}")
        assert heading.name in {"h2", "h3"}
        assert table.find_previous(["h2", "h3"]) is heading
        assert all(each["scope"] in {"col", "row", "rowgroup"} for each in table.select("th"))
        assert isinstance(after, Tag)
        assert "pb-aside" in after["class"]


def test_a_collation_can_be_come_to_from_where_a_reader_would_look(real_site):
    for path, target in {
        "index.html": "collations/",
        "collations/index.html": "case-reviews/",
        "about/index.html": "../collations/",
        "contribute/index.html": "collations/",
    }.items():
        soup = BeautifulSoup((real_site / path).read_text("utf-8"), "lxml")
        assert soup.select_one(f'article a[href="{target}"], main a[href="{target}"]'), path
