"""Held records -> counts: how many of them have each thing that a share file may tell.

Every count is a number of records, so that a threshold on it is one on how many cases stand
behind it. A record that names a thing twice counts once. One record may count in many cells, so
cells do not add up unless `relations` says that they do. Nothing is counted by agency or by year:
both single out few records soonest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from patternbook.tables import TABLES, Row, Tables, Value
from patternbook.vocabulary import (
    EntryKind,
    FactorInfluence,
    Kind,
    Level,
    PatternInfluence,
    RecommendationKind,
    ResponseStatus,
    Setting,
)

# The name of a table of counts, then a value for each of its keys.
Cell = tuple[str, ...]

RECORDS = "records"
KINDS = "kinds"
SETTINGS = "settings"
KINDS_BY_SETTING = "kinds_by_setting"
PATTERNS = "patterns"
FACTORS = "factors"
RECOMMENDED = "recommended"
RECOMMENDATIONS = "recommendations"
STATUSES = "statuses"

# The state of a recommendation to which no response is recorded.
NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table of counts: its name, which records a count is of, and what tells its cells apart."""

    name: str
    counts: str
    keys: tuple[str, ...] = ()


_HELD_TABLES = (
    HeldTable(RECORDS, "Records."),
    HeldTable(KINDS, "Records of this kind.", ("kind",)),
    HeldTable(SETTINGS, "Records that play in this setting.", ("setting",)),
    HeldTable(
        KINDS_BY_SETTING,
        "Records of this kind that play in this setting.",
        ("kind", "setting"),
    ),
    HeldTable(
        PATTERNS,
        "Case reviews and near misses that found this pattern or issue, with this influence. A "
        "pattern has what its issues have.",
        ("entry", "influence"),
    ),
    HeldTable(
        FACTORS,
        "Records that name this factor, with this influence. A type has what its factors have, "
        "and a level what its types have.",
        ("entry", "influence"),
    ),
    HeldTable(RECOMMENDED, "Case reviews with a recommendation."),
    HeldTable(
        RECOMMENDATIONS,
        "Case reviews with a recommendation of this kind at this level.",
        ("kind", "level"),
    ),
    HeldTable(
        STATUSES,
        "Case reviews with a recommendation whose newest response says this, or that none is "
        f"recorded ({NOT_ANSWERED}).",
        ("status",),
    ),
)
HELD_TABLES: Mapping[str, HeldTable] = {table.name: table for table in _HELD_TABLES}


# A whole stands before its parts; of what is both, the kinds matter most to a reader.
_WHOLES_FIRST = (
    *(RECORDS, SETTINGS, RECOMMENDED, FACTORS, PATTERNS),
    *(KINDS_BY_SETTING, RECOMMENDATIONS, STATUSES, KINDS),
)


