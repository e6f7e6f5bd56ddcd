"""Factors by patterns: the episodes, near misses and debriefs in which both were found.

A review names its factors episode by episode, and its patterns in findings that cite episodes; a
near miss names both itself. A unit therefore counts where a factor was at work in it and a
pattern was found in it, once for each thing that the factor did. Debriefs name no pattern, and a
finding that cites no episode is found together with nothing. Illustrations are kept, apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from patternbook.evidence import Evidence, EvidenceIndex, Unit
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import EntryKind, FactorInfluence

# How many shades there are for numbers above nought.
STEPS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A factor in one of its places. `kind` is the type under which it stands there, if any.

    `between_agencies` is for a factor of another type, which this type inherits.
    """

    factor: Definition
    kind: Definition | None
    between_agencies: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this row from all others."""
        return _id_of(self.kind), self.factor.entry.id

    @property
    def is_first_place(self) -> bool:
        """Return whether the factor stands here before all other places."""
        return self.factor.entry.parent in {None, _id_of(self.kind)}


@dataclass(frozen=True, slots=True)
class Group:
    """A type of factor with its rows, and its level; what stands under no type has neither."""

    level: Definition | None
    kind: Definition | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """A unit in which a factor and a pattern were found: how the one worked, how the other did."""

    unit: Unit
    factors: tuple[Evidence, ...]
    patterns: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """In how many units a factor helped or hindered where a pattern was found.

    `illustrations` is the number of invented units, which count in neither.
    """

    numbers: Mapping[FactorInfluence, int]
    illustrations: int = 0

    @property
    def is_empty(self) -> bool:
        """Return whether nothing that counts was found."""
        return not any(self.numbers.values())


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade of a table, and the numbers from `first` to `last` that have it."""

    step: int
    first: int
    last: int


class Crossing:
    """Every row of factors by every pattern, worked out once for a library."""

    def __init__(self, index: EvidenceIndex, typology: Typology) -> None:
        """Cross what the index holds; newest records come first in every list."""
        self.patterns = tuple(typology.of_kind(EntryKind.PATTERN))
        self.groups = tuple(_groups(typology))
        self._rows = _rows_by_entry(self.groups)
        self._found: _Found = defaultdict(dict)
        found_in = _patterns_of_units(index, self.patterns)
        for factor in typology.of_kind(EntryKind.FACTOR):
            for evidence in index.direct(factor.entry.id):
                self._add(evidence, typology, found_in)

    def of_row(self, row: Row, pattern: Definition, influence: FactorInfluence) -> list[Together]:
        """Return the units that count in which a factor did this where a pattern was found."""
        return self._together([row], pattern, influence, counted=True)

    def illustrations(self, group: Group, pattern: Definition) -> list[Together]:
        """Return the invented units in which a factor of this type was found with a pattern."""
        return self._together(group.rows, pattern, *FactorInfluence, counted=False)

    def cell_of_pattern(self, pattern: Definition) -> Cell:
        """Return the numbers of all factors together: each unit once for what any of them did."""
        return self._cell((row for group in self.groups for row in group.rows), pattern)

    def rows_of(self, entry_id: str) -> list[Row]:
        """Return the rows of a type, or those of a factor, its first place first."""
        return self._rows.get(entry_id, [])

    def cell_of_group(self, group: Group, pattern: Definition) -> Cell:
        """Return the numbers of a whole type: each unit once, however many of its factors."""
        return self._cell(group.rows, pattern)

    def cell_of_row(self, row: Row, pattern: Definition) -> Cell:
        """Return the numbers of one factor in one place."""
        return self._cell([row], pattern)

    def cell_of(self, entry_id: str, pattern: Definition) -> Cell:
        """Return the numbers of one type, or of one factor in all its places together."""
        return self._cell(self.rows_of(entry_id), pattern)

    def _cell(self, rows: Iterable[Row], pattern: Definition) -> Cell:
        rows = list(rows)

        def units(influence: FactorInfluence, *, counted: bool) -> set[tuple[str, str]]:
            return {
                key
                for row in rows
                for key in self._found.get((row.key, pattern.entry.id, influence, counted), ())
            }

        invented = [units(influence, counted=False) for influence in FactorInfluence]
        return Cell(
            {influence: len(units(influence, counted=True)) for influence in FactorInfluence},
            len(set().union(*invented)),
        )

    def _together(
        self,
        rows: Iterable[Row],
        pattern: Definition,
        *influences: FactorInfluence,
        counted: bool,
    ) -> list[Together]:
        found: dict[tuple[str, str], Together] = {}
        for row, influence in product(rows, influences):
            cell = self._found.get((row.key, pattern.entry.id, influence, counted), {})
            for key, each in cell.items():
                before = found.get(key)
                factors = (*before.factors, *each.factors) if before else each.factors
                found[key] = Together(each.unit, factors, each.patterns)
        return list(found.values())

    def _add(self, evidence: Evidence, typology: Typology, found_in: _FoundIn) -> None:
        influence = FactorInfluence(evidence.influence)  # only factors are asked for
        kinds = typology.parents(evidence.entry_id, evidence.scope)
        places = [kind.entry.id for kind in kinds] or [""]
        for unit in evidence.units:
            for pattern, shown in found_in.get(unit.key, {}).items():
                for place in places:
                    cell = self._found[
                        (place, evidence.entry_id), pattern, influence, evidence.counted
                    ]
                    before = cell.get(unit.key)
                    factors = (*before.factors, evidence) if before else (evidence,)
                    cell[unit.key] = Together(unit, factors, tuple(shown))


