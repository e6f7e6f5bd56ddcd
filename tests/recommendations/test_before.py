"""A review that recommends what was recommended before: its author is told, and shown it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from patternbook.checks.recommended import ALIKE, ALIKE_IF_OF_ONE_SORT
from patternbook.likeness import are_alike, telling_words
from patternbook.problems import Problem
from tests.conftest import run_patternbook
from tests.making import (
    case_review,
    entry,
    finding,
    load,
    page,
    recommendation,
    vocabulary,
    write,
)

CODE = "recommended-before"
RING = "Ring the school on the day on which its letter comes, and say what was decided."
RING_TOO = "When a letter of a school comes, ring it that day and say what has been decided."
DRAW = "Let each child draw who sleeps where, and keep the picture on the file."

# Pairs that people would take for the same recommendation, and pairs that they would not.
THE_SAME = [
    (
        "Everyone who refers gets an answer within ten working days that says what was decided.",
        "Tell each referrer within ten working days what was decided, and give a name to ring.",
    ),
    (
        "All agencies should ensure that feedback is given to referrers on the outcome.",
        "Referring agencies receive feedback about the outcome of their referrals.",
    ),
    (
        "Fathers and partners should be included in every assessment.",
        "Make sure that assessments include fathers, partners and others who care for the child.",
    ),
    (
        "Introduce an escalation policy so that professional disagreements are resolved quickly.",
        "Re-launch the escalation policy and remind staff how to resolve professional "
        "disagreements.",
    ),
    (RING, RING_TOO),
    ("Ring back.", "Ring back!"),
]
OTHERS = [
    (
        "Keep half a day a fortnight unbooked in each health visitor's diary.",
        "Each meeting that reviews a plan begins with what the last week was like for the child.",
    ),
    (
        "Ask each family early which days of the year are hard, and where they would look first.",
        "Ask the parents how they wish to be reached, and write it on the first page.",
    ),
    (
        "Let an ending rest on a talk with the young person and a parent.",
        "At ten each night the number goes over to the emergency duty team.",
    ),
    (RING, DRAW),
]


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_what_people_would_take_for_the_same_is_alike(one, other):
    percent, fewest = ALIKE

    assert are_alike(telling_words(one), telling_words(other), percent=percent, fewest=fewest)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_people_would_not_take_for_the_same_is_not_even_if_of_one_sort(one, other):
    percent, fewest = ALIKE_IF_OF_ONE_SORT

    assert not are_alike(telling_words(one), telling_words(other), percent=percent, fewest=fewest)


def review(
    record_id: str,
    completed: int | None,
    text: str = RING,
    *,
    pattern: str = "tunnel-vision",
    **k: Any,
) -> dict[str, str]:
    """Return the file of a review with one finding and one recommendation that rests on it."""
    of_review = {name: k.pop(name) for name in list(k) if name in _OF_REVIEW}
    made = recommendation("it", text=text, findings=["f"], **k)
    fields = {
        "completed": completed,
        "findings": [finding("f", pattern=pattern)],
        "recommendations": [made],
        **of_review,
    }
    return {f"reviews/case-reviews/{record_id}.md": case_review(record_id, **fields)}


_OF_REVIEW = {"related", "origin", "audience", "stage", "sign_off", "added", "citation", "internal"}


def told(root: Path, *files: dict[str, str]) -> list[Problem]:
    """Return what is told of what was recommended before."""
    everything = {path: text for each in files for path, text in each.items()}
    return [problem for problem in load(root, everything)[1] if problem.code == CODE]


def test_an_author_is_told_which_review_did_so_when_and_what_became_of_it(tmp_path):
    answer = [
        {"year": 2021, "status": "accepted"},
        {"year": 2022, "status": "done", "note": "They ring.", "effect": "no-change-seen"},
    ]

    (problem,) = told(
        tmp_path, review("earlier", 2020, responses=answer), review("new", 2024, RING_TOO)
    )

    assert problem.path == "reviews/case-reviews/new.md"
    assert problem.severity == "advice"
    assert "by the review “earlier”, completed in 2020." in problem.message
    assert "Last known, 2022: done; effect: no change seen." in problem.message
    assert problem.there == f"{RING} (2022: They ring.)"
    line = (tmp_path / problem.path).read_text().split("\n")[problem.line - 1]
    assert line.strip().startswith("text:")


def test_on_the_authors_own_screen_the_earlier_words_are_shown_and_nowhere_else(tmp_path):
    write(tmp_path, {**review("earlier", 2020), **review("new", 2024, RING_TOO)})

    plain = run_patternbook("check", cwd=tmp_path).stdout
    others = [
        run_patternbook("check", *more, cwd=tmp_path, **there).stdout
        for more, there in (
            (["--redact"], {}),
            ([], {"CI": "true"}),
            (["--format", "json", "--no-redact"], {}),
            (["--format", "sarif", "--no-redact"], {}),
            (["--format", "github", "--no-redact"], {}),
        )
    ]

    assert f"    There: “{RING}”\n" in plain
    assert "“earlier”" in plain
    for text in others:
        assert CODE in text
        assert "ay on which its letter comes, and say" not in text  # a rule has much the same
    assert all("“earlier”" not in text for text in others[:2])


@pytest.mark.parametrize(
    ("earlier", "new"),
    [
        ("tunnel-vision", "tunnel-vision"),
        ("human-judgement-and-reasoning", "tunnel-vision"),
        ("tunnel-vision", "human-judgement-and-reasoning"),
    ],
)
def test_findings_of_one_pattern_or_of_an_issue_within_it_are_compared(tmp_path, earlier, new):
    assert told(tmp_path, review("a", 2020, pattern=earlier), review("b", 2024, pattern=new))


@pytest.mark.parametrize(
    ("earlier", "new"),
    [
        ("tunnel-vision", "human-tool-operation"),
        ("tunnel-vision", "drift-into-failure"),
    ],
)
def test_findings_of_other_patterns_are_not(tmp_path, earlier, new):
    assert not told(tmp_path, review("a", 2020, pattern=earlier), review("b", 2024, pattern=new))


def test_a_former_id_of_a_pattern_is_the_pattern(tmp_path):
    renamed = entry(
        id="tunnel-vision",
        kind="issue",
        parent="human-judgement-and-reasoning",
        former_ids=["blinkers"],
    )
    pages = {**vocabulary(), "docs/patterns/tunnel-vision.md": renamed}

    assert told(tmp_path, pages, review("a", 2020, pattern="blinkers"), review("b", 2024))


def test_less_in_common_is_enough_for_two_of_one_kind_and_level(tmp_path):
    text = "Every practitioner has supervision each month, with room to doubt a first impression."
    other = "Protect supervision each month from urgent business, so that a practitioner can pause."
    shared = telling_words(text) & telling_words(other)
    assert (len(shared), len(telling_words(text)), len(telling_words(other))) == (3, 7, 7)

    of_one_sort = told(tmp_path / "one", review("a", 2020, text), review("b", 2024, other))
    of_another = told(
        tmp_path / "two", review("a", 2020, text), review("b", 2024, other, level="national")
    )

    assert (len(of_one_sort), len(of_another)) == (1, 0)


def test_what_is_asked_for_in_quite_other_words_is_not_told(tmp_path):
    assert not told(tmp_path, review("a", 2020, DRAW), review("b", 2024))


@pytest.mark.parametrize(
    ("earlier", "new"),
    [
        ({"completed": 2024}, {"completed": 2020}),
        ({"completed": 2024}, {"completed": 2024}),
        ({"completed": None}, {"completed": 2024}),
    ],
)
def test_what_was_not_recommended_before_is_not_told_of_the_earlier_one(tmp_path, earlier, new):
    problems = told(tmp_path, review("a", **earlier), review("b", **new))

    assert not [problem for problem in problems if problem.path.endswith("/b.md")]


def test_in_one_year_the_month_in_which_a_record_came_tells_which_was_first(tmp_path):
    (problem,) = told(
        tmp_path, review("a", 2024, added="2026-02"), review("b", 2024, added="2026-01")
    )

    assert problem.path.endswith("/a.md")


def test_a_draft_without_a_year_is_newer_than_all_else(tmp_path):
    draft: dict[str, Any] = {"stage": "preliminary", "sign_off": None, "added": None}

    (problem,) = told(tmp_path, review("a", 2024), review("b", None, RING_TOO, **draft))

    assert problem.path.endswith("/b.md")


@pytest.mark.parametrize(
    "kept",
    [
        {"stage": "interim"},
        {"audience": "participants"},
        {"origin": "illustrative"},
    ],
)
def test_drafts_what_is_for_participants_and_what_was_invented_is_no_memory(tmp_path, kept):
    assert not told(tmp_path, review("a", 2020, **kept), review("b", 2024))


def test_what_only_participants_may_read_of_an_earlier_review_is_not_shown(tmp_path):
    answer = [
        {"year": 2021, "status": "declined", "note": "No time."},
        {"year": 2022, "status": "done", "note": "Zanzibar.", "audience": "participants"},
    ]

    (problem,) = told(tmp_path, review("a", 2020, responses=answer), review("b", 2024))

    assert "Last known, 2021: declined." in problem.message
    assert "Zanzibar" not in problem.there


@pytest.mark.parametrize("origin", ["illustrative", "literature"])
def test_nobody_is_told_of_what_they_cannot_change(tmp_path, origin):
    is_retold = origin == "literature"
    more: dict[str, Any] = {"citation": {"reference": "A book (2020)"}} if is_retold else {}

    assert not told(tmp_path, review("a", 2020), review("b", 2024, origin=origin, **more))


def test_whoever_names_the_earlier_review_has_seen_it(tmp_path):
    assert not told(tmp_path, review("a", 2020), review("b", 2024, related=["a"]))
    assert not told(tmp_path, review("a", 2020, related=["b"]), review("b", 2024))


def test_the_newest_is_shown_and_the_others_are_counted(tmp_path):
    problems = told(
        tmp_path, review("a", 2018), review("b", 2019), review("c", 2020), review("d", 2024)
    )

    last = problems[-1]
    assert last.path.endswith("/d.md")
    assert "“c”, completed in 2020" in last.message
    assert "2 earlier reviews did so too." in last.message


def test_what_is_in_a_group_with_it_was_recommended_before_in_whatever_words(tmp_path):
    group = {
        "docs/recommendations/pictures.md": page(
            {
                "id": "pictures",
                "title": "Pictures",
                "members": [
                    {"record": "a", "recommendation": "it"},
                    {"record": "b", "recommendation": "it"},
                ],
                "because": "Both ask for the child's view.",
                "grouped": {"role": "Editor", "year": 2026},
            }
        )
    }

    (problem,) = told(
        tmp_path, review("a", 2020, DRAW, pattern="human-tool-operation"), review("b", 2024), group
    )

    assert "“a”" in problem.message
    assert "a page of a group" not in problem.mend
    assert problem.there == DRAW


def test_who_is_like_one_of_a_group_is_told_of_the_newest_of_the_group(tmp_path):
    group = {
        "docs/recommendations/answers.md": page(
            {
                "id": "answers",
                "title": "Answers",
                "members": [
                    {"record": "a", "recommendation": "it"},
                    {"record": "b", "recommendation": "it"},
                ],
                "because": "Both ask for an answer.",
                "grouped": {"role": "Editor", "year": 2026},
            }
        )
    }

    problems = told(
        tmp_path,
        review("a", 2018),
        review("b", 2020, DRAW, related=["a"]),
        review("new", 2024, RING_TOO),
        group,
    )

    (problem,) = problems
    assert "“b”, completed in 2020" in problem.message
    assert "1 earlier review did so too." in problem.message


def test_a_public_review_is_not_told_to_name_what_is_for_the_board(tmp_path):
    (problem,) = told(tmp_path, review("a", 2020, audience="board"), review("b", 2024))

    assert "It is for the board alone." in problem.message
    assert "“related”" not in problem.mend
    assert "Do not name it in this record" in problem.mend


def test_the_public_version_of_a_review_was_not_recommended_before_it(tmp_path):
    settings = (
        "shelves:\n  - {folder: reviews, name: Shared, audience: public}\n"
        "  - {folder: ours, name: Ours, audience: board}\n"
    )
    (path,), (text,) = review("a", 2020).keys(), review("a", 2021).values()
    fuller = text.replace("audience: public", "audience: board\npublished: 2024")

    assert not told(
        tmp_path,
        review("a", 2020),
        {"patternbook.yml": settings, path.replace("reviews/", "ours/", 1): fuller},
    )


def test_a_long_text_is_shown_as_far_as_there_is_room(tmp_path):
    long = f"{RING} {'Then write it down, and say so at the next meeting of the team. ' * 30}"

    (problem,) = told(tmp_path, review("a", 2020, long), review("b", 2024))

    assert problem.there.startswith(RING)
    assert problem.there.endswith(" …")
    assert len(problem.there) <= 300


def test_a_rule_that_can_be_looked_up_says_all_this():
    ran = run_patternbook("check", "--explain", CODE)

    assert ran.returncode == 0
    assert re.search(r"name\s+the earlier\s+review\s+under “related”", ran.stdout)
