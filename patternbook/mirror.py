"""A published library -> the mirror that is held to it: what it tells, and which way it leans.

A library of records that people chose to send leans. Nobody can put that right by counting, but
everybody can see it. So each aspect is told with its denominator and with how many do not say,
and a lean is named where most of those that say so say the same. That is no finding about the
work: it says what has been written down here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from patternbook.evidence import counts
from patternbook.gaps import Gaps, find_gaps
from patternbook.measures import Selection, run, select
from patternbook.measures.balance import BALANCE, Aspect
from patternbook.measures.engine import embedded, ready
from patternbook.publication import PublishedLibrary
from patternbook.tables.rows import make_tables

# Of fewer than this nobody says that they lean.
FEW = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to one aspect: of how many it was asked, and how many gave each value.

    `unsaid` are those that do not say. One may give several values, so that they need not add up.
    """

    asked: int = 0
    unsaid: int = 0
    told: Mapping[str, int] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """Return how many say anything."""
        return self.asked - self.unsaid

    def number(self, *values: str) -> int:
        """Return how many gave one of these values, of which each may give no more than one."""
        return sum(self.told.get(value, 0) for value in values)


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a library tells of itself. `illustrations` are in no figure but this one."""

    records: int
    illustrations: int
    answers: Mapping[Aspect, Answers]
    gaps: Gaps

    def of(self, aspect: Aspect) -> Answers:
        """Return what was answered to an aspect."""
        return self.answers.get(aspect, Answers())


def hold_mirror(library: PublishedLibrary) -> Mirror:
    """Return the mirror of a library; where no record counts, without asking any engine.

    Raises NoEngine if there is something to count and the packages that count are missing.
    """
    counted = sum(counts(published) for published in library.records)
    return Mirror(
        records=counted,
        illustrations=len(library.records) - counted,
        answers=_answers(library) if counted else {},
        gaps=find_gaps(library),
    )


def most(numbers: Iterable[int], known: int) -> int | None:
    """Return which of these numbers, from nought, is more than two thirds of those that are known.

    It is None if they are too few, if there is none, or if there are two: several values may hold.
    """
    if known < FEW:
        return None
    found = [place for place, number in enumerate(numbers) if 3 * number > 2 * known]
    return found[0] if len(found) == 1 else None


def _answers(library: PublishedLibrary) -> dict[Aspect, Answers]:
    ready()
    with embedded(make_tables(library)) as tables:
        (rows,) = run(select(tables, Selection()), [BALANCE]).values()
    found: dict[Aspect, Answers] = {}
    for aspect in Aspect:
        of_aspect = [row for row in rows if row["aspect"] == aspect]
        told = {row["value"]: row["things"] for row in of_aspect}
        unsaid = told.pop(None, 0)
        asked = of_aspect[0]["asked"] if of_aspect else 0
        found[aspect] = Answers(asked, unsaid, told)
    return found
