"""Where a copy of the library is kept: its shelves of records, its pages, its vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from patternbook.vocabulary import Audience

# In each folder of pages, those whose pages define the vocabulary.
VOCABULARY_FOLDERS = ("patterns", "factors")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of records.

    `audience` is that of every record on the shelf which does not say otherwise, and the widest
    that any of them can have: what stands on a board's shelf is never public, whatever it says.
    """

    folder: Path
    name: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a library is kept: its root, and in it the shelves and the documentation.

    `own_pages` is a folder of pages, assets and vocabulary that a board has added, if any.
    """

    root: Path
    shelves: tuple[Shelf, ...]
    docs: Path
    own_pages: Path | None = None

    @classmethod
    def at(cls, root: Path) -> Folders:
        """Return the folders of a library that says nothing else of itself."""
        root = root.resolve()
        shelf = Shelf(root / "reviews", "Records", Audience.PUBLIC)
        return cls(root=root, shelves=(shelf,), docs=root / "docs")

    @property
    def of_records(self) -> tuple[Path, ...]:
        """Return the folders of all shelves."""
        return tuple(shelf.folder for shelf in self.shelves)

    @property
    def of_pages(self) -> tuple[Path, ...]:
        """Return the folders of hand-written pages: the shared ones, then the board's own."""
        return (self.docs,) if self.own_pages is None else (self.docs, self.own_pages)

    def shelf_of(self, file: Path) -> Shelf | None:
        """Return the shelf that a file stands on, or None."""
        return next((each for each in self.shelves if file.is_relative_to(each.folder)), None)

    def relative(self, file: Path) -> str:
        """Return a path as messages show it: relative to the root, with forward slashes."""
        return file.relative_to(self.root).as_posix()


def names_of(paths: Iterable[Path]) -> str:
    """Return the names of folders for a message: “reviews” or “library” and so on."""
    return " or ".join(f"“{path.name}”" for path in paths)
