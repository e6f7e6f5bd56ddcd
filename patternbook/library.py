"""Folders -> a Library and every problem on the way. Nothing stops at the first fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from patternbook.bibliography import Bibliography, read_bibliography
from patternbook.calls import Call, read_calls
from patternbook.collations import CollationPage, read_collations
from patternbook.documents import faults_in_documents
from patternbook.folders import VOCABULARY_FOLDERS, Folders, Shelf
from patternbook.glossary import Glossary, read_glossary
from patternbook.grouping import GroupPage, read_groups
from patternbook.guide import Guide, read_guide
from patternbook.model import (
    ENTRY_TYPES,
    ID_PATTERN,
    RECORD_TYPES,
    AnyRecord,
    Entry,
    Tombstone,
)
from patternbook.narrative import Narrative, read_narrative
from patternbook.problems import Problem
from patternbook.source import Source, Unreadable, read_source, text_of_unreadable
from patternbook.typology import Definition, Typology
from patternbook.validation import choose, validate
from patternbook.vocabulary import Audience, Kind
from patternbook.working import MEND_OF_RECORDING, is_recording

RECORD_FOLDERS = {
    Kind.CASE_REVIEW: "case-reviews",
    Kind.NEAR_MISS: "near-misses",
    Kind.DEBRIEF: "debriefs",
}
RECORD_SUFFIX = ".md"
# Endings that text gets by mistake, and those of word processors.
_SUFFIX_TO_CHANGE = (".md", ".md.txt", ".markdown")
_WORD_PROCESSORS = (".doc", ".docx", ".odt", ".rtf", ".pages")


@dataclass(frozen=True, slots=True)
class Filed:
    """A record that could be read, with its narrative and the file it came from.

    `widest` is the audience of the shelf that it stands on, and `shelf` is what that is called.
    """

    record: AnyRecord
    narrative: Narrative
    source: Source
    widest: Audience = Audience.PUBLIC
    shelf: str = ""

    @property
    def audience(self) -> Audience:
        """Return who may read it at most: what it says itself, within what its shelf allows."""
        return self.record.audience.narrower(self.widest)


@dataclass(frozen=True, slots=True)
class Removed:
    """What is left of a record that was withdrawn, and the file that says so."""

    tombstone: Tombstone
    source: Source
    widest: Audience = Audience.PUBLIC

    @property
    def audience(self) -> Audience:
        """Return who could read the record at most, and may know that it is gone."""
        return self.tombstone.audience.narrower(self.widest)


@dataclass(frozen=True, slots=True)
class Library:
    """Every record and every entry that could be read, and what was withdrawn.

    `unread` holds the ids and file names of records that could not be read, and the names of
    files whose records bear another id; `unread_entries` holds the same for the vocabulary. A
    reference to one of them is not reported as a second fault. `pages` holds the source of
    each page of the vocabulary and of each collation by its file, so that a check can say where
    on it something stands; `unread_texts` what can be made out of each file that could not be
    read, by its path.
    `local_terms` are words that a board uses for itself, and that its own records may use.
    `guide`, `glossary` and `bibliography` are what the shared pages bring along, `calls` what
    hand-written pages show and cite, and `collations` those that ask for one. `groups` are the
    recommendations that people take to be the same in substance.
    """

    filed: tuple[Filed, ...]
    typology: Typology
    removed: tuple[Removed, ...] = ()
    unread: frozenset[str] = frozenset()
    unread_entries: frozenset[str] = frozenset()
    pages: Mapping[str, Source] = field(default_factory=dict, repr=False)
    unread_texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    local_terms: tuple[str, ...] = ()
    guide: Guide = field(default_factory=Guide)
    glossary: Glossary = field(default_factory=Glossary)
    bibliography: Bibliography = field(default_factory=Bibliography)
    calls: tuple[Call, ...] = ()
    collations: tuple[CollationPage, ...] = ()
    groups: tuple[GroupPage, ...] = ()


def load_library(
    folders: Folders,
    watch: Callable[[], None] = lambda: None,
    local_terms: tuple[str, ...] = (),
) -> tuple[Library, list[Problem]]:
    """Read all records and the vocabulary.

    Returns the library of all that could be read and, in order, every fault in the files
    themselves and in where they lie; what lies between files is for `patternbook.checks`. A
    missing shelf is an empty one. `watch` is called after each record; `local_terms` are words
    that this board uses for itself.
    """
    problems = [
        problem
        for pages in folders.of_pages
        for problem in faults_in_documents(pages, folders.root)
    ]
    entry_ids = frozenset(
        file.stem for file, _ in _entry_files(folders) if re.fullmatch(ID_PATTERN, file.stem)
    )
    texts: dict[str, str] = {}
    typology, unread_entries, pages = _load_typology(folders, problems, entry_ids, texts)
    filed: list[Filed] = []
    removed: list[Removed] = []
    unread: set[str] = set()
    for shelf, file in _files(folders, problems):
        source = _read(file, folders, problems)
        one, misfits = (None, []) if source is None else read_record(source, shelf, entry_ids)
        problems += misfits
        if isinstance(one, Filed):
            filed.append(one)
        elif one is not None:
            removed.append(one)
        else:
            texts[folders.relative(file)] = source.text if source else text_of_unreadable(file)
        unread |= _unread_ids(file, source, _id_of(one))
        watch()
    glossary, misfits = read_glossary(folders)
    guide, misplaced = read_guide(folders, [term.id for term in glossary.terms])
    bibliography, unread_sources = read_bibliography(folders)
    calls, unread_calls = read_calls(folders)
    groups, unread_groups = read_groups(folders)
    collations, unread_collations = read_collations(folders, entry_ids)
    pages |= collations.sources
    problems += [*misplaced, *misfits, *unread_sources, *unread_calls]
    problems += [*unread_groups, *unread_collations]
    library = Library(
        filed=tuple(sorted(filed, key=lambda one: (one.record.id, one.source.path))),
        typology=typology,
        removed=tuple(sorted(removed, key=lambda one: (one.tombstone.id, one.source.path))),
        unread=frozenset(unread),
        unread_entries=unread_entries,
        pages=pages,
        unread_texts=texts,
        local_terms=local_terms,
        guide=guide,
        glossary=glossary,
        bibliography=bibliography,
        calls=calls,
        collations=collations.pages,
        groups=groups,
    )
    return library, sorted(problems)


def read_record(
    source: Source, shelf: Shelf, entry_ids: frozenset[str] = frozenset()
) -> tuple[Filed | Removed | None, list[Problem]]:
    """Return the record in a file, or what is left of one, and every fault in the file itself.

    It is None where the file holds neither. `entry_ids` are those of the vocabulary, to suggest
    where one is written wrongly.
    """
    if "withdrawn" in source.front_matter:
        return _removed(source, shelf)
    model, problems = choose(source, RECORD_TYPES)
    if model is None:
        return None, problems
    record, misfits = validate(_with_audience_of(shelf, source), model, entry_ids)
    narrative, faults = read_narrative(source, Kind(str(source.front_matter["kind"])))
    if record is None or faults:
        return None, misfits + faults
    return Filed(record, narrative, source, shelf.audience, shelf.name), []


def _with_audience_of(shelf: Shelf, source: Source) -> Source:
    """Return the source with the audience of its shelf, if it says none itself.

    On a public shelf every record says it: nothing is public by default.
    """
    if shelf.audience is Audience.PUBLIC or "audience" in source.front_matter:
        return source
    return replace(source, front_matter={**source.front_matter, "audience": shelf.audience.value})


def _removed(source: Source, shelf: Shelf) -> tuple[Removed | None, list[Problem]]:
    tombstone, problems = validate(source, Tombstone)
    if source.body.strip():
        problems.append(
            Problem(
                source.path,
                source.body_line,
                1,
                "withdrawn-with-content",
                "This record was withdrawn, and something of it still stands below the fields.",
                "Remove all that stands below the fields.",
            )
        )
    if tombstone is None or problems:
        return None, problems
    return Removed(tombstone, source, shelf.audience), []


def _id_of(one: Filed | Removed | None) -> str | None:
    if one is None:
        return None
    return one.record.id if isinstance(one, Filed) else one.tombstone.id


def _load_typology(
    folders: Folders, problems: list[Problem], entry_ids: frozenset[str], texts: dict[str, str]
) -> tuple[Typology, frozenset[str], dict[str, Source]]:
    """Return all entries that could be read, the ids of those that could not, and the pages.

    What can be made out of those that could not goes into `texts`.
    """
    definitions: list[Definition] = []
    pages: dict[str, Source] = {}
    unread: set[str] = set()
    for file, path in _entry_files(folders):
        source = _read(file, folders, problems)
        entry = _entry(source, problems, entry_ids) if source is not None else None
        if source is not None and entry is not None:
            # What a board has added is its own, until it proposes it for the shared vocabulary.
            audience = Audience.PUBLIC if file.is_relative_to(folders.docs) else Audience.BOARD
            body = source.body.strip()
            definitions.append(Definition(entry, body, path, source.path, audience))
            pages[source.path] = source
        else:
            texts[folders.relative(file)] = source.text if source else text_of_unreadable(file)
        unread |= _unread_ids(file, source, entry.id if entry is not None else None)
    return Typology(tuple(definitions)), frozenset(unread), pages


def _entry(source: Source, problems: list[Problem], entry_ids: frozenset[str]) -> Entry | None:
    model, misfits = choose(source, ENTRY_TYPES)
    problems += misfits
    if model is None:
        return None
    entry, misfits = validate(source, model, entry_ids)
    problems += misfits
    return entry


def _unread_ids(file: Path, source: Source | None, read_as: str | None) -> set[str]:
    """Return the ids by which others may refer to a file and that lead nowhere for its fault.

    `read_as` is the id under which the file was read, or None if it was not.
    """
    if read_as is not None:
        return {file.stem} - {read_as}
    front_matter = source.front_matter if source is not None else {}
    former = front_matter.get("former_ids")
    claimed = (front_matter.get("id"), *(former if isinstance(former, list) else ()))
    return {file.stem, *(each for each in claimed if isinstance(each, str))}


def _entry_files(folders: Folders) -> list[tuple[Path, str]]:
    """Return the pages of the vocabulary with their paths among all pages.

    The index of a folder is an ordinary page.
    """
    return [
        (file, file.relative_to(pages).as_posix())
        for pages in folders.of_pages
        for name in VOCABULARY_FOLDERS
        if (pages / name).is_dir()
        for file in sorted((pages / name).glob("*.md"))
        if file.name != "index.md"
    ]


def _files(folders: Folders, problems: list[Problem]) -> Iterator[tuple[Shelf, Path]]:
    """Yield the records of every shelf, and report what else is there."""
    for shelf in folders.shelves:
        for file in _files_on(shelf.folder, folders, problems):
            yield shelf, file


def _files_on(folder: Path, folders: Folders, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files directly in the folder of a kind. Report what else is there."""
    for inner in _listed(folder, folders, problems):
        if inner.name not in RECORD_FOLDERS.values() or inner.is_symlink() or not inner.is_dir():
            problems.append(
                _stray(
                    inner,
                    folders,
                    "Records stand in the folders of their kinds, and nothing else stands here.",
                    MEND_OF_RECORDING
                    if is_recording(inner.name)
                    else f"Move it into one of: {', '.join(RECORD_FOLDERS.values())}.",
                )
            )
            continue
        for file in _listed(inner, folders, problems):
            if file.suffix == RECORD_SUFFIX and (file.is_symlink() or not file.is_dir()):
                yield file
            else:
                problems.append(
                    _stray(
                        file,
                        folders,
                        "This is no record: records are text files whose names end in “.md”.",
                        _mend_of_ending(file.name.lower()),
                    )
                )


