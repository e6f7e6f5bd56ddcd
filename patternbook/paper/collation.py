"""What many records say together -> a document that a board can table.

It says the same as the page of the collation, in the same order: what was asked, what no figure
can show, each table with its denominators and its caveat, and what is told of each pattern side by
side. Who reads it has nothing else, so it also says who may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patternbook.collation.figures import NAMED
from patternbook.collation.parts import (
    Collation,
    Figure,
    FigureTable,
    Held,
    RecordLine,
    Row,
    SideBySide,
    Told,
)
from patternbook.collation.refusing import Refusal
from patternbook.collation.wording import (
    EVERYTHING,
    ILLUSTRATIONS_ARE,
    NO_RANKING,
    NOTHING_COUNTS,
    SIDE_BY_SIDE_IS,
    held_in_words,
    in_range,
)
from patternbook.measures import ALWAYS
from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    labelled,
    paragraphs,
    text,
)
from patternbook.paper.report import READERS
from patternbook.vocabulary import PatternInfluence

KIND = "Collation"
# What such a document says that no record does.
COLLATION_SENTENCES = (
    *(KIND, "Before you read a figure", "What was asked for", "Side by side", "The records"),
    *("Illustrations, not counted", "Told in", "In this case", "Why underlying"),
    *("How far it reaches", "Whether it still matters", "Read differently"),
    *("Not selected because", "Episodes", "What boards hold and do not publish"),
    *("At least", "At most", "Not known", "Finding that was not selected", "What is counted"),
    *(ALWAYS, NO_RANKING, EVERYTHING, NOTHING_COUNTS, SIDE_BY_SIDE_IS, ILLUSTRATIONS_ARE),
    *(refusal.reason for refusal in Refusal),
)
# Shares of the width of a page, about as many as letters that a column holds.
_OF_NAMES, _OF_FIGURES, _MARGINS = 18, 8, 2
_INFLUENCES = (PatternInfluence.CONSTRUCTIVE, PatternInfluence.UNSAFE)


def collation_document(collation: Collation, title: str, question: str = "") -> Document:
    """Return a collation as a document, for the audience for which it was collated."""
    return Document(
        title=title, blocks=tuple(_blocks(collation, question)), foot=f"{KIND}: {title}"
    )


def _blocks(collation: Collation, question: str) -> Iterator[Block]:
    yield text(KIND, Style.SUBTITLE)
    yield text(READERS[collation.audience], Style.WARNING)
    if question:
        yield from paragraphs(question)
    yield text(f"Before you read a figure. {ALWAYS} {NO_RANKING}", Style.NOTE)
    yield Heading(1, "What was asked for")
    yield _list(labelled(field, Run(values)) for field, values in collation.choice_in_words)
    if not collation.records:
        yield text(NOTHING_COUNTS, Style.NOTE)
    titles = {line.id: line.title for line in collation.records}
    for section in collation.sections:
        yield Heading(1, section.title)
        yield text(section.intro, Style.NOTE)
        for table in section.tables:
            if len(section.tables) > 1:
                yield Heading(2, table.title)
            yield from _table(table, titles)
    if collation.side_by_side:
        yield Heading(1, "Side by side")
        yield text(SIDE_BY_SIDE_IS, Style.NOTE)
        for each in collation.side_by_side:
            yield from _sides(each)
    if collation.held is not None:
        yield from _held(collation.held)
    if collation.records:
        yield Heading(1, "The records")
        yield _list(text(_line(line)) for line in collation.records)
    if collation.illustrations:
        yield Heading(1, "Illustrations, not counted")
        yield text(ILLUSTRATIONS_ARE, Style.NOTE)
        yield _list(text(_line(line)) for line in collation.illustrations)


# --- Figures ------------------------------------------------------------------------------------


def _table(table: FigureTable, titles: dict[str, str]) -> Iterator[Block]:
    if not table.groups:
        yield text(table.if_empty)
        return
    explained = [f"{c.heading}: {c.one}, of {c.of}." for c in table.columns if c.explains]
    if explained:
        yield text(" ".join(explained), Style.NOTE)
    header = (table.rows_are, *(column.heading for column in table.columns))
    widths = (_OF_NAMES, *(_width(column.heading) for column in table.columns))
    if table.tells_records:
        header, widths = (*header, "Told in"), (*widths, _OF_NAMES)
    rows: list[tuple[Cell, ...]] = []
    for group in table.groups:
        if group.head is not None:
            label = Cell((Paragraph((Run(group.head.text, is_strong=True),)),))
            rows.append((label, *(Cell() for _ in header[1:])))
        rows += [_row(row, table, titles) for row in group.rows]
    yield Table(table.title, header, tuple(rows), widths, has_row_headers=True)
    yield text(table.caveat, Style.NOTE)


def _width(heading: str) -> int:
    """Return the share of a column of figures, in which no word of its heading is broken."""
    return max(_OF_FIGURES, *(len(word) + _MARGINS for word in heading.split()))


def _row(row: Row, table: FigureTable, titles: dict[str, str]) -> tuple[Cell, ...]:
    # An indent is one that is heard as well.
    head = f"– {row.head.text}" if row.head.depth else row.head.text
    cells = [Cell((text(head),)), *(Cell((text(_figure(each)),)) for each in row.figures)]
    if table.tells_records:
        named = "; ".join(titles[each] for each in row.behind)
        several = f"{len(row.behind):,} records"
        cells.append(Cell((text(named if len(row.behind) <= NAMED else several),)))
    return tuple(cells)


def _figure(figure: Figure) -> str:
    return f"{figure.number:,}" if figure.of is None else f"{figure.number:,} of {figure.of:,}"


def _held(held: Held) -> Iterator[Block]:
    yield Heading(1, "What boards hold and do not publish")
    for sentence in held_in_words(held):
        yield text(sentence, Style.NOTE)
    for group in held.groups:
        yield Heading(2, group.counts.rstrip("."))
        rows = tuple(
            (
                Cell((text(f"– {row.head.text}" if row.head.depth else row.head.text),)),
                *(Cell((text(said),)) for said in in_range(row)),
            )
            for row in group.rows
        )
        header = ("What is counted", "At least", "At most")
        yield Table(group.counts, header, rows, (5, 2, 2), has_row_headers=True)


# --- Side by side -------------------------------------------------------------------------------


def _sides(each: SideBySide) -> Iterator[Block]:
    yield Heading(2, each.pattern.text)
    for influence, told in zip(_INFLUENCES, (each.constructive, each.unsafe), strict=True):
        yield Heading(3, f"{influence.label} ({len(told)})")
        if not told:
            yield text(f"Nothing here is told of it as {influence.value}.")
        else:
            yield Bullets(tuple(Item(tuple(_told(one))) for one in told))


def _told(told: Told) -> Iterator[Paragraph]:
    yield Paragraph((Run(told.statement or told.record.title, is_strong=True),))
    yield text(_whence(told))
    if told.in_this_case and told.finding:
        yield labelled("In this case", Run(told.in_this_case))
    elif told.in_this_case:
        yield text(told.in_this_case)
    if told.why_underlying:
        yield labelled("Why underlying", Run(told.why_underlying))
    if told.spread is not None:
        said = f"{told.spread.label}. {told.spread_note}".strip()
        yield labelled("How far it reaches", Run(said))
    if told.relevance_now:
        yield labelled("Whether it still matters", Run(told.relevance_now))
    if told.dissent:
        yield labelled("Read differently", Run(told.dissent))
    if not told.selected:
        yield labelled("Not selected because", Run(told.not_selected_because))
    if told.episodes:
        yield labelled("Episodes", Run("; ".join(title for _, title in told.episodes)))


def _whence(told: Told) -> str:
    record = told.record
    if told.finding:
        what = "Finding" if told.selected else "Finding that was not selected"
        what = f"{what} of {record.title}"
    else:
        what = record.kind.label
    year = f", {record.completed}" if record.completed is not None else ""
    return f"{what}{year} · {record.origin.label} · {told.entry.text}"


def _line(line: RecordLine) -> str:
    year = f", {line.completed}" if line.completed is not None else ""
    return f"{line.title} · {line.kind.label}{year} · {line.origin.label}"


def _list(blocks: Iterable[Paragraph]) -> Bullets:
    return Bullets(tuple(Item((each,)) for each in blocks))
