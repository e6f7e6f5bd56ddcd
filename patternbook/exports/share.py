"""The tables that a share file has -> JSON Schema, for whoever wants to look into one.

It says what a file looks like. Whether its numbers add up, and whether its checksum fits, only
`patternbook share --check` says.
"""

from __future__ import annotations

from typing import Any

from patternbook.model import ID_LENGTH, ID_PATTERN, MONTH_PATTERN
from patternbook.sharing.cells import HELD_TABLES, HeldTable
from patternbook.sharing.shares import COUNT, SCHEMA, SHARED, VERSION
from patternbook.sharing.threshold import HIGHEST_THRESHOLD, THRESHOLD
from patternbook.tables import TABLES, Column, Type

_TYPES = {Type.TEXT: "string", Type.INTEGER: "integer", Type.BOOLEAN: "boolean"}


def share_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a share file."""
    month = {"type": "string", "pattern": MONTH_PATTERN}
    parts = {
        "schema": _object({"name": {"const": SCHEMA}, "version": {"const": VERSION}}),
        "contributor": {
            "type": "string",
            "pattern": ID_PATTERN,
            "maxLength": ID_LENGTH,
            "description": "A label that a board has chosen; the same in each of its files.",
        },
        "made": {**month, "description": "The month in which the file was made."},
        "threshold": {
            "type": "integer",
            "minimum": THRESHOLD,
            "maximum": HIGHEST_THRESHOLD,
            "description": "No count below this is told.",
        },
        "records": {
            **_object({name: _rows_of_records(name) for name in SHARED}),
            "description": "What is shared of records that everybody may read.",
        },
        "held": {
            **_object(
                {
                    "as_of": {**month, "description": "The month of the counts."},
                    "counts": _counts("Counts of records that the board holds for itself."),
                    "kept": _counts(
                        "Counts of an earlier file; the present ones differ by less than the "
                        "threshold."
                    ),
                }
            ),
            "description": "What is not told may be any number, nought included.",
        },
        "checksum": {
            "type": "string",
            "pattern": "^sha256:[0-9a-f]{64}$",
            "description": "Of everything else, as JSON without spaces and with sorted keys.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A share file of Patternbook",
        **_object(parts),
    }


def _rows_of_records(name: str) -> dict[str, Any]:
    columns = {each.name: each for each in TABLES[name].columns}
    fields = {column: _field(columns[column]) for column in SHARED[name]}
    if name == "records":
        about = "Of all that is shared of the record but its id."
        pattern = "^[0-9a-f]{64}$"
        fields["fingerprint"] = {"type": "string", "pattern": pattern, "description": about}
    return {"type": "array", "description": TABLES[name].row, "items": _object(fields)}


def _field(column: Column) -> dict[str, Any]:
    kind = _TYPES[column.type]
    if column.terms is not None:
        words = [word.value for word in column.terms]
        return {
            "enum": [*words, None] if column.may_be_empty else words,
            "description": column.meaning,
        }
    return {
        "type": [kind, "null"] if column.may_be_empty else kind,
        "description": column.meaning,
    }


def _counts(about: str) -> dict[str, Any]:
    tables = {name: _rows_of_counts(table) for name, table in HELD_TABLES.items()}
    return {**_object(tables), "description": about}


def _rows_of_counts(table: HeldTable) -> dict[str, Any]:
    keys: dict[str, Any] = {key: {"type": "string"} for key in table.keys}
    count = {"type": "integer", "minimum": THRESHOLD}
    return {
        "type": "array",
        "description": table.counts,
        "items": _object({**keys, COUNT: count}),
    }


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these fields, all of them and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
