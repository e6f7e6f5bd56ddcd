"""The check for people and places over whole libraries: what it refuses, what it only tells, where.

Everybody and everywhere is invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patternbook.checks import check
from patternbook.checks.confidentiality import OTHER_LINES
from patternbook.confidentiality import Reason
from patternbook.confidentiality.identifiers import Kind
from patternbook.confidentiality.messages import MENDS, MESSAGES
from patternbook.library import load_library
from patternbook.problems import Problem, Severity
from tests.examples import examples
from tests.making import (
    case_review,
    entry,
    episode,
    finding,
    near_miss,
    page,
    recommendation,
    write,
)

CODES = {str(reason) for reason in (*Reason, *Kind)}
NEAR_MISS = "reviews/near-misses/a-near-miss.md"
REVIEW = "reviews/case-reviews/a-review.md"
FOR_THE_BOARD: dict[str, Any] = {"audience": "board", "stage": "interim", "sign_off": None}


def found(root: Path, files: dict[str, str | bytes], *, public: bool = False) -> list[Problem]:
    """Return what the check finds about people and places in a library of these files."""
    library, _ = load_library(write(root, files))
    return [each for each in check(library, public=public) if each.code in CODES]


def in_a_near_miss(root: Path, **fields: Any) -> list[Problem]:
    """Return what is found in a near miss with these fields."""
    return found(root, {NEAR_MISS: near_miss(**fields)})


def severities(problems: list[Problem]) -> list[tuple[str, Severity]]:
    """Return what was found, each with how much it matters."""
    return [(problem.excerpt, problem.severity) for problem in problems]


def test_a_record_that_accounts_for_its_words_is_let_be(tmp_path):
    assert in_a_near_miss(tmp_path, pseudonyms={"Ivy": "the child"}, summary="Ivy waited.") == []


# --- What is refused, and what is told ----------------------------------------------------------


def test_in_what_is_for_the_public_a_name_is_a_fault(tmp_path):
    [problem] = in_a_near_miss(tmp_path, summary="The nurse rang Keziah.")

    assert (problem.code, problem.severity) == ("proper-name", Severity.FAULT)


def test_a_board_is_told_of_a_name_in_its_own_draft(tmp_path):
    [problem] = in_a_near_miss(tmp_path, summary="The nurse rang Keziah.", **FOR_THE_BOARD)

    assert (problem.code, problem.severity) == ("proper-name", Severity.ADVICE)


def test_whoever_asks_as_if_all_were_for_the_public_is_told_what_would_be_refused(tmp_path):
    record = near_miss(summary="The nurse rang Keziah.", **FOR_THE_BOARD)

    [problem] = found(tmp_path, {NEAR_MISS: record}, public=True)

    assert problem.severity is Severity.FAULT


def test_an_internal_passage_of_a_public_record_is_told_and_not_refused(tmp_path):
    body = "They rang Keziah.\n\n::: internal\nThey rang Bartkus.\n:::\n\nThey rang Dilnoza.\n"

    problems = in_a_near_miss(tmp_path, body=body)

    assert severities(problems) == [
        ("Keziah", Severity.FAULT),
        ("Bartkus", Severity.ADVICE),
        ("Dilnoza", Severity.FAULT),
    ]
    as_if_public = found(tmp_path, {NEAR_MISS: near_miss(body=body)}, public=True)
    assert {problem.severity for problem in as_if_public} == {Severity.FAULT}


def test_what_stands_inside_and_outside_an_internal_passage_is_refused(tmp_path):
    body = "::: internal\nThey rang Keziah.\n:::\n\nThey rang Keziah.\n"

    assert severities(in_a_near_miss(tmp_path, body=body)) == [("Keziah", Severity.FAULT)]


def test_a_part_for_the_board_in_a_public_review_is_told_and_not_refused(tmp_path):
    review = case_review(
        episodes=[
            episode("first", description="They rang Keziah."),
            episode("second", description="They rang Bartkus.", audience="board"),
            episode("third", description="They rang Dilnoza."),
        ],
        findings=[finding(statement="They rang Abiola.", audience="board")],
        recommendations=[
            recommendation("one", text="Ring Femi.", audience="board"),
            recommendation("two", text="Ring Kacper."),
        ],
    )

    assert severities(found(tmp_path, {REVIEW: review})) == [
        ("Keziah", Severity.FAULT),
        ("Bartkus", Severity.ADVICE),
        ("Dilnoza", Severity.FAULT),
        ("Abiola", Severity.ADVICE),
        ("Femi", Severity.ADVICE),
        ("Kacper", Severity.FAULT),
    ]


# --- Which files are searched -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (b"---\nid: [a\naudience: board\n---\nThey rang Keziah.\n", Severity.ADVICE),
        (b"---\nid: [a\n---\nThey rang Keziah.\n", Severity.FAULT),
        (b"They rang Keziah.\n", Severity.FAULT),
        (b"---\ntitle: A\nThey rang Keziah.\n", Severity.FAULT),
        ("They rang Keziah. £3\n".encode("latin-1"), Severity.FAULT),
        ("They rang Keziah\u200b.\n".encode(), Severity.FAULT),
        (b"---\nid: a-near-miss\nkind: near-miss\n---\nThey rang Keziah.\n", Severity.FAULT),
    ],
)
def test_a_file_that_cannot_be_read_as_a_record_is_searched_too(tmp_path, text, severity):
    problems = found(tmp_path, {NEAR_MISS: text})

    assert ("Keziah", severity) in severities(problems)


@pytest.mark.parametrize(
    "front",
    [
        "pseudonyms: {Ivy: the child, Old Tom: 'the, uncle'}",
        "pseudonyms:\n  Ivy: the child\n  Old Tom: the uncle",
        "pseudonyms:\n  \"Ivy\": the child\n  'Old Tom': the uncle",
        "declared_terms:\n  - term: Ivy\n    why: a plant\n  - {term: 'Old Tom', why: an ale}",
    ],
)
def test_in_such_a_file_pseudonyms_and_terms_count_as_far_as_they_can_be_made_out(tmp_path, front):
    text = f"---\n{front}\nid: [a\n---\nThey rang Ivy and Old Tom, then Keziah.\n"

    assert [p.excerpt for p in found(tmp_path, {NEAR_MISS: text})] == ["Keziah"]


def test_pages_of_the_vocabulary_are_searched_but_for_their_source(tmp_path):
    text = entry(
        id="workload",
        kind="factor",
        title="Workload",
        parent="conditions-of-work",
        definition="As Keziah saw it.",
        source="Bartkus (March 2008)",
    )

    problems = found(tmp_path, {NEAR_MISS: near_miss(), "docs/factors/workload.md": text})

    assert severities(problems) == [("Keziah", Severity.FAULT)]


def test_the_name_of_a_file_is_searched_where_no_id_says_the_same(tmp_path):
    problems = found(
        tmp_path, {"reviews/near-misses/how-keziah-waited.md": near_miss("how-they-waited")}
    )

    [problem] = problems
    assert (problem.line, problem.column, problem.excerpt) == (1, 1, "keziah")
    assert problem.message.startswith("In the name of the file: ")


def test_an_id_that_is_the_name_of_the_file_is_told_once(tmp_path):
    problems = found(
        tmp_path, {"reviews/near-misses/how-keziah-waited.md": near_miss("how-keziah-waited")}
    )

    assert [(p.line, p.excerpt) for p in problems] == [(2, "keziah")]


def test_the_citation_of_a_record_from_the_literature_is_spared(tmp_path):
    fields = {
        "origin": "literature",
        "citation": {"reference": "Bartkus, K. (March 2008), a study", "told_by": "Dilnoza"},
        "summary": "As Keziah tells it.",
    }

    assert severities(in_a_near_miss(tmp_path, **fields)) == [("Keziah", Severity.FAULT)]


def test_the_citation_of_any_other_record_is_not(tmp_path):
    fields = {"citation": {"reference": "Bartkus, a study"}}

    assert severities(in_a_near_miss(tmp_path, **fields)) == [("Bartkus", Severity.FAULT)]


# --- Where it stands ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("They rang Keziah.", (0, 11, 6, "Keziah")),
        ("They *rang*\n**Ke**ziah.", (1, 3, 8, "Ke**ziah")),
        ("They rang\r\nthem.\r\n\r\n  Then Keziah.", (3, 8, 6, "Keziah")),
        ("½ é “They” rang K&#101;ziah’s.", (0, 17, 13, "K&#101;ziah’s")),
        ("Call 999 000\n0018 now.", (0, 6, 12, "999 000\n0018")),
    ],
)
def test_a_place_is_told_by_line_column_and_length(tmp_path, body, place):
    text = near_miss()
    first = text.count("\n") + 1

    [problem] = found(tmp_path, {NEAR_MISS: (text + body).encode()})

    line, column, length, excerpt = place
    assert (problem.line - first, problem.column, problem.length) == (line, column, length)
    assert problem.excerpt == excerpt


def test_the_same_word_in_many_places_is_told_once(tmp_path):
    text = near_miss(body="".join(f"They rang Keziah, keziah or KEZIAH {n}.\n\n" for n in range(9)))
    first = text[: text.index("They rang")].count("\n") + 1

    problems = found(tmp_path, {NEAR_MISS: text})

    assert [(p.code, p.line) for p in problems] == [
        ("proper-name", first),
        ("unfamiliar-word", first),
    ]
    others = ", ".join(str(first + 2 * n) for n in range(1, OTHER_LINES + 1))
    assert problems[0].message.endswith(f" It stands on lines {others} and 2 more as well.")


def test_a_word_that_stands_twice_on_one_line_names_no_other_line(tmp_path):
    [problem] = in_a_near_miss(tmp_path, body="They rang Keziah and Keziah.\n")

    assert "It stands on" not in problem.message


def test_a_word_on_two_lines_names_the_other(tmp_path):
    [problem] = in_a_near_miss(tmp_path, body="They rang Keziah.\n\nThey saw Keziah.\n")

    assert problem.message.endswith(f" It stands on line {problem.line + 2} as well.")


# --- What is found stands in no message ---------------------------------------------------------

NAMES = st.text("bdfgklmnprstvz", min_size=2, max_size=4).map(lambda text: f"{text.title()}aqx")
FIELDS = st.sampled_from(["title", "summary", "what_happened", "could_have", "body"])


@settings(
    deadline=None,
    max_examples=examples(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=NAMES, field=FIELDS, is_broken=st.booleans(), is_board=st.booleans())
def test_a_name_is_told_by_its_place_and_never_by_its_letters(
    tmp_path, name, field, is_broken, is_board
):
    fields: dict[str, Any] = {field: f"The nurse rang {name} at noon."}
    text = near_miss(**fields, **(FOR_THE_BOARD if is_board else {}))
    if is_broken:
        text = text.replace("\nkind:", "\nkind: [", 1)

    library, problems = load_library(write(tmp_path, {NEAR_MISS: text}))
    problems += check(library)

    assert name in [problem.excerpt for problem in problems]
    for problem in problems:
        assert name.lower() not in str(problem).lower()
        assert name.lower() not in repr(problem).lower()


@pytest.mark.parametrize(
    "text",
    [
        "999 000 0018",
        "07700 900417",
        "duty@northmoor.example",
        "https://giving.example/our-boy",
        "14 March 2018",
        "Quillbrook Avenue",
        "SWK/2218/07",
    ],
)
def test_nor_is_an_identifier(tmp_path, text):
    problems = in_a_near_miss(tmp_path, summary=f"They wrote about {text} then.")

    assert text in [problem.excerpt for problem in problems]
    assert not [problem for problem in problems if text in str(problem) or text in repr(problem)]


@pytest.mark.parametrize("reason", [*Reason, *Kind])
def test_each_reason_is_told_in_a_sentence_and_with_what_to_do(reason):
    message, mend = MESSAGES[reason], MENDS[reason]

    assert message[0].isupper()
    assert message.endswith(".")
    assert mend[0].isupper()
    assert mend.endswith(".")


def test_a_long_record_of_nothing_but_names_is_read_to_its_end(tmp_path):
    syllables = [a + b for a in "bdfgklmnpr" for b in "aeiou"]
    names = " ".join(f"Qu{first}{second}qx" for first in syllables for second in syllables)

    problems = found(tmp_path, {NEAR_MISS: page({"id": "a-near-miss"}, f"{names}\n" * 8)})

    assert len(problems) == len(syllables) ** 2
