"""Factors by patterns -> the navigator: one table of all, and a page for each pattern.

Nothing is drawn in the browser: numbers and shades are worked out here, and every number leads
to the episodes and near misses behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from patternbook.crossing import Cell, Crossing, Group, Row, Together, shade, shades
from patternbook.pages import links, paths
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.typology import Definition
from patternbook.vocabulary import FactorInfluence

TITLE = "Navigator"
# How many units a pattern's page shows for what one factor did, and how many stand on each of
# the pages that go on from there, a line for each.
SHOWN = 3
CONTINUED = 250

_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}
_NOT_SEARCHED: dict[str, object] = {"search": {"exclude": True}}


@dataclass(frozen=True, slots=True)
class Number:
    """How often a factor did one thing, its shade, and the link to where, if there is any."""

    influence: FactorInfluence
    number: int
    shade: int
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The units in which one factor did one thing where a pattern was found.

    `beyond` leads to all of them if a pattern's page has no room for so many.
    """

    row: Row
    influence: FactorInfluence
    found: tuple[Together, ...]
    beyond: Link | None

    @property
    def shown(self) -> tuple[Together, ...]:
        """Return what the pattern's page shows of them."""
        return self.found[:SHOWN]


def navigator_pages(library: PublishedLibrary, crossing: Crossing) -> Iterator[Page]:
    """Yield the table of types by patterns, a page for each pattern, and what goes on from it."""
    yield _table(crossing)
    for pattern in crossing.patterns:
        lists = _lists(pattern, crossing)
        yield _pattern_page(library, pattern, crossing, lists)
        yield from _continuations(pattern, lists)


def row_name(row: Row) -> str:
    """Return what a row is called: its factor, and that it worked between agencies if it did."""
    title = row.factor.entry.title
    return f"{title}, between agencies" if row.between_agencies else title


def _table(crossing: Crossing) -> Page:
    cells = {
        (paths.group_anchor(group), pattern.entry.id): crossing.cell_of_group(group, pattern)
        for group in crossing.groups
        for pattern in crossing.patterns
    }
    largest = _largest(cells.values())
    levels = [
        (
            level,
            [
                (group, [_cell(group, p, cells, largest) for p in crossing.patterns])
                for group in groups
            ],
        )
        for level, groups in groupby(crossing.groups, key=lambda group: group.level)
    ]
    return Page(
        path=paths.NAVIGATOR,
        title=TITLE,
        description="Which contributory factors were found with which patterns, in numbers.",
        markdown=render(
            "navigator.md.j2",
            paths.NAVIGATOR,
            title=TITLE,
            patterns=[links.to_entry(pattern) for pattern in crossing.patterns],
            pages=_pattern_links(crossing.patterns),
            levels=[
                (
                    links.to_entry(level) if level else None,
                    level.entry.id if level else "anything-else",
                    [(links.to_entry(_head(group)), cells_of_row) for group, cells_of_row in rows],
                )
                for level, rows in levels
            ],
            illustrations=[_illustrations(pattern, crossing) for pattern in crossing.patterns],
            legend=shades(largest),
            empty=sum(cell.is_empty for cell in cells.values()),
            all_cells=len(cells),
            influences=tuple(FactorInfluence),
        ),
        extra={**_BEHIND_RECORDS, "hide": ["toc"]},
    )


def _cell(
    group: Group, pattern: Definition, cells: dict[tuple[str, str], Cell], largest: int
) -> dict[str, object]:
    """Return what a template needs to print the cell of a type and a pattern."""
    cell = cells[paths.group_anchor(group), pattern.entry.id]
    page = paths.of_pattern_in_navigator(pattern.entry.id)
    return {
        "pattern": pattern.entry.title,
        "numbers": _numbers(cell, largest),
        "link": None if cell.is_empty else Link("", page, paths.group_anchor(group)),
    }


def _illustrations(pattern: Definition, crossing: Crossing) -> tuple[str, int, Link]:
    """Return a pattern's title, the number of invented units with it, and the link to those."""
    number = crossing.cell_of_pattern(pattern).illustrations
    page = paths.of_pattern_in_navigator(pattern.entry.id)
    return pattern.entry.title, number, Link(f"{number:,}", page, paths.ILLUSTRATIONS)


