"""Mends that need no judgement: a file as it is -> the same file in order.

Only what changes no meaning is mended: line ends, spaces that nobody sees, a line of hyphens
that a word processor turned into a dash, tabs where only one reading is possible, and former
names of entries. Before anything is proposed it is read again, and must say the same as before.
A character that nobody can see is left alone: what it hides is for a person to find out.
"""

from __future__ import annotations

import codecs
import contextlib
import copy
import difflib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from patternbook.folders import VOCABULARY_FOLDERS, Folders
from patternbook.library import RECORD_FOLDERS, RECORD_SUFFIX
from patternbook.problems import START, Place
from patternbook.source import (
    MAX_BYTES,
    FieldPath,
    Source,
    Unreadable,
    Value,
    hidden_character,
    is_dashes,
    parse_source,
)
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import EntryKind

# The rules of whose problems some can be mended here.
CODES = frozenset({"broken-yaml", "former-id", "front-matter-not-closed", "no-front-matter"})

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = "---"
_INDENT = re.compile(r"[ \t]*\t[ \t]*(?=\S)")
_TAB_WIDTHS = range(1, 9)
_USUAL_WIDTH = 2
_ID_SIGN = re.compile(r"[a-z0-9-]")


class LeftAlone(Exception):
    """Raised where a file is not written, with the reason in a sentence."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What can be mended in one file: `done` says it in words. `path` is relative to the root."""

    path: str
    file: Path
    before: bytes
    after: bytes
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerIds:
    """Former ids with the present ones: those of factors, and those of patterns and issues."""

    factors: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, typology: Typology) -> FormerIds:
        """Return the former ids that this vocabulary knows."""
        factors: dict[str, str] = {}
        patterns: dict[str, str] = {}
        for former, current in typology.former_ids.items():
            kind = typology.get(current).entry.kind
            if kind is EntryKind.FACTOR:
                factors[former] = current
            elif is_pattern_kind(kind):
                patterns[former] = current
        return cls(factors, patterns)


def find_fixes(
    folders: Folders, former: FormerIds, is_wanted: Callable[[str], bool] = lambda path: True
) -> list[Fix]:
    """Return what can be mended in records and pages of the vocabulary, in order of their paths.

    `is_wanted` is asked about every path, relative to the root. Nothing is written.
    """
    fixes = []
    for file in _files(folders):
        path = file.relative_to(folders.root).as_posix()
        before = _read(file) if is_wanted(path) else None
        if before is None:
            continue
        mended, done = mend(before, former)
        if mended != before:
            fixes.append(Fix(path, file, before, mended, done))
    return fixes


def mend(raw: bytes, former: FormerIds) -> tuple[bytes, tuple[str, ...]]:
    """Return the content of a file in order, and what was done to it, in words."""
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return raw, ()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip() or hidden_character(plain):
        return raw, ()
    done = []
    if raw.startswith(codecs.BOM_UTF8):
        done.append("take out the invisible mark at the beginning of the file")
    if "\r" in text:
        done.append("end every line as other systems than Windows do")
    mended = plain
    for step in (_with_hyphens, _without_tabs, _without_trailing_spaces):
        mended, said = step(mended)
        done += said
    mended, said = _with_present_ids(mended, former)
    done += said
    if not mended.endswith("\n"):
        mended += "\n"
        done.append("end the last line")
    return mended.encode(), tuple(done)


def difference(fix: Fix) -> list[str]:
    """Return what a mend changes, as the lines of a unified diff that are safe to print.

    Spaces at the end of a line show as dots in the middle of it, and tabs as “»”. Line ends are
    not shown; `done` tells of them.
    """
    return difference_between(fix.before, fix.after, (fix.path, fix.path), context=1)


def difference_between(
    before: bytes, after: bytes, paths: tuple[str, str], context: int
) -> list[str]:
    """Return how two texts differ, as `difference` does; so many lines stand around each change."""
    old, new = (
        raw.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").splitlines()
        for raw in (before, after)
    )
    lines = difflib.unified_diff(old, new, *paths, lineterm="", n=context)
    return [_seen(line) for line in lines]


