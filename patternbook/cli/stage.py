"""`patternbook stage`: write every page as plain Markdown, for any other builder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from patternbook.cli.common import (
    FAULTS,
    CannotRun,
    audience_option,
    copy_at,
    record_option,
    root_option,
)
from patternbook.leaks import TracesFound
from patternbook.opening import NoLibrary, open_library, reader_of
from patternbook.problems import FaultsFound
from patternbook.staging import NotEmpty, stage_library


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@root_option
@audience_option
@record_option
@click.option(
    "--allow-names",
    is_flag=True,
    help="Write the pages though a record for the public may identify somebody.",
)
def stage(
    directory: Path, root: Path, audience: str | None, record_id: str, allow_names: bool
) -> None:
    """Write the pages of the site to DIRECTORY as plain Markdown.

    DIRECTORY must be new, empty, or the result of an earlier stage, which is replaced. With any
    fault nothing is written.
    """
    settings, folders = copy_at(root)
    try:
        reader = reader_of(audience or settings.audience, record_id)
        opened = open_library(folders, reader, settings=settings, refuse_names=not allow_names)
        number = stage_library(opened, directory)
    except (FaultsFound, TracesFound) as found:
        click.echo(str(found), err=True)
        sys.exit(FAULTS)
    except (NoLibrary, NotEmpty) as error:
        raise CannotRun(str(error)) from None
    click.echo(f"{number} pages are in {directory}.")
