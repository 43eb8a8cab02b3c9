"""Reading and writing a store: a cursor per read, one short transaction per write, the ledger chained."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import duckdb

from backorder_core.domain.errors import Conflict, IllegalStep, Unavailable
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import Actor
from backorder_core.store import anchor
from backorder_core.store.chain import Chain, LedgerEntry
from backorder_core.store.keys import add_key
from backorder_core.store.link import Link
from backorder_core.store.reading import Reader
from backorder_core.store.remembering import REMEMBERED, Memory
from backorder_core.store.statements import statement
from backorder_core.store.writing import Writer

T = TypeVar("T")
ATTEMPTS = 40
SAME_NUMBER = 1.0
"""Seconds for which a key that stands already counts as another writer's, who is not done yet."""


class Store:
    """An open store; share it between threads, each call takes a cursor of its own."""

    def __init__(
        self,
        link: Link,
        url: str,
        clock: Callable[[], datetime],
        chain: Chain,
        anchored: Path | None = None,
    ) -> None:
        self._link = link
        self.chain = chain
        self._anchored = anchored
        self._writing = threading.Lock()
        self._memory = Memory()
        self._remembered = -1
        self.url = url
        self.clock = clock

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return self._link.connection

    @property
    def openings(self) -> int:
        """How often it was opened: again where the database gave it up, and staging is empty then."""
        return self._link.openings

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader for a few related reads; ``Unavailable`` where disk, file or database fail under it."""
        with self._link.cursor() as cursor:
            yield Reader(cursor)

    @property
    def live(self) -> Store:
        """The store as it stands now, behind whatever view of it this is."""
        return self

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run ``work`` in one transaction; begun again with jitter where another writer came between.

        Writers queue, because each extends the same ledger chain and would only collide.
        """
        began = time.monotonic()
        for attempt in range(ATTEMPTS):
            with self._writing, self._link.alone():
                try:
                    return self._transaction(work)
                except duckdb.TransactionException:
                    if attempt == ATTEMPTS - 1:
                        raise
                except duckdb.ConstraintException:
                    # Another one, not committed yet, may have taken the same number.
                    if attempt == ATTEMPTS - 1 or time.monotonic() - began > SAME_NUMBER:
                        raise
            time.sleep(random.uniform(0, 0.002 * (attempt + 1)))  # noqa: S311 - jitter, not a secret
        raise Conflict("The store was too busy to write: try again.")

    def rehearse(self, work: Callable[[Writer], T]) -> T:
        """What ``work`` would answer, with nothing of it written: the use-case is its own preview."""
        with self._writing, self._link.cursor() as cursor:
            try:
                cursor.execute("begin transaction")
                memory = self._memory if self._link.kind.alone_here else None
                return work(Writer(cursor, self.clock(), self.chain, memory))
            finally:
                self._roll_back(cursor)

    def _transaction(self, work: Callable[[Writer], T]) -> T:
        if self.chain.doubt:
            raise Unavailable(self.chain.doubt)
        written = 0
        try:
            with self._link.cursor() as cursor:
                writer = Writer(cursor, self.clock(), self.chain, self._memory)
                try:
                    cursor.execute("begin transaction")
                    if writer.counters.value(REMEMBERED) != self._remembered:  # others wrote of it
                        self._memory.forget_all()
                    answer = work(writer)
                    writer.count_as_change()
                    written = writer.counters.value("data")
                    writer.keep_counters()
                    cursor.execute("commit")
                except BaseException:
                    self._roll_back(cursor)
                    raise
                finally:
                    self._memory.forget(writer.written)
        except Unavailable as failure:
            # A commit that failed may have been written all the same, before what came after it failed.
            if not written or not self._was_written(writer, written, failure):
                raise
        self._remembered = writer.counters.value(REMEMBERED)
        if writer.head:
            anchor.note(self._anchored, self.chain, writer.head)
        return answer

    def _was_written(self, writer: Writer, version: int, failure: Unavailable) -> bool:
        """Whether it was: the version tells where nobody else writes, else the entry of the ledger."""
        try:
            if self._link.kind.alone_here:
                return self.data_version() == version
            with self.read() as reader:
                head = writer.head
                if head:
                    return reader.one("entry_with_hash", seq=head.seq, hash=head.hash) is not None
                return False
        except Unavailable:
            raise Unavailable(
                f"The store {self.url} failed while this was saved and cannot be opened again: whether it "
                "was saved shows when it can."
            ) from failure

    @staticmethod
    def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
        with suppress(duckdb.Error):  # a failed commit has already rolled back
            cursor.execute("rollback")

    def once(self, what: str, prepare: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Prepare something of this open store on its first use, while other threads wait for it."""
        self._link.once(what, prepare)

    def tidy_staging(self) -> None:
        """Give up the room of what was dropped from staging; left for the next time where others use it."""
        with self._link.cursor() as cursor, suppress(duckdb.Error):
            cursor.execute(statement("tidy_staging"))

    @property
    def anchored(self) -> Path | None:
        """Where the head of the ledger is noted; None where it is not."""
        return self._anchored

    def new_key(self) -> str:
        """Make a new key for the ledger, to be bound with next; its id."""
        self.chain = replace(self.chain, keys=add_key(self.chain.keys))
        return self.chain.keys.current

    def bind_again(self, key: str, entry: LedgerEntry) -> None:
        """Chain with ``key`` from ``entry`` on, after whatever stands; the doubt of it ends."""
        store_id = self.chain.store_id or uuid.uuid4().hex
        self.chain = replace(self.chain, store_id=store_id, doubt="")

        def work(writer: Writer) -> None:
            writer.run("write_meta", name="store_id", value=store_id)
            for name in ("ledger_head", "ledger_key", "ledger_seal"):  # whatever became of them
                writer.run("write_meta", name=name, value="")
            writer.rebind(key, entry)

        self.write(work)

    def data_version(self) -> int:
        """Changes with every committed write: the key for every cache."""
        with self.read() as reader:
            return self._version_in(reader)

    @staticmethod
    def _version_in(reader: Reader) -> int:
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
            save_settings(writer, version + 1, pinned, actor, "The demo company lives on this date", as_of)
            writer.run("write_meta", name="demo", value="yes")

        self.write(work)

    @property
    def shared(self) -> bool:
        """Whether other processes write to it, too."""
        return not self._link.kind.alone_here

    def while_alone(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Run ``work`` on a cursor in no transaction, while nobody writes; for the store's own modules."""
        with self._writing, self._link.alone(), self._link.cursor() as cursor:
            self._memory.forget_all()
            return work(cursor)

    def copied_with(self, copy: Callable[[], T]) -> T:
        """Run ``copy``, which reads the store's files, while no writer of this process changes them."""
        with self._writing:
            return copy()

    def close(self) -> None:
        """Close every cursor and the file."""
        self._link.close()


class Inside(Store):
    """A store as one open transaction sees it: use-cases run in it, and end with it."""

    def __init__(self, store: Store, writer: Writer) -> None:
        super().__init__(store._link, store.url, lambda: writer.now, store.chain)
        self._writer = writer

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """The transaction itself."""
        yield self._writer

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run ``work`` in the transaction; where it fails, all of it must be given up."""
        answer = work(self._writer)
        self._writer.count_as_change()
        self._writer.keep_counters()
        return answer

    def rehearse(self, work: Callable[[Writer], T]) -> T:
        """Refused: nothing inside a transaction can be taken back alone."""
        raise IllegalStep("A preview cannot be made inside another one: make it before.")


def read_settings(reader: Reader) -> tuple[int, Settings]:
    """Version and body of the settings in force, read in the caller's transaction."""
    rows = reader.kept("newest_settings")
    return (int(rows[0][0]), _settings_of(rows[0][1])) if rows else (0, DEFAULTS)


@lru_cache(maxsize=8)
def _settings_of(body: str) -> Settings:
    return Settings.model_validate_json(body)


def save_settings(
    writer: Writer, version: int, settings: Settings, actor: Actor, why: str, on: date | None = None
) -> None:
    """Add a settings version, with its ledger entry of the business day ``on``: without one, the clock's."""
    body = settings.model_dump_json()
    writer.run("insert_settings", version=version, body=body, who=actor.name, why=why, now=writer.now)
    entry = LedgerEntry(
        on or writer.now.date(), actor.name, "settings changed", "settings", 0, version, "{}", body
    )
    writer.record([entry])
