"""Two copies of one library -> what the public would find that is new, and what would be gone.

Whoever looks at a proposed change wants to know what it comes to on the site: a record more, a
page that is no longer where links lead. It is told by kinds and paths alone. Both copies go
through the door first, so nothing that is held back is in it, not even as a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from patternbook.opening import Opened
from patternbook.pages import make_pages
from patternbook.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Holdings:
    """What one copy shows: the number of its records by kind, and the path of each page."""

    records: Mapping[Kind, int]
    pages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a copy shows now, and what it showed before, if that is known."""

    now: Holdings
    before: Holdings | None

    @property
    def new(self) -> list[str]:
        """Return the paths of pages that were not there before."""
        return sorted(self.now.pages - self.before.pages) if self.before is not None else []

    @property
    def gone(self) -> list[str]:
        """Return the paths of pages that are there no more."""
        return sorted(self.before.pages - self.now.pages) if self.before is not None else []


def holdings_of(opened: Opened) -> Holdings:
    """Return what a copy shows to its reader."""
    written = {
        file.relative_to(folder).as_posix()
        for folder in opened.pages
        for file in folder.rglob("*.md")
        if not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }
    made = {page.path for page in make_pages(opened.library)}
    counted = Counter(one.record.kind for one in opened.library.records)
    return Holdings({kind: counted[kind] for kind in Kind}, frozenset(written | made))
