"""`patternbook new`: begin a record with a commented skeleton."""

from __future__ import annotations

import re
from pathlib import Path

import click

from patternbook.cli.common import CannotRun, folders_at, root_option
from patternbook.cli.skeletons import skeleton
from patternbook.folders import Folders, Shelf
from patternbook.library import RECORD_FOLDERS
from patternbook.model import ID_LENGTH, ID_PATTERN
from patternbook.vocabulary import Audience, Kind


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in Kind]))
@click.argument("record_id", metavar="ID")
@root_option
def new(kind: str, record_id: str, root: Path) -> None:
    """Begin a record of this KIND (case-review, near-miss or debrief) in a file named after its ID.

    The ID is made of small letters, figures and hyphens, says what the record is about, and
    names nobody: “waiting-for-the-second-referral”. The record begins as a draft for the board
    alone. A file that exists is never changed.
    """
    folders = folders_at(root)
    if not re.fullmatch(ID_PATTERN, record_id) or len(record_id) > ID_LENGTH:
        raise CannotRun(
            "An id is made of small letters, figures and single hyphens, and has at most "
            f"{ID_LENGTH} signs. Write it like “waiting-for-the-second-referral”."
        )
    file = own_shelf(folders).folder / RECORD_FOLDERS[Kind(kind)] / f"{record_id}.md"
    for shelf in folders.shelves:
        other = shelf.folder / file.relative_to(own_shelf(folders).folder)
        if other.exists():
            raise CannotRun(f"{folders.relative(other)} exists already. Choose another id.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(skeleton(Kind(kind), record_id), encoding="utf-8")
    click.echo(f"Begun: {file.relative_to(folders.root)}")
    click.echo("Fill it in, then run “patternbook check” to see what is still open.")


def own_shelf(folders: Folders) -> Shelf:
    """Return the shelf on which new records begin: one that is not public, if there is any."""
    own = (shelf for shelf in folders.shelves if shelf.audience is not Audience.PUBLIC)
    return next(own, folders.shelves[0])
