"""Measures of the records: how many there are, which are the denominators, and about what."""

from __future__ import annotations

from patternbook.measures import facts
from patternbook.measures.measure import Count, Key, Measure
from patternbook.vocabulary import Agency, Kind, Origin, Practice, Setting, Trigger

SELECTED = Measure(
    "selected",
    "What was selected",
    keys=(),
    counts=(
        Count("records", "a record", ""),
        Count("case_reviews", "a case review", "records", where=("sort", Kind.CASE_REVIEW)),
        Count("near_misses", "a near miss", "records", where=("sort", Kind.NEAR_MISS)),
        Count("debriefs", "a debrief", "records", where=("sort", Kind.DEBRIEF)),
        Count(
            "coded",
            "a record that names a factor, pattern or recurrent issue",
            "records",
            where=("sort", "coded"),
        ),
        Count(
            "reviews_and_near_misses",
            "a case review or near miss, which alone can name a pattern",
            "records",
            where=("sort", "can_name_patterns"),
        ),
        Count("episodes", "a key practice episode", "", "part", ("sort", "episodes")),
        Count("units", "an episode, near miss or debrief", "", "part", ("sort", "units")),
        Count(
            "crossed_units",
            "an episode or near miss, in which alone a factor and a pattern can be found together",
            "units",
            "part",
            ("sort", "crossed_units"),
        ),
        Count("findings", "a finding of a case review", "", "part", ("sort", "findings")),
        Count(
            "recommendations",
            "a recommendation of a case review",
            "",
            "part",
            ("sort", "recommendations"),
        ),
        Count(
            "answered",
            "a recommendation to which a response is recorded",
            "recommendations",
            "part",
            ("sort", "answered"),
        ),
    ),
    caveat="It says what is here, and not what was left unwritten.",
    facts=facts.parts_told,
)

RECORDS = (
    SELECTED,
    Measure(
        "settings",
        "Records by setting",
        keys=(Key("setting", "The setting.", Setting),),
        counts=(Count("records", "a record that plays in the setting", "records"),),
        caveat="A record may play in several settings, so the rows are not parts of a whole.",
        facts=facts.settings_told,
    ),
    Measure(
        "agencies",
        "Records by agency",
        keys=(Key("agency", "The agency.", Agency),),
        counts=(Count("records", "a record that is about the agency", "records"),),
        caveat=(
            "A record may be about several agencies. Much written about an agency may only mean "
            "that its people write."
        ),
        facts=facts.agencies_told,
    ),
    Measure(
        "years",
        "Records by the year in which they were completed",
        keys=(Key("completed", "The year; none where the record does not say."),),
        counts=(Count("records", "a record", "records"),),
        caveat="It is the year of the writing and not of what happened. It shows no trend.",
        facts=facts.records_told,
    ),
    Measure(
        "triggers",
        "Case reviews by what prompted them",
        keys=(Key("trigger", "The trigger; none where the review does not say.", Trigger),),
        counts=(Count("records", "a case review", "case_reviews"),),
        caveat="It says what boards chose to review.",
        facts=facts.reviews_told,
    ),
    Measure(
        "origins",
        "Records by where they come from",
        keys=(Key("origin", "The origin.", Origin),),
        counts=(Count("records", "a record", "records"),),
        caveat="What was invented to teach the method is never counted and so in no row.",
        facts=facts.records_told,
    ),
    Measure(
        "practice",
        "Episodes by how practice is judged",
        keys=(Key("practice", "How practice in the episode is judged.", Practice),),
        counts=(
            Count("episodes", "a key practice episode", "episodes", "unit"),
            Count("records", "a case review with such an episode", "case_reviews"),
        ),
        caveat="Reviewers choose what is a key episode, and judge it knowing how it ended.",
        facts=facts.episodes_told,
    ),
)
