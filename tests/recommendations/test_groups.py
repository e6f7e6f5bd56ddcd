"""Recommendations that somebody takes to be the same: how that is said, and who is told of it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from patternbook.crossing import Crossing
from patternbook.evidence import EvidenceIndex
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages import Site
from patternbook.pages.entries import entry_pages
from patternbook.pages.recommendations import recommendation_pages
from patternbook.pages.records import record_pages
from patternbook.problems import FaultsFound
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.settings import Settings, read_settings
from patternbook.staging import stage_library
from patternbook.vocabulary import Audience
from patternbook.withdrawing import references_to
from tests.conftest import run_patternbook
from tests.making import case_review, finding, listed, load, near_miss, page, recommendation, write

GROUP = "docs/recommendations/answers.md"
SETTINGS = (
    "shelves:\n  - {folder: reviews, name: Shared, audience: public}\n"
    "  - {folder: ours, name: Ours, audience: board}\n"
    "pages: own\n"
)


def review(record_id: str = "a", *recommended: dict[str, Any], **fields: Any) -> str:
    """Return a review that recommends these, all on one finding; one called “it” unless told."""
    made = [{"findings": ["it"], **each} for each in recommended or (recommendation("it"),)]
    return case_review(record_id, findings=[finding("it")], recommendations=made, **fields)


def group(*members: str, group_id: str = "answers", **fields: Any) -> str:
    """Return the page of a group of these, each as “record/recommendation”."""
    parted = [each.split("/") for each in members or ("a/it", "b/it")]
    filled = {
        "id": group_id,
        "title": "Answers",
        "members": [{"record": one, "recommendation": other} for one, other in parted],
        "because": "Both ask for an answer.",
        "grouped": {"role": "Editor", "year": 2026},
        **fields,
    }
    return page(filled)


TWO = {
    "reviews/case-reviews/a.md": review("a", completed=2019),
    "reviews/case-reviews/b.md": review("b", completed=2024, related=["a"]),
}


def pages_of(library: PublishedLibrary) -> dict[str, str]:
    """Return the text of each page on which recommendations stand, by its path."""
    index = EvidenceIndex(library)
    pages = chain(
        recommendation_pages(library, index),
        record_pages(library, Site()),
        entry_pages(library, index, Crossing(index, library.typology), Site()),
    )
    return {each.path: each.markdown for each in pages}


def told(root: Path, files: dict[str, str]) -> list[str]:
    """Return what is wrong, as file, place and code."""
    return listed(load(root, files)[1])


def test_a_group_has_a_page_that_says_why_by_whom_and_what_became_of_each(tmp_path):
    answer = [{"year": 2021, "status": "declined", "note": "There was no time."}]
    files = {
        **TWO,
        "reviews/case-reviews/a.md": review(
            "a", recommendation("it", owner="Head", responses=answer), completed=2019
        ),
        GROUP: group(),
    }
    library, problems = load(tmp_path, files)

    made = pages_of(publish(library, "public"))

    assert listed(problems) == []
    text = made["recommendations/answers.md"]
    assert "Both ask for an answer." in text
    assert "Editor, 2026." in text
    assert "Recommended 2 times, by reviews completed in 2019, 2024." in text
    assert "2021: Declined. There was no time." in text
    assert "[Answers](answers.md): 2 recommendations" in made["recommendations/index.md"]
    assert "(../recommendations/answers.md)" in made["reviews/a.md"]
    assert "One of 2 that are taken to be the same" in made["patterns/tunnel-vision.md"]


def test_what_was_invented_is_in_a_group_and_not_counted_in_it(tmp_path):
    files = {
        **TWO,
        "reviews/case-reviews/c.md": review("c", completed=2020, origin="illustrative"),
        GROUP: group("a/it", "b/it", "c/it"),
    }
    library, _ = load(tmp_path, files)

    made = pages_of(publish(library, "public"))

    assert "Recommended 2 times" in made["recommendations/answers.md"]
    invented = made["recommendations/answers.md"].partition("## Illustrations, not counted")[2]
    assert "reviews/c.md" in invented
    assert (
        "2 recommendations, and 1 in illustrations, not counted"
        in (made["recommendations/index.md"])
    )


# --- What is wrong with a page -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (group("a/it"), ["answers.md:5:1 incomplete"]),
        (group("a/it", "a/it"), ["answers.md:5:1 repeated"]),
        (group(group_id="others"), ["answers.md:2:5 id-is-not-the-file-name"]),
        (group("a/it", "c/it"), ["answers.md:7:11 broken-group"]),
        (group("a/it", "b/that"), ["answers.md:8:19 broken-group"]),
        (group("a/it", "letter/it"), ["answers.md:7:11 broken-group"]),
        (group(render_macros=True), ["answers.md:13:1 unknown-field"]),
        (group(because=None), ["answers.md:9:10 missing-field"]),
        (group(grouped={"year": 2026}), ["answers.md:10:1 missing-field"]),
        (group() + "More about it.\n", ["answers.md:14:1 group-with-text"]),
        ("Only words.\n", ["answers.md:1:1 no-front-matter"]),
    ],
)
def test_whatever_is_wrong_is_told_with_its_place(tmp_path, text, places):
    letter = {"reviews/near-misses/letter.md": near_miss("letter")}

    found = told(tmp_path, {**TWO, **letter, GROUP: text})

    assert found == places


def test_all_that_is_wrong_is_told_in_one_run(tmp_path):
    found = told(tmp_path, {**TWO, GROUP: group("a/that", "c/it", group_id="others")})

    assert [each.split()[1] for each in found] == [
        *("id-is-not-the-file-name", "broken-group", "broken-group"),
    ]


def test_a_name_that_is_nearly_right_is_suggested(tmp_path):
    _, problems = load(tmp_path, {**TWO, GROUP: group("a/it", "b/its")})

    assert [each.mend for each in problems] == ["Did you mean “it”?"]


@pytest.mark.parametrize("name", ["index", "page-2", "follow-up", "by-owner", "Answers", "a--b"])
def test_the_names_of_lists_and_what_is_no_id_are_refused(tmp_path, name):
    found = told(tmp_path, {**TWO, f"docs/recommendations/{name}.md": group(group_id="answers")})

    assert [each.split()[1] for each in found] == ["does-not-belong-in-docs"]


@pytest.mark.parametrize("path", ["deeper/answers.md", "answers.txt"])
def test_nothing_but_groups_lies_among_the_lists(tmp_path, path):
    found = told(tmp_path, {**TWO, f"docs/recommendations/{path}": group()})

    assert [each.split()[1] for each in found] == ["does-not-belong-in-docs"]


def test_a_record_that_is_withdrawn_is_taken_out_of_its_group(tmp_path):
    library, _ = load(tmp_path, {**TWO, GROUP: group()})
    stone = {
        **{"id": "b", "kind": "case-review", "audience": "public"},
        "withdrawn": {"role": "Board business manager", "year": 2026},
    }

    places = references_to("b", library)
    problems = load(tmp_path, {"reviews/case-reviews/b.md": page(stone)})[1]

    assert places == [(GROUP, (7, 11))]
    assert listed(problems) == ["answers.md:7:11 broken-group"]
    assert problems[0].message == "This record was withdrawn."


def test_a_recommendation_is_in_one_group_at_most(tmp_path):
    other = group("b/it", "c/it", group_id="others")
    files = {
        **TWO,
        "reviews/case-reviews/c.md": review("c", completed=2024, related=["a", "b"]),
        GROUP: group(),
        "docs/recommendations/others.md": other,
    }

    assert told(tmp_path, files) == ["others.md:5:3 grouped-twice"]


def test_what_could_identify_somebody_is_looked_for_in_a_group_too(tmp_path):
    files = {**TWO, GROUP: group(because="Both ask for an answer to Gwendoline Fotheringay.")}

    _, problems = load(tmp_path, files, words=True)

    assert {each.line for each in problems if each.path == GROUP} == {9}
    with pytest.raises(FaultsFound) as found:
        open_library(Folders.at(tmp_path), Audience.PUBLIC)
    assert {each.path for each in found.value.problems} == {GROUP}


def test_where_others_read_the_log_no_word_of_a_group_is_told(tmp_path):
    write(tmp_path, {**TWO, GROUP: group("a/it", "fotheringay/it")})

    at_home = run_patternbook("check", cwd=tmp_path).stdout
    in_ci = run_patternbook("check", cwd=tmp_path, CI="true").stdout

    assert "“fotheringay”" in at_home
    assert "broken-group" in in_ci
    assert "fotheringay" not in in_ci


# --- Who is told of it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        {"audience": "board"},
        {"audience": "participants"},
        {"stage": "final-draft"},
        {"sign_off": None},
        {"published": 2024},
        {"internal": {"fields": ["recommendations"]}},
        {"recommendations": [recommendation("it", audience="board")]},
        {"recommendations": [recommendation("it", audience="participants")]},
    ],
)
def test_a_shared_page_names_nothing_that_is_not_public(tmp_path, kept):
    files = {
        **TWO,
        "reviews/case-reviews/b.md": review("b", completed=2024, related=["a"])
        if not kept
        else case_review(
            "b",
            **{
                "completed": 2024,
                "related": ["a"],
                "recommendations": [recommendation("it")],
                **kept,
            },
        ),
        GROUP: group(),
    }

    library, problems = load(tmp_path, files)

    assert "broken-group" in {problem.code for problem in problems}
    # Even if nobody had looked: what is left is one, and no group any more.
    assert "recommendations/answers.md" not in pages_of(publish(library, "public"))


def board_library(root: Path, text: str, **files: str) -> tuple[Settings, Folders]:
    """Return a board's library, in which a group stands among its own pages, and its folders."""
    own: dict[str, str | bytes] = {
        "patternbook.yml": SETTINGS,
        "ours/case-reviews/c.md": review("c", completed=2023),
        "own/recommendations/ours.md": text,
    }
    write(root, {**TWO, **own, **files})
    (root / "own").mkdir(exist_ok=True)
    return read_settings(root)


