"""Writing to a store inside one transaction: named statements, ids from counters, the ledger's chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from backorder_core.domain.errors import Unavailable
from backorder_core.store.chain import Chain, Head, LedgerEntry
from backorder_core.store.counters import Counters
from backorder_core.store.reading import Reader
from backorder_core.store.remembering import REMEMBERED, TABLES, Memory, written_by

FEW = 600
"""Rows of so many cells in all cost less as a parameter than as a table."""
TAMPERED = "its ledger was changed outside this program"


class Writer(Reader):
    """A reader inside one transaction that also writes; ids and the ledger come from counters in it."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, now: datetime, chain: Chain, memory: Memory | None = None
    ) -> None:
        super().__init__(cursor)
        self.now = now
        self.written: set[str] = set()
        self._memory = memory or Memory()
        self.head: Head | None = None
        self.changes = 0
        self.counters = Counters(self)
        self._chain = chain

    def rows(self, name: str, /, **params: object) -> list[tuple[Any, ...]]:
        """All rows of a named statement, see ``Reader``; which tables it writes is noted."""
        self.written |= written_by(name)
        return super().rows(name, **params)

    def kept(self, name: str, /) -> list[tuple[Any, ...]]:
        """All rows of a statement about what hardly ever changes, read where they are not known."""
        known = self._memory.rows_of(name, self.written)
        if known is None:
            known = self.rows(name)
            self._memory.keep(name, known, self.written)
        return known

    def run(self, name: str, /, **params: object) -> int:
        """Run one named statement; how many rows it changed."""
        rows = self.rows(name, **params)
        return int(rows[0][0]) if rows and rows[0] else 0

    def append(self, name: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Bulk statement over ``incoming`` made of equal dictionaries; does nothing without rows."""
        if not rows:
            return 0
        if len(rows) * len(rows[0]) <= FEW:
            changed = self.rows(name, incoming=[dict(row) for row in rows])
        else:
            columns = {key: [row[key] for row in rows] for key in rows[0]}
            changed = self.with_rows(name, pa.table(columns))
        return int(changed[0][0]) if changed else 0

    def numbers(self, counter: str, count: int = 1) -> range:
        """Reserve ``count`` consecutive values of a counter."""
        last = self.counters.take(counter, count)
        return range(last - count + 1, last + 1)

    def count_as_change(self) -> None:
        """Move the counter that every cache and every two writers are told apart by."""
        self.counters.take("data")
        self.changes += 1
        if self.written & TABLES:
            self.counters.take(REMEMBERED)

    def keep_counters(self) -> None:
        """Write what was taken of the counters, at the end of a transaction or before it is read in it."""
        self.append("put_counters", self.counters.changed())

    def record(self, entries: Sequence[LedgerEntry]) -> None:
        """Append entries to the ledger, each chained to the one before it, and seal the newest.

        ``Unavailable`` where the head is not as this program left it: nothing is built on a forged ledger.
        """
        if not entries:
            return
        head = self.head or self._head_found()
        self.counters.take("ledger", len(entries))
        self._extend(head, entries)

    def rebind(self, key: str, entry: LedgerEntry) -> None:
        """Append an entry after the newest one as it stands, and chain with another key from it on."""
        seq, digest = self.one("newest_entry") or (0, "")
        self.counters.set("ledger", seq + 1)
        self._extend(Head(seq, digest, key, ""), [entry])

    def _head_found(self) -> Head:
        digest, key, seal = self.rows("chain_ends")[0]
        head = Head(self.counters.value("ledger"), digest or "", key or "", seal or "")
        if not self._chain.holds(head):
            raise Unavailable(doubt(TAMPERED))
        return head

    def seal(self, head: Head) -> None:
        """Bind the head of the chain to its key."""
        sealed = self._chain.seal(head.key, head.seq, head.hash)
        if sealed is None:
            raise Unavailable(doubt(f"its key {head.key} is not in {self._chain.keys.path}"))
        self.head = Head(head.seq, head.hash, head.key, sealed)
        self.run("seal_chain", head=head.hash, key=head.key, seal=sealed)

    def _extend(self, head: Head, entries: Sequence[LedgerEntry]) -> None:
        rows: list[dict[str, object]] = []
        previous = head.hash
        for seq, entry in enumerate(entries, start=head.seq + 1):
            digest = self._chain.hash(head.key, previous, seq, self.now, entry) or ""
            made = {"seq": seq, "recorded_at": self.now, "previous_hash": previous, "hash": digest}
            rows.append({**vars(entry), **made})
            previous = digest
        self.append("append_ledger", rows)
        self.seal(Head(head.seq + len(rows), previous, head.key, ""))


def head_of(reader: Reader) -> Head:
    """The head of the chain as the store says it."""
    seq, digest, key, seal = reader.rows("chain_head")[0]
    return Head(int(seq or 0), digest or "", key or "", seal or "")


def doubt(why: str) -> str:
    """Why a store is not worked with, and what can be done."""
    return (
        f"Nothing is written to the store, for {why}: see 'backorders check', then restore a backup with "
        "'backorders restore FILE' or take it as it stands with 'backorders ledger accept --because WHY'."
    )
