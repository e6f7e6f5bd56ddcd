"""Measures of recommendations: of which kind, at which level, and what became of them."""

from __future__ import annotations

from patternbook.measures import facts
from patternbook.measures.measure import Count, Key, Measure
from patternbook.measures.patterns import ENTRY
from patternbook.vocabulary import Effect, Level, RecommendationKind, ResponseStatus

_KIND = Key("kind", "Which of the three kinds it is.", RecommendationKind)
_LEVEL = Key("level", "At which level it is to work.", Level)
_STATUS = Key("status", "The newest response; none where there is no response.", ResponseStatus)
_EFFECT = Key("effect", "What the newest response says of the effect, if anything.", Effect)

_RECOMMENDATIONS = Count("recommendations", "a recommendation", "recommendations", "recommendation")
_RECORDS = Count("records", "a case review with such a recommendation", "case_reviews")
_AS_TOLD = (
    "It is what was reported. No response on record does not mean that nothing was done, and "
    "“done” does not mean that it helped."
)

ADVICE = (
    Measure(
        "recommendations",
        "Recommendations by kind and level",
        keys=(_KIND, _LEVEL),
        counts=(_RECOMMENDATIONS, _RECORDS),
        caveat="Each counts as written: two that say the same in substance count as two.",
        facts=facts.recommendations_told,
    ),
    Measure(
        "recommendations-by-pattern",
        "Recommendations by the patterns on which they rest",
        keys=(ENTRY, _KIND, _LEVEL),
        counts=(_RECOMMENDATIONS, _RECORDS),
        caveat=(
            "One that rests on findings of several patterns counts with each. One that rests on "
            "no finding is left out."
        ),
        facts=facts.recommendations_on_patterns,
    ),
    Measure(
        "answers",
        "Recommendations by the newest response",
        keys=(_STATUS,),
        counts=(_RECOMMENDATIONS, _RECORDS),
        caveat=_AS_TOLD,
        facts=facts.recommendations_told,
    ),
    Measure(
        "effects",
        "Recommendations with a response, by what it says of the effect",
        keys=(_EFFECT,),
        counts=(
            Count("recommendations", "a recommendation", "answered", "recommendation"),
            _RECORDS,
        ),
        caveat=_AS_TOLD,
        facts=facts.answered,
    ),
    Measure(
        "answers-by-kind",
        "What became of recommendations, by kind and level",
        keys=(_KIND, _LEVEL, _STATUS, _EFFECT),
        counts=(_RECOMMENDATIONS, _RECORDS),
        caveat=_AS_TOLD,
        facts=facts.recommendations_told,
    ),
    Measure(
        "answers-by-pattern",
        "What became of recommendations, by the patterns on which they rest",
        keys=(ENTRY, _STATUS, _EFFECT),
        counts=(_RECOMMENDATIONS, _RECORDS),
        caveat=_AS_TOLD,
        facts=facts.recommendations_on_patterns,
    ),
)
