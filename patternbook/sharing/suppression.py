"""Which counts to hide, so that no small one can be worked out from those that are told.

The rule, for a threshold t:

1. A count below t is hidden (“few”). That is the minimum frequency rule, with one change: a
   nought is hidden as well. Elsewhere a nought is often told, since nobody stands behind it; but
   where noughts are told, whatever is hidden is known to be at least one.
2. Further counts are hidden until, for each of the few, every number from 0 to t is possible:
   there are whole numbers for all that is hidden with which everything that is told is true, and
   this one is that number. So nobody can work out from what is told what a hidden count is, nor
   that it is not nought, nor that it is below t.
3. Whoever knows this program may know besides which of the hidden counts are few, for instance
   where there was nothing to protect. So every number from 0 to t - 1 is to be possible even if
   all the few are known to be below t: what they are, and whether there is such a record at all,
   remains open.
4. Counts that were hidden further and need not be are told after all.

Complementary (secondary) cell suppression, and that its safety is shown by solving for what an
attacker can infer: Hundepool and others (2012), “Statistical Disclosure Control”, chapters 4 and
5; Willenborg and de Waal (2001), “Elements of Statistical Disclosure Control”; Fischetti and
Salazar (2001), “Solving the cell suppression problem on tabular data with linear constraints”,
Management Science 47. We do not seek the smallest set of cells: one that is safe, found in the
same way each time, is enough. It ends, since each step hides one cell more, and where all is
hidden nothing can be inferred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from patternbook.sharing.cells import Cell, wholes_first
from patternbook.sharing.relations import Bounds, Relation
from patternbook.sharing.solver import Solver, ready


class NotPossible(Exception):
    """Raised where hiding more does not help, since too much is known already."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is told, what is hidden because it is few, and what is hidden to protect that."""

    told: Mapping[Cell, int]
    few: frozenset[Cell]
    further: frozenset[Cell]


def suppress(
    counts: Mapping[Cell, int],
    relations: Collection[Relation],
    threshold: int,
    *,
    known: Mapping[Cell, Bounds] | None = None,
    guarded: Mapping[Cell, int] | None = None,
    from_experts: bool = True,
) -> Suppression:
    """Return which of these counts can be told.

    The relations may be about further cells: those in `known`, of which others know that much
    already and which cannot be hidden any more, and all else that they name, of which nobody
    knows anything. A count in `known` is not told again. `guarded` are cells to be protected
    besides those that are few: for each, every number up to this one is to be possible. Without
    `from_experts`, the third rule is left out.

    Raises NotPossible if what is known gives something away already; NoSolver where the solver is
    missing.
    """
    ready()
    known = known or {}
    few = frozenset(cell for cell in counts if counts[cell] < threshold and cell not in known)
    watched = {**dict.fromkeys(few, threshold), **(guarded or {})}
    known_below = threshold if from_experts else 0
    search = _Search(counts, tuple(relations), known_below, known, watched)
    hidden = {*few, *(cell for each in relations for cell, _ in each.terms if cell not in counts)}
    hidden |= set(known)
    hidden -= {cell for cell, (low, high) in known.items() if low == high}
    start = frozenset(hidden)
    while (failing := search.not_protected(hidden)) is not None:
        hidden.add(search.best_to_hide(failing, hidden))
    for cell in sorted(hidden - start, key=search.place, reverse=True):
        if search.is_safe_without(cell, hidden):
            hidden.remove(cell)
    return Suppression(
        told={
            cell: number
            for cell, number in counts.items()
            if cell not in hidden and cell not in known
        },
        few=few,
        further=frozenset(cell for cell in hidden if cell in counts) - few - set(known),
    )


