"""`make bench`: build a large library, and the same pages with plain MkDocs and Material.

The difference is what our hooks cost: reading, checking, evidence and pages. The builds take
turns, so that a machine that slows down slows both. What it prints is for people: nothing
here fails because something was slow.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from bench.generate import write_records  # noqa: E402
from patternbook.folders import Folders  # noqa: E402
from patternbook.library import load_library  # noqa: E402

SIZES = (500, 2000)
# How often the smallest library is built; the larger ones, which take minutes, are built once.
ROUNDS = 3
IGNORED = shutil.ignore_patterns("__pycache__")
AIMS = "Aims: ratio at most 1.10, growth from 500 to 2,000 at most 4.4, memory under 1,024 MiB."


@dataclass(frozen=True, slots=True)
class Run:
    """What one program took: seconds by the clock, seconds of computing, most memory in MiB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The medians for one size: our build, the plain one, and writing the pages alone."""

    library: Run
    plain: Run
    stage: Run


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure libraries of the sizes that were asked for, and print what they took."""
    parser = argparse.ArgumentParser(description="Measure how long large libraries take to build.")
    parser.add_argument("sizes", metavar="N", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="for the smallest N")
    chosen = parser.parse_args(arguments)
    sizes = sorted(set(chosen.sizes))
    results = {}
    for size in sizes:
        results[size] = measure(size, chosen.rounds if size == sizes[0] else 1)
        print(described(size, results[size]), flush=True)
    if len(sizes) > 1:
        first, last = results[sizes[0]].library, results[sizes[-1]].library
        print(
            f"Growth of the library from {sizes[0]:,} to {sizes[-1]:,} records: "
            f"{last.wall / first.wall:.2f} by the clock, {last.cpu / first.cpu:.2f} of computing."
        )
    print(AIMS)


def measure(size: int, rounds: int) -> Measured:
    """Build a library of this size and its plain twin in turns; return the medians."""
    with tempfile.TemporaryDirectory(prefix="patternbook-bench-") as scratch:
        library, plain = Path(scratch) / "library", Path(scratch) / "plain"
        make_library(library, size)
        stage = timed(["patternbook", "stage", "--root", ".", str(plain / "docs")], library)
        make_plain(plain, library)
        runs: list[tuple[Run, Run]] = []
        for number in range(1, rounds + 1):
            pair = timed_build(library), timed_build(plain)
            runs.append(pair)
            print(
                f"  {size:,} records, round {number}: "
                f"library {pair[0].wall:.1f} s, plain {pair[1].wall:.1f} s",
                flush=True,
            )
    return Measured(median([a for a, _ in runs]), median([b for _, b in runs]), stage)


def make_library(root: Path, size: int) -> None:
    """Copy the site without its records to this folder, and write generated records there."""
    for name in ("docs", "hooks", "macros", "patternbook"):
        shutil.copytree(PROJECT / name, root / name, ignore=IGNORED)
    shutil.rmtree(root / "docs/collations")  # they ask for records that are not here
    shutil.copy(PROJECT / "mkdocs.yml", root)
    # The numbers of generated records would be taken for those of persons.
    own = (PROJECT / "patternbook.yml").read_text(encoding="utf-8")
    own = own.replace("refuse_names: true", "refuse_names: false")
    (root / "patternbook.yml").write_text(own, encoding="utf-8")
    library, _ = load_library(Folders.at(root))
    size_of_records = write_records(root / "reviews" / "case-reviews", size, library.typology)
    print(f"{size:,} records of {size_of_records / size / 1000:.0f} KB each:", flush=True)


def make_plain(root: Path, library: Path) -> None:
    """Write a configuration like the library's, but without anything of ours that runs."""
    config: dict[str, Any] = yaml_load((library / "mkdocs.yml").read_text(encoding="utf-8"))
    config["plugins"] = ["search"]
    config["theme"]["custom_dir"] = str(library / config["theme"]["custom_dir"])
    for ours in ("hooks", "watch"):
        del config[ours]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def timed_build(root: Path) -> Run:
    """Build the site in this folder from nothing, and remove it."""
    run = timed(["mkdocs", "build"], root)
    shutil.rmtree(root / "site")
    return run


def timed(command: Sequence[str], folder: Path) -> Run:
    """Run a Python module in this folder; raise RuntimeError, with what it said, if it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{said.read()}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def median(runs: Sequence[Run]) -> Run:
    """Return the medians of time, and the most memory that any run took."""
    return Run(
        wall=statistics.median(run.wall for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        memory=max(run.memory for run in runs),
    )


def described(size: int, measured: Measured) -> str:
    """Return the table of one size."""
    rows = (
        ("a  library", measured.library),
        ("b  plain MkDocs and Material", measured.plain),
        ("   patternbook stage alone", measured.stage),
    )
    lines = [f"  {'':30}{'clock':>10}{'computing':>12}{'memory':>12}"]
    for name, run in rows:
        lines.append(f"  {name:30}{run.wall:>8.1f} s{run.cpu:>10.1f} s{run.memory:>8,.0f} MiB")
    a, b = measured.library, measured.plain
    lines.append(f"  {'ratio a/b':30}{a.wall / b.wall:>10.2f}{a.cpu / b.cpu:>12.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
