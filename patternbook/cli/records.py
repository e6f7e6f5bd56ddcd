"""A RECORD of a command line, an id or a path -> the records that are meant."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from patternbook.cli.common import CannotRun, copy_at
from patternbook.folders import Folders
from patternbook.library import RECORD_SUFFIX, Filed, Library, Removed, load_library
from patternbook.problems import quoted
from patternbook.settings import Settings

year_option: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--year",
    type=click.IntRange(1900, 2100),
    default=lambda: datetime.datetime.now(datetime.UTC).year,
    help="The year to note; this one unless told.",
)


def this_month() -> str:
    """Return the present month as records write it, such as “2026-11”."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m}"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the library, read: what it says of itself, where it is kept, and what it holds."""

    settings: Settings
    folders: Folders
    library: Library

    def named(self, record: str) -> list[Filed | Removed]:
        """Return the records with this id, on whichever shelf, or the one at this path."""
        path = self._path(record)
        everything: list[Filed | Removed] = [*self.library.filed, *self.library.removed]
        return [each for each in everything if record == id_of(each) or path == each.source.path]

    def unread(self, record: str) -> list[str]:
        """Return the paths of files that this may mean and that cannot be read as records."""
        path = self._path(record)
        return [
            each
            for each in unread_records(self)
            if each == path or Path(each).name == f"{record}{RECORD_SUFFIX}"
        ]

    def _path(self, record: str) -> str:
        """Return what is named as a path relative to the root, or nothing if it is no such path."""
        for whole in (Path(record), self.folders.root / record):
            if whole.is_file() and whole.resolve().is_relative_to(self.folders.root):
                return self.folders.relative(whole.resolve())
        return ""


def read_copy(root: Path) -> Copy:
    """Read the library at this root. Raises CannotRun as `copy_at` does."""
    settings, folders = copy_at(root)
    terms = tuple(each.term for each in settings.terms)
    return Copy(settings, folders, load_library(folders, local_terms=terms)[0])


def unread_records(copy: Copy) -> list[str]:
    """Return the paths of all files on a shelf that cannot be read as records."""
    root = copy.folders.root
    paths = sorted(copy.library.unread_texts)
    return [path for path in paths if copy.folders.shelf_of(root / path) is not None]


def id_of(one: Filed | Removed) -> str:
    """Return the id of a record, or of what is left of one."""
    return one.record.id if isinstance(one, Filed) else one.tombstone.id


def nothing_named(record: str, copy: Copy) -> CannotRun:
    """Return what to raise where no record is meant that can be read."""
    if copy.unread(record):
        return CannotRun(
            "This record cannot be read. See what is wrong with it: patternbook check."
        )
    return CannotRun(
        f"There is no record that is called {quoted(record)}. Give its id, or the path of its "
        "file, and name the library's folder with --root if you are elsewhere."
    )
