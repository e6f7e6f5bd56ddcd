"""Counts that are shared again: what an earlier file told must not give away what has come since.

Whoever has the files of two months can take one from the other. What is left are counts of the
records that came in between, and those are few where a board shares often. So:

1. Where no count that was told has changed by as much as the threshold, the earlier counts are
   told once more as they were, and nothing is told that was not known.
2. Else a count that was told before, and has changed by less than the threshold, is kept: the
   earlier number is told again, and by how much the present one differs is not. That it has not
   changed at all is not told either.
3. All other counts are told or hidden as at the first time, with one difference: whoever tries to
   work them out is taken to know the earlier file, and that nothing was taken away since, if that
   can be. What the earlier file hides stays hidden, and so does what has changed in what was kept.
4. Where that cannot be had, the earlier counts are told once more.

What is compared is the file before. A board that has told counts in many files has told more than
one that has shared twice; once a year is enough. The third rule of `suppression`, against whoever
knows which counts are few, is not asked for here: the earlier file has told too much for that.

That tables of two times must not be taken one from the other (disclosure by differencing):
Hundepool and others (2012), “Statistical Disclosure Control”.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from patternbook.sharing.cells import Cell
from patternbook.sharing.relations import Bounds, Relation
from patternbook.sharing.shares import Share
from patternbook.sharing.solver import Solver
from patternbook.sharing.suppression import NotPossible, Suppression, suppress

_BEFORE = "before"
_COME = "come"
_GONE = "gone"
_STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class Again:
    """What is told after an earlier file; `kept` are the earlier numbers that are told again."""

    suppression: Suppression
    kept: Mapping[Cell, int]


def suppress_again(
    counts: Mapping[Cell, int],
    relations: Sequence[Relation],
    threshold: int,
    earlier: Share,
) -> Again | None:
    """Return what can be told after an earlier file; None if its counts are to be told again.

    Raises NoSolver where the solver is missing.
    """
    before = {
        cell: number for cell, number in {**earlier.kept, **earlier.held}.items() if cell in counts
    }
    kept = {
        cell: number for cell, number in before.items() if abs(counts[cell] - number) < threshold
    }
    if before and kept == before:
        return None
    give = threshold - 1
    bounds_of_kept = {cell: (number - give, number + give) for cell, number in kept.items()}
    known = {
        **{(_BEFORE, *cell): bounds for cell, bounds in earlier.known.items() if cell in counts},
        **bounds_of_kept,
    }
    joined = tuple(_over_time(counts, relations, with_gone=False))
    if not _can_be(counts, joined, known):
        joined = tuple(_over_time(counts, relations, with_gone=True))
        if not _can_be(counts, joined, known):
            return None
    guarded = {
        **{
            (_BEFORE, *cell): earlier.threshold
            for cell in _hidden_before(counts, relations, earlier)
        },
        **{(_COME, *cell): give for cell in kept},
    }
    try:
        found = suppress(
            counts, joined, threshold, known=known, guarded=guarded, from_experts=False
        )
    except NotPossible:
        return None
    return Again(found, kept)


def _over_time(
    cells: Collection[Cell], relations: Sequence[Relation], *, with_gone: bool
) -> Iterator[Relation]:
    """Yield what holds between the counts of two months, and within each of them.

    What stayed and what has come is what is there now; what stayed and what has gone is what was.
    """
    stayed = _STAYED if with_gone else _BEFORE
    for relation in relations:
        yield relation
        for when in dict.fromkeys([_BEFORE, stayed, _COME, *([_GONE] if with_gone else [])]):
            terms = tuple(((when, *cell), factor) for cell, factor in relation.terms)
            yield Relation(terms, relation.is_equal)
    for cell in cells:
        yield Relation((((stayed, *cell), 1), ((_COME, *cell), 1), (cell, -1)), is_equal=True)
        if with_gone:
            yield Relation(
                (((stayed, *cell), 1), ((_GONE, *cell), 1), ((_BEFORE, *cell), -1)),
                is_equal=True,
            )


def _can_be(
    counts: Mapping[Cell, int], joined: Sequence[Relation], known: Mapping[Cell, Bounds]
) -> bool:
    """Return whether the present counts can be true together with what is known."""
    exact = {cell: (number, number) for cell, number in counts.items()}
    fixed = {cell: bounds for cell, bounds in known.items() if bounds[0] == bounds[1]}
    told = {**fixed, **exact}
    hidden = {cell: None for each in joined for cell, _ in each.terms if cell not in told}
    open_ones = {cell: bounds for cell, bounds in known.items() if cell in hidden}
    relations = [each for each in joined if any(cell in hidden for cell, _ in each.terms)]
    return Solver(tuple(hidden), relations, {**told, **open_ones}).can_be()


def _hidden_before(
    counts: Mapping[Cell, int], relations: Sequence[Relation], earlier: Share
) -> Iterator[Cell]:
    """Yield the cells of an earlier file that could be any number up to its threshold."""
    known = {cell: bounds for cell, bounds in earlier.known.items() if cell in counts}
    told = {cell: bounds for cell, bounds in known.items() if bounds[0] == bounds[1]}
    hidden = tuple(cell for cell in counts if cell not in told)
    within = [each for each in relations if any(cell not in told for cell, _ in each.terms)]
    solver = Solver(hidden, within, known)
    possible: set[tuple[Cell, int]] = set()
    given_away: set[Cell] = set()
    for number in (0, earlier.threshold):
        given_away.update(solver.cannot_be(hidden, number, possible))
    yield from (cell for cell in hidden if cell not in known and cell not in given_away)
