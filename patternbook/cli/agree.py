"""`patternbook agree`: how far two people's coding of one record agrees, and where they differ."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import click

from patternbook.agreement import NoMeasures, NotComparable, compare
from patternbook.checks import identity, references
from patternbook.cli.common import FAULTS, CannotRun, copy_at, format_option, root_option
from patternbook.cli.running import guarded
from patternbook.folders import Folders, Shelf
from patternbook.library import Filed, Library, Removed, load_library, read_record
from patternbook.problems import Problem, faults, report
from patternbook.reports import redacted
from patternbook.reports.coding import Compared, data, plain
from patternbook.reports.report import printable
from patternbook.source import Unreadable, parse_source, read_text
from patternbook.vocabulary import Audience

# What must hold in a record before what it names can be compared.
_CHECKS: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    identity.parts_have_ids_of_their_own,
    references.factors_exist,
    references.patterns_exist,
    references.scope_fits_the_factor,
)


class Format(StrEnum):
    """The forms in which it is told."""

    PLAIN = "plain"
    JSON = "json"


@click.command(
    epilog="\b\nFor example, with one record in two folders outside the library:\n"
    "  patternbook agree ../ours/a-letter.md ../theirs/a-letter.md"
)
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@root_option
@format_option(Format, "The form in which it is told.")
@click.option(
    "--redact/--no-redact",
    "redact",
    default=None,
    help="Never show a word of a record. This is so by default where the variable CI is set.",
)
def agree(first: Path, second: Path, root: Path, form: str, redact: bool | None) -> None:
    """Compare two people's coding of one record, in the files A and B.

    It tells how far they agree on factors and patterns, on how practice is judged or how a near
    miss ended, and lists where they differ. The files may lie anywhere; the vocabulary is that of
    the library. Nothing is written, and nothing is sent anywhere.

    Exit status 0 if the two could be compared, however they differ; 1 if there is a fault in one
    of the files; 2 if they cannot be compared.
    """
    is_redacted = bool(os.environ.get("CI")) if redact is None else redact
    with guarded(is_redacted=is_redacted):
        _, folders = copy_at(root)
        _refuse_same(first, second)
        library = _vocabulary(folders)
        pair, problems = _read(first, second, folders, library)
        if faults(problems) or pair is None:
            _tell(problems, library, is_redacted)
            sys.exit(FAULTS)
        try:
            agreement = compare(*pair, library.typology)
        except (NotComparable, NoMeasures) as error:
            raise CannotRun(str(error)) from None
        compared = Compared(agreement, (str(first), str(second)), is_redacted)
        click.echo((data if Format(form) is Format.JSON else plain)(compared), nl=False)


def _refuse_same(first: Path, second: Path) -> None:
    for path in (first, second):
        if not path.is_symlink() and not path.is_file():
            raise CannotRun(f"There is no file {printable(str(path))}.")
    if first.resolve() == second.resolve():
        raise CannotRun("A and B are the same file. Name the files of two people.")


def _vocabulary(folders: Folders) -> Library:
    """Return the library with its vocabulary alone; raise CannotRun if that has faults."""
    library, _ = load_library(replace(folders, shelves=()))
    if library.unread_entries:
        raise CannotRun(
            "The library's own vocabulary has faults, so names cannot be compared. See what is "
            "wrong with it: patternbook check"
        )
    return library


def _read(
    first: Path, second: Path, folders: Folders, library: Library
) -> tuple[tuple[Filed, Filed] | None, list[Problem]]:
    """Return both records, if both can be read, and every problem in either."""
    (mine, faults_of_mine), (theirs, faults_of_theirs) = (
        _read_one(path, folders, library) for path in (first, second)
    )
    problems = [*faults_of_mine, *faults_of_theirs]
    return ((mine, theirs) if mine is not None and theirs is not None else None), problems


def _read_one(path: Path, folders: Folders, library: Library) -> tuple[Filed | None, list[Problem]]:
    """Return the record in a file, if it can be read, and every problem in it.

    A record that lies outside the library is read as on a board's shelf, where it need not say who
    may read it: nothing is shown to anybody.
    """
    name = path.as_posix()
    try:
        source = parse_source(read_text(path, name), name)
    except Unreadable as unreadable:
        return None, [unreadable.problem]
    shelf = folders.shelf_of(path.resolve()) or Shelf(path.parent, "", Audience.BOARD)
    entry_ids = frozenset(each.entry.id for each in library.typology.definitions)
    filed, problems = read_record(source, shelf, entry_ids)
    if isinstance(filed, Removed):
        raise CannotRun(
            f"The record in {printable(name)} was withdrawn, so nothing is coded there."
        )
    if filed is None:
        return None, problems
    alone = replace(library, filed=(filed,))
    return filed, [*problems, *(problem for check in _CHECKS for problem in check(alone))]


def _tell(problems: list[Problem], library: Library, is_redacted: bool) -> None:
    """Print what must be mended before the two can be compared."""
    found = faults(problems)
    if is_redacted:
        found = redacted(found, {each.entry.id for each in library.typology.definitions})
    click.echo(report(found), err=True)
