"""Libraries of reviews and near misses with all that matters to the memory of recommendations.

They are drawn as plain values and written as files. What should be said of them is worked out from
those values alone, by means that share nothing with the code under test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.making import SIGNED, case_review, finding, near_miss, page, recommendation

# A pattern, an issue within it, another such issue, and another pattern.
PATTERNS = (
    "human-judgement-and-reasoning",
    "tunnel-vision",
    "drift-into-failure",
    "human-tool-operation",
)
WITHIN = {
    "human-judgement-and-reasoning": set(PATTERNS[:3]),
    **{each: {each} for each in PATTERNS[1:]},
}
OWNERS = ("Head of assessment", "head of  Assessment", "Team manager", None)
STATUSES = ("accepted", "adapted", "declined", "in-progress", "done")
EFFECTS = ("helped", "no-change-seen", "made-worse", "not-known", None)
YEARS = st.one_of(st.none(), st.integers(2015, 2020))

# All but what is public: each keeps a record, or a part of one, from somebody.
KEPT: tuple[dict[str, Any], ...] = (
    {"audience": "board"},
    {"audience": "participants"},
    {"stage": "interim"},
    {"sign_off": None},
)
PARTS_KEPT = (None, None, None, "board", "participants")


@dataclass
class Drawn:
    """What was drawn: records by their ids, and groups of recommendations, by theirs."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """Return it as the files of a library."""
        files = {}
        for record_id, fields in self.records.items():
            if "patterns" in fields:
                files[f"reviews/near-misses/{record_id}.md"] = near_miss(record_id, **fields)
            else:
                files[f"reviews/case-reviews/{record_id}.md"] = case_review(record_id, **fields)
        for group_id, members in self.groups.items():
            files[f"docs/recommendations/{group_id}.md"] = page(
                {
                    "id": group_id,
                    "title": f"Title of {group_id}",
                    "members": [{"record": one, "recommendation": it} for one, it in members],
                    "because": "They are.",
                    "grouped": {"role": "Editor", "year": 2026},
                }
            )
        return files


@st.composite
def drawn_libraries(draw: st.DrawFn, *, keeps: bool = False) -> Drawn:
    """Draw a small library; with `keeps`, much of it is not for everybody."""
    drawn = Drawn()
    words = (f"zanzi{number}bar" for number in range(10_000))
    for number in range(draw(st.integers(2, 6))):
        fields: dict[str, Any] = {
            "completed": draw(YEARS),
            "origin": draw(st.sampled_from(["contributed", "contributed", "illustrative"])),
        }
        if keeps:
            fields |= draw(st.sampled_from([{}, {}, *KEPT]))
            fields.setdefault("sign_off", SIGNED)
        if draw(st.integers(0, 2)) == 0:
            fields["patterns"] = [
                {"pattern": each, "influence": draw(_INFLUENCE), "how": "So."}
                for each in draw(st.lists(st.sampled_from(PATTERNS), max_size=2))
            ]
        else:
            _fill_review(draw, fields, words, keeps=keeps)
        drawn.records[f"zanzi{number}record"] = fields
    made = [
        (record_id, each["id"])
        for record_id, fields in drawn.records.items()
        for each in fields.get("recommendations", ())
    ]
    if len(made) > 1 and draw(st.booleans()):
        drawn.groups["zanzigroup"] = draw(
            st.lists(st.sampled_from(made), min_size=2, max_size=4, unique=True)
        )
    return drawn


_INFLUENCE = st.sampled_from(["constructive", "unsafe"])


def _fill_review(
    draw: st.DrawFn, fields: dict[str, Any], words: Iterator[str], *, keeps: bool
) -> None:
    def kept() -> dict[str, Any]:
        audience = draw(st.sampled_from(PARTS_KEPT)) if keeps else None
        return {"audience": audience} if audience else {}

    findings = [
        finding(
            f"f{n}", pattern=draw(st.sampled_from(PATTERNS)), influence=draw(_INFLUENCE), **kept()
        )
        for n in range(draw(st.integers(1, 2)))
    ]
    recommendations = []
    for n in range(draw(st.integers(0, 3))):
        responses = [
            {
                "year": draw(st.integers(2016, 2021)),
                "status": draw(st.sampled_from(STATUSES)),
                "note": next(words),
                "effect": draw(st.sampled_from(EFFECTS)),
                **kept(),
            }
            for _ in range(draw(st.integers(0, 2)))
        ]
        recommendations.append(
            recommendation(
                f"r{n}",
                kind=draw(st.sampled_from(["clear-cut", "research-and-development"])),
                level=draw(st.sampled_from(["front-line", "local", "national"])),
                text=next(words),
                owner=next(words) if keeps else draw(st.sampled_from(OWNERS)),
                findings=draw(
                    st.lists(st.sampled_from([f["id"] for f in findings]), unique=True, max_size=2)
                ),
                responses=responses,
                **kept(),
            )
        )
    fields |= {"findings": findings, "recommendations": recommendations}
