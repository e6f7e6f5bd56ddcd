"""`patternbook stage`: write every page as plain Markdown, for any other builder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from jinja2 import TemplateError

from patternbook.cli.common import (
    FAULTS,
    CannotRun,
    audience_option,
    copy_at,
    record_option,
    root_option,
)
from patternbook.cli.running import guarded
from patternbook.exports import ToolsMissing
from patternbook.folders import Folders
from patternbook.leaks import TracesFound
from patternbook.measures.engine import NoEngine
from patternbook.opening import NoLibrary, open_library, reader_of
from patternbook.pages import Site
from patternbook.problems import FaultsFound, report
from patternbook.reports import redacted
from patternbook.staging import NotEmpty, stage_library

ADDRESS = "PATTERNBOOK_SITE_URL"


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
    is_redacted = bool(os.environ.get("CI"))
    with guarded(is_redacted=is_redacted):
        settings, folders = copy_at(root)
        refuse_where_it_would_be_read(directory, folders)
        try:
            reader = reader_of(audience or settings.audience, record_id)
            opened = open_library(folders, reader, settings=settings, refuse_names=not allow_names)
            number = stage_library(opened, directory, Site(site_address()))
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report(problems), err=True)
            sys.exit(FAULTS)
        except TracesFound as found:
            click.echo(str(found), err=True)
            sys.exit(FAULTS)
        except (NoEngine, NoLibrary, NotEmpty, ToolsMissing) as error:
            raise CannotRun(str(error)) from None
        except (TemplateError, ValueError) as error:
            raise CannotRun(
                f"A hand-written page cannot be filled in ({type(error).__name__}). Look at the "
                "pages that say “render_macros: true”."
            ) from None
        click.echo(f"{number} pages are in {directory}.")


def site_address() -> str:
    """Return where the site will stand, if the variable says so. Raises CannotRun if it is none."""
    address = os.environ.get(ADDRESS, "")
    if address and not address.startswith(("https://", "http://")):
        raise CannotRun(
            f"The variable {ADDRESS} holds no address. Write it like https://board.example/learning/"
        )
    return address


def refuse_where_it_would_be_read(directory: Path, folders: Folders) -> None:
    """Raise CannotRun if what is made would lie among the records or pages that it is made from."""
    whole = directory.resolve()
    if any(whole.is_relative_to(each) for each in (*folders.of_records, *folders.of_pages)):
        raise CannotRun(f"{directory} lies among records or pages. Choose another folder.")
