"""The file `patternbook.yml`: what a copy of the library is, whom it is for, where things lie.

Without the file a copy is the public library with its records in `reviews/`. Whatever the file
says wrongly is told with its line; nothing is guessed, since a guess might publish something.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StringConstraints, field_validator

from patternbook.fields import on_their_lines, read_fields
from patternbook.folders import Folders, Shelf
from patternbook.model import MANY, Line, Part, Text, Year
from patternbook.problems import FaultsFound, Problem
from patternbook.source import FieldPath, Source
from patternbook.validation import validate
from patternbook.vocabulary import Audience

FILE = "patternbook.yml"

# Relative, downwards, and without anything that a shell or a web server might read otherwise.
_LONGEST = 200
_FOLDER = r"[A-Za-z0-9_][A-Za-z0-9._ -]*(/[A-Za-z0-9_][A-Za-z0-9._ -]*)*"


def _below_the_root(name: str) -> str:
    if not re.fullmatch(_FOLDER, name) or len(name) > _LONGEST:
        raise ValueError(
            "A folder is named by its way from the folder of this file downwards, such as "
            "“reviews” or “library/reviews”, in letters, figures, spaces and hyphens."
        )
    return name


FolderName = Annotated[str, AfterValidator(_below_the_root)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]

# WCAG 2.2, 1.4.3: text on the header is white.
_LEAST_CONTRAST = 4.5


class ShelfSettings(Part):
    """A folder of records, what it is called, and the widest audience of what stands on it."""

    folder: FolderName
    name: Line
    audience: Audience


class LocalTerm(Part):
    """A word that a board uses for something of its own, and what the public calls it."""

    term: Line
    means: Text
    publicly: Line


class Board(Part):
    """Whose copy this is, so that nobody takes it for the public library."""

    name: Line
    contact: Line
    colour: Colour | None = None

    @field_validator("colour")
    @classmethod
    def _white_can_be_read_on_it(cls, colour: str | None) -> str | None:
        if colour is not None and contrast_with_white(colour) < _LEAST_CONTRAST:
            raise ValueError(
                "White letters cannot be read well on this colour. Choose a darker one."
            )
        return colour


class OrganisationalBacking(Part):
    """That the board stands behind its reviews: who has said so, by role, and in which year.

    `words` is what it has decided, which letters to participants then repeat word for word.
    """

    given_by: Line
    year: Year
    words: Text | None = None


class Settings(Part):
    """What a copy says of itself.

    `repositories` are the addresses to which records that are not public may be sent: the
    board's own. `terms` are local words. `pages` is a folder of further pages and vocabulary.
    No letter promises that the board stands behind a review unless `organisational_backing` says
    that it does.
    """

    audience: Audience = Audience.PUBLIC
    shelves: Annotated[tuple[ShelfSettings, ...], Field(max_length=MANY)] = (
        ShelfSettings(folder="reviews", name="Records", audience=Audience.PUBLIC),
    )
    docs: FolderName = "docs"
    pages: FolderName | None = None
    refuse_names: StrictBool = True
    board: Board | None = None
    terms: tuple[LocalTerm, ...] = Field(default=(), max_length=1000)
    repositories: tuple[Line, ...] = Field(default=(), max_length=MANY)
    organisational_backing: OrganisationalBacking | None = None

    @field_validator("shelves")
    @classmethod
    def _something_stands_somewhere(
        cls, shelves: tuple[ShelfSettings, ...]
    ) -> tuple[ShelfSettings, ...]:
        # Not a length, which would be told once more where a shelf has a fault of its own.
        if not shelves:
            raise ValueError("The field “shelves” names no folder of records.")
        return shelves


def read_settings(root: Path) -> tuple[Settings, Folders]:
    """Return what the copy at this root says of itself, and where it is kept.

    Raises FaultsFound, with all of them, if the file cannot be read, says something that cannot
    be, or names a folder that is not there.
    """
    root = root.resolve()
    file = root / FILE
    if not file.exists() and not file.is_symlink():
        _refuse_a_copy_without_settings(root)
        return Settings(), Folders.at(root)
    source = read_fields(file, FILE)
    settings, misfits = validate(source, Settings)
    if settings is None:
        raise FaultsFound(on_their_lines(misfits))
    if missing := list(_misplaced(settings, source, root)):
        raise FaultsFound(on_their_lines(missing))
    return settings, _folders(settings, root)


def _refuse_a_copy_without_settings(root: Path) -> None:
    """Raise FaultsFound if a board's copy has lost the file: its shelf is not the public's.

    Also if the file has another name, so that what it says would be passed over.
    """
    try:
        names = {each.name.lower() for each in root.iterdir()}
    except OSError:
        return  # whoever asks for the records will be told
    is_a_copy = "library.address" in names or (root / "library" / FILE).exists()
    if is_a_copy or names & {FILE, "patternbook.yaml"}:
        raise FaultsFound(
            [
                Problem(
                    FILE,
                    1,
                    1,
                    "cannot-open",
                    "This file is missing, and without it nobody knows for whom the records are.",
                    f"Put it back, under the name {FILE}.",
                )
            ]
        )


def contrast_with_white(colour: str) -> float:
    """Return the contrast of a colour such as “#1a4d6b” with white, from 1 to 21 (WCAG 2.2)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _misplaced(settings: Settings, source: Source, root: Path) -> list[Problem]:
    """Return a problem for each folder that is named and is not there as it should be."""
    named: list[tuple[FieldPath, str]] = [
        (("shelves", n, "folder"), shelf.folder) for n, shelf in enumerate(settings.shelves)
    ]
    named.append((("docs",), settings.docs))
    if settings.pages is not None:
        named.append((("pages",), settings.pages))
    problems = []
    for where, name in named:
        if reason := _why_no_folder(root / name, root):
            place = source.place_of(where)
            problems.append(Problem(FILE, *place, "no-such-folder", *reason))
    return problems + _one_in_another(named, source)


def _why_no_folder(folder: Path, root: Path) -> tuple[str, str] | None:
    """Return what is wrong with a folder and the mend, or None."""
    try:
        if folder.resolve() != folder:
            return (
                "This folder is a link, or lies behind one.",
                f"Put what it holds into a folder of its own below {root.name or root}.",
            )
        if not folder.is_dir():
            return (
                "There is no such folder here.",
                "Make it, put it back, or correct its name; a board's copy fetches the shared "
                "library with “make library”. Nothing is built without it, since a library that "
                "is only half there would look whole.",
            )
        next(folder.iterdir(), None)
    except OSError:
        return "This folder cannot be opened.", "Check that you may read it."
    return None


def _one_in_another(named: list[tuple[FieldPath, str]], source: Source) -> list[Problem]:
    """Return a problem for each folder that is or lies in another: one file, two audiences."""
    problems = []
    for n, (where, name) in enumerate(named):
        for m, (_, other) in enumerate(named):
            if n != m and (f"{name}/".startswith(f"{other}/")) and (name != other or m < n):
                problems.append(
                    Problem(
                        FILE,
                        *source.place_of(where),
                        "folder-in-folder",
                        "This folder is named twice, or lies within another that is named here.",
                        "Give each shelf, and the pages, a folder beside the others.",
                    )
                )
    return problems


def _folders(settings: Settings, root: Path) -> Folders:
    return Folders(
        root=root,
        shelves=tuple(
            Shelf(root / shelf.folder, shelf.name, shelf.audience) for shelf in settings.shelves
        ),
        docs=root / settings.docs,
        own_pages=root / settings.pages if settings.pages is not None else None,
    )