def shade(number: int, largest: int) -> int:
    """Return the step, from nought, that a number has in a table whose largest number this is.

    A table of small numbers stays pale: what was seen once never looks like a peak.
    """
    return -(-STEPS * number // max(largest, STEPS))


def shades(largest: int) -> list[Shade]:
    """Return the shades in a table whose largest number this is, and the numbers that have them."""
    top = max(largest, STEPS)
    bounds = [step * top // STEPS for step in range(STEPS + 1)]
    return [
        Shade(step, below + 1, min(upto, largest))
        for step, (below, upto) in enumerate(pairwise(bounds), start=1)
        if below < largest
    ]


_FoundIn = dict[tuple[str, str], dict[str, list[Evidence]]]
_Found = dict[tuple[tuple[str, str], str, FactorInfluence, bool], dict[tuple[str, str], Together]]


def _patterns_of_units(index: EvidenceIndex, patterns: Iterable[Definition]) -> _FoundIn:
    """Return, for each unit, the patterns that were found in it, with the evidence for each."""
    found: _FoundIn = defaultdict(lambda: defaultdict(list))
    for pattern in patterns:
        for evidence in index.of(pattern.entry.id):
            for unit in evidence.units:
                found[unit.key][pattern.entry.id].append(evidence)
    return found


def _groups(typology: Typology) -> Iterator[Group]:
    """Yield the types in the order of the tree, then whatever stands under none."""
    for level in typology.of_kind(EntryKind.LEVEL):
        for kind in typology.children(level.entry.id):
            own = typology.children(kind.entry.id)
            rows = [Row(factor, kind) for factor in own]
            rows += [
                Row(factor, kind, between_agencies=True)
                for factor in typology.inherited(kind.entry.id)
                if factor not in own
            ]
            yield Group(level, kind, tuple(rows))
    loose = [d for d in typology.of_kind(EntryKind.FACTOR) if not typology.parents(d.entry.id)]
    if loose:
        yield Group(None, None, tuple(Row(factor, None) for factor in loose))


def _rows_by_entry(groups: Iterable[Group]) -> dict[str, list[Row]]:
    """Return the rows of every type and of every factor, a factor's first place first."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for group in groups:
        for row in group.rows:
            rows[row.factor.entry.id].append(row)
            if group.kind is not None:
                rows[group.kind.entry.id].append(row)
    return {
        entry_id: sorted(
            found, key=lambda row: row.factor.entry.id == entry_id and not row.is_first_place
        )
        for entry_id, found in rows.items()
    }


def _id_of(definition: Definition | None) -> str:
    return definition.entry.id if definition is not None else ""
