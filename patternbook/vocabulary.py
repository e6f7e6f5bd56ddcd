"""The closed lists of words that records use: the only copy of each.

Each list is a `Term`: the value is what a record says, the label is what a page prints, and
the meaning is one sentence of explanation for a tooltip, a skeleton or the glossary.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """One word of a closed list, with its label and its meaning."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> Self:
        """Make a member whose value is the word that records use; members are found by it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member


class Kind(Term):
    """The three kinds of record."""

    CASE_REVIEW = (
        "case-review",
        "Case review",
        "A systems review of one case: a serious incident, but as readily routine work, work "
        "that went well, or a new way of working.",
    )
    NEAR_MISS = (
        "near-miss",
        "Near miss",
        "One safeguarding incident in which harm was prevented, or which happened without "
        "serious harm.",
    )
    DEBRIEF = (
        "debrief",
        "Debrief",
        "A short structured reflection on ordinary work by those who did it.",
    )

    @property
    def plural(self) -> str:
        """Return the label for several records of this kind."""
        return "Near misses" if self is Kind.NEAR_MISS else f"{self.label}s"


class Origin(Term):
    """Where a record comes from, which decides whether it counts as evidence."""

    CONTRIBUTED = ("contributed", "Contributed", "Written by people who took part.")
    LITERATURE = (
        "literature",
        "From the literature",
        "A published example, retold in our own words, with a citation.",
    )
    ILLUSTRATIVE = (
        "illustrative",
        "Illustration",
        "Invented to teach the method. It is shown, and never counted.",
    )


class Stage(Term):
    """How far a record has come. Only what is final may be public."""

    PRELIMINARY = ("preliminary", "Preliminary", "A first account, for its participants only.")
    INTERIM = ("interim", "Interim", "Revised after the first comments; for participants only.")
    FINAL_DRAFT = ("final-draft", "Final draft", "For a last reading by its participants.")
    FINAL = ("final", "Final", "Read and commented on by its participants, and finished.")


class Audience(Term):
    """Who may read a record, or a part of one; and whom a site is made for."""

    PARTICIPANTS = (
        "participants",
        "Participants",
        "Only those who took part in this one review, its drafts included.",
    )
    BOARD = ("board", "Board", "Only the copy that a safeguarding board keeps for itself.")
    PUBLIC = ("public", "Public", "Everyone, once it is final and signed off.")

    def narrower(self, other: Audience) -> Audience:
        """Return whichever of the two lets fewer people read."""
        return min(self, other, key=list(Audience).index)


class Trigger(Term):
    """What prompted a case review. Degrees of harm are no trigger (Guide 13, section 1)."""

    ROUTINE_PRACTICE = ("routine-practice", "Routine practice")
    GOOD_PRACTICE = ("good-practice", "Good practice")
    NEW_WAY_OF_WORKING = ("new-way-of-working", "A new way of working")
    CONCERN = ("concern", "A concern")
    NEAR_MISS = ("near-miss", "A near miss")
    SERIOUS_INCIDENT = ("serious-incident", "A serious incident")


class Setting(Term):
    """The kind of work during which it happened."""

    REFERRAL_AND_ASSESSMENT = ("referral-and-assessment", "Referral and assessment")
    EARLY_HELP = ("early-help", "Early help")
    LONG_TERM_WORK = ("long-term-work", "Longer-term work")
    LOOKED_AFTER_CHILDREN = ("looked-after-children", "Looked-after children")
    CHILD_PROTECTION_CONFERENCE = ("child-protection-conference", "Child protection conference")
    OUT_OF_HOURS = ("out-of-hours", "Out of hours")
    HOSPITAL_AND_MATERNITY = ("hospital-and-maternity", "Hospital and maternity")
    SCHOOL_AND_EARLY_YEARS = ("school-and-early-years", "School and early years")
    COURT_AND_LEGAL = ("court-and-legal", "Court and legal")
    COMMUNITY_AND_HOME = ("community-and-home", "Community and home")


class Agency(Term):
    """The kinds of agency. Types only: the name of an agency would identify a place."""

    CHILDRENS_SOCIAL_CARE = ("childrens-social-care", "Children's social care")
    EMERGENCY_DUTY_TEAM = ("emergency-duty-team", "Emergency duty team")
    POLICE = ("police", "Police")
    HOSPITAL = ("hospital", "Hospital")
    MIDWIFERY = ("midwifery", "Midwifery")
    HEALTH_VISITING = ("health-visiting", "Health visiting")
    GENERAL_PRACTICE = ("general-practice", "General practice")
    MENTAL_HEALTH_SERVICE = ("mental-health-service", "Mental health service")
    SUBSTANCE_MISUSE_SERVICE = ("substance-misuse-service", "Substance misuse service")
    ADULT_SOCIAL_CARE = ("adult-social-care", "Adult social care")
    SCHOOL = ("school", "School")
    EARLY_YEARS_PROVIDER = ("early-years-provider", "Early years provider")
    EDUCATION_SERVICE = ("education-service", "Education service")
    PROBATION = ("probation", "Probation")
    YOUTH_JUSTICE = ("youth-justice", "Youth justice")
    HOUSING = ("housing", "Housing")
    FIRE_SERVICE = ("fire-service", "Fire service")
    AMBULANCE_SERVICE = ("ambulance-service", "Ambulance service")
    IMMIGRATION_SERVICE = ("immigration-service", "Immigration service")
    COURT_AND_GUARDIAN = ("court-and-guardian", "Court and children's guardian")
    VOLUNTARY_ORGANISATION = ("voluntary-organisation", "Voluntary organisation")
    OTHER = ("other", "Another agency")


class Practice(Term):
    """How practice in a key practice episode is judged."""

    GOOD = ("good", "Good practice")
    PROBLEMATIC = ("problematic", "Problematic practice")
    MIXED = ("mixed", "Good and problematic practice")


class FactorInfluence(Term):
    """What a contributory factor did. It sits on the link, never on the factor."""

    HELPED = ("helped", "Helped", "It made good practice easier.")
    HINDERED = ("hindered", "Hindered", "It made good practice harder.")

    @property
    def in_general(self) -> str:
        """Return the heading over what a factor looks like when it does this."""
        return "When it helps" if self is FactorInfluence.HELPED else "When it hinders"


class PatternInfluence(Term):
    """What a pattern did. It sits on the link, never on the pattern."""

    CONSTRUCTIVE = ("constructive", "Constructive", "It supported good practice.")
    UNSAFE = ("unsafe", "Unsafe", "It made problematic practice more likely.")

    @property
    def in_general(self) -> str:
        """Return the heading over what a pattern looks like when it does this."""
        return f"When it is {self.label.lower()}"


Influence = FactorInfluence | PatternInfluence


class Scope(Term):
    """Where an own-team factor was at work.

    Appendix 5 of Guide 13 gives inter-agency factors "as above and also": they inherit every
    own-team factor. A link to one of those may therefore say between whom it worked.
    """

    OWN_TEAM = ("own-team", "In one team")
    INTER_AGENCY = ("inter-agency", "Between agencies")


class Spread(Term):
    """How far reviewers say that a finding reaches."""

    THIS_CASE = ("this-case", "Seen in this case")
    PARTICIPANTS_SAY_WIDER = ("participants-say-wider", "Participants say it is wider")
    DATA_SAY_WIDER = ("data-say-wider", "Data say it is wider")


class RecommendationKind(Term):
    """The three kinds of recommendation of Guide 13, section 3."""

    CLEAR_CUT = (
        "clear-cut",
        "Clear cut",
        "An answer is known and agencies can put it in place locally.",
    )
    JUDGEMENT_AND_COMPROMISE = (
        "judgement-and-compromise",
        "Judgement and compromise",
        "Senior managers must weigh it against other demands.",
    )
    RESEARCH_AND_DEVELOPMENT = (
        "research-and-development",
        "Research and development",
        "Nobody knows the answer yet; it has to be worked out.",
    )


class Level(Term):
    """Where in the system something originates, or has to be changed."""

    FRONT_LINE = ("front-line", "Front line")
    LOCAL = ("local", "Local strategic")
    NATIONAL = ("national", "National")


class ResponseStatus(Term):
    """What an owner did with a recommendation."""

    ACCEPTED = ("accepted", "Accepted")
    ADAPTED = ("adapted", "Adapted")
    DECLINED = ("declined", "Declined")
    IN_PROGRESS = ("in-progress", "In progress")
    DONE = ("done", "Done")

    @property
    def leaves_open(self) -> bool:
        """Return whether somebody still has something to do after this response."""
        return self not in {ResponseStatus.DECLINED, ResponseStatus.DONE}


class Effect(Term):
    """Whether what was done made a difference, as far as anyone can tell."""

    HELPED = ("helped", "It helped")
    NO_CHANGE_SEEN = ("no-change-seen", "No change seen")
    MADE_WORSE = ("made-worse", "It made things worse")
    NOT_KNOWN = ("not-known", "Not known")


class TookPart(Term):
    """How a participant's view reached the reviewers."""

    CONVERSATION = ("conversation", "Conversation")
    WRITTEN_ACCOUNT = ("written-account", "Written account")
    RECORDS_ONLY = ("records-only", "Known from records only")


