"""The rows of a table as CSV: UTF-8, by RFC 4180, and safe to open in a spreadsheet.

What might be taken for a formula is made none, as `patternbook.spreadsheets` says. A number is no
text and stays as it is. Whoever needs each text to the letter takes Parquet, the database or the
JSON file, which no program runs.

There is no mark of the byte order, which RFC 4180 does not know, and which other programs than
spreadsheets read as part of the first name. None is written as nothing, and so is empty text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from patternbook.spreadsheets import safe_cell
from patternbook.tables import Row, Table, Value


def csv_of(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a CSV file with these rows of a table, below the names of its columns."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return written.getvalue().encode()


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return safe_cell(value)
