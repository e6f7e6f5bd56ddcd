"""One value of a public record in a share file -> what is wrong with it, if anything is.

The columns say what a value is, and the vocabulary which words there are: what the model asks of
a record is asked of it here once more, since no model has read it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from patternbook.model import ID_LENGTH, ID_PATTERN
from patternbook.tables import Column, Type, Value
from patternbook.vocabulary import EntryKind

# As the model has it.
_LONGEST_LINE = 300
_LONGEST_TEXT = 20_000
_YEARS = range(1900, 2101)
_NUMBERS = range(1, 100_001)

_LINES = frozenset({"title"})
_IDS = frozenset({"record", "episode", "finding", "recommendation"})
_YEAR_COLUMNS = frozenset({"completed", "year"})
_ENTRY_KINDS: Mapping[str, frozenset[str]] = {
    "factor": frozenset({EntryKind.FACTOR}),
    "pattern": frozenset({EntryKind.PATTERN, EntryKind.ISSUE}),
}
# Signs that show nothing, or turn round what stands beside them.
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BREAKS = frozenset("\n\t")


def fault_of_value(
    table: str,
    column: Column,
    value: object,
    entries: Mapping[str, str],
    former: Mapping[str, str],
) -> str:
    """Return what is wrong with a value, to go on from the name of its column, or an empty text.

    `entries` are the kinds of the entries of the vocabulary, by their ids; `former` leads from
    former ids to present ones.
    """
    if value is None:
        return "" if column.may_be_empty else "is empty."
    if column.type is Type.BOOLEAN:
        return "" if isinstance(value, bool) else "is neither true nor false."
    if column.type is Type.INTEGER:
        return _fault_of_number(column.name, value)
    if not isinstance(value, str):
        return "is no text."
    if column.terms is not None:
        return "" if value in list(column.terms) else "has none of the words it can have."
    return _fault_of_text(table, column.name, value, entries, former)


def _fault_of_number(name: str, value: object) -> str:
    wanted = _YEARS if name in _YEAR_COLUMNS else _NUMBERS
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return "" if is_number and value in wanted else "is not a number that can stand there."


def _fault_of_text(
    table: str, name: str, value: str, entries: Mapping[str, str], former: Mapping[str, str]
) -> str:
    if name in _ENTRY_KINDS:
        kind = entries.get(former.get(value, value))
        return "" if kind in _ENTRY_KINDS[name] else "names nothing that the vocabulary here has."
    if name == "episode" and table == "factor_links" and value == "":
        return ""  # the link of a whole near miss or debrief
    if name in _IDS:
        return "" if is_id(value) else "is no id."
    longest = _LONGEST_LINE if name in _LINES else _LONGEST_TEXT
    if not value.strip() or len(value) > longest or (name in _LINES and "\n" in value):
        return "is empty or too long."
    if any(sign not in _BREAKS and unicodedata.category(sign) in _NO_TEXT for sign in value):
        return "holds a sign that cannot be seen."
    return ""


def is_id(value: Value) -> bool:
    """Return whether a value is in the form of an id."""
    return (
        isinstance(value, str)
        and len(value) <= ID_LENGTH
        and re.fullmatch(ID_PATTERN, value) is not None
    )
