"""What a board shares: which records go out and how, what is counted, and what stays."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings

from patternbook.evidence import EvidenceIndex, count_records
from patternbook.publication import publish
from patternbook.sharing import parse_share
from patternbook.sharing.cells import cells_of, count_held
from patternbook.sharing.relations import bounds_of, relations_of
from patternbook.sharing.shares import shared_part
from patternbook.tables import make_tables
from tests.boards import board_copy, plain_words, run_here
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
from tests.sharing.held import counts_of, vocabulary_tables
from tests.sharing.test_attack import libraries, written_out

WHERE = {"near-misses": near_miss, "case-reviews": case_review, "debriefs": debrief}


def held_near_misses(number: int, **fields: object) -> dict[str, str]:
    """Return so many near misses on the board's own shelf, and their paths."""
    return {
        f"library/near-misses/letter-{each}.md": near_miss(
            f"letter-{each}", **plain_words(**fields)
        )
        for each in range(number)
    }


def shared(tmp_path: Path, files: Mapping[str, str], *options: str, name: str = "ours") -> Path:
    """Return the file that a board with these records writes."""
    root = board_copy(tmp_path / "copy", files)
    out = tmp_path / f"{name}.json"
    ran = run_here("share", "-o", str(out), "--root", str(root), "--contributor", "heron", *options)
    assert ran.returncode == 0, ran.stderr
    return out


def counts_in(file: Path, part: str = "counts") -> dict[str, list[dict[str, object]]]:
    told: dict[str, list[dict[str, object]]] = json.loads(file.read_text("utf-8"))["held"][part]
    return {name: rows for name, rows in told.items() if rows}


# --- What is counted ----------------------------------------------------------------------------


def test_every_count_of_an_entry_is_that_of_its_evidence(tmp_path):
    library, _ = load(
        tmp_path,
        {
            "reviews/near-misses/one.md": near_miss(
                "one",
                factors=[
                    factor("supervision", scope="inter-agency"),
                    factor("supervision", "helped"),
                    factor("workload"),
                    factor("timing"),
                ],
                patterns=[
                    {"pattern": "drift-into-failure", "influence": "unsafe", "how": "It drifted."}
                ],
            ),
            "reviews/case-reviews/two.md": case_review(
                "two",
                episodes=[episode("a", factors=[factor("workload"), factor("other")])],
                findings=[
                    finding("f", influence="constructive"),
                    finding("g", pattern="human-judgement-and-reasoning"),
                    finding("h", selected=False, not_selected_because="It was dealt with."),
                ],
            ),
            "reviews/debriefs/three.md": debrief("three", factors=[factor("timing", "helped")]),
        },
    )
    published = publish(library, "public")
    index, tables = EvidenceIndex(published), make_tables(published)

    counted = count_held(tables, {"one", "two", "three"}, cells_of(tables))

    of_entries = {cell: n for cell, n in counted.items() if cell[0] in {"patterns", "factors"}}
    assert sum(of_entries.values()) > 10
    for (_, entry, influence), number in of_entries.items():
        evidence = [each for each in index.of(entry) if each.influence == influence]
        assert number == count_records(evidence), (entry, influence)


def test_a_recommendation_counts_by_its_newest_response(tmp_path):
    responses = [
        {"year": 2025, "status": "accepted"},
        {"year": 2025, "status": "in-progress"},
        {"year": 2024, "status": "done"},
    ]
    review = case_review(
        recommendations=[
            recommendation("one", responses=responses),
            recommendation("two", level="national"),
        ]
    )
    library, _ = load(tmp_path, {"reviews/case-reviews/a-review.md": review})
    tables = make_tables(publish(library, "public"))

    counted = count_held(tables, {"a-review"}, cells_of(tables))

    told = {cell for cell, n in counted.items() if n and cell[0] in {"statuses", "recommendations"}}
    assert told == {
        ("statuses", "in-progress"),
        ("statuses", "not-answered"),
        ("recommendations", "clear-cut", "local"),
        ("recommendations", "clear-cut", "national"),
    }


@settings(max_examples=20)
@given(libraries())
def test_what_is_held_to_be_true_of_counts_is_true_of_every_library(library):
    counts = counts_of(written_out(library))
    exact = {cell: (number, number) for cell, number in counts.items()}

    assert bounds_of(counts, exact, relations_of(vocabulary_tables())) == exact


