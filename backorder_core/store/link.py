"""The one connection of an open store: a cursor for each use, and opened again where the database gave up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import duckdb

from backorder_core.domain.errors import Refusal, Unavailable
from backorder_core.store import faults

LOG = logging.getLogger("backorder_core.store")
PATIENCE = 5.0
"""Seconds that are waited for others to notice that the database gave up, before it is opened again."""


class Kind:
    """What one kind of store wants beside DuckDB: this one, in a file, nothing."""

    alone_here = True
    """Whether no other process writes to the store while this one has it."""

    def enter(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make a new cursor ready to read the store's tables."""

    @contextmanager
    def alone(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Keep writers of other processes out meanwhile."""
        yield

    def refusal_of(self, failure: duckdb.Error, url: str) -> Refusal | None:
        """What a fault from outside means; None for a fault of our own."""
        return faults.refusal_of(failure, url)


IN_A_FILE = Kind()


class Link:
    """Hands out cursors; after a fault that ends the database, the next one is of the database opened anew.

    DuckDB keeps one database for a file in a process, so it is opened anew only when every cursor is closed.
    """

    def __init__(
        self, url: str, connect: Callable[[], duckdb.DuckDBPyConnection], kind: Kind = IN_A_FILE
    ) -> None:
        self.url = url
        self.kind = kind
        self._connect = connect
        self._turn = threading.Condition()
        self._out: dict[duckdb.DuckDBPyConnection, int] = {}
        self._lost = False
        self._preparing = threading.Lock()
        self._prepared: set[str] = set()
        self.connection = connect()
        self.openings = 1

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own; ``Unavailable`` where disk, file or database fail under it."""
        cursor = self._take()
        try:
            self.kind.enter(cursor)
            yield cursor
        except duckdb.Error as failure:
            if faults.ends(failure):
                LOG.error("The database gave the store %s up", self.url, exc_info=failure)
                self._lost = True
            refusal = self.kind.refusal_of(failure, self.url)
            if refusal is None:
                raise
            refusal.places = (self.url,)
            raise refusal from failure
        finally:
            self._give_back(cursor)

    def alone(self) -> AbstractContextManager[None]:
        """Writers of other processes wait meanwhile."""
        return self.kind.alone(self.connection)

    def once(self, what: str, prepare: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Prepare something of the open database on its first use, while other threads wait for it."""
        with self._preparing, self.cursor() as cursor:
            if what not in self._prepared:
                prepare(cursor)
                self._prepared.add(what)

    def close(self) -> None:
        """Close every cursor and the file."""
        self.connection.close()

    def _take(self) -> duckdb.DuckDBPyConnection:
        with self._turn:
            if self._lost:
                self._open_again()
            cursor = self.connection.cursor()
            self._out[cursor] = threading.get_ident()
            return cursor

    def _give_back(self, cursor: duckdb.DuckDBPyConnection) -> None:
        with suppress(duckdb.Error):
            cursor.close()
        with self._turn:
            self._out.pop(cursor, None)
            self._turn.notify_all()

    def _open_again(self) -> None:
        if threading.get_ident() in self._out.values():
            raise Unavailable(f"The store {self.url} is being opened again: try again in a moment.")
        self._turn.wait_for(lambda: not self._out or not self._lost, PATIENCE)
        if not self._lost:
            return
        for left in (*self._out, self.connection):  # whatever is left ran into the fault, or never will run
            with suppress(duckdb.Error):
                left.close()
        self._out.clear()
        self._prepared.clear()
        self.connection = self._connect()
        self._lost = False
        self.openings += 1
        LOG.warning("The store %s was opened again", self.url)
