"""Measures of patterns and recurrent issues: where they are named, how, and with what claim."""

from __future__ import annotations

from patternbook.measures import facts
from patternbook.measures.measure import Count, Key, Margin, Measure
from patternbook.vocabulary import EntryKind, Kind, PatternInfluence, Setting, Spread

ENTRY = Key("entry", "A pattern or recurrent issue; a pattern has what its issues have.")

PATTERNS = (
    Measure(
        "patterns",
        "Patterns and recurrent issues",
        keys=(ENTRY,),
        counts=(
            Count("records", "a record that names it", "reviews_and_near_misses"),
            Count(
                "case_reviews",
                "a case review that found it",
                "case_reviews",
                where=("kind", Kind.CASE_REVIEW),
            ),
            Count(
                "near_misses",
                "a near miss that shows it",
                "near_misses",
                where=("kind", Kind.NEAR_MISS),
            ),
            Count(
                "records_constructive",
                "a record in which it was constructive",
                "records",
                where=("influence", PatternInfluence.CONSTRUCTIVE),
            ),
            Count(
                "records_unsafe",
                "a record in which it was unsafe",
                "records",
                where=("influence", PatternInfluence.UNSAFE),
            ),
            Count("findings", "a finding on it", "findings", "finding"),
            Count(
                "findings_selected",
                "a finding on it that the reviewers selected",
                "findings",
                "finding",
                ("selected", True),
            ),
            Count(
                "findings_not_selected",
                "a finding on it that the reviewers did not select",
                "findings",
                "finding",
                ("selected", False),
            ),
        ),
        caveat=(
            "One record may show a pattern both ways. That a pattern is named in several records "
            "does not make it weightier than one that was told once, and says nothing of how "
            "common it is."
        ),
        facts=facts.patterns_named,
    ),
    Measure(
        "recurrence",
        "What recurs across records, and what is told once",
        keys=(Key("kind", "The kind of entry of the vocabulary.", EntryKind),),
        counts=(
            Count("entries", "an entry that can be named", "", "entry"),
            Count(
                "in_several",
                "an entry that two records or more name",
                "entries",
                "entry",
                ("told", facts.AGAIN),
            ),
            Count(
                "in_one",
                "an entry that one record names",
                "entries",
                "entry",
                ("told", facts.ONCE),
            ),
            Count(
                "in_none",
                "an entry that no record names",
                "entries",
                "entry",
                ("told", facts.NEVER),
            ),
        ),
        caveat=(
            "Two records may be about one incident. What no record names was not written down; "
            "it may well have happened."
        ),
        facts=facts.entries_told,
        has_records=False,
    ),
    Measure(
        "patterns-by-setting",
        "Patterns and recurrent issues by setting",
        keys=(ENTRY, Key("setting", "The setting of the record.", Setting)),
        counts=(
            Count("records", "a record in that setting that names it", "records_of_setting"),
            Count(
                "records_constructive",
                "a record in that setting in which it was constructive",
                "records",
                where=("influence", PatternInfluence.CONSTRUCTIVE),
            ),
            Count(
                "records_unsafe",
                "a record in that setting in which it was unsafe",
                "records",
                where=("influence", PatternInfluence.UNSAFE),
            ),
        ),
        margins=(
            Margin(
                Count(
                    "records_of_setting",
                    "a case review or near miss in that setting",
                    "reviews_and_near_misses",
                ),
                facts.settings_of_pattern_records,
                on=(("setting", "setting"),),
            ),
        ),
        caveat=(
            "A record may play in several settings and counts in each. Settings with more records "
            "show more patterns."
        ),
        facts=facts.patterns_in_settings,
    ),
    Measure(
        "patterns-together",
        "Two patterns or recurrent issues in one record",
        keys=(
            Key("pattern", "The one, whose id comes first."),
            Key("other", "The other. Neither stands under the other."),
        ),
        counts=(Count("records", "a record that names both", "reviews_and_near_misses"),),
        margins=(
            Margin(
                Count(
                    "records_of_pattern", "a record that names the one", "reviews_and_near_misses"
                ),
                facts.patterns_named,
                on=(("pattern", "entry"),),
            ),
            Margin(
                Count(
                    "records_of_other", "a record that names the other", "reviews_and_near_misses"
                ),
                facts.patterns_named,
                on=(("other", "entry"),),
            ),
        ),
        caveat="That one record names both does not say that they had to do with each other.",
        facts=facts.patterns_with_patterns,
    ),
    Measure(
        "spread",
        "How far reviewers say that their findings reach",
        keys=(Key("spread", "What they claim; none where they claim nothing.", Spread),),
        counts=(
            Count("findings", "a finding", "findings", "finding"),
            Count("records", "a case review with such a finding", "case_reviews"),
        ),
        caveat="It is what reviewers claimed, as they typed it; nobody has tested it here.",
        facts=facts.findings_told,
    ),
    Measure(
        "spread-by-pattern",
        "How far reviewers say that their findings reach, by pattern",
        keys=(
            ENTRY,
            Key("spread", "What they claim; none where they claim nothing.", Spread),
        ),
        counts=(
            Count("findings", "a finding on it with that claim", "findings_of_entry", "finding"),
            Count("records", "a case review with such a finding", "case_reviews"),
        ),
        margins=(
            Margin(
                Count("findings_of_entry", "a finding on it", "findings", "finding"),
                facts.patterns_found,
                on=(("entry", "entry"),),
            ),
        ),
        caveat=(
            "It is what reviewers claimed, as they typed it; nobody has tested it here. Several "
            "claims do not make one sure."
        ),
        facts=facts.patterns_found,
    ),
)
