"""The forms of a report, as pure functions of what was found."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.problems import Problem, Severity
from patternbook.reports import NotChecked, Report, redacted
from patternbook.reports.data import data
from patternbook.reports.github import job_summary, workflow_commands
from patternbook.reports.plain import plain
from patternbook.reports.sarif import sarif
from patternbook.rules import RULES
from tests.making import PROJECT

CANARY = "Zebedee"
ROOMY = 1_000_000
FAULT = Problem(
    "reviews/near-misses/letter.md",
    19,
    11,
    "unknown-factor",
    "There is no contributory factor called “work-load”.",
    "Did you mean “workload”?",
    length=9,
)
ADVICE = Problem(
    "reviews/debriefs/visit.md",
    3,
    1,
    "not-signed-off",
    "Nobody has signed it off.",
    severity=Severity.ADVICE,
)
NAME = Problem(
    "reviews/debriefs/visit.md",
    7,
    5,
    "proper-name",
    "This word has a capital letter.",
    "Write a role.",
    length=len(CANARY),
    excerpt=CANARY,
)
REPORT = Report(problems=(ADVICE, NAME, FAULT))
FORMATS = {
    "json": data,
    "github": workflow_commands,
    "sarif": sarif,
    "summary": lambda report: job_summary(report, ROOMY),
}


def problem(n: int = 1, **fields: Any) -> Problem:
    given: dict[str, Any] = {
        "path": f"reviews/debriefs/visit-{n}.md",
        "line": n,
        "column": 1,
        "code": "unknown-factor",
        "message": "A message.",
        "mend": "A mend.",
        **fields,
    }
    return Problem(**given)


# --- Nobody's name ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_for_machines_ever_shows_what_was_found(form):
    assert CANARY not in FORMATS[form](REPORT)


@pytest.mark.parametrize("form", [*FORMATS, "plain"])
def test_what_is_redacted_shows_no_word_of_a_record_in_any_form(form):
    hostile = problem(
        code="unknown-record",
        message=f"There is no record called “{CANARY.lower()}”.",
        mend=f"Did you mean “{CANARY.lower()}-smith”?",
        excerpt=CANARY,
        length=7,
    )
    report = Report(problems=tuple(redacted([hostile, NAME])))

    made = {**FORMATS, "plain": plain}[form](report)

    assert CANARY.lower() not in made.lower()


def test_the_plain_report_shows_the_writer_what_was_found():
    assert f"    Here: “{CANARY}”\n" in plain(REPORT)


def test_a_redacted_report_still_says_where_and_how_long():
    made = plain(Report(problems=tuple(redacted([NAME])), is_redacted=True))

    assert "reviews/debriefs/visit.md:7:5: This word has a capital letter. [proper-name]" in made
    assert "    Here: 7 characters, not shown.\n" in made


def test_what_is_redacted_keeps_words_of_the_vocabulary_fields_and_its_own_file():
    given = problem(
        path="reviews/debriefs/a-visit.md",
        message="“outcome” “prevented” “a-visit” “workload” “Source: record” “someone”",
        mend="Did you mean “workload”? Add it to “factors”. It can be “what-a-rule-says”.",
    )

    (kept,) = redacted([given], {"workload"})

    assert kept.message == "“outcome” “prevented” “a-visit” “workload” “Source: record” “…”"
    assert kept.mend == given.mend
    assert (kept.path, kept.line, kept.column, kept.code) == (
        (given.path, given.line, given.column, given.code)
    )


# --- Plain --------------------------------------------------------------------------------------


def test_a_plain_report_begins_each_problem_with_a_place_that_an_editor_can_follow():
    lines = plain(REPORT).split("\n")

    assert lines[0] == (
        "reviews/debriefs/visit.md:3:1: advice: Nobody has signed it off. [not-signed-off]"
    )
    assert lines[1] == (
        "reviews/debriefs/visit.md:7:5: This word has a capital letter. [proper-name]"
    )
    assert lines[3:5] == [
        "    Mend: Write a role.",
        "reviews/near-misses/letter.md:19:11: There is no contributory factor called “work-load”. "
        "[unknown-factor]",
    ]


def test_a_plain_report_ends_with_what_to_do_next():
    assert "Next: mend what you can" in plain(REPORT)
    assert "patternbook check --explain unknown-factor\n" in plain(Report(problems=(FAULT,)))
    assert "Next: follow the advice" in plain(Report(problems=(ADVICE,)))
    assert "Next: let somebody read it" in plain(Report(problems=()))
    assert "in 2 files: patternbook check --fix" in plain(Report(problems=(FAULT,), mendable=2))


def test_a_brief_report_says_only_what_must_be_mended():
    assert plain(REPORT, brief=True).count("\n") == 5
    assert "advice" not in plain(REPORT, brief=True)
    assert plain(Report(problems=(ADVICE,)), brief=True) == ""


def test_colours_are_only_for_terminals():
    assert "\x1b[" not in plain(REPORT)
    assert "\x1b[" in plain(REPORT, colour=True)


def test_nothing_in_a_problem_can_move_the_cursor():
    hostile = problem(path="reviews/a\x1b[2J\n.md", message="\x1b[2J", mend="\r", excerpt="\x1b[2J")

    made = plain(Report(problems=(hostile,)))

    assert "\x1b" not in made
    assert "\r" not in made
    assert made.startswith("reviews/a?[2J?.md:1:1: ?[2J")


# --- JSON ---------------------------------------------------------------------------------------


def test_json_has_a_shape_that_others_can_rely_on():
    report = Report(
        problems=(ADVICE, FAULT),
        held_back={"not final": 2, "for the board": 1},
        not_checked=(NotChecked("../x", "It is not in the library."),),
        site="https://example.org/library",
    )

    assert json.loads(data(report)) == {
        "version": 1,
        "problems": [
            {
                "rule": "not-signed-off",
                "severity": "advice",
                "file": "reviews/debriefs/visit.md",
                "line": 3,
                "column": 1,
                "length": 0,
                "message": "Nobody has signed it off.",
                "mend": "",
                "help": "https://example.org/library/contribute/rules/not-signed-off/",
            },
            {
                "rule": "unknown-factor",
                "severity": "fault",
                "file": "reviews/near-misses/letter.md",
                "line": 19,
                "column": 11,
                "length": 9,
                "message": "There is no contributory factor called “work-load”.",
                "mend": "Did you mean “workload”?",
                "help": "https://example.org/library/contribute/rules/unknown-factor/",
            },
        ],
        "counts": {"faults": 1, "advice": 1, "files": 2},
        "held_back": {"records": 3, "reasons": {"not final": 2, "for the board": 1}},
        "not_checked": [{"path": "../x", "reason": "It is not in the library."}],
    }


def test_the_page_on_the_check_names_every_key_of_the_json():
    page = (PROJECT / "docs/contribute/check.md").read_text("utf-8")
    report = Report(problems=(FAULT,), not_checked=(NotChecked("a", "b"),))

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(each) for each in value.values()))
        return set().union(*(keys(each) for each in value)) if isinstance(value, list) else set()

    assert [key for key in keys(json.loads(data(report))) if f"`{key}`" not in page] == []


def test_json_is_plain_ascii_whatever_a_file_is_called():
    made = data(Report(problems=(problem(path="reviews/\udce9é.md"),)))

    assert made.isascii()
    assert json.loads(made)["problems"][0]["file"] == "reviews/\udce9é.md"


# --- GitHub -------------------------------------------------------------------------------------


def test_github_gets_a_mark_for_each_problem():
    lines = workflow_commands(Report(problems=(ADVICE, FAULT))).split("\n")

    assert lines == [
        "::notice file=reviews/debriefs/visit.md,line=3,endLine=3,col=1,title=not-signed-off::"
        "Nobody has signed it off.",
        "::error file=reviews/near-misses/letter.md,line=19,endLine=19,col=11,endColumn=20,"
        "title=unknown-factor::There is no contributory factor called “work-load”. "
        "Did you mean “workload”?",
        "1 thing to mend and 1 piece of advice in 2 files.",
        "",
    ]


def test_what_means_something_to_github_is_escaped():
    hostile = problem(path="reviews/a,b:c%.md", message="100% ::error::", mend="")

    made = workflow_commands(Report(problems=(hostile,)))

    assert made.startswith("::error file=reviews/a%2Cb%3Ac%25.md,line=1,")
    assert made.split("::", 2)[2].startswith("100%25 ::error::\n")


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_name_of_a_file_and_no_message_can_give_github_a_command_of_its_own(path, message):
    made = workflow_commands(Report(problems=(problem(path=f"r/{path}", message=message),)))

    command, *rest = made.split("\n")
    assert rest == ["1 thing to mend in 1 file.", ""]
    properties = re.fullmatch(r"::error ([^:]*)::.*", command, re.DOTALL)
    assert properties is not None
    assert [each.partition("=")[0] for each in properties[1].split(",")] == [
        *("file", "line", "endLine", "col", "title")
    ]


def test_github_is_told_the_way_from_the_top_of_the_repository():
    assert "file=a/library/reviews/" in workflow_commands(
        Report(problems=(FAULT,), folder="a/library")
    )


def test_more_marks_than_github_shows_are_said_to_be_elsewhere():
    few = Report(problems=tuple(problem(n) for n in range(1, 11)))
    many = Report(problems=tuple(problem(n) for n in range(1, 12)))

    for made in (workflow_commands, lambda report: job_summary(report, ROOMY)):
        assert "first 10" not in made(few)
        assert "first 10" in made(many)
    assert workflow_commands(many).count("::error ") == 11


def test_the_summary_of_a_job_lists_problems_by_rule_and_by_file():
    made = job_summary(
        Report(problems=(FAULT, problem(2), ADVICE), site="https://example.org"), ROOMY
    )

    by_rule, by_file = made.split("| Where |")
    assert "| [unknown&#45;factor](https://example.org/contribute/rules/unknown-factor/) | 2 |" in (
        by_rule
    )
    rows = [line for line in by_file.split("\n") if line.startswith("| reviews")]
    assert len(rows) == 3
    assert all(row.count("|") == 7 for row in rows)


def test_nothing_in_a_summary_is_taken_for_markdown_or_html():
    hostile = "a|b<img src=x onerror=alert(1)>[c](https://example.org)`d`@e www.example.org ![f](g)"

    made = job_summary(
        Report(problems=(problem(path=hostile, message=hostile, mend=hostile),)), ROOMY
    )

    rest = re.sub(r"&#[0-9]+;", "", made.split("| --- |")[-1])
    assert not re.search(r"[<>\[\]`@*_.:/]|\|\|", rest)


@pytest.mark.parametrize("room", [0, 10, 500, 2_000, 20_000])
def test_a_summary_never_takes_more_room_than_there_is(room):
    report = Report(problems=tuple(problem(n) for n in range(1, 200)))

    made = job_summary(report, room)

    assert len(made.encode()) <= room
    rows = made.count("| reviews&#47;")
    left = re.search(r"no room here for (\d+) more", made)
    if rows:
        assert left is not None
        assert rows + int(left[1]) == 199


# --- SARIF --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "report",
    [
        REPORT,
        Report(problems=()),
        Report(problems=(), not_checked=(NotChecked("../x", "It is not in the library."),)),
        Report(problems=(problem(code="a-rule-nobody-described"),), site="https://example.org/"),
        Report(problems=(problem(path="reviews/a b%ü\udce9.md"),), folder="a/library"),
    ],
)
def test_sarif_is_what_its_schema_asks_for(report):
    schema = json.loads((PROJECT / "tests/data/sarif-2.1.0.schema.json").read_text("utf-8"))
    made = json.loads(sarif(report))

    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(made)
    assert made["version"] == "2.1.0"


def test_sarif_says_where_what_and_how_much_it_matters():
    run = json.loads(sarif(Report(problems=(ADVICE, FAULT))))["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    assert [result["level"] for result in run["results"]] == ["note", "error"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        *("not-signed-off", "unknown-factor")
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][1]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "reviews/near-misses/letter.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 19, "startColumn": 11, "endColumn": 20},
    }


def test_sarif_explains_every_rule():
    rules = json.loads(sarif(Report(problems=(), site="https://example.org")))["runs"][0]["tool"][
        "driver"
    ]["rules"]

    assert {rule["id"] for rule in rules} == {rule.code for rule in RULES}
    assert all(
        rule["helpUri"] == f"https://example.org/contribute/rules/{rule['id']}/" for rule in rules
    )
    assert all(len(rule["help"]["text"]) > len(rule["fullDescription"]["text"]) for rule in rules)


def test_sarif_holds_no_path_of_this_machine():
    assert str(PROJECT) not in sarif(REPORT)
    assert "/tmp" not in sarif(REPORT)
