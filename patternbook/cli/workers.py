"""Several processes for a large library, where the machine has several processors."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from patternbook.checks.each import Each

# With fewer records, starting the processes takes longer than they save.
MANY_RECORDS = 400
_AT_ONCE = 32  # texts handed to a process together


@contextlib.contextmanager
def going_through(records: int) -> Iterator[Each]:
    """Give a function like `map` that uses several processes if there are so many records."""
    processes = os.cpu_count() or 1
    if records < MANY_RECORDS or processes < 2:
        yield map
        return
    # A process that is begun anew holds nothing of this one, threads included.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, 4), mp_context=context) as pool:
        yield partial(pool.map, chunksize=_AT_ONCE)