def apply(fix: Fix) -> None:
    """Write a mended file in place of the old one, whole or not at all.

    Raises LeftAlone if the file is not, or is no longer, the ordinary file that was looked at.
    Its permissions stay as they are.
    """
    file = fix.file
    status = _unchanged(fix)
    if not os.access(file, os.W_OK):
        raise LeftAlone("You may not write to it.")
    try:
        descriptor, name = tempfile.mkstemp(prefix=".mending-", dir=file.parent)
    except OSError:
        raise LeftAlone("Nothing can be written to its folder.") from None
    fresh = Path(name)
    try:
        with open(descriptor, "wb") as opened:
            opened.write(fix.after)
            opened.flush()
            os.fsync(opened.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):  # only root may give a file away
                os.chown(fresh, status.st_uid, status.st_gid)
        fresh.chmod(stat.S_IMODE(status.st_mode))
        _unchanged(fix)
        fresh.replace(file)
    except OSError:
        raise LeftAlone("It could not be written.") from None
    finally:
        fresh.unlink(missing_ok=True)


def _unchanged(fix: Fix) -> os.stat_result:
    """Return the status of a file that is still as it was; raise LeftAlone if it is not."""
    try:
        status = fix.file.lstat()
        if not stat.S_ISREG(status.st_mode) or fix.file.parent.resolve() != fix.file.parent:
            raise LeftAlone("It is no ordinary file any more.")
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(fix.file, flags | getattr(os, "O_NONBLOCK", 0)), "rb") as opened:
            if opened.read(len(fix.before) + 1) != fix.before:
                raise LeftAlone("It has changed since it was checked.")
    except OSError:
        raise LeftAlone("It can no longer be opened.") from None
    return status


def _files(folders: Folders) -> Iterator[Path]:
    """Yield records and pages of the vocabulary that may be mended."""
    records = [each / name for each in folders.of_records for name in RECORD_FOLDERS.values()]
    pages = [each / name for each in folders.of_pages for name in VOCABULARY_FOLDERS]
    for folder in sorted([*records, *pages]):
        with contextlib.suppress(OSError):
            if folder.resolve() == folder:  # there is no link on the way
                for file in sorted(folder.iterdir()):
                    is_ours = file.suffix == RECORD_SUFFIX and not file.name.startswith(".")
                    if is_ours and (folder not in pages or file.name != "index.md"):
                        yield file


def _read(file: Path) -> bytes | None:
    """Return what an ordinary file holds, or None if it is none or too large to be a record."""
    try:
        status = file.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
            return file.read_bytes()
    except OSError:
        pass
    return None


# --- The mends, each a text with plain line ends -> the mended text and what was done -----------


def _with_hyphens(text: str) -> tuple[str, list[str]]:
    """Type the lines again that begin and end the fields, where they were meant as hyphens."""
    lines = text.split("\n")
    typed = []
    if is_dashes(lines[0]):
        typed.append(0)
    elif lines[0].rstrip() != _FENCE:
        return text, []
    if not any(line.rstrip() == _FENCE for line in lines[1:]):
        typed += [n for n, line in enumerate(lines[1:], 1) if is_dashes(line)][:1]
    for n in typed:
        lines[n] = _FENCE
    mended = "\n".join(lines)
    if not typed or (_parsed(mended) is None and _parsed(_without_tabs(mended)[0]) is None):
        return text, []
    if any(line.startswith("##") for line in _front(mended) or ()):
        return text, []  # a heading of the body, which would become a note that no reader sees
    return mended, [f"type the hyphens of line {n + 1} again" for n in typed]


def _without_tabs(text: str) -> tuple[str, list[str]]:
    """Indent fields with spaces where tabs keep them from being read and only one reading fits."""
    front = _front(text)
    if front is None or not any(_INDENT.match(line) for line in front) or _parsed(text):
        return text, []
    readings: dict[int, tuple[str, Source]] = {}
    for width in _TAB_WIDTHS:
        lines = [_INDENT.sub(lambda m: m[0].expandtabs(width), line, count=1) for line in front]  # noqa: B023 - used at once
        mended = _with_front(text, lines)
        source = _parsed(mended)
        if source is not None:
            readings[width] = mended, source
    if not readings:
        return text, []
    said = [repr(source.front_matter) for _, source in readings.values()]
    if any(each != said[0] for each in said):
        return text, []  # it can be read in more than one way
    mended = readings.get(_USUAL_WIDTH, readings[min(readings)])[0]
    number = sum(1 for line in front if _INDENT.match(line))
    return mended, [f"indent {_lines(number)} with spaces instead of tabs"]


