"""What boards told of records that they hold for themselves -> ranges to print.

A file hides small counts, so the sum over all boards is known as a range: at least so many, and at
most so many or nobody knows. It stands beside the figures and enters none, since nobody can ask
which of the held records a choice would mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from patternbook.collation.parts import Head, Held, HeldGroup, HeldRow
from patternbook.sharing import HELD_TABLES, HeldCount, Merged
from patternbook.sharing.cells import NOT_ANSWERED
from patternbook.typology import Typology
from patternbook.vocabulary import (
    EntryKind,
    FactorInfluence,
    Kind,
    Level,
    PatternInfluence,
    RecommendationKind,
    ResponseStatus,
    Setting,
    Term,
)

_NO_RESPONSE = "No response is recorded"
# The words of each key that is on a closed list; of an influence it depends on the entry.
_WORDS: dict[tuple[str, str], type[Term]] = {
    ("kinds", "kind"): Kind,
    ("kinds_by_setting", "kind"): Kind,
    ("kinds_by_setting", "setting"): Setting,
    ("settings", "setting"): Setting,
    ("recommendations", "kind"): RecommendationKind,
    ("recommendations", "level"): Level,
    ("statuses", "status"): ResponseStatus,
    ("patterns", "influence"): PatternInfluence,
    ("factors", "influence"): FactorInfluence,
}


def held_of(merged: Merged, typology: Typology) -> Held:
    """Return what is known of held records, in the order in which it was merged."""
    tables = groupby(merged.held, key=lambda count: count.table)
    return Held(
        contributors=merged.contributors,
        thresholds=merged.thresholds,
        added=len(merged.contributed),
        repeated=merged.repeated,
        groups=tuple(
            HeldGroup(
                HELD_TABLES[name].name,
                HELD_TABLES[name].counts,
                tuple(
                    HeldRow(_head(count, typology), count.at_least, count.at_most)
                    for count in counts
                ),
            )
            for name, counts in tables
        ),
    )


def _head(count: HeldCount, typology: Typology) -> Head:
    parts = list(_parts(count, typology))
    entry_id = next((each.entry_id for each in parts if each.entry_id), "")
    depth = max((each.depth for each in parts), default=0)
    return Head(", ".join(each.text for each in parts) or "All of them", entry_id, depth)


def _parts(count: HeldCount, typology: Typology) -> Iterator[Head]:
    """Yield what each key of a count says, in words."""
    for key, value in zip(HELD_TABLES[count.table].keys, count.keys, strict=True):
        if key == "entry":
            entry = typology.get(value).entry
            yield Head(entry.title, entry.id, int(entry.kind is EntryKind.ISSUE))
        elif value == NOT_ANSWERED:
            yield Head(_NO_RESPONSE)
        else:
            yield Head(_WORDS[count.table, key](value).label)
