"""Measures of contributory factors, of whole types and levels, and of factors with patterns."""

from __future__ import annotations

from patternbook.measures import facts
from patternbook.measures.measure import Count, Key, Margin, Measure
from patternbook.vocabulary import FactorInfluence, Setting

ENTRY = Key(
    "entry",
    "A factor, a type or a level; a type has what its factors have, and a level what its types.",
)
_HELPED = ("influence", FactorInfluence.HELPED)
_HINDERED = ("influence", FactorInfluence.HINDERED)

FACTORS = (
    Measure(
        "factors",
        "Contributory factors, by type and level",
        keys=(ENTRY,),
        counts=(
            Count("records", "a record that names it", "records"),
            Count("records_helped", "a record in which it helped", "records", where=_HELPED),
            Count("records_hindered", "a record in which it hindered", "records", where=_HINDERED),
            Count("units", "an episode, near miss or debrief that names it", "units", "unit"),
            Count(
                "units_helped",
                "an episode, near miss or debrief in which it helped",
                "units",
                "unit",
                _HELPED,
            ),
            Count(
                "units_hindered",
                "an episode, near miss or debrief in which it hindered",
                "units",
                "unit",
                _HINDERED,
            ),
        ),
        caveat=(
            "A factor is what a writer saw at work: what nobody asks about is seldom named. One "
            "episode may have it both ways. What stands under no type belongs to no level."
        ),
        facts=facts.factors_named,
    ),
    Measure(
        "factors-by-setting",
        "Contributory factors by setting",
        keys=(ENTRY, Key("setting", "The setting of the record.", Setting)),
        counts=(
            Count("records", "a record in that setting that names it", "records_of_setting"),
            Count(
                "records_helped",
                "a record in that setting in which it helped",
                "records",
                where=_HELPED,
            ),
            Count(
                "records_hindered",
                "a record in that setting in which it hindered",
                "records",
                where=_HINDERED,
            ),
        ),
        margins=(
            Margin(
                Count("records_of_setting", "a record in that setting", "records"),
                facts.settings_told,
                on=(("setting", "setting"),),
            ),
        ),
        caveat=(
            "A record may play in several settings and counts in each. Settings with more records "
            "show more factors."
        ),
        facts=facts.factors_in_settings,
    ),
    Measure(
        "factors-and-patterns",
        "Factors and patterns in the same episode or near miss",
        keys=(
            Key("factor", "A factor, a type or a level."),
            Key("influence", "What the factor did.", FactorInfluence),
            Key("pattern", "A pattern that was found there, or an issue within it."),
        ),
        counts=(
            Count(
                "units",
                "an episode or near miss in which the factor did this and the pattern was found",
                "crossed_units",
                "unit",
            ),
            Count("records", "a record with such an episode or near miss", "records"),
        ),
        margins=(
            Margin(
                Count(
                    "units_of_factor",
                    "an episode or near miss in which the factor did this",
                    "crossed_units",
                    "unit",
                ),
                facts.factors_found_in,
                on=(("factor", "factor"), ("influence", "influence")),
            ),
            Margin(
                Count(
                    "units_of_pattern",
                    "an episode or near miss in which the pattern was found",
                    "crossed_units",
                    "unit",
                ),
                facts.patterns_found_in,
                on=(("pattern", "pattern"),),
            ),
        ),
        caveat=(
            "Together does not mean that one led to the other. A finding is found in the episodes "
            "that it cites; one that cites none is found together with nothing. Debriefs name no "
            "pattern and are left out."
        ),
        facts=facts.factors_with_patterns,
    ),
)
