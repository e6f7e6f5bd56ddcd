"""Every measure on Apache Spark, with several workers: it counts what DuckDB counts.

`make test-scale` runs this. It needs PySpark and Java, which `make test` does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from bench.national import vocabulary
from bench.spark import WORKERS, cluster, executors_at_work
from bench.volumes import write_volumes
from patternbook.measures import MEASURES, Measure, Numbers, Selection, run, select
from patternbook.measures.balance import BALANCE
from patternbook.measures.engine import arrow_table, from_parquet
from patternbook.measures.measure import Tables
from patternbook.tables.columns import TABLES
from patternbook.tables.rows import Tables as Rows
from patternbook.vocabulary import Setting
from tests.making import PROJECT
from tests.measures.comparing import counted, recounted
from tests.measures.recount import read, recount

EVERY = (*MEASURES, BALANCE)

pytestmark = [
    pytest.mark.scale,
    # PySpark 4 says at each start that it does not support pandas 3, which the lock keeps out.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Start the cluster once."""
    pytest.importorskip("pyspark", reason="make test-scale brings it")
    with cluster(small=True) as session:
        yield session


def tables_of(session: Any, folder: Path) -> Tables:
    """Return the tables in a folder of Parquet files, before Spark."""
    return from_parquet(ibis.pyspark.connect(session), folder)


def on_spark(tables: Tables) -> Numbers:
    """Count every measure, several at a time, since a cluster is mostly waiting."""

    def numbers(measure: Measure) -> Numbers:
        return run(tables, [measure])

    with ThreadPoolExecutor(WORKERS + 1) as several:
        found = list(several.map(numbers, EVERY))
    return {name: rows for each in found for name, rows in each.items()}


def on_duckdb(folder: Path, selection: Selection) -> Numbers:
    """Count every measure over the same files within this process."""
    connection = ibis.duckdb.connect()
    try:
        return run(select(from_parquet(connection, folder), selection), EVERY)
    finally:
        connection.disconnect()


def as_parquet(folder: Path, rows: Rows) -> Path:
    """Write the tables of a library as Parquet files into a folder, and return it."""
    folder.mkdir()
    for name, table in TABLES.items():
        pq.write_table(arrow_table(table, rows[name]), folder / f"{name}.parquet")
    return folder


def test_spark_counts_what_this_library_says_as_duckdb_and_other_means_do(session, tmp_path):
    folder = as_parquet(tmp_path / "real", vocabulary())

    found = on_spark(select(tables_of(session, folder), Selection()))

    assert found == on_duckdb(folder, Selection())
    assert counted(found) == recounted(recount(read(PROJECT)))


def test_spark_counts_a_selection_of_many_records_as_duckdb_does(session, tmp_path):
    folder = tmp_path / "many"
    write_volumes(folder, vocabulary(), reviews=60, near_misses=600)
    selection = Selection(setting=tuple(Setting)[:3], completed_from=2010)

    found = on_spark(select(tables_of(session, folder), selection))

    assert found == on_duckdb(folder, selection)
    assert all(found.values())


def test_several_workers_have_counted(session, tmp_path):
    folder = as_parquet(tmp_path / "real", vocabulary())
    run(select(tables_of(session, folder), Selection()), MEASURES[:1])

    assert executors_at_work(session) == WORKERS >= 2
