"""The mirror: what a library tells and leaves out, and the lean that is named from the figures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.measures import Selection, run, select
from patternbook.measures.balance import BALANCE
from patternbook.measures.engine import embedded
from patternbook.mirror import hold_mirror, most
from patternbook.opening import open_library
from patternbook.pages.balance import ROWS, balance_pages
from patternbook.pages.leanings import Leaning, leanings
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.tables.rows import make_tables
from patternbook.vocabulary import Answer, Audience, Grade, Outcome, PreventedBy, Term, Whereabouts
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    load,
    near_miss,
    recommendation,
    vocabulary,
    write,
)
from tests.measures.generating import libraries
from tests.measures.rebalance import in_numbers, rebalance
from tests.measures.recount import read

REPORT = {"reference": "A report on near misses"}
LOCAL = [
    ("local-level", "level", None),
    ("local-type", "factor-type", "local-level"),
    ("local-budgets", "factor", "local-type"),
]
FOLDERS = {"case-review": "case-reviews", "near-miss": "near-misses", "debrief": "debriefs"}


def files_of(*records: str) -> dict[str, str]:
    """Return the files of a library of these records, in which factors have two levels."""
    files = vocabulary()
    for n, (entry_id, kind, parent) in enumerate(LOCAL, 50):
        fields: dict[str, Any] = {"id": entry_id, "kind": kind, "order": n}
        fields |= {"title": entry_id.title()}
        files[f"docs/factors/{entry_id}.md"] = entry(
            **fields, **({"parent": parent} if parent else {})
        )
    for text in records:
        kind = next(kind for kind in FOLDERS if f"kind: {kind}\n" in text)
        name = text.split("id: ")[1].split("\n")[0]
        files[f"reviews/{FOLDERS[kind]}/{name}.md"] = text
    return files


def library_of(root: Path, *records: str) -> PublishedLibrary:
    """Return the public part of a library of these records."""
    library, problems = load(root, files_of(*records))
    assert [each for each in problems if each.severity == "fault"] == []
    return publish(library, "public")


def leans(library: PublishedLibrary) -> dict[str, Leaning]:
    """Return what is said of each axis, by its title."""
    found = {each.title: each for each in leanings(hold_mirror(library), library.typology)}
    assert len(found) == 14
    return found


def page_of(library: PublishedLibrary) -> str:
    """Return the Markdown of the page."""
    (page,) = balance_pages(library)
    return page.markdown


def counted(library: PublishedLibrary) -> dict[tuple[str, str | None], tuple[int, int]]:
    """Return what the engine counts, as `in_numbers` does."""
    with embedded(make_tables(library)) as tables:
        (rows,) = run(select(tables, Selection()), [BALANCE]).values()
    return {(row["aspect"], row["value"]): (row["things"], row["asked"]) for row in rows}


# Two libraries of the same size, each the opposite of the other.
def tragic(n: int) -> list[str]:
    """Return records of grave failures at the front line, told without the family."""
    return [
        case_review(
            f"review-{n}",
            origin="literature",
            citation=REPORT,
            trigger="serious-incident",
            family={"involved": "no"},
            episodes=[episode(practice="problematic", factors=[factor("workload")])],
            findings=[finding(episodes=["first"])],
            recommendations=[recommendation(level="front-line")],
        ),
        near_miss(
            f"missed-{n}",
            origin="literature",
            citation=REPORT,
            identified_by={"role": "Mother", "where": "outside"},
            prevented_by=[{"by": "chance", "how": "By luck."}],
            harm={"grades": ["harm-false-negative"]},
            family={"told": "no", "heard": "no"},
        ),
    ]


def everyday(n: int) -> list[str]:
    """Return records of good and ordinary work, told with the family."""
    return [
        case_review(
            f"review-{n}",
            trigger="good-practice",
            family={"involved": "partly"},
            episodes=[episode(practice="good", factors=[factor("local-budgets", "helped")])],
            findings=[finding(influence="constructive", episodes=["first"])],
            recommendations=[recommendation(level="national")],
        ),
        debrief(f"debrief-{n}", factors=[factor("local-budgets", "helped")]),
        debrief(f"another-{n}", children_and_families_said="They liked it."),
        near_miss(
            f"missed-{n}",
            factors=[],
            identified_by={"role": "Team manager", "where": "inside"},
            prevented_by=[{"by": "designed-safeguard", "how": "The alarm went."}],
            harm={"grades": ["harm-false-positive", "no-harm"]},
            family={"told": "yes", "heard": "yes"},
        ),
    ]


def test_opposite_libraries_are_told_in_opposite_sentences(tmp_path):
    one = leans(library_of(tmp_path / "one", *(r for n in range(6) for r in tragic(n))))
    other = leans(library_of(tmp_path / "other", *(r for n in range(6) for r in everyday(n))))

    assert {title: each.side for title, each in one.items()} == {
        "Where records come from": "from the literature",
        "One source or many": "one source",
        "Routine, good and tragic cases": None,  # as many are near misses
        "Good practice and problematic practice": "problematic practice",
        "What helped and what hindered": "hindered",
        "Patterns that kept people safe, and unsafe ones": "unsafe",
        "Where in the system factors arise": "front-line factors",
        "Where recommendations are to work": "front line",
        "Danger overlooked, and danger seen where there was none": "harm: danger was not seen",
        "Who noticed": "outside the agency",
        "What prevented harm": "chance",
        "Families in reviews": "took no part",
        "Families after near misses": "not heard",
        "What no record shows": None,
    }
    assert {title: each.side for title, each in other.items()} == {
        "Where records come from": "contributed",
        "One source or many": None,
        "Routine, good and tragic cases": "routine, good or new work",
        "Good practice and problematic practice": "good practice",
        "What helped and what hindered": "helped",
        "Patterns that kept people safe, and unsafe ones": "constructive",
        "Where in the system factors arise": "local-level",
        "Where recommendations are to work": "national",
        "Danger overlooked, and danger seen where there was none": (
            "harm: danger was seen where there was none"
        ),
        "Who noticed": "inside the agency",
        "What prevented harm": "a safeguard that was designed in",
        "Families in reviews": "took part, or did in part",
        "Families after near misses": "heard, or in part",
        "What no record shows": None,
    }


def test_how_much_of_the_vocabulary_has_evidence_is_told_either_way(tmp_path):
    names = ["workload", "timing", "supervision", "information-sharing", "local-budgets"]
    shown = [
        {"pattern": each, "influence": "unsafe", "how": "So."}
        for each in ("tunnel-vision", "drift-into-failure", "human-tool-operation")
    ]
    full = near_miss(factors=[factor(name) for name in names], patterns=shown)
    title = "What no record shows"

    bare = leans(library_of(tmp_path / "bare", near_miss(factors=[])))[title]
    rich = leans(library_of(tmp_path / "rich", full))[title]

    assert bare.sentence.startswith("Most of the vocabulary is still without evidence: 9 of 9 ")
    assert rich.sentence.startswith("Most of the vocabulary has evidence: 0 of 9 ")


def test_a_sentence_has_its_numbers_and_how_many_do_not_say(tmp_path):
    noticed = [
        near_miss(f"a-{n}", identified_by={"role": "Nurse", "where": "outside"}) for n in range(5)
    ]
    inside = near_miss("b", identified_by={"role": "Social worker", "where": "inside"})
    found = leans(library_of(tmp_path, *noticed, inside, near_miss("c"), near_miss("d")))

    assert found["Who noticed"].sentence == (
        "Most near misses were noticed outside the agency concerned: 5 of 6. 2 of 8 do not say."
    )


def test_two_thirds_are_not_most_and_neither_side_is_named(tmp_path):
    records = [
        near_miss(f"a-{n}", identified_by={"role": "Nurse", "where": "outside"}) for n in range(4)
    ]
    records += [
        near_miss(f"b-{n}", identified_by={"role": "Doctor", "where": "inside"}) for n in range(2)
    ]
    lean = leans(library_of(tmp_path, *records))["Who noticed"]

    assert lean.side is None
    assert lean.sentence == (
        "No side has most of them. Of 6 near misses that say who noticed: "
        "inside the agency 2; outside the agency 4."
    )


def test_of_few_nobody_says_that_they_lean(tmp_path):
    records = [near_miss(f"a-{n}", harm={"grades": ["no-harm"]}) for n in range(4)]
    found = leans(library_of(tmp_path, *records, near_miss("b")))

    grades = found["Danger overlooked, and danger seen where there was none"]
    assert grades.sentence == "Too few to speak of a lean: 4 of 5 say so."
    assert found["Where recommendations are to work"].sentence == "There are none here to ask."
    assert found["Families in reviews"].side is None


@pytest.mark.parametrize(
    ("numbers", "known", "place"),
    [
        ([4, 0], 4, None),
        ([5, 0], 5, 0),
        ([1, 5], 6, 1),
        ([4, 2], 6, None),
        ([6, 6], 6, None),  # several may hold
        ([], 9, None),
    ],
)
def test_most_is_more_than_two_thirds_of_at_least_five(numbers, known, place):
    assert most(numbers, known) == place


def test_illustrations_are_in_no_figure(tmp_path):
    noticed: dict[str, Any] = {"identified_by": {"role": "Xylographer", "where": "inside"}}
    invented = near_miss("invented", origin="illustrative", **noticed)
    library = library_of(tmp_path, near_miss("real"), invented)

    page = page_of(library)

    assert "1 record counts here; 1 invented one is shown elsewhere" in page
    assert "(near misses: 1)" in page
    assert "Xylographer" not in page


@pytest.mark.parametrize("records", [[], [near_miss("invented", origin="illustrative")]])
def test_where_nothing_counts_the_page_says_so_and_keeps_what_is_known_of_the_sources(
    tmp_path, records
):
    page = page_of(library_of(tmp_path, *records))

    assert "No record counts here yet" in page
    assert ("1 invented example teaches the method" in page) is bool(records)
    assert "<table" not in page
    assert "Which way it leans" not in page
    assert "What the sources say of their own lean" in page


def test_without_the_packages_that_count_the_page_says_how_to_get_them(tmp_path, monkeypatch):
    library = library_of(tmp_path, near_miss())
    monkeypatch.setitem(sys.modules, "ibis", None)

    page = page_of(library)

    assert "make setup-site" in page
    assert "<table" not in page
    assert "What the sources say of their own lean" in page


def test_each_audience_gets_the_mirror_of_what_it_may_see(tmp_path):
    library, _ = load(
        tmp_path,
        files_of(near_miss("open"), near_miss("kept", audience="board"), case_review("review")),
    )
    read_by = (
        Reader(Audience.PUBLIC),
        Reader(Audience.BOARD),
        Reader(Audience.PARTICIPANTS, "review"),
    )
    pages = [list(balance_pages(publish(library, reader))) for reader in read_by]

    assert [len(each) for each in pages] == [1, 1, 0]
    assert "2 records count here" in pages[0][0].markdown
    assert "3 records count here" in pages[1][0].markdown


def test_what_is_not_said_has_a_row_of_its_own_and_no_row_has_its_place_by_number(tmp_path):
    by = ["chance", "chance", "individual-vigilance"]
    records = [
        near_miss(f"a-{n}", prevented_by=[{"by": each, "how": "So."}]) for n, each in enumerate(by)
    ]
    page = page_of(library_of(tmp_path, *records, near_miss("silent")))

    table = page.split('id="figures-prevented-by"')[1].split("</table>")[0]
    rows = [row.split("</td>")[0] for row in table.split("<tr")[2:]]
    assert [row.rpartition(">")[2].strip() for row in rows] == [
        *("1 of 4", "0 of 4", "0 of 4", "0 of 4", "2 of 4", "1 of 4")
    ]
    assert "Not said" in rows[-1]


def test_grades_are_given_no_bars_and_several_may_hold(tmp_path):
    both = near_miss("both", harm={"grades": ["harm-false-negative", "harm-false-positive"]})
    page = page_of(library_of(tmp_path, both, near_miss("none")))

    table = page.split('id="figures-grade"')[1].split("</table>")[0]
    assert "<svg" not in table
    assert table.count("1 of 2</td>") == 3
    assert "No grade given" in table


def test_roles_stand_by_the_alphabet_as_they_are_written_and_cannot_fill_the_page(tmp_path):
    records = [
        near_miss(f"a-{n}", identified_by={"role": f"Role <b>{n:03}</b>", "where": "inside"})
        for n in range(ROWS + 3)
    ]
    page = page_of(library_of(tmp_path, *reversed(records)))

    table = page.split('id="figures-noticed-by"')[1].split("</table>")[0]
    assert "<b>" not in table
    assert table.count("Role ") == ROWS
    assert table.index("000") < table.index("001") < table.index("039")
    assert "There is no room for 3 more" in page


def test_missing_views_stand_by_the_alphabet_whatever_their_number(tmp_path):
    missed = {"why": "They had moved."}
    records = [
        case_review(f"a-{n}", missing=[{"role": "Young person", **missed}]) for n in range(2)
    ]
    records.append(case_review("b", missing=[{"role": "GP", **missed}]))
    page = page_of(library_of(tmp_path, *records, case_review("c")))

    assert page.index("GP: 1 of 4 reviews") < page.index("Young person: 2 of 4 reviews")
    assert "3 of 4</td>" in page.split('id="figures-missing"')[1]


# --- By other means -----------------------------------------------------------------------------


def test_every_answer_in_this_library_is_the_same_by_other_means():
    library = open_library(Folders.at(PROJECT), "public").library

    assert counted(library) == in_numbers(rebalance(read(PROJECT)))


def _word(words: type[Term]) -> st.SearchStrategy[str]:
    return st.sampled_from([word.value for word in words])


@st.composite
def near_misses(draw: st.DrawFn) -> dict[str, str]:
    """Return near misses that say much or little of what the mirror asks."""
    files = {}
    for n in range(draw(st.integers(0, 6))):
        said: dict[str, Any] = {
            "outcome": draw(_word(Outcome)),
            "prevented_by": [
                {"by": by, "how": "So."} for by in draw(st.lists(_word(PreventedBy), max_size=3))
            ],
            "harm": {"grades": draw(st.lists(_word(Grade), max_size=3))},
            "factors": draw(st.sampled_from([[], [factor("other")]])),
        }
        if draw(st.booleans()):
            role = draw(st.sampled_from(["Nurse", "nurse", "Social worker"]))
            said["identified_by"] = {"role": role, "where": draw(_word(Whereabouts))}
            said["family"] = {"told": draw(_word(Answer)), "heard": draw(_word(Answer))}
        if draw(st.booleans()):
            said |= {"origin": "literature", "citation": REPORT, "outcome": None}
        files[f"reviews/near-misses/told-{n}.md"] = near_miss(f"told-{n}", **said)
    return files


@hypothesis.settings(max_examples=8)
@hypothesis.given(libraries(), near_misses())
def test_every_answer_in_any_library_is_the_same_by_other_means(files, more):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        library, problems = load_library(write(root, {**files, **more}))
        assert problems == []
        again = in_numbers(rebalance(read(root)))

    assert counted(publish(library, "public")) == again
