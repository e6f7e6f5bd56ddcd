"""`make bench-national`: every measure over as many records as a national system would hold.

Usage: python -m bench.national [--reviews N] [--near-misses N] [--without-spark]

100,000 reviews and a million near misses are made up as Parquet files. DuckDB counts them in a
process of its own, which may not need more than 2 GiB; then Apache Spark counts the same files with
the same measures, in a process of its own and two workers, and both must have counted the same.
Last, a collation of 2,000 reviews is counted after they were loaded, which the library aims to do
in under two seconds. It fails where the counts differ or where memory or time is above its limit.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.generate import write_records
from bench.spark import cluster, executors_at_work
from bench.volumes import write_volumes
from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.measures import MEASURES, Numbers, Selection, run, select
from patternbook.measures.engine import embedded, from_parquet
from patternbook.opening import open_library
from patternbook.publication import publish
from patternbook.tables.rows import Tables, make_tables
from patternbook.vocabulary import Audience

PROJECT = Path(__file__).parent.parent
REVIEWS, NEAR_MISSES = 100_000, 1_000_000
LIMIT = 2048
# What DuckDB may take for its own work; the rest is for Python and what comes back.
WORKING_MEMORY = "1200MB"
WORKER_MEMORY = 2048
COLLATED, SECONDS = 2_000, 2.0
ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True)
class Counted:
    """What one engine counted, what it took, and the most memory that its process had, in MiB.

    `processes` is how many took part in the counting.
    """

    engine: str
    seconds: dict[str, float]
    memory: float
    processes: int
    numbers: dict[str, list[dict[str, str | int | None]]]

    @property
    def total(self) -> float:
        """Return the seconds of all measures together."""
        return sum(self.seconds.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the records, let each engine count them, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--reviews", type=int, default=REVIEWS)
    parser.add_argument("--near-misses", type=int, default=NEAR_MISSES)
    parser.add_argument("--without-spark", action="store_true")
    parser.add_argument("--count", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.count:
        print(json.dumps(asdict(count(asked.count, asked.folder))))
        return
    with tempfile.TemporaryDirectory(prefix="patternbook-national-") as name:
        folder = Path(name)
        write_volumes(folder, vocabulary(), reviews=asked.reviews, near_misses=asked.near_misses)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
        print(f"{asked.reviews:,} reviews, {asked.near_misses:,} near misses: {size:,.0f} MiB")
        engines = ENGINES[:1] if asked.without_spark else ENGINES
        found = [in_a_process_of_its_own(engine, folder) for engine in engines]
    for line in told(found):
        print(line)
    faults = list(faults_of(found))
    seconds = collation()
    print(f"Collation of {COLLATED:,} reviews after loading: {seconds:.2f} s (aim: {SECONDS:.0f})")
    if seconds > SECONDS:
        faults.append("The collation takes longer than it should.")
    if faults:
        raise SystemExit("\n".join(faults))


def vocabulary() -> Tables:
    """Return the tables of this library, whose vocabulary the made-up records use."""
    return make_tables(open_library(Folders.at(PROJECT), Audience.PUBLIC).library)


def count(engine: str, folder: Path) -> Counted:
    """Count every measure over a folder of Parquet files on one engine, in this process."""
    import ibis

    if engine == "spark":
        with cluster(memory=WORKER_MEMORY) as session:
            numbers, seconds = _timed(ibis.pyspark.connect(session), folder)
            processes = executors_at_work(session)
    else:
        with tempfile.TemporaryDirectory() as room:
            connection = ibis.duckdb.connect(
                memory_limit=WORKING_MEMORY, temp_directory=room, preserve_insertion_order=False
            )
            numbers, seconds = _timed(connection, folder)
            connection.disconnect()
        processes = 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = {name: [dict(row) for row in found] for name, found in numbers.items()}
    return Counted(engine, seconds, memory, processes, rows)


def _timed(connection: object, folder: Path) -> tuple[Numbers, dict[str, float]]:
    """Return the numbers, and how many seconds each measure took."""
    tables = select(from_parquet(connection, folder), Selection())
    numbers: Numbers = {}
    seconds = {}
    for measure in MEASURES:
        begun = time.perf_counter()
        numbers |= run(tables, [measure])
        seconds[measure.name] = time.perf_counter() - begun
    return numbers, seconds


def in_a_process_of_its_own(engine: str, folder: Path) -> Counted:
    """Count in a process of which nothing else takes memory."""
    command = [sys.executable, "-m", "bench.national", "--count", engine, "--folder", str(folder)]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return Counted(**json.loads(ran.stdout))


def told(found: Sequence[Counted]) -> list[str]:
    """Return what was measured, in lines for people: ratios of times that one run took."""
    first = found[0]
    lines = [
        f"{each.engine}: {len(each.numbers)} measures, {each.total / first.total:.2f} times the "
        f"time of {first.engine}, {each.processes} process(es) counting"
        for each in found
    ]
    lines.append(f"Most memory of the process with {first.engine}: {first.memory:,.0f} MiB")
    heaviest = max(first.seconds, key=lambda name: first.seconds[name])
    share = first.seconds[heaviest] / first.total
    lines.append(f"Heaviest measure on {first.engine}: {heaviest}, {share:.0%} of the time")
    return lines


def faults_of(found: Sequence[Counted]) -> list[str]:
    """Return what is not as it should be: counts that differ, too much memory, idle workers."""
    first, *others = found
    faults = [
        f"{other.engine} counts otherwise than {first.engine}: {name}"
        for other in others
        for name in first.numbers
        if other.numbers[name] != first.numbers[name]
    ]
    if first.memory > LIMIT:
        faults.append(f"{first.engine} needed more than {LIMIT:,} MiB.")
    faults += [
        f"Fewer than two processes counted with {other.engine}."
        for other in others
        if other.processes < 2
    ]
    return faults


def collation(reviews: int = COLLATED) -> float:
    """Return how many seconds all measures of so many reviews take once these are in tables."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "docs").symlink_to(PROJECT / "docs")
        folders = Folders.at(root)
        write_records(root / "reviews/case-reviews", reviews, load_library(folders)[0].typology)
        published = publish(load_library(folders)[0], Audience.PUBLIC)
    gc.freeze()  # as a build does: the library stays, and is not to be walked time and again
    with embedded(make_tables(published)) as tables:
        begun = time.perf_counter()
        run(select(tables, Selection()))
        seconds = time.perf_counter() - begun
    gc.unfreeze()
    return seconds


if __name__ == "__main__":
    main()
