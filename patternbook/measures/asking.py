"""Asking an engine: measures over tables -> rows, in an order that no engine decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patternbook.measures.every import MEASURES
from patternbook.measures.measure import Measure, Tables

# A row of a measure, by column: text or None for a key, a whole number for a count.
Row = Mapping[str, Any]
Numbers = dict[str, tuple[Row, ...]]
Behind = dict[str, dict[tuple[Any, ...], list[str]]]


def run(tables: Tables, measures: Iterable[Measure] = MEASURES) -> Numbers:
    """Return the rows of each measure, by its name.

    They stand in the order of their keys: by the closed list where there is one, else by the
    value itself, and what a record leaves open last. How large the numbers are orders nothing.
    """
    return {
        measure.name: in_order(measure, measure.query(tables).to_pyarrow().to_pylist())
        for measure in measures
    }


def in_order(measure: Measure, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows of a measure in the order of their keys."""
    return tuple(sorted(rows, key=lambda row: [key.place(row[key.name]) for key in measure.keys]))


def records_behind(tables: Tables, measure: Measure) -> Behind:
    """Return the ids of the records behind each count of a measure, for each row.

    They are found by the name of the count and the values of the keys; ids stand in their order.
    Margins have none of their own, nor has what is counted over the vocabulary.
    """
    behind: Behind = {count.name: {} for count in measure.counts}
    if not measure.has_records:
        return behind
    rows = measure.records_behind(tables).to_pyarrow().to_pylist()
    for row in sorted(rows, key=lambda row: str(row["record"])):
        key = tuple(row[name] for name in measure.key_names)
        for name, found in behind.items():
            if row[name]:
                found.setdefault(key, []).append(row["record"])
    return behind
