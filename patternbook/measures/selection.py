"""Which records are meant: a selection, and the tables limited to it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from patternbook.measures.facts import patterns_named
from patternbook.measures.measure import Tables
from patternbook.vocabulary import Agency, Kind, Origin, Setting, Trigger

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are meant. A field that is left empty asks for nothing.

    What stands within one field are alternatives; all fields hold together. `patterns` are present
    ids of patterns or recurrent issues: a record is meant that names one of them, or an issue
    under it. `completed_from` and `completed_to` are years, both included; a record that does not
    say its year is not meant once either is given.
    """

    kind: tuple[Kind, ...] = ()
    setting: tuple[Setting, ...] = ()
    agencies: tuple[Agency, ...] = ()
    completed_from: int | None = None
    completed_to: int | None = None
    patterns: tuple[str, ...] = ()
    trigger: tuple[Trigger, ...] = ()
    shelf: tuple[str, ...] = ()
    origin: tuple[Origin, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Return whether it asks for nothing, so that all records that count are meant."""
        return all(getattr(self, field.name) in {None, ()} for field in fields(self))


def select(tables: Tables, selection: Selection) -> dict[str, Table]:
    """Return the tables with the rows of those records only that are meant and that count.

    The tables of the vocabulary stay whole.
    """
    meant = _records(tables, selection)
    ids = meant.select("record")
    return {
        **{
            name: table.semi_join(ids, "record") if "record" in table.columns else table
            for name, table in tables.items()
        },
        "records": meant,
    }


def _records(tables: Tables, selection: Selection) -> Table:
    """Return the rows of the records that are meant and that count."""
    records = tables["records"]
    records = records.filter(records.counted)
    for column in ("kind", "trigger", "shelf", "origin"):
        if wanted := getattr(selection, column):
            records = records.filter(records[column].isin(_texts(wanted)))
    if selection.completed_from is not None:
        records = records.filter(records.completed >= selection.completed_from)
    if selection.completed_to is not None:
        records = records.filter(records.completed <= selection.completed_to)
    for table, column, wanted in (
        (tables["settings"], "setting", selection.setting),
        (tables["agencies"], "agency", selection.agencies),
    ):
        if wanted:
            records = _in(records, table.filter(table[column].isin(_texts(wanted))))
    if selection.patterns:
        named = patterns_named(tables)
        records = _in(records, named.filter(named.entry.isin(_texts(selection.patterns))))
    return records


def _in(records: Table, rows: Table) -> Table:
    return records.semi_join(rows.select("record"), "record")


def _texts(words: tuple[str, ...]) -> list[str]:
    return [str(word) for word in words]