class _Search:
    """The counts and their relations, and what was found about groups of hidden cells.

    Hidden cells that a relation joins are one group, and what a group could be depends on nothing
    but itself and on what is told. So each group is looked at once, however often it is met.
    """

    def __init__(
        self,
        counts: Mapping[Cell, int],
        relations: Sequence[Relation],
        known_below: int,
        known: Mapping[Cell, Bounds],
        watched: Mapping[Cell, int],
    ) -> None:
        self._known: dict[Cell, Bounds] = {
            **{cell: (number, number) for cell, number in counts.items()},
            **known,
        }
        self._counts = counts
        self._given = known
        self._known_below = known_below
        self._watched = watched
        self._relations_of: dict[Cell, list[Relation]] = defaultdict(list)
        for relation in relations:
            for cell, _ in relation.terms:
                self._relations_of[cell].append(relation)
        in_order = dict.fromkeys([*wholes_first(counts), *self._relations_of])
        self._order = {cell: place for place, cell in enumerate(in_order)}
        self._failing: dict[frozenset[Cell], tuple[Cell, int] | None] = {}

    def place(self, cell: Cell) -> int:
        """Return where a cell stands in an order that is always the same."""
        return self._order.get(cell, -1)

    def not_protected(self, hidden: Collection[Cell]) -> tuple[Cell, int] | None:
        """Return a cell to be protected and a number that it cannot be, or None."""
        for group in self._groups(hidden, sorted(hidden, key=self.place)):
            failing = self._not_protected_in(group, hidden)
            if failing is not None:
                return failing
        return None

    def is_safe_without(self, cell: Cell, hidden: Collection[Cell]) -> bool:
        """Return whether all that is to be protected still is if this cell is told."""
        rest = set(hidden) - {cell}
        near = [other for other in self._neighbours(cell) if other in rest]
        groups = self._groups(rest, near)
        return all(self._not_protected_in(group, rest) is None for group in groups)

    def best_to_hide(self, failing: tuple[Cell, int], hidden: Collection[Cell]) -> Cell:
        """Return the cell to hide next for the sake of one that is not protected.

        It is one that is enough by itself, if any is. Of these, wholes come first, since their
        parts still tell how much there is at least. What is hidden does not depend on how large
        it is, or that would tell something of it. Raises NotPossible if there is none left.
        """
        cell, number = failing
        (group,) = self._groups(hidden, [cell])
        candidates = {
            other
            for each in group
            for other in self._neighbours(each)
            if other not in hidden and other in self._counts and other not in self._given
        }

        if not candidates:
            raise NotPossible
        (wider,) = self._groups({*hidden, *candidates}, [cell])
        solver = self._solver(wider, candidates, knows_few=not self._is_for_plain(number))

        near = self._neighbours(cell)
        in_turn = sorted(candidates, key=lambda each: (each not in near, self.place(each)))
        for candidate in in_turn:
            with solver.set_free(candidate):
                if solver.with_number([cell], number) is not None:
                    return candidate
        return in_turn[0]

    def _not_protected_in(
        self, group: tuple[Cell, ...], hidden: Collection[Cell]
    ) -> tuple[Cell, int] | None:
        key = frozenset(group)
        if key not in self._failing:
            self._failing[key] = self._look_into(group, hidden)
        return self._failing[key]

    def _look_into(
        self, group: tuple[Cell, ...], hidden: Collection[Cell]
    ) -> tuple[Cell, int] | None:
        watched = [cell for cell in group if cell in self._watched]
        relations = self._relations_within(group)
        told = {cell for each in relations for cell, _ in each.terms} - set(group)
        if not watched or (not told and not any(cell in self._given for cell in group)):
            return None  # where nothing is told of a group, each of its counts can be anything
        informed, plain = (self._solver(group, knows_few=each) for each in (True, False))
        possible: dict[Solver, set[tuple[Cell, int]]] = {informed: set(), plain: set()}
        top = max(self._watched[cell] for cell in watched)
        for number in _outermost_first(top):
            solver = plain if self._is_for_plain(number) else informed
            cells = [cell for cell in watched if number <= self._watched[cell]]
            failing = next(solver.cannot_be(cells, number, possible[solver]), None)
            if failing is not None:
                return failing, number
        return None

    def _is_for_plain(self, number: int) -> bool:
        """Return whether this is only to be possible to whoever does not know which are few."""
        return number >= self._known_below

    def _solver(
        self, group: tuple[Cell, ...], told: Collection[Cell] = (), *, knows_few: bool
    ) -> Solver:
        """Return a solver for a group, in which the counts in `told` are told for the present.

        With `knows_few` it is known which counts are hidden because they are below the threshold.
        """
        inside = set(group) - set(told)
        known = {
            cell: bounds
            for cell, bounds in self._known.items()
            if cell not in inside or cell in self._given
        }
        if knows_few:
            few = (cell for cell in group if cell in self._counts and cell in self._watched)
            known |= dict.fromkeys(few, (0, self._known_below - 1))
        return Solver(group, self._relations_within(group), known)

    def _relations_within(self, group: Iterable[Cell]) -> list[Relation]:
        return list(dict.fromkeys(r for cell in group for r in self._relations_of[cell]))

    def _neighbours(self, cell: Cell) -> set[Cell]:
        return {other for each in self._relations_of[cell] for other, _ in each.terms} - {cell}

    def _groups(self, hidden: Collection[Cell], starts: Iterable[Cell]) -> list[tuple[Cell, ...]]:
        """Return the groups in which these hidden cells are, each once and in order."""
        hidden = frozenset(hidden)
        groups = []
        seen: set[Cell] = set()
        for start in starts:
            if start in seen:
                continue
            group, waiting = {start}, [start]
            while waiting:
                for other in self._neighbours(waiting.pop()) & hidden - group:
                    group.add(other)
                    waiting.append(other)
            seen |= group
            groups.append(tuple(sorted(group, key=self.place)))
        return groups


def _outermost_first(top: int) -> list[int]:
    """Return the numbers from 0 to this one; what is not possible shows at the ends first."""
    return [*dict.fromkeys((0, top)), *range(1, top)]
