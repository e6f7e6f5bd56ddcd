"""The rows of a table as Parquet: each text to the letter, with the meaning of every column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from patternbook.exports.data.edition import Edition
from patternbook.tables import Row, Table, Type


def parquet_of(table: Table, rows: Sequence[Row], edition: Edition) -> bytes:
    """Return a Parquet file with these rows of a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types: dict[Type, Any] = {
        Type.TEXT: pa.string(),
        Type.INTEGER: pa.int64(),
        Type.BOOLEAN: pa.bool_(),
    }
    schema = pa.schema(
        [
            pa.field(
                column.name,
                types[column.type],
                nullable=column.may_be_empty,
                metadata={"description": column.meaning},
            )
            for column in table.columns
        ],
        metadata={
            "table": table.name,
            "description": table.row,
            "version": edition.version,
            "audience": edition.audience.value,
            "about": edition.description,
        },
    )
    columns = [[row[n] for row in rows] for n in range(len(table.columns))]
    written = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), written)
    return written.getvalue()
