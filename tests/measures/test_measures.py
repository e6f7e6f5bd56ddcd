"""Measures: what each counts, what one selects, and that other means count the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.measures import MEASURES, Selection, records_behind, run, select
from patternbook.measures.engine import embedded
from patternbook.measures.measure import Tables
from patternbook.opening import open_library
from patternbook.publication import publish
from patternbook.tables.columns import TABLES
from patternbook.tables.rows import make_tables
from patternbook.vocabulary import Agency, Kind, Origin, Setting, Trigger
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    episode,
    factor,
    finding,
    near_miss,
    recommendation,
    write,
)
from tests.measures.comparing import behind_again, counted, recounted
from tests.measures.generating import libraries, selections
from tests.measures.recount import read, recount
from tests.measures.telling import section_of

JUDGEMENT = "human-judgement-and-reasoning"
BY_NAME = {measure.name: measure for measure in MEASURES}


def shows(pattern: str = "tunnel-vision", influence: str = "unsafe") -> dict[str, str]:
    """Return a link of a near miss to a pattern."""
    return {"pattern": pattern, "influence": influence, "how": "It was so."}


def response(year: int, status: str, **fields: Any) -> dict[str, Any]:
    """Return what became of a recommendation in a year."""
    return {"year": year, "status": status, **fields}


# A library in which each thing that is easily counted wrongly happens.
FILES = {
    "reviews/case-reviews/first.md": case_review(
        "first",
        trigger="good-practice",
        setting=["referral-and-assessment", "out-of-hours"],
        agencies=["childrens-social-care", "school"],
        completed=2020,
        episodes=[
            episode(
                "one",
                practice="good",
                factors=[
                    factor("workload", "helped"),
                    factor("workload", "hindered"),
                    factor("timing", "hindered"),
                    factor("supervision", "hindered", scope="inter-agency"),
                ],
            ),
            episode("two", practice="problematic", factors=[factor("supervision", "helped")]),
            episode("three", factors=[]),
        ],
        findings=[
            finding("narrow", episodes=["one", "two"], spread={"claim": "this-case"}),
            finding(
                "narrow-again",
                influence="constructive",
                selected=False,
                not_selected_because="It is told elsewhere.",
                episodes=["one"],
                spread={"claim": "data-say-wider"},
            ),
            finding("drift", pattern="drift-into-failure", spread={"claim": "this-case"}),
            finding("tool", pattern="human-tool-operation", episodes=["two"]),
        ],
        recommendations=[
            recommendation(
                "look-again",
                findings=["narrow", "narrow-again"],
                owner="Head of assessment",
                responses=[
                    response(2022, "in-progress", effect="not-known"),
                    response(2021, "declined", note="It was weighed."),
                    response(2022, "done", effect="helped"),
                ],
            ),
            recommendation("ask", kind="research-and-development", level="national"),
        ],
    ),
    "reviews/case-reviews/second.md": case_review(
        "second",
        setting=["out-of-hours"],
        completed=2022,
        team={"independent": True},
        findings=[finding("narrow", episodes=["first"])],
        recommendations=[
            recommendation(
                "look-again", findings=["narrow"], responses=[response(2023, "accepted")]
            )
        ],
    ),
    "reviews/near-misses/letter.md": near_miss(
        "letter",
        setting=["early-help"],
        completed=None,
        factors=[factor("other"), factor("workload", "helped")],
        patterns=[shows(), shows("human-tool-operation", "constructive")],
    ),
    "reviews/near-misses/quiet.md": near_miss("quiet", factors=[], setting=["early-help"]),
    "reviews/debriefs/visit.md": debrief(
        "visit", setting=["early-help"], factors=[factor("workload"), factor("timing")]
    ),
    "reviews/debriefs/invented.md": debrief(
        "invented", origin="illustrative", factors=[factor("workload")]
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the library once; nothing changes it."""
    root = tmp_path_factory.mktemp("measured")
    write(root, FILES)
    return root


@pytest.fixture(scope="module")
def tables(root: Path) -> Iterator[Tables]:
    """Bring the library before an engine once."""
    library, problems = load_library(Folders.at(root))
    assert problems == []
    with embedded(make_tables(publish(library, "public"))) as tables:
        yield tables


def rows(tables: Tables, name: str, **selection: Any) -> dict[Any, dict[str, Any]]:
    """Return the rows of one measure by their keys, a single key bare."""
    measure = BY_NAME[name]
    found = run(select(tables, Selection(**selection)), [measure])[name]
    keys = [tuple(row[key] for key in measure.key_names) for row in found]
    return {
        key[0] if len(key) == 1 else key: dict(row) for key, row in zip(keys, found, strict=True)
    }


# --- What is counted ----------------------------------------------------------------------------


