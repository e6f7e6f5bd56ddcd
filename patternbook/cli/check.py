"""`patternbook check`: say everything that must change in the records, and why."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from patternbook.checks import check as check_library
from patternbook.cli.common import FAULTS, CannotRun, folders_at, root_option
from patternbook.library import Folders, load_library
from patternbook.problems import faults, report
from patternbook.publication import Reason, held_back
from patternbook.vocabulary import Audience


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook check reviews/near-misses/waiting-for-the-second-referral.md"
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@root_option
def check(paths: tuple[Path, ...], root: Path) -> None:
    """Check the records and the vocabulary, or only what lies at PATHS.

    Last it says how many of these records are held back from the public, and why.

    Exit status 0 if nothing must change, 1 if something must, 2 if the check cannot run.
    """
    folders = folders_at(root)
    library, problems = load_library(folders)
    problems += check_library(library)
    if paths:
        wanted = [_in_library(path, folders) for path in paths]

        def is_wanted(path: str) -> bool:
            return any((folders.root / path).is_relative_to(each) for each in wanted)

        problems = [problem for problem in problems if is_wanted(problem.path)]
        library = replace(
            library, filed=tuple(filed for filed in library.filed if is_wanted(filed.source.path))
        )
    click.echo(report(problems))
    held = held_back(library, Audience.PUBLIC)
    if held:
        click.echo(_told(held))
    sys.exit(FAULTS if faults(problems) else 0)


def _told(held: Counter[str]) -> str:
    """Return one sentence that counts the records that are held back, by reason."""
    number = held.total()
    reasons = [
        f"{held[reason]} {'is' if held[reason] == 1 else 'are'} {reason}"
        for reason in Reason
        if held[reason]
    ]
    records = "record" if number == 1 else "records"
    return f"Held back from the public: {number} {records} ({', '.join(reasons)})."


def _in_library(path: Path, folders: Folders) -> Path:
    """Return the whole path of what is to be checked; raise CannotRun if it cannot be."""
    if not os.path.lexists(path):
        raise CannotRun(f"There is no file or folder {path}.")
    # A link is reported under its own name, so only the way to it may be followed.
    whole = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    if not whole.is_relative_to(folders.root):
        raise CannotRun(f"{path} is not in the library at {folders.root}.")
    return whole