def _without_trailing_spaces(text: str) -> tuple[str, list[str]]:
    """Take away what stands unseen at the ends of fields, but not within a text that keeps it."""
    before, front = _parsed(text), _front(text)
    if before is None or front is None:
        return text, []
    kept = _kept_as_written(front)
    lines = [line if n in kept else line.rstrip(" \t") for n, line in enumerate(front)]
    number = sum(1 for old, new in zip(front, lines, strict=True) if old != new)
    mended = _with_front(text, lines)
    if not number or not _says_the_same(before, _parsed(mended)):
        return text, []
    return mended, [f"take away the spaces at the end of {_lines(number)}"]


def _with_present_ids(text: str, former: FormerIds) -> tuple[str, list[str]]:
    """Write the present id of an entry wherever a link uses a former one."""
    before = _parsed(text)
    if before is None:
        return text, []
    wanted = copy.deepcopy(before.front_matter)
    lines = text.split("\n")
    done = []
    changes = [
        (before.place_of(path), path, old, new)
        for path, old, new in _renamed(before.front_matter, (), former)
    ]
    for place, path, old, new in sorted(changes, reverse=True):
        line = _replaced(lines[place.line - 1], place, old, new)
        if line is not None:
            lines[place.line - 1] = line
            _put(wanted, path, new)
            done.append(f"write “{new}” for its former name “{old}” on line {place.line}")
    mended = "\n".join(lines)
    after = _parsed(mended)
    if after is None or after.front_matter != wanted or after.body != before.body:
        return text, []
    return mended, done[::-1]


# --- What they share ----------------------------------------------------------------------------


def _parsed(text: str) -> Source | None:
    try:
        return parse_source(text, "")
    except Unreadable:
        return None


def _says_the_same(before: Source, after: Source | None) -> bool:
    return (
        after is not None
        and repr(after.front_matter) == repr(before.front_matter)  # True is not 1 here
        and after.body == before.body
    )


def _end_of_front(lines: list[str]) -> int | None:
    """Return the number of the line that ends the fields, counted from nought."""
    if lines[0].rstrip() != _FENCE:
        return None
    return next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)


def _front(text: str) -> list[str] | None:
    """Return the lines of the fields with those that begin and end them, or None."""
    lines = text.split("\n")
    end = _end_of_front(lines)
    return None if end is None else lines[: end + 1]


def _with_front(text: str, front: Iterable[str]) -> str:
    """Return the text with other lines for its fields."""
    front = list(front)
    return "\n".join([*front, *text.split("\n")[len(front) :]])


def _kept_as_written(front: list[str]) -> set[int]:
    """Return the numbers of the lines in texts after “|” and “>”, where every space counts."""
    kept: set[int] = set()
    for event in yaml.parse("\n".join([*front[1:-1], ""]), Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            assert event.start_mark is not None and event.end_mark is not None  # noqa: S101, PT018 - every parsed event has them
            # The text begins below the mark; the fields begin on the second line of the file.
            kept.update(range(event.start_mark.line + 2, event.end_mark.line + 1))
    return kept


def _renamed(
    value: Value, path: FieldPath, former: FormerIds
) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield the way to every link that uses a former id, with that id and the present one."""
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from _renamed(each, (*path, n), former)
    elif isinstance(value, dict):
        for name, each in value.items():
            known = {"factor": former.factors, "pattern": former.patterns}.get(name, {})
            if isinstance(each, str) and each in known:
                yield (*path, name), each, known[each]
            else:
                yield from _renamed(each, (*path, name), former)


def _replaced(line: str, place: Place, old: str, new: str) -> str | None:
    """Return a line with another id at this place, or None if the old one is not just there."""
    start = place.column - 1
    start += line[start : start + 1] in ('"', "'")
    end = start + len(old)
    if place == START or line[start:end] != old or _ID_SIGN.match(line[end : end + 1]):
        return None
    return f"{line[:start]}{new}{line[end:]}"


def _put(value: Any, path: FieldPath, new: str) -> None:
    """Set the value at the end of a path."""
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"


def _seen(line: str) -> str:
    """Return a line of a diff with its tabs and last spaces made visible, safe to print."""
    shown = line.replace("\t", "»")
    bare = shown.rstrip(" ")
    if len(bare) > 1 or line[:1] not in (" ", "+", "-"):
        shown = bare + "·" * (len(shown) - len(bare))
    return "".join(sign if sign.isprintable() else "?" for sign in shown)
