"""Reading and writing a store: a cursor per read, one short transaction per write, the ledger chained."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from backorder_core.domain.errors import Conflict, IllegalStep, Unavailable
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import Actor
from backorder_core.store.reading import Reader
from backorder_core.store.statements import statement

T = TypeVar("T")
ATTEMPTS = 40
FEW = 20
"""So many rows cost less as a parameter than as a table."""


@dataclass(frozen=True)
class LedgerEntry:
    """One change of one subject; ``before`` and ``after`` are JSON texts of the changed fields only."""

    business_on: date
    who: str
    action: str
    kind: str
    subject: int
    version: int
    before: str
    after: str
    import_id: int | None = None


def chained(previous: str, seq: int, recorded_at: datetime, entry: LedgerEntry) -> str:
    """Hash of an entry and of the one before it, SHA-256 in hex."""
    body = "\x1f".join(
        (
            previous,
            str(seq),
            recorded_at.isoformat(),
            entry.business_on.isoformat(),
            entry.who,
            entry.action,
            entry.kind,
            str(entry.subject),
            str(entry.version),
            entry.before,
            entry.after,
            str(entry.import_id or ""),
        )
    )
    return hashlib.sha256(body.encode()).hexdigest()


class Writer(Reader):
    """A reader inside one transaction that also writes; ids and the ledger come from counters in it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, now: datetime) -> None:
        super().__init__(cursor)
        self.now = now

    def run(self, name: str, /, **params: object) -> int:
        """Run one named statement; how many rows it changed."""
        rows = self.rows(name, **params)
        return int(rows[0][0]) if rows and rows[0] else 0

    def append(self, name: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Bulk statement over ``incoming`` made of equal dictionaries; does nothing without rows."""
        if not rows:
            return 0
        if len(rows) <= FEW:
            changed = self.rows(name, incoming=[dict(row) for row in rows])
        else:
            columns = {key: [row[key] for row in rows] for key in rows[0]}
            changed = self.with_rows(name, pa.table(columns))
        return int(changed[0][0]) if changed else 0

    def numbers(self, counter: str, count: int = 1) -> range:
        """Reserve ``count`` consecutive values of a counter."""
        if not self.run("take_numbers", name=counter, count=count):
            self.run("start_counter", name=counter, count=count)
        row = self.one("read_counter", name=counter)
        last = int(row[0]) if row else count
        return range(last - count + 1, last + 1)

    def record(self, entries: Sequence[LedgerEntry]) -> None:
        """Append entries to the ledger, each chained to the one before it."""
        if not entries:
            return
        head = self.one("read_meta", name="ledger_head")
        previous = str(head[0]) if head else ""
        rows = []
        for seq, entry in zip(self.numbers("ledger", len(entries)), entries, strict=True):
            digest = chained(previous, seq, self.now, entry)
            rows.append(
                {
                    "seq": seq,
                    "recorded_at": self.now,
                    **vars(entry),
                    "previous_hash": previous,
                    "hash": digest,
                }
            )
            previous = digest
        self.append("append_ledger", rows)
        self.run("write_meta", name="ledger_head", value=previous)


class Store:
    """An open store; share it between threads, each call takes a cursor of its own."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, url: str, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._writing = threading.Lock()
        self._preparing = threading.Lock()
        self._prepared: set[str] = set()
        self.url = url
        self.clock = clock

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader for a few related reads."""
        cursor = self._connection.cursor()
        try:
            yield Reader(cursor)
        finally:
            cursor.close()

    @property
    def live(self) -> Store:
        """The store as it stands now, behind whatever view of it this is."""
        return self

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run ``work`` in one transaction; begun again with jitter where another writer came between.

        Writers of this process queue, because each extends the same ledger chain and would only collide.
        """
        for attempt in range(ATTEMPTS):
            with self._writing:
                cursor = self._connection.cursor()
                try:
                    return self._transaction(cursor, work)
                except duckdb.TransactionException:
                    if attempt == ATTEMPTS - 1:
                        raise
                finally:
                    cursor.close()
            time.sleep(random.uniform(0, 0.002 * (attempt + 1)))  # noqa: S311 - jitter, not a secret
        raise Conflict("The store was too busy to write: try again.")

    def rehearse(self, work: Callable[[Writer], T]) -> T:
        """What ``work`` would answer, with nothing of it written: the use-case is its own preview."""
        with self._writing:
            cursor = self._connection.cursor()
            try:
                cursor.execute("begin transaction")
                return work(Writer(cursor, self.clock()))
            finally:
                self._roll_back(cursor)
                cursor.close()

    def _transaction(self, cursor: duckdb.DuckDBPyConnection, work: Callable[[Writer], T]) -> T:
        cursor.execute("begin transaction")
        try:
            writer = Writer(cursor, self.clock())
            answer = work(writer)
            writer.run("take_numbers", name="data", count=1)
            cursor.execute("commit")
        except duckdb.TransactionException:
            self._roll_back(cursor)
            raise
        except duckdb.IOException as failure:
            self._roll_back(cursor)
            raise Unavailable(
                "The store could not be written (disk full or file gone): nothing was saved."
            ) from failure
        except BaseException:
            self._roll_back(cursor)
            raise
        return answer

    @staticmethod
    def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
        with suppress(duckdb.Error):  # a failed commit has already rolled back
            cursor.execute("rollback")

    def once(self, what: str, prepare: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Prepare something of this open store on its first use, while other threads wait for it."""
        with self._preparing:
            if what not in self._prepared:
                cursor = self._connection.cursor()
                try:
                    prepare(cursor)
                finally:
                    cursor.close()
                self._prepared.add(what)

    def tidy_staging(self) -> None:
        """Give up the room of what was dropped from staging; left for the next time where others use it."""
        cursor = self._connection.cursor()
        try:
            with suppress(duckdb.Error):
                cursor.execute(statement("tidy_staging"))
        finally:
            cursor.close()

    def data_version(self) -> int:
        """Changes with every committed write: the key for every cache."""
        with self.read() as reader:
            row = reader.one("data_version")
            return int(row[0]) if row else 0

    def settings(self) -> tuple[int, Settings]:
        """Version and body of the settings in force; version 0 are the defaults."""
        with self.read() as reader:
            return read_settings(reader)

    def business_day(self, settings: Settings | None = None) -> date:
        """The day that is worked on: the pinned one, else today in the business's time zone.

        Whoever holds the settings in force gives them, so that they are not read again.
        """
        settings = settings or self.settings()[1]
        zone = ZoneInfo(settings.time_zone)
        return settings.pinned_as_of or self.clock().replace(tzinfo=UTC).astimezone(zone).date()

    def is_demo(self) -> bool:
        """Whether the store holds the demo company."""
        with self.read() as reader:
            return reader.one("read_meta", name="demo") == ("yes",)

    def mark_demo(self, as_of: date, actor: Actor) -> None:
        """Say that this store holds the demo company and pin its as-of date."""

        def work(writer: Writer) -> None:
            version, settings = read_settings(writer)
            pinned = settings.model_copy(update={"pinned_as_of": as_of})
            save_settings(writer, version + 1, pinned, actor, "The demo company lives on this date")
            writer.run("write_meta", name="demo", value="yes")

        self.write(work)

    def copied_with(self, copy: Callable[[], T]) -> T:
        """Run ``copy``, which reads the store's files, while no writer of this process changes them."""
        with self._writing:
            return copy()

    def close(self) -> None:
        """Close every cursor and the file."""
        self._connection.close()


class Inside(Store):
    """A store as one open transaction sees it: use-cases run in it, and end with it."""

    def __init__(self, store: Store, writer: Writer) -> None:
        super().__init__(store._connection, store.url, lambda: writer.now)
        self._writer = writer

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """The transaction itself."""
        yield self._writer

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run ``work`` in the transaction; where it fails, all of it must be given up."""
        answer = work(self._writer)
        self._writer.run("take_numbers", name="data", count=1)
        return answer

    def rehearse(self, work: Callable[[Writer], T]) -> T:
        """Refused: nothing inside a transaction can be taken back alone."""
        raise IllegalStep("A preview cannot be made inside another one: make it before.")


def read_settings(reader: Reader) -> tuple[int, Settings]:
    """Version and body of the settings in force, read in the caller's transaction."""
    row = reader.one("newest_settings")
    return (int(row[0]), _settings_of(row[1])) if row else (0, DEFAULTS)


@lru_cache(maxsize=8)
def _settings_of(body: str) -> Settings:
    return Settings.model_validate_json(body)


def save_settings(writer: Writer, version: int, settings: Settings, actor: Actor, why: str) -> None:
    """Add a settings version, with its ledger entry."""
    body = settings.model_dump_json()
    writer.run("insert_settings", version=version, body=body, who=actor.name, why=why, now=writer.now)
    entry = LedgerEntry(writer.now.date(), actor.name, "settings changed", "settings", 0, version, "{}", body)
    writer.record([entry])
