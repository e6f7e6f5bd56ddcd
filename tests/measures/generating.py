"""Small libraries and selections that hypothesis thinks up, with all that is easily miscounted.

There are many records, since it takes longer to ask an engine than to write them.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from patternbook.vocabulary import (
    Agency,
    Effect,
    FactorInfluence,
    Kind,
    Level,
    Origin,
    PatternInfluence,
    Practice,
    RecommendationKind,
    ResponseStatus,
    Scope,
    Setting,
    Spread,
    Term,
    Trigger,
)
from tests.making import (
    case_review,
    debrief,
    episode,
    factor,
    finding,
    near_miss,
    recommendation,
)

# Few of each, so that things meet.
_OWN_TEAM = "supervision"
_FACTORS = ["workload", "timing", _OWN_TEAM, "information-sharing", "other"]
_PATTERNS = [
    *("human-judgement-and-reasoning", "tunnel-vision", "drift-into-failure"),
    "human-tool-operation",
]
_SETTINGS = list(Setting)[:3]
_AGENCIES = list(Agency)[:3]
_YEARS = st.none() | st.integers(2019, 2022)


def libraries() -> st.SearchStrategy[dict[str, str]]:
    """Return libraries: the texts of their records by path."""
    return st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=12).flatmap(
        lambda kinds: st.tuples(*(_record(kind, n) for n, kind in enumerate(kinds))).map(dict)
    )


@st.composite
def selections(draw: st.DrawFn) -> dict[str, Any]:
    """Return what a selection asks for. Most ask for little, or nothing would be left."""
    asked = {
        "kind": st.lists(_word(Kind), min_size=1, unique=True).map(tuple),
        "setting": st.lists(st.sampled_from(_SETTINGS), min_size=1, unique=True).map(tuple),
        "agencies": st.lists(st.sampled_from(_AGENCIES), min_size=1, unique=True).map(tuple),
        "completed_from": st.integers(2019, 2021),
        "completed_to": st.integers(2019, 2021),
        "patterns": st.sampled_from(_PATTERNS).map(lambda pattern: (pattern,)),
        "trigger": st.lists(_word(Trigger), min_size=3, unique=True).map(tuple),
        "origin": _word(Origin).map(lambda origin: (origin,)),
    }
    names = draw(st.lists(st.sampled_from(list(asked)), max_size=2, unique=True))
    return {name: draw(asked[name]) for name in names}


@st.composite
def _record(draw: st.DrawFn, kind: Kind, number: int) -> tuple[str, str]:
    name = f"record-{number}"
    said: dict[str, Any] = {
        "setting": draw(_some(_SETTINGS)),
        "agencies": draw(_some(_AGENCIES)),
        "completed": draw(_YEARS),
        "origin": draw(st.sampled_from(["contributed", "contributed", "illustrative"])),
    }
    if kind is Kind.DEBRIEF:
        return f"reviews/debriefs/{name}.md", debrief(name, **said, factors=draw(_factors()))
    if kind is Kind.NEAR_MISS:
        said |= {"factors": draw(_factors()), "patterns": draw(_shown())}
        return f"reviews/near-misses/{name}.md", near_miss(name, **said)
    episodes = [
        episode(f"episode-{n}", practice=practice.value, factors=draw(_factors()))
        for n, practice in enumerate(draw(st.lists(_word(Practice), max_size=3)))
    ]
    findings = draw(_findings([each["id"] for each in episodes]))
    said |= {
        "trigger": draw(st.none() | _word(Trigger).map(str)),
        "episodes": episodes,
        "findings": findings,
        "recommendations": draw(_recommendations([each["id"] for each in findings])),
    }
    return f"reviews/case-reviews/{name}.md", case_review(name, **said)


@st.composite
def _factors(draw: st.DrawFn) -> list[dict[str, Any]]:
    links = []
    for name in draw(st.lists(st.sampled_from(_FACTORS), max_size=4)):
        scope = draw(st.none() | _word(Scope)) if name == _OWN_TEAM else None
        said = {} if scope is None else {"scope": scope.value}
        links.append(factor(name, draw(_word(FactorInfluence)).value, **said))
    return links


@st.composite
def _shown(draw: st.DrawFn) -> list[dict[str, str]]:
    patterns = draw(st.lists(st.sampled_from(_PATTERNS), max_size=3))
    return [
        {"pattern": each, "influence": draw(_word(PatternInfluence)).value, "how": "It was so."}
        for each in patterns
    ]


@st.composite
def _findings(draw: st.DrawFn, episodes: list[str]) -> list[dict[str, Any]]:
    findings = []
    for n, pattern in enumerate(draw(st.lists(st.sampled_from(_PATTERNS), max_size=3))):
        selected, spread = draw(st.booleans()), draw(st.none() | _word(Spread))
        findings.append(
            finding(
                f"finding-{n}",
                pattern=pattern,
                influence=draw(_word(PatternInfluence)).value,
                selected=selected,
                not_selected_because=None if selected else "It is told elsewhere.",
                episodes=draw(_any(episodes)),
                spread=None if spread is None else {"claim": spread.value},
            )
        )
    return findings


@st.composite
def _recommendations(draw: st.DrawFn, findings: list[str]) -> list[dict[str, Any]]:
    return [
        recommendation(
            f"recommendation-{n}",
            kind=kind.value,
            level=draw(_word(Level)).value,
            findings=draw(_any(findings)),
            owner=draw(st.none() | st.just("Head of assessment")),
            responses=draw(st.lists(_response(), max_size=3)),
        )
        for n, kind in enumerate(draw(st.lists(_word(RecommendationKind), max_size=2)))
    ]


@st.composite
def _response(draw: st.DrawFn) -> dict[str, Any]:
    effect = draw(st.none() | _word(Effect))
    return {
        "year": draw(st.integers(2020, 2022)),
        "status": draw(_word(ResponseStatus)).value,
        "effect": None if effect is None else effect.value,
        "note": "So it was said.",  # who declines says why
    }


def _word(words: type[Term]) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(words))


def _some(words: list[Any]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(word) for word in words]), min_size=1, unique=True)


def _any(ids: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
