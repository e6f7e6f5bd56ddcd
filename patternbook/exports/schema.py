"""The model and the vocabulary -> JSON Schema, for editors and tools that check front matter.

Each id of the vocabulary stands in it with its title and its meaning, so that an editor can
complete it and say what it means.
"""

from __future__ import annotations

import json
from typing import Any

from patternbook import vocabulary
from patternbook.exports.share import share_schema
from patternbook.model import RECORD_TYPES
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import EntryKind, EntryStatus, Kind, Term

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema(kind: Kind, typology: Typology) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the front matter of this kind of record."""
    schema = {"$schema": _DIALECT, **RECORD_TYPES[kind].model_json_schema()}
    parts = schema["$defs"]
    factors = _ids(typology, EntryKind.FACTOR)
    patterns = _ids(typology, *(each for each in EntryKind if is_pattern_kind(each)))
    for part, field, ids in (
        ("FactorLink", "factor", factors),
        ("PatternLink", "pattern", patterns),
        ("Finding", "pattern", patterns),
    ):
        if part in parts and ids:
            title = parts[part]["properties"][field]["title"]
            parts[part]["properties"][field] = {"title": title, "anyOf": ids}
    for name, about in parts.items():
        words = getattr(vocabulary, name, None)
        if "enum" in about and isinstance(words, type) and issubclass(words, Term):
            about["enumDescriptions"] = [word.meaning or word.label for word in words]
    return schema


def schema_files(typology: Typology) -> dict[str, str]:
    """Return a schema file for each kind of record, and that of a share file, by their paths."""
    return {
        **{f"schema/{each}.schema.json": as_json(record_schema(each, typology)) for each in Kind},
        "schema/share.schema.json": as_json(share_schema()),
    }


def as_json(data: object) -> str:
    """Return data as the text of a JSON file."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _ids(typology: Typology, *kinds: EntryKind) -> list[dict[str, Any]]:
    """Return every id of these kinds with its title and meaning, former ids last."""
    ids: list[dict[str, Any]] = []
    former: list[dict[str, Any]] = []
    for definition in typology.of_kind(*kinds):
        entry = definition.entry
        about = {"const": entry.id, "title": entry.title, "description": entry.definition}
        is_retired = entry.status is EntryStatus.RETIRED
        ids.append({**about, "deprecated": True} if is_retired else about)
        former += [
            {
                "const": each,
                "title": entry.title,
                "description": f"Now called “{entry.id}”. {entry.definition}",
                "deprecated": True,
            }
            for each in entry.former_ids
        ]
    return ids + former
