"""What a record and an entry of the vocabulary say, as types.

A record's front matter becomes a `CaseReview`, a `NearMiss` or a `Debrief`; the front matter
of a page under `docs/patterns/` or `docs/factors/` becomes an `Entry`. All are frozen. Text is
kept as it was written: making it harmless is the business of `pages`.

A field that may be None is one that a source may leave open; pages then say so.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from patternbook import vocabulary as words

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_LENGTH = 80

T = TypeVar("T")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\n]*$")
]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_LENGTH)]
# How many parts of one sort a record may have. No review comes near it; a page of many more
# could not be built in reasonable time.
MANY = 100


def _each_once(values: tuple[T, ...]) -> tuple[T, ...]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "The same stands here twice.")
    return values


Once = Annotated[tuple[T, ...], AfterValidator(_each_once)]
Year = Annotated[StrictInt, Field(ge=1900, le=2100)]
MONTH_PATTERN = r"^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])$"
Month = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]


class Part(BaseModel):
    """What every part of a record has in common: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Part):
    """Where a record from the literature was published."""

    reference: Text
    section: Line | None = None
    told_by: Line | None = None


class Confirmation(Part):
    """Who confirmed something, by role, and in which year."""

    role: Line
    year: Year


class SignOff(Part):
    """What has been confirmed before a record may be public.

    `confidentiality`: nobody can be recognised. `participants`: those who took part have checked
    it, which a record from the literature or an illustration has nobody to do.
    """

    confidentiality: Confirmation
    participants: Confirmation | None = None


class DeclaredTerm(Part):
    """A proper name that is safe to print, and why."""

    term: Line
    why: Line


class Internal(Part):
    """What a record holds for the board's own copy alone.

    `reference` is the board's own number of the case and `notes` are remarks. `fields` names
    fields of the record that stay in that copy, and `public_names` says what boards, teams and
    whoever else has a name of their own are called in what is published.
    """

    reference: Line | None = None
    notes: tuple[Text, ...] = Field(default=(), max_length=MANY)
    fields: Once[Line] = Field(default=(), max_length=MANY)
    public_names: dict[Line, Line] = Field(default={}, max_length=MANY)


class FactorLink(Part):
    """A contributory factor at work, what it did, and how.

    `scope` is only for an own-team factor that worked between agencies.
    """

    factor: Id
    influence: words.FactorInfluence
    how: Text
    scope: words.Scope | None = None
    audience: words.Audience | None = None


class PatternLink(Part):
    """A pattern or recurrent issue that a near miss shows, what it did, and how."""

    pattern: Id
    influence: words.PatternInfluence
    how: Text
    audience: words.Audience | None = None


# What the door itself goes by, and what no page can do without, is never internal.
_NEVER_INTERNAL = frozenset(
    {
        *("id", "title", "kind", "summary", "origin", "citation", "setting", "agencies"),
        *("stage", "audience", "completed", "added", "sign_off", "published", "internal"),
        *("pseudonyms", "declared_terms", "outcome"),
    }
)


class Record(Part):
    """What the three kinds of record share."""

    id: Id
    title: Line
    kind: words.Kind
    summary: Text
    origin: words.Origin
    citation: Citation | None = Field(default=None, validate_default=True)
    setting: Once[words.Setting] = Field(min_length=1)
    agencies: Once[words.Agency] = Field(min_length=1)
    stage: words.Stage
    audience: words.Audience
    completed: Year | None = None
    # The month in which it came into this library, which says nothing of the case.
    added: Month | None = None
    sign_off: SignOff | None = None
    pseudonyms: dict[Line, Line] = Field(default={}, max_length=MANY)
    declared_terms: tuple[DeclaredTerm, ...] = Field(default=(), max_length=MANY)
    related: Once[Id] = Field(default=(), max_length=MANY)
    # The year in which a public version was made of this one, which then stays for the board.
    published: Year | None = None
    internal: Internal | None = None

    @classmethod
    def may_be_internal(cls) -> list[str]:
        """Return the names of the fields that a record may keep for the board's own copy."""
        return [
            name
            for name, each in cls.model_fields.items()
            if name not in _NEVER_INTERNAL and not each.is_required()
        ]

    @field_validator("internal")
    @classmethod
    def _internal_fields_may_be_left_out(cls, internal: Internal | None) -> Internal | None:
        if internal is not None and not set(internal.fields) <= set(cls.may_be_internal()):
            raise ValueError(
                "The field “fields” of “internal” names something that cannot stay behind. "
                f"It can name: {', '.join(cls.may_be_internal())}."
            )
        return internal

    @field_validator("citation")
    @classmethod
    def _literature_has_a_citation(
        cls, citation: Citation | None, info: ValidationInfo
    ) -> Citation | None:
        # On the field and not on the whole, so that it is told along with all other faults.
        if citation is None and info.data.get("origin") is words.Origin.LITERATURE:
            raise ValueError("A record from the literature needs a citation.")
        return citation


