"""What is still open, for whom, and for how long: the lists to follow up by.

A build knows no clock, or two builds of one library would differ. So age is counted up to the
newest year that the library itself tells of, unless somebody names another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from patternbook.evidence import counts
from patternbook.model import CaseReview
from patternbook.publication import Published, PublishedLibrary
from patternbook.recommendations.register import Registered

T = TypeVar("T")

_YEAR = 4  # signs of a month such as “2026-11” that name its year


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open recommendation, with its age and for how long nothing was heard of it, in years.

    The age is None where the record does not say when the review was completed, or where that was
    after the year up to which age is counted; `silent` likewise.
    """

    registered: Registered
    age: int | None
    silent: int | None


def newest_year(library: PublishedLibrary) -> int | None:
    """Return the newest year of which a library tells, or None if it tells of none.

    That is the year in which a review was completed, in which a record came into the library, or
    in which somebody responded to a recommendation. What was invented is asked last.
    """
    for is_counted in (True, False):
        years = [
            year
            for published in library.records
            if counts(published) is is_counted
            for year in _years(published)
        ]
        if years:
            return max(years)
    return None


def _years(published: Published) -> Iterable[int]:
    record = published.record
    if record.completed is not None:
        yield record.completed
    if record.added is not None:
        yield int(record.added[:_YEAR])
    if isinstance(record, CaseReview):
        for recommendation in record.recommendations:
            yield from (response.year for response in recommendation.responses)


def waiting(made: Iterable[Registered], year: int) -> list[Waiting]:
    """Return what is open, with its age in this year: the oldest first, then by the title.

    What has no age stands last.
    """
    found = [
        Waiting(each, _years_from(each.year, year), _years_from(_last_heard(each), year))
        for each in made
        if each.is_open
    ]
    return sorted(found, key=_oldest_first)


def by_owner(
    items: Iterable[T], registered_of: Callable[[T], Registered]
) -> list[tuple[str, tuple[T, ...]]]:
    """Return things by the owner of a recommendation, in the order of the alphabet.

    Capitals and spaces make no difference; an owner is called as where it is met first. What names
    none stands last, under an empty name.
    """
    names: dict[str, str] = {}
    grouped: dict[str, list[T]] = {}
    for each in items:
        name = registered_of(each).owner
        names.setdefault(name.casefold(), name)
        grouped.setdefault(name.casefold(), []).append(each)
    in_order = sorted(grouped, key=lambda key: (not key, key))
    return [(names[key], tuple(grouped[key])) for key in in_order]


def owned_by(found: Iterable[Waiting], asked: str) -> list[Waiting]:
    """Return what is open for owners whose name holds these words, whatever their capitals."""
    words = " ".join(asked.split()).casefold()
    return [each for each in found if words in each.registered.owner.casefold()]


def _last_heard(registered: Registered) -> int | None:
    latest = registered.latest
    return latest.year if latest is not None else registered.year


def _years_from(then: int | None, year: int) -> int | None:
    return year - then if then is not None and then <= year else None


def _oldest_first(each: Waiting) -> tuple[bool, int, str, tuple[str, str]]:
    record = each.registered.published.record
    return each.age is None, -(each.age or 0), record.title.casefold(), each.registered.key
