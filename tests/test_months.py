"""When something came into the library: months in records and entries, and who asks for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from patternbook.exports import make_files
from patternbook.news import by_arrival, month_name
from patternbook.problems import Severity
from patternbook.publication import publish
from tests.boards import board_copy
from tests.conftest import run_patternbook
from tests.making import PROJECT, SIGNED, debrief, entry, load, near_miss, vocabulary
from tests.test_guidance import page as page_of_the_project

RECORD = "reviews/near-misses/a-near-miss.md"


def found_in(tmp_path, text, path=RECORD):
    """Return what the check says of one file: code, line and how much it matters."""
    _, problems = load(tmp_path, {**vocabulary(), path: text}, words=True)
    return [(each.code, each.line, each.severity) for each in problems if each.path == path]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


# --- How a month is written ---------------------------------------------------------------------


@pytest.mark.parametrize("month", ["added: 2026-11", 'added: "2026-11"', "added: 1999-01  # ours"])
def test_a_month_may_stand_with_or_without_quotation_marks(tmp_path, month):
    text = near_miss().replace("added: 2026-11", month)
    assert month in text

    assert found_in(tmp_path, text) == []


@pytest.mark.parametrize(
    "month",
    [
        *(
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "26-11",
            "2026-11-03",
            "November 2026",
            "11/2026",
        ),
        *("true", "[2026-11]", "1899-12", "2101-01", "2026-11 and more"),
    ],
)
def test_anything_else_is_told_with_its_line_and_what_to_write(tmp_path, month):
    text = near_miss().replace("added: 2026-11", f"added: {month}")
    library, problems = load(tmp_path, {RECORD: text})

    (told,) = [each for each in problems if each.code == "not-a-month"]
    assert told.line == line_of(text, "added:")
    assert told.severity is Severity.FAULT
    assert "2026-11" in told.mend
    assert not library.filed


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ([{"month": "2026-11"}], "missing-field"),
        ([{"change": "created"}], "missing-field"),
        ([{"month": "2026-11", "change": "invented"}], "unknown-word"),
        ([{"month": "soon", "change": "created"}], "not-a-month"),
        ([{"month": "2026-11", "change": "renamed"}], "incomplete"),
        ([{"month": "2026-11", "change": "renamed", "note": "Two\n\nlines."}], "not-one-line"),
        ([{"month": "2026-11", "change": "created", "by": "us"}], "unknown-field"),
        ("created in 2026", "not-a-list"),
    ],
)
def test_a_history_that_does_not_say_when_what_and_why_is_told(tmp_path, history, code):
    pages = {
        **vocabulary(),
        "docs/factors/other.md": entry(id="other", kind="factor", title="Other", history=history),
    }

    _, problems = load(tmp_path, pages)

    assert [each.code for each in problems] == [code]


def test_all_of_this_library_says_when_it_came():
    for file in (PROJECT / "reviews").glob("*/*.md"):
        assert re.search(r"^added: 20\d\d-\d\d$", file.read_text("utf-8"), re.M), file
    for folder in ("patterns", "factors"):
        for file in (PROJECT / "docs" / folder).glob("*.md"):
            text = file.read_text("utf-8")
            assert re.search(r"^history:\n  - \{month: 20\d\d-\d\d, change: created\}$", text, re.M)


# --- What the check says of it ------------------------------------------------------------------


def test_the_month_in_which_a_record_came_is_no_date_of_the_case(tmp_path):
    assert found_in(tmp_path, near_miss(added="2026-03")) == []


@pytest.mark.parametrize("field", ["summary", "what_happened", "could_have"])
def test_the_same_month_anywhere_else_is_asked_about(tmp_path, field):
    text = near_miss(added="2026-03", **{field: "It began in 2026-03 or so."})

    assert ("exact-date", line_of(text, f"{field}:"), Severity.FAULT) in found_in(tmp_path, text)


@pytest.mark.parametrize(
    "line", ["added: 2026-03  # it began in 2026-03", "added: 2026-03-14", "x: {added: 2026-03}"]
)
def test_beside_that_month_nothing_is_passed_over(tmp_path, line):
    text = near_miss().replace("added: 2026-11", line)

    assert "exact-date" in {code for code, _, _ in found_in(tmp_path, text)}


def test_a_month_in_the_account_that_looks_like_the_field_is_asked_about(tmp_path):
    text = near_miss(body="\nadded: 2026-03\n")

    assert "exact-date" in {code for code, _, _ in found_in(tmp_path, text)}


@pytest.mark.parametrize(
    "history",
    [
        "  - {month: 2026-03, change: created}",
        "  - month: 2026-03\n    change: created",
        '  - change: created\n    month: "2026-03"',
        "  - {change: created, month: 2026-03}",
    ],
)
def test_the_months_of_a_history_are_no_dates_of_a_case_either(tmp_path, history):
    path = "docs/factors/other.md"
    text = entry(id="other", kind="factor", title="Other")
    text = text.replace("source: A source", f"source: A source\nhistory:\n{history}")

    assert "exact-date" not in {code for code, _, _ in found_in(tmp_path, text, path)}


def test_a_month_in_the_note_of_a_history_is_asked_about(tmp_path):
    path = "docs/factors/other.md"
    changed = {"month": "2026-03", "change": "created", "note": "After what was seen in 2026-03."}
    text = entry(id="other", kind="factor", title="Other", history=[changed])

    assert "exact-date" in {code for code, _, _ in found_in(tmp_path, text, path)}


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),
        ({"added": "2026-11"}, False),
        ({"stage": "interim"}, False),
        ({"audience": "board"}, False),
        ({"sign_off": None}, False),
        ({"origin": "illustrative"}, True),
        ({"published": 2026}, False),
    ],
)
def test_only_a_public_record_is_asked_kindly_when_it_came(tmp_path, fields, asked):
    text = near_miss(**{"added": None, "sign_off": SIGNED, **fields})
    advice = ("no-month-added", line_of(text, "completed:"), Severity.ADVICE)

    assert (advice in found_in(tmp_path, text)) is asked


# --- The order of what came ---------------------------------------------------------------------


def test_what_came_last_stands_first_whatever_the_year_of_the_case(tmp_path):
    made: dict[str, dict[str, Any]] = {
        "old-case": {"added": "2027-02", "completed": 2001},
        "new-case": {"added": "2026-11", "completed": 2026},
        "no-month": {"added": None, "completed": 2026},
        "same-month": {"added": "2027-02", "completed": 2020},
        "invented": {"added": "2027-02", "completed": 2026, "origin": "illustrative"},
    }
    files = {f"reviews/debriefs/{name}.md": debrief(name, **one) for name, one in made.items()}
    library, _ = load(tmp_path, files)

    arrived = by_arrival(publish(library, "public").records)

    names = ["same-month", "old-case", "invented", "new-case", "no-month"]
    assert [each.record.id for each in arrived] == names


def test_a_month_is_read_out_in_english():
    assert [month_name(month) for month in ("2026-01", "2026-11", "1999-12")] == [
        *("January 2026", "November 2026", "December 1999")
    ]


# --- Publishing ---------------------------------------------------------------------------------


def published_text(root: Path, *options: str) -> str:
    """Return the public version that the command makes of the one record of a board's copy."""
    command = ("publish", "a-near-miss", "--root", str(root), "--year", "2025", *options)
    first = run_patternbook(*command)
    code = re.search(r"--approve (\w+)", first.stdout)
    assert code, first.stdout + first.stderr
    ran = run_patternbook(*command, "--approve", code[1])
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return (root / "outbox/near-misses/a-near-miss.md").read_text("utf-8")


