"""What the subcommands share: where the library is, and how a failure is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from patternbook.library import Folders
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
    default=Audience.PUBLIC.value,
    show_default=True,
    help="For whom.",
)


class CannotRun(click.ClickException):
    """Ends a command that cannot do its work, with a message and its own exit status."""

    exit_code = CANNOT_RUN


def folders_at(root: Path) -> Folders:
    """Return the folders of the library at this root.

    Raises CannotRun if there is no library.
    """
    folders = Folders.at(root)
    try:
        is_there, is_link = folders.reviews.is_dir(), folders.reviews.is_symlink()
    except PermissionError:
        raise CannotRun(f"You may not look into {folders.root}.") from None
    if not is_there:
        raise CannotRun(
            f"There is no folder “reviews” in {folders.root}. "
            "Go to the library's folder, or name it with --root."
        )
    if is_link:
        raise CannotRun(
            f"The folder “reviews” in {folders.root} is a link to another. "
            "Put the records themselves here."
        )
    return folders
