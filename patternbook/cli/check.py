"""`patternbook check`: say everything that must change in the records, and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from patternbook.checks import check as check_library
from patternbook.cli.common import FAULTS, CannotRun, folders_at, root_option
from patternbook.library import Folders, load_library
from patternbook.problems import faults, report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@root_option
def check(paths: tuple[Path, ...], root: Path) -> None:
    """Check the records and the vocabulary, or only what lies at PATHS.

    Exit status 0 if nothing must change, 1 if something must, 2 if the check cannot run.
    """
    folders = folders_at(root)
    library, problems = load_library(folders)
    problems += check_library(library)
    if paths:
        wanted = [_in_library(path, folders) for path in paths]
        problems = [
            p for p in problems if any((folders.root / p.path).is_relative_to(w) for w in wanted)
        ]
    click.echo(report(problems))
    sys.exit(FAULTS if faults(problems) else 0)


def _in_library(path: Path, folders: Folders) -> Path:
    """Return the whole path of what is to be checked; raise CannotRun if it cannot be."""
    if not os.path.lexists(path):
        raise CannotRun(f"There is no file or folder {path}.")
    # A link is reported under its own name, so only the way to it may be followed.
    whole = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    if not whole.is_relative_to(folders.root):
        raise CannotRun(f"{path} is not in the library at {folders.root}.")
    return whole