OURS = near_miss(audience="board", added="2019-04")


def test_the_public_version_says_when_it_came_to_the_public_and_not_when_to_the_board(tmp_path):
    root = board_copy(tmp_path, {"library/near-misses/a-near-miss.md": OURS})

    text = published_text(root, "--added", "2026-12")

    assert "\nadded: 2026-12\n" in text
    assert "2019-04" not in text


def test_a_new_public_version_keeps_the_month_of_the_one_before_it(tmp_path):
    files = {
        "library/near-misses/a-near-miss.md": OURS,
        "reviews/near-misses/a-near-miss.md": near_miss(added="2024-07"),
    }

    assert "\nadded: 2024-07\n" in published_text(board_copy(tmp_path, files))


@pytest.mark.parametrize("month", ["2026", "2026-13", "soon"])
def test_a_month_that_is_none_is_refused_before_anything_is_done(tmp_path, month):
    root = board_copy(tmp_path, {"library/near-misses/a-near-miss.md": OURS})

    ran = run_patternbook("publish", "a-near-miss", "--root", str(root), "--added", month)

    assert ran.returncode == 2
    assert "2026-11" in ran.stderr
    assert not (root / "outbox").exists()


def test_whoever_publishes_is_told_which_month_it_is_and_how_to_change_it(tmp_path):
    root = board_copy(tmp_path, {"library/near-misses/a-near-miss.md": OURS})

    ran = run_patternbook("publish", "a-near-miss", "--root", str(root), "--added", "2026-12")

    said = " ".join(ran.stdout.split())
    assert "came into the public library in 2026-12" in said
    assert "--added" in said


def test_editors_learn_of_the_month_from_the_schema_and_the_skeleton(tmp_path):
    library, _ = load(tmp_path, {})
    files = make_files(publish(library, "public"))
    schema = json.loads(files["schema/near-miss.schema.json"])
    (pattern,) = [p["pattern"] for p in schema["properties"]["added"]["anyOf"] if "pattern" in p]
    assert re.fullmatch(pattern, "2026-11")
    assert not re.fullmatch(pattern, "2026-13")
    run_patternbook("new", "debrief", "a-visit", "--root", str(tmp_path))
    skeleton = (tmp_path / "reviews/debriefs/a-visit.md").read_text("utf-8")
    assert re.search(r"^# added: 20\d\d-\d\d +# the month", skeleton, re.M)
    assert "`added`" in page_of_the_project("docs/contribute/record-format.md")
