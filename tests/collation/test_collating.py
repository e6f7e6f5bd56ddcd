"""What is collated: figures with denominators, findings in full, and what is refused."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from patternbook.collation.collating import collate
from patternbook.collation.parts import Collation, FigureTable
from patternbook.collation.refusing import Refusal
from patternbook.collations import Choice, chooses
from patternbook.library import load_library
from patternbook.pages.collations import CONTINUED, SHOWN, collation_pages
from patternbook.paper.collation import collation_document
from patternbook.paper.markdown import markdown_of
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.sharing import THRESHOLD
from patternbook.vocabulary import Audience, Origin, Spread
from tests.collation.making import COPY, collation_page, opened, records
from tests.making import case_review, finding, load, near_miss, write
from tests.measures.generating import libraries, selections
from tests.measures.recount import read, recount


def collated(library: PublishedLibrary, **asked: Any) -> Collation:
    """Return what the chosen records of a library say together."""
    [result] = collate(library, [Choice(**asked)])
    assert isinstance(result, Collation)
    return result


def table(collation: Collation, name: str) -> FigureTable:
    """Return one table of figures."""
    tables = (table for section in collation.sections for table in section.tables)
    return next(each for each in tables if each.id == name)


def rows(collation: Collation, name: str) -> dict[str, list[str]]:
    """Return the figures of a table, as “2 of 5”, by what their rows are about."""
    return {
        f"{group.head.text}: {row.head.text}" if group.head else row.head.text: [
            f"{figure.number} of {figure.of}" for figure in row.figures
        ]
        for group in table(collation, name).groups
        for row in group.rows
    }


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> PublishedLibrary:
    """Return six records, one of them invented, with pages that ask for them."""
    files = {**records(), "docs/collations/all.md": collation_page()}
    return opened(tmp_path_factory.mktemp("library"), files)


@pytest.fixture(scope="module")
def everything(library) -> Collation:
    """Return what all of them say together."""
    return collated(library)


# --- Figures ------------------------------------------------------------------------------------


def test_every_figure_has_the_number_that_it_is_a_part_of(everything):
    assert rows(everything, "recurring") == {
        "Human judgement": ["3 of 4", "1 of 3", "2 of 3", "1 of 2"],
        "Tunnel vision": ["2 of 4", "1 of 2", "1 of 2", "1 of 2"],
        "Human-tool operation": ["2 of 4", "1 of 2", "1 of 2", "1 of 2"],
    }
    assert rows(everything, "told-once") == {
        "Drift into failure": ["1 of 4", "0 of 1", "1 of 1", "0 of 2"]
    }


def test_a_figure_of_a_setting_is_a_part_of_that_setting(everything):
    assert rows(everything, "patterns-by-setting") == {
        "Referral and assessment: Human judgement": ["2 of 3", "0 of 2", "2 of 2"],
        "Referral and assessment: Human-tool operation": ["2 of 3", "1 of 2", "1 of 2"],
        "Out of hours: Human judgement": ["2 of 2", "1 of 2", "1 of 2"],
        "Out of hours: Human-tool operation": ["1 of 2", "0 of 1", "1 of 1"],
    }


def test_factors_stand_by_level_and_say_what_they_did(everything):
    assert rows(everything, "factors") == {
        "Front-line factors: The level as a whole": ["5 of 5", "2 of 6", "5 of 6"],
        "Front-line factors: Conditions of work": ["5 of 5", "2 of 5", "4 of 5"],
        "Front-line factors: Workload": ["5 of 5", "1 of 5", "4 of 5"],
        "Front-line factors: Timing": ["1 of 5", "1 of 1", "0 of 1"],
        "Front-line factors: Own team factors": ["0 of 5", "0 of 0", "0 of 0"],
        "Front-line factors: Supervision": ["1 of 5", "0 of 1", "1 of 1"],
        "Front-line factors: Inter-agency factors": ["1 of 5", "0 of 1", "1 of 1"],
    }


def test_what_is_told_together_comes_with_the_counts_behind_it(everything):
    assert rows(everything, "patterns-together") == {
        "Human judgement, and Human-tool operation": ["2 of 4", "3 of 4", "2 of 4"]
    }
    assert rows(everything, "factors-and-patterns") == {
        "Human judgement: Conditions of work": ["1 of 3", "3 of 3"],
        "Human-tool operation: Conditions of work": ["0 of 1", "1 of 1"],
    }


def test_claims_of_spread_are_told_as_they_were_typed(everything):
    assert rows(everything, "spread") == {
        "Participants say it is wider": ["1 of 2", "1 of 1"],
        "Nothing is claimed": ["1 of 2", "1 of 1"],
    }
    assert rows(everything, "spread-by-pattern")["Tunnel vision"] == [
        *("0 of 1", "1 of 1", "0 of 1", "0 of 1")
    ]


def test_an_illustration_is_listed_apart_and_in_no_figure(everything):
    assert [line.id for line in everything.illustrations] == ["invented"]
    assert "invented" not in {line.id for line in everything.records}
    assert everything.selected["records"] == len(everything.records) == 5
    assert all("invented" not in row.behind for row in _rows(everything))


def test_the_records_behind_a_figure_are_those_that_it_counts(everything):
    told = [row for row in _rows(everything) if row.behind]

    assert told
    assert all(len(row.behind) == row.figures[0].number for row in told)


def test_nothing_is_in_the_order_of_its_numbers(library, everything):
    order = [
        library.typology.place(row.head.entry_id)
        for name in ("recurring", "told-once", "spread-by-pattern")
        for row in table(everything, name).groups[0].rows
    ]

    firsts = order[: len(table(everything, "recurring").groups[0].rows)]
    assert firsts == sorted(firsts)
    assert [line.title for line in everything.records] == [
        *("Title of review", "Title of call", "Title of letter", "Title of plain"),
        "Title of visit",
    ]


def test_findings_stand_in_full_constructive_beside_unsafe(everything):
    by_pattern = {each.pattern.text: each for each in everything.side_by_side}
    judgement, tool = by_pattern["Human judgement"], by_pattern["Human-tool operation"]

    assert [told.record.id for told in judgement.constructive] == ["call"]
    assert [told.record.id for told in judgement.unsafe] == ["review", "letter"]
    [found] = [told for told in judgement.unsafe if told.finding]
    assert (found.statement, found.in_this_case) == (
        "Statement of narrow.",
        "Nobody looked twice.",
    )
    assert (found.why_underlying, found.dissent) == (
        "It came back.",
        "One of them saw it otherwise.",
    )
    assert (found.spread, found.spread_note) == (
        Spread.PARTICIPANTS_SAY_WIDER,
        "They all said so.",
    )
    assert found.episodes == (("first", "Episode first"),)
    [left_out] = tool.constructive
    assert (left_out.selected, left_out.not_selected_because) == (False, "Another mattered more.")


# --- What is chosen -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({"kind": ("near-miss",)}, {"letter", "call", "plain"}),
        ({"setting": ("out-of-hours",)}, {"letter", "call"}),
        ({"setting": ("out-of-hours",), "kind": ("debrief",)}, set()),
        ({"completed_from": 2024}, {"review", "letter", "plain", "visit"}),
        ({"completed_to": 2023}, {"call"}),
        ({"patterns": ("human-tool-operation",)}, {"review", "letter"}),
        ({"patterns": ("human-judgement-and-reasoning",)}, {"review", "letter", "call"}),
        ({"origin": ("contributed",)}, set()),
    ],
)
def test_fields_hold_together_and_values_are_alternatives(library, asked, chosen):
    assert chosen == {
        published.record.id
        for published in library.records
        if chooses(Choice(**asked), published.record, published.shelf, library.typology)
        and published.record.id != "invented"
    }


def test_where_nothing_counts_no_engine_is_asked(library, monkeypatch):
    monkeypatch.setattr("patternbook.collation.collating.embedded", None)

    found = collated(library, origin=("illustrative",))

    assert (found.records, found.sections) == ((), ())
    assert [line.id for line in found.illustrations] == ["invented"]


# --- What is refused ----------------------------------------------------------------------------


def contributed(number: int, **fields: Any) -> dict[str, str | bytes]:
    """Return so many contributed near misses."""
    return {
        f"reviews/near-misses/n-{letter}.md": near_miss(f"n-{letter}", **fields)
        for letter in "abcdefghij"[:number]
    }


@pytest.mark.parametrize("number", [1, THRESHOLD - 1])
def test_for_the_public_a_few_contributed_records_are_not_collated(tmp_path, number):
    files = {**contributed(number), "docs/collations/all.md": collation_page()}
    problems = load(tmp_path, files)[1]

    assert [problem.code for problem in problems] == ["singles-out"]
    assert "family" in problems[0].message


def test_the_few_are_not_collated_beside_many_from_the_literature_either(tmp_path):
    files = {**records(), **contributed(2)}

    assert collate(opened(tmp_path, files), [Choice()]) == [Refusal.FEW]


def test_enough_contributed_records_are_collated_and_so_are_none(tmp_path):
    library = opened(tmp_path, {**records(), **contributed(THRESHOLD)})

    assert len(collated(library).records) == THRESHOLD + 5
    assert len(collated(library, origin=("literature",)).records) == 5


def test_a_board_may_collate_its_own_few(tmp_path):
    library = opened(tmp_path, contributed(1), Audience.BOARD)

    assert [line.id for line in collated(library).records] == ["n-a"]


def test_for_the_public_no_shelf_is_picked_out_where_there_are_several(tmp_path):
    theirs = {f"library/{path}": text for path, text in contributed(THRESHOLD).items()}
    own = {path.replace("n-", "o-"): near_miss(f"o-{path[-4]}") for path in contributed(THRESHOLD)}
    files = {**COPY, **theirs, **own}

    for_the_public = opened(tmp_path / "public", files)
    for_the_board = opened(tmp_path / "board", files, Audience.BOARD)

    assert collate(for_the_public, [Choice(shelf=("Ours",))]) == [Refusal.ONE_SHELF]
    assert len(collated(for_the_board, shelf=("Ours",)).records) == THRESHOLD
    assert len(collated(for_the_public).records) == 2 * THRESHOLD


def test_participants_have_nothing_to_collate_their_review_with(tmp_path):
    library, _ = load(tmp_path, records())
    published = publish(library, Reader(Audience.PARTICIPANTS, "review"))

    assert collate(published, [Choice()]) == [Refusal.ONE_REVIEW]


def test_a_page_that_is_refused_says_why_and_gives_no_figure(tmp_path):
    files = {
        **COPY,
        "library/docs/collations/all.md": collation_page(),
        "library/reviews/debriefs/theirs.md": near_miss("theirs", origin="illustrative"),
        "reviews/near-misses/ours.md": near_miss("ours"),
    }
    files["library/reviews/near-misses/theirs.md"] = files.pop("library/reviews/debriefs/theirs.md")
    page = next(
        each for each in collation_pages(opened(tmp_path, files)) if each.path.endswith("all.md")
    )

    assert "single out a family or a board" in page.markdown
    assert "<table" not in page.markdown


# --- Pages --------------------------------------------------------------------------------------


def test_a_page_keeps_its_words_and_its_snippets_are_filled_in(tmp_path):
    body = "# All together\n\nProse of its own.\n\n{{ show_factor('workload') }}\n"
    files = {
        **records(),
        "docs/collations/all.md": collation_page(body, render_macros=True),
        "docs/collations/plain.md": collation_page("Braces {{ stay }}."),
    }
    pages = {page.path: page for page in collation_pages(opened(tmp_path, files))}
    page = pages["collations/all.md"]

    assert page.file == "docs/collations/all.md"
    assert page.markdown.count("# All together\n") == 1
    assert "Prose of its own." in page.markdown
    assert "{{" not in page.markdown
    assert "Workload" in page.markdown.partition("## What was collated")[0]
    assert "render_macros" not in page.text()
    assert "Braces {{ stay }}." in pages["collations/plain.md"].markdown


def test_nothing_of_a_page_or_a_record_becomes_markup(tmp_path):
    hostile = '<script>x</script> [a](javascript:x) {{ 7 * 7 }} | `code` "q"'
    files = {
        **records(title=hostile),
        "docs/collations/all.md": collation_page(
            title=hostile, description=hostile, collation={"question": hostile}
        ),
    }
    for page in collation_pages(opened(tmp_path, files)):
        text = page.text().replace('<nav class="', "")
        assert "<script" not in text
        assert "javascript:x)" not in page.markdown
        assert "{{" not in page.markdown


def test_where_much_is_told_each_pattern_has_pages_that_go_on(tmp_path):
    number = CONTINUED + 2
    findings = [finding(f"f-{n // 10}-{n % 10}") for n in range(number)]
    review = case_review(
        "review", origin="literature", citation={"reference": "A"}, findings=findings
    )
    files: dict[str, str | bytes] = {
        "reviews/case-reviews/review.md": review,
        "docs/collations/all.md": collation_page(),
    }
    pages = {page.path: page.markdown for page in collation_pages(opened(tmp_path, files))}

    assert number > SHOWN
    assert "Statement of" not in pages["collations/all.md"]
    further = [path for path in pages if path.startswith("collations/all/")]
    assert further == [
        "collations/all/human-judgement-and-reasoning.md",
        "collations/all/human-judgement-and-reasoning-2.md",
    ]
    told = "".join(pages[path] for path in further)
    assert all(told.count(f"Statement of {each['id']}.") == 1 for each in findings)


# --- Whatever the library, and whoever asks -----------------------------------------------------


@hypothesis.settings(max_examples=3, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(
    files=libraries(),
    selection=selections(),
    kept=st.sets(st.integers(0, 11), max_size=6),
    audience=st.sampled_from([Audience.PUBLIC, Audience.BOARD]),
)
def test_nothing_held_back_appears_and_no_figure_is_more_than_its_whole(
    files, selection, kept, audience
):
    files = {
        path: text.replace("audience: public", "audience: board") if n in kept else text
        for n, (path, text) in enumerate(files.items())
    }
    with tempfile.TemporaryDirectory() as folder:
        library = publish(load_library(write(Path(folder), files))[0], audience)
        raw = read(Path(folder), audience=audience.value)
    again = recount(raw, **selection)
    meant = again["selected"][()]["records"]
    number = sum(
        said["origin"] == Origin.CONTRIBUTED and (said["id"],) in meant for said in raw.records
    )
    [result] = collate(library, [Choice(**selection)])

    is_refused = audience is Audience.PUBLIC and 0 < number < THRESHOLD
    assert (result is Refusal.FEW) is is_refused
    if isinstance(result, Refusal):
        return
    assert {(line.id,) for line in result.records} == meant
    held = {Path(path).stem for n, path in enumerate(files) if n in kept}
    shown = {line.id for line in (*result.records, *result.illustrations)}
    if audience is Audience.PUBLIC:
        assert shown.isdisjoint(held)
        said = markdown_of(collation_document(result, "T")) + json.dumps(
            [[told.record.id for told in each.told] for each in result.side_by_side]
        )
        assert not any(f"Title of {each} " in said or f'"{each}"' in said for each in held)
    for row in _rows(result):
        assert all(each.of is None or 0 <= each.number <= each.of for each in row.figures)
        assert set(row.behind) <= {line.id for line in result.records}


@hypothesis.settings(max_examples=8)
@hypothesis.given(files=libraries(), selection=selections())
def test_what_the_check_takes_for_chosen_is_what_is_counted(files, selection):
    with tempfile.TemporaryDirectory() as folder:
        library = publish(load_library(write(Path(folder), files))[0], "public")
        meant = recount(read(Path(folder)), **selection)["selected"][()]["records"]

    assert meant == {
        (published.record.id,)
        for published in library.records
        if published.record.origin is not Origin.ILLUSTRATIVE
        and chooses(Choice(**selection), published.record, published.shelf, library.typology)
    }


def _rows(collation: Collation):
    for section in collation.sections:
        for each in section.tables:
            for group in each.groups:
                yield from group.rows
