"""How far a record has come on its way to its readers, and what its next step is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from patternbook.library import Filed
from patternbook.model import CaseReview
from patternbook.stages import Dialogue, dialogue_of, is_signed_off, next_step
from patternbook.vocabulary import Audience, Origin, Stage
from tests.making import SIGNED, case_review, debrief, load, near_miss

HALF = {"confidentiality": SIGNED["confidentiality"]}
DRAFTS = [stage for stage in Stage if stage is not Stage.FINAL]
FIELD = {
    Stage.PRELIMINARY: "preliminary",
    Stage.INTERIM: "interim",
    Stage.FINAL_DRAFT: "final_draft",
}
FOLLOWING = {
    Stage.PRELIMINARY: "interim",
    Stage.INTERIM: "final-draft",
    Stage.FINAL_DRAFT: "final",
}


def filed(root: Path, text: str) -> Filed:
    """Return the one record of a library, which is sound."""
    kind = next(k for k in ("case-review", "near-miss", "debrief") if f"kind: {k}\n" in text)
    folder = {"case-review": "case-reviews", "near-miss": "near-misses"}.get(kind, "debriefs")
    record_id = {"case-review": "a-review"}.get(kind, f"a-{kind}")
    library, problems = load(root, {f"reviews/{folder}/{record_id}.md": text})
    assert [p for p in problems if p.severity == "fault"] == []
    return library.filed[0]


def step_of(
    root: Path, text: str, shelf: Audience = Audience.PUBLIC, *, has_edition: bool = True
) -> str:
    """Return the next step of the one record of a library, on a shelf for this audience."""
    return next_step(filed(root, text).record, shelf, has_edition=has_edition)


def draft(stage: Stage, comments: bool | None, meeting: bool = False) -> str:
    """Return a draft of a case review; `comments` None means that nothing is said of dialogue."""
    held = {} if comments is None else {FIELD[stage]: {"comments": comments, "meeting": meeting}}
    fields: dict[str, Any] = {"stage": stage.value, "sign_off": None, "dialogue": held}
    return case_review(**fields)


@pytest.mark.parametrize("stage", DRAFTS)
@pytest.mark.parametrize("comments", [None, False])
def test_a_draft_first_goes_to_each_participant_for_comments(tmp_path, stage, comments):
    step = step_of(tmp_path, draft(stage, comments))

    assert step == f"Gather the comments of each participant on the {stage.label.lower()} report."


@pytest.mark.parametrize("stage", DRAFTS)
def test_a_draft_with_comments_is_discussed_in_a_meeting(tmp_path, stage):
    step = step_of(tmp_path, draft(stage, True))

    assert step == f"Discuss the {stage.label.lower()} report with participants in a meeting."


@pytest.mark.parametrize("stage", DRAFTS)
def test_a_draft_that_was_discussed_is_revised_and_becomes_the_next(tmp_path, stage):
    step = step_of(tmp_path, draft(stage, True, True))

    assert step.endswith(f"set “stage” to “{FOLLOWING[stage]}”.")
    assert step.startswith("Revise it")


def test_a_meeting_does_not_stand_in_for_the_comments_of_each(tmp_path):
    assert step_of(tmp_path, draft(Stage.INTERIM, False, True)).startswith("Gather the comments")


def test_the_dialogue_of_an_earlier_draft_says_nothing_of_this_one(tmp_path):
    held = {"preliminary": {"comments": True, "meeting": True}}
    text = case_review(stage="interim", sign_off=None, dialogue=held)

    assert step_of(tmp_path, text).startswith("Gather the comments")


@pytest.mark.parametrize("make", [near_miss, debrief])
@pytest.mark.parametrize("stage", DRAFTS)
def test_a_near_miss_or_a_debrief_is_read_by_those_who_took_part(tmp_path, make, stage):
    step = step_of(tmp_path, make(stage=stage.value, sign_off=None))

    assert step == "Let those who took part read it; once they agree, set “stage” to “final”."


@pytest.mark.parametrize("make", [near_miss, debrief, case_review])
def test_a_public_version_is_offered_until_the_public_library_has_it(tmp_path, make):
    text = make(published=2024, audience="board")

    offered = step_of(tmp_path / "one", text, Audience.BOARD, has_edition=False)
    taken = step_of(tmp_path / "two", text, Audience.BOARD, has_edition=True)

    assert offered == (
        "Offer the file in “outbox” to the public library; once it is there, run make update."
    )
    assert taken == "Nothing. It is published."


@pytest.mark.parametrize("make", [near_miss, debrief, case_review])
@pytest.mark.parametrize(
    ("fields", "shelf", "step"),
    [
        ({"sign_off": None}, "public", "Have somebody confirm that nobody can be recognised"),
        ({"sign_off": HALF}, "public", "Have somebody confirm that participants have checked it"),
        ({}, "public", "Nothing. It is published."),
        ({"sign_off": HALF, "origin": "illustrative"}, "public", "Nothing. It is published."),
        ({"sign_off": None, "audience": "board"}, "public", "It is for the board."),
        ({"sign_off": None}, "board", "It is for the board."),
        ({"sign_off": HALF}, "board", "Have somebody confirm that participants"),
        ({}, "board", "Make its public version: patternbook publish a-"),
        ({"audience": "participants"}, "public", "Make its public version"),
        ({"published": 2024, "audience": "board"}, "board", "Nothing. It is published."),
        ({"published": 2024, "sign_off": None}, "board", "Nothing. It is published."),
    ],
)
def test_what_is_final_is_confirmed_and_then_published(tmp_path, make, fields, shelf, step):
    assert step_of(tmp_path, make(**fields), Audience(shelf)).startswith(step)


def test_no_step_is_left_with_a_gap_in_it(tmp_path):
    texts = [
        *(draft(stage, *said) for stage in DRAFTS for said in ((None,), (True,), (True, True))),
        *(
            near_miss(stage=stage.value, sign_off=signed)
            for stage in Stage
            for signed in (SIGNED, None)
        ),
    ]
    for number, text in enumerate(texts):
        for shelf in Audience:
            step = step_of(tmp_path / f"{number}-{shelf}", text, shelf)
            assert "{" not in step
            assert "None" not in step


def test_a_review_tells_of_three_stages_of_dialogue_in_their_order(tmp_path):
    text = case_review(dialogue={"interim": {"comments": True, "meeting": False}})
    record = filed(tmp_path, text).record
    assert isinstance(record, CaseReview)

    assert dialogue_of(record) == (
        Dialogue(Stage.PRELIMINARY, comments=False, meeting=False),
        Dialogue(Stage.INTERIM, comments=True, meeting=False),
        Dialogue(Stage.FINAL_DRAFT, comments=False, meeting=False),
    )


def test_a_review_that_says_nothing_of_dialogue_had_none(tmp_path):
    record = filed(tmp_path, case_review()).record
    assert isinstance(record, CaseReview)

    assert [(each.comments, each.meeting) for each in dialogue_of(record)] == [(False, False)] * 3


@pytest.mark.parametrize(
    ("origin", "signed", "whole"),
    [
        (Origin.CONTRIBUTED, None, False),
        (Origin.CONTRIBUTED, HALF, False),
        (Origin.CONTRIBUTED, SIGNED, True),
        (Origin.LITERATURE, None, False),
        (Origin.LITERATURE, HALF, True),
        (Origin.ILLUSTRATIVE, None, False),
        (Origin.ILLUSTRATIVE, HALF, True),
    ],
)
def test_only_what_people_took_part_in_needs_their_confirmation(tmp_path, origin, signed, whole):
    citation = {"reference": "A report"} if origin is Origin.LITERATURE else None
    text = near_miss(origin=origin.value, sign_off=signed, citation=citation)
    record = filed(tmp_path, text).record

    assert is_signed_off(record.origin, record.sign_off) is whole
