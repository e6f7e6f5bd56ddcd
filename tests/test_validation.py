"""Fields that do not fit: all of them are named, each in its place, and in words that help."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.problems import Problem, Severity, report
from tests.examples import examples
from tests.making import (
    SIGNED,
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    listed,
    load,
    near_miss,
    recommendation,
    vocabulary,
)

AWFUL = """\
---
id: Waiting for the Referral
title: ""
kind: case-review
sumary: A slip of the finger.
origin: contributd
setting: []
agencies: childrens-social-care
stage: finished
audience:
completed: "2024"
sign_off: {confidentiality: {role: Manager, yer: 2024}}
pseudonyms: {Mia: 3}
questions:
team: {independent: yes}
trigger: {a: b}
participants:
  - Social worker
  - role: Health visitor
    agency: Sunnyside House
    by: talking
family: maybe
episodes:
  - id: first
    title: |
      One
      two
    practice: mixed
    factors:
      - {factor: workload, influence: Hindered}
    Mia Smith: said so
  - 3
findings:
  - id: a-finding
    pattern: tunnel-vision
    influence: unsafe
    selected: "false"
    statement: It is so.
recommendations: {}
related: [another, Not an Id]
finished_on: 1
---

# Too big

## Social worker

They said <b>nothing</b>.
"""

AWFUL_MENDED = """\
awful.md:1:1: The field “summary” is missing.
awful.md:2:5: The field “id” must be an id: small letters, figures and single hyphens.
awful.md:3:8: The field “title” is empty.
awful.md:5:1: No field is called “sumary” here. Did you mean “summary”?
awful.md:6:9: The field “origin” cannot be “contributd”. Did you mean “contributed”?
awful.md:7:10: The field “setting” needs at least one entry.
awful.md:8:11: The field “agencies” must be a list.
awful.md:9:8: The field “stage” cannot be “finished”.
awful.md:10:10: The field “audience” is empty.
awful.md:11:12: The field “completed” must be a whole number.
awful.md:12:12: The field “year” is missing.
awful.md:12:45: No field is called “yer” here. Did you mean “year”?
awful.md:13:19: The field “pseudonyms” must be text.
awful.md:14:11: The field “questions” is empty.
awful.md:15:21: The field “independent” must be true or false.
awful.md:16:10: The field “trigger” holds something that is not on its list.
awful.md:18:5: The field “participants” must hold fields of its own.
awful.md:20:13: The field “agency” holds a word that is not on its list.
awful.md:21:9: The field “by” cannot be “talking”.
awful.md:22:9: The field “family” must hold fields of its own.
awful.md:24:5: The field “description” is missing.
awful.md:25:12: The field “title” must stand on one line.
awful.md:30:9: The field “how” is missing.
awful.md:30:39: The field “influence” holds a word that is not on its list. Did you mean “hindered”?
awful.md:31:5: No field has this name.
awful.md:32:5: The field “episodes” must hold fields of its own.
awful.md:37:15: The field “selected” must be true or false.
awful.md:39:18: The field “recommendations” must be a list.
awful.md:40:20: The field “related” must be an id: small letters, figures and single hyphens.
awful.md:41:1: No field is called “finished_on” here.
awful.md:44:1: Headings here are “##” and “###” only.
awful.md:46:1: This perspective does not say what it rests on.
awful.md:48:1: HTML is not used in records.
"""


def problems_of(files: dict[str, str]) -> list[Problem]:
    """Return every problem of a library with these files."""
    with tempfile.TemporaryDirectory() as root:
        return load(Path(root), files)[1]


def problems_with(**fields: Any) -> list[Problem]:
    """Return every problem of a near miss with these fields."""
    return problems_of({"reviews/near-misses/a-near-miss.md": near_miss(**fields)})


def told(problem: Problem) -> str:
    """Return where a problem is, what it is, and what may have been meant."""
    meant = problem.mend[: problem.mend.find("?") + 1]
    name = problem.path.rpartition("/")[2]
    return f"{name}:{problem.line}:{problem.column}: {problem.message} {meant}".strip()


def test_every_fault_of_an_awful_record_is_told_in_order():
    problems = problems_of({"reviews/case-reviews/awful.md": AWFUL})

    assert "\n".join(told(problem) for problem in problems) == AWFUL_MENDED.strip()


def test_records_without_a_fault_give_no_problem():
    assert (
        problems_of(
            {
                "reviews/near-misses/a-near-miss.md": near_miss(),
                "reviews/debriefs/a-debrief.md": debrief(),
                "reviews/case-reviews/a-review.md": case_review(
                    findings=[finding()], recommendations=[recommendation()]
                ),
            }
        )
        == []
    )


def test_all_faults_of_all_files_are_told_in_one_run_in_order_of_file_and_line():
    pages = vocabulary()
    pages["docs/factors/workload.md"] = pages["docs/factors/workload.md"].replace("agreed", "old")
    problems = problems_of(
        {
            **pages,
            "reviews/near-misses/b.md": near_miss("b", outcome="avoided", factors=[factor("nope")]),
            "reviews/near-misses/c.md": "---\nid: c\nid: c\n---\n",
            "reviews/near-misses/a.md": near_miss("a", related=["nobody"]),
            "reviews/debriefs/picture.png": "x",
            "reviews/debriefs/d.md": debrief("d", kind="report"),
        }
    )

    assert [told(p).partition(": ")[2] for p in problems] == [
        "The field “status” cannot be “old”.",
        "No kind of page that belongs here is called “report”.",
        "This is no record: records are text files whose names end in “.md”.",
        "There is no record called “nobody”.",
        "The field “outcome” cannot be “avoided”.",
        "This field stands twice; first on line 2.",
    ]
    assert problems == sorted(problems)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sumary": "x"}, "“summary”"),
        ({"wat_happened": "x"}, "“what_happened”"),
        ({"learned": {"chnged": "x"}}, "“changed”"),
        ({"prevented_by": [{"by": "chance", "how": "x", "hwo": "y"}]}, "“how”"),
        ({"outcome": "prevent"}, "“prevented”"),
        ({"outcome": "Prevented"}, "“prevented”"),
        ({"outcome": "occurred without serious harm"}, "“occurred-without-serious-harm”"),
        ({"agencies": ["police", "helth-visiting"]}, "“health-visiting”"),
        ({"setting": ["out of hours"]}, "“out-of-hours”"),
        ({"kind": "nearmiss"}, "“near-miss”"),
        ({"outcome": "no-harm"}, "“occurred-without-serious-harm”"),
        ({"agencies": ["gp-practice"]}, "“general-practice”"),
    ],
)
def test_a_slip_in_a_field_or_word_is_answered_with_the_nearest(fields, expected):
    (problem,) = problems_with(**fields)

    assert f"Did you mean {expected}?" in problem.mend


def test_a_word_that_is_near_to_none_is_answered_with_the_whole_list():
    (problem,) = problems_with(outcome="avoided")

    assert problem.mend == "It can be: prevented, occurred-without-serious-harm."


@pytest.mark.parametrize(
    "missing",
    [
        *("id", "title", "summary", "origin", "setting", "agencies", "stage", "audience"),
        "what_happened",
    ],
)
def test_each_field_that_a_record_needs_is_asked_for(missing):
    lines = near_miss(setting=["early-help"], agencies=["police"]).split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith(f"{missing}:")]
    length = 2 if missing in {"setting", "agencies"} else 1
    text = "\n".join(lines[: starts[0]] + lines[starts[0] + length :])

    problems = problems_of({"reviews/near-misses/a-near-miss.md": text})

    assert listed(problems) == ["a-near-miss.md:1:1 missing-field"]
    assert problems[0].message == f"The field “{missing}” is missing."


def test_without_its_kind_a_record_is_asked_for_it():
    (problem,) = problems_of({"reviews/debriefs/a.md": "---\nid: a\n---\n"})

    assert told(problem) == "a.md:1:1: The field “kind” is missing."
    assert problem.mend == "Add it: one of case-review, near-miss, debrief."


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": 3}, "not-text"),
        ({"title": True}, "not-text"),
        ({"title": ["a"]}, "not-text"),
        ({"title": {"a": "b"}}, "not-text"),
        ({"title": ""}, "missing-field"),
        ({"title": "   "}, "missing-field"),
        ({"title": None}, "missing-field"),
        ({"title": "x" * 301}, "too-long"),
        ({"title": "one\ntwo"}, "not-one-line"),
        ({"summary": "x" * 20_001}, "too-long"),
        ({"completed": "2024"}, "not-a-number"),
        ({"completed": True}, "not-a-number"),
        ({"completed": 24}, "not-a-year"),
        ({"completed": 20240}, "not-a-year"),
        ({"setting": "early-help"}, "not-a-list"),
        ({"setting": {"a": "b"}}, "not-a-list"),
        ({"setting": []}, "empty-list"),
        ({"setting": None}, "missing-field"),
        ({"outcome": None}, "incomplete"),
        ({"outcome": ["prevented"]}, "unknown-word"),
        ({"outcome": 3}, "unknown-word"),
        ({"learned": "much"}, "not-fields"),
        ({"pseudonyms": ["Mia"]}, "not-fields"),
        ({"pseudonyms": {"": "the child"}}, "missing-field"),
        ({"id": "x" * 81}, "too-long"),
        ({"origin": "literature"}, "incomplete"),
    ],
)
def test_a_value_of_the_wrong_sort_is_one_fault(fields, code):
    problems = problems_with(**fields)

    assert [problem.code for problem in problems] == [code]
    assert all(problem.mend for problem in problems)


@pytest.mark.parametrize(
    "wrong",
    [
        *("Upper-case", "under_score", "two words", "double--hyphen", "-first", "last-"),
        *("a.b", "a/b", "../a", "é", "a\n", "a\nb", "\u0661"),
    ],
)
def test_an_id_is_made_of_small_letters_figures_and_single_hyphens(wrong):
    assert "not-an-id" in [p.code for p in problems_with(id=wrong)]


def test_optional_parts_may_be_left_out_or_left_open():
    open_fields = ("could_have", "identified_by", "learned", "harm", "family", "completed")

    assert problems_with(**dict.fromkeys(open_fields), sign_off=SIGNED) == []


def test_what_one_field_asks_of_another_is_told_along_with_all_other_faults():
    text = near_miss(origin="literature", outcome="unknown", completed="2024")

    codes = [p.code for p in problems_of({"reviews/near-misses/a-near-miss.md": text})]

    assert sorted(codes) == ["incomplete", "not-a-number", "unknown-word"]


CITATION = {"reference": "A report"}


@pytest.mark.parametrize(
    "open_outcome", [near_miss(outcome=None), near_miss().replace("outcome: prevented\n", "")]
)
def test_those_who_were_there_say_how_a_near_miss_ended(open_outcome):
    (problem,) = problems_of({"reviews/near-misses/a-near-miss.md": open_outcome})

    assert "only one from the literature may leave that open" in problem.message
    assert problem.mend == (
        "Add what is missing. It can be: prevented, occurred-without-serious-harm."
    )


def test_a_published_source_may_leave_open_how_a_near_miss_ended():
    assert problems_with(outcome=None, origin="literature", citation=CITATION) == []
    assert len(problems_with(outcome=None, origin="illustrative")) == 1


def test_an_open_outcome_is_no_second_fault_of_an_unknown_origin():
    assert [p.code for p in problems_with(outcome=None, origin="rumour")] == ["unknown-word"]


def test_a_finding_that_was_not_selected_must_say_why():
    unexplained = finding(selected=False)
    explained = finding(selected=False, not_selected_because="Seen only once.")

    def problems(one: dict[str, Any]) -> list[str]:
        text = case_review(findings=[one])
        return [p.message for p in problems_of({"reviews/case-reviews/a-review.md": text})]

    assert problems(unexplained) == [
        "A finding that was not selected says why in “not_selected_because”."
    ]
    assert problems(explained) == []


def test_a_page_of_the_vocabulary_is_checked_like_a_record():
    page = entry(id="workload", kind="factor", parent="conditions-of-work", order="first", x=1)
    problems = problems_of({**vocabulary(), "docs/factors/workload.md": page})

    assert [problem.code for problem in problems] == ["not-a-number", "unknown-field"]


def test_a_pattern_stands_under_nothing_and_an_issue_under_a_pattern():
    pages = vocabulary()
    pages["docs/patterns/human-tool-operation.md"] = entry(
        id="human-tool-operation", kind="pattern", parent="tunnel-vision"
    )
    pages["docs/patterns/tunnel-vision.md"] = entry(id="tunnel-vision", kind="issue")

    assert [told(problem) for problem in problems_of(pages)] == [
        "human-tool-operation.md:9:9: The field “parent” has no place on this kind of page.",
        "tunnel-vision.md:1:1: The field “parent” is missing.",
    ]


# --- What to do about it, in the words of those who have to do it ---------------------------------


def mend_of(**fields: Any) -> str:
    """Return how the one problem of a near miss with these fields is to be mended."""
    (problem,) = problems_with(**fields)
    return problem.mend


@pytest.mark.parametrize("written", ["12/03/2024", "March 2024", "2024", "2024-03-12"])
@pytest.mark.parametrize("field", ["completed", "sign_off"])
def test_whoever_writes_more_than_a_year_is_told_to_write_the_year_alone(written, field):
    confirmed = {"role": "Manager", "year": written}
    value = written if field == "completed" else {"confidentiality": confirmed}

    mend = mend_of(**{field: value})

    assert mend.startswith("Write the year alone, such as 2024")
    assert mend.endswith("exact dates identify people.")


def test_a_number_that_is_no_year_is_not_taken_for_one():
    page = entry(id="other", kind="factor", order="first")

    (problem,) = problems_of({**vocabulary(), "docs/factors/other.md": page})

    assert problem.mend == "Write it in figures, without quotation marks."


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"learned": "much"}, "by, changed"),
        ({"factors": ["workload"]}, "factor, influence, how, scope, audience"),
        ({"sign_off": "The manager"}, "confidentiality, participants"),
    ],
)
def test_where_fields_are_wanted_they_are_named(fields, named):
    assert mend_of(**fields) == f"Write them indented below it, one on each line: {named}."


@pytest.mark.parametrize(
    "written", ["work load", "Workload", "WORK-LOAD", "work_load", "Work load."]
)
def test_an_id_in_another_spelling_is_recognised(written):
    assert mend_of(factors=[factor(written)]) == "Did you mean “workload”?"


@pytest.mark.parametrize(
    "fields", [{"factors": [factor("Too Busy")]}, {"related": ["The Other"]}, {"id": "Workload"}]
)
def test_what_is_no_id_in_any_spelling_is_answered_with_an_example(fields):
    assert mend_of(**fields) == "Write it like “waiting-for-the-second-referral”."


def test_a_missing_field_with_a_list_of_words_is_asked_for_with_its_words():
    link = factor()
    del link["influence"]

    (problem,) = problems_with(factors=[link])

    assert problem.message == "The field “influence” is missing."
    assert problem.mend == "Add it. It can be: helped, hindered."
    assert mend_of(factors=[{**factor(), "influence": None}]) == "It can be: helped, hindered."


def test_only_an_optional_field_may_be_removed_where_it_is_empty():
    assert mend_of(title="") == mend_of(factors=[{**factor(), "how": None}]) == "Fill it in."
    assert mend_of(could_have="") == "Fill it in, or remove the line."
    text = case_review(questions=[""])
    (problem,) = problems_of({"reviews/case-reviews/a-review.md": text})
    assert problem.mend == "Fill it in, or remove the line."


# --- What is printed never tells on anybody -----------------------------------------------------

FULL_REVIEW = case_review(
    participants=[{"role": "Social worker", "agency": "police", "by": "conversation"}],
    family={"involved": "yes", "how": "By letter."},
    dialogue={"preliminary": {"comments": True, "meeting": False}},
    pseudonyms={"Mia": "the child"},
    episodes=[episode(), episode("second")],
    findings=[finding(episodes=["first"], spread={"claim": "this-case", "note": "x"})],
    recommendations=[recommendation(responses=[{"year": 2024, "status": "done"}])],
    body="\n## Social worker\n\nSource: record\n\nText.\n\n::: internal\nFor few.\n:::\n",
)
NAMES = st.from_regex(r"[A-Z][a-z]{4,9} [A-Z][a-z]{4,9}", fullmatch=True)
NUMBERS = st.from_regex(
    r"[1-9][0-9]{9}|07[0-9]{9}|20[0-2][0-9]-0[1-9]-1[0-9]|case-[0-9]{5}", fullmatch=True
)


@settings(deadline=None, max_examples=examples(100))
@given(
    secret=st.one_of(NAMES, NUMBERS),
    line=st.integers(1, FULL_REVIEW.count("\n") - 1),
    shape=st.sampled_from(["value", "name", "list", "quoted", "line", "item", "after"]),
)
def test_no_name_and_no_number_is_ever_repeated_wherever_it_was_put(secret, line, shape):
    lines = FULL_REVIEW.split("\n")
    field, colon, _ = lines[line].partition(":")
    indent = " " * (len(lines[line]) - len(lines[line].lstrip(" -")))
    lines[line] = {
        "value": f"{field}{colon} {secret}",
        "name": f"{lines[line]}\n{indent}{secret}: x",
        "list": f"{field}{colon} [{secret}, {secret}]",
        "quoted": f'{field}{colon} "{secret}',
        "line": f"{lines[line]}\n{secret}",
        "item": f"{lines[line]}\n{indent}- {secret}",
        "after": f"{lines[line]}: {secret}",
    }[shape]

    # Without a vocabulary every link is a fault as well.
    files = {"docs/factors/.keep": "", "reviews/case-reviews/a-review.md": "\n".join(lines)}
    printed = report(problems_of(files))

    for part in secret.split():
        assert part not in printed


@pytest.mark.parametrize("number", ["case-20418", "nhs4857773456", "2024-05-17", 4857773456])
def test_a_number_is_not_repeated_though_an_id_may_hold_one(number):
    (problem,) = problems_with(outcome=number)

    held = "a word" if isinstance(number, str) else "something"
    assert problem.message == f"The field “outcome” holds {held} that is not on its list."


def test_what_looks_like_an_id_is_repeated_since_that_helps():
    (problem,) = problems_with(factors=[factor("worklode")])

    assert str(problem).split("\n") == [
        "reviews/near-misses/a-near-miss.md:24:11: "
        "There is no contributory factor called “worklode”. [unknown-factor]",
        "    Mend: Did you mean “workload”?",
    ]


# --- How problems are printed -------------------------------------------------------------------


def test_a_report_counts_what_there_is_to_do():
    fault = Problem("b.md", 2, 1, "x", "Wrong.", "Right it.")
    advice = Problem("a.md", 1, 1, "y", "Odd.", severity=Severity.ADVICE)

    assert report([]) == "Nothing to mend."
    assert report([fault]).endswith("\n1 thing to mend in 1 file.")
    assert report([advice]).endswith("\n1 piece of advice in 1 file.")
    assert report([fault, fault, advice]).endswith(
        "\n2 things to mend and 1 piece of advice in 2 files."
    )
    assert report([fault, advice]).split("\n")[:2] == [
        "a.md:1:1: advice: Odd. [y]",
        "b.md:2:1: Wrong. [x]",
    ]
