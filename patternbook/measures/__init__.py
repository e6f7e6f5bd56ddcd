"""What a library says together, counted: each measure written once, for any engine.

1. `Selection` says which records are meant, and `select` limits the tables to them. What does not
   count as evidence is never among them.
2. `MEASURES` are the counts, each a query over the tables of `patternbook.tables`, written with
   Ibis. Ibis turns it into the words of the engine at hand, so that one and the same measure counts
   on DuckDB within this process and on Apache Spark over many machines.
3. `engine` brings rows, or a folder of Parquet files, before an engine; `run` counts.

A measure counts different things and never adds up: what has two factors of one type is one
episode with that type. It gives numbers only, in the order of ids and of the vocabulary, and never
by how large they are: whether much or little is told of a thing ranks nothing. Each count names
its denominator.

This module and all but `engine` are imported without Ibis, which an extra brings.
"""

from __future__ import annotations

from patternbook.measures.asking import Behind, Numbers, Row, records_behind, run
from patternbook.measures.every import MEASURES
from patternbook.measures.measure import ALWAYS, Count, Key, Margin, Measure
from patternbook.measures.selection import Selection, select

__all__ = [
    "ALWAYS",
    "MEASURES",
    "Behind",
    "Count",
    "Key",
    "Margin",
    "Measure",
    "Numbers",
    "Row",
    "Selection",
    "records_behind",
    "run",
    "select",
]
