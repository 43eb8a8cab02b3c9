"""Reading a store: named statements on a cursor, every result drained and timed for whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from backorder_core.store.statements import statement, values
from backorder_core.store.tracing import timing

if TYPE_CHECKING:  # whoever asks for a table has it imported by DuckDB
    import pandas as pd


class Reader:
    """Runs named statements on a cursor of its own and drains every result."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor itself, for streams of rows that no list should hold; for the store's own modules."""
        return self._cursor

    def rows(self, name: str, /, **params: object) -> list[tuple[Any, ...]]:
        """All rows of a named statement; it writes the rows of a parameter ``incoming``, if one is given."""
        with timing(name) as count:
            rows = self._cursor.execute(statement(name, params), values(name, params)).fetchall()
            count.append(len(rows))
        return rows

    def kept(self, name: str, /) -> list[tuple[Any, ...]]:
        """All rows of a statement about what hardly ever changes; a writer may know them already."""
        return self.rows(name)

    def one(self, name: str, /, **params: object) -> tuple[Any, ...] | None:
        """The first row of a named statement, or None."""
        rows = self.rows(name, **params)
        return rows[0] if rows else None

    def dicts(self, name: str, /, **params: object) -> list[dict[str, Any]]:
        """All rows as dictionaries by column name."""
        with timing(name) as count:
            result = self._cursor.execute(statement(name, params), values(name, params))
            columns = [column[0] for column in result.description or ()]
            rows = result.fetchall()
            count.append(len(rows))
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def table(self, name: str, /, **params: object) -> pd.DataFrame:
        """All rows as a data frame: for drawing, never for aggregating."""
        with timing(name) as count:
            frame = self._cursor.execute(statement(name, params), values(name, params)).df()
            count.append(len(frame))
        return frame

    def arrow(self, name: str, /, **params: object) -> pa.Table:
        """All rows as an Arrow table."""
        with timing(name) as count:
            table = self._cursor.execute(statement(name, params), values(name, params)).to_arrow_table()
            count.append(table.num_rows)
        return table

    def with_rows(
        self, name: str, incoming: pa.Table | pa.RecordBatch, /, **params: object
    ) -> list[tuple[Any, ...]]:
        """Run a statement that reads ``incoming`` as a relation of that name."""
        with self._reading(incoming):
            return self.rows(name, **params)

    def dicts_with(self, name: str, incoming: pa.Table, /, **params: object) -> list[dict[str, Any]]:
        """The same, with all rows as dictionaries by column name."""
        with self._reading(incoming):
            return self.dicts(name, **params)

    @contextmanager
    def _reading(self, incoming: pa.Table | pa.RecordBatch) -> Iterator[None]:
        table = incoming if isinstance(incoming, pa.Table) else pa.Table.from_batches([incoming])
        self._cursor.register("incoming", table)
        try:
            yield
        finally:
            self._cursor.unregister("incoming")