def test_an_illustration_is_never_counted(tables):
    assert rows(tables, "selected")[()]["debriefs"] == 1
    assert rows(tables, "factors", kind=(Kind.DEBRIEF,))["workload"]["records"] == 1


def test_a_type_counts_each_record_and_episode_once_whatever_it_has_of_it(tables):
    found = rows(tables, "factors", kind=(Kind.DEBRIEF,))

    assert found["workload"]["units"] == found["timing"]["units"] == 1
    assert found["conditions-of-work"]["units"] == found["front-line-factors"]["records"] == 1


def test_an_own_team_factor_between_agencies_counts_with_those(tables):
    found = rows(tables, "factors")

    assert (found["supervision"]["units_hindered"], found["supervision"]["units_helped"]) == (1, 1)
    assert found["inter-agency-factors"]["units"] == found["own-team-factors"]["units"] == 1


def test_a_pattern_has_the_findings_of_its_issues_and_each_record_once(tables):
    found = rows(tables, "patterns")["human-judgement-and-reasoning"]

    assert (found["findings"], found["case_reviews"], found["near_misses"]) == (4, 2, 1)
    assert (found["records"], found["records_unsafe"], found["records_constructive"]) == (3, 3, 1)
    assert (found["findings_selected"], found["findings_not_selected"]) == (3, 1)


def test_what_recurs_is_named_by_two_records_and_not_twice_by_one(tables):
    everything = rows(tables, "recurrence")
    first = rows(tables, "recurrence", trigger=(Trigger.GOOD_PRACTICE,))

    assert (everything["issue"]["in_several"], everything["issue"]["in_one"]) == (1, 1)
    assert (first["issue"]["in_several"], first["issue"]["in_one"]) == (0, 2)


def test_a_finding_is_together_with_the_factors_of_the_episodes_that_it_cites(tables):
    found = rows(tables, "factors-and-patterns")

    together = found["workload", "helped", JUDGEMENT]
    assert (together["units"], together["records"]) == (2, 2)
    assert (together["units_of_factor"], together["units_of_pattern"]) == (2, 4)
    assert found["other", "hindered", JUDGEMENT]["units"] == 1


def test_a_finding_that_cites_no_episode_is_together_with_nothing(tables):
    only = {"trigger": (Trigger.GOOD_PRACTICE,)}

    assert rows(tables, "patterns", **only)["drift-into-failure"]["findings"] == 1
    assert (
        rows(tables, "factors-and-patterns", **only)["timing", "hindered", JUDGEMENT][
            "units_of_pattern"
        ]
        == 2
    )


def test_a_debrief_is_in_no_margin_of_what_is_together(tables):
    hindered = rows(tables, "factors-and-patterns")["workload", "hindered", JUDGEMENT]

    assert rows(tables, "factors")["workload"]["units_hindered"] == 3
    assert hindered["units_of_factor"] == 2


def test_a_pattern_is_not_told_together_with_its_own_issue(tables):
    assert set(rows(tables, "patterns-together")) == {
        ("drift-into-failure", "human-tool-operation"),
        ("drift-into-failure", "tunnel-vision"),
        ("human-judgement-and-reasoning", "human-tool-operation"),
        ("human-tool-operation", "tunnel-vision"),
    }


def test_claims_of_spread_are_told_as_they_were_made_and_where_none_was_made(tables):
    found = rows(tables, "spread-by-pattern")

    assert {key[1]: row["findings"] for key, row in found.items() if key[0] == "tunnel-vision"} == {
        "this-case": 1,
        "data-say-wider": 1,
        None: 1,
    }
    assert found["tunnel-vision", None]["findings_of_entry"] == 3


def test_of_several_responses_of_the_newest_year_the_last_one_counts(tables):
    assert rows(tables, "answers") == {
        "accepted": {"status": "accepted", "recommendations": 1, "records": 1},
        "done": {"status": "done", "recommendations": 1, "records": 1},
        None: {"status": None, "recommendations": 1, "records": 1},
    }
    assert set(rows(tables, "effects")) == {"helped", None}


def test_what_one_recommendation_rests_on_twice_counts_once_with_its_pattern(tables):
    found = rows(tables, "answers-by-pattern")

    assert found["human-judgement-and-reasoning", "done", "helped"]["recommendations"] == 1


def test_what_records_leave_open_is_told_of_how_many_could_say_it(tables):
    found = rows(tables, "completeness")

    assert (found["completed"]["given"], found["completed"]["asked"]) == (4, 5)
    assert (found["spread"]["given"], found["spread"]["asked"]) == (3, 5)
    assert (found["finding_episodes"]["given"], found["effect"]["asked"]) == (4, 2)


# --- What is selected ---------------------------------------------------------------------------

