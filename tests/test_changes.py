"""`patternbook changes`: what a change makes new for the public, and nothing of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from patternbook.changes import Changes, Holdings
from patternbook.reports.changes import SHOWN, changes_summary, changes_text
from patternbook.vocabulary import Kind
from tests.boards import run_here
from tests.making import debrief, factor, near_miss, page, write

NONE = dict.fromkeys(Kind, 0)
BEFORE = {
    "reviews/near-misses/letter.md": near_miss("letter", title="A letter that waited"),
    "reviews/debriefs/visit.md": debrief("visit", title="A visit that went well"),
}
KEPT_BACK = {
    "reviews/near-misses/a-draft.md": near_miss("a-draft", stage="interim", sign_off=None),
    "reviews/near-misses/for-us.md": near_miss("for-us", audience="board"),
}


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """Return the roots of an earlier copy, and of one with another record, a draft and a page."""
    write(tmp_path / "before", BEFORE)
    more = near_miss("bell", title="A bell that nobody heard", summary="It rang, and nobody came.")
    now = {
        "reviews/near-misses/letter.md": BEFORE["reviews/near-misses/letter.md"],
        "reviews/near-misses/bell.md": more,
        "docs/a-page.md": page({"title": "A page"}, "Words.\n"),
    }
    write(tmp_path / "now", {**now, **KEPT_BACK})
    return tmp_path / "before", tmp_path / "now"


def test_it_counts_records_by_kind_and_names_pages_that_are_new_or_gone(copies):
    before, now = copies

    ran = run_here("changes", str(before), "--root", str(now))

    told = ran.stdout.split("\n")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line.split() for line in told[1:4]] == [
        ["Case", "reviews:", "0", "(0", "before)"],
        ["Near", "misses:", "2", "(1", "before)"],
        ["Debriefs:", "0", "(1", "before)"],
    ]
    new = ran.stdout.partition("New pages")[2].partition("Pages that would be gone")[0]
    assert {"  a-page", "  near-misses/bell"} <= set(new.split("\n"))
    assert "  debriefs/visit" in ran.stdout.partition("Pages that would be gone")[2]
    assert "Links to a page that is gone lead nowhere." in ran.stdout


@pytest.mark.parametrize("form", ["plain", "github"])
def test_nothing_that_is_held_back_and_no_word_of_a_record_is_in_it(copies, form, tmp_path):
    before, now = copies
    summary = tmp_path / "summary.md"

    ran = run_here(
        *("changes", str(before), "--root", str(now), "--format", form),
        GITHUB_STEP_SUMMARY=str(summary),
        CI="true",
    )

    told = ran.stdout + ran.stderr + (summary.read_text("utf-8") if summary.exists() else "")
    assert ran.returncode == 0
    assert summary.exists() == (form == "github")
    for word in ("draft", "for-us", "for&#45;us", "waited", "heard", "nobody"):
        assert word not in told


def test_the_summary_of_a_job_keeps_what_was_there_before(copies, tmp_path):
    before, now = copies
    summary = tmp_path / "summary.md"
    summary.write_text("## Check\n", encoding="utf-8")

    run_here(
        *("changes", str(before), "--root", str(now), "--format", "github"),
        GITHUB_STEP_SUMMARY=str(summary),
    )

    told = summary.read_text("utf-8")
    assert told.startswith("## Check\n")
    assert "| Near misses | 1 | 2 |" in told
    assert "- near&#45;misses&#47;bell\n" in told


def test_the_same_library_twice_has_nothing_new(copies):
    before, _ = copies

    ran = run_here("changes", str(before), "--root", str(before))

    assert "New" not in ran.stdout
    assert "gone" not in ran.stdout


def test_an_earlier_copy_with_faults_is_no_reason_to_stop(copies):
    before, now = copies
    write(before, {"reviews/debriefs/odd.md": "No fields.\n"})

    ran = run_here("changes", str(before), "--root", str(now))

    assert ran.returncode == 0
    assert "what is new is not told" in ran.stdout
    assert "New pages" not in ran.stdout


def test_faults_of_the_change_itself_are_told_without_its_words(copies):
    before, now = copies
    odd = debrief("odd", factors=[factor("fotheringay")])
    write(now, {"reviews/debriefs/odd.md": odd})

    ran = run_here("changes", str(before), "--root", str(now), CI="true")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "unknown-factor" in ran.stderr
    assert "fotheringay" not in ran.stderr


def test_where_there_is_no_earlier_library_it_says_so(copies, tmp_path):
    ran = run_here("changes", str(tmp_path / "nowhere"), "--root", str(copies[1]))

    assert ran.returncode == 2
    assert "There is no folder “reviews”" in ran.stderr


def test_a_path_is_no_markdown_and_a_long_list_is_cut():
    odd = "reviews/<b>`x`</b>|[a](b).md"
    many = {f"pages/p-{n:03}.md" for n in range(SHOWN + 7)}
    changes = Changes(
        now=Holdings(NONE, frozenset({odd, *many})), before=Holdings(NONE, frozenset())
    )

    summary, text = changes_summary(changes), changes_text(changes)

    assert not any(sign in summary.partition("New pages")[2] for sign in "<>`[]()|")
    assert "- and 8 more\n" in summary
    assert "  and 8 more\n" in text
