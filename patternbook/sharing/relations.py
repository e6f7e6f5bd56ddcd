"""What anybody knows of counts without seeing a record: which add up, and which hold others.

A kind holds what no other kind holds, so kinds add up. A record may play in several settings or
name several factors: there a whole is at least as large as each of its parts, and at most as
large as all of them together. Whoever tries to work out a hidden count has these relations, the
vocabulary being public. So they are written down in full, and a count is only taken to be hidden
if they do not give it away. The tests compare them with every library that could be behind a
file (tests/sharing/test_attack.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from patternbook.sharing.cells import (
    FACTORS,
    KINDS,
    KINDS_BY_SETTING,
    NOT_ANSWERED,
    PATTERNS,
    RECOMMENDATIONS,
    RECOMMENDED,
    RECORDS,
    SETTINGS,
    STATUSES,
    Cell,
    columns,
    kinds_of_entries,
)
from patternbook.tables import Tables
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

# The least and the most that a number can be; None where nothing is known.
Bounds = tuple[int, int | None]

# Narrowing that still goes on after so many rounds is that of numbers which contradict each other.
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Relation:
    """A sum of counts, each times a whole number, that is 0, or else at least 0."""

    terms: tuple[tuple[Cell, int], ...]
    is_equal: bool = False


class Contradiction(Exception):
    """Raised where counts cannot all be true. `cells` are those of the relation that fails."""

    def __init__(self, relation: Relation) -> None:
        super().__init__(relation)
        self.cells = tuple(cell for cell, _ in relation.terms)


def relations_of(tables: Tables) -> tuple[Relation, ...]:
    """Return every relation between the cells that there are with this vocabulary."""
    return tuple(
        dict.fromkeys(
            [
                *_of_kinds_and_settings(),
                *_of_patterns(tables),
                *_of_factors(tables),
                *_of_recommendations(),
            ]
        )
    )


def holds(whole: Cell, part: Cell) -> Relation:
    """Return that each record of a part is one of the whole."""
    return Relation(((whole, 1), (part, -1)))


def covered(whole: Cell, parts: Iterable[Cell]) -> Relation:
    """Return that each record of the whole is one of some part."""
    return Relation((*((part, 1) for part in parts), (whole, -1)))


def adds_up(whole: Cell, parts: Iterable[Cell]) -> Relation:
    """Return that each record of the whole is one of exactly one part."""
    return Relation((*((part, 1) for part in parts), (whole, -1)), is_equal=True)


def bounds_of(
    cells: Collection[Cell], known: Mapping[Cell, Bounds], relations: Iterable[Relation]
) -> dict[Cell, Bounds]:
    """Return what each number must be at least and can be at most, going by what is known.

    Bounds are narrowed by one relation after the other, which finds true bounds and perhaps not
    the narrowest. Raises Contradiction if what is known cannot all be true.
    """
    least = {cell: known.get(cell, (0, None))[0] for cell in cells}
    most = {cell: known.get(cell, (0, None))[1] for cell in cells}
    within = [each for each in relations if all(cell in least for cell, _ in each.terms)]
    for _ in range(_ROUNDS):
        before = dict(least), dict(most)
        for relation in within:
            _narrow(relation, 1, least, most)
            if relation.is_equal:
                _narrow(relation, -1, least, most)
        if before == (least, most):
            break
    return {cell: (least[cell], most[cell]) for cell in cells}


def _narrow(
    relation: Relation, sign: int, least: dict[Cell, int], most: dict[Cell, int | None]
) -> None:
    """Narrow the bounds of each term by what the others can be at most, as the sum is not below 0.

    `sign` -1 reads the relation the other way round, as that the sum is not above 0.
    """
    tops: list[int | None] = []
    for cell, factor in relation.terms:
        top = most[cell] if factor * sign > 0 else least[cell]
        tops.append(None if top is None else factor * sign * top)
    open_ended = [n for n, top in enumerate(tops) if top is None]
    if len(open_ended) > 1:
        return
    closed = sum(top for top in tops if top is not None)
    if not open_ended and closed < 0:
        raise Contradiction(relation)
    for n, (cell, factor) in enumerate(relation.terms):
        if open_ended and open_ended != [n]:
            continue
        others = closed - (tops[n] or 0)
        # factor * sign * number >= -others
        if factor * sign > 0:
            least[cell] = max(least[cell], -(others // abs(factor)))
            continue
        limit = others // abs(factor)
        top = most[cell]
        most[cell] = limit if top is None else min(top, limit)


def _of_kinds_and_settings() -> Iterator[Relation]:
    yield adds_up((RECORDS,), [(KINDS, kind) for kind in Kind])
    for kind in Kind:
        settings = [(KINDS_BY_SETTING, kind, setting) for setting in Setting]
        yield from (holds((KINDS, kind), cell) for cell in settings)
        yield covered((KINDS, kind), settings)  # every record plays in one at least
    for setting in Setting:
        parts = [(KINDS_BY_SETTING, kind, setting) for kind in Kind]
        yield adds_up((SETTINGS, setting), parts)


def _of_patterns(tables: Tables) -> Iterator[Relation]:
    """Yield that an issue lies within its pattern, and that debriefs name none.

    A record may name the pattern itself, so that a pattern is not covered by its issues.
    """
    with_patterns = [(KINDS, Kind.CASE_REVIEW), (KINDS, Kind.NEAR_MISS)]
    for entry, kind, parent in columns(tables, "entries", "entry", "kind", "parent"):
        for influence in PatternInfluence:
            cell = (PATTERNS, str(entry), influence)
            if kind == EntryKind.PATTERN:
                yield covered(cell, with_patterns)
            elif kind == EntryKind.ISSUE:
                yield holds((PATTERNS, str(parent), influence), cell)


def _of_recommendations() -> Iterator[Relation]:
    kinds = [(RECOMMENDATIONS, kind, level) for kind in RecommendationKind for level in Level]
    statuses = [(STATUSES, status) for status in (NOT_ANSWERED, *ResponseStatus)]
    yield holds((KINDS, Kind.CASE_REVIEW), (RECOMMENDED,))
    for cells in (kinds, statuses):
        yield from (holds((RECOMMENDED,), cell) for cell in cells)
        yield covered((RECOMMENDED,), cells)


def _of_factors(tables: Tables) -> Iterator[Relation]:
    tree = _places(tables)
    pairs = list(_within(tree))
    tops = [each for each, places in tree.items() if not any(places < o for o in tree.values())]
    for influence in FactorInfluence:
        for whole, part in pairs:
            yield holds((FACTORS, whole, influence), (FACTORS, part, influence))
        for whole, parts in _coverings(tree, pairs):
            yield covered(
                (FACTORS, whole, influence), [(FACTORS, each, influence) for each in parts]
            )
        for entry in tops:
            yield holds((RECORDS,), (FACTORS, entry, influence))


# A factor, and under what it stands in one of its places.
_Place = tuple[str, frozenset[str]]


def _places(tables: Tables) -> dict[str, frozenset[_Place]]:
    """Return for each entry the places of factors whose records count in it.

    An own-team factor has two, of which the scope of a link decides; all others have one.
    """
    kinds = kinds_of_entries(tables)
    above: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in columns(tables, "entry_ancestors", "entry", "scope", "ancestor"):
        if kinds[str(row[0])] == EntryKind.FACTOR:
            entry, scope, ancestor = map(str, row)
            above[entry, scope].add(ancestor)
    found: dict[str, set[_Place]] = defaultdict(set)
    for (factor, _), ancestors in above.items():
        for ancestor in ancestors:
            found[ancestor].add((factor, frozenset(ancestors)))
    order = [str(entry) for (entry,) in columns(tables, "entries", "entry")]
    return {entry: frozenset(found[entry]) for entry in order if entry in found}


def _within(tree: Mapping[str, frozenset[_Place]]) -> Iterator[tuple[str, str]]:
    """Yield each entry with each that lies within it, but for what follows from others."""
    for whole, places in tree.items():
        parts = [each for each in tree if each != whole and tree[each] <= places]
        for part in parts:
            between = (tree[each] for each in parts)
            if not any(tree[part] < each < places for each in between):
                yield whole, part


def _coverings(
    tree: Mapping[str, frozenset[_Place]], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each entry with entries of which every record of it has one."""
    parts_of: dict[str, list[str]] = defaultdict(list)
    for whole, part in pairs:
        parts_of[whole].append(part)
    for whole, places in tree.items():
        factors = _factors_at(places, tree)
        if factors == [whole]:
            yield from _types_of(whole, tree)
            continue
        yield whole, factors
        parts = parts_of[whole]
        if frozenset().union(*(tree[part] for part in parts)) == places:
            yield whole, parts
            for linked in _linked(parts, tree):
                own = _factors_at(frozenset().union(*(tree[part] for part in linked)), tree)
                rest = [part for part in parts if part not in linked and part not in own]
                yield whole, [*rest, *own]


def _types_of(
    factor: str, tree: Mapping[str, frozenset[_Place]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield a factor with the types under which it stands, if it stands now here and now there."""
    if len(tree[factor]) == 1:
        return
    types = [
        next(
            (
                each
                for each in tree
                if each != factor and place in tree[each] and not tree[factor] <= tree[each]
            ),
            "",
        )
        for place in sorted(tree[factor], key=str)
    ]
    if all(types):
        yield factor, types


def _linked(
    parts: Iterable[str], tree: Mapping[str, frozenset[_Place]]
) -> Iterator[frozenset[str]]:
    """Yield the groups of parts that have a factor in common, where there are such."""
    groups: list[set[str]] = []
    for part in parts:
        named = set(_factors_at(tree[part], tree))
        near = [
            group
            for group in groups
            if any(named & set(_factors_at(tree[each], tree)) for each in group)
        ]
        groups = [group for group in groups if group not in near]
        groups.append({part}.union(*near))
    yield from (frozenset(group) for group in groups if len(group) > 1)


def _factors_at(places: frozenset[_Place], tree: Mapping[str, frozenset[_Place]]) -> list[str]:
    named = {factor for factor, _ in places}
    return [entry for entry in tree if entry in named]
