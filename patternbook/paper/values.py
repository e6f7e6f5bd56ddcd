"""What a record holds -> how it is written on paper, field by field, as `layout` says.

Nothing is decided here of what stands where in a document: `report` does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from patternbook.model import AnyRecord, CaseReview
from patternbook.paper.labels import said_of
from patternbook.paper.layout import (
    BETWEEN,
    EPISODE_CELLS,
    EPISODE_COLUMNS,
    NO,
    NOT_SAID,
    YES,
    FieldKind,
    FieldLayout,
    Layout,
    Shape,
    Target,
    heading_of,
    layout_of,
    name_of_entry,
)
from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    labelled,
    paragraphs,
    text,
)
from patternbook.typology import Typology
from patternbook.vocabulary import Term

# How much room a column needs, by what stands in it.
_SHARES = {
    FieldKind.TEXT: 6,
    FieldKind.LINE: 3,
    FieldKind.ENTRY: 3,
    FieldKind.CHOICE: 2,
    FieldKind.YES_NO: 2,
    FieldKind.YEAR: 1,
}


def holds(value: object) -> bool:
    """Return whether a field says anything. A part that says nothing is still there."""
    return value is not None and value != () and value != {}


def share_of(field: FieldLayout) -> int:
    """Return how much of a table's width a column takes."""
    return _SHARES.get(field.kind, 3)


def item_headings(record: AnyRecord, typology: Typology) -> dict[str, dict[str, str]]:
    """Return the heading of each large part of a record: by the name of its list, and its id."""
    if not isinstance(record, CaseReview):
        return {}
    whole = layout_of(record.kind).whole
    titles = {
        "episodes": {each.id: each.title for each in record.episodes},
        "findings": {
            each.id: name_of_entry(each.pattern, Target.PATTERN, typology)
            for each in record.findings
        },
        "recommendations": {each.id: "" for each in record.recommendations},
    }
    return {
        name: {
            each_id: heading_of(part, number, title)
            for number, (each_id, title) in enumerate(by_id.items(), 1)
        }
        for name, by_id in titles.items()
        if (part := whole[name].part) is not None
    }