def test_what_a_board_groups_for_itself_is_in_its_own_reading_alone(tmp_path):
    text = group("a/it", "c/it", group_id="ours", because="Both are zanzibarbican.")
    settings, folders = board_library(tmp_path, text)

    for_board = open_library(folders, Audience.BOARD, settings=settings)
    for_public = open_library(folders, Audience.PUBLIC, settings=settings)
    for_participants = open_library(folders, Reader(Audience.PARTICIPANTS, "c"), settings=settings)

    assert "zanzibarbican" in pages_of(for_board.library)["recommendations/ours.md"]
    for opened in (for_public, for_participants):
        made = pages_of(opened.library)
        assert "zanzibarbican" not in "".join(made.values())
        assert "recommendations/ours.md" not in made
    # Nor does a builder copy it, and what was left behind is searched for in what was made.
    stage_library(for_public, tmp_path / "out")
    assert not (tmp_path / "out/recommendations/ours.md").exists()


def test_a_boards_page_names_nothing_that_the_board_may_not_read(tmp_path):
    text = group("a/it", "draft/it", group_id="ours")
    board_library(
        tmp_path,
        text,
        **{"ours/case-reviews/draft.md": review("draft", completed=None, stage="interim")},
    )

    ran = run_patternbook("check", "--root", str(tmp_path))

    assert "own/recommendations/ours.md:7:11: This group names a record" in ran.stdout


