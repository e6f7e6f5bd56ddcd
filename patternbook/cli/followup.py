"""`patternbook followup`: what was recommended and is still open, by owner and age."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path

import click

from patternbook.cli.common import (
    FAULTS,
    CannotRun,
    audience_option,
    copy_at,
    format_option,
    record_option,
    root_option,
)
from patternbook.cli.running import guarded
from patternbook.opening import NoLibrary, open_library, reader_of
from patternbook.problems import FaultsFound
from patternbook.problems import report as report_problems
from patternbook.publication import PublishedLibrary
from patternbook.recommendations import Register, newest_year, owned_by, waiting
from patternbook.reports import redacted
from patternbook.reports.following import FollowUp, data, plain, sheet
from patternbook.vocabulary import Audience

_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # as records have them


class Format(StrEnum):
    """The forms in which it is told."""

    PLAIN = "plain"
    CSV = "csv"
    JSON = "json"


_WRITERS = {Format.PLAIN: plain, Format.CSV: sheet, Format.JSON: data}


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook followup\n"
    '  patternbook followup --owner "head of assessment" --year 2027\n'
    "  patternbook followup --format csv > follow-up.csv",
)
@root_option
@audience_option
@record_option
@click.option(
    "--owner",
    default="",
    metavar="WORDS",
    help="Only what is for an owner whose role holds these words, whatever their capitals.",
)
@click.option(
    "--year",
    type=click.IntRange(_FIRST_YEAR, _LAST_YEAR),
    help="The year up to which age is counted; the newest of which the library tells unless told.",
)
@format_option(Format, "The form of the list: for reading, for a sheet, or for other programs.")
@click.option(
    "--redact/--no-redact",
    "redact",
    default=None,
    help="Never show a word of a record, but ids. This is so by default where the variable CI is "
    "set, unless the list is for the public.",
)
def followup(
    root: Path,
    audience: str | None,
    record_id: str,
    owner: str,
    year: int | None,
    form: str,
    redact: bool | None,
) -> None:
    """List the recommendations that are still open, by owner and age.

    Open means that no response is recorded, or that the newest one says accepted, adapted or in
    progress. The age of one is counted from the year in which its review was completed. Nothing is
    written, and nothing is sent anywhere.

    Exit status 0, or 1 if something in the records must change first, or 2 if the command cannot
    run.
    """
    in_ci = bool(os.environ.get("CI"))
    with guarded(is_redacted=in_ci if redact is None else redact):
        settings, folders = copy_at(root)
        try:
            reader = reader_of(audience or settings.audience, record_id)
            library = open_library(folders, reader, settings=settings).library
        except FaultsFound as found:
            problems = redacted(found.problems) if in_ci or redact else found.problems
            click.echo(report_problems(problems), err=True)
            sys.exit(FAULTS)
        except NoLibrary as error:
            raise CannotRun(str(error)) from None
        is_redacted = in_ci and reader.audience is not Audience.PUBLIC if redact is None else redact
        told = _told(library, owner, year, is_redacted=is_redacted)
        click.echo(_WRITERS[Format(form)](told), nl=False)


def _told(
    library: PublishedLibrary, owner: str, year: int | None, *, is_redacted: bool
) -> FollowUp:
    """Return what is open in a library, of these owners and with its age in this year."""
    register = Register(library)
    until = year if year is not None else newest_year(library)
    found = waiting(register.counted, until or 0)
    invented = waiting(register.illustrations, until or 0)
    return FollowUp(
        waiting=owned_by(found, owner),
        year=until,
        of=len(register.counted),
        invented=len(owned_by(invented, owner)),
        asked=owner,
        is_redacted=is_redacted,
    )
