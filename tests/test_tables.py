"""The tables that a published library is told in: what each row says, and what gets into none."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from patternbook.library import RECORD_FOLDERS, load_library
from patternbook.model import Confirmation
from patternbook.publication import publish
from patternbook.settings import read_settings
from patternbook.tables import TABLES, Tables, Type, make_tables
from patternbook.vocabulary import Audience, Kind
from tests.examples import examples
from tests.making import (
    SIGNED,
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    load,
    near_miss,
    page,
    vocabulary,
    write,
)
from tests.site.canaries import PUBLIC, Canaries, record
from tests.tabled import DEBRIEF, NEAR_MISS, REVIEW, libraries, library_of


def rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table, each value by the name of its column."""
    return [dict(zip(TABLES[name].column_names, row, strict=True)) for row in tables[name]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of a review, a near miss from the literature and an invented debrief."""
    root = tmp_path_factory.mktemp("tables")
    return make_tables(library_of(root, REVIEW, NEAR_MISS, DEBRIEF))


def test_there_are_rows_of_every_table_that_is_described_and_of_no_other(tables):
    assert set(tables) == set(TABLES)


def test_a_record_says_the_same_in_its_row(tables):
    of = {row["record"]: row for row in rows(tables, "records")}

    assert list(of) == ["a-debrief", "a-near-miss", "a-review"]
    assert of["a-review"] == {
        "record": "a-review",
        "kind": "case-review",
        "title": "The second letter",
        "summary": "A letter waited.",
        "origin": "contributed",
        "counted": True,
        "shelf": "Records",
        "completed": 2024,
        "added": "2026-11",
        "reference": None,
        "trigger": "routine-practice",
        "team_independent": True,
        "family_involved": "partly",
        "outcome": None,
        "identified_by": None,
        "identified_where": None,
        "family_told": None,
        "family_heard": None,
        "children_or_families_heard": None,
    }
    shown = ("reference", "completed", "outcome", "identified_by", "identified_where")
    assert [of["a-near-miss"][name] for name in shown] == [
        *("A report, 2005.", 2005, "prevented", "Bus driver", "outside")
    ]
    assert (of["a-near-miss"]["family_told"], of["a-near-miss"]["family_heard"]) == (
        *("yes", "not-known"),
    )
    assert of["a-debrief"]["children_or_families_heard"] is True


def test_what_was_invented_is_there_and_says_that_it_does_not_count(tables):
    counted = {row["record"]: (row["origin"], row["counted"]) for row in rows(tables, "records")}

    assert counted == {
        "a-debrief": ("illustrative", False),
        "a-near-miss": ("literature", True),
        "a-review": ("contributed", True),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("settings", [("a-review", "early-help"), ("a-review", "out-of-hours")]),
        ("agencies", [("a-review", "school"), ("a-review", "police")]),
        (
            "participants",
            [
                ("a-review", 1, "Teacher", "school", "conversation"),
                ("a-review", 2, "Father", None, "written-account"),
            ],
        ),
        ("missing", [("a-review", 1, "GP", "She had left.")]),
        (
            "episodes",
            [
                (
                    *("a-review", "first", 1, "The letter waits", "Weeks 1 to 3", "problematic"),
                    *("It lay on a desk.", "It was the only one.", "Nobody could have known."),
                ),
                (
                    *("a-review", "second", 2, "Episode second", None, "mixed"),
                    *("What people did.", None, None),
                ),
            ],
        ),
        (
            "factor_links",
            [
                ("a-review", "first", 1, "workload", "hindered", None, "Too much of it."),
                (
                    "a-review",
                    "first",
                    2,
                    "supervision",
                    "helped",
                    None,
                    "It was there.",
                ),
                (
                    *("a-review", "second", 3, "supervision", "hindered", "inter-agency"),
                    "There was too much of it.",
                ),
            ],
        ),
        (
            "findings",
            [
                (
                    *("a-review", "a-finding", 1, "tunnel-vision", "unsafe", True, None),
                    *("What waits is forgotten.", "The letter was."),
                    *("Every team has such a desk.", "participants-say-wider"),
                    *("Three teams said so.", "The desk is still there."),
                    "The manager saw it otherwise.",
                ),
                (
                    *("a-review", "another", 2, "human-tool-operation", "constructive", False),
                    *("It belongs to another review.", "Statement of another."),
                    *(None,) * 6,
                ),
            ],
        ),
        (
            "finding_episodes",
            [("a-review", "a-finding", "first"), ("a-review", "a-finding", "second")],
        ),
        (
            "recommendations",
            [
                (
                    *("a-review", "a-tray", 1, "clear-cut", "local"),
                    *("Give every letter a tray.", "Head of service"),
                )
            ],
        ),
        ("recommendation_findings", [("a-review", "a-tray", "a-finding")]),
        (
            "responses",
            [
                ("a-review", "a-tray", 1, 2023, "accepted", None, None),
                ("a-review", "a-tray", 2, 2024, "done", "helped", "Two trays."),
            ],
        ),
    ],
)
def test_a_part_of_a_case_review_says_the_same_in_its_row(tables, name, expected):
    assert [row for row in tables[name] if row[0] == "a-review"] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("factor_links", [("a-near-miss", "", 1, "timing", "helped", None, "By luck.")]),
        ("pattern_links", [("a-near-miss", 1, "tunnel-vision", "unsafe", "One road only.")]),
        ("prevented_by", [("a-near-miss", 1, "chance", "The bus was late.")]),
        ("harm_grades", [("a-near-miss", "no-harm"), ("a-near-miss", "harm-false-positive")]),
    ],
)
def test_a_part_of_a_near_miss_says_the_same_in_its_row(tables, name, expected):
    assert [row for row in tables[name] if row[0] == "a-near-miss"] == expected


def test_a_part_of_a_debrief_says_the_same_in_its_row(tables):
    assert tables["went_well"] == [("a-debrief", 1, "We listened.", "There was time.")]
    assert tables["was_hard"] == [("a-debrief", 1, "The stairs.", "There were many.")]
    assert [row for row in tables["texts"] if row[0] == "a-debrief"] == [
        ("a-debrief", 1, "what_we_were_doing", "", "Visiting."),
        ("a-debrief", 2, "tell_others", "", "Knock twice."),
        ("a-debrief", 3, "children_and_families_said", "", "Come again."),
        ("a-debrief", 4, "narrative", "", "We went on foot."),
    ]
    assert tables["related"] == [("a-debrief", "a-near-miss")]


def test_what_has_no_column_of_its_own_is_told_with_the_name_of_its_field(tmp_path):
    review = case_review(
        questions=["Why then?"],
        team={"independent": True, "professions": ["social work"]},
        family={"involved": "no", "why_not": "They had moved."},
        episodes=[episode("first", breakdown=["The call was lost."])],
        findings=[finding("a-finding", questions_for_board=["Who answers?"])],
        body="## Teacher\n\nSource: record\n\nIt was late.\n\nGap: Nobody asked him.\n",
    )
    near = near_miss(
        what_happened="A letter waited.",
        could_have="A child would have waited.",
        learned={"by": "The team", "changed": "A second tray."},
        harm={"staff_view": "None.", "family_view": "Some."},
        family={"told": "yes", "heard": "yes", "how": "At the door."},
    )

    said = make_tables(library_of(tmp_path, review, near))["texts"]

    assert [row[1:] for row in said if row[0] == "a-review"] == [
        (1, "questions", "", "Why then?"),
        (2, "team.professions", "", "social work"),
        (3, "family.why_not", "", "They had moved."),
        (4, "episodes.breakdown", "first", "The call was lost."),
        (5, "findings.questions_for_board", "a-finding", "Who answers?"),
        (6, "narrative", "Teacher", "It was late."),
        (7, "narrative", "Teacher", "Nobody asked him."),
    ]
    assert [row[1:] for row in said if row[0] == "a-near-miss"] == [
        (1, "what_happened", "", "A letter waited."),
        (2, "could_have", "", "A child would have waited."),
        (3, "learned.by", "", "The team"),
        (4, "learned.changed", "", "A second tray."),
        (5, "harm.staff_view", "", "None."),
        (6, "harm.family_view", "", "Some."),
        (7, "family.how", "", "At the door."),
    ]


def test_what_was_withdrawn_is_listed_so_that_copies_of_it_can_be_deleted(tmp_path):
    gone = {
        "id": "gone",
        "kind": "debrief",
        "audience": "public",
        "withdrawn": {"role": "Board manager", "year": 2026},
    }

    library = library_of(tmp_path, **{"reviews/debriefs/gone.md": page(gone)})
    made = make_tables(library)

    assert made["withdrawn"] == [("gone", "debrief", 2026)]
    assert made["records"] == []
    # A board may have withdrawn the edition for the public first, and its own fuller one later.
    (last,) = library.tombstones
    first = last.model_copy(update={"withdrawn": Confirmation(role="Board manager", year=2025)})
    both = replace(library, tombstones=(last, first))
    assert make_tables(both)["withdrawn"] == [("gone", "debrief", 2025)]


def test_every_text_of_a_record_is_in_a_table_but_what_tells_of_no_case(tmp_path):
    canaries = Canaries()
    everybody = frozenset({PUBLIC})
    files: dict[str, str] = {}
    for kind in Kind:
        fields = record(kind, f"a-{kind}", everybody, canaries, kind)
        fields |= {"stage": "final", "audience": "public", "sign_off": SIGNED, "related": []}
        fields["internal"] = None
        files[f"reviews/{RECORD_FOLDERS[kind]}/a-{kind}.md"] = page(fields)
    library, _ = load(tmp_path, files)
    said = str(make_tables(publish(library, Audience.PUBLIC)))

    left_out = {
        place.partition(".")[2]
        for word, place in canaries.places.items()
        if word in "".join(files.values())
        and PUBLIC in canaries.wanted[word]
        and word not in said
        and "[board]" not in place
        and "[participants]" not in place
    }

    assert left_out == {"pseudonyms key", "pseudonyms value"}


def test_the_vocabulary_stands_in_its_own_order(tables):
    entries = rows(tables, "entries")

    assert [row["place"] for row in entries] == list(range(1, len(entries) + 1))
    assert [row["entry"] for row in entries[:3]] == [
        *("human-judgement-and-reasoning", "tunnel-vision", "drift-into-failure")
    ]
    assert entries[1]["parent"] == "human-judgement-and-reasoning"


def test_a_link_and_what_its_factor_stands_under_are_joined_by_entry_and_scope(tables):
    under = {
        (row["entry"], row["scope"], row["ancestor"]) for row in rows(tables, "entry_ancestors")
    }

    def types(entry_id: str, scope: str) -> set[str]:
        return {above for entry, at, above in under if (entry, at) == (entry_id, scope)}

    own = {"supervision", "own-team-factors", "front-line-factors"}
    assert types("supervision", "") == types("supervision", "own-team") == own
    assert types("supervision", "inter-agency") == {
        *("supervision", "inter-agency-factors", "front-line-factors")
    }
    for link in rows(tables, "factor_links"):
        assert (link["factor"], link["scope"] or "", link["factor"]) in under


def test_a_former_id_is_told_as_the_present_one_and_kept(tmp_path):
    files = {
        **vocabulary(),
        "docs/factors/workload.md": entry(
            id="workload", kind="factor", parent="conditions-of-work", former_ids=["load"]
        ),
        "docs/factors/timing.md": entry(
            id="timing",
            kind="factor",
            parent="conditions-of-work",
            status="retired",
            replaced_by="workload",
        ),
    }

    made = make_tables(library_of(tmp_path, near_miss(factors=[factor("load")]), **files))

    assert [row["factor"] for row in rows(made, "factor_links")] == ["workload"]
    assert made["former_ids"] == [("load", "workload")]
    retired = next(row for row in rows(made, "entries") if row["entry"] == "timing")
    assert (retired["status"], retired["replaced_by"]) == ("retired", "workload")


TYPES = {Type.TEXT: str, Type.INTEGER: int, Type.BOOLEAN: bool}


def assert_sound(made: Tables) -> None:
    """Hold that rows fit their columns, that keys tell them apart and that references lead on."""
    for name, table in TABLES.items():
        for row in made[name]:
            for column, value in zip(table.columns, row, strict=True):
                if value is None:
                    assert column.may_be_empty, (name, column.name)
                    continue
                assert type(value) is TYPES[column.type], (name, column.name, value)
                if column.terms is not None:
                    assert value in set(column.terms), (name, column.name, value)
        keys = [tuple(row[column] for column in table.key) for row in rows(made, name)]
        assert len(set(keys)) == len(keys), name
        for other in table.belongs_to:
            there = {tuple(row[its] for its in TABLES[other].key) for row in rows(made, other)}
            led_to = {tuple(row[its] for its in TABLES[other].key) for row in rows(made, name)}
            assert led_to <= there, (name, other)
        for column in table.columns:
            if column.refers_to is not None:
                other, its = column.refers_to
                there = {row[its] for row in rows(made, other)}
                assert {row[column.name] for row in rows(made, name)} - {None} <= there, name


def test_rows_fit_their_columns_and_lead_to_one_another(tables):
    assert_sound(tables)


# --- What the door holds back -------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(libraries())
def test_rows_for_the_public_hold_what_everybody_may_read_and_nothing_else(drawn):
    files, shown, hidden = drawn
    with tempfile.TemporaryDirectory() as folder:
        library, problems = load(Path(folder), files)
    assert {p.code for p in problems if p.severity == "fault"} <= {"leads-inside"}

    made = make_tables(publish(library, Audience.PUBLIC))

    said = str(made)
    assert {word for word in hidden if word in said} == set()
    assert {word for word in shown if word not in said} == set()
    assert_sound(made)


def test_the_name_of_a_boards_own_shelf_is_for_the_board_alone(tmp_path):
    write(
        tmp_path,
        {
            "patternbook.yml": (
                "audience: board\nshelves:\n"
                "  - {folder: reviews, name: Shared library, audience: public}\n"
                "  - {folder: northshire, name: Ours, audience: board}\n"
            ),
            "reviews/debriefs/shared.md": debrief("shared"),
            "northshire/debriefs/own.md": debrief("own"),
        },
    )
    _, folders = read_settings(tmp_path)
    library, _ = load_library(folders)

    public = make_tables(publish(library, Audience.PUBLIC))
    board = make_tables(publish(library, Audience.BOARD))

    assert [(row["record"], row["shelf"]) for row in rows(public, "records")] == [
        ("shared", "Shared library")
    ]
    assert [(row["record"], row["shelf"]) for row in rows(board, "records")] == [
        ("own", "Ours"),
        ("shared", "Shared library"),
    ]
    assert "northshire" not in str(board)
