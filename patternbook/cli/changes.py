"""`patternbook changes`: what a change to the library makes new for its public readers."""

from __future__ import annotations

import logging
import os
import sys
from enum import StrEnum
from pathlib import Path

import click

from patternbook.changes import Changes, Holdings, holdings_of
from patternbook.cli.common import FAULTS, CannotRun, copy_at, format_option, root_option
from patternbook.cli.running import guarded
from patternbook.opening import NoLibrary, open_library
from patternbook.problems import FaultsFound, report
from patternbook.reports import redacted
from patternbook.reports.changes import changes_summary, changes_text
from patternbook.vocabulary import Audience

_LOG = logging.getLogger(__name__)


class Format(StrEnum):
    """The forms in which it is told."""

    PLAIN = "plain"
    GITHUB = "github"


@click.command()
@click.argument("before", type=click.Path(file_okay=False, path_type=Path))
@root_option
@format_option(
    Format, "The form in which it is told; “github” adds it to the summary of the job as well."
)
def changes(before: Path, root: Path, form: str) -> None:
    """Say what the public would find that is not in the earlier copy of the library at BEFORE.

    It counts records by kind and names the pages that are new or gone. Nothing that is held back
    is in it, and no word of a record but its id.

    Exit status 0, or 1 if there are faults, or 2 if there is no library.
    """
    is_redacted = bool(os.environ.get("CI"))
    with guarded(is_redacted=is_redacted):
        try:
            now = _holdings(root)
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report(problems), err=True)
            sys.exit(FAULTS)
        found_changes = Changes(now, _earlier(before))
        click.echo(changes_text(found_changes), nl=False)
        if Format(form) is Format.GITHUB:
            _add_to_job_summary(found_changes)


def _holdings(root: Path) -> Holdings:
    """Return what the public finds in the library at this root; raise FaultsFound as it opens."""
    settings, folders = copy_at(root)
    try:
        return holdings_of(open_library(folders, Audience.PUBLIC, settings=settings))
    except NoLibrary as error:
        raise CannotRun(str(error)) from None


def _earlier(before: Path) -> Holdings | None:
    """Return what the public found before, or None if this version cannot read it any more."""
    try:
        return _holdings(before)
    except FaultsFound:
        return None


def _add_to_job_summary(found: Changes) -> None:
    """Add it to the summary of a job of GitHub Actions, if this is one."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(changes_summary(found))
    except OSError:
        _LOG.warning("The summary of the job could not be written.")
