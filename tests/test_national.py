"""The benchmark of national volumes, on a small one: what it makes, and what it finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench.national import Counted, collation, count, faults_of, told, vocabulary
from bench.volumes import EPISODES, write_volumes
from patternbook.tables.columns import TABLES

REVIEWS, NEAR_MISSES = 150, 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small volume once."""
    folder = tmp_path_factory.mktemp("national")
    write_volumes(folder, vocabulary(), reviews=REVIEWS, near_misses=NEAR_MISSES)
    return folder


@pytest.fixture(scope="module")
def counted(folder: Path) -> Counted:
    """Count it once as the benchmark does."""
    return count("duckdb", folder)


def column(folder: Path, table: str, name: str) -> list[str]:
    """Return a column of a table."""
    values: list[str] = pq.read_table(folder / f"{table}.parquet")[name].to_pylist()
    return values


def test_there_are_as_many_records_as_were_asked_for(folder, counted):
    (selected,) = counted.numbers["selected"]

    assert (selected["case_reviews"], selected["near_misses"]) == (REVIEWS, NEAR_MISSES)
    assert len(set(column(folder, "records", "record"))) == REVIEWS + NEAR_MISSES
    assert abs(int(selected["episodes"] or 0) / REVIEWS - EPISODES) < 1


def test_no_two_rows_have_the_same_key_and_every_row_leads_somewhere(folder):
    for name, table in TABLES.items():
        rows = pq.read_table(folder / f"{name}.parquet")
        keys = list(zip(*(rows[column].to_pylist() for column in table.key), strict=True))
        assert len(set(keys)) == len(keys), name
        for each in table.columns:
            assert each.may_be_empty or rows[each.name].null_count == 0, (name, each.name)
            if each.refers_to is not None and len(rows):
                there = set(column(folder, *each.refers_to))
                assert set(rows[each.name].to_pylist()) - {None} <= there, (name, each.name)
    cited = pq.read_table(folder / "finding_episodes.parquet").to_pylist()
    episodes = zip(
        column(folder, "episodes", "record"), column(folder, "episodes", "episode"), strict=True
    )
    assert {(row["record"], row["episode"]) for row in cited} <= set(episodes)


def test_a_few_factors_are_named_often_and_most_seldom(folder):
    factors = column(folder, "factor_links", "factor")
    often = sorted(map(factors.count, set(factors)), reverse=True)

    assert often[0] > 5 * often[len(often) // 2]


def test_the_same_volume_is_made_each_time(folder, tmp_path):
    write_volumes(tmp_path, vocabulary(), reviews=REVIEWS, near_misses=NEAR_MISSES)

    for file in folder.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_every_measure_is_counted_and_what_that_took_is_told(counted):
    assert all(counted.numbers.values())
    assert counted.seconds.keys() == counted.numbers.keys()
    assert "MiB" in "\n".join(told([counted]))
    assert faults_of([counted]) == []


def test_it_says_what_is_not_as_it_should_be(counted):
    numbers = {**counted.numbers, "answers": []}
    other = replace(counted, engine="spark", numbers=numbers, processes=1)

    faults = faults_of([replace(counted, memory=3000.0), other])

    assert faults == [
        "spark counts otherwise than duckdb: answers",
        "duckdb needed more than 2,048 MiB.",
        "Fewer than two processes counted with spark.",
    ]


def test_a_collation_is_counted_once_its_reviews_are_loaded():
    assert collation(3) > 0