# --- What goes out ------------------------------------------------------------------------------


def test_held_records_are_counted_and_nothing_of_their_words_goes_out(tmp_path):
    files = held_near_misses(9, what_happened="The heron stood in the reeds all morning.")

    out = shared(tmp_path, files)

    assert counts_in(out)["kinds"] == [{"kind": "near-miss", "count": 9}]
    text = out.read_text("utf-8")
    assert not any(word in text for word in ("reeds", "letter-0", "The board", "business manager"))


def test_a_public_version_goes_out_as_a_record_and_counts_among_the_held_no_more(tmp_path):
    words = {**plain_words(), "findings": [finding(statement="Letters wait where nobody looks.")]}
    files = {
        **held_near_misses(7),
        "library/case-reviews/ours.md": case_review("ours", **words, published=2025),
        "reviews/case-reviews/ours.md": case_review("ours", **{**words, "audience": "public"}),
    }

    out = shared(tmp_path, files)

    said = json.loads(out.read_text("utf-8"))
    assert [each["record"] for each in said["records"]["records"]] == ["ours"]
    assert said["records"]["findings"][0]["statement"] == "Letters wait where nobody looks."
    assert counts_in(out)["kinds"] == [{"kind": "near-miss", "count": 7}]


def test_records_of_the_shared_library_are_not_the_boards_to_share(tmp_path):
    common = near_miss("common", **{**plain_words(), "audience": "public"})

    out = shared(tmp_path, {"reviews/near-misses/common.md": common})

    assert json.loads(out.read_text("utf-8"))["records"]["records"] == []


def test_neither_drafts_nor_illustrations_count(tmp_path):
    files = {
        **held_near_misses(8),
        "library/near-misses/draft.md": near_miss(
            "draft", **plain_words(stage="interim", audience="participants")
        ),
        "library/near-misses/made-up.md": near_miss(
            "made-up", **plain_words(origin="illustrative")
        ),
    }

    assert counts_in(shared(tmp_path, files))["kinds"] == [{"kind": "near-miss", "count": 8}]


def test_a_factor_that_only_this_board_knows_is_counted_nowhere(tmp_path):
    own = {
        "pages/factors/the-thursday-meeting.md": "---\nid: the-thursday-meeting\nkind: factor\n"
        "title: The Thursday meeting\norder: 9\nstatus: proposed\ndefinition: A meeting.\n"
        "source: Ourselves\nparent: conditions-of-work\n---\n"
    }
    files = {**own, **held_near_misses(8, factors=[factor("the-thursday-meeting")])}
    root = board_copy(tmp_path / "copy", files)
    settings_file = root / "patternbook.yml"
    settings_file.write_text(f"{settings_file.read_text('utf-8')}pages: pages\n", "utf-8")
    out = tmp_path / "ours.json"

    ran = run_here("share", "-o", str(out), "--root", str(root))

    assert ran.returncode == 0, ran.stderr
    assert "factors" not in counts_in(out)
    assert "thursday" not in out.read_text("utf-8").casefold()


def test_with_few_records_nothing_is_told_of_them(tmp_path):
    assert counts_in(shared(tmp_path, held_near_misses(4))) == {}


def test_a_board_may_set_a_higher_threshold_and_nobody_a_lower_one(tmp_path):
    files = held_near_misses(9)

    assert counts_in(shared(tmp_path, files, "--threshold", "10")) == {}
    assert run_here("share", "-o", "x.json", "--threshold", "4").returncode == 2


def test_the_same_copy_makes_the_same_file(tmp_path):
    files = held_near_misses(5)

    first = shared(tmp_path, files, name="one")
    second = shared(tmp_path, files, name="two")

    assert first.read_bytes() == second.read_bytes()


def test_a_later_file_does_not_tell_what_one_more_record_was(tmp_path):
    first = shared(tmp_path, held_near_misses(9), name="first")
    more = held_near_misses(10, factors=[factor("workload"), factor("timing")])

    later = shared(tmp_path, more, "--earlier", str(first), name="later")

    assert counts_in(later) == counts_in(first)


def test_once_enough_has_come_what_has_changed_enough_is_told_anew(tmp_path):
    first = shared(tmp_path, held_near_misses(9), name="first")

    later = shared(tmp_path, held_near_misses(20), "--earlier", str(first), name="later")

    assert {"kind": "near-miss", "count": 20} in counts_in(later)["kinds"]