def test_a_board_may_group_otherwise_than_the_shared_library_does(tmp_path):
    text = group("a/it", "c/it", group_id="ours", title="Ours")
    settings, folders = board_library(tmp_path, text, **{GROUP: group()})

    library = open_library(folders, Audience.BOARD, settings=settings).library

    said = pages_of(library)["reviews/a.md"]
    assert re.findall(r"Taken to be the same as others:\*\* \[(\w+)\]", said) == ["Answers", "Ours"]


def test_participants_of_one_review_have_no_groups_and_no_page_of_their_source(tmp_path):
    write(tmp_path, {**TWO, GROUP: group()})
    settings, folders = read_settings(tmp_path)
    opened = open_library(folders, Reader(Audience.PARTICIPANTS, "a"), settings=settings)

    stage_library(opened, tmp_path / "out")

    assert "recommendations/answers.md" not in pages_of(opened.library)
    assert not (tmp_path / "out/recommendations/answers.md").exists()


def test_a_library_with_the_same_pages_and_other_records_has_no_groups_and_no_fault(tmp_path):
    library, problems = load(tmp_path, {**TWO, GROUP: group("x/it", "y/it")})

    assert listed(problems) == []
    assert "recommendations/answers.md" not in pages_of(publish(library, "public"))


def test_hostile_text_in_a_group_does_nothing_but_be_read(tmp_path):
    hostile = "{{ 1/0 }} <script>alert(1)</script> [x](javascript:alert(1)) `a` # b"
    files = {
        **TWO,
        GROUP: group(title=hostile, because=hostile, grouped={"role": hostile, "year": 2026}),
    }
    library, problems = load(tmp_path, files)

    made = pages_of(publish(library, "public"))

    assert listed(problems) == []
    for path in ("recommendations/answers.md", "recommendations/index.md", "reviews/a.md"):
        assert "<script" not in made[path]
        assert "{{" not in made[path]
        assert "](javascript" not in made[path]
