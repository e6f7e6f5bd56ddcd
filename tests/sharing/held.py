"""Held records for tests, as rows of tables: what a record needs to count, and no word more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from patternbook.publication import publish
from patternbook.sharing import Cell
from patternbook.sharing.cells import cells_of, count_held
from patternbook.sharing.shares import full_row
from patternbook.tables import TABLES, Tables, make_tables
from patternbook.vocabulary import Kind, Setting
from tests.making import load


@dataclass(frozen=True)
class Held:
    """A held record: its kind, its settings, and what it names with which influence.

    A recommendation is its kind, its level and the newest response, or None.
    """

    kind: Kind = Kind.NEAR_MISS
    settings: tuple[Setting, ...] = (Setting.EARLY_HELP,)
    factors: tuple[tuple[str, str | None, str], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    recommendations: tuple[tuple[str, str, str | None], ...] = ()


@lru_cache(maxsize=1)
def vocabulary_tables() -> Tables:
    """Return the tables of a library that has the small vocabulary and no record."""
    with TemporaryDirectory() as folder:
        library, _ = load(Path(folder), {})
    return make_tables(publish(library, "public"))


def tables_of(records: Iterable[Held]) -> Tables:
    """Return the tables of a library with these records."""
    tables: Tables = {name: list(rows) for name, rows in vocabulary_tables().items()}
    for number, record in enumerate(records):
        _add(tables, f"record-{number}", record)
    return tables


def counts_of(records: Iterable[Held]) -> dict[Cell, int]:
    """Return all counts of these records."""
    tables = tables_of(records)
    return count_held(tables, {str(row[0]) for row in tables["records"]}, cells_of(tables))


def _add(tables: Tables, record: str, held: Held) -> None:
    def add(table: str, number: int, **fields: str | int | None) -> None:
        assert set(fields) <= set(TABLES[table].column_names)
        tables[table].append(full_row(table, {"record": record, "number": number, **fields}))

    add("records", 0, kind=held.kind.value)
    for setting in held.settings:
        add("settings", 0, setting=setting.value)
    for number, (factor, scope, influence) in enumerate(held.factors, start=1):
        add("factor_links", number, episode="", factor=factor, scope=scope, influence=influence)
    for number, (pattern, influence) in enumerate(held.patterns, start=1):
        named = {"pattern": pattern, "influence": influence}
        if held.kind is Kind.NEAR_MISS:
            add("pattern_links", number, **named)
        elif held.kind is Kind.CASE_REVIEW:
            add("findings", number, finding=f"finding-{number}", **named)
    reviews = held.recommendations if held.kind is Kind.CASE_REVIEW else ()
    for number, (kind, level, status) in enumerate(reviews, start=1):
        each = f"recommendation-{number}"
        add("recommendations", number, recommendation=each, kind=kind, level=level)
        if status is not None:
            add("responses", 1, recommendation=each, year=2025, status=status)