def test_nothing_that_is_public_tells_more_of_what_is_held(tmp_path):
    public = {
        "reviews/near-misses/common.md": near_miss(
            "common", **{**plain_words(), "audience": "public"}
        )
    }
    with_held, _ = load(board_copy(tmp_path / "one", {}), {**public, **held_near_misses(9)})
    without, _ = load(board_copy(tmp_path / "other", {}), public)

    assert len(publish(with_held, "board").records) == 10
    assert make_tables(publish(with_held, "public")) == make_tables(publish(without, "public"))


# --- The command --------------------------------------------------------------------------------


def test_whoever_gets_a_file_can_see_whether_it_is_whole(tmp_path):
    out = shared(tmp_path, held_near_misses(9))
    root = tmp_path / "copy"

    whole = run_here("share", "--check", str(out), "--root", str(root))
    out.write_text(out.read_text("utf-8").replace('"count": 9', '"count": 90'), "utf-8")
    altered = run_here("share", "--check", str(out), "--root", str(root), CI="true")

    assert (whole.returncode, altered.returncode) == (0, 1)
    assert "is whole" in whole.stdout
    assert "[altered]" in altered.stderr


def test_a_board_is_told_what_goes_out_what_is_hidden_and_how_to_send_it(tmp_path):
    root = board_copy(tmp_path / "copy", held_near_misses(9))

    ran = run_here("share", "-o", str(tmp_path / "ours.json"), "--root", str(root))

    said = " ".join(ran.stdout.split())
    assert "It holds 0 public records" in said
    assert "Of the 9 final records that you hold for yourselves" in said
    assert "Hidden because there are fewer than 5" in said
    assert "sha256:" in said
    assert "Your label in it is “board-" in said
    assert "--earlier" in said


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ([], 2, "Name the file to write"),
        (["-o", "ours.json", "--contributor", "Our Board"], 2, "small letters"),
        (["-o", "ours.json", "--earlier", "nothing.json"], 1, "cannot be opened"),
        (["-o", "reviews/ours.json"], 2, "among records"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    tmp_path, monkeypatch, options, status, words
):
    monkeypatch.chdir(board_copy(tmp_path, {}))

    ran = run_here("share", *options)

    assert (ran.returncode, words in " ".join(ran.stderr.split())) == (status, True), ran.stderr
    assert not list(tmp_path.rglob("ours.json"))


def test_without_the_solver_nothing_is_shared_and_it_is_told_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.chdir(board_copy(tmp_path, held_near_misses(9)))
    monkeypatch.setitem(sys.modules, "highspy", None)

    ran = run_here("share", "-o", "ours.json")

    assert ran.returncode == 2
    assert "pip install highspy" in " ".join(ran.stderr.split())
    assert not Path("ours.json").exists()


def test_no_service_shares_anything_by_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(board_copy(tmp_path, held_near_misses(9)))

    ran = run_here("share", "-o", "ours.json", CI="true")

    assert ran.returncode == 2
    assert not Path("ours.json").exists()


def test_a_label_that_gives_the_board_away_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(board_copy(tmp_path, held_near_misses(9)))

    ran = run_here("share", "-o", "ours.json", "--contributor", "the-larkspur-hub")

    assert ran.returncode == 1
    assert "may not see" in ran.stderr
    assert not Path("ours.json").exists()


def test_another_label_than_before_would_be_another_board(tmp_path):
    first = shared(tmp_path, held_near_misses(9))

    ran = run_here(
        *("share", "-o", str(tmp_path / "x.json"), "--root", str(tmp_path / "copy")),
        *("--earlier", str(first), "--contributor", "kestrel"),
    )

    assert ran.returncode == 2
    assert "Take the same label" in " ".join(ran.stderr.split())


def test_in_a_copy_without_a_shelf_of_its_own_every_public_record_is_its_own(tmp_path):
    words = {**plain_words(), "audience": "public"}
    text = case_review("ours", **words, findings=[finding()])
    library, _ = load(tmp_path, {"reviews/case-reviews/ours.md": text})
    tables = make_tables(publish(library, "public"))
    out = tmp_path / "ours.json"

    ran = run_here("share", "-o", str(out), "--root", str(tmp_path))

    assert ran.returncode == 0, ran.stderr
    assert parse_share(out.read_bytes(), out.name, tables).records == shared_part(tables, {"ours"})