class Answer(Term):
    """An answer that may be partial or unknown."""

    YES = ("yes", "Yes")
    NO = ("no", "No")
    PARTLY = ("partly", "In part")
    NOT_KNOWN = ("not-known", "Not known")


class Outcome(Term):
    """The two forms of "no harm" of Report 6, section 3.5."""

    PREVENTED = ("prevented", "Harm was prevented")
    OCCURRED_WITHOUT_SERIOUS_HARM = (
        "occurred-without-serious-harm",
        "It happened, without serious harm",
    )


class PreventedBy(Term):
    """What stood between the incident and serious harm."""

    INDIVIDUAL_VIGILANCE = (
        "individual-vigilance",
        "Someone's vigilance",
        "One person noticed, or did not let go. It cannot be counted on.",
    )
    DESIGNED_SAFEGUARD = (
        "designed-safeguard",
        "A safeguard that was designed in",
        "A check, a rule or a tool did what it had been made for.",
    )
    FAMILY_OR_CHILD = (
        "family-or-child",
        "The family or the child",
        "They spoke up, or found a way round.",
    )
    ANOTHER_AGENCY = (
        "another-agency",
        "Another agency",
        "Somebody outside saw what was not seen inside.",
    )
    CHANCE = ("chance", "Chance", "Nothing that anybody could plan.")