def _listed(folder: Path, folders: Folders, problems: list[Problem]) -> list[Path]:
    """Return what lies directly in a folder, but for what begins with a full stop."""
    if not folder.is_dir():
        return []
    try:
        return sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        problems.append(
            _stray(folder, folders, "The folder cannot be opened.", "Check that you may read it.")
        )
        return []


def _stray(file: Path, folders: Folders, message: str, mend: str) -> Problem:
    return Problem(folders.relative(file), 1, 1, "not-a-record", message, mend)


def _mend_of_ending(name: str) -> str:
    """Return what to do with a file in the folder of records whose name does not end in “.md”."""
    if name.endswith(_SUFFIX_TO_CHANGE):
        return "Rename it so that it ends in “.md”."
    if is_recording(name):
        return MEND_OF_RECORDING
    if name.endswith(_WORD_PROCESSORS):
        return "Move it out of this folder, and make a record of it: patternbook import."
    return "Move it out of this folder."


def _read(file: Path, folders: Folders, problems: list[Problem]) -> Source | None:
    try:
        return read_source(file, folders.root)
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
    except OSError:
        problems.append(
            Problem(
                folders.relative(file),
                1,
                1,
                "cannot-open",
                "The file cannot be opened.",
                "Check that you may read it.",
            )
        )
    return None
