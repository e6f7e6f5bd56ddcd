"""`patternbook template`: the Word form of a kind of record, empty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from patternbook.cli.common import CannotRun, copy_at, root_option
from patternbook.cli.placing import force_option, put, refuse_place
from patternbook.cli.running import guarded
from patternbook.cli.telling import say
from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.paper.blank import blank_of
from patternbook.publication import publish
from patternbook.reports.report import printable
from patternbook.settings import Settings
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Kind
from patternbook.word.writing import SUFFIX, docx_of

_OPTION = "--to"


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook template near-miss\n"
    "  patternbook template case-review --to review.docx",
)
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in Kind]))
@click.option(
    "--to",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write; KIND.docx in the present folder unless told.",
)
@force_option
@root_option
def template(kind: str, file: Path | None, force: bool, root: Path) -> None:
    """Write an empty Word form for this KIND of record (case-review, near-miss or debrief).

    What it asks for and offers comes from this library: its factors and patterns are in the lists
    to choose from, with what they mean. “patternbook import” makes a record of the form once it is
    filled in.
    """
    with guarded(is_redacted=False):
        settings, folders = copy_at(root)
        file = file or Path(f"{kind}{SUFFIX}")
        refuse_place(file, folders, _OPTION, is_forced=force)
        form = blank_of(Kind(kind), _vocabulary(settings, folders))
        put(docx_of(form), file, _OPTION, is_forced=force)
        say(f"Written: {printable(str(file))}")
        say("Fill it in with Word or LibreOffice. Then: patternbook import FILE")


def _vocabulary(settings: Settings, folders: Folders) -> Typology:
    """Return the vocabulary of this library, with a board's own if it is a board's.

    No record is read. Raises CannotRun if a page of the vocabulary cannot be.
    """
    library, _ = load_library(replace(folders, shelves=()))
    if library.unread_entries:
        raise CannotRun(
            "A page of the vocabulary cannot be read, so the form would lack a word. See what is "
            "wrong with it: patternbook check"
        )
    audience = Audience.PUBLIC if settings.board is None else Audience.BOARD
    return publish(library, audience).typology
