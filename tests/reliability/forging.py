"""Ledgers that somebody changes who has the file but not the key: every way, and every way to cover it up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from backorder_core.services.proofs import Finding
from backorder_core.services.proofs.ledger import chain_breaks
from backorder_core.store import Chain, LedgerEntry, Reader, Store
from backorder_core.store.chain import chained
from backorder_core.store.keys import id_of
from backorder_core.store.writing import head_of

Row = dict[str, Any]
COLUMNS = (
    *("seq", "recorded_at", "business_on", "who", "action", "kind", "subject", "version"),
    *("before", "after", "import_id", "previous_hash", "hash"),
)
OF_THE_ENTRY = tuple(LedgerEntry.__dataclass_fields__)
STOLEN = b"not the key of this installation"


def entries(chance: random.Random, count: int) -> list[LedgerEntry]:
    """Entries as they are written, with words that try to look like the ends of fields."""
    words = ("Pat", "Ana \x1f Ann", "ETA given", "[]", '","', "", "ä€", "x" * 300)
    return [
        LedgerEntry(
            date(2025, 1, 1) + timedelta(days=chance.randrange(400)),
            chance.choice(words),
            chance.choice(words),
            chance.choice(("job", "person", "comment", "reference")),
            chance.randrange(9),
            chance.randrange(1, 9),
            f'{{"eta": "{chance.randrange(99)}"}}',
            f'{{"eta": "{chance.randrange(100, 999)}"}}',
            chance.choice((None, 1, 2)),
        )
        for _ in range(count)
    ]


def written(store: Store, chance: random.Random, count: int) -> None:
    """Write so many entries, a few at a time."""
    while count > 0:
        several = entries(chance, min(count, chance.randint(1, 5)))
        store.write(lambda writer, several=several: writer.record(several))  # type: ignore[misc]
        count -= len(several)


def as_before_keys(path: str, chance: random.Random, count: int) -> None:
    """Make an empty store one that was written before there were keys, with so many entries."""
    with duckdb.connect(path) as raw:
        previous, at = "", datetime(2025, 1, 1, 8)  # noqa: DTZ001 - as the store keeps it
        for seq, entry in enumerate(entries(chance, count), start=1):
            digest = chained(previous, seq, at, entry)
            values = {**vars(entry), "seq": seq, "recorded_at": at, "previous_hash": previous, "hash": digest}
            _insert(raw, values)
            previous = digest
        raw.execute("update counters set value = ? where name = 'ledger'", [count])
        raw.execute("delete from meta where name = 'store_id'")
        raw.execute("update meta set value = '' where name in ('ledger_key', 'ledger_seal')")
        raw.execute("update meta set value = ? where name = 'ledger_head'", [previous])


@dataclass
class Forger:
    """Changes the ledger of an open store inside a transaction that is taken back afterwards."""

    store: Store
    chance: random.Random

    def attempt(self) -> tuple[str, list[Finding]]:
        """One change, what it was, and what the proof of the chain says of it."""
        cursor = self.store._connection.cursor()
        cursor.execute("begin transaction")
        try:
            rows = self._rows(cursor)
            forged = rows
            while forged == rows:  # a cover can undo its change, such as a link that is made anew
                change, cover = self.chance.choice(CHANGES), self.chance.choice(COVERS)
                forged = cover(self, change(self, [dict(row) for row in rows]))
            self._put(cursor, forged, fix_head=cover is not left_as_it_is or self.chance.random() < 0.5)
            found = list(chain_breaks(Reader(cursor), self.store.chain))
            return f"{change.__name__.replace('_', ' ')}, {cover.__name__.replace('_', ' ')}", found
        finally:
            cursor.execute("rollback")
            cursor.close()

    @staticmethod
    def _rows(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
        found = cursor.execute(f"select {', '.join(COLUMNS)} from ledger order by seq").fetchall()
        return [dict(zip(COLUMNS, row, strict=True)) for row in found]

    @staticmethod
    def _put(cursor: duckdb.DuckDBPyConnection, rows: list[Row], fix_head: bool) -> None:
        cursor.execute("create table forged as select * from ledger where false")
        cursor.execute("drop table ledger")
        cursor.execute("alter table forged rename to ledger")
        for row in rows:
            _insert(cursor, row)
        if fix_head:
            last = max(rows, key=lambda row: row["seq"])
            cursor.execute("update counters set value = ? where name = 'ledger'", [last["seq"]])
            cursor.execute("update meta set value = ? where name = 'ledger_head'", [last["hash"]])


def _insert(raw: duckdb.DuckDBPyConnection, row: Row) -> None:
    raw.execute(
        f"insert into ledger ({', '.join(row)}) values ({', '.join('?' for _ in row)})", list(row.values())
    )


def edit(forger: Forger, rows: list[Row]) -> list[Row]:
    row, name = forger.chance.choice(rows), forger.chance.choice(COLUMNS)
    row[name] = _other(forger.chance, name, row[name])
    return rows


def move_text_over_a_border(forger: Forger, rows: list[Row]) -> list[Row]:
    row = forger.chance.choice(rows)
    row["who"], row["action"] = f"{row['who']}\x1f{row['action']}", ""
    return rows


def delete(forger: Forger, rows: list[Row]) -> list[Row]:
    rows.pop(forger.chance.randrange(len(rows) - 1))
    return rows


def delete_and_renumber(forger: Forger, rows: list[Row]) -> list[Row]:
    return _renumbered(delete(forger, rows))


def insert(forger: Forger, rows: list[Row]) -> list[Row]:
    place = forger.chance.randrange(len(rows) + 1)
    copy = {**forger.chance.choice(rows), "who": "Nobody"}
    return _renumbered([*rows[:place], copy, *rows[place:]])


def reorder(forger: Forger, rows: list[Row]) -> list[Row]:
    first, second = forger.chance.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]
    return _renumbered(rows)


def cut_the_tail(forger: Forger, rows: list[Row]) -> list[Row]:
    return rows[: -forger.chance.randint(1, len(rows) - 1)]


def cut_the_start(forger: Forger, rows: list[Row]) -> list[Row]:
    return _renumbered(rows[forger.chance.randint(1, len(rows) - 1) :])


def left_as_it_is(_: Forger, rows: list[Row]) -> list[Row]:
    return rows


def relinked(_: Forger, rows: list[Row]) -> list[Row]:
    previous = ""
    for row in rows:
        row["previous_hash"], previous = previous, row["hash"]
    return rows


def hashed_as_before_there_were_keys(_: Forger, rows: list[Row]) -> list[Row]:
    return _hashed(rows, lambda previous, seq, at, entry: chained(previous, seq, at, entry))


def hashed_with_another_key(forger: Forger, rows: list[Row]) -> list[Row]:
    chain = forger.store.chain
    name = id_of(STOLEN)
    other = Chain(chain.store_id, replace(chain.keys, secrets={name: STOLEN}))
    return _hashed(rows, lambda *said: other.hash(name, *said) or "")


CHANGES = (
    *(edit, move_text_over_a_border, delete, delete_and_renumber),
    *(insert, reorder, cut_the_tail, cut_the_start),
)
COVERS = (left_as_it_is, relinked, hashed_as_before_there_were_keys, hashed_with_another_key)


def _renumbered(rows: list[Row]) -> list[Row]:
    return [{**row, "seq": seq} for seq, row in enumerate(rows, start=1)]


def _hashed(rows: list[Row], digest: Callable[[str, int, datetime, LedgerEntry], str]) -> list[Row]:
    previous = ""
    for row in rows:
        entry = LedgerEntry(**{name: row[name] for name in OF_THE_ENTRY})
        row["previous_hash"] = previous
        row["hash"] = previous = digest(previous, row["seq"], row["recorded_at"], entry)
    return rows


def _other(chance: random.Random, name: str, value: Any) -> Any:
    if name in ("seq", "subject", "version"):
        return value + chance.choice((1, 1000))
    if name == "import_id":
        return (value or 0) + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value[:-1]}{'0' if value.endswith('1') else '1'}"


def sound(store: Store) -> bool:
    """Whether nothing is said against the ledger of a store."""
    with store.read() as reader:
        return (
            not store.chain.doubt
            and store.chain.holds(head_of(reader))
            and not list(chain_breaks(reader, store.chain))
        )
