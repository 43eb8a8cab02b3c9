"""What a shared store wants after a migration, before anybody works with it.

DuckLake 1.5.5 keeps what it knows of a table, but not that it knows nothing: it asks for the statistics of
a table that nothing was ever written to once per column and step of planning, some fifteen milliseconds
where another table takes three. And it leaves places behind for the rows of shapes that a table had before.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import duckdb
import pyarrow as pa

from backorder_core.store.shared import shared_statement

ANYTHING = (0, "", False, date(2000, 1, 1))


def prime(connection: duckdb.DuckDBPyConnection) -> None:
    """Write a row into each of them and delete it in the same transaction, so that nobody ever sees it."""
    tables = connection.execute(shared_statement("tables_without_statistics")).fetchall()
    if not tables:
        return
    connection.begin()
    try:
        for (table,) in tables:
            schema = connection.table(table).limit(0).to_arrow_table().schema
            row = pa.table([_one(field.type) for field in schema], schema=schema)
            connection.from_arrow(row).insert_into(table)
            connection.execute(f'delete from "{table}"').fetchall()  # noqa: S608 - a name of our own schema
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a failed commit has already rolled back
            connection.rollback()
        raise


def settle(connection: duckdb.DuckDBPyConnection) -> bool:
    """Flush tables that a migration gave another shape; whether there were any.

    Flushing drops the empty places of former shapes, and a process that has the lake attached goes on asking
    for them. So it is done before anybody else attaches it, and who did attaches it again.
    """
    ((former,),) = connection.execute(shared_statement("tables_with_former_shapes")).fetchall()
    if former:
        connection.execute(shared_statement("flush_inlined")).fetchall()
    return bool(former)


def _one(kind: pa.DataType) -> pa.Array:
    """One value of a column, whichever it is; it must be one, for most columns are never empty."""
    for value in ANYTHING:
        with suppress(pa.ArrowInvalid, pa.ArrowTypeError):
            return pa.array([value], kind)
    return pa.nulls(1, kind)