# --- Case reviews -----------------------------------------------------------------------------


class Team(Part):
    """The review team."""

    independent: StrictBool
    professions: tuple[Line, ...] = Field(default=(), max_length=MANY)


class Participant(Part):
    """Someone who took part, by role. `agency` is left out for family members."""

    role: Line
    agency: words.Agency | None = None
    by: words.TookPart
    audience: words.Audience | None = None


class Missing(Part):
    """A perspective that the review does not have, and why."""

    role: Line
    why: Text
    audience: words.Audience | None = None


class FamilyInvolvement(Part):
    """How the family took part in the review, or why not."""

    involved: words.Answer
    how: Text | None = None
    why_not: Text | None = None


class DialogueStage(Part):
    """Whether a draft was commented on by individuals and then discussed in a meeting."""

    comments: StrictBool
    meeting: StrictBool


class Dialogue(Part):
    """The three stages of dialogue with participants (Guide 13, section 3)."""

    preliminary: DialogueStage | None = None
    interim: DialogueStage | None = None
    final_draft: DialogueStage | None = None


class Episode(Part):
    """A key practice episode: the three columns of Guide 13's Appendix 4.

    `description` keeps close to the participants' own account; `significance` is the one
    place where hindsight belongs.
    """

    id: Id
    title: Line
    span: Line | None = None
    practice: words.Practice
    description: Text
    significance: Text | None = None
    breakdown: tuple[Text, ...] = Field(default=(), max_length=MANY)
    judgement: Text | None = None
    factors: tuple[FactorLink, ...] = Field(default=(), max_length=MANY)
    audience: words.Audience | None = None


class SpreadClaim(Part):
    """How far reviewers say that a finding reaches, and on what ground."""

    claim: words.Spread
    note: Text | None = None


