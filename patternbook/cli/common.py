"""What the subcommands share: where the library is, and how a failure is told."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import click

from patternbook.folders import Folders
from patternbook.problems import FaultsFound
from patternbook.settings import Settings, read_settings
from patternbook.vocabulary import Audience

FAULTS = 1
CANNOT_RUN = 2

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

root_option: Decorator = click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The library's folder; the present folder unless told.",
)
audience_option: Decorator = click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help="For whom; as patternbook.yml says unless told.",
)
record_option: Decorator = click.option(
    "--record",
    "record_id",
    metavar="ID",
    default="",
    help="With --audience participants: the review that they took part in.",
)


def format_option(forms: type[StrEnum], about: str) -> Decorator:
    """Return the option `--format`, which takes one of these forms: the first unless told."""
    names = [form.value for form in forms]
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=about,
    )


class CannotRun(click.ClickException):
    """Ends a command that cannot do its work, with a message and its own exit status."""

    exit_code = CANNOT_RUN


def copy_at(root: Path) -> tuple[Settings, Folders]:
    """Return what the library at this root says of itself, and where it is kept.

    Raises CannotRun if there is no library, or if its settings are wrong, with all that is.
    """
    try:
        settings, folders = read_settings(root)
        for folder in folders.of_records:
            if not folder.is_dir():
                raise CannotRun(
                    f"There is no folder “{folder.name}” in {folders.root}. "
                    "Go to the library's folder, or name it with --root."
                )
            if folder.is_symlink():
                raise CannotRun(
                    f"The folder “{folder.name}” in {folders.root} is a link to another. "
                    "Put the records themselves here."
                )
    except FaultsFound as found:
        raise CannotRun(str(found)) from None
    except PermissionError:
        raise CannotRun(f"You may not look into {root.resolve()}.") from None
    return settings, folders


def folders_at(root: Path) -> Folders:
    """Return the folders of the library at this root.

    Raises CannotRun as `copy_at` does.
    """
    return copy_at(root)[1]
