"""What a working folder tells of its review, in words and as data: only its dates and names."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from patternbook.cli.common import CannotRun
from patternbook.reports.report import printable
from patternbook.reviewing.plan import in_words
from patternbook.reviewing.standing import (
    Due,
    Standing,
    When,
    is_working_folder,
    standing_of,
    working_folders,
)

_MOST = 5  # of what is past or lies there, told one by one


def today() -> datetime.date:
    """Return the present day, as the calendar on the wall has it."""
    return datetime.date.today()


def standings(root: Path, elsewhere: Sequence[Path]) -> list[Standing]:
    """Return how each working folder stands today: those in the copy, and those named.

    Raises CannotRun if one that is named is no working folder.
    """
    for each in elsewhere:
        if not is_working_folder(each):
            raise CannotRun(f"{printable(str(each))} is no working folder of a review.")
    folders = dict.fromkeys([*working_folders(root), *(each.resolve() for each in elsewhere)])
    return [standing_of(each, root, today()) for each in folders]


# --- In words -----------------------------------------------------------------------------------


def lines_of(standing: Standing) -> list[tuple[str, str]]:
    """Return what there is to tell, each with the name of its line; a further line has no name."""
    lines = [("Working folder", printable(standing.folder))]
    lines.append(("Documents", _documents(standing)))
    if standing.problems:
        said = [f"line {each.line}: {each.message}" for each in standing.problems]
        lines += _named("Log", ["It cannot be read.", *said], most=len(said) + 1)
        return [*lines, *_recordings(standing)]
    done = sum(each.when is When.DONE for each in standing.steps)
    lines.append(("Steps", f"{done} of {len(standing.steps)} done"))
    lines += _named("Past due", [_due(each) for each in standing.past])
    if standing.next is not None:
        lines.append(("Then", _due(standing.next)))
    lines += _named("To destroy", [_due(each, by="by ") for each in standing.still_there])
    return [*lines, *_recordings(standing)]


def _documents(standing: Standing) -> str:
    number = len(standing.documents)
    there = f"{number} Word document{'' if number == 1 else 's'}"
    if not standing.missing:
        return there
    return f"{there}. No longer there: {', '.join(standing.missing)}"


def _recordings(standing: Standing) -> list[tuple[str, str]]:
    if not standing.recordings:
        return []
    names = [printable(each) for each in standing.recordings]
    last = "Destroy each as soon as its notes are done, and tell the person."
    return _named("Recordings", [*names, last], most=len(names) + 1)


def _named(name: str, said: list[str], most: int = _MOST) -> list[tuple[str, str]]:
    more = [f"and {len(said) - most} more"] if len(said) > most else []
    return [(name if n == 0 else "", each) for n, each in enumerate([*said[:most], *more])]


def _due(due: Due, by: str = "") -> str:
    what = printable(due.what)
    if due.day is None:
        return f"week {due.week}: {what}" if due.week is not None else what
    when = {When.TODAY: "today", When.PAST: "since "}.get(due.when, by)
    return f"{when if due.when is When.TODAY else when + in_words(due.day)}: {what}"


# --- As data ------------------------------------------------------------------------------------


def data_of(standing: Standing) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "review": standing.review,
        "folder": standing.folder,
        "documents": list(standing.documents),
        "missing": list(standing.missing),
        "steps": [_as_data(each) for each in standing.steps],
        "to_destroy": [_as_data(each) for each in standing.to_destroy],
        "recordings": list(standing.recordings),
        "unreadable": bool(standing.problems),
    }


def _as_data(due: Due) -> dict[str, Any]:
    return {
        "what": due.what,
        "week": due.week,
        "due": due.day.isoformat() if due.day else None,
        "is": due.when.value,
    }
