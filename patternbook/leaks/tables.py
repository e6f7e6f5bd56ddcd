"""A database, a Parquet file or a CSV file -> every value in it that somebody could read.

Read as bytes, such files would tell less and claim more. A long text lies in pieces in a database,
and packed in Parquet; and an index of words cuts each short of what it shares with the one before,
so that “analysis” leaves “lysis”, which may be a name. So each is opened by what made it, and its
values are read one by one. A database that may hold more than its tables say, in pages that were
set free or in an index that does not fit them, is refused, and so is a Parquet file where nothing
can open it.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from patternbook.leaks.documents import Unreadable

OF_SQLITE = b"SQLite format 3\x00"
OF_PARQUET = b"PAR1"
# The ending by which what is read here is known, and the sign between two values.
ROWS = ".rows"
_BETWEEN = "\x1e"

# The tables that an index of words keeps for itself, beside any rows of its own.
_OF_AN_INDEX = ("data", "idx", "docsize", "config")


def between_values(text: str) -> list[str]:
    """Return the values of what was read here."""
    return text.split(_BETWEEN)


def texts_of_sqlite(content: bytes) -> bytes:
    """Return every value of a SQLite database, and the statements that made it.

    Raises Unreadable if it cannot be opened, or may hold something besides.
    """
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        if database.execute("PRAGMA freelist_count").fetchone()[0]:
            raise Unreadable("The database has free pages, which may hold what was deleted.")
        return _joined(_values_of(database))
    except sqlite3.Error as error:
        raise Unreadable(f"The database cannot be opened ({type(error).__name__}).") from None
    finally:
        database.close()


def _values_of(database: sqlite3.Connection) -> Iterator[Any]:
    made = database.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    indexes = [name for name, _, sql in made if sql and _is_index_of_words(sql)]
    own = {f"{name}_{part}" for name in indexes for part in _OF_AN_INDEX}
    for name, kind, sql in made:
        yield from (name, sql)
        if kind == "table" and name not in {*indexes, *own}:
            for row in database.execute(f"SELECT * FROM {_quoted(name)}"):  # noqa: S608
                yield from row
    for name in indexes:
        # Raises an error unless the index holds the words of the rows that it is for, and no more.
        database.execute(
            f"INSERT INTO {_quoted(name)} ({_quoted(name)}, rank) "  # noqa: S608
            "VALUES ('integrity-check', 1)"
        )


def _is_index_of_words(sql: str) -> bool:
    return sql.lower().startswith("create virtual table") and "using fts5" in sql.lower()


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def texts_of_parquet(content: bytes) -> bytes:
    """Return every value of a Parquet file, the names of its columns and what is said of them.

    Raises Unreadable if it cannot be opened, or if nothing is here that could.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise Unreadable("To read a Parquet file, the Python package pyarrow is needed.") from None
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(f"The table cannot be opened ({type(error).__name__}).") from None
    return _joined(
        [
            *_said(table.schema.metadata),
            *(each for field in table.schema for each in (field.name, *_said(field.metadata))),
            *(value for column in table.columns for value in column.to_pylist()),
        ]
    )


def _said(metadata: dict[bytes, bytes] | None) -> list[Any]:
    """Return what a file says of itself, but for the form in which pyarrow repeats its columns."""
    said = {name: text for name, text in (metadata or {}).items() if name != b"ARROW:schema"}
    return [*said, *said.values()]


def texts_of_csv(content: bytes) -> bytes:
    """Return every cell of a CSV file, without the signs that part them.

    What is no UTF-8, or no CSV after all, is returned as it is.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return content
    return _joined(cell for row in rows for cell in row)


def _joined(values: Iterable[Any]) -> bytes:
    texts = dict.fromkeys(_text(value) for value in values)  # most stand in many rows
    return _BETWEEN.join(texts).encode()


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value if isinstance(value, str) else json.dumps(value, default=str)
