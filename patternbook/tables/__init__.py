"""A published library as tidy tables, the ground on which counts and data files stand.

1. `columns` says which tables there are, and what each column means,
2. `rows` takes them from a published library.
"""

from __future__ import annotations

from patternbook.tables.columns import TABLES, Column, Table, Type
from patternbook.tables.rows import Row, Tables, Value, make_tables

__all__ = ["TABLES", "Column", "Row", "Table", "Tables", "Type", "Value", "make_tables"]
