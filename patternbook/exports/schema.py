"""The model -> JSON Schema, for editors and other tools that check a record's front matter."""

from __future__ import annotations

import json
from typing import Any

from patternbook.model import RECORD_TYPES
from patternbook.vocabulary import Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the front matter of this kind of record."""
    return {"$schema": _DIALECT, **RECORD_TYPES[kind].model_json_schema()}


def schema_files() -> dict[str, str]:
    """Return one schema file for each kind of record, by its path."""
    return {
        f"schema/{kind.value}.schema.json": json.dumps(
            record_schema(kind), indent=2, ensure_ascii=False
        )
        + "\n"
        for kind in Kind
    }
