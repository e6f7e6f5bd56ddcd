"""A published library -> what came into it and when: records, and changes to its vocabulary.

Months come from the records and the entries themselves. No clock is asked and no file system, so
that the same library always has the same news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from patternbook.evidence import counts, in_order
from patternbook.model import Change
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import Audience, EntryChange

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that was done to an entry of the vocabulary."""

    definition: Definition
    change: Change


@dataclass(frozen=True, slots=True)
class SameChange:
    """The entries to which the same was done in one month, in the order of the vocabulary."""

    month: str
    change: EntryChange
    changed: tuple[Changed, ...]


def has_feeds(library: PublishedLibrary) -> bool:
    """Return whether news comes to these readers as feeds: not to those of one review's drafts."""
    return library.audience is not Audience.PARTICIPANTS


def by_arrival(records: Iterable[Published]) -> list[Published]:
    """Return records with those first that came last; one without a month comes after all others.

    Within a month illustrations stand last, as in every list, and otherwise it goes by year and
    title.
    """
    ordered = sorted(in_order(records), key=lambda p: not counts(p))
    return sorted(ordered, key=lambda p: p.record.added or "", reverse=True)


def changes_of(typology: Typology) -> list[SameChange]:
    """Return what was done to the vocabulary, the newest month first.

    Within a month it goes by the order of the words for a change.
    """
    order = {change: n for n, change in enumerate(EntryChange)}
    changed = [Changed(d, change) for d in typology for change in d.entry.history]
    changed.sort(key=lambda each: order[each.change.change])
    changed.sort(key=lambda each: each.change.month, reverse=True)
    return [
        SameChange(month, change, tuple(same))
        for (month, change), same in groupby(
            changed, key=lambda each: (each.change.month, each.change.change)
        )
    ]


def month_name(month: str) -> str:
    """Return a month as people write it: “November 2026” for “2026-11”."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"
