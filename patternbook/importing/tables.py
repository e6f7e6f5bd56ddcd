"""The heads of a table -> which column holds which field, as people really name columns.

A head may be the label of a field, or nearly so. Where a table has no heads, its columns are taken
in the order of the form if there are just as many, and that is told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from patternbook import model
from patternbook.paper.layout import (
    EPISODE_CELLS,
    EPISODE_COLUMNS,
    Layout,
    RecordLayout,
    normalised,
)
from patternbook.word.found import Cell, Grid, Row

_NEAR = 0.8
_LONGEST_HEAD = 60  # longer, it is a text in which a telling word stands by chance
_READERS = "audience"
# What people call the columns of the table of episodes, when not by the names of the form.
_EPISODE_WORDS = (
    re.compile(r"descri|what happened|account|event|significan", re.IGNORECASE),
    re.compile(r"breakdown|judge?ment|adequa|practice|was done", re.IGNORECASE),
    re.compile(r"factor|why|made sense|reason", re.IGNORECASE),
)


@dataclass(slots=True)
class Columns:
    """Which field each column holds, by its number on the grid.

    `unknown` are the heads of columns that hold none, `heads` all that were understood, `missing`
    the names of required fields without a column. `begins` is the first row below the heads.
    """

    fields: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    begins: int = 0
    is_certain: bool = False


def columns_of(grid: Grid, part: Layout, first_column: int = 0) -> Columns:
    """Return which fields of a part the columns of a table hold.

    The columns before `first_column` say what a row is about.
    """
    columns = Columns()
    cells = grid.rows[0].cells if grid.rows else ()
    for cell in cells:
        text = " ".join(cell.text.split())
        if cell.column < first_column:
            continue
        named = _named(part, text)
        if named is not None and named not in columns.fields.values():
            columns.fields[cell.column] = named
            columns.heads.append(text)
        elif text:
            columns.unknown[cell.column] = text
    understood = len(columns.fields)
    if understood and (understood >= 2 or len(cells) - first_column <= 2):
        columns.begins = 1
        columns.is_certain = understood >= 2
        columns.heads += [
            " ".join(cell.text.split()) for cell in cells if cell.column < first_column
        ]
    else:
        columns = _in_order(part, cells, first_column)
    held = set(columns.fields.values())
    columns.missing = [
        each.name for each in part.fields if each.is_required and each.name not in held
    ]
    return columns


def rows_below(grid: Grid, columns: Columns) -> Iterator[Row]:
    """Yield the rows of a table below its heads that say something."""
    for row in grid.rows[columns.begins :]:
        if any(cell.text.strip() for cell in row.cells):
            yield row


def unused_heads(grid: Grid, heads: Mapping[int, str]) -> list[str]:
    """Return those of the heads below which nothing stands."""
    filled = {cell.column for row in grid.rows[1:] for cell in row.cells if cell.text.strip()}
    return [head for at, head in heads.items() if at not in filled]


def _named(part: Layout, head: str) -> str | None:
    """Return the name of the field that a head means, exactly or nearly."""
    found = part.named(head)
    if found is not None:
        return found.name
    labels = {normalised(each.label): each.name for each in part.fields}
    labels |= {each.name.replace("_", " "): each.name for each in part.fields}
    near = difflib.get_close_matches(normalised(head), labels, n=1, cutoff=_NEAR)
    return labels[near[0]] if near else None


def _in_order(part: Layout, cells: tuple[Cell, ...], first_column: int) -> Columns:
    """Return the columns of a table without heads, in the order of the form."""
    names = [each.name for each in part.fields if each.name != _READERS]
    places = [cell.column for cell in cells if cell.column >= first_column]
    return Columns(fields=dict(zip(places, names, strict=False)))


@dataclass(slots=True)
class EpisodeTable:
    """The table of key practice episodes, with its three columns (Guide 13, Appendix 4).

    `columns` are the fields of each column, `unknown` the heads of those that hold none, `unused`
    those of them below which nothing stands, and `name` the field of the record for episodes.
    """

    name: str
    columns: dict[int, tuple[str, ...]]
    heads: list[str]
    rows: list[Row]
    where: str
    troubles: list[str] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid, layout: RecordLayout, current: Layout) -> EpisodeTable | None:
        """Return the table of episodes that this is, or None if it is another."""
        of = next(
            (f for f in layout.whole.fields if f.part and f.part.model is model.Episode), None
        )
        if of is None or of.part is None or not grid.rows:
            return None
        is_within = current.model is model.Episode
        heads = {c.column: " ".join(c.text.split()) for c in grid.rows[0].cells}
        columns = {at: _fields_of_head(of.part, head) for at, head in heads.items()}
        understood = {at: names for at, names in columns.items() if names}
        distinct = {names[0] for names in understood.values()}
        has_rows = len(grid.rows) > 1
        if has_rows and (len(distinct) >= 2 or (distinct and is_within and len(heads) <= 3)):
            told = [heads[at] for at in understood]
            table = cls(of.name, understood, told, _filled(grid.rows[1:]), grid.where)
            table._tell_missing(heads, understood)
            table.unused = unused_heads(grid, table.unknown)
            return table
        if not is_within or len(heads) != len(EPISODE_COLUMNS):
            return None
        table = cls(
            of.name,
            dict(zip(heads, EPISODE_CELLS, strict=True)),
            [],
            _filled(grid.rows),
            grid.where,
        )
        table.troubles.append(
            "The table of the episode has no heads; its columns were taken in the form's order."
        )
        return table

    def _tell_missing(self, heads: dict[int, str], understood: dict[int, tuple[str, ...]]) -> None:
        held = {name for names in understood.values() for name in names}
        for head, names in zip(EPISODE_COLUMNS, EPISODE_CELLS, strict=True):
            if held.isdisjoint(names):
                self.troubles.append(f"The table of episodes has no column “{head}”.")
        self.unknown = {at: head for at, head in heads.items() if head and at not in understood}
        if self.unknown:
            self.troubles.append(
                "The table of episodes has a column that no record has. What stands in it went "
                "into the account."
            )


def _filled(rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in rows if any(cell.text.strip() for cell in row.cells)]


def _fields_of_head(part: Layout, head: str) -> tuple[str, ...]:
    """Return the fields of an episode that stand below this head."""
    if not head:
        return ()
    for column, names in zip(EPISODE_COLUMNS, EPISODE_CELLS, strict=True):
        if normalised(column) == normalised(head):
            return names
    named = part.named(head)
    if named is not None:
        return (named.name,)
    if normalised(head) in {normalised(part.item), "key practice episode", "title"}:
        return ("title",)
    if len(head) <= _LONGEST_HEAD:
        for words, names in zip(_EPISODE_WORDS, EPISODE_CELLS, strict=True):
            if words.search(head):
                return names
    return ()
