"""Folders -> a Library and every problem on the way. Nothing stops at the first fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from patternbook.documents import VOCABULARY_FOLDERS, faults_in_documents
from patternbook.model import ENTRY_TYPES, ID_PATTERN, RECORD_TYPES, AnyRecord, Entry
from patternbook.narrative import Narrative, read_narrative
from patternbook.problems import Problem
from patternbook.source import Source, Unreadable, read_source, text_of_unreadable
from patternbook.typology import Definition, Typology
from patternbook.validation import choose, validate
from patternbook.vocabulary import Kind

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
class Folders:
    """Where a library is kept: its root, and in it the records and the documentation."""

    root: Path
    reviews: Path
    docs: Path

    @classmethod
    def at(cls, root: Path, reviews: str = "reviews", docs: str = "docs") -> Folders:
        """Return the folders of the library whose root this is."""
        root = root.resolve()
        return cls(root=root, reviews=root / reviews, docs=root / docs)


@dataclass(frozen=True, slots=True)
class Filed:
    """A record that could be read, with its narrative and the file it came from."""

    record: AnyRecord
    narrative: Narrative
    source: Source


@dataclass(frozen=True, slots=True)
class Library:
    """Every record and every entry that could be read.

    `unread` holds the ids and file names of records that could not be read, and the names of
    files whose records bear another id; `unread_entries` holds the same for the vocabulary. A
    reference to one of them is not reported as a second fault. `pages` holds the source of
    each page of the vocabulary by its file, so that a check can say where on it something
    stands; `unread_texts` what can be made out of each file that could not be read, by its path.
    """

    filed: tuple[Filed, ...]
    typology: Typology
    unread: frozenset[str] = frozenset()
    unread_entries: frozenset[str] = frozenset()
    pages: Mapping[str, Source] = field(default_factory=dict, repr=False)
    unread_texts: Mapping[str, str] = field(default_factory=dict, repr=False)


def load_library(
    folders: Folders, watch: Callable[[], None] = lambda: None
) -> tuple[Library, list[Problem]]:
    """Read all records and the vocabulary.

    Returns the library of all that could be read and, in order, every fault in the files
    themselves and in where they lie; what lies between files is for `patternbook.checks`. A
    missing `reviews` folder is an empty library. `watch` is called after each record.
    """
    problems = list(faults_in_documents(folders.docs, folders.root))
    entry_ids = frozenset(
        file.stem
        for name in VOCABULARY_FOLDERS
        for file in _entry_files(folders.docs / name)
        if re.fullmatch(ID_PATTERN, file.stem)
    )
    texts: dict[str, str] = {}
    typology, unread_entries, pages = _load_typology(folders, problems, entry_ids, texts)
    filed: list[Filed] = []
    unread: set[str] = set()
    for file in _files(folders.reviews, folders, problems):
        source = _read(file, folders, problems)
        one = _filed(source, problems, entry_ids) if source is not None else None
        if one is not None:
            filed.append(one)
        else:
            texts[_path(file, folders)] = source.text if source else text_of_unreadable(file)
        unread |= _unread_ids(file, source, one.record.id if one is not None else None)
        watch()
    library = Library(
        filed=tuple(sorted(filed, key=lambda one: (one.record.id, one.source.path))),
        typology=typology,
        unread=frozenset(unread),
        unread_entries=unread_entries,
        pages=pages,
        unread_texts=texts,
    )
    return library, sorted(problems)


def _filed(source: Source, problems: list[Problem], entry_ids: frozenset[str]) -> Filed | None:
    model, misfits = choose(source, RECORD_TYPES)
    problems += misfits
    if model is None:
        return None
    record, misfits = validate(source, model, entry_ids)
    narrative, faults = read_narrative(source, Kind(str(source.front_matter["kind"])))
    problems += misfits + faults
    return Filed(record, narrative, source) if record is not None and not faults else None


def _load_typology(
    folders: Folders, problems: list[Problem], entry_ids: frozenset[str], texts: dict[str, str]
) -> tuple[Typology, frozenset[str], dict[str, Source]]:
    """Return all entries that could be read, the ids of those that could not, and the pages.

    What can be made out of those that could not goes into `texts`.
    """
    definitions: list[Definition] = []
    pages: dict[str, Source] = {}
    unread: set[str] = set()
    for name in VOCABULARY_FOLDERS:
        for file in _entry_files(folders.docs / name):
            source = _read(file, folders, problems)
            entry = _entry(source, problems, entry_ids) if source is not None else None
            if source is not None and entry is not None:
                path = file.relative_to(folders.docs).as_posix()
                definitions.append(Definition(entry, source.body.strip(), path, source.path))
                pages[source.path] = source
            else:
                texts[_path(file, folders)] = source.text if source else text_of_unreadable(file)
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


def _path(file: Path, folders: Folders) -> str:
    return file.relative_to(folders.root).as_posix()


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


def _entry_files(folder: Path) -> list[Path]:
    """Return the pages of a vocabulary folder; its index is an ordinary page."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.glob("*.md") if file.name != "index.md")


def _files(folder: Path, folders: Folders, problems: list[Problem]) -> Iterator[Path]:
    """Yield the records: files directly in the folder of a kind. Report what else is there."""
    for inner in _listed(folder, folders, problems):
        if inner.name not in RECORD_FOLDERS.values() or inner.is_symlink() or not inner.is_dir():
            problems.append(
                _stray(
                    inner,
                    folders,
                    "Records stand in the folders of their kinds, and nothing else stands here.",
                    f"Move it into one of: {', '.join(RECORD_FOLDERS.values())}.",
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
    path = file.relative_to(folders.root).as_posix()
    return Problem(path, 1, 1, "not-a-record", message, mend)


def _mend_of_ending(name: str) -> str:
    """Return what to do with a file in the folder of records whose name does not end in “.md”."""
    if name.endswith(_SUFFIX_TO_CHANGE):
        return "Rename it so that it ends in “.md”."
    if name.endswith(_WORD_PROCESSORS):
        return "Save it as plain text with a name that ends in “.md”."
    return "Move it out of this folder."


def _read(file: Path, folders: Folders, problems: list[Problem]) -> Source | None:
    try:
        return read_source(file, folders.root)
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
    except OSError:
        path = file.relative_to(folders.root).as_posix()
        problems.append(
            Problem(
                path,
                1,
                1,
                "cannot-open",
                "The file cannot be opened.",
                "Check that you may read it.",
            )
        )
    return None
