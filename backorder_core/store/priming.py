"""What a shared store wants after a migration, before anybody works with it."""

from __future__ import annotations

import duckdb

from backorder_core.store.shared import shared_statement


def settle(connection: duckdb.DuckDBPyConnection) -> bool:
    """Flush tables that a migration gave another shape; whether there were any.

    Flushing drops the empty places of former shapes, and a process that has the lake attached goes on asking
    for them. So it is done before anybody else attaches it, and who did attaches it again.
    """
    ((former,),) = connection.execute(shared_statement("tables_with_former_shapes")).fetchall()
    if former:
        connection.execute(shared_statement("flush_inlined")).fetchall()
    return bool(former)
