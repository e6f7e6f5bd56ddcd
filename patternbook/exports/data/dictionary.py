"""The data dictionary: a Data Package whose Table Schema says what every column of the CSVs means.

Source: https://datapackage.org/standard/table-schema/ (version 2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from patternbook.exports.data.edition import CREATOR, LICENCE, LICENCE_TITLE, Edition
from patternbook.pages import paths
from patternbook.pages.citing import LICENCE as LICENCE_ADDRESS
from patternbook.tables import TABLES, Column, Table
from patternbook.tables.columns import RECORD
from patternbook.tables.files import FOLDER, ILLUSTRATIONS, Flat, flat_files

_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package(edition: Edition, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of all CSV files, with the size and the digest of each."""
    package: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "patternbook" if edition.is_public else f"patternbook-{edition.audience}",
        "title": edition.title,
        "description": edition.description,
        "version": edition.version,
        "audience": edition.audience.value,
    }
    if edition.is_public:
        package |= {
            "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_ADDRESS}],
            "contributors": [{"title": CREATOR, "roles": ["creator"]}],
        }
        if edition.site.address:
            package["homepage"] = edition.site.whole(paths.DATA)
    return package | {
        "resources": [
            _resource(file.table, file.path, files[file.path], is_invented=file.is_invented)
            for file in flat_files(edition.audience)
            if file.form == Flat.CSV and file.table is not None
        ]
    }


def _resource(table: Table, path: str, content: bytes, *, is_invented: bool) -> dict[str, Any]:
    said = f"Each row: {table.row}"
    if is_invented:
        said = f"INVENTED to teach the method, and never to be counted. {said}"
    elif table.is_of_records:
        said = f"{said} What was invented to teach the method is not here."
    return {
        "name": _name(table.name, is_invented=is_invented),
        "path": path.removeprefix(f"{FOLDER}/"),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "description": said,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [
                _field(column, is_key=table.key == (column.name,)) for column in table.columns
            ],
            "missingValues": [""],
            "primaryKey": [*table.key],
            "foreignKeys": list(_leads_to(table, is_invented=is_invented)),
        },
    }


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": {"text": "string"}.get(column.type.value, column.type.value),
        "description": column.meaning,
        "constraints": {"required": not column.may_be_empty},
    }
    if column.terms is not None:
        field["constraints"]["enum"] = [term.value for term in column.terms]
        field["categories"] = [{"value": term.value, "label": term.label} for term in column.terms]
    if column.may_be_blank:
        # An empty cell is a value here, and no lack of one.
        field["missingValues"] = []
    if is_key:
        field["constraints"]["unique"] = True
    return field


def _leads_to(table: Table, *, is_invented: bool) -> list[dict[str, Any]]:
    """Return to which rows of other files the rows of a file lead.

    A record may point to one of the other sort, so that what is related leads to no one file.
    """
    leading = []
    for column in table.columns:
        if column.refers_to is None or (column.refers_to == RECORD and column.name != RECORD[1]):
            continue
        other, its = column.refers_to
        is_there = is_invented and column.refers_to == RECORD
        leading.append(
            {
                "fields": [column.name],
                "reference": {"resource": _name(other, is_invented=is_there), "fields": [its]},
            }
        )
    for name in table.belongs_to:
        key = TABLES[name].key
        leading.append(
            {
                "fields": [*key],
                "reference": {
                    "resource": _name(name, is_invented=is_invented),
                    "fields": [*key],
                },
            }
        )
    return leading


def _name(table: str, *, is_invented: bool) -> str:
    return f"{ILLUSTRATIONS}-{table}" if is_invented else table