@dataclass(frozen=True, slots=True)
class Writing:
    """How the fields of one record are written.

    `titles` are those of what the record may refer to, by what it is and by its id.
    """

    record: AnyRecord
    typology: Typology
    titles: Mapping[Target, Mapping[str, str]]

    def field(self, field: FieldLayout, value: Any) -> Iterator[Block]:
        """Yield a field with its label, as it stands in a part or an item."""
        if not holds(value):
            return
        if field.kind is FieldKind.PART:
            yield from self.part(field, value)
        elif field.kind is FieldKind.TEXT:
            first, *others = paragraphs(value)
            yield labelled(field.label, *first.inlines)
            yield from others
        elif field.kind.has_heading:
            yield labelled(field.label)
            yield from self.content(field, value)
        else:
            yield labelled(field.label, Run(self.line(field, value)))

    def content(self, field: FieldLayout, value: Any) -> Iterator[Block]:
        """Yield what stands below the label or heading of a field."""
        if field.kind is FieldKind.TEXT:
            yield from paragraphs(value)
        elif field.kind in {FieldKind.TEXTS, FieldKind.LINES}:
            yield Bullets(tuple(Item(paragraphs(each)) for each in value))
        elif field.kind is FieldKind.REFERENCES:
            yield Bullets(tuple(Item((text(self._reference(field, each)),)) for each in value))
        elif field.kind is FieldKind.NAMES:
            yield self._names(field, value)
        elif field.kind is FieldKind.PART:
            yield from self.part(field, value)
        else:
            yield self._rows(field, value)

    def line(self, field: FieldLayout, value: Any) -> str:
        """Return a value that fits on a line."""
        if field.kind is FieldKind.ENTRY and field.target is not None:
            return name_of_entry(value, field.target, self.typology)
        if field.kind is FieldKind.CHOICES:
            return BETWEEN.join(self._word(each) for each in value)
        if isinstance(value, bool):
            return YES if value else NO
        return value.label if isinstance(value, Term) else str(value)

    def part(self, field: FieldLayout, part: BaseModel) -> Iterator[Block]:
        """Yield the fields of a part, or what says that it has none."""
        fields = field.inner.fields
        if field.inner.shape is Shape.ROWS:
            blocks: list[Block] = list(self._table_of_parts(field, part))
        else:
            blocks = [block for each in fields for block in self.field(each, _of(part, each))]
        yield from blocks or [text(NOT_SAID, Style.NOTE)]

    def item(self, field: FieldLayout, part: BaseModel) -> Iterator[Block]:
        """Yield a large part of a list, without its heading."""
        layout = field.inner
        in_cells = {name for cell in EPISODE_CELLS for name in cell}
        is_episode = in_cells <= {each.name for each in layout.fields}
        for each in layout.fields:
            stands_above = each.name == "title" or (is_episode and each.name in in_cells)
            if not stands_above:
                yield from self.field(each, _of(part, each))
        if is_episode:
            cells = tuple(self._episode_cell(layout, names, part) for names in EPISODE_CELLS)
            yield Table(str(_of(part, layout["title"])), EPISODE_COLUMNS, (cells,), (10, 9, 11))

    # --- Cells and tables -----------------------------------------------------------------------

    def _episode_cell(self, layout: Layout, names: tuple[str, ...], part: BaseModel) -> Cell:
        """Return a cell of an episode: what comes first in it bears no label."""
        blocks: list[Block] = []
        for number, field in enumerate(layout[name] for name in names):
            value = _of(part, field)
            if not holds(value):
                continue
            if field.target is None and field.part is not None:
                blocks.append(
                    Bullets(tuple(Item(self._factor(field.part, each)) for each in value))
                )
            elif number:
                blocks += self.field(field, value)
            else:
                blocks += self.content(field, value)
        return Cell(_in_cell(blocks))

    def _factor(self, layout: Layout, link: BaseModel) -> tuple[Paragraph, ...]:
        """Return a factor of an episode as the entry of a list."""
        aside = [self.line(layout["influence"], _of(link, layout["influence"]))]
        scope, audience = _of(link, layout["scope"]), _of(link, layout["audience"])
        if scope is not None:
            aside.append(self.line(layout["scope"], scope))
        if audience is not None:
            field = layout["audience"]
            aside.append(f"{field.label}: {self.line(field, audience)}")
        name = self.line(layout["factor"], _of(link, layout["factor"]))
        first, *others = paragraphs(_of(link, layout["how"]))
        begun = (Run(name, is_label=True), Run(f" ({BETWEEN.join(aside)}): "), *first.inlines)
        return (Paragraph(begun), *others)

    def _rows(self, field: FieldLayout, parts: tuple[BaseModel, ...]) -> Table:
        """Return a list of small parts as a table, without columns that none of them fills."""
        columns = [
            each
            for each in field.inner.fields
            if each.is_required or any(holds(_of(part, each)) for part in parts)
        ]
        return Table(
            name=field.label,
            header=tuple(each.label for each in columns),
            rows=tuple(
                tuple(self._cell(each, _of(part, each)) for each in columns) for part in parts
            ),
            widths=tuple(share_of(each) for each in columns),
            has_row_headers=columns[0].kind is not FieldKind.TEXT,
        )

    def _table_of_parts(self, field: FieldLayout, part: BaseModel) -> Iterator[Table]:
        """Yield a part that consists of parts as a table, a row for each that is there."""
        fields = field.inner.fields
        there = [(each, _of(part, each)) for each in fields if holds(_of(part, each))]
        columns = fields[0].inner.fields
        if there:
            yield Table(
                name=field.label,
                header=(field.label, *(each.label for each in columns)),
                rows=tuple(
                    (
                        Cell((text(row.label),)),
                        *(self._cell(each, _of(inner, each)) for each in columns),
                    )
                    for row, inner in there
                ),
                widths=(3, *(share_of(each) for each in columns)),
                has_row_headers=True,
            )

    def _cell(self, field: FieldLayout, value: Any) -> Cell:
        if not holds(value):
            return Cell()
        if field.kind is FieldKind.TEXT:
            return Cell(paragraphs(value))
        return Cell((text(self.line(field, value)),))

    def _names(self, field: FieldLayout, names: Mapping[str, str]) -> Table:
        rows = tuple((Cell((text(name),)), Cell((text(means),))) for name, means in names.items())
        return Table(field.label, field.columns, rows, (1, 2), has_row_headers=True)

    def _reference(self, field: FieldLayout, target_id: str) -> str:
        titles = self.titles.get(field.target, {}) if field.target is not None else {}
        title = titles.get(target_id)
        return f"{title} ({target_id})" if title else target_id

    def _word(self, value: object) -> str:
        """Return one of several choices: a word of a list, or the name of a field."""
        return (
            value.label if isinstance(value, Term) else said_of(type(self.record), str(value)).label
        )


def _of(part: BaseModel, field: FieldLayout) -> Any:
    return getattr(part, field.name)


def _in_cell(blocks: list[Block]) -> tuple[Paragraph | Bullets, ...]:
    """Return the blocks of a cell, which holds paragraphs and lists and nothing else."""
    kept = tuple(each for each in blocks if isinstance(each, Paragraph | Bullets))
    if len(kept) < len(blocks):
        raise TypeError("A cell of a table holds only paragraphs and lists.")
    return kept
