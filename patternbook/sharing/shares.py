"""What a share file says: a board's public records as they were coded, and counts of the others.

A file is JSON. It is laid out in one way only, a row to a line, so that a person can read it
through before it is sent, and so that the same content is the same bytes.

The checksum is SHA-256 over everything else, written without spaces and with sorted keys. It shows
that a file is what it was when it was made, not who made it: whoever changes a file on purpose can
work out another. A file that is sent by a way which shows the sender needs no more than that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from patternbook.sharing.cells import HELD_TABLES, Cell
from patternbook.sharing.relations import Bounds
from patternbook.tables import TABLES, Row, Tables, Type, Value

SCHEMA = "patternbook-share"
VERSION = 1
CHECKSUM = "sha256:"
# In this field of a row of counts stands the number.
COUNT = "count"

# What is shared of a public record. Texts other than titles and findings stay on its own page.
SHARED: Mapping[str, tuple[str, ...]] = {
    "records": (
        *("record", "kind", "title", "origin", "completed", "reference", "trigger"),
        *("team_independent", "family_involved", "outcome", "identified_where"),
        *("family_told", "family_heard", "children_or_families_heard"),
    ),
    "settings": ("record", "setting"),
    "agencies": ("record", "agency"),
    "episodes": ("record", "episode", "number", "title", "practice"),
    "factor_links": ("record", "episode", "number", "factor", "influence", "scope"),
    "findings": TABLES["findings"].column_names,
    "finding_episodes": ("record", "finding", "episode"),
    "pattern_links": ("record", "number", "pattern", "influence"),
    "recommendations": ("record", "recommendation", "number", "kind", "level"),
    "recommendation_findings": ("record", "recommendation", "finding"),
    "responses": ("record", "recommendation", "number", "year", "status", "effect"),
    "prevented_by": ("record", "number", "by"),
    "harm_grades": ("record", "grade"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one board shares.

    `records` are rows of its public records, with nothing in the columns that are not shared.
    `held` are the counts that are told of its other records, as they were in the month `as_of`;
    what is not told may be any number, nought included. `kept` are counts that an earlier file
    told and from which the present ones differ by less than the threshold: by how much is not
    told. `made` is the month of the file.
    """

    contributor: str
    made: str
    threshold: int
    records: Tables
    held: Mapping[Cell, int]
    kept: Mapping[Cell, int]
    as_of: str

    @property
    def known(self) -> dict[Cell, Bounds]:
        """Return the least and the most that each count can be of which something is told."""
        give = self.threshold - 1
        exact = {cell: (number, number) for cell, number in self.held.items()}
        near = {cell: (number - give, number + give) for cell, number in self.kept.items()}
        return {**exact, **near}

    @property
    def record_ids(self) -> tuple[str, ...]:
        """Return the ids of the public records."""
        return tuple(str(row[0]) for row in self.records["records"])


def shared_part(tables: Tables, records: Collection[str]) -> Tables:
    """Return what is shared of these records: the rows of each table, in the tables' own columns.

    What is not shared is left empty in them.
    """
    return {
        name: [_shared_row(name, row) for row in rows if row[0] in records]
        if name in SHARED
        else []
        for name, rows in tables.items()
        if name in SHARED
    }


def full_row(table: str, fields: Mapping[str, Value]) -> Row:
    """Return a row of a table with these fields, and as good as nothing in all others."""
    return tuple(
        fields.get(column.name, _nothing(column.type, may_be_empty=column.may_be_empty))
        for column in TABLES[table].columns
    )


def fingerprints_of(records: Tables) -> dict[str, str]:
    """Return a fingerprint of each record: of all that is shared of it but its id.

    So a record that was published under two ids is known to be one.
    """
    parts: dict[str, list[object]] = {str(row[0]): [] for row in records["records"]}
    for name in SHARED:
        for row in records[name]:
            fields = {key: value for key, value in _fields(name, row).items() if key != "record"}
            parts[str(row[0])].append([name, fields])
    return {record: _sha256(part) for record, part in parts.items()}


def checksum_of(content: Mapping[str, Any]) -> str:
    """Return the checksum of the content of a file, whatever it says of its own."""
    return CHECKSUM + _sha256({key: part for key, part in content.items() if key != "checksum"})


def content_of(share: Share) -> dict[str, Any]:
    """Return the whole content of the file of a share."""
    fingerprints = fingerprints_of(share.records)
    rows = {name: [_fields(name, row) for row in share.records[name]] for name in SHARED}
    for fields in rows["records"]:
        fields["fingerprint"] = fingerprints[str(fields["record"])]
    content: dict[str, Any] = {
        "schema": {"name": SCHEMA, "version": VERSION},
        "contributor": share.contributor,
        "made": share.made,
        "threshold": share.threshold,
        "records": rows,
        "held": {
            "as_of": share.as_of,
            "counts": _rows_of_counts(share.held),
            "kept": _rows_of_counts(share.kept),
        },
    }
    return {**content, "checksum": checksum_of(content)}


def _rows_of_counts(counts: Mapping[Cell, int]) -> dict[str, list[dict[str, Value]]]:
    return {
        name: [
            dict(zip(table.keys, map(str, cell[1:]), strict=True)) | {COUNT: number}
            for cell, number in counts.items()
            if cell[0] == name
        ]
        for name, table in HELD_TABLES.items()
    }


def text_of(content: Mapping[str, Any]) -> str:
    """Return the content of a file as its text, a row to a line."""
    return "".join(f"{line}\n" for line, _ in lines_of(content))


def lines_of(
    content: Mapping[str, Any], where: tuple[str | int, ...] = (), after: str = ""
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield each line of a file's text, and where in the content it stands."""
    indent = "  " * len(where)
    yield f"{indent}{_label(where)}{{", where
    for n, (key, part) in enumerate(content.items(), start=1):
        comma = "," if n < len(content) else ""
        inner = (*where, key)
        if isinstance(part, dict) and key != "schema":
            yield from lines_of(part, inner, comma)
        elif isinstance(part, list) and part:
            yield f"{indent}  {_label(inner)}[", inner
            for m, row in enumerate(part):
                row_comma = "," if m < len(part) - 1 else ""
                yield f"{indent}    {_on_one_line(row)}{row_comma}", (*inner, m)
            yield f"{indent}  ]{comma}", inner
        else:
            yield f"{indent}  {_label(inner)}{_on_one_line(part)}{comma}", inner
    yield f"{indent}}}{after}", where


def _label(where: tuple[str | int, ...]) -> str:
    return f"{_on_one_line(where[-1])}: " if where else ""


def _on_one_line(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def _shared_row(table: str, row: Row) -> Row:
    return full_row(table, _fields(table, row))


def _fields(table: str, row: Row) -> dict[str, Value]:
    """Return what is shared of a row, by the names of the columns."""
    named = dict(zip(TABLES[table].column_names, row, strict=True))
    return {name: named[name] for name in SHARED[table]}


def _nothing(kind: Type, *, may_be_empty: bool) -> Value:
    if may_be_empty:
        return None
    # Only what counts is shared, so `counted` is true of all that is.
    return True if kind is Type.BOOLEAN else ""


def _sha256(part: object) -> str:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