def wholes_first(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells with each whole before its parts; entries are in the order of the tree."""
    return sorted(cells, key=lambda cell: _WHOLES_FIRST.index(cell[0]))


def cells_of(tables: Tables) -> tuple[Cell, ...]:
    """Return every cell that there is with the vocabulary of these tables, in a fixed order."""
    return tuple(_cells(tables))


def count_held(
    tables: Tables, records: Collection[str], cells: Collection[Cell]
) -> dict[Cell, int]:
    """Return for each cell how many of these records have what it counts, noughts included.

    What has no cell is not counted: an entry of the vocabulary that only one board knows.
    """
    found: dict[Cell, set[str]] = {cell: set() for cell in cells}
    for cell, record in _facts(tables, frozenset(found)):
        if record in records:
            found[cell].add(record)
    return {cell: len(each) for cell, each in found.items()}


def columns(tables: Tables, name: str, *names: str) -> Iterator[tuple[Value, ...]]:
    """Yield these columns of each row of a table."""
    order = TABLES[name].column_names
    places = [order.index(each) for each in names]
    for row in tables[name]:
        yield tuple(row[place] for place in places)


def kinds_of_entries(tables: Tables) -> dict[str, str]:
    """Return the kind of each entry of the vocabulary, by its id."""
    return {str(entry): str(kind) for entry, kind in columns(tables, "entries", "entry", "kind")}


def _cells(tables: Tables) -> Iterator[Cell]:
    yield (RECORDS,)
    yield from ((KINDS, kind) for kind in Kind)
    yield from ((SETTINGS, setting) for setting in Setting)
    yield from ((KINDS_BY_SETTING, kind, setting) for kind in Kind for setting in Setting)
    used = {ancestor for _, ancestor in _names_of_factors(tables)}
    for entry, kind in columns(tables, "entries", "entry", "kind"):
        if kind in {EntryKind.PATTERN, EntryKind.ISSUE}:
            yield from ((PATTERNS, str(entry), each) for each in PatternInfluence)
        elif entry in used:  # a type without factors can never be named
            yield from ((FACTORS, str(entry), each) for each in FactorInfluence)
    yield (RECOMMENDED,)
    yield from ((RECOMMENDATIONS, kind, level) for kind in RecommendationKind for level in Level)
    yield from ((STATUSES, status) for status in (NOT_ANSWERED, *ResponseStatus))


def _names_of_factors(tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield each factor, and each entry under which it can count."""
    kinds = kinds_of_entries(tables)
    for entry, ancestor in columns(tables, "entry_ancestors", "entry", "ancestor"):
        if kinds[str(entry)] == EntryKind.FACTOR:
            yield str(entry), str(ancestor)


def _facts(tables: Tables, cells: frozenset[Cell]) -> Iterator[tuple[Cell, str]]:
    """Yield each cell with a record that counts in it, perhaps more than once."""
    for cell, record in (
        *_facts_of_records(tables),
        *_facts_of_entries(tables, cells),
        *_facts_of_recommendations(tables),
    ):
        if cell in cells:
            yield cell, record


def _facts_of_records(tables: Tables) -> Iterator[tuple[Cell, str]]:
    kinds = {str(each): str(kind) for each, kind in columns(tables, "records", "record", "kind")}
    for record, kind in kinds.items():
        yield (RECORDS,), record
        yield (KINDS, kind), record
    for row in columns(tables, "settings", "record", "setting"):
        record, setting = map(str, row)
        yield (SETTINGS, setting), record
        yield (KINDS_BY_SETTING, kinds[record], setting), record


def _facts_of_entries(tables: Tables, cells: frozenset[Cell]) -> Iterator[tuple[Cell, str]]:
    above: dict[tuple[Value, Value], list[str]] = defaultdict(list)
    for entry, scope, ancestor in columns(tables, "entry_ancestors", "entry", "scope", "ancestor"):
        above[entry, scope].append(str(ancestor))
    links: list[tuple[str, Row]] = [
        *((FACTORS, row) for row in columns(tables, "factor_links", *_LINK, "factor", "scope")),
        *((PATTERNS, (*row, None)) for row in columns(tables, "findings", *_LINK, "pattern")),
        *((PATTERNS, (*row, None)) for row in columns(tables, "pattern_links", *_LINK, "pattern")),
    ]
    for table, (record, influence, entry, scope) in links:
        if (table, str(entry), str(influence)) in cells:
            for ancestor in above[entry, scope or ""]:
                yield (table, ancestor, str(influence)), str(record)


_LINK = ("record", "influence")


def _facts_of_recommendations(tables: Tables) -> Iterator[tuple[Cell, str]]:
    newest: dict[tuple[Value, Value], tuple[int, str]] = {}
    for record, each, year, status in columns(
        tables, "responses", "record", "recommendation", "year", "status"
    ):
        # Of one year, the one written last: `evidence.latest_response` says the same.
        if int(year or 0) >= newest.get((record, each), (0, ""))[0]:
            newest[record, each] = int(year or 0), str(status)
    for record, each, kind, level in columns(
        tables, "recommendations", "record", "recommendation", "kind", "level"
    ):
        yield (RECOMMENDED,), str(record)
        yield (RECOMMENDATIONS, str(kind), str(level)), str(record)
        yield (STATUSES, newest.get((record, each), (0, NOT_ANSWERED))[1]), str(record)
