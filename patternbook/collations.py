"""The hand-written pages that ask for a collation: of which records, to answer which question.

Such a page lies in the folder `collations` of the documentation, or of the pages that a board has
added to its own copy. It says in its first lines what it asks for, and below them whatever else
its author has to say:

    title: What is told at the front door
    description: Near misses and reviews of referral and assessment, side by side.
    collation:
      question: What do records of referral and assessment have in common?
      kind: [near-miss, case-review]
      setting: [referral-and-assessment]

A record is chosen if each field that is filled in names something that holds of it; a field that
is left out chooses all. What was chosen is collated in `patternbook.collation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pydantic import Field, StrictBool

from patternbook import vocabulary as words
from patternbook.calls import page_texts
from patternbook.folders import Folders
from patternbook.model import (
    ID_PATTERN,
    MANY,
    AnyRecord,
    CaseReview,
    Id,
    Line,
    NearMiss,
    Once,
    Part,
    Text,
    Year,
)
from patternbook.problems import Problem, is_repeatable, nearest
from patternbook.source import Source, Unreadable, Value, read_source
from patternbook.typology import Typology
from patternbook.validation import validate

FOLDER = "collations"
_INDEX = "index.md"
_FIELD = "collation"
_SINCE, _UNTIL = "completed_from", "completed_to"
_ASKS = re.compile(r"\A---[ \t]*\n(?:(?!---).*\n)*?collation[ \t]*:")


class Choice(Part):
    """Which records are chosen.

    The values of one field are alternatives, and all fields together must hold. `completed_from`
    and `completed_to` are years, both included; a record that gives none is in no span of years.
    `patterns` are patterns and recurrent issues by their ids: what stands under one is chosen
    along with it. `shelf` is what patternbook.yml calls a shelf.
    """

    kind: Once[words.Kind] = ()
    setting: Once[words.Setting] = ()
    agencies: Once[words.Agency] = ()
    completed_from: Year | None = None
    completed_to: Year | None = None
    patterns: Once[Id] = Field(default=(), max_length=MANY)
    trigger: Once[words.Trigger] = ()
    origin: Once[words.Origin] = ()
    shelf: Once[Line] = Field(default=(), max_length=MANY)


class Asked(Choice):
    """What a page asks for: a question, and the records that may answer it."""

    question: Text


class _FirstLines(Part):
    """The first lines of such a page."""

    title: Line
    description: Text
    collation: Asked
    render_macros: StrictBool = False


@dataclass(frozen=True, slots=True)
class CollationPage:
    """A page that asks for a collation.

    `body` is its own Markdown, in which snippets are filled in if it `has_snippets`. `path` is
    relative to the documentation folder, `file` and `home` to the library's root: `home` is the
    folder of the library to which the page belongs, and empty for the whole copy. `audience` is
    narrower than the public where a board has written the page for itself.
    """

    title: str
    description: str
    asked: Asked
    body: str
    path: str
    file: str
    home: str = ""
    audience: words.Audience = words.Audience.PUBLIC
    has_snippets: bool = False

    @property
    def id(self) -> str:
        """Return the name of the page, which is that of its file."""
        return PurePosixPath(self.path).stem


def chooses(choice: Choice, record: AnyRecord, shelf: str, typology: Typology) -> bool:
    """Return whether a record is one of those chosen; `shelf` is what its shelf is called.

    What is to hold of it and is not on the list of its fields, as a trigger is of a near miss,
    does not hold.
    """
    year = record.completed
    trigger = record.trigger if isinstance(record, CaseReview) else None
    return (
        (not choice.kind or record.kind in choice.kind)
        and (not choice.origin or record.origin in choice.origin)
        and (not choice.setting or not set(choice.setting).isdisjoint(record.setting))
        and (not choice.agencies or not set(choice.agencies).isdisjoint(record.agencies))
        and (choice.completed_from is None or (year is not None and year >= choice.completed_from))
        and (choice.completed_to is None or (year is not None and year <= choice.completed_to))
        and (not choice.trigger or trigger in choice.trigger)
        and (not choice.shelf or shelf in choice.shelf)
        and (not choice.patterns or _shows(record, choice.patterns, typology))
    )


def _shows(record: AnyRecord, wanted: Iterable[str], typology: Typology) -> bool:
    """Return whether a record shows one of these patterns or issues, or what stands under it."""
    named: list[str] = []
    if isinstance(record, CaseReview):
        named = [finding.pattern for finding in record.findings]
    elif isinstance(record, NearMiss):
        named = [link.pattern for link in record.patterns]
    present = {typology.get(each).entry.id for each in wanted if each in typology}
    return any(
        definition.entry.id in present
        for each in named
        if each in typology
        for definition in typology.lineage(each)
    )


# --- Reading ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CollationPages:
    """Every page that asks for a collation, the shared ones first, and the source of each."""

    pages: tuple[CollationPage, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_collations(
    folders: Folders, entry_ids: Iterable[str] = ()
) -> tuple[CollationPages, list[Problem]]:
    """Return every page that asks for a collation, in the order of their paths, and each problem.

    `entry_ids` are those of the vocabulary, to suggest where one is written wrongly.
    """
    pages: list[CollationPage] = []
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    known = frozenset(entry_ids)
    for base in folders.of_pages:
        for file in _files_in(base / FOLDER):
            try:
                source = read_source(file, folders.root)
            except Unreadable as unreadable:
                problems.append(unreadable.problem)
                continue
            except OSError:
                continue  # whoever looks at what lies in the documentation tells it
            page, misfits = _page(source, file, base, folders, known)
            problems += misfits
            if page is not None:
                pages.append(page)
                sources[page.file] = source
    problems += _misplaced(folders)
    return CollationPages(tuple(pages), sources), sorted(problems)


def asks_for_a_collation(source: Source) -> bool:
    """Return whether a file has the first lines of such a page, and nothing else in them."""
    first, misfits = validate(source, _FirstLines)
    return first is not None and not misfits


def _files_in(folder: Path) -> list[Path]:
    """Return the pages of a folder; none if it cannot be opened, which others tell."""
    try:
        return sorted(each for each in folder.glob("*.md") if each.name != _INDEX)
    except OSError:
        return []


def _page(
    source: Source, file: Path, base: Path, folders: Folders, entry_ids: frozenset[str]
) -> tuple[CollationPage | None, list[Problem]]:
    first, problems = validate(source, _FirstLines, entry_ids)
    is_shared = base == folders.docs
    problems += [
        *_of_name(file, source),
        *_of_years(source),
        *_of_shelves(source, folders, is_shared=is_shared),
    ]
    if first is None or problems:
        return None, problems
    home = folders.docs.parent.relative_to(folders.root).as_posix() if is_shared else "."
    page = CollationPage(
        title=first.title,
        description=first.description,
        asked=first.collation,
        body=source.body,
        path=file.relative_to(base).as_posix(),
        file=source.path,
        home="" if home == "." else f"{home}/",
        audience=words.Audience.PUBLIC if is_shared else words.Audience.BOARD,
        has_snippets=first.render_macros,
    )
    return page, []


def _of_name(file: Path, source: Source) -> Iterator[Problem]:
    """Yield the problem with the name of a page, which becomes its address."""
    if not re.fullmatch(ID_PATTERN, file.stem):
        message = "The name of this page is no id: small letters, figures and single hyphens."
        mend = "Rename the file, like “at-the-front-door.md”."
        yield Problem(source.path, 1, 1, "collation-page", message, mend)


def _of_years(source: Source) -> Iterator[Problem]:
    """Yield the problem with two years of which the first is later than the last."""
    asked = source.front_matter.get(_FIELD)
    if not isinstance(asked, dict):
        return
    since, until = _year(asked.get(_SINCE)), _year(asked.get(_UNTIL))
    if since is not None and until is not None and since > until:
        yield Problem(
            source.path,
            *source.place_of([_FIELD, _UNTIL]),
            "years-in-reverse",
            f"“{_SINCE}” is later than “{_UNTIL}”, so no record can be chosen.",
            "Change the two round.",
        )


def _year(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _of_shelves(source: Source, folders: Folders, *, is_shared: bool) -> Iterator[Problem]:
    """Yield a problem for each shelf that is named and is none, or that only a board has."""
    asked = source.front_matter.get(_FIELD)
    named = asked.get("shelf") if isinstance(asked, dict) else None
    home = folders.docs.parent
    known = {each.name: each.folder.is_relative_to(home) for each in folders.shelves}
    for n, name in enumerate(named if isinstance(named, list) else []):
        if not isinstance(name, str) or known.get(name) or (name in known and not is_shared):
            continue
        place = source.place_of([_FIELD, "shelf", n])
        if name in known:
            message = "This page is shared, and names a shelf that only this copy has."
            mend = "Leave the shelf out, or move the page to the board's own pages."
            yield Problem(source.path, *place, "leads-inside", message, mend)
        else:
            called = f" called “{name}”" if is_repeatable(name) else " of this name"
            message = f"There is no shelf{called}."
            mend = nearest(name, list(known)) or "Shelves are named in patternbook.yml, by “name”."
            yield Problem(source.path, *place, "unknown-shelf", message, mend)


def _misplaced(folders: Folders) -> Iterator[Problem]:
    """Yield a problem for each page elsewhere that asks for a collation, which nobody would see."""
    for base, file, text in page_texts(folders):
        asks = _ASKS.match(text)
        if asks is not None and file.relative_to(base).parts[:-1] != (FOLDER,):
            line = asks[0].count("\n") + 1
            message = "Only a page that lies directly in the folder “collations” is collated."
            mend = "Move it there, or take the field “collation” out."
            yield Problem(folders.relative(file), line, 1, "collation-page", message, mend)
