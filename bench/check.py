"""How fast a large library is checked, and how much memory that takes.

Usage: python -m bench.check [RECORDS]

The library's own records are copied under new ids, in the proportions that they have here, until
there are so many (2,000 unless told). Then `patternbook check` reads all of them, as it would for
anybody, and once the same records ten times fewer, so that what starting takes can be told apart.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import count, islice
from pathlib import Path

PROJECT = Path(__file__).parent.parent
RECORDS = 2_000
LONGEST_STEM = 70


def make_library(root: Path, records: int) -> int:
    """Fill a folder with the documentation and so many records; return their size in bytes."""
    shutil.copytree(PROJECT / "docs", root / "docs")
    originals = sorted((PROJECT / "reviews").glob("*/*.md"))
    copies = ((number, original) for number in count() for original in originals)
    size = 0
    for number, original in islice(copies, records):
        letters = "".join(chr(ord("a") + int(figure)) for figure in str(number))
        stem = f"{original.stem[:LONGEST_STEM].rstrip('-')}-{letters}"
        text = original.read_text("utf-8")
        text = re.sub(r"^id: .*$", f"id: {stem}", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^related:.*\n(?:  - .*\n)*", "", text, flags=re.MULTILINE)
        target = root / "reviews" / original.parent.name / f"{stem}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        size += len(text.encode())
    return size


def timed(root: Path) -> float:
    """Return how many seconds a check of this library takes."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "patternbook", "check", "--root", str(root), "--quiet"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode == 2:
        raise SystemExit(ran.stderr)
    return time.perf_counter() - begun


def main(records: int) -> None:
    """Measure, and print what was found."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        make_library(few, records // 10)
        size = make_library(many, records)
        short, long = timed(few), timed(many)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    rate = (records - records // 10) / (long - short)
    print(f"{records:,} records, {size / records / 1024:.1f} KB each on average")
    print(
        f"{long:.1f} s; {short:.1f} s for a tenth of them; {rate:.0f} records a second after start"
    )
    print(f"Largest process: {largest} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
