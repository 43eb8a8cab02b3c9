"""The store as it was known at the end of a past day (HOUSE, Values: replaying the ledger).

Beside the store stands a catalogue of views, ``past``, with a view for every table. A reader that uses it
sees, with the very same statements, only what the ledger knew by then. Nothing is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import duckdb

from backorder_core.domain.errors import IllegalStep
from backorder_core.domain.settings import Settings
from backorder_core.store.reading import Reader
from backorder_core.store.session import Store
from backorder_core.store.statements import named_statements, statement
from backorder_core.store.writing import Writer

T = TypeVar("T")
VIEWS = Path(__file__).parent / "views" / "past.sql"
LIVE = "live."
NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - instants of the store are UTC without a zone


def attach(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the empty catalogue beside an open store; before the configuration is locked."""
    connection.execute("attach ':memory:' as past")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the catalogue with its views, all at once; seventy of them take a tenth of a second."""
    (live,) = connection.execute(statement("here")).fetchone() or ("",)
    home = f"{_quoted(live)}.main."
    tables = [row[0] for row in connection.execute(statement("tables_of"), {"catalog": live}).fetchall()]
    macros = connection.execute(statement("macros_of"), {"catalog": live}).fetchall()
    connection.execute("use past")
    connection.execute("begin transaction")
    blocks = named_statements(VIEWS)
    for name, text in blocks.items():
        connection.execute(f"create view {_quoted(name)} as {text.replace(LIVE, home)}")
    for name in tables:
        if name not in blocks:
            connection.execute(f"create view {_quoted(name)} as from {home}{_quoted(name)}")
    for name, parameters, body in macros:
        connection.execute(f"create macro {_quoted(name)}({', '.join(parameters)}) as table {body}")
    connection.execute("commit")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class PastStore(Store):
    """A store that shows what was known at the end of ``day``, for looking only."""

    def __init__(self, live: Store, day: date) -> None:
        super().__init__(live._link, f"{live.url}?known_on={day.isoformat()}", live.clock, live.chain)
        self._live = live
        self.day = day

    @property
    def live(self) -> Store:
        """The store as it stands now."""
        return self._live

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader that sees what was known."""
        self._live.once("past", prepare)
        with self._link.cursor() as cursor:
            seq, at = self._cut(Reader(cursor))
            cursor.execute(statement("set_past_seq"), {"seq": seq})
            cursor.execute(statement("set_past_at"), {"at": at})
            cursor.execute(statement("set_past_on"), {"day": self.day})
            cursor.execute("use past")
            yield Reader(cursor)

    def _cut(self, reader: Reader) -> tuple[int, datetime]:
        zone = self._live.settings()[1].time_zone
        row = reader.one("known_by", day=self.day, zone=zone)
        return (int(row[0]), row[1]) if row and row[0] is not None else (0, NEVER)

    def write(self, work: Callable[[Writer], T]) -> T:
        """Refused: what was known on a past day cannot be changed any more."""
        self._refuse()

    def rehearse(self, work: Callable[[Writer], T]) -> T:
        """Refused, as ``write``: a preview of today is asked of the store itself."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise IllegalStep(
            f"This is what was known on {self.day}, for looking only: go back to what is known today "
            "to change something."
        )

    def data_version(self) -> int:
        """That of the store itself: a later write can add to what was known, such as an undone import."""
        return self._live.data_version()

    def business_day(self, settings: Settings | None = None) -> date:
        """The day whose knowledge is shown."""
        return self.day

    def is_demo(self) -> bool:
        """Whether the store holds the demo company."""
        return self._live.is_demo()

    def close(self) -> NoReturn:
        """Refused: the store itself is closed by whoever opened it."""
        self._refuse()
