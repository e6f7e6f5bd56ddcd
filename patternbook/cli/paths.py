"""PATHS of a command line -> what in the library is meant, and what cannot be checked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from patternbook.folders import Folders, names_of
from patternbook.reports import NotChecked


def asked_for(paths: Iterable[Path], folders: Folders) -> tuple[list[Path], list[NotChecked]]:
    """Return the whole paths of all that can be checked, and what cannot be, with the reasons.

    Nothing is opened and no link is followed out of the library.
    """
    wanted: list[Path] = []
    refused: list[NotChecked] = []
    for path in paths:
        try:
            whole = _in_library(path, folders)
        except _Refused as reason:
            refused.append(NotChecked(str(path), str(reason)))
        except (OSError, RuntimeError):  # the latter from a link that leads to itself
            refused.append(
                NotChecked(str(path), "It cannot be reached. Check that you may read it.")
            )
        else:
            wanted.append(whole)
    return wanted, refused


class _Refused(Exception):
    """Raised with the reason why a path cannot be checked."""


def _in_library(path: Path, folders: Folders) -> Path:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise _Refused("There is no file or folder of this name.") from None
    # A link is reported under its own name, so only the way to it may be followed.
    whole = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    root = folders.root
    if not whole.is_relative_to(root):
        is_inside = Path(os.path.abspath(path)).is_relative_to(root)
        raise _Refused(
            "It is reached through a link that leads out of the library."
            if is_inside
            else f"It is not in the library at {root}."
        )
    for folder in (*folders.of_records, *folders.of_pages):
        if folder.is_relative_to(whole):
            return whole
        if whole.is_relative_to(folder):
            if any(part.startswith(".") for part in whole.relative_to(folder).parts):
                raise _Refused("It is passed over, because its name begins with a full stop.")
            return whole
    raise _Refused(
        f"Nothing here is checked: records stand in {names_of(folders.of_records)}, and pages in "
        f"{names_of(folders.of_pages)}."
    )
