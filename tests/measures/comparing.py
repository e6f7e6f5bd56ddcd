"""What an engine has counted beside what was counted by other means, in one form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from patternbook.measures import MEASURES, Behind, Measure, Numbers
from tests.measures.recount import Tally, Thing

Counted = dict[str, dict[tuple[Any, ...], dict[str, int]]]


def counted(numbers: Numbers, measures: Iterable[Measure] = MEASURES) -> Counted:
    """Return what an engine has counted: measure, keys of a row, name of a count -> number."""
    return {
        measure.name: {
            tuple(row[name] for name in measure.key_names): {
                count.name: row[count.name] for count in measure.all_counts
            }
            for row in numbers[measure.name]
        }
        for measure in measures
    }


def recounted(tally: Tally, measures: Iterable[Measure] = MEASURES) -> Counted:
    """Return what was counted by other means, in the same form."""
    return {
        measure.name: {
            key: {count.name: len(row.get(count.name, ())) for count in measure.all_counts}
            for key, row in tally.get(measure.name, {}).items()
        }
        for measure in measures
    }


def behind_again(tally: Tally, measure: Measure) -> Behind:
    """Return the records behind each count of a measure, as they were found by other means."""

    def ids(things: set[Thing]) -> list[str]:
        return sorted({thing[0] for thing in things})

    rows = tally.get(measure.name, {})
    return {
        count.name: {key: ids(row[count.name]) for key, row in rows.items() if row.get(count.name)}
        for count in measure.counts
    }
