"""The state hash: one word for all that a store holds, the same for an equal copy wherever it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from backorder_core.store import Reader, Store
from backorder_core.store.contents import sums


@dataclass(frozen=True)
class StateHash:
    """``digest`` is SHA-256 in hex over the rows and the sum of every table; ``tables`` has both by table."""

    digest: str
    tables: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(count for count, _ in self.tables.values())

    def differing(self, other: StateHash) -> list[str]:
        """Names of the tables that are not the same in both."""
        names = sorted({*self.tables, *other.tables})
        return [name for name in names if self.tables.get(name) != other.tables.get(name)]


def state_hash(store: Store) -> StateHash:
    """The state hash of an open store, in one snapshot: every value of every table is read for it."""
    with store.read() as reader:
        reader.rows("begin_snapshot")
        found = state_of(reader)
        reader.rows("end_snapshot")
    return found


def state_of(reader: Reader) -> StateHash:
    """The state hash of what a reader sees."""
    tables = {table: (rows, digest) for table, rows, digest in sums(reader)}
    said = "\n".join(f"{table} {rows} {digest}" for table, (rows, digest) in sorted(tables.items()))
    return StateHash(hashlib.sha256(said.encode()).hexdigest(), tables)