class Finding(Part):
    """An underlying pattern that the reviewers found, in words that fit other cases.

    Findings that were not selected stay on record, with the reason.
    """

    id: Id
    pattern: Id
    influence: words.PatternInfluence
    selected: StrictBool
    not_selected_because: Text | None = Field(default=None, validate_default=True)
    statement: Text
    in_this_case: Text | None = None
    episodes: Once[Id] = Field(default=(), max_length=MANY)
    why_underlying: Text | None = None
    spread: SpreadClaim | None = None
    relevance_now: Text | None = None
    questions_for_board: tuple[Text, ...] = Field(default=(), max_length=MANY)
    dissent: Text | None = None
    audience: words.Audience | None = None

    @field_validator("not_selected_because")
    @classmethod
    def _unselected_says_why(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if reason is None and info.data.get("selected") is False:
            raise ValueError("A finding that was not selected says why in “not_selected_because”.")
        return reason


class Response(Part):
    """What became of a recommendation in one year."""

    year: Year
    status: words.ResponseStatus
    note: Text | None = Field(default=None, validate_default=True)
    effect: words.Effect | None = None
    audience: words.Audience | None = None

    @field_validator("note")
    @classmethod
    def _declined_says_why(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("status") is words.ResponseStatus.DECLINED:
            raise ValueError(
                "A response that declines a recommendation says why in “note”; if no reason was "
                "given, it says that."
            )
        return note


class Recommendation(Part):
    """What the reviewers recommend, to whom (a role), and what became of it."""

    id: Id
    kind: words.RecommendationKind
    level: words.Level
    text: Text
    findings: Once[Id] = Field(default=(), max_length=MANY)
    owner: Line | None = None
    responses: tuple[Response, ...] = Field(default=(), max_length=MANY)
    audience: words.Audience | None = None


class CaseReview(Record):
    """A systems review of one case, after SCIE's Learning Together model (2008)."""

    kind: Literal[words.Kind.CASE_REVIEW]
    questions: tuple[Text, ...] = Field(default=(), max_length=MANY)
    trigger: words.Trigger | None = None
    team: Team | None = None
    participants: tuple[Participant, ...] = Field(default=(), max_length=MANY)
    missing: tuple[Missing, ...] = Field(default=(), max_length=MANY)
    family: FamilyInvolvement | None = None
    dialogue: Dialogue | None = None
    episodes: tuple[Episode, ...] = Field(default=(), max_length=MANY)
    findings: tuple[Finding, ...] = Field(default=(), max_length=MANY)
    recommendations: tuple[Recommendation, ...] = Field(default=(), max_length=MANY)


# --- Near misses ------------------------------------------------------------------------------


class Prevention(Part):
    """What stood between an incident and serious harm, in a sentence."""

    by: words.PreventedBy
    how: Text
    audience: words.Audience | None = None


class Identified(Part):
    """Who noticed, by role, and whether inside the agency concerned or outside it."""

    role: Line
    where: words.Whereabouts


class Learned(Part):
    """Who learned from it, and what changed."""

    by: Text | None = None
    changed: Text | None = None


class Harm(Part):
    """How staff and family saw the harm. Grades are optional and several may hold."""

    staff_view: Text | None = None
    family_view: Text | None = None
    grades: tuple[words.Grade, ...] = Field(default=(), max_length=MANY)


class FamilyTold(Part):
    """Whether the family was told what had happened, and heard."""

    told: words.Answer
    heard: words.Answer
    how: Text | None = None


class NearMiss(Record):
    """One safeguarding incident, prevented or without serious harm (Report 6, section 3.5)."""

    kind: Literal[words.Kind.NEAR_MISS]
    what_happened: Text
    # A source may tell a near miss and not how it ended; those who were there know.
    outcome: words.Outcome | None = Field(default=None, validate_default=True)
    could_have: Text | None = None
    prevented_by: tuple[Prevention, ...] = Field(default=(), max_length=MANY)
    identified_by: Identified | None = None
    factors: tuple[FactorLink, ...] = Field(default=(), max_length=MANY)
    patterns: tuple[PatternLink, ...] = Field(default=(), max_length=MANY)
    learned: Learned | None = None
    harm: Harm | None = None
    family: FamilyTold | None = None

    @field_validator("outcome")
    @classmethod
    def _only_literature_leaves_the_outcome_open(
        cls, outcome: words.Outcome | None, info: ValidationInfo
    ) -> words.Outcome | None:
        if outcome is None and info.data.get("origin") not in {None, words.Origin.LITERATURE}:
            raise ValueError(
                "A near miss says in “outcome” how it ended; only one from the literature may "
                "leave that open."
            )
        return outcome


# --- Debriefs ---------------------------------------------------------------------------------


class WentWell(Part):
    """Something that went well, and what made it possible."""

    what: Text
    made_possible: Text | None = None
    audience: words.Audience | None = None


class WasHard(Part):
    """Something that was hard, and why."""

    what: Text
    why: Text | None = None
    audience: words.Audience | None = None


class Debrief(Record):
    """A short structured reflection on ordinary work."""

    kind: Literal[words.Kind.DEBRIEF]
    what_we_were_doing: Text
    went_well: tuple[WentWell, ...] = Field(default=(), max_length=MANY)
    was_hard: tuple[WasHard, ...] = Field(default=(), max_length=MANY)
    factors: tuple[FactorLink, ...] = Field(default=(), max_length=MANY)
    tell_others: Text | None = None
    for_managers: Text | None = None
    children_and_families_said: Text | None = None


RECORD_TYPES: dict[words.Kind, type[CaseReview] | type[NearMiss] | type[Debrief]] = {
    words.Kind.CASE_REVIEW: CaseReview,
    words.Kind.NEAR_MISS: NearMiss,
    words.Kind.DEBRIEF: Debrief,
}
AnyRecord = CaseReview | NearMiss | Debrief


# --- What was withdrawn -----------------------------------------------------------------------


class Tombstone(Part):
    """What is left of a record that was withdrawn: its id, so that no other takes it.

    `audience` is that of the record: a reader who could never have seen it is not told of it.
    """

    id: Id
    kind: words.Kind
    audience: words.Audience
    withdrawn: Confirmation


# --- Recommendations that are the same --------------------------------------------------------


class GroupMember(Part):
    """A recommendation that belongs to a group: the review that makes it, and its id there."""

    record: Id
    recommendation: Id


class RecommendationGroup(Part):
    """Recommendations of several reviews that somebody takes to be the same in substance.

    No program decides that: a person does, by role, and says why.
    """

    id: Id
    title: Line
    members: Once[GroupMember] = Field(max_length=MANY)
    because: Text
    grouped: Confirmation

    @field_validator("members")
    @classmethod
    def _one_alone_is_no_group(cls, members: tuple[GroupMember, ...]) -> tuple[GroupMember, ...]:
        if len(members) < 2:
            raise ValueError("A group names at least two recommendations in “members”.")
        return members


# --- The vocabulary ---------------------------------------------------------------------------


class Point(Part):
    """One aspect of a recurrent issue."""

    id: Id
    text: Text


class Neighbour(Part):
    """Another entry that is easily taken for this one, and how to tell the two apart."""

    id: Id
    difference: Text


class Change(Part):
    """What was done to an entry in one month, and in a line why or how.

    That it was created needs no more words.
    """

    month: Month
    change: words.EntryChange
    note: Line | None = Field(default=None, validate_default=True)

    @field_validator("note")
    @classmethod
    def _a_change_says_what_it_was(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("change") not in {None, words.EntryChange.CREATED}:
            raise ValueError("A change says in “note” what was done, in one line.")
        return note


class Entry(Part):
    """What every page of the vocabulary defines: one pattern, issue, level, type or factor.

    A definition is enough to begin with, so that a board can propose a factor of its own. What
    explains it further may come later: how it shows itself when it helps and when it hinders,
    its neighbours, and questions for a team and for a conversation with somebody who was there.
    `history` tells when it came and what was done to it since. Former ids stand with the oldest
    first.
    """

    id: Id
    title: Line
    kind: words.EntryKind
    order: StrictInt
    status: words.EntryStatus
    definition: Text
    when_it_helps: Text | None = None
    when_it_hinders: Text | None = None
    neighbours: tuple[Neighbour, ...] = Field(default=(), max_length=MANY)
    team_questions: tuple[Text, ...] = Field(default=(), max_length=MANY)
    conversation_questions: tuple[Text, ...] = Field(default=(), max_length=MANY)
    source: Text
    parent: Id | None = None
    former_ids: tuple[Id, ...] = Field(default=(), max_length=MANY)
    replaced_by: Id | None = None
    declared_terms: tuple[DeclaredTerm, ...] = Field(default=(), max_length=MANY)
    history: tuple[Change, ...] = Field(default=(), max_length=MANY)


class Pattern(Entry):
    """One of the six kinds of underlying pattern (Guide 13, section 2.1)."""

    kind: Literal[words.EntryKind.PATTERN]
    parent: None = None


class Issue(Entry):
    """A recurrent issue within a pattern (Guide 13, Appendix 6)."""

    kind: Literal[words.EntryKind.ISSUE]
    parent: Id
    points: tuple[Point, ...] = Field(default=(), max_length=MANY)


class FactorLevel(Entry):
    """One of the three levels at which factors originate (Guide 13, Appendix 5)."""

    kind: Literal[words.EntryKind.LEVEL]
    parent: None = None


class FactorType(Entry):
    """A type of contributory factor. It may inherit all the factors of another type."""

    kind: Literal[words.EntryKind.FACTOR_TYPE]
    parent: Id
    inherits: Id | None = None


class Factor(Entry):
    """A contributory factor. Only “other” stands under no type; some stand under a second one."""

    kind: Literal[words.EntryKind.FACTOR]
    also_under: tuple[Id, ...] = Field(default=(), max_length=MANY)


ENTRY_TYPES: dict[words.EntryKind, type[Entry]] = {
    words.EntryKind.PATTERN: Pattern,
    words.EntryKind.ISSUE: Issue,
    words.EntryKind.LEVEL: FactorLevel,
    words.EntryKind.FACTOR_TYPE: FactorType,
    words.EntryKind.FACTOR: Factor,
}
