"""Several boards' files and a library put together: each record once, and no board told apart."""

from __future__ import annotations

from typing import Any

import pytest

from patternbook.problems import FaultsFound
from patternbook.sharing import Share, SharedFile, merge
from patternbook.tables import Tables
from patternbook.vocabulary import Audience
from tests.sharing.held import vocabulary_tables
from tests.sharing.test_reading import a_share, public_records

TABLES = vocabulary_tables()


def renamed(record: str) -> Tables:
    return {name: [(record, *row[1:]) for row in rows] for name, rows in public_records().items()}


def changed(table: str, place: int, value: Any) -> Tables:
    records = public_records()
    records[table] = [(*row[:place], value, *row[place + 1 :]) for row in records[table]]
    return records


def of(contributor: str, **fields: Any) -> SharedFile:
    """Return the file of a board that holds nine near misses, unless told, and no public record."""
    nothing: Tables = {name: [] for name in public_records()}
    filled = {"records": nothing, "held": {("kinds", "near-miss"): 9}, "kept": {}, **fields}
    return SharedFile(f"{contributor}.json", a_share(contributor=contributor, **filled))


def with_library(*records: Tables) -> Tables:
    return {
        name: [*rows, *(row for each in records for row in each.get(name, []))]
        for name, rows in TABLES.items()
    }


def refused(*files: SharedFile, tables: Tables = TABLES, audience: str = "board") -> list[str]:
    with pytest.raises(FaultsFound) as found:
        merge(tables, files, Audience(audience))
    return [f"{problem.code}: {problem.message}" for problem in found.value.problems]


THREE = (of("heron"), of("kestrel"), of("lapwing"))


def held(merged: Any) -> dict[tuple[str, ...], tuple[int, int | None, int]]:
    return {
        (each.table, *each.keys): (each.at_least, each.at_most, each.told_by)
        for each in merged.held
    }


def test_a_review_that_several_boards_and_the_library_have_counts_once():
    library = with_library(public_records())
    files = [of(name, records=public_records()) for name in ("heron", "kestrel", "lapwing")]

    merged = merge(library, files)

    assert [row[0] for row in merged.tables["records"]] == ["letter"]
    assert merged.contributed == ()
    assert merged.repeated == 3


def test_a_review_that_was_published_under_two_ids_counts_once():
    files = [
        of("heron", records=renamed("second")),
        of("kestrel", records=renamed("first")),
        of("lapwing"),
    ]

    merged = merge(TABLES, files)

    assert merged.contributed == ("first",)
    assert [row[0] for row in merged.tables["findings"]] == ["first"]
    assert merged.repeated == 1


def test_what_the_library_did_not_have_is_added_to_every_table_and_counts():
    merged = merge(TABLES, [of("heron", records=public_records()), of("kestrel"), of("lapwing")])

    (record,) = merged.tables["records"]
    assert merged.contributed == ("letter",)
    assert (record[0], "Contributed" in record, True in record) == ("letter", True, True)
    assert len(merged.tables["factor_links"]) == 1


def test_two_files_that_contradict_each_other_are_refused_with_what_differs():
    other = changed("responses", 4, "declined")
    files = [of("heron", records=public_records()), of("kestrel", records=other), of("lapwing")]

    (told,) = refused(*files)

    assert "records-contradict" in told
    assert "“letter”" in told
    assert "heron.json" in told
    assert "responses" in told


def test_a_file_that_contradicts_the_library_is_refused():
    (told,) = refused(
        of("heron", records=changed("records", 2, "Another title")),
        tables=with_library(public_records()),
    )

    assert "the library" in told
    assert "title" in told


def test_a_record_that_was_withdrawn_does_not_come_back():
    tables = with_library({"withdrawn": [("letter", "case-review", 2026)]})

    (told,) = refused(of("heron", records=public_records()), tables=tables)

    assert "was-withdrawn" in told


def test_of_one_board_the_newest_file_holds():
    older = SharedFile("old.json", a_share(contributor="heron", made="2025-11", as_of="2025-11"))

    merged = merge(TABLES, [older, *THREE])

    assert merged.contributors == 3
    assert merged.left_out == ("old.json",)
    assert merged.contributed == ()


def test_the_same_file_twice_counts_once():
    again = SharedFile("copy.json", THREE[0].share)

    merged = merge(TABLES, [*THREE, again])

    assert held(merged)["kinds", "near-miss"] == (27, 27, 3)
    assert merged.left_out == ("copy.json",)


def test_two_files_of_one_board_and_month_that_differ_are_refused():
    (told,) = refused(of("heron"), of("heron", held={("kinds", "near-miss"): 8}))

    assert "two-of-one-board" in told
    assert "the counts of held records differ" in told


@pytest.mark.parametrize("number", [1, 2])
def test_fewer_than_three_boards_are_not_told_to_the_public(number):
    (told,) = refused(*THREE[:number], audience="public")

    assert "too-few-boards" in told
    assert merge(TABLES, THREE[:number], Audience.BOARD).contributors == number


def test_without_a_file_there_is_nothing_to_merge():
    assert "no-share-file" in refused()[0]


def test_held_counts_are_added_up_as_the_least_and_the_most_there_can_be():
    files = [
        of("heron", held={("records",): 20, ("kinds", "near-miss"): 9}),
        of("kestrel", held={("records",): 12}),
        of("lapwing", held={("kinds", "near-miss"): 5}),
    ]

    told = held(merge(TABLES, files, Audience.BOARD))

    # Of the second board's twelve records any number may be near misses.
    assert told["kinds", "near-miss"] == (14, 9 + 12 + 5, 2)
    # The third board holds five at least.
    assert told["records",] == (37, None, 3)


def test_the_public_is_told_no_number_that_stands_for_fewer_than_three_boards():
    files = [of("heron", held={("kinds", "debrief"): 8}), of("kestrel"), of("lapwing")]

    told = held(merge(TABLES, files))

    assert ("kinds", "debrief") not in told
    assert ("kinds", "near-miss") not in told
    assert told["records",] == (26, None, 3)


def test_what_was_kept_from_an_earlier_file_counts_for_less_than_it_says():
    files = [of(name, kept={("kinds", "debrief"): 10}) for name in ("heron", "kestrel", "lapwing")]

    assert held(merge(TABLES, files))["kinds", "debrief"] == (18, 42, 3)


def test_nothing_in_what_is_merged_tells_one_board_from_another():
    merged = merge(TABLES, THREE)

    assert not any(name in repr(merged) for name in ("heron", "kestrel", "lapwing"))


def test_files_in_another_order_give_the_same():
    files = [of("heron", records=renamed("b")), of("kestrel", records=renamed("a")), THREE[2]]

    assert merge(TABLES, files) == merge(TABLES, files[::-1])


def test_a_share_of_an_empty_copy_is_merged_as_any_other():
    empty: Share = of("plover", held={}).share

    merged = merge(TABLES, [*THREE, SharedFile("plover.json", empty)])

    assert held(merged)["kinds", "near-miss"] == (27, None, 3)
