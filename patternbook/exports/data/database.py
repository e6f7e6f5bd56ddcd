"""Every table in one SQLite database, as Datasette opens it: linked, described, and searched.

What was invented to teach the method is in it like in every list of the library, and `counted` of
its record says that it does not count. For whoever counts there is a view beside each table, whose
name begins with `counted_` and which leaves it out.

Nothing is ever deleted while the file is made, and no page of it is free, so that it holds nothing
but what its tables say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from patternbook.exports.data.edition import CAVEAT, LICENCE_TITLE, Edition
from patternbook.pages import paths
from patternbook.pages.citing import AUTHOR
from patternbook.pages.citing import LICENCE as LICENCE_ADDRESS
from patternbook.tables import TABLES, Column, Table, Type
from patternbook.tables.files import DATABASE, path_of

COUNTED = "counted_"
SEARCH = "_search"  # what a table's index of words is called after it
ABOUT = "about"

_TYPES = {Type.TEXT: "TEXT", Type.INTEGER: "INTEGER", Type.BOOLEAN: "INTEGER"}
# Small pages, since each of many small tables takes some of its own.
_PAGE_SIZE = 1024
# By these a table is looked through; what lists many values of its own is not among them.
_LABELS = {"records": "title", "entries": "title"}
# They hold text that nobody looks for by its words.
_NOT_SEARCHED = frozenset({"shelf", "added", "span"})


def database_of(edition: Edition) -> bytes:
    """Return the database as the bytes of its file."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        database.execute("PRAGMA auto_vacuum = FULL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute("BEGIN")
        _write_about(database, edition)
        for table in TABLES.values():
            database.execute(_table(table))
        for table in TABLES.values():
            _fill(database, table, edition)
        for table in TABLES.values():
            for statement in (*_indexes(table), *_view(table), *_search(table)):
                database.execute(statement)
        database.execute("COMMIT")
        return database.serialize()
    finally:
        database.close()


def _write_about(database: sqlite3.Connection, edition: Edition) -> None:
    database.execute(f'CREATE TABLE "{ABOUT}" ("what" TEXT PRIMARY KEY, "said" TEXT NOT NULL)')
    said = {
        "title": edition.title,
        "version": edition.version,
        "audience": edition.audience.value,
        "description": edition.description,
    }
    if edition.is_public:
        said |= {"licence": LICENCE_TITLE, "citation": edition.citation}
    database.executemany(f'INSERT INTO "{ABOUT}" VALUES (?, ?)', said.items())  # noqa: S608


def _fill(database: sqlite3.Connection, table: Table, edition: Edition) -> None:
    places = ", ".join("?" * len(table.columns))
    rows = edition.tables[table.name]
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)  # noqa: S608


# Every name in what follows comes from `patternbook.tables.columns`, and none from a record; so
# nothing here is said to the database that somebody else has written.


def _table(table: Table) -> str:
    parts = [*map(_column, table.columns), f"PRIMARY KEY ({_quoted(table.key)})"]
    for column in table.columns:
        if column.refers_to is not None:
            other, its = column.refers_to
            parts.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{other}" ("{its}")')
    for name in table.belongs_to:
        key = _quoted(TABLES[name].key)
        parts.append(f'FOREIGN KEY ({key}) REFERENCES "{name}" ({key})')
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'


def _column(column: Column) -> str:
    said = f'"{column.name}" {_TYPES[column.type]}'
    if not column.may_be_empty:
        said += " NOT NULL"
    if column.type is Type.BOOLEAN:
        said += f' CHECK ("{column.name}" IN (0, 1))'
    return said


def _indexes(table: Table) -> Iterator[str]:
    """Yield what lets a link be followed backwards without a look at every row."""
    for column in table.columns:
        if column.refers_to is not None and column.name != table.key[0]:
            name = f"{table.name}_by_{column.name}"
            yield f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")'


def _view(table: Table) -> Iterator[str]:
    """Yield the view of the rows that count, with their number, by which search finds them."""
    if table.name == "records":
        yield (
            f'CREATE VIEW "{COUNTED}records" AS SELECT rowid, * FROM "records" '  # noqa: S608
            'WHERE "counted"'
        )
    elif table.is_of_records:
        yield (
            f'CREATE VIEW "{COUNTED}{table.name}" AS SELECT t.rowid, t.* '  # noqa: S608
            f'FROM "{table.name}" t '
            'JOIN "records" r ON r."record" = t."record" WHERE r."counted"'
        )


def searched_columns(table: Table) -> list[str]:
    """Return the columns of a table whose words can be searched for."""
    return [
        column.name
        for column in table.columns
        if column.type is Type.TEXT
        and column.terms is None
        and column.refers_to is None
        and column.name not in {*table.key, *_NOT_SEARCHED}
        and not (column.may_be_blank or _is_id(column))
    ]


def _is_id(column: Column) -> bool:
    """Return whether a column holds an id that belongs to no key of its own table."""
    return column.name in TABLES


def _search(table: Table) -> Iterator[str]:
    """Yield what makes the index of a table's words, by the beginnings that English words share."""
    columns = searched_columns(table)
    if not columns:
        return
    name = f"{table.name}{SEARCH}"
    yield (
        f'CREATE VIRTUAL TABLE "{name}" USING fts5({_quoted(columns)}, content="{table.name}", '
        'tokenize="porter unicode61 remove_diacritics 2")'
    )
    yield f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')'  # noqa: S608


def _quoted(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def datasette_metadata(edition: Edition) -> dict[str, Any]:
    """Return what Datasette shows of the database: descriptions, labels, the licence.

    Source: https://docs.datasette.io/en/stable/metadata.html
    """
    said: dict[str, Any] = {"title": edition.title, "description": edition.description}
    if edition.is_public:
        said |= {
            "license": LICENCE_TITLE,
            "license_url": LICENCE_ADDRESS,
            "source": AUTHOR,
            "source_url": edition.site.whole(paths.DATA),
        }
    tables: dict[str, Any] = {
        ABOUT: {"description": "What this database is, and which version of it."}
    }
    for table in TABLES.values():
        tables[table.name] = _described(table)
        if table.is_of_records:
            tables[f"{COUNTED}{table.name}"] = _described(table, counted=True)
    name = path_of(DATABASE, edition.audience).rpartition("/")[2].removesuffix(".db")
    return {
        **{key: value for key, value in said.items() if value},
        "databases": {name: {"description": CAVEAT, "tables": tables}},
    }


def _described(table: Table, *, counted: bool = False) -> dict[str, Any]:
    said = f"Each row: {table.row}"
    if counted:
        said += " What was invented to teach the method is left out: count here."
    elif table.is_of_records:
        said += f" It holds invented examples too: to count, take “{COUNTED}{table.name}”."
    described: dict[str, Any] = {
        "description": said,
        "columns": {column.name: column.meaning for column in table.columns},
    }
    if table.name in _LABELS and not counted:
        described["label_column"] = _LABELS[table.name]
    facets = [column.name for column in table.columns if column.terms is not None]
    if facets:
        described["facets"] = facets[:3]
    if searched_columns(table):
        described["fts_table"] = f"{table.name}{SEARCH}"
        described["fts_pk"] = "rowid"
    return described
