"""What many records say together -> data for other programs, as one ZIP file.

In it is a JSON file with everything: what was asked for, every number with its denominator, what
each is a count of and what it cannot show, and the findings. Beside it is a CSV file for each
measure with the same numbers, and one for the records, the findings, and what they mean. The same
collation makes the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from patternbook.collation.figures import denominator
from patternbook.collation.parts import Collation, RecordLine, Told
from patternbook.collation.wording import NO_RANKING, held_in_words
from patternbook.exports.data.sheets import csv_of
from patternbook.exports.schema import as_json
from patternbook.measures import ALWAYS, Measure
from patternbook.tables import Column, Row, Table, Type

JSON = "collation.json"
_OF = "_of"  # at the end of the name of a count, its denominator
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can name
_MODE = 0o100644
_ON_UNIX = 3

_Line = dict[str, Any]


def packed_data_of(collation: Collation, title: str) -> bytes:
    """Return a ZIP file with all that a collation says, as JSON and as CSV."""
    files = {JSON: as_json(_everything(collation, title)).encode()}
    for name, rows in _sheets(collation).items():
        files[f"{name}.csv"] = _csv(name, rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, date_time=_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = _ON_UNIX
            about.external_attr = _MODE << 16
            archive.writestr(about, files[name])
    return packed.getvalue()


def _everything(collation: Collation, title: str) -> _Line:
    return {
        "title": title,
        "audience": collation.audience.value,
        "asked_for": collation.choice.model_dump(mode="json", exclude_defaults=True),
        "caveat": ALWAYS,
        "no_ranking": NO_RANKING,
        "records": [_record(line) for line in collation.records],
        "illustrations_not_counted": [_record(line) for line in collation.illustrations],
        "measures": [
            {
                "name": measure.name,
                "title": measure.title,
                "caveat": measure.caveat,
                "counts": [{"name": c.name, "one": c.one, "of": c.of} for c in measure.all_counts],
                "rows": list(_rows(measure, collation)),
            }
            for measure in collation.measures
            if measure.name in collation.numbers
        ],
        "findings": [_told(one) for one in _all_told(collation)],
        "held": _held(collation),
    }


def _sheets(collation: Collation) -> dict[str, list[_Line]]:
    """Return the rows of each CSV file, by its name; those without a row are left out."""
    sheets = {
        "records": [_record(line) for line in collation.records],
        "illustrations-not-counted": [_record(line) for line in collation.illustrations],
        "findings": [
            {**_told(one), "episodes": " ".join(id for id, _ in one.episodes)}
            for one in _all_told(collation)
        ],
        "meanings": list(_meanings(collation)),
        "held": [row for group in (_held(collation) or {}).get("counts", []) for row in group],
    }
    for measure in collation.measures:
        if measure.name in collation.numbers:
            sheets[f"figures-{measure.name}"] = list(_rows(measure, collation))
    return {name: rows for name, rows in sheets.items() if rows}


def _rows(measure: Measure, collation: Collation) -> Iterator[_Line]:
    """Yield the rows of a measure: its keys, and each number with its denominator beside it."""
    for row in collation.numbers[measure.name]:
        line = {key: row[key] for key in measure.key_names}
        for count in measure.all_counts:
            line[count.name] = row[count.name]
            of = denominator(count, row, collation.selected)
            if of is not None:
                line[f"{count.name}{_OF}"] = of
        yield line


def _meanings(collation: Collation) -> Iterator[_Line]:
    """Yield what each column of numbers is a count of, and what it cannot show."""
    for measure in collation.measures:
        for count in measure.all_counts:
            yield {
                "file": f"figures-{measure.name}.csv",
                "column": count.name,
                "one": count.one,
                "of": count.of or None,
                "caveat": f"{measure.caveat} {ALWAYS}",
            }


def _record(line: RecordLine) -> _Line:
    return {
        "record": line.id,
        "kind": line.kind.value,
        "title": line.title,
        "origin": line.origin.value,
        "completed": line.completed,
    }


def _all_told(collation: Collation) -> Iterator[Told]:
    for each in collation.side_by_side:
        yield from each.told


def _told(told: Told) -> _Line:
    """Return a finding, or what a near miss shows, under the names that its fields have."""
    return {
        "record": told.record.id,
        "finding": told.finding or None,
        "pattern": told.entry.entry_id,
        "influence": told.influence.value,
        "selected": told.selected if told.finding else None,
        "not_selected_because": told.not_selected_because or None,
        "statement": told.statement or None,
        "in_this_case": told.in_this_case or None,
        "episodes": [id for id, _ in told.episodes],
        "why_underlying": told.why_underlying or None,
        "spread": told.spread.value if told.spread else None,
        "spread_note": told.spread_note or None,
        "relevance_now": told.relevance_now or None,
        "dissent": told.dissent or None,
    }


def _held(collation: Collation) -> _Line | None:
    held = collation.held
    if held is None:
        return None
    return {
        "caveat": " ".join(held_in_words(held)),
        "contributors": held.contributors,
        "counts": [
            [
                {
                    "table": group.id,
                    "counts": group.counts,
                    "what": row.head.text,
                    "entry": row.head.entry_id or None,
                    "at_least": row.at_least,
                    "at_most": row.at_most,
                }
                for row in group.rows
            ]
            for group in held.groups
        ],
    }


def _csv(name: str, lines: list[_Line]) -> bytes:
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = tuple(Column(each, "", Type.TEXT, may_be_empty=True) for each in names)
    rows: list[Row] = [tuple(line.get(each) for each in names) for line in lines]
    return csv_of(Table(name, "", columns, ()), rows)
