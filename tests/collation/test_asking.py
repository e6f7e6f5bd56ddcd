"""Pages that ask for a collation: what they may say, and what is told where they say it wrongly."""

from __future__ import annotations

import pytest

from patternbook.publication import publish
from patternbook.vocabulary import Audience, Kind
from tests.collation.making import COPY, collation_page, records
from tests.making import debrief, entry, listed, load, near_miss, page, vocabulary

PAGE = "docs/collations/together.md"


def told(tmp_path, *files):
    """Return every problem of a library with these pages, as where and what."""
    merged = {**vocabulary(), **records()}
    for each in files:
        merged |= each
    return listed(load(tmp_path, merged)[1])


def test_a_page_says_what_it_asks_for_and_goes_through_the_door(tmp_path):
    asked = {"kind": ["near-miss"], "completed_from": 2020, "patterns": ["tunnel-vision"]}
    library, problems = load(tmp_path, {**records(), PAGE: collation_page(collation=asked)})

    assert problems == []
    [page_asked] = publish(library, "public").collations
    assert (page_asked.title, page_asked.path) == ("All together", "collations/together.md")
    assert page_asked.asked.kind == (Kind.NEAR_MISS,)
    assert page_asked.asked.completed_from == 2020
    assert page_asked.body == "Prose of its own.\n"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": ["near-mis"]}, "unknown-word"),
        ({"kind": "near-miss"}, "not-a-list"),
        ({"setting": ["out-of-hours", "out-of-hours"]}, "repeated"),
        ({"completed_from": "2020"}, "not-a-number"),
        ({"completed_from": 20}, "not-a-year"),
        ({"completed_from": 2024, "completed_to": 2020}, "years-in-reverse"),
        ({"patterns": ["Tunnel vision"]}, "not-an-id"),
        ({"patterns": ["tunel-vision"]}, "unknown-pattern"),
        ({"patterns": ["workload"]}, "wrong-kind-of-entry"),
        ({"shelf": ["Recrods"]}, "unknown-shelf"),
        ({"settings": ["out-of-hours"]}, "unknown-field"),
        ({"question": ""}, "missing-field"),
        ({"question": None}, "missing-field"),
        ({"setting": ["court-and-legal"]}, "empty-collation"),
    ],
)
def test_whatever_is_amiss_is_told_with_its_place(tmp_path, asked, code):
    found = told(tmp_path, {PAGE: collation_page(collation=asked)})

    assert [each.split()[1] for each in found] == [code]
    assert found[0].startswith("together.md:")


def test_all_faults_of_a_page_are_told_at_once(tmp_path):
    asked = {"kind": ["x"], "trigger": ["y"], "shelf": ["Z"], "completed_from": 3000}

    found = told(tmp_path, {PAGE: collation_page(collation=asked, titel="T")})

    codes = ["not-a-year", "unknown-field", "unknown-shelf", "unknown-word", "unknown-word"]
    assert sorted(each.split()[1] for each in found) == codes


def test_a_misspelt_pattern_is_told_with_the_nearest(tmp_path):
    text = collation_page(collation={"patterns": ["tunel-vision"]})
    [problem] = load(tmp_path, {**records(), PAGE: text})[1]

    assert problem.mend == "Did you mean “tunnel-vision”?"
    assert text.split("\n")[problem.line - 1].strip() == "- tunel-vision"


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("docs/guide/together.md", collation_page(), "collation-page"),
        ("docs/collations/deeper/together.md", collation_page(), "collation-page"),
        ("docs/collations/All Together.md", collation_page(), "collation-page"),
        (PAGE, page({"title": "T", "description": "D."}), "missing-field"),
        (PAGE, "Only prose.\n", "no-front-matter"),
        ("docs/collations/index.md", collation_page(), "does-not-belong-in-docs"),
    ],
)
def test_a_page_that_nobody_would_collate_is_told(tmp_path, path, text, code):
    found = {each.split()[-1] for each in told(tmp_path, {path: text})}

    assert code in found


def test_a_page_elsewhere_may_speak_of_collations(tmp_path):
    assert told(tmp_path, {"docs/about.md": "---\ntitle: T\n---\ncollation: a word\n"}) == []


def test_an_old_name_of_a_pattern_still_chooses_and_is_told_as_advice(tmp_path):
    renamed = entry(
        id="tunnel-vision",
        kind="issue",
        title="Tunnel vision",
        parent="human-judgement-and-reasoning",
        former_ids=["blinkers"],
        order=2,
    )
    files = {**vocabulary(), **records(), "docs/patterns/tunnel-vision.md": renamed}
    files[PAGE] = collation_page(collation={"patterns": ["blinkers"]})

    assert [each.split()[1] for each in listed(load(tmp_path, files)[1])] == ["former-id"]


def test_what_a_page_says_wrongly_is_not_repeated_unless_it_is_an_id(tmp_path):
    asked = {"kind": ["Ann Lamb"], "shelf": ["Ann Lamb"], "patterns": ["Ann Lamb"]}
    problems = load(tmp_path, {**records(), PAGE: collation_page(collation=asked)})[1]

    assert len(problems) == 3
    assert "Ann" not in "".join(map(str, problems))


# --- In a board's copy --------------------------------------------------------------------------

OWN = "pages/collations/ours.md"


def test_the_public_never_sees_what_a_board_asks_for(tmp_path):
    files = {**COPY, OWN: collation_page(title="Ours")}
    library, _ = load(tmp_path, files)

    assert [page.title for page in publish(library, Audience.BOARD).collations] == ["Ours"]
    assert publish(library, Audience.PUBLIC).collations == ()


def test_a_boards_page_takes_the_place_of_a_shared_one_for_the_board_alone(tmp_path):
    shared, own = "library/docs/collations/all.md", "pages/collations/all.md"
    files = {**COPY, shared: collation_page(title="Theirs"), own: collation_page(title="Ours")}
    library, _ = load(tmp_path, files)

    seen = {each: publish(library, each).collations for each in (Audience.BOARD, Audience.PUBLIC)}

    assert [page.title for page in seen[Audience.BOARD]] == ["Ours"]
    assert [page.title for page in seen[Audience.PUBLIC]] == ["Theirs"]


@pytest.mark.parametrize("asked", [{"shelf": ["Ours"]}, {"patterns": ["our-own-issue"]}])
def test_a_shared_page_never_names_what_only_a_board_has(tmp_path, asked):
    issue = entry(
        id="our-own-issue", kind="issue", title="Ours", parent="human-tool-operation", order=9
    )
    own = {"pages/patterns/our-own-issue.md": issue}
    shared = {"library/docs/collations/all.md": collation_page(collation=asked)}
    allowed = {OWN: collation_page(collation=asked)}

    on_shared = load(tmp_path / "shared", {**COPY, **own, **shared})[1]
    on_own = load(tmp_path / "own", {**COPY, **own, **allowed})[1]

    assert "leads-inside" in {problem.code for problem in on_shared}
    assert "leads-inside" not in {problem.code for problem in on_own}


def test_a_boards_few_public_records_make_no_fault_of_a_shared_page(tmp_path):
    files = {
        **COPY,
        "library/docs/collations/all.md": collation_page(),
        "library/reviews/debriefs/theirs.md": debrief("theirs", origin="illustrative"),
        "reviews/near-misses/ours.md": near_miss("ours"),
    }

    assert load(tmp_path, files)[1] == []
