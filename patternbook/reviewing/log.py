"""The file `log.yml` of a working folder: what is done, what is due, what is to be destroyed.

People change it in a text editor, and it is read as strictly as a record. What it says stays in
the folder; no date of it goes into a record.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from patternbook.fields import on_their_lines, read_fields
from patternbook.model import MANY, Id, Line, Part
from patternbook.problems import FaultsFound
from patternbook.reviewing.plan import Plan, Step, day_of
from patternbook.validation import validate
from patternbook.vocabulary import Answer
from patternbook.writing import text_of

FILE = "log.yml"

_HYPHENS = "---\n"

_FIRST, _LAST = 2000, 2100  # the years in which a review may be under way

_HEAD = """\
# What is done in this review, and what is due when. “patternbook review status” reads this file.
# Write “done: yes” when something is done, and another date when plans change. Remove what you
# leave out, and add what is missing. No names, and nothing of what was said.
"""
_HEAD_WITHOUT_DATES = """\
# Week 1 is that of the first letters. For dates, add the day of that week above “steps”, such as
# “begins: 2027-01-11”. A step may also have a day of its own: “due: 2027-02-01”.
"""


def _a_day(text: str) -> str:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not _FIRST <= day.year <= _LAST:
        raise ValueError("A date is written as year, month and day, such as 2027-01-11.")
    return text


def _as_word(said: object) -> object:
    """Return “true” and “false” as the words that the file itself uses."""
    return {True: Answer.YES, False: Answer.NO}.get(said, said) if isinstance(said, bool) else said


IsDone = Annotated[Answer, BeforeValidator(_as_word)]
Day = Annotated[str, AfterValidator(_a_day)]
Week = Annotated[int, Field(strict=True, ge=1, le=520)]


class Entry(Part):
    """Something with a week, or a day of its own."""

    what: Line
    week: Week | None = None
    due: Day | None = None

    def day(self, begins: str | None) -> datetime.date | None:
        """Return when it is due, if that is known; `begins` is the day of the first letters."""
        if self.due is not None:
            return datetime.date.fromisoformat(self.due)
        if begins is None or self.week is None:
            return None
        return day_of(self.week, datetime.date.fromisoformat(begins))


class LoggedStep(Entry):
    """A step of the review, and whether it is done."""

    done: IsDone = Answer.NO


class ToDestroy(Entry):
    """What has to be destroyed, and whether it is."""

    destroyed: IsDone = Answer.NO


class Log(Part):
    """What is done in one review, what is due, and what is to be destroyed."""

    review: Id
    begins: Day | None = None
    steps: tuple[LoggedStep, ...] = Field(default=(), max_length=MANY)
    to_destroy: tuple[ToDestroy, ...] = Field(default=(), max_length=MANY)


def log_of(record_id: str, plan: Plan, begins: datetime.date | None) -> Log:
    """Return the log with which a review begins; it has days if it is known when that is."""

    def when(step: Step) -> dict[str, Any]:
        if begins is None:
            return {"what": step.what, "week": step.week}
        return {"what": step.what, "due": day_of(step.week, begins).isoformat()}

    return Log(
        review=record_id,
        begins=begins.isoformat() if begins else None,
        steps=tuple(LoggedStep(**when(each)) for each in plan.steps),
        to_destroy=tuple(ToDestroy(**when(each)) for each in plan.to_destroy),
    )


def log_text(log: Log) -> str:
    """Return the text of the file with this log, and with a note on how to change it."""
    fields = text_of(log).removeprefix(_HYPHENS).removesuffix(_HYPHENS)
    return _HEAD + (_HEAD_WITHOUT_DATES if log.begins is None else "") + "\n" + fields


def read_log(file: Path, path: str) -> Log:
    """Return the log in this file, which messages call `path`.

    Raises FaultsFound, with all that is wrong, if it cannot be read as one.
    """
    source = read_fields(file, path)
    log, misfits = validate(source, Log)
    if log is None:
        raise FaultsFound(on_their_lines(misfits))
    return log
