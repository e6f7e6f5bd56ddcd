"""Engines: rows in memory, or a folder of Parquet files, as tables that measures can count over.

DuckDB counts within this process and needs no server. Any other engine that Ibis speaks to, such
as Apache Spark, reads the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patternbook.measures.measure import Tables
from patternbook.tables.columns import TABLES, Table, Type

if TYPE_CHECKING:
    import pyarrow
    from ibis import BaseBackend

_HOW_TO = (
    "Nothing can be counted here: the Python package {missing} is missing. It belongs to what "
    "“make setup-site” installs. Elsewhere: "
    "python -m pip install 'ibis-framework[duckdb]' pyarrow 'pandas<3'"
)
# Nothing that is counted may lead DuckDB to a file, to the network or to code of others.
_SHUT_IN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


# Words that nothing is counted by, and that are more than all other rows together.
_NOT_COUNTED = frozenset({"texts"})
_BROUGHT = "brought"


class NoEngine(Exception):
    """Raised where the packages that count are missing, with how to get them."""


def ready() -> None:
    """Raise NoEngine unless measures can be counted here."""
    try:
        import duckdb  # noqa: F401
        import ibis  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise NoEngine(_HOW_TO.format(missing=error.name)) from None


@contextmanager
def embedded(rows: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[Tables]:
    """Yield the rows of each table as tables of a DuckDB that lives as long as this lasts.

    A table that is not there is empty, and that of mere words is left out. Rows have the order of
    `column_names`.
    """
    import duckdb
    import ibis

    with duckdb.connect(config=_SHUT_IN) as connection:
        names = [name for name in TABLES if name not in _NOT_COUNTED]
        for name in names:
            # Its own tables, since it counts over those sooner than over what lies elsewhere.
            connection.register(_BROUGHT, arrow_table(TABLES[name], rows.get(name, ())))
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM {_BROUGHT}')  # noqa: S608
            connection.unregister(_BROUGHT)
        counting = ibis.duckdb.from_connection(connection)
        yield {name: counting.table(name) for name in names}


def arrow_table(table: Table, rows: Sequence[Sequence[Any]]) -> pyarrow.Table:
    """Return rows as an Arrow table with the columns that the table has, in their order."""
    import pyarrow

    types = {
        Type.TEXT: pyarrow.string(),
        Type.INTEGER: pyarrow.int64(),
        Type.BOOLEAN: pyarrow.bool_(),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.type], nullable=column.may_be_empty)
            for column in table.columns
        ]
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    return pyarrow.table([list(each) for each in columns], schema=schema)


def from_parquet(connection: BaseBackend, folder: Path) -> Tables:
    """Return the tables that lie in a folder, `records.parquet` and so on, on any engine.

    A file may also be a folder of that name with the parts of the table, as Spark writes them.
    """
    return {
        name: connection.read_parquet(folder / f"{name}.parquet", table_name=name)
        for name in TABLES
    }
