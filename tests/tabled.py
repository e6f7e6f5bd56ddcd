"""Small libraries to tell in tables and data files, for several tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from patternbook.library import RECORD_FOLDERS
from patternbook.publication import PublishedLibrary, publish
from patternbook.vocabulary import Audience, Kind
from tests.making import (
    case_review,
    debrief,
    episode,
    factor,
    finding,
    load,
    near_miss,
    recommendation,
)

REVIEW = case_review(
    "a-review",
    title="The second letter",
    summary="A letter waited.",
    trigger="routine-practice",
    agencies=["school", "police"],
    setting=["early-help", "out-of-hours"],
    team={"independent": True, "professions": ["social work"]},
    participants=[
        {"role": "Teacher", "agency": "school", "by": "conversation"},
        {"role": "Father", "by": "written-account"},
    ],
    missing=[{"role": "GP", "why": "She had left."}],
    family={"involved": "partly"},
    episodes=[
        episode(
            "first",
            title="The letter waits",
            span="Weeks 1 to 3",
            practice="problematic",
            description="It lay on a desk.",
            significance="It was the only one.",
            judgement="Nobody could have known.",
            factors=[
                factor("workload", how="Too much of it."),
                factor("supervision", "helped", how="It was there."),
            ],
        ),
        episode("second", factors=[factor("supervision", scope="inter-agency")]),
    ],
    findings=[
        finding(
            "a-finding",
            statement="What waits is forgotten.",
            in_this_case="The letter was.",
            episodes=["first", "second"],
            why_underlying="Every team has such a desk.",
            spread={"claim": "participants-say-wider", "note": "Three teams said so."},
            relevance_now="The desk is still there.",
            dissent="The manager saw it otherwise.",
        ),
        finding(
            "another",
            pattern="human-tool-operation",
            influence="constructive",
            selected=False,
            not_selected_because="It belongs to another review.",
        ),
    ],
    recommendations=[
        recommendation(
            "a-tray",
            text="Give every letter a tray.",
            owner="Head of service",
            findings=["a-finding"],
            responses=[
                {"year": 2023, "status": "accepted"},
                {"year": 2024, "status": "done", "effect": "helped", "note": "Two trays."},
            ],
        )
    ],
)
NEAR_MISS = near_miss(
    "a-near-miss",
    origin="literature",
    citation={"reference": "A report, 2005."},
    added="2025-03",
    completed=2005,
    prevented_by=[{"by": "chance", "how": "The bus was late."}],
    identified_by={"role": "Bus driver", "where": "outside"},
    factors=[factor("timing", "helped", how="By luck.")],
    patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "One road only."}],
    harm={"grades": ["no-harm", "harm-false-positive"]},
    family={"told": "yes", "heard": "not-known"},
)
DEBRIEF = debrief(
    "a-debrief",
    origin="illustrative",
    completed=None,
    went_well=[{"what": "We listened.", "made_possible": "There was time."}],
    was_hard=[{"what": "The stairs.", "why": "There were many."}],
    children_and_families_said="Come again.",
    what_we_were_doing="Visiting.",
    tell_others="Knock twice.",
    body="We went on foot.\n",
    related=["a-near-miss"],
)


def library_of(root: Path, *records: str, **files: str) -> PublishedLibrary:
    """Return the public part of a library of these records and files."""
    written = dict(files)
    for text in records:
        kind = Kind(text.partition("kind: ")[2].partition("\n")[0])
        record_id = text.partition("id: ")[2].partition("\n")[0]
        written[f"reviews/{RECORD_FOLDERS[kind]}/{record_id}.md"] = text
    library, problems = load(root, written)
    assert [p for p in problems if p.severity == "fault"] == []
    return publish(library, Audience.PUBLIC)


MARKS = st.sampled_from([None, "board", "participants", "public"])


def marked(part: dict[str, Any], mark: str | None, text: str, field: str) -> dict[str, Any]:
    """Return a part with a word in one of its fields, and with the mark of who may read it."""
    part = {**part, field: f"Said here: {text}."}
    return part if mark is None else {**part, "audience": mark}


@st.composite
def libraries(draw: st.DrawFn) -> tuple[dict[str, str], set[str], set[str]]:
    """Return files, the words that everybody may read, and those that stay behind."""
    shown: set[str] = set()
    hidden: set[str] = set()

    def part(made: dict[str, Any], field: str, is_public: bool) -> dict[str, Any]:
        word = f"zanzi{len(shown) + len(hidden)}barb"
        mark = draw(MARKS)
        (shown if is_public and mark in {None, "public"} else hidden).add(word)
        return marked(made, mark, word, field)

    files: dict[str, str] = {}
    for n in range(draw(st.integers(1, 3))):
        is_public = draw(st.booleans())
        common = {"audience": "public" if is_public else "board"}
        episodes = [
            part(
                episode(f"e{m}", factors=[part(factor(), "how", False) for _ in range(2)]),
                *("description", is_public),
            )
            for m in range(draw(st.integers(0, 2)))
        ]
        # A link to a factor is shown where its episode is as well.
        for each in episodes:
            is_episode_public = is_public and each.get("audience") in {None, "public"}
            for link in each["factors"]:
                word = link["how"].partition(": ")[2].rstrip(".")
                if is_episode_public and link.get("audience") in {None, "public"}:
                    hidden.discard(word)
                    shown.add(word)
        ids = [each["id"] for each in episodes]
        findings = [
            part(finding(f"f{m}", episodes=ids), "statement", is_public)
            for m in range(draw(st.integers(0, 2)))
        ]
        recommendations = [
            part(
                recommendation(f"r{m}", findings=[each["id"] for each in findings]),
                *("text", is_public),
            )
            for m in range(draw(st.integers(0, 2)))
        ]
        files[f"reviews/case-reviews/review-{n}.md"] = case_review(
            f"review-{n}",
            episodes=episodes,
            findings=findings,
            recommendations=recommendations,
            missing=[part({"role": "GP"}, "why", is_public)],
            **common,
        )
        files[f"reviews/near-misses/near-{n}.md"] = near_miss(
            f"near-{n}",
            factors=[part(factor(), "how", is_public)],
            prevented_by=[part({"by": "chance"}, "how", is_public)],
            **common,
        )
        files[f"reviews/debriefs/debrief-{n}.md"] = debrief(
            f"debrief-{n}",
            went_well=[part({}, "what", is_public)],
            was_hard=[part({}, "what", is_public)],
            **common,
        )
    return files, shown, hidden
