"""The whole store as streams of typed rows, table by table, as of one instant; without its secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pyarrow as pa

from backorder_core.store.session import Store
from backorder_core.store.statements import statement

ROWS_AT_ONCE = 65_536
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "api_tokens": ("token_hash",),
    "channels": ("url",),
    "contacts": ("address",),
    "deliveries": ("lease", "error"),
    "people": ("email",),
}
"""Columns that never leave: what signs somebody in, and where messages go."""
STAYING = ("commands", "drafts", "import_files")
"""Tables that never leave: the answers to forms sent twice, what people have not sent yet, and files as they
came, which are given out one by one."""

Stream = tuple[str, pa.RecordBatchReader]


def streams(store: Store, as_of: date, codes: pa.Table) -> Iterator[Stream]:
    """(name, rows) of every table and of the backorders in words, all of one state of the store.

    ``codes`` (list, code, word) are the words of the codes. Each stream must be read before the next is
    asked for.
    """
    with store.read() as reader:
        cursor = reader.cursor
        cursor.begin()
        try:
            columns: dict[str, list[str]] = {}
            for table, column in reader.rows("columns_of_tables"):
                columns.setdefault(table, []).append(column)
            for table, names in columns.items():
                if table not in STAYING:
                    yield table, _table(cursor, table, names)
            cursor.register("incoming", codes)
            cursor.execute(statement("whole_backorders"), {"as_of": as_of})
            yield "backorders_in_words", cursor.to_arrow_reader(ROWS_AT_ONCE)
        finally:
            cursor.rollback()


def _table(cursor: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> pa.RecordBatchReader:
    if table == "ledger":
        return cursor.execute(statement("whole_ledger")).to_arrow_reader(ROWS_AT_ONCE)
    kept = [name for name in columns if name not in LEFT_OUT.get(table, ())]
    relation = cursor.table(table).select(*map(duckdb.ColumnExpression, kept))
    return relation.to_arrow_reader(ROWS_AT_ONCE)
