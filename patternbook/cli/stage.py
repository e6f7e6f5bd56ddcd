"""`patternbook stage`: write every page as plain Markdown, for any other builder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, audience_option, folders_at, root_option
from patternbook.opening import open_library
from patternbook.problems import FaultsFound
from patternbook.staging import NotEmpty, stage_library


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@root_option
@audience_option
@click.option(
    "--allow-names",
    is_flag=True,
    help="Write the pages though a record for the public may identify somebody.",
)
def stage(directory: Path, root: Path, audience: str, allow_names: bool) -> None:
    """Write the pages of the site to DIRECTORY as plain Markdown.

    DIRECTORY must be new, empty, or the result of an earlier stage, which is replaced. With any
    fault nothing is written.
    """
    folders = folders_at(root)
    try:
        library = open_library(folders, audience, refuse_names=not allow_names)
    except FaultsFound as found:
        click.echo(str(found), err=True)
        sys.exit(FAULTS)
    try:
        number = stage_library(library, folders.docs, directory)
    except NotEmpty as error:
        raise CannotRun(str(error)) from None
    click.echo(f"{number} pages are in {directory}.")