SELECTIONS: list[dict[str, Any]] = [
    {},
    {"kind": (Kind.NEAR_MISS, Kind.DEBRIEF)},
    {"setting": (Setting.OUT_OF_HOURS,), "completed_from": 2021},
    {"agencies": (Agency.SCHOOL, Agency.POLICE)},
    {"completed_to": 2020},
    {"patterns": ("human-judgement-and-reasoning",), "setting": (Setting.EARLY_HELP,)},
    {"trigger": (Trigger.GOOD_PRACTICE,)},
    {"origin": (Origin.LITERATURE,)},
]


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_a_selection_means_the_records_in_which_all_its_fields_hold(root, tables, selection):
    again = recount(read(root), **selection)

    measured = run(select(tables, Selection(**selection)), [BY_NAME["selected"]])

    assert (
        counted(measured, [BY_NAME["selected"]])["selected"]
        == recounted(again, [BY_NAME["selected"]])["selected"]
    )


def test_a_pattern_selects_the_records_that_name_an_issue_under_it(tables):
    found = rows(tables, "selected", patterns=("human-judgement-and-reasoning",))

    assert found[()]["records"] == 3


def test_a_shelf_selects_the_records_that_stand_on_it(tables):
    assert rows(tables, "selected", shelf=("Records",))[()]["records"] == 5
    assert rows(tables, "selected", shelf=("Elsewhere",))[()]["records"] == 0


def test_of_an_empty_selection_every_measure_says_nothing(tables):
    found = run(select(tables, Selection(completed_from=2099)))

    assert found["selected"] == (dict.fromkeys(found["selected"][0], 0),)
    told = {name for name, rows in found.items() if rows}
    assert told == {"selected", "recurrence"}
    assert all(row["in_none"] == row["entries"] for row in found["recurrence"])


# --- By other means -----------------------------------------------------------------------------


def test_every_figure_is_the_same_by_other_means(root, tables):
    again = recount(read(root))
    limited = select(tables, Selection())

    assert counted(run(limited)) == recounted(again)
    for measure in MEASURES:
        if measure.has_records:
            assert records_behind(limited, measure) == behind_again(again, measure), measure.name


def test_every_figure_of_this_library_is_the_same_by_other_means():
    published = open_library(Folders.at(PROJECT), "public").library
    again = recount(read(PROJECT))

    with embedded(make_tables(published)) as tables:
        limited = select(tables, Selection())
        assert counted(run(limited)) == recounted(again)
        for measure in MEASURES:
            if measure.has_records:
                behind = records_behind(limited, measure)
                assert behind == behind_again(again, measure), measure.name


@hypothesis.settings(max_examples=5)
@hypothesis.given(libraries(), selections())
def test_every_figure_of_any_library_is_the_same_by_other_means(files, selection):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        library, problems = load_library(write(root, files))
        assert problems == []
        again = recount(read(root), **selection)

    with embedded(make_tables(publish(library, "public"))) as tables:
        assert counted(run(select(tables, Selection(**selection)))) == recounted(again)


# --- What each says of itself -------------------------------------------------------------------


def test_every_count_has_a_denominator_or_is_one():
    of_all = {count.name for count in BY_NAME["selected"].counts}

    for measure in MEASURES:
        own = {count.name for count in measure.all_counts}
        for count in measure.all_counts:
            assert count.of in own | of_all | {""}, (measure.name, count.name)
            assert count.of != count.name or measure.name != "selected"


def test_a_measure_counts_records_and_one_sort_of_their_parts_at_most():
    for measure in MEASURES:
        assert len({count.things for count in measure.counts} - {"record"}) <= 1, measure.name


def test_the_page_on_counting_tells_every_measure_as_it_is():
    page = (PROJECT / "docs/about/counting.md").read_text("utf-8")

    told = page.partition("## What each figure counts\n\n")[2]

    assert told.rstrip() == "\n".join(section_of(measure) for measure in MEASURES).rstrip()


def test_no_two_measures_have_the_same_name_and_no_two_columns_within_one():
    assert len(BY_NAME) == len(MEASURES)
    for measure in MEASURES:
        columns = [*measure.key_names, *(count.name for count in measure.all_counts)]
        assert len(set(columns)) == len(columns), measure.name


def test_rows_stand_in_the_order_of_the_vocabulary_and_never_by_number(tables):
    named = [BY_NAME[name] for name in ("settings", "years", "patterns")]
    found = run(select(tables, Selection()), named)

    assert [row["setting"] for row in found["settings"]] == [
        "referral-and-assessment",
        "early-help",
        "out-of-hours",
    ]
    assert [row["completed"] for row in found["years"]] == [2020, 2022, 2024, None]
    entries = [row["entry"] for row in found["patterns"]]
    assert entries == sorted(entries)


def test_a_table_that_nobody_brings_is_empty():
    with embedded({}) as tables:
        assert set(tables) == set(TABLES) - {"texts"}, "words are counted by nothing"
        found = run(select(tables, Selection()), [BY_NAME["selected"]])
        assert found["selected"][0]["records"] == 0