def _pattern_page(
    library: PublishedLibrary,
    pattern: Definition,
    crossing: Crossing,
    lists: Sequence[tuple[Group, list[Listed]]],
) -> Page:
    path = paths.of_pattern_in_navigator(pattern.entry.id)
    title = f"{pattern.entry.title}, factor by factor"
    rows = [row for group in crossing.groups for row in group.rows]
    largest = _largest(crossing.cell_of_row(row, pattern) for row in rows)
    return Page(
        path=path,
        title=attribute(title),
        description=attribute(
            f"Which contributory factors were found with the pattern “{pattern.entry.title}”."
        ),
        markdown=render(
            "navigator-pattern.md.j2",
            path,
            title=title,
            crumbs=[Link(TITLE, paths.NAVIGATOR)],
            pattern=links.to_entry(pattern),
            others=[link for link in _pattern_links(crossing.patterns) if link.path != path],
            groups=[_rows(group, pattern, crossing, largest) for group in crossing.groups],
            evidence=[
                (
                    _head(group).entry.title,
                    paths.group_anchor(group),
                    _numbers(crossing.cell_of_group(group, pattern), 0),
                    [
                        (row, list(of_row))
                        for row, of_row in groupby(of_group, key=lambda listed: listed.row)
                    ],
                )
                for group, of_group in lists
                if of_group
            ],
            illustrations=[
                (_head(group).entry.title, shown)
                for group in crossing.groups
                if (shown := crossing.illustrations(group, pattern))
            ],
            legend=shades(largest),
            influences=tuple(FactorInfluence),
            row_name=row_name,
            entry_link=lambda entry_id: links.to_entry(library.typology.get(entry_id)),
        ),
        extra=_NOT_SEARCHED,
    )


def _rows(group: Group, pattern: Definition, crossing: Crossing, largest: int) -> dict[str, object]:
    """Return a type's part of the table on a pattern's page."""
    path = paths.of_pattern_in_navigator(pattern.entry.id)
    whole = crossing.cell_of_group(group, pattern)
    return {
        "kind": links.to_entry(group.kind) if group.kind else None,
        "link": None if whole.is_empty else Link("", path, paths.group_anchor(group)),
        "numbers": _numbers(whole, 0),
        "rows": [
            (
                Link(row_name(row), row.factor.path),
                _numbers(crossing.cell_of_row(row, pattern), largest, path, row),
            )
            for row in group.rows
        ],
    }


def _lists(pattern: Definition, crossing: Crossing) -> list[tuple[Group, list[Listed]]]:
    """Return, type by type, what each factor did where this pattern was found."""
    groups = []
    continued = 0
    for group in crossing.groups:
        lists = []
        for row, influence in product(group.rows, FactorInfluence):
            found = tuple(crossing.of_row(row, pattern, influence))
            beyond = None
            if len(found) > SHOWN:
                page = continued // CONTINUED + 1
                continued += len(found)
                beyond = Link(
                    f"all {len(found):,}",
                    paths.of_pattern_in_navigator(pattern.entry.id, page),
                    paths.row_anchor(row, influence),
                )
            if found:
                lists.append(Listed(row, influence, found, beyond))
        groups.append((group, lists))
    return groups


def _continuations(
    pattern: Definition, lists: Sequence[tuple[Group, list[Listed]]]
) -> Iterator[Page]:
    """Yield the pages that list what a pattern's page has no room for, a line for each unit."""
    lines = [
        (listed, each)
        for _, of_group in lists
        for listed in of_group
        if listed.beyond
        for each in listed.found
    ]
    last = -(-len(lines) // CONTINUED)
    for number in range(1, last + 1):
        path = paths.of_pattern_in_navigator(pattern.entry.id, number)
        shown = lines[(number - 1) * CONTINUED : number * CONTINUED]
        title = f"{pattern.entry.title}, factor by factor: all of them, page {number}"
        yield Page(
            path=path,
            title=attribute(title),
            description=attribute(
                f"Every episode and near miss found with the pattern “{pattern.entry.title}”."
            ),
            markdown=render(
                "navigator-continued.md.j2",
                path,
                title=title,
                crumbs=[
                    Link(TITLE, paths.NAVIGATOR),
                    Link(pattern.entry.title, paths.of_pattern_in_navigator(pattern.entry.id)),
                ],
                lists=[
                    (listed, [each.unit for _, each in found])
                    for listed, found in groupby(shown, key=lambda line: line[0])
                ],
                row_name=row_name,
                number_of_page=number,
                pages=[
                    Link(str(n), paths.of_pattern_in_navigator(pattern.entry.id, n))
                    for n in range(1, last + 1)
                ],
            ),
            extra=_NOT_SEARCHED,
        )


def _numbers(cell: Cell, largest: int, path: str = "", row: Row | None = None) -> list[Number]:
    """Return the numbers of a cell; those of a row lead to what the row did on this page."""
    return [
        Number(
            influence,
            number,
            shade(number, largest) if largest else 0,
            Link(f"{number:,}", path, paths.row_anchor(row, influence)) if row and number else None,
        )
        for influence, number in cell.numbers.items()
    ]


def _head(group: Group) -> Definition:
    """Return what stands at the head of a group: its type, or the factor that is under none."""
    return group.kind or group.rows[0].factor


def _pattern_links(patterns: Iterable[Definition]) -> list[Link]:
    return [
        Link(pattern.entry.title, paths.of_pattern_in_navigator(pattern.entry.id))
        for pattern in patterns
    ]


def _largest(cells: Iterable[Cell]) -> int:
    return max((max(cell.numbers.values()) for cell in cells), default=0)
