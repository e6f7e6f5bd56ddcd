"""The way of a review in weeks: what is done when, and what has to be destroyed by when.

The weeks are our own estimate for a review of ordinary size, as the guide gives them. The method
asks for three stages of dialogue, each with comments from individuals and then a meeting, and
gives no dates (Guide 13, section 3).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from patternbook.vocabulary import Stage

# Conversations are over, and then written up, some weeks before a draft can be given out.
_TO_WRITE = 2
_FIRST_MEETING, _SECOND_LETTERS = 3, 4


class Round(StrEnum):
    """What belongs to each of the three stages of dialogue, in its order."""

    GIVEN_OUT = "Give the {stage} report to those who take part, and to nobody else."
    COMMENTS = "Have the comments of each person on the {stage} report."
    MEETING = "Hold the meeting on the {stage} report."


@dataclass(frozen=True, slots=True)
class Intervals:
    """How many weeks there are between the first letters and the first draft, and so on.

    `to_comment` is from a draft to the last comment; the meeting is a week after that, and the
    next draft `to_revise` later. Notes are destroyed `to_destroy` after the final report.
    """

    to_draft: int = 10
    to_comment: int = 1
    to_revise: int = 1
    to_destroy: int = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and the week in which it is due; week 1 is that of the first letters."""

    what: str
    week: int


@dataclass(frozen=True, slots=True)
class StageOfDialogue:
    """One of the three stages of dialogue with the week of each of its rounds."""

    stage: Stage
    weeks: tuple[tuple[Round, int], ...]

    def steps(self) -> tuple[Step, ...]:
        """Return its rounds as steps."""
        name = self.stage.label.lower()
        return tuple(Step(each.format(stage=name), week) for each, week in self.weeks)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is done on the way of a review, and all that has to be destroyed, with its weeks."""

    steps: tuple[Step, ...]
    dialogue: tuple[StageOfDialogue, ...]
    to_destroy: tuple[Step, ...]


def plan(intervals: Intervals) -> Plan:
    """Return the plan of a review with these intervals."""
    dialogue = []
    week = 1 + intervals.to_draft
    for stage in (Stage.PRELIMINARY, Stage.INTERIM, Stage.FINAL_DRAFT):
        comments = week + intervals.to_comment
        weeks = (Round.GIVEN_OUT, week), (Round.COMMENTS, comments), (Round.MEETING, comments + 1)
        dialogue.append(StageOfDialogue(stage, weeks))
        week = comments + 1 + intervals.to_revise
    first_draft = 1 + intervals.to_draft
    steps = (
        Step("Send the letters that introduce the review.", 1),
        Step("Hold the first meeting.", _FIRST_MEETING),
        Step("Send the letters about the conversations.", _SECOND_LETTERS),
        Step("Finish the conversations.", first_draft - _TO_WRITE),
        Step("Let each person read the notes of their conversation.", first_draft),
        *(step for each in dialogue for step in each.steps()),
        Step("Finish the report, and tell those who took part.", week),
    )
    to_destroy = (
        Step("Recordings of conversations", first_draft),
        Step(
            "Notes of conversations, and copies of agencies' files",
            week + intervals.to_destroy,
        ),
    )
    return Plan(steps, tuple(dialogue), to_destroy)


def day_of(week: int, begins: datetime.date) -> datetime.date:
    """Return the day on which a week begins, counted from the first letters."""
    return begins + datetime.timedelta(weeks=week - 1)


def in_words(day: datetime.date) -> str:
    """Return a date as letters write it, such as “11 January 2027”, whatever the machine speaks."""
    months = (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    )
    return f"{day.day} {months[day.month - 1]} {day.year}"
