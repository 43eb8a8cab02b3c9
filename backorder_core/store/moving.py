"""All rows of one store into another new one, of whatever kind either is."""

from __future__ import annotations

from contextlib import suppress

import duckdb

from backorder_core.domain.errors import IllegalStep
from backorder_core.store.session import Store
from backorder_core.store.statements import statement

ROWS_AT_ONCE = 65_536
STAYING = ("schema_migrations",)
"""When a store was brought up to date is its own."""


def copy_rows(source: Store, target: Store) -> None:
    """Put every row of ``source``, as it stands at one instant, into ``target`` in one transaction.

    ``target`` must be new: ``IllegalStep`` where anybody has put anything into it.
    """
    with target.read() as reader:
        if reader.one("anything_loaded") is not None:
            raise IllegalStep(f"The store {target.url} holds data already: name a new one.")
    with source.read() as reader:
        reader.cursor.begin()
        try:
            target.while_alone(lambda cursor: _fill(cursor, reader.cursor))
        finally:
            reader.cursor.rollback()


def _fill(cursor: duckdb.DuckDBPyConnection, source: duckdb.DuckDBPyConnection) -> None:
    cursor.begin()
    try:
        for (table,) in source.execute(statement("tables_to_read")).fetchall():
            if table not in STAYING:
                cursor.execute(f'delete from "{table}"').fetchall()  # noqa: S608 - a name of our own schema
                rows = source.table(table).to_arrow_reader(ROWS_AT_ONCE)
                cursor.from_arrow(rows).insert_into(table)
        cursor.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a failed commit has already rolled back
            cursor.rollback()
        raise
