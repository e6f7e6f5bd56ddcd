"""How far a record has come on its way to its readers, and what its next step is.

A review goes through three drafts. Each is commented on by its participants one by one and then
discussed with them in a meeting, and what they say changes the next one (Learning Together, SCIE
Guide 13, section 3). Near misses and debriefs have no such dialogue: those who took part read
them. Before anything is public, somebody confirms that nobody can be recognised, and somebody
that participants have checked it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from patternbook.model import AnyRecord, CaseReview, DialogueStage, SignOff
from patternbook.vocabulary import Audience, Origin, Stage

_ORDER = tuple(Stage)


class Step(StrEnum):
    """What comes next for a record, as an instruction."""

    COMMENTS = "Gather the comments of each participant on the {stage}."
    MEETING = "Discuss the {stage} with participants in a meeting."
    REVISE = "Revise it in the light of what was said, and set “stage” to “{next}”."
    READ = "Let those who took part read it; once they agree, set “stage” to “final”."
    CONFIRM_PARTICIPANTS = (
        "Have somebody confirm that participants have checked it, and record it under “sign_off”."
    )
    CONFIRM_CONFIDENTIALITY = (
        "Have somebody confirm that nobody can be recognised, and record it under “sign_off”."
    )
    PUBLISH = "Make its public version: patternbook publish {id}"
    KEPT = "It is for the board. If others could learn from it, have it signed off and publish it."
    OFFER = "Offer the file in “outbox” to the public library; once it is there, run make update."
    DONE = "Nothing. It is published."


class Dialogue(NamedTuple):
    """One of the three stages of dialogue: whether comments were made and a meeting was held."""

    stage: Stage
    comments: bool
    meeting: bool


def dialogue_of(record: CaseReview) -> tuple[Dialogue, ...]:
    """Return the three stages of dialogue of a review, as far as it tells of them."""
    held = record.dialogue
    stages: tuple[tuple[Stage, DialogueStage | None], ...] = (
        (Stage.PRELIMINARY, held.preliminary if held else None),
        (Stage.INTERIM, held.interim if held else None),
        (Stage.FINAL_DRAFT, held.final_draft if held else None),
    )
    return tuple(
        Dialogue(stage, bool(said and said.comments), bool(said and said.meeting))
        for stage, said in stages
    )


def is_signed_off(origin: Origin, sign_off: SignOff | None) -> bool:
    """Return whether all is confirmed that must be before a record of this origin is public.

    What is retold from the literature or invented has no participants to check it.
    """
    if sign_off is None:
        return False
    return origin is not Origin.CONTRIBUTED or sign_off.participants is not None


def next_step(record: AnyRecord, shelf: Audience, *, has_edition: bool = False) -> str:
    """Return what comes next for a record on a shelf for this audience, as a sentence.

    `has_edition` tells whether the public library has a record with this id.
    """
    step = _step(record, shelf, has_edition=has_edition)
    following = _ORDER[min(_ORDER.index(record.stage) + 1, len(_ORDER) - 1)]
    return step.format(
        stage=f"{record.stage.label.lower()} report", next=following.value, id=record.id
    )


def _step(record: AnyRecord, shelf: Audience, *, has_edition: bool) -> Step:
    if record.stage is not Stage.FINAL:
        return _step_of_draft(record)
    is_for_the_board = record.audience.narrower(shelf) is not Audience.PUBLIC
    if record.published is not None:
        return Step.DONE if has_edition else Step.OFFER
    if record.sign_off is None:
        return Step.KEPT if is_for_the_board else Step.CONFIRM_CONFIDENTIALITY
    if not is_signed_off(record.origin, record.sign_off):
        return Step.CONFIRM_PARTICIPANTS
    return Step.PUBLISH if is_for_the_board else Step.DONE


def _step_of_draft(record: AnyRecord) -> Step:
    if not isinstance(record, CaseReview):
        return Step.READ
    now = next(each for each in dialogue_of(record) if each.stage is record.stage)
    if not now.comments:
        return Step.COMMENTS
    return Step.REVISE if now.meeting else Step.MEETING
