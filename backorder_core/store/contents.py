"""Everything that a store holds: read through to find damage, or summed up to compare it with another."""

from __future__ import annotations

from collections.abc import Iterator

from backorder_core.store.reading import Reader

NOT_COMPARED = ("schema_migrations",)
"""When a store was brought up to date is no part of its state."""


def read_through(reader: Reader) -> int:
    """Read every value of every table, so that a damaged block is met; how many tables."""
    tables = [row[0] for row in reader.rows("tables_to_read")]
    for table in tables:
        reader.rows("read_through", table=table)
    return len(tables)


def sums(reader: Reader) -> Iterator[tuple[str, int, str]]:
    """(table, rows, sum) by table: equal for stores that hold the same rows, however they keep them."""
    for (table,) in reader.rows("tables_to_read"):
        if table not in NOT_COMPARED:
            rows, low, high = reader.rows("contents_of_table", table=table)[0]
            yield table, int(rows), f"{low:x}.{high:x}"
