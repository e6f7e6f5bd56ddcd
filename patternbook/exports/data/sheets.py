"""The rows of a table as CSV: UTF-8, by RFC 4180, and safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with “=”, “+”, “-” or “@” for a formula, and runs it; what a
record says is text from a stranger. So an apostrophe is put before such a sign: at the beginning
of a cell, and, since spreadsheets in some countries part cells at other signs than a comma, after
a semicolon, a tab or the end of a line within it (OWASP, “CSV Injection”). A number is no text and
stays as it is. Whoever needs each text to the letter takes Parquet, the database or the JSON file,
which no program runs.

There is no mark of the byte order, which RFC 4180 does not know, and which other programs than
spreadsheets read as part of the first name. None is written as nothing, and so is empty text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from patternbook.tables import Row, Table, Value

# The signs in full width are read as formulas too, where the keyboard is Chinese or Japanese.
# Where a cell is parted by the wrong sign, a quotation mark before them is read as none.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=\"*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CONTROL = re.compile(r"^(?=[\t\r\n])")


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
    return _CONTROL.sub("'", _FORMULA.sub(r"\1'", value))
