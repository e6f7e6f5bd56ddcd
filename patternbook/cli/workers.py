"""Several processes for a large library, where the machine has several processors."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from patternbook.checks.each import Each
from patternbook.confidentiality import scan
from patternbook.language import suggestions

# With fewer records, starting the processes takes longer than they save.
MANY_RECORDS = 400
_AT_ONCE = 32  # texts handed to a process together
_AT_MOST = 4


@contextlib.contextmanager
def going_through(shelves: Iterable[Path]) -> Iterator[Each]:
    """Give a function like `map`, which uses several processes if these folders have many records.

    The processes get ready at once, so that the records can be read meanwhile.
    """
    processes = min(os.cpu_count() or 1, _AT_MOST)
    if processes < 2 or sum(1 for each in shelves for _ in each.glob("*/*")) < MANY_RECORDS:
        yield map
        return
    # A process that is begun anew holds nothing of this one, threads included.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        for _ in range(processes):
            pool.submit(get_ready)
        yield partial(pool.map, chunksize=_AT_ONCE)


def get_ready() -> None:
    """Read the lists and rules, which every process does for itself, before there is any text."""
    scan("")
    suggestions("The first words.")
