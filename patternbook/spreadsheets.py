"""Text from a stranger as a cell that no spreadsheet takes for a formula.

A spreadsheet takes a cell that begins with “=”, “+”, “-” or “@” for a formula, and runs it. So an
apostrophe is put before such a sign: at the beginning of a cell, and, since spreadsheets in some
countries part cells at other signs than a comma, after a semicolon, a tab or the end of a line
within it. Source: OWASP, “CSV Injection”, https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re

# The signs in full width are read as formulas too, where the keyboard is Chinese or Japanese.
# Where a cell is parted by the wrong sign, a quotation mark before them is read as none.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=\"*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CONTROL = re.compile(r"^(?=[\t\r\n])")


def safe_cell(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet might find a formula begin."""
    return _CONTROL.sub("'", _FORMULA.sub(r"\1'", text))
