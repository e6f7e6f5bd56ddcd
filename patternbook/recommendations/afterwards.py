"""Whether a pattern was found again after something had been recommended on it.

What can be told is little. Records are sent in by choice, so whoever finds none again has not
shown that there are none: each number is a lower bound. And the year of a record says when its
review was completed, not when the things happened that it tells: those may well have come before
the recommendation. So a pattern that returns is no proof that a recommendation failed, and one
that does not is no proof that it helped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from patternbook.evidence import Evidence, EvidenceIndex, counts
from patternbook.publication import Published, PublishedLibrary
from patternbook.recommendations.register import Registered
from patternbook.vocabulary import Influence, Kind, PatternInfluence

# Which kinds of record can show a pattern at all: a debrief names none.
SHOW_PATTERNS = (Kind.CASE_REVIEW, Kind.NEAR_MISS)


@dataclass(frozen=True, slots=True)
class Later:
    """A record that shows a pattern, with the year in which it was completed, and how it did."""

    published: Published
    year: int
    influences: tuple[Influence, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What was completed after a year: the records that show the pattern, out of how many.

    `of` are all records completed later that count and could show a pattern.
    """

    year: int
    shown: tuple[Later, ...]
    of: int

    def number(self, influence: Influence) -> int:
        """Return how many of the records show the pattern with this influence."""
        return sum(influence in each.influences for each in self.shown)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Whether what a recommendation is about was found again.

    `since` counts from the year in which its review was completed, and `since_done` from the first
    in which somebody said that it was done, or is None.
    """

    since: Since
    since_done: Since | None


class Returns:
    """Looks up what came after a recommendation."""

    def __init__(self, library: PublishedLibrary, index: EvidenceIndex) -> None:
        """Take in the library, and the index of what it says of each pattern."""
        self._library = library
        self._index = index
        self._later: dict[str, list[Later]] = {}

    def afterwards(self, registered: Registered, within: Iterable[str]) -> Afterwards | None:
        """Return what came after a recommendation, of those of its patterns that are `within`.

        `within` are ids of entries. None is returned where nothing can be said: for an
        illustration, whose year was invented, and where the record gives no year.
        """
        year = registered.year
        if year is None or not registered.is_counted:
            return None
        wanted = set(within)
        entries = [entry for entry in registered.entries if entry in wanted]
        own = registered.published.record.id
        done = registered.done
        return Afterwards(
            self._since(year, entries, own),
            self._since(done, entries, own) if done is not None else None,
        )

    def _since(self, year: int, entries: Sequence[str], own: str) -> Since:
        found: dict[str, Later] = {}
        for entry in entries:
            for later in self._of(entry):
                record_id = later.published.record.id
                if later.year <= year or record_id == own:
                    continue
                known = found.get(record_id)
                both = {*later.influences, *(known.influences if known else ())}
                in_order = tuple(each for each in PatternInfluence if each in both)
                found[record_id] = Later(later.published, later.year, in_order)
        shown = sorted(found.values(), key=lambda e: (e.year, e.published.record.title))
        is_own_later = any(y > year for y, record_id in self._years if record_id == own)
        of = len(self._years) - bisect_right(self._years, (year, "~")) - is_own_later
        return Since(year, tuple(shown), of)

    @cached_property
    def _years(self) -> list[tuple[int, str]]:
        """Return the year and the id of every record that counts and could show a pattern."""
        return sorted(
            (each.record.completed, each.record.id)
            for each in self._library.records
            if counts(each) and each.record.kind in SHOW_PATTERNS and each.record.completed
        )

    def _of(self, entry_id: str) -> list[Later]:
        """Return the records that count and show an entry, or what stands under it."""
        if entry_id not in self._later:
            found: dict[str, list[Evidence]] = {}
            for evidence in self._index.of(entry_id):
                if evidence.counted and evidence.published.record.completed is not None:
                    found.setdefault(evidence.published.record.id, []).append(evidence)
            self._later[entry_id] = [
                Later(
                    pieces[0].published,
                    pieces[0].published.record.completed or 0,
                    tuple({each.influence: None for each in pieces}),
                )
                for pieces in found.values()
            ]
        return self._later[entry_id]
