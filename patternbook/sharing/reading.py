"""A share file from somebody else -> what it says, read strictly, or all that is wrong with it.

A file is text from a stranger. It may be damaged, altered, made by another version, or made to do
harm. So nothing is taken from it that was not looked at: its size before it is opened, its depth
before it is parsed, every field, every word of a closed list, every id against the vocabulary of
this library, every number against the others. Its texts stay texts: whoever prints them escapes
them as those of any record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeGuard

from patternbook.model import ID_LENGTH, ID_PATTERN, MONTH_PATTERN
from patternbook.problems import FaultsFound, Problem, quoted
from patternbook.sharing.cells import HELD_TABLES, Cell, cells_of, kinds_of_entries
from patternbook.sharing.merging import SharedFile
from patternbook.sharing.records import faults_of_records
from patternbook.sharing.relations import Contradiction, bounds_of, relations_of
from patternbook.sharing.shares import (
    COUNT,
    SCHEMA,
    SHARED,
    VERSION,
    Share,
    checksum_of,
    fingerprints_of,
    full_row,
    lines_of,
    text_of,
)
from patternbook.sharing.threshold import HIGHEST_THRESHOLD, THRESHOLD
from patternbook.sharing.values import fault_of_value
from patternbook.tables import TABLES, Tables, Value

# A thousand full reviews are a tenth of this.
LARGEST_FILE = 64 * 1024 * 1024
_DEEPEST = 8
_LONGEST_NUMBER = 9
_LARGEST_COUNT = 1_000_000

_FIELDS = ("schema", "contributor", "made", "threshold", "records", "held", "checksum")
_AGAIN = "Ask the board to send it again, or to make it again."
_OPENS, _CLOSES = b"[{", b"]}"
_IN_QUOTES = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)

Where = tuple[str | int, ...]


def read_share(path: Path, tables: Tables) -> SharedFile:
    """Return the share in a file. `tables` are those of the library that is to read it.

    Raises FaultsFound, with all that is wrong, if the file cannot be opened or believed. Messages
    repeat nothing from it but ids.
    """
    name = path.name
    try:
        if path.stat().st_size > LARGEST_FILE:
            _refuse(
                name, "too-large", "The file is too large to be a share file.", "Check its name."
            )
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError:
        _refuse(name, "cannot-open", "The file cannot be opened.", "Check its name and place.")
    return SharedFile(name, parse_share(content, name, tables))


def parse_share(content: bytes, name: str, tables: Tables) -> Share:
    """Return the share that is the content of a file; `name` is what messages call the file.

    Raises FaultsFound as `read_share` does.
    """
    said = _json_of(content, name)
    _refuse_other_versions(said, name)
    reading = _Reading(said, name, tables, content.decode("utf-8"))
    share = reading.share()
    if reading.problems:
        raise FaultsFound(reading.problems)
    return share


# --- From bytes to JSON ---------------------------------------------------------------------------


class _NotStrict(Exception):
    """Raised inside the parser for JSON that is none, or that says a thing twice."""


def _json_of(content: bytes, name: str) -> dict[str, Any]:
    """Return the object that a file holds. Raises FaultsFound if it holds none."""
    if len(content) > LARGEST_FILE:
        _refuse(name, "too-large", "The file is too large to be a share file.", "Check its name.")
    if _depth(content) > _DEEPEST:
        _refuse(name, "too-deep", "The file is nested deeper than a share file can be.", _AGAIN)
    try:
        said = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_each_once,
            parse_int=_whole_number,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except _NotStrict as error:
        _refuse(name, "not-strict", str(error), _AGAIN)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        message = "The file is damaged: from here on it is not JSON."
        raise FaultsFound([Problem(name, line, 1, "damaged", message, _AGAIN)]) from None
    if not isinstance(said, dict):
        _refuse(name, "no-share-file", "This is no share file.", "Check its name.")
    return said


def _depth(content: bytes) -> int:
    """Return how deep brackets are nested, quoted text left out."""
    depth = deepest = 0
    for sign in _IN_QUOTES.sub(b"", content):
        if sign in _OPENS:
            depth += 1
            deepest = max(deepest, depth)
        elif sign in _CLOSES:
            depth -= 1
    return deepest


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _NotStrict("A field stands twice in one place, so nobody knows which one holds.")
    return dict(pairs)


def _whole_number(figures: str) -> int:
    if len(figures) > _LONGEST_NUMBER:
        raise _NotStrict("There is a number in the file that is far too large.")
    return int(figures)


def _no_number(figures: str) -> NoReturn:
    raise _NotStrict("There is a number in the file that is not whole.")


def _refuse_other_versions(said: Mapping[str, Any], name: str) -> None:
    """Raise FaultsFound unless this is a share file of the version that is read here."""
    schema = said.get("schema")
    version = schema.get("version") if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or schema.get("name") != SCHEMA or not _is_number(version):
        _refuse(name, "no-share-file", "This is no share file of Patternbook.", "Check its name.")
    if version > VERSION:
        _refuse(
            name,
            "newer-version",
            f"The file has version {version}, and this Patternbook reads version {VERSION}.",
            "Bring your Patternbook up to date.",
        )
    if version < VERSION:
        _refuse(
            name,
            "older-version",
            f"The file has version {version}, and this Patternbook reads version {VERSION}.",
            "Ask the board to bring its copy up to date, and to share again.",
        )


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse(name: str, code: str, message: str, mend: str) -> NoReturn:
    raise FaultsFound([Problem(name, 1, 1, code, message, mend)])


# --- From JSON to a share -------------------------------------------------------------------------


class _Reading:
    """One file as it is read: what it says, and what is wrong with it so far."""

    def __init__(self, said: Mapping[str, Any], name: str, tables: Tables, text: str) -> None:
        self._said = said
        self._name = name
        self._tables = tables
        self._cells = dict.fromkeys(cells_of(tables))
        self.problems: list[Problem] = []
        # Lines are known of a file that is laid out as it should be; else all is told on the first.
        self._lines: dict[Where, int] = {}
        if text_of(said) == text:
            for line, (_, where) in enumerate(lines_of(said), start=1):
                self._lines.setdefault(where, line)
        self._entries = kinds_of_entries(tables)
        self._former = {str(former): str(entry) for former, entry in tables["former_ids"]}

    def share(self) -> Share:
        """Return what the file says; it holds only if there are no `problems` afterwards."""
        self._fields(self._said, _FIELDS, ())
        self._checksum()
        threshold = self._threshold()
        made = self._matching("made", MONTH_PATTERN, "A month is written as “2026-11”.")
        label = "A label has small letters, figures and hyphens."
        contributor = self._matching("contributor", ID_PATTERN, label)
        records = self._records()
        held, kept, as_of = self._held(threshold, made)
        share = Share(contributor, made, threshold, records, held, kept, as_of)
        self._adds_up(share)
        return share

    def _checksum(self) -> None:
        if self._said.get("checksum") != checksum_of(self._said):
            self._add(
                ("checksum",),
                "altered",
                "The checksum does not fit what the file says: it was altered, or damaged on the "
                "way.",
                "Ask the board to send it again, and to compare the checksums by telephone.",
            )

    def _threshold(self) -> int:
        threshold = self._said.get("threshold")
        if _is_number(threshold) and THRESHOLD <= threshold <= HIGHEST_THRESHOLD:
            return threshold
        self._add(
            ("threshold",),
            "no-threshold",
            f"The threshold is no whole number from {THRESHOLD} to {HIGHEST_THRESHOLD}.",
            _AGAIN,
        )
        return THRESHOLD

    def _matching(self, field: str, pattern: str, form: str) -> str:
        value = self._said.get(field)
        if isinstance(value, str) and len(value) <= ID_LENGTH and re.fullmatch(pattern, value):
            return value
        self._add((field,), "bad-field", f"The field “{field}” is not in its form.", form)
        return ""

    # --- Public records ---

    def _records(self) -> Tables:
        said = self._part(self._said, "records", ())
        self._fields(said, SHARED, ("records",))
        found: Tables = {name: [] for name in SHARED}
        fingerprints: dict[Value, object] = {}
        places: dict[str, list[Where]] = {name: [] for name in SHARED}
        for name, wanted in SHARED.items():
            for where, row in self._rows(said, name, ("records",)):
                named = (*wanted, "fingerprint") if name == "records" else wanted
                if not self._fields(row, named, where) or not self._values(name, row, where):
                    continue
                if name == "records":
                    fingerprints[row["record"]] = row["fingerprint"]
                fields = {key: row[key] for key in wanted}
                found[name].append(full_row(name, self._with_present_ids(fields)))
                places[name].append(where)
        self._coherence(found, places)
        # Where something else is wrong already, fingerprints need not fit.
        if not self.problems and fingerprints_of(found) != fingerprints:
            self._add(
                ("records",),
                "wrong-fingerprint",
                "The fingerprint of a record does not fit what is said of it.",
                _AGAIN,
            )
        return found

    def _values(self, table: str, row: Mapping[str, Any], where: Where) -> bool:
        """Note what is wrong with the values of a row; return whether nothing is."""
        faults = []
        for column in TABLES[table].columns:
            if column.name not in SHARED[table]:
                continue
            fault = fault_of_value(table, column, row[column.name], self._entries, self._former)
            if fault:
                faults.append(fault)
                self._add(where, "bad-field", f"“{column.name}” {fault}", _AGAIN)
        return not faults

    def _with_present_ids(self, fields: dict[str, Value]) -> dict[str, Value]:
        return {
            key: self._former.get(str(value), value) if key in {"factor", "pattern"} else value
            for key, value in fields.items()
        }

    def _coherence(self, records: Tables, places: Mapping[str, list[Where]]) -> None:
        """Note what records say that a public record cannot say, or that does not fit together."""
        for table, number, message in faults_of_records(records, self._tables):
            self._add(places[table][number], "not-a-public-record", message, _AGAIN)

    # --- Counts ---

    def _held(self, threshold: int, made: str) -> tuple[dict[Cell, int], dict[Cell, int], str]:
        said = self._part(self._said, "held", ())
        self._fields(said, ("as_of", "counts", "kept"), ("held",))
        as_of = said.get("as_of")
        if not isinstance(as_of, str) or not re.fullmatch(MONTH_PATTERN, as_of) or as_of > made:
            message = "The month of the counts is none, or is later than the file."
            self._add(("held", "as_of"), "bad-field", message, _AGAIN)
            as_of = ""
        counts = self._told(said, "counts", threshold)
        kept = self._told(said, "kept", threshold)
        if counts.keys() & kept.keys():
            message = "A count stands here that is told among the others, too."
            self._add(("held", "kept"), "told-twice", message, _AGAIN)
        return counts, kept, as_of

    def _adds_up(self, share: Share) -> None:
        try:
            bounds_of(self._cells, share.known, relations_of(self._tables))
        except Contradiction as contradiction:
            names = sorted({f"“{cell[0]}”" for cell in contradiction.cells})
            self._add(
                ("held",),
                "does-not-add-up",
                "Counts contradict each other: a whole and its parts do not fit. They stand in "
                f"{' and '.join(names)}.",
                _AGAIN,
            )

    def _told(self, held: Mapping[str, Any], part: str, threshold: int) -> dict[Cell, int]:
        counts = self._part(held, part, ("held",))
        self._fields(counts, HELD_TABLES, ("held", part))
        told: dict[Cell, int] = {}
        for name, table in HELD_TABLES.items():
            for where, row in self._rows(counts, name, ("held", part)):
                if not self._fields(row, (*table.keys, COUNT), where):
                    continue
                keys = tuple(
                    self._former.get(str(row[key]), str(row[key])) if key == "entry" else row[key]
                    for key in table.keys
                )
                if (
                    not all(isinstance(key, str) for key in keys)
                    or (name, *keys) not in self._cells
                ):
                    message = "This counts something that the vocabulary here does not have."
                    mend = "Bring your copy and theirs up to date, and have it made again."
                    self._add(where, "unknown-cell", message, mend)
                    continue
                if (name, *keys) in told:
                    self._add(where, "told-twice", "This count stands here twice.", _AGAIN)
                elif self._is_count(row[COUNT], threshold, where):
                    told[name, *keys] = row[COUNT]
        return {cell: told[cell] for cell in self._cells if cell in told}

    def _is_count(self, count: object, threshold: int, where: Where) -> TypeGuard[int]:
        if not _is_number(count) or not 0 <= count <= _LARGEST_COUNT:
            self._add(where, "bad-count", "The count is no number of records.", _AGAIN)
            return False
        if count < threshold:
            message = f"The count is below the threshold of {threshold}."
            mend = (
                "A small count may identify a family. Delete this file, and ask the board to make "
                "it again with “patternbook share”."
            )
            self._add(where, "below-threshold", message, mend)
            return False
        return True

    # --- What every part has in common ---

    def _part(self, within: Mapping[str, Any], name: str, where: Where) -> dict[str, Any]:
        part = within.get(name)
        if isinstance(part, dict):
            return part
        self._add((*where, name), "bad-field", f"The field “{name}” has no fields.", _AGAIN)
        return {}

    def _rows(
        self, within: Mapping[str, Any], name: str, where: Where
    ) -> Iterator[tuple[Where, dict[str, Any]]]:
        rows = within.get(name, [])
        if not isinstance(rows, list):
            self._add((*where, name), "bad-field", f"The field “{name}” is no list.", _AGAIN)
            return
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                yield (*where, name, number), row
            else:
                message = "This row has no fields."
                self._add((*where, name, number), "bad-field", message, _AGAIN)

    def _fields(self, part: Mapping[str, Any], wanted: Collection[str], where: Where) -> bool:
        """Note fields that are missing or unknown; return whether there are none such."""
        missing = [field for field in wanted if field not in part]
        unknown = [field for field in part if field not in wanted]
        for field in missing:
            self._add(where, "missing-field", f"The field “{field}” is missing.", _AGAIN)
        for field in unknown:
            message = f"The field {quoted(field)} is unknown."
            mend = "Only what “patternbook share” writes is read."
            self._add((*where, field), "unknown-field", message, mend)
        return not missing and not unknown

    def _add(self, where: Where, code: str, message: str, mend: str) -> None:
        while where and where not in self._lines:
            where = where[:-1]
        line = self._lines.get(where, 1)
        self.problems.append(Problem(self._name, line, 1, code, message, mend))
