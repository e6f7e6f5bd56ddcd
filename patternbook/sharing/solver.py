"""What hidden counts could be, solved with HiGHS (https://highs.dev).

A hidden count could be some number if there are whole numbers for all hidden counts, this one
among them, that satisfy every relation. Such numbers are then in hand, so that a “yes” is proved.
Linear programming finds them nearly always; where its answer is not in whole numbers, integer
programming is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from patternbook.sharing.cells import Cell
from patternbook.sharing.relations import Bounds, Relation

_HOW_TO = (
    "Small numbers cannot be hidden here: the Python package highspy is missing. It belongs to "
    "what “make setup-site” installs. Elsewhere: python -m pip install highspy"
)
_NEARLY = 1e-6


class NoSolver(Exception):
    """Raised where the package with the solver is missing, with how to get it."""


def ready() -> None:
    """Raise NoSolver unless hidden counts can be worked out here."""
    try:
        import highspy  # noqa: F401
    except ImportError:
        raise NoSolver(_HOW_TO) from None


class Solver:
    """A set of counts that are not told, and all that is known of them.

    `known` are bounds of counts: those that are told, with the same number twice, and others of
    which something else is known.
    """

    def __init__(
        self,
        hidden: Collection[Cell],
        relations: Sequence[Relation],
        known: Mapping[Cell, Bounds],
    ) -> None:
        """Put what is known before the solver. `relations` are those of any hidden count."""
        import highspy

        self._cells = tuple(hidden)
        self._places = {cell: place for place, cell in enumerate(self._cells)}
        self._no_limit = highspy.kHighsInf
        self._found = highspy.HighsModelStatus.kOptimal
        self._impossible = highspy.HighsModelStatus.kInfeasible
        self._whole = highspy.HighsVarType.kInteger
        self._real = highspy.HighsVarType.kContinuous
        self._model = _silent_model()
        self._bounds = {cell: self._bounds_of(known.get(cell, (0, None))) for cell in self._cells}
        for bounds in self._bounds.values():
            self._model.addVar(*bounds)
        for relation in relations:
            self._add(relation, known)

    def with_number(self, cells: Sequence[Cell], number: int) -> Mapping[Cell, int] | None:
        """Return whole numbers that could all be true, with this one for each of these cells.

        None if there are none.
        """
        if not all(self._is_within(cell, number) for cell in cells):
            return None
        try:
            for cell in cells:
                self._model.changeColBounds(self._places[cell], number, number)
            return self._in_whole_numbers()
        finally:
            for cell in cells:
                self._model.changeColBounds(self._places[cell], *self._bounds[cell])

    def cannot_be(
        self, cells: Sequence[Cell], number: int, possible: set[tuple[Cell, int]]
    ) -> Iterator[Cell]:
        """Yield each of these cells that cannot be this number.

        All at once are tried first, then each half: what can be at once can be one by one. What a
        cell can be is added to `possible`, and what stands there already is not tried again.
        """
        cells = [cell for cell in cells if (cell, number) not in possible]
        if not cells:
            return
        found = self.with_number(cells, number)
        if found is not None:
            possible.update(found.items())
        elif len(cells) == 1:
            yield cells[0]
        else:
            half = len(cells) // 2
            yield from self.cannot_be(cells[:half], number, possible)
            yield from self.cannot_be(cells[half:], number, possible)

    @contextmanager
    def set_free(self, cell: Cell) -> Iterator[None]:
        """Take nothing to be known of a cell while this lasts."""
        place = self._places[cell]
        before, self._bounds[cell] = self._bounds[cell], (0, self._no_limit)
        self._model.changeColBounds(place, *self._bounds[cell])
        try:
            yield
        finally:
            self._bounds[cell] = before
            self._model.changeColBounds(place, *before)

    def _is_within(self, cell: Cell, number: int) -> bool:
        low, high = self._bounds[cell]
        return low <= number <= high

    def can_be(self) -> bool:
        """Return whether there are such numbers at all."""
        return self._in_whole_numbers() is not None

    def _bounds_of(self, known: Bounds) -> tuple[float, float]:
        low, high = known
        return low, self._no_limit if high is None else high

    def _add(self, relation: Relation, known: Mapping[Cell, Bounds]) -> None:
        """Add a relation; what is told goes over to the other side as a number."""
        terms = [(self._places[cell], n) for cell, n in relation.terms if cell in self._places]
        rest = -sum(n * known[cell][0] for cell, n in relation.terms if cell not in self._places)
        top = rest if relation.is_equal else self._no_limit
        places, factors = zip(*terms, strict=True)
        self._model.addRow(rest, top, len(terms), list(places), list(factors))

    def _in_whole_numbers(self) -> Mapping[Cell, int] | None:
        found = self._solved()
        if found is None or _are_whole(found):
            return self._named(found)
        places = range(len(self._cells))
        for place in places:
            self._model.changeColIntegrality(place, self._whole)
        try:
            return self._named(self._solved())
        finally:
            for place in places:
                self._model.changeColIntegrality(place, self._real)

    def _named(self, found: list[float] | None) -> Mapping[Cell, int] | None:
        if found is None:
            return None
        return {cell: round(number) for cell, number in zip(self._cells, found, strict=True)}

    def _solved(self) -> list[float] | None:
        """Return numbers that could be true, or None if there are none.

        Raises RuntimeError if the solver does not say which: its silence is no answer.
        """
        self._model.run()
        status = self._model.getModelStatus()
        if status == self._impossible:
            return None
        if status != self._found:
            raise RuntimeError(f"The solver gave no answer: {status}")
        return list(self._model.getSolution().col_value)


def _silent_model() -> Any:
    """Return an empty model that prints nothing, not even while it is made."""
    import highspy

    class _Silent(highspy.Highs):
        def enableCallbacks(self) -> None:
            # Called while it is made, and the first thing that would print.
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return _Silent()  # type: ignore[no-untyped-call]


def _are_whole(numbers: Sequence[float]) -> bool:
    return all(abs(number - round(number)) < _NEARLY for number in numbers)
