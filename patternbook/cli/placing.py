"""One file that somebody asked for -> its place, whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from patternbook.cli.common import CannotRun, Decorator
from patternbook.cli.trouble import about_writing
from patternbook.folders import Folders
from patternbook.reports.report import printable

force_option: Decorator = click.option(
    "--force", is_flag=True, help="Replace the file if there is one already."
)


def refuse_place(file: Path, folders: Folders, option: str, *, is_forced: bool) -> None:
    """Raise CannotRun, before any work is done, if a file may not be written to this place.

    Nothing is put among records or pages, where it would be read or published, and no file is
    replaced unless that `is_forced`. `option` is the command's option that chooses the place.
    """
    whole = file.resolve()
    if any(whole.is_relative_to(each) for each in (*folders.of_records, *folders.of_pages)):
        raise CannotRun(
            f"{printable(str(file))} would lie among records or pages. Choose another place with "
            f"{option}."
        )
    if whole.is_dir():
        raise CannotRun(f"{printable(str(file))} is a folder. Name a file with {option}.")
    if not whole.parent.is_dir():
        raise CannotRun(
            f"There is no folder {printable(str(file.parent))}. Make it first, or choose another "
            f"place with {option}."
        )
    if os.path.lexists(file) and not is_forced:
        raise CannotRun(
            f"{printable(str(file))} exists already, and was left as it is. Add --force to replace "
            f"it, or choose another place with {option}."
        )


def put(content: bytes, file: Path, option: str, *, is_forced: bool) -> None:
    """Write a file in one step. Raises CannotRun if that cannot be done; nothing is then there."""
    part = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as writing:
            writing.write(content)
        if os.path.lexists(file) and not is_forced:
            raise CannotRun(f"{printable(str(file))} has come there meanwhile, and was left alone.")
        part.replace(file)
    except OSError as error:
        raise CannotRun(about_writing(error, file.parent, option)) from None
    finally:
        part.unlink(missing_ok=True)