class Whereabouts(Term):
    """Whether the person who noticed worked in the agency concerned."""

    INSIDE = ("inside", "inside the agency")
    OUTSIDE = ("outside", "outside the agency")


class Grade(Term):
    """Report 6's grades (table 5). Never a sort order, a colour or a trigger; several may hold."""

    NO_HARM = ("no-harm", "No harm")
    HARM_FALSE_NEGATIVE = (
        "harm-false-negative",
        "Harm: danger was not seen",
        "A child was left in danger.",
    )
    HARM_FALSE_POSITIVE = (
        "harm-false-positive",
        "Harm: danger was seen where there was none",
        "A family was taken to be dangerous and was not.",
    )
    LIFE_THREATENING_INJURY_OR_DEATH = (
        "life-threatening-injury-or-death",
        "Life-threatening injury or death",
    )


class EntryKind(Term):
    """What a page of the vocabulary defines."""

    PATTERN = ("pattern", "Pattern")
    ISSUE = ("issue", "Recurrent issue")
    LEVEL = ("level", "Level")
    FACTOR_TYPE = ("factor-type", "Type of factor")
    FACTOR = ("factor", "Contributory factor")

    @property
    def plural(self) -> str:
        """Return the label for several entries of this kind."""
        return "Types of factor" if self is EntryKind.FACTOR_TYPE else f"{self.label}s"


class EntryStatus(Term):
    """How settled an entry of the vocabulary is. The typology is meant to grow."""

    PROPOSED = ("proposed", "Proposed", "On trial: use it, and say whether it helps.")
    AGREED = ("agreed", "Agreed")
    RETIRED = ("retired", "Retired", "Kept for old records; new ones use another entry.")


class EntryChange(Term):
    """What was done to an entry of the vocabulary."""

    CREATED = ("created", "Created", "It came into the vocabulary.")
    RENAMED = ("renamed", "Renamed", "It has another title, or another id; the old id leads on.")
    REWORDED = ("reworded", "Reworded", "It means the same, and says so in other words.")
    SPLIT = ("split", "Split", "A part of it has become an entry of its own.")
    MERGED = ("merged", "Merged", "It has taken in another entry, or was taken into one.")
    MOVED = ("moved", "Moved", "It stands in another place of the vocabulary.")
    RETIRED = ("retired", "Retired", "New records use another entry.")
