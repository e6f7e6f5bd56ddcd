"""What each field of a record is called on paper and in forms, and what to write in it.

This is the only copy of these words. Each field of each part of the model has its label, which is
in the field's own terms, and one or two sentences of help. The questions for a near miss follow
those that SCIE Report 6 asked (its interviews, and its section on short forms), in our words.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel

from patternbook import model


class Said(NamedTuple):
    """What a field is called, and what to write in it."""

    label: str
    help: str


_READERS = Said(
    "Who may read this part",
    "Leave it empty unless fewer people may read this part than the rest.",
)
_HOW_FACTOR = "In a sentence or two: how it made good work easier or harder."

SAID: dict[type[BaseModel], dict[str, Said]] = {
    model.Record: {
        "id": Said(
            "Reference",
            "Small letters, figures and hyphens. Left empty, it is made from the title.",
        ),
        "title": Said(
            "Title",
            "A few words that say what can be learnt. No names, no places, and no blame.",
        ),
        "kind": Said("Kind of record", "What this is: a case review, a near miss or a debrief."),
        "summary": Said(
            "Summary",
            "One to three sentences that tell somebody who was not there what this is about.",
        ),
        "origin": Said(
            "Where it comes from",
            "Written by people who took part, retold from print, or invented to teach.",
        ),
        "citation": Said("Where it was published", "For what is retold from print."),
        "setting": Said("Setting", "The kind of work during which it happened."),
        "agencies": Said(
            "Agencies",
            "The kinds of agency that were involved. Never the name of one.",
        ),
        "stage": Said("Stage", "How far it has come. It is a draft until it is final."),
        "audience": Said("Who may read it", "Those who took part, the board, or everyone."),
        "completed": Said("Year completed", "The year alone: exact dates identify people."),
        "added": Said("Month added to the library", "A year and a month, such as 2026-11."),
        "sign_off": Said(
            "Sign-off",
            "What has been confirmed before it may be public, by whom (a role) and in which year.",
        ),
        "pseudonyms": Said(
            "Names used instead of real ones",
            "Each name that stands in the text, and who it stands for: the child, the father.",
        ),
        "declared_terms": Said(
            "Proper names that are safe to print",
            "Names of laws, tools and kinds of service, and why each identifies nobody.",
        ),
        "related": Said("Related records", "The references of other records to read with this."),
        "published": Said("Year of the public version", "The year in which one was made of this."),
        "internal": Said(
            "For this board only",
            "What stays in the board's own copy and is never published.",
        ),
    },
    model.Citation: {
        "reference": Said("Published as", "Title, authors, publisher and year."),
        "section": Said("Section", "Where in it this is told."),
        "told_by": Said("Told there by", "Who tells it there, by role."),
    },
    model.SignOff: {
        "confidentiality": Said("Nobody can be recognised", "Confirmed before it may be public."),
        "participants": Said(
            "Those who took part have checked it", "Confirmed before it may be public."
        ),
    },
    model.Confirmation: {
        "role": Said("Confirmed by", "A role and not a name."),
        "year": Said("Year", "The year in which it was confirmed."),
    },
    model.DeclaredTerm: {
        "term": Said("Name", "As it stands in the text."),
        "why": Said("Why it is safe", "What it is the name of."),
    },
    model.Internal: {
        "reference": Said("Our reference", "The board's own number of the case."),
        "notes": Said("Remarks", "For the board's own copy."),
        "fields": Said(
            "Kept out of what is published", "Parts of this record that stay with the board."
        ),
        "public_names": Said(
            "What names are called in public",
            "Each name of a board, team or person, and what stands for it in what is published.",
        ),
    },
    model.FactorLink: {
        "factor": Said("Contributory factor", "What was at work. Choose the nearest."),
        "influence": Said("What it did", "Whether it helped or hindered good practice."),
        "how": Said("How", _HOW_FACTOR),
        "scope": Said(
            "Where it was at work", "Only for a team factor that worked between agencies."
        ),
        "audience": _READERS,
    },
    model.PatternLink: {
        "pattern": Said("Pattern", "The underlying pattern that it shows. Choose the nearest."),
        "influence": Said("What it did", "Whether it supported good practice or made it unsafe."),
        "how": Said("How", "In a sentence or two: how it showed itself."),
        "audience": _READERS,
    },
    model.CaseReview: {
        "questions": Said(
            "Questions of the review",
            "What you want to understand. A review answers questions, and does not judge people.",
        ),
        "trigger": Said(
            "What prompted it",
            "Routine work and work that went well are as good a reason as an incident.",
        ),
        "team": Said("The review team", "Who reviewed, by profession."),
        "participants": Said(
            "Who took part", "Each by role, family members too. First-line managers belong here."
        ),
        "missing": Said("Whose view is missing", "Each by role, and why the review lacks it."),
        "family": Said(
            "The family's part", "How the family was part of the review, or what stood in the way."
        ),
        "dialogue": Said(
            "Dialogue with participants",
            "Each draft is commented on by individuals and then discussed in a meeting.",
        ),
        "episodes": Said(
            "Key practice episodes",
            "Those that shaped how the case went, for better or worse. They are a selection.",
        ),
        "findings": Said(
            "Findings",
            "Underlying patterns, in words that fit other cases. Those not selected stay on "
            "record, with the reason.",
        ),
        "recommendations": Said(
            "Recommendations", "What should follow, for whom, and what has become of it."
        ),
    },
    model.Team: {
        "independent": Said(
            "Independent of the agencies under review", "Whether the team came from outside them."
        ),
        "professions": Said("Professions in the team", "Each profession once."),
    },
    model.Participant: {
        "role": Said("Role", "A role and not a name."),
        "agency": Said("Agency", "The kind of agency. Leave it empty for family members."),
        "by": Said("How they took part", "How their view reached the reviewers."),
        "audience": _READERS,
    },
    model.Missing: {
        "role": Said("Role", "A role and not a name."),
        "why": Said("Why", "What stood in the way."),
        "audience": _READERS,
    },
    model.FamilyInvolvement: {
        "involved": Said("Was the family involved", "Yes, no, in part, or not known."),
        "how": Said("How", "What they did, and what it changed."),
        "why_not": Said("What stood in the way", "If they were not, or only in part."),
    },
    model.Dialogue: {
        "preliminary": Said("Preliminary report", "The first draft."),
        "interim": Said("Interim report", "The second draft."),
        "final_draft": Said("Final draft report", "The last draft."),
    },
    model.DialogueStage: {
        "comments": Said("Individual comments", "Whether participants commented on it one by one."),
        "meeting": Said("Meeting", "Whether it was discussed with them in a meeting."),
    },
    model.Episode: {
        "id": Said("Reference", "Left empty, it is made from the title."),
        "title": Said("Title", "Neutral words for what happened."),
        "span": Said("When", "Weeks counted from the start, and no dates: “Weeks 1 to 9”."),
        "practice": Said("Practice", "How practice was, on the whole."),
        "description": Said(
            "Description", "What happened, close to the account of those who were there."
        ),
        "significance": Said(
            "Significance with hindsight",
            "What it led to. This is the one place in which hindsight belongs.",
        ),
        "breakdown": Said("Breakdown", "What was done, point by point."),
        "judgement": Said(
            "Judgement of adequacy", "How adequate practice was, as the reviewers see it."
        ),
        "factors": Said(
            "Contributory factors", "Why it made sense at the time, to those who did it."
        ),
        "audience": _READERS,
    },
    model.SpreadClaim: {
        "claim": Said("How far it reaches", "In this case, or more widely."),
        "note": Said("Ground for saying so", "Who says so, or which figures show it."),
    },
    model.Finding: {
        "id": Said("Reference", "Left empty, it is made from the statement."),
        "pattern": Said("Pattern", "The underlying pattern. Choose the nearest."),
        "influence": Said("What it does", "Whether it supports good practice or makes it unsafe."),
        "selected": Said("Selected", "Whether the review team chose to pursue it."),
        "not_selected_because": Said(
            "Why it was not selected", "Needed where it was not: it stays on record."
        ),
        "statement": Said("Statement", "The pattern in words that would fit other cases."),
        "in_this_case": Said("In this case", "How it showed itself here."),
        "episodes": Said("Episodes", "The references of the episodes that show it."),
        "why_underlying": Said(
            "Why it is more than a quirk of this case", "What makes it an underlying pattern."
        ),
        "spread": Said("Spread", "In this case or more widely, and on what ground."),
        "relevance_now": Said("Why it matters now", "What has or has not changed since."),
        "questions_for_board": Said(
            "Questions for the board", "What the board could ask itself, and others."
        ),
        "dissent": Said("A different reading", "If a reviewer or a participant sees it otherwise."),
        "audience": _READERS,
    },
    model.Response: {
        "year": Said("Year", "The year of the response."),
        "status": Said("Response", "What its owner decided or did."),
        "note": Said("What was done", "In a sentence or two."),
        "effect": Said("Effect", "Whether it made a difference, as far as anyone can tell."),
        "audience": _READERS,
    },
    model.Recommendation: {
        "id": Said("Reference", "Left empty, it is made from the text."),
        "kind": Said("Kind of recommendation", "How much is known about what would help."),
        "level": Said("Level", "Where in the system it has to be acted on."),
        "text": Said("What is recommended", "What should be done, or found out."),
        "findings": Said("Findings that it answers", "The references of those findings."),
        "owner": Said("For", "Who is to act on it: a role and not a name."),
        "responses": Said("What became of it", "One line for each year in which it was looked at."),
        "audience": _READERS,
    },
    model.NearMiss: {
        "what_happened": Said(
            "What happened",
            "What you were doing, what nearly went wrong, and what was done at once. Roles and "
            "no names; no dates, no places.",
        ),
        "outcome": Said("How it ended", "Harm was prevented, or it happened without serious harm."),
        "could_have": Said("What might have followed", "If nobody had noticed or nothing changed."),
        "prevented_by": Said(
            "What kept harm away", "What turned it: a person, a safeguard, luck. Often several."
        ),
        "identified_by": Said("Who noticed", "By role. Often it is somebody from outside."),
        "factors": Said(
            "What was at work",
            "Why what was done made sense at the time: what helped, and what made it harder.",
        ),
        "patterns": Said(
            "Patterns that it shows", "If it shows something that happens elsewhere too."
        ),
        "learned": Said("What was learned", "What you take from it, and what others do."),
        "harm": Said("How the harm was seen", "It may look different to staff and to the family."),
        "family": Said("The family", "Whether the family knows, and was listened to."),
    },
    model.Prevention: {
        "by": Said("What it was", "Choose the nearest."),
        "how": Said("How", "In a sentence."),
        "audience": _READERS,
    },
    model.Identified: {
        "role": Said("Role", "A role and not a name."),
        "where": Said("Where they work", "Inside the agency concerned, or outside it."),
    },
    model.Learned: {
        "by": Said("Who learned from it", "You, your team, other agencies."),
        "changed": Said("What changed", "If nothing has changed yet, say so."),
    },
    model.Harm: {
        "staff_view": Said("As staff saw it", "In their words."),
        "family_view": Said("As the child or family saw it", "In their words."),
        "grades": Said("Grades", "Only if your agency uses them. Several may hold."),
    },
    model.FamilyTold: {
        "told": Said("Were they told", "Whether they were told what had happened."),
        "heard": Said("Were they heard", "Whether somebody asked how they saw it."),
        "how": Said("How", "Who spoke with them, by role, and what they said."),
    },
    model.Debrief: {
        "what_we_were_doing": Said(
            "What we were doing",
            "The work in a few sentences. Roles and no names; no dates, no places.",
        ),
        "went_well": Said("What went well", "And what made that possible."),
        "was_hard": Said("What was hard", "And why."),
        "factors": Said("What was at work", "What helped, and what made it harder."),
        "tell_others": Said("What we would tell others", "One thing that others could use."),
        "for_managers": Said("What managers should know", "What only they can change."),
        "children_and_families_said": Said(
            "What children or families said", "About the work, in their words."
        ),
    },
    model.WentWell: {
        "what": Said("What", "In a sentence or two."),
        "made_possible": Said("What made it possible", "What helped it to go well."),
        "audience": _READERS,
    },
    model.WasHard: {
        "what": Said("What", "In a sentence or two."),
        "why": Said("Why", "What made it hard."),
        "audience": _READERS,
    },
}


def said_of(part: type[BaseModel], field: str) -> Said:
    """Return what a field of a part of a record is called, and what to write in it.

    Raises KeyError if nobody has said: then it is added above, for the field as for its part.
    """
    for each in part.__mro__:
        if field in SAID.get(each, {}):
            return SAID[each][field]
    raise KeyError(f"The field “{field}” of {part.__name__} has no label.")
