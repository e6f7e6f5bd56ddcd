"""Every record as nested data in one JSON file, and the JSON Schema that says what it may hold."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from patternbook.exports.data.edition import CAVEAT, INTERNAL, LICENCE, Edition
from patternbook.model import AnyRecord, CaseReview, Debrief, NearMiss
from patternbook.narrative import Basis, PassageKind, SectionKind
from patternbook.pages import paths
from patternbook.pages.citing import DATA_TITLE
from patternbook.tables.columns import TABLES
from patternbook.tables.files import REVIEWS, SCHEMA, path_of
from patternbook.typology import is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEFT_OUT = ("internal", "published")


def reviews_data(edition: Edition) -> dict[str, Any]:
    """Return what the JSON file says: of itself, then every record by its id, then what is gone."""
    file = path_of(REVIEWS, edition.audience)
    pages = {
        published.record.id: edition.site.seen_from(file, paths.of_record(published))
        for published in edition.library.records
    }
    about = CAVEAT if edition.is_public else f"{INTERNAL} {CAVEAT}"
    return {
        "$schema": path_of(SCHEMA, edition.audience).rpartition("/")[2],
        "title": edition.title,
        "version": edition.version,
        "audience": edition.audience.value,
        "licence": LICENCE if edition.is_public else None,
        "about": about,
        "records": [{**record, "page": pages[record["id"]]} for record in edition.records],
        "withdrawn": [
            dict(zip(TABLES["withdrawn"].column_names, row, strict=True))
            for row in edition.tables["withdrawn"]
        ],
    }


def reviews_schema(edition: Edition) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the JSON file.

    The parts of a record are those of the record format, and their names the same. Factors and
    patterns are those that this library has.
    """
    parts = deepcopy(_parts())
    for kind in (CaseReview, NearMiss, Debrief):
        record = parts[kind.__name__]
        for name in _LEFT_OUT:
            record["properties"].pop(name, None)
        record["properties"] |= _added()
        record["required"] = [*record["properties"]]
    for part, field, is_pattern in (
        ("FactorLink", "factor", False),
        ("PatternLink", "pattern", True),
        ("Finding", "pattern", True),
    ):
        parts[part]["properties"][field] = _ids(edition, is_pattern=is_pattern)
    kinds = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in (CaseReview, NearMiss, Debrief)]
    return {
        "$schema": DIALECT,
        "title": f"{DATA_TITLE}, every record",
        "description": CAVEAT,
        "type": "object",
        "additionalProperties": False,
        "required": [
            *("$schema", "title", "version", "audience", "licence", "about", "records"),
            "withdrawn",
        ],
        "properties": {
            "$schema": {"type": "string"},
            "title": {"type": "string"},
            "version": {
                "type": "string",
                "description": "The month of the newest record, and a digest of the content.",
            },
            "audience": {"enum": [edition.audience.value]},
            "licence": {"enum": [LICENCE if edition.audience is Audience.PUBLIC else None]},
            "about": {"type": "string"},
            "records": {"type": "array", "items": {"oneOf": kinds}},
            "withdrawn": {
                "type": "array",
                "description": TABLES["withdrawn"].row,
                "items": _withdrawn(),
            },
        },
        "$defs": parts,
    }


@lru_cache(maxsize=1)
def _parts() -> dict[str, Any]:
    """Return the schema of each part of a record, by the name of its model."""
    parts: dict[str, Any] = TypeAdapter(AnyRecord).json_schema(mode="serialization")["$defs"]
    del parts["Internal"]
    return parts


def _ids(edition: Edition, *, is_pattern: bool) -> dict[str, Any]:
    """Return what a field may name: the present ids of factors, or of patterns and issues."""
    ids = [
        definition.entry.id
        for definition in edition.library.typology
        if is_pattern_kind(definition.entry.kind) is is_pattern
        and (is_pattern or definition.entry.kind is EntryKind.FACTOR)
    ]
    return {"type": "string", "enum": ids} if ids else {"type": "string"}


def _added() -> dict[str, Any]:
    """Return what the data say of a record beyond its own fields."""
    passage = {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "markdown"],
        "properties": {
            "kind": {"enum": [kind.value for kind in PassageKind]},
            "markdown": {"type": "string"},
        },
    }
    section = {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "title", "source", "passages"],
        "properties": {
            "kind": {"enum": [kind.value for kind in SectionKind]},
            "title": {"type": "string"},
            "source": {"enum": [*(basis.value for basis in Basis), None]},
            "passages": {"type": "array", "items": passage},
        },
    }
    columns = {column.name: column.meaning for column in TABLES["records"].columns}
    return {
        "counted": {"type": "boolean", "description": columns["counted"]},
        "shelf": {"type": "string", "description": columns["shelf"]},
        "narrative": {
            "type": "array",
            "description": "The account, by its headings.",
            "items": section,
        },
        "page": {"type": "string", "description": "Where the record is read on the site."},
    }


def _withdrawn() -> dict[str, Any]:
    names = TABLES["withdrawn"].column_names
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*names],
        "properties": {
            "record": {"type": "string"},
            "kind": {"enum": [kind.value for kind in Kind]},
            "year": {"type": "integer"},
        },
    }
