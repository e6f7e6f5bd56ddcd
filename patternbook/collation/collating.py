"""A published library, and a choice of records -> what these say together.

1. The tables of the library are put before an engine, once for all choices,
2. `patternbook.measures` chooses the records that count, and counts,
3. the numbers become tables with their denominators and caveats,
4. and what is told of each pattern is laid side by side, in full, for people to judge.

All of it is taken from rows, so that records which others have shared can be collated as well. An
illustration is listed apart, and never comes before the engine's counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from typing import Any

from patternbook.collation.figures import MEASURES, TOLD_WITH_RECORDS, Figures
from patternbook.collation.holding import held_of
from patternbook.collation.parts import Collation, Head, RecordLine, SideBySide, Told
from patternbook.collation.refusing import Refusal, why_not
from patternbook.collation.wording import in_words
from patternbook.collations import Choice, chooses
from patternbook.evidence import counts
from patternbook.measures import MEASURES as EVERY_MEASURE
from patternbook.measures import Selection, records_behind, run, select
from patternbook.measures.engine import embedded, ready
from patternbook.publication import Published, PublishedLibrary
from patternbook.sharing import Merged
from patternbook.tables import TABLES, Tables, make_tables
from patternbook.typology import Typology
from patternbook.vocabulary import (
    EntryKind,
    Kind,
    Origin,
    PatternInfluence,
    Spread,
)

_WANTED = tuple(measure for measure in EVERY_MEASURE if measure.name in MEASURES)
_BY_NAME = {measure.name: measure for measure in _WANTED}

Fields = Mapping[str, Any]


def collate(
    library: PublishedLibrary, choices: Iterable[Choice], merged: Merged | None = None
) -> list[Collation | Refusal]:
    """Return, for each choice, what its records say together, or why that is not said.

    `merged` is this library put together with what boards have shared. Raises NoEngine where what
    counts is not installed, unless there is nothing to count.
    """
    with ExitStack() as stack:
        collator = _Collator(library, stack, merged)
        return [collator.collate(choice) for choice in choices]


class _Collator:
    """Collates over one library; the engine is started when it is first needed."""

    def __init__(
        self, library: PublishedLibrary, stack: ExitStack, merged: Merged | None = None
    ) -> None:
        self._library = library
        self._stack = stack
        self._merged = merged
        self._tables: Mapping[str, Any] | None = None
        self._here = frozenset(published.record.id for published in library.records)

    def collate(self, choice: Choice) -> Collation | Refusal:
        """Return what the records say that are chosen, or why that is not said."""
        library, merged = self._library, self._merged
        chosen = [
            published
            for published in library.records
            if chooses(choice, published.record, published.shelf, library.typology)
        ]
        collation = Collation(
            choice=choice,
            audience=library.audience,
            choice_in_words=tuple(in_words(choice, library.typology)),
            illustrations=_in_order(_line_of(p) for p in chosen if not counts(p)),
            measures=_WANTED,
            held=held_of(merged, library.typology) if merged is not None else None,
        )
        if merged is None and not any(counts(published) for published in chosen):
            return self._why_not(choice, 0) or collation  # no engine is started for noughts
        meant = select(self._engine(), _selection(choice, library.typology))
        ids = sorted(meant["records"].select("record").to_pyarrow()["record"].to_pylist())
        lines = {line.id: line for line in map(self._line, self._fields("records"))}
        records = _in_order(lines[each] for each in ids)
        refusal = self._why_not(choice, sum(line.origin is Origin.CONTRIBUTED for line in records))
        if refusal is not None or not records:
            return refusal or collation
        numbers = run(meant, _WANTED)
        behind = {name: records_behind(meant, _BY_NAME[name]) for name in TOLD_WITH_RECORDS}
        figures = Figures(numbers, behind, _BY_NAME, library.typology)
        return replace(
            collation,
            records=records,
            selected=figures.selected,
            sections=figures.sections(),
            side_by_side=tuple(self._side_by_side({each: lines[each] for each in ids})),
            numbers=numbers,
        )

    def _why_not(self, choice: Choice, contributed: int) -> Refusal | None:
        shelves = {published.shelf for published in self._library.records}
        return why_not(choice, contributed, self._library.audience, shelves)

    @cached_property
    def _rows(self) -> Tables:
        return self._merged.tables if self._merged is not None else make_tables(self._library)

    def _engine(self) -> Mapping[str, Any]:
        """Return the tables as an engine has them, which is started once."""
        if self._tables is None:
            ready()
            self._tables = self._stack.enter_context(embedded(self._rows))
        return self._tables

    # --- Rows -------------------------------------------------------------------------------------

    def _fields(self, table: str) -> Iterator[Fields]:
        names = TABLES[table].column_names
        for row in self._rows.get(table, ()):
            yield dict(zip(names, row, strict=True))

    def _line(self, row: Fields) -> RecordLine:
        return RecordLine(
            id=row["record"],
            kind=Kind(row["kind"]),
            title=row["title"],
            origin=Origin(row["origin"]),
            completed=row["completed"],
            is_here=row["record"] in self._here,
        )

    def _side_by_side(self, lines: Mapping[str, RecordLine]) -> Iterator[SideBySide]:
        """Yield each pattern of which something is told, in the order of the tree."""
        told: dict[str, list[Told]] = defaultdict(list)
        for one in (*self._findings(lines), *self._shown(lines)):
            for definition in self._library.typology.lineage(one.entry.entry_id):
                if definition.entry.kind is EntryKind.PATTERN:
                    told[definition.entry.id].append(one)
        for pattern in self._library.typology.of_kind(EntryKind.PATTERN):
            of_pattern = told.get(pattern.entry.id, [])
            if of_pattern:
                yield SideBySide(
                    Head(pattern.entry.title, pattern.entry.id),
                    *(
                        self._in_order([o for o in of_pattern if o.influence is influence])
                        for influence in (PatternInfluence.CONSTRUCTIVE, PatternInfluence.UNSAFE)
                    ),
                )

    def _in_order(self, told: Sequence[Told]) -> tuple[Told, ...]:
        """Return what is told in the order of the tree, and by title and number within an entry."""
        place = self._library.typology.place
        return tuple(sorted(told, key=lambda o: (place(o.entry.entry_id), o.record.title)))

    def _findings(self, lines: Mapping[str, RecordLine]) -> Iterator[Told]:
        titles = {(row["record"], row["episode"]): row["title"] for row in self._fields("episodes")}
        cited: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in self._fields("finding_episodes"):
            title = titles.get((row["record"], row["episode"]), "")
            cited[row["record"], row["finding"]].append((row["episode"], title))
        for row in self._fields("findings"):
            if row["record"] in lines:
                yield Told(
                    record=lines[row["record"]],
                    entry=_head(row["pattern"], self._library.typology),
                    influence=PatternInfluence(row["influence"]),
                    in_this_case=row["in_this_case"] or "",
                    finding=row["finding"],
                    statement=row["statement"],
                    why_underlying=row["why_underlying"] or "",
                    spread=Spread(row["spread"]) if row["spread"] else None,
                    spread_note=row["spread_note"] or "",
                    relevance_now=row["relevance_now"] or "",
                    dissent=row["dissent"] or "",
                    selected=row["selected"],
                    not_selected_because=row["not_selected_because"] or "",
                    episodes=tuple(cited[row["record"], row["finding"]]),
                )

    def _shown(self, lines: Mapping[str, RecordLine]) -> Iterator[Told]:
        for row in self._fields("pattern_links"):
            if row["record"] in lines:
                yield Told(
                    record=lines[row["record"]],
                    entry=_head(row["pattern"], self._library.typology),
                    influence=PatternInfluence(row["influence"]),
                    in_this_case=row["how"] or "",
                )


def _line_of(published: Published) -> RecordLine:
    record = published.record
    return RecordLine(record.id, record.kind, record.title, record.origin, record.completed)


def _selection(choice: Choice, typology: Typology) -> Selection:
    """Return the same choice as the measures know it: patterns by their present ids."""
    return Selection(
        kind=choice.kind,
        setting=choice.setting,
        agencies=choice.agencies,
        completed_from=choice.completed_from,
        completed_to=choice.completed_to,
        patterns=tuple(
            typology.get(each).entry.id if each in typology else each for each in choice.patterns
        ),
        trigger=choice.trigger,
        shelf=choice.shelf,
        origin=choice.origin,
    )


def _head(entry_id: str, typology: Typology) -> Head:
    entry = typology.get(entry_id).entry
    return Head(entry.title, entry.id, 1 if entry.kind is EntryKind.ISSUE else 0)


def _in_order(lines: Iterable[RecordLine]) -> tuple[RecordLine, ...]:
    """Return records by their kinds, then in the order of the alphabet."""
    kinds = list(Kind)
    return tuple(sorted(lines, key=lambda line: (kinds.index(line.kind), line.title, line.id)))
