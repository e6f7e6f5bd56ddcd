"""What the guide rests on: `docs/guide/sources.bib`, the one list of sources.

The file is published as it is, so that readers can load it into a program for references. Each
entry has our remarks in `annote`, and in `keywords` the group in which the page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pybtex.database import BibliographyDataError, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

from patternbook.folders import Folders
from patternbook.problems import Problem
from patternbook.source import Unreadable, read_text

FILE = "guide/sources.bib"

_NEEDED = ("title", "year", "annote", "keywords")
_BEGINS = re.compile(r"^[ \t]*@(?P<type>\w+)[ \t]*\{[ \t]*(?P<key>[^\s,]+)", re.MULTILINE)
# An address that is safe to print as it is.
_URL = re.compile(r"https://[A-Za-z0-9./_~%-]+")
# A name and a year: nothing that could identify anybody, so that messages may repeat it.
KEY = re.compile(r"[a-z]+(?:[0-9]{4}[a-z]?|nd)")
# Whoever stands behind a work, and where it came out, in the order in which it is told.
_VENUE = ("journal", "booktitle", "howpublished", "institution", "publisher", "organization")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source. `who` is everybody, `short` is how a text names it: “Fish and others 2008”."""

    key: str
    who: str
    short: str
    year: str
    title: str
    venue: str
    remarks: str
    group: str
    url: str


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All sources in the order of the file."""

    references: tuple[Reference, ...] = ()

    def get(self, key: str) -> Reference | None:
        """Return the source with this key, or None."""
        return next((each for each in self.references if each.key == key), None)


def read_bibliography(folders: Folders) -> tuple[Bibliography, list[Problem]]:
    """Return the sources, and every problem with their file; without the file there are none."""
    file = folders.docs / FILE
    path = folders.relative(file)
    try:
        if not file.is_file():
            return Bibliography(), []
        text = read_text(file, path)
    except Unreadable as unreadable:
        return Bibliography(), [unreadable.problem]
    except OSError:
        return Bibliography(), []  # whoever looks at what lies in the documentation tells it
    return _read(text, path)


def _read(text: str, path: str) -> tuple[Bibliography, list[Problem]]:
    lines: dict[str, int] = {}
    problems = []
    for begin in _BEGINS.finditer(text):
        line = text.count("\n", 0, begin.start("key")) + 1
        if begin["key"].lower() in lines:
            first = lines[begin["key"].lower()]
            message = f"Two sources have this key; the first is on line {first}."
            problems.append(_fault(path, line, message, "Give each a key of its own."))
        lines.setdefault(begin["key"].lower(), line)
    if problems:
        return Bibliography(), problems
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexSyntaxError as error:
        message = "From here on this is no BibTeX."
        mend = "Look at this entry and the one before: a brace, a comma or a name may be missing."
        return Bibliography(), [_fault(path, error.lineno or 1, message, mend)]
    except (BibliographyDataError, PybtexError):
        message = "This file cannot be read as BibTeX."
        return Bibliography(), [_fault(path, 1, message, "Look for a brace or a comma too few.")]
    for key, entry in entries.items():
        problems += _lacking(path, lines.get(key.lower(), 1), key, entry)
    if problems:
        return Bibliography(), sorted(problems)
    return Bibliography(tuple(_reference(key, entry) for key, entry in entries.items())), []


def _lacking(path: str, line: int, key: str, entry: Entry) -> Iterator[Problem]:
    if not KEY.fullmatch(key):
        message = "The key of a source is a name and a year, such as “fish2008”."
        yield _fault(
            path, line, message, "Write it in small letters and four figures, or “nd” for no date."
        )
    url = str(entry.fields.get("url", ""))
    if url and not _URL.fullmatch(url):
        message = "The address of this source is none that can be printed."
        yield _fault(path, line, message, "Give one that begins with “https://”, without a query.")
    missing = [name for name in _NEEDED if not str(entry.fields.get(name, "")).strip()]
    if not _people(entry):
        missing.insert(0, "author")
    if missing:
        message = f"This source lacks: {', '.join(missing)}."
        yield _fault(path, line, message, "Add it, so that readers can find and judge the source.")


def _fault(path: str, line: int, message: str, mend: str) -> Problem:
    return Problem(path, line, 1, "broken-bibliography", message, mend)


def _reference(key: str, entry: Entry) -> Reference:
    people = _people(entry)
    year = _field(entry, "year")
    return Reference(
        key=key,
        who=_and([_whole_name(each) for each in people]),
        short=f"{_shortened([_last_name(each) for each in people])} {year}",
        year=year,
        title=_field(entry, "title"),
        venue=_venue(entry),
        remarks=_field(entry, "annote"),
        group=_field(entry, "keywords"),
        url=_field(entry, "url"),
    )


def _people(entry: Entry) -> list[object]:
    return list(entry.persons.get("author") or entry.persons.get("editor") or ())


def _last_name(person: object) -> str:
    return _plain(" ".join([*person.prelast_names, *person.last_names]))  # type: ignore[attr-defined]


def _whole_name(person: object) -> str:
    first = " ".join([*person.first_names, *person.middle_names])  # type: ignore[attr-defined]
    return f"{_plain(first)} {_last_name(person)}".strip()


def _shortened(names: list[str]) -> str:
    return f"{names[0]} and others" if len(names) > 2 else _and(names)


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _venue(entry: Entry) -> str:
    said = [_field(entry, name) for name in _VENUE]
    volume, pages = _field(entry, "volume"), _field(entry, "pages").replace("--", "–")
    number = _field(entry, "number")
    parts = [*filter(None, said), *filter(None, [number])]
    if volume:
        parts.append(f"{volume}: {pages}" if pages else volume)
    elif pages:
        parts.append(f"pages {pages}")
    return ", ".join(parts)


def _field(entry: Entry, name: str) -> str:
    return _plain(str(entry.fields.get(name, "")))


def _plain(text: str) -> str:
    """Return text without the braces that keep capitals, and on one line."""
    return " ".join(text.replace("{", "").replace("}", "").replace("\\&", "&").split())
