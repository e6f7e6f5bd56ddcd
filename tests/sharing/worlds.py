"""An attacker: whoever has everything that is published, and works out what could be behind it.

It knows nothing of how counts are hidden. It knows what records are: that each has one kind and
one setting at least, that a debrief names no pattern, that whoever names a factor names its type.
A world is a number of records of each sort with which everything published is true. If a hidden
count is the same in all worlds, it is found; if it is few in all worlds, it is known to be few.

Each world that is found here is one that could be: it is made of records. For an attack that is
to fail that is enough, however few sorts of record are looked at. `every_setting` looks at all
sorts, for an attack that is to succeed: what cannot be then cannot be at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import highspy

from patternbook.sharing import Cell
from patternbook.vocabulary import (
    FactorInfluence,
    Kind,
    Level,
    PatternInfluence,
    RecommendationKind,
    ResponseStatus,
    Setting,
)

# The small vocabulary of `tests.making`: each way to name something, and in what it counts.
FACTORS = {
    ("workload", None): ("workload", "conditions-of-work", "front-line-factors"),
    ("timing", None): ("timing", "conditions-of-work", "front-line-factors"),
    ("supervision", None): ("supervision", "own-team-factors", "front-line-factors"),
    ("supervision", "inter-agency"): (
        "supervision",
        "inter-agency-factors",
        "front-line-factors",
    ),
    ("information-sharing", None): (
        "information-sharing",
        "inter-agency-factors",
        "front-line-factors",
    ),
    ("other", None): ("other",),
}
PATTERNS = {
    "human-judgement-and-reasoning": ("human-judgement-and-reasoning",),
    "tunnel-vision": ("tunnel-vision", "human-judgement-and-reasoning"),
    "drift-into-failure": ("drift-into-failure", "human-judgement-and-reasoning"),
    "human-tool-operation": ("human-tool-operation",),
}
# Records of tests play in the first settings of the list.
USED_SETTINGS = 4
STATES = ("not-answered", *ResponseStatus)
WITH_PATTERNS = (Kind.CASE_REVIEW, Kind.NEAR_MISS)


@dataclass(frozen=True)
class Publication:
    """What one file tells, of which groups of records: the number, or the least and the most."""

    told: Mapping[Cell, tuple[int, int | None]]
    groups: tuple[str, ...] = ("now",)


@dataclass
class Worlds:
    """All worlds in which what was published is true."""

    published: Sequence[Publication]
    every_setting: bool = False
    _model: Any = field(init=False)
    _counts: dict[tuple[str, Cell], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._model = highspy.Highs()
        self._model.setOptionValue("output_flag", False)
        self._counts = defaultdict(list)
        for group in sorted({name for each in self.published for name in each.groups}):
            self._add_group(group)
        for each in self.published:
            for cell, (least, most) in each.told.items():
                self._row(self._of(each.groups, cell), [], least, most)

    def can_be(self, groups: tuple[str, ...], cells: Sequence[Cell], number: int) -> set[Cell]:
        """Return which of these counts can be this number, each for itself."""
        if not cells:
            return set()
        if self._can_all_be(groups, cells, number):
            return set(cells)
        if len(cells) == 1:
            return set()
        half = len(cells) // 2
        parts = (cells[:half], cells[half:])
        return set().union(*(self.can_be(groups, part, number) for part in parts))

    def _can_all_be(self, groups: tuple[str, ...], cells: Sequence[Cell], number: int) -> bool:
        rows = self._model.getNumRow()
        for cell in cells:
            self._row(self._of(groups, cell), [], number, number)
        self._model.run()
        status = self._model.getModelStatus()
        assert status in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
        is_possible: bool = status == highspy.HighsModelStatus.kOptimal
        self._model.deleteRows(len(cells), list(range(rows, rows + len(cells))))
        return is_possible

    # --- Records of one group ---

    def _add_group(self, group: str) -> None:
        kinds = {kind: self._sort(group, [("records",), ("kinds", kind)]) for kind in Kind}
        for kind, number in kinds.items():
            in_settings = [
                self._sort(
                    group,
                    [
                        cell
                        for setting in settings
                        for cell in (("settings", setting), ("kinds_by_setting", kind, setting))
                    ],
                )
                for settings in self._settings()
            ]
            self._row(in_settings, [number], 0, 0)
        for influence in PatternInfluence:
            for kind in WITH_PATTERNS:
                sorts = self._namings(group, "patterns", PATTERNS, influence)
                self._row(sorts, [kinds[kind]], None, 0)
        for effect in FactorInfluence:
            sorts = self._namings(group, "factors", FACTORS, effect)
            self._row(sorts, list(kinds.values()), None, 0)
        self._add_recommendations(group, kinds[Kind.CASE_REVIEW])

    def _settings(self) -> Iterator[tuple[Setting, ...]]:
        """Yield the sets of settings of one record: all, or those with many of the first four."""
        some = list(Setting) if self.every_setting else list(Setting)[:USED_SETTINGS]
        rest = [setting for setting in Setting if setting not in some]
        others = [(), *((setting,) for setting in rest), tuple(rest)] if rest else [()]
        for size in range(len(some) + 1):
            for named, also in product(combinations(some, size), others):
                if named or also:
                    yield (*named, *also)

    def _namings(
        self,
        group: str,
        table: str,
        names: Mapping[Any, tuple[str, ...]],
        influence: str,
    ) -> list[int]:
        """Add a sort of record for each set of things that one can name."""
        return [
            self._sort(
                group,
                {(table, entry, influence) for name in named for entry in names[name]},
            )
            for size in range(1, len(names) + 1)
            for named in combinations(names, size)
        ]

    def _add_recommendations(self, group: str, reviews: int) -> None:
        recommending = self._sort(group, [("recommended",)])
        self._row([recommending], [reviews], None, 0)
        whats = [("recommendations", *each) for each in product(RecommendationKind, Level)]
        states = [("statuses", state) for state in STATES]
        for cells in (whats, states):
            sizes = (1, 2, len(cells))
            sorts = [
                self._sort(group, some) for size in sizes for some in combinations(cells, size)
            ]
            self._row(sorts, [recommending], 0, 0)

    # --- The solver ---

    def _sort(self, group: str, cells: Iterable[Cell]) -> int:
        place: int = self._model.getNumCol()
        self._model.addVar(0, highspy.kHighsInf)
        self._model.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for cell in cells:
            self._counts[group, tuple(map(str, cell))].append(place)
        return place

    def _of(self, groups: tuple[str, ...], cell: Cell) -> list[int]:
        name = tuple(map(str, cell))
        return [place for group in groups for place in self._counts[group, name]]

    def _row(self, plus: list[int], minus: list[int], least: int | None, most: int | None) -> None:
        low = -highspy.kHighsInf if least is None else least
        high = highspy.kHighsInf if most is None else most
        factors = [1.0] * len(plus) + [-1.0] * len(minus)
        self._model.addRow(low, high, len(factors), plus + minus, factors)
