"""A library to collate: records of which each figure can be worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from patternbook.publication import PublishedLibrary, publish
from patternbook.settings import read_settings
from patternbook.vocabulary import Audience
from tests.making import (
    case_review,
    debrief,
    episode,
    factor,
    finding,
    load,
    near_miss,
    page,
    vocabulary,
)

ASKS = {"question": "What do they share?"}


def collation_page(body: str = "Prose of its own.\n", **fields: Any) -> str:
    """Return a page that asks for a collation of everything, unless these fields say otherwise."""
    asked = {**ASKS, **fields.pop("collation", {})}
    return page(
        {"title": "All together", "description": "All of it.", "collation": asked, **fields}, body
    )


def shows(pattern: str, influence: str = "unsafe") -> dict[str, str]:
    """Return what a near miss shows of a pattern."""
    return {"pattern": pattern, "influence": influence, "how": f"How {pattern} showed itself."}


def records(**common: Any) -> dict[str, str | bytes]:
    """Return six records, five of which count; all have these fields."""
    published: dict[str, Any] = {
        "origin": "literature",
        "citation": {"reference": "A book"},
        **common,
    }
    return {
        "reviews/case-reviews/review.md": case_review(
            "review",
            episodes=[
                episode("first", factors=[factor("workload"), factor("timing", "helped")]),
                episode("second", factors=[factor("supervision", scope="inter-agency")]),
            ],
            findings=[
                finding(
                    "narrow",
                    episodes=["first"],
                    in_this_case="Nobody looked twice.",
                    why_underlying="It came back.",
                    spread={"claim": "participants-say-wider", "note": "They all said so."},
                    dissent="One of them saw it otherwise.",
                ),
                finding(
                    "left-out",
                    pattern="human-tool-operation",
                    influence="constructive",
                    selected=False,
                    not_selected_because="Another mattered more.",
                ),
            ],
            **published,
        ),
        "reviews/near-misses/letter.md": near_miss(
            "letter",
            patterns=[shows("drift-into-failure"), shows("human-tool-operation")],
            **{**published, "setting": ["out-of-hours", "referral-and-assessment"]},
        ),
        "reviews/near-misses/call.md": near_miss(
            "call",
            patterns=[shows("tunnel-vision", "constructive")],
            **{**published, "setting": ["out-of-hours"], "completed": 2020},
        ),
        "reviews/near-misses/plain.md": near_miss("plain", **published),
        "reviews/debriefs/visit.md": debrief(
            "visit", factors=[factor("workload", "helped")], **published
        ),
        "reviews/near-misses/invented.md": near_miss(
            "invented", origin="illustrative", patterns=[shows("tunnel-vision")]
        ),
    }


# A board's copy of the shared library, with shelves and pages of its own.
_SETTINGS = """\
audience: board
shelves:
  - {folder: library/reviews, name: Shared, audience: public}
  - {folder: reviews, name: Ours, audience: public}
docs: library/docs
pages: pages
refuse_names: false
"""
COPY: dict[str, str | bytes] = {
    "patternbook.yml": _SETTINGS,
    **{f"library/{path}": text for path, text in vocabulary().items()},
    "library/reviews/.keep": "",
    "reviews/.keep": "",
    "pages/.keep": "",
}


def opened(
    root: Path, files: dict[str, str | bytes], audience: Audience = Audience.PUBLIC
) -> PublishedLibrary:
    """Return what an audience sees of a library of these files, in which nothing is amiss."""
    library, problems = load(root, files)
    assert problems == []
    return publish(library, audience, read_settings(root)[0])
