"""A working folder and the day -> what is there, what is done, what comes next, what must go.

The contents of its documents are never looked at.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from patternbook.problems import FaultsFound, Problem
from patternbook.reviewing.folder import ALWAYS, SUFFIX
from patternbook.reviewing.log import FILE, Entry, Log, read_log
from patternbook.vocabulary import Answer
from patternbook.working import MARKER, WORKING, is_recording

_LOCK = "~$"  # with which Word marks a file that somebody has open


class When(StrEnum):
    """How what is due stands to the day."""

    DONE = auto()
    PAST = auto()
    TODAY = auto()
    AHEAD = auto()
    OPEN = auto()  # without a day


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is done, or that is due on a day or in a week, as far as the log says."""

    what: str
    when: When
    day: datetime.date | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a review stands, as its working folder tells.

    `folder` is the folder as messages call it. `problems` say why the log cannot be read; there
    is nothing due then. `recordings` are sounds and moving pictures, which have to go.
    """

    review: str
    folder: str
    documents: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[Due, ...]
    to_destroy: tuple[Due, ...]
    recordings: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def past(self) -> tuple[Due, ...]:
        """Return the steps that are due today or were due before, the earliest first."""
        return tuple(each for each in self.steps if each.when in {When.PAST, When.TODAY})

    @property
    def next(self) -> Due | None:
        """Return the step that comes next, apart from those that are due already."""
        ahead = (each for each in self.steps if each.when in {When.AHEAD, When.OPEN})
        return next(ahead, None)

    @property
    def still_there(self) -> tuple[Due, ...]:
        """Return what is not destroyed yet."""
        return tuple(each for each in self.to_destroy if each.when is not When.DONE)


def working_folders(root: Path) -> list[Path]:
    """Return the working folders where they lie unless somebody chose another place.

    Those of somebody else, into which nobody else may look, are passed over.
    """
    base = root / WORKING
    if base.is_symlink() or not base.is_dir():
        return []
    return sorted(
        each
        for each in base.iterdir()
        if not each.name.startswith(".") and not each.is_symlink() and _may_be_told_of(each)
    )


def _may_be_told_of(folder: Path) -> bool:
    try:
        return is_working_folder(folder)
    except PermissionError:
        return False


def is_working_folder(folder: Path) -> bool:
    """Return whether this is a working folder."""
    return (folder / MARKER).is_file() or (folder / FILE).is_file()


def standing_of(folder: Path, root: Path, today: datetime.date) -> Standing:
    """Return how a working folder stands on this day. Raises OSError if it cannot be opened."""
    shown = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)
    log, problems = _log(folder, f"{shown}/{FILE}")
    paths = sorted(_paths(folder))
    return Standing(
        review=log.review if log else folder.name,
        folder=shown,
        documents=tuple(each for each in paths if each.endswith(SUFFIX)),
        missing=tuple(each for each in ALWAYS if each not in paths),
        steps=_in_order(_due(each, each.done, log, today) for each in log.steps) if log else (),
        to_destroy=_in_order(_due(each, each.destroyed, log, today) for each in log.to_destroy)
        if log
        else (),
        recordings=tuple(each for each in paths if is_recording(each)),
        problems=problems,
    )


def _due(entry: Entry, done: Answer, log: Log, today: datetime.date) -> Due:
    day = entry.day(log.begins)
    if done is Answer.YES:
        when = When.DONE
    elif day is None:
        when = When.OPEN
    elif day == today:
        when = When.TODAY
    else:
        when = When.PAST if day < today else When.AHEAD
    return Due(entry.what, when, day, entry.week)


def _in_order(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return what is due in the order of the days; what has none stays behind what it follows."""
    placed: list[tuple[datetime.date, Due]] = []
    latest = datetime.date.min
    for each in dues:
        latest = each.day or latest
        placed.append((latest, each))
    return tuple(each for _, each in sorted(placed, key=lambda pair: pair[0]))


def _log(folder: Path, path: str) -> tuple[Log | None, tuple[Problem, ...]]:
    try:
        return read_log(folder / FILE, path), ()
    except FaultsFound as found:
        return None, found.problems


def _paths(folder: Path) -> Iterator[str]:
    """Yield the path of each file, but for those that are hidden or that Word keeps for itself."""
    for base, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in names:
            if not name.startswith((".", _LOCK)):
                yield (Path(base) / name).relative_to(folder).as_posix()
