"""`patternbook export`: write the library as data, without building a site."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, copy_at, root_option
from patternbook.cli.running import guarded
from patternbook.cli.stage import refuse_where_it_would_be_read, site_address
from patternbook.exports import ToolsMissing
from patternbook.leaks import TracesFound
from patternbook.opening import NoLibrary, open_library, reader_of
from patternbook.pages import Site
from patternbook.problems import FaultsFound, report
from patternbook.reports import redacted
from patternbook.staging import NotEmpty, export_library
from patternbook.tables.files import has_data
from patternbook.vocabulary import Audience


@click.command(epilog="\b\nFor example:\n  patternbook export ../patternbook-data")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@root_option
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience if has_data(audience)]),
    help="For whom; as patternbook.yml says unless told.",
)
@click.option(
    "--allow-names",
    is_flag=True,
    help="Write the files though a record for the public may identify somebody.",
)
def export(directory: Path, root: Path, audience: str | None, allow_names: bool) -> None:
    """Write the library to DIRECTORY as data: JSON, CSV, Parquet, SQLite and SKOS.

    The files are those that the site has below data/, and hold what the reader may see. DIRECTORY
    must be new, empty, or the result of an earlier export, which is replaced. With any fault
    nothing is written. For drafts there are no data.
    """
    is_redacted = bool(os.environ.get("CI"))
    with guarded(is_redacted=is_redacted):
        settings, folders = copy_at(root)
        refuse_where_it_would_be_read(directory, folders)
        try:
            reader = reader_of(audience or settings.audience)
            opened = open_library(folders, reader, settings=settings, refuse_names=not allow_names)
            number = export_library(opened, directory, Site(site_address()))
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report(problems), err=True)
            sys.exit(FAULTS)
        except TracesFound as found:
            click.echo(str(found), err=True)
            sys.exit(FAULTS)
        except (NoLibrary, NotEmpty, ToolsMissing) as error:
            raise CannotRun(str(error)) from None
        click.echo(f"{number} data files are in {directory}, for: {reader}.")
