"""SCIE Report 6 beside this library: what is printed there, what is counted here, and of what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages.report_six import PARTS, compare_report
from patternbook.publication import PublishedLibrary, publish
from patternbook.report_six import Comparison, compare, read_report
from tests.making import PROJECT, factor, load, near_miss
from tests.measures.recount import read

# Read from the report itself: table 4, and the numbers in its text. Not taken from our data file.
TABLE_4 = {
    "Information and referral officers": (1, 1, 1),
    "Family support workers": (2, 2, 0),
    "Student social workers": (2, 2, 4),
    "Front-line practitioners": (22, 21, 27),
    "Team leaders": (4, 3, 6),
    "Team managers": (6, 6, 6),
    "Service managers": (3, 2, 2),
    "Quality assurance managers": (4, 3, 5),
    "Senior managers": (7, 7, 2),
    "Allied professionals": (5, 5, 3),
}
IN_THE_TEXT = {
    "practitioners": (("60",), "section 3.3"),
    "individual": (("56",), "section 3.4"),
    "group": (("4",), "section 3.4"),
    "forefront": (("two thirds", "48/56"), "section 3.4"),
    "social_workers": (("just under half", "27"), "section 3.4"),
    "senior": (("7",), "section 3.4"),
    "harm_prevented": (("most",), "summary"),
    "front_line": (("almost exclusively",), "section 4.1"),
}
UNDER_THE_HEADING_CASE = {"3.2": 3, "3.4": 0, "4.3": 3, "4.4.1": 0, "4.5": 1, "4.6": 3, "4.7": 3}

PAGE = "about/report-6.md"
CITED: dict[str, Any] = {
    "origin": "literature",
    "citation": {"reference": "SCIE Report 6", "section": "3.2", "told_by": "Team leader"},
    "outcome": None,
}


def cases() -> list[dict[str, Any]]:
    """Return the cases of the report as they stand in the files of this library."""
    return [
        said
        for said in read(PROJECT).records
        if said["kind"] == "near-miss"
        and said["origin"] != "illustrative"
        and "SCIE Report 6" in (said.get("citation") or {}).get("reference", "")
    ]


@pytest.fixture(scope="module")
def real() -> PublishedLibrary:
    """Open this library as the public sees it."""
    return open_library(Folders.at(PROJECT), "public").library


def library_of(root: Path, *records: dict[str, Any]) -> PublishedLibrary:
    """Return the public part of a library of near misses that say this."""
    files = {
        f"reviews/near-misses/case-{n}.md": near_miss(f"case-{n}", **said)
        for n, said in enumerate(records)
    }
    library, problems = load(root, files)
    assert [each for each in problems if each.severity == "fault"] == []
    return publish(library, "public")


def told(who: str | None, **fields: Any) -> dict[str, Any]:
    """Return a case of the report with this teller."""
    citation = {**CITED["citation"], "told_by": who}
    return {**CITED, "citation": citation, **fields}


def here(comparison: Comparison, name: str) -> tuple[int, int]:
    """Return what is counted here of a figure."""
    return next((h.number, h.of) for f, h in comparison.figures if f.counted == name)


# --- What is printed ----------------------------------------------------------------------------


def test_table_4_stands_as_it_is_printed():
    printed = {
        row.position: (row.respondents, row.asked, row.examples) for row in read_report().positions
    }

    assert printed == TABLE_4
    assert read_report().table == "section 3.4, table 4"


def test_the_figures_in_the_text_stand_as_they_are_printed():
    printed = {each.counted: (each.printed, each.where) for each in read_report().figures}

    assert printed == IN_THE_TEXT
    assert {row.section: row.printed for row in read_report().sections} == UNDER_THE_HEADING_CASE


def test_what_the_page_says_of_misfits_follows_from_what_is_printed():
    text = " ".join((PROJECT / "docs" / PAGE).read_text("utf-8").split())
    respondents, asked, examples = (sum(column) for column in zip(*TABLE_4.values(), strict=True))
    near = sum(TABLE_4[row][2] for row in list(TABLE_4)[2:6])

    assert (examples, near) == (56, 43)
    assert round(2 / 3 * examples) == 37
    assert near + TABLE_4["Service managers"][2] + TABLE_4["Allied professionals"][2] == 48
    assert near + TABLE_4["Quality assurance managers"][2] == 48
    assert (asked, respondents) == (52, 56)
    for said in (
        "The first is 37 of 56, and 48 is six in seven.",
        "come to 43 in table 4",
        "In table 4 those who were asked come to 52, and the respondents to 56.",
    ):
        assert said in text


def test_what_is_left_out_is_told_with_its_place_and_the_reason():
    left_out = read_report().left_out

    assert len(left_out) == 8
    assert all(each.printed and each.where and each.why for each in left_out)
    figures = " ".join(figure for each in left_out for figure in each.printed)
    assert set(re.findall(r"\d+", figures)) == {"62", "57", "25", "13", "82", "51", "5", "15"}


# --- What is counted here -----------------------------------------------------------------------


def test_the_cases_are_counted_again_by_other_means(real):
    comparison = compare(real)
    tellers = [case["citation"].get("told_by") for case in cases()]
    by_row = {
        row.position: sum(teller in row.told_by for teller in tellers)
        for row in read_report().positions
    }
    group = sum(teller == "Group interview, referral and assessment team" for teller in tellers)
    individual = sum(by_row.values())

    assert comparison.cases == len(cases()) > 0
    assert {row.position: number for row, number in comparison.positions} == by_row
    assert (comparison.group, comparison.individual) == (group, individual)
    assert comparison.others == len(cases()) - group - individual
    assert here(comparison, "practitioners") == (individual + group, len(cases()))
    assert here(comparison, "individual") == (individual, len(cases()))
    assert here(comparison, "group") == (group, len(cases()))
    near = sum(by_row[row] for row in list(TABLE_4)[2:6])
    assert here(comparison, "forefront") == (near, individual)
    assert here(comparison, "social_workers") == (by_row["Front-line practitioners"], individual)
    senior = by_row["Quality assurance managers"] + by_row["Senior managers"]
    assert here(comparison, "senior") == (senior, individual)
    prevented = sum(case.get("outcome") == "prevented" for case in cases())
    assert here(comparison, "harm_prevented") == (prevented, len(cases()))


def test_cases_of_the_front_line_alone_are_counted_again_by_other_means(real):
    raw = read(PROJECT)
    levels = []
    for case in cases():
        above = {
            entry
            for link in case.get("factors") or []
            for entry in raw.above(raw.present(link["factor"]), link.get("scope"))
        }
        levels.append({each for each in above if raw.entries[each]["kind"] == "level"})

    alone = sum(of_case == {"front-line-factors"} for of_case in levels)
    assert here(compare(real), "front_line") == (alone, sum(bool(each) for each in levels))


def test_sections_and_who_noticed_are_counted_again_by_other_means(real):
    comparison = compare(real)
    sections = [case["citation"]["section"] for case in cases()]
    noticed = [(case.get("identified_by") or {}).get("where") for case in cases()]

    assert {row.section: number for row, number in comparison.sections} == {
        section: sections.count(section) for section in UNDER_THE_HEADING_CASE
    }
    assert comparison.other_sections == 0
    assert [number for _, number in comparison.noticed] == [
        noticed.count(where) for where in ("inside", "outside", None)
    ]


def test_only_cases_of_the_report_that_count_are_compared(tmp_path):
    library = library_of(
        tmp_path,
        told("Team leader"),
        told("Team leader", origin="illustrative", outcome="prevented"),
        {
            **told("Team leader"),
            "citation": {"reference": "Another report", "told_by": "Team leader"},
        },
        {},
    )

    comparison = compare(library)

    assert (comparison.cases, comparison.individual, comparison.others) == (1, 1, 0)


def test_a_teller_whom_the_table_does_not_have_is_told_apart(tmp_path):
    comparison = compare(library_of(tmp_path, told("Parent, group interview"), told(None)))

    assert (comparison.cases, comparison.individual, comparison.others) == (2, 0, 2)


def test_a_case_that_names_an_influence_without_a_level_is_of_no_level(tmp_path):
    library = library_of(
        tmp_path,
        told(None, factors=[factor("other")]),
        told(None, factors=[factor("workload"), factor("other")]),
    )

    assert here(compare(library), "front_line") == (1, 1)


# --- What the page says -------------------------------------------------------------------------


@pytest.mark.parametrize("part", [each for each in PARTS if each != "left-out"])
def test_a_reading_without_the_cases_compares_nothing(tmp_path, part):
    text = compare_report(library_of(tmp_path, {}), PAGE, part)

    assert "holds none of the cases" in text
    assert "<table" not in text
    assert not re.search(r"\d", text.replace("Report 6", ""))


def test_where_the_two_are_the_same_the_page_says_so(tmp_path):
    group = "Group interview, referral and assessment team"
    same = compare_report(library_of(tmp_path / "a", *[told(group)] * 4), PAGE, "figures")
    fewer = compare_report(library_of(tmp_path / "b", *[told(group)] * 3), PAGE, "figures")

    assert same.count("They do not: all of these are retold.") == 1
    assert "They do not" not in fewer
    assert "Not all that the group told is retold" in fewer


def test_a_part_that_does_not_exist_is_refused(real):
    with pytest.raises(ValueError, match="there is no part “tables”"):
        compare_report(real, PAGE, "tables")


def test_no_printed_figure_stands_where_ours_do(tmp_path):
    """With one case nothing of ours can be more than 1, whatever the report prints."""
    library = library_of(tmp_path, told("Team leader"))
    for part in ("positions", "figures", "sections"):
        text = compare_report(library, PAGE, part)
        ours = re.findall(r'class="[^"]*pb-ours"[^>]*>([^<]*)<', text)
        assert len(ours) > 5
        assert {int(number) for each in ours for number in re.findall(r"\d+", each)} <= {0, 1}
