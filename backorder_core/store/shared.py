"""A store that several processes share: DuckLake, its catalog in PostgreSQL, its rows in Parquet files.

It has neither keys nor checks, and two writers of one table collide. So writers of all processes queue for
one lock of PostgreSQL, which ends with the connection of whoever holds it, however that one ends.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

from backorder_core.domain.errors import InvalidInput, NotFound, Refusal, Unavailable
from backorder_core.store import faults
from backorder_core.store.link import Kind
from backorder_core.store.statements import named_statements

PREFIX = "ducklake:"
CATALOG = "ducklake:postgres:"
EXAMPLE = "ducklake:postgres:dbname=backorders host=db user=backorders;data=/shared/backorders"
STATEMENTS = Path(__file__).parent / "views" / "shared.sql"
EXTENSIONS = {"postgres_scanner": "postgres", "ducklake": "ducklake"}
"""What is loaded: as the wheels of the extra "shared" name it, and as the official one is installed."""
WORDS = frozenset(
    (
        *("host", "hostaddr", "port", "dbname", "user", "service", "passfile", "connect_timeout"),
        *("sslmode", "sslrootcert", "sslcert", "sslkey"),
    )
)
PATIENCE = "connect_timeout=10"
"""Seconds until a PostgreSQL that does not answer counts as gone."""
INLINED = 100
"""Up to so many rows of a change stay in the catalog until they are flushed: a file each would cost more."""
LOST = re.compile(
    r"server closed|connection to server|terminating connection|no connection|unable to connect"
    r"|connection (was |has been |is )?(refused|not open|timed out|reset|closed|lost)"
    r"|could not (receive|send) data|failed to (get|query|load|read|fetch) [^:]*(ducklake|postgres)"
    r"|shutting down|starting up|recovery mode|not accepting|current transaction is aborted",
    re.I,
)
"""What PostgreSQL and its client say when one of them is gone, in whatever error DuckDB wraps it."""
BROKEN = re.compile(r"failed to (prepare|fetch|execute|commit|get|query)|bad connection", re.I)
"""What follows from it in the same transaction."""
WAITED = "lock timeout"
THREADS_VARIABLE = "BACKORDERS_THREADS"


@dataclass(frozen=True)
class Place:
    """Where a shared store is: how PostgreSQL is reached, and the folder of the Parquet files."""

    catalog: str
    data: Path


def is_shared(url: str) -> bool:
    """Whether the address of a store names a shared one."""
    return url.startswith(PREFIX)


def place_of(url: str) -> Place:
    """What the address says; ``InvalidInput`` in one sentence where it says anything else."""
    found = re.fullmatch(rf"{CATALOG}(?P<catalog>[^;]+);data=(?P<data>/[^;'\"\\]*)", url)
    pairs = [pair.partition("=") for pair in found["catalog"].split()] if found else []
    if found is None or not pairs:
        raise InvalidInput(f"The shared store's address is not of the form {EXAMPLE}.")
    for word, _, value in pairs:
        if word == "password":
            raise InvalidInput(
                "The password of PostgreSQL does not belong into the store's address, which is shown: set "
                "PGPASSWORD, or keep it in ~/.pgpass."
            )
        if word not in WORDS or not re.fullmatch(r"[^\s;'\"\\]+", value):
            raise InvalidInput(
                f"'{word}={value}' in the shared store's address is not understood: say how PostgreSQL is "
                f"reached by {', '.join(sorted(WORDS))}."
            )
    words = [f"{word}={value}" for word, _, value in pairs]
    patient = [] if any(word.startswith("connect_timeout=") for word in words) else [PATIENCE]
    return Place(" ".join([*words, *patient]), Path(found["data"]))


class Shared(Kind):
    """How a shared store is worked with: its tables are found by name, writers of all processes queue."""

    alone_here = False

    def enter(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let the cursor find the tables of the lake."""
        cursor.execute(shared_statement("enter"))

    @contextmanager
    def alone(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Hold the writers' lock; ``Unavailable`` where it cannot be had within half a minute."""
        cursor = connection.cursor()
        try:
            try:
                cursor.execute("begin transaction")
                cursor.execute(shared_statement("lock_writers")).fetchall()
            except duckdb.Error as failure:
                raise self._not_had(failure) from failure
            yield
        finally:
            with suppress(duckdb.Error):  # a lost connection has let the lock go
                cursor.execute("rollback")
            cursor.close()

    def refusal_of(self, failure: duckdb.Error, url: str) -> Refusal | None:
        """What a fault of PostgreSQL or of the shared storage means; None for a fault of our own."""
        if isinstance(failure, duckdb.TransactionException) and "conflict" in str(failure).lower():
            return None
        said = str(failure)
        plain = type(failure) in (duckdb.Error, duckdb.IOException, duckdb.TransactionException)
        if LOST.search(said) or (plain and BROKEN.search(said)):
            return unreachable()
        return faults.refusal_of(failure, url)

    def _not_had(self, failure: duckdb.Error) -> Refusal:
        if WAITED in str(failure):
            return Unavailable("The shared store is written to without a pause: try again in a moment.")
        return unreachable()


def unreachable() -> Unavailable:
    """PostgreSQL does not answer, or stopped in the midst of it."""
    return Unavailable(
        "The shared store's PostgreSQL cannot be reached, or ended the connection: what was not confirmed "
        "may not be saved. It is used again by itself as soon as it answers; look, then try again."
    )


def connect(place: Place, create: bool) -> duckdb.DuckDBPyConnection:
    """A connection that has PostgreSQL attached and not yet the lake.

    ``Unavailable`` where an extension is missing or PostgreSQL does not answer.
    """
    _may_be(place.data, create)
    connection = duckdb.connect()
    try:
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        connection.execute(f"set temp_directory = '{_spilling()}'")
        connection.execute(f"set threads = {_threads()}")
        for wheel, official in EXTENSIONS.items():
            _load(connection, wheel, official)
        connection.execute(f"attach '{place.catalog}' as writers (type postgres, read_only)")
    except duckdb.Error as failure:
        connection.close()
        raise _why(failure) from failure
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: duckdb.DuckDBPyConnection, place: Place, create: bool) -> None:
    """Attach the lake and make it the catalog that is worked in; while nobody else writes."""
    options = (
        f"data_path '{place.data}/', data_inlining_row_limit {INLINED}, "
        f"create_if_not_exists {'true' if create else 'false'}"
    )
    try:
        connection.execute(f"attach '{CATALOG}{place.catalog}' as lake ({options})")
        connection.execute(shared_statement("enter"))
    except duckdb.Error as failure:
        raise _why(failure) from failure
    connection.execute(f"set allowed_directories = ['{place.data}/']")


def detach(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what was learned of the lake."""
    connection.execute(shared_statement("leave"))
    connection.execute(shared_statement("detach"))


def without_keys(migration: str) -> str:
    """A migration for a backend that has no keys and checks: they stand on lines that begin with a comma."""
    return re.sub(r"(?m)^\s*, .*\n", "", migration)


def _why(failure: duckdb.Error) -> Refusal:
    said = str(failure)
    if "does not exist - and creating" in said:
        return NotFound(
            "There is no shared store there yet: make one with 'backorders import' or 'backorders demo'."
        )
    if "does not match existing data path" in said:
        return InvalidInput(
            "The shared store keeps its rows in another folder than the address says: name that one as data=."
        )
    reason = " ".join(said.rsplit("failed:", 1)[-1].split())
    return Unavailable(f"The shared store's PostgreSQL cannot be reached: {reason}")


def _may_be(data: Path, create: bool) -> None:
    if data.is_dir():
        return
    if not create:
        raise NotFound(
            f"The folder {data} of the shared store is not there: mount it, or name another as data=."
        )
    try:
        data.mkdir(parents=True)
    except OSError as refused:
        raise Unavailable(f"The folder {data} cannot be created: {refused.strerror}.") from refused


def _threads() -> int:
    """How many threads a statement may use: DuckLake's small questions cost more to hand out than they do."""
    said = os.environ.get(THREADS_VARIABLE) or "1"
    if not re.fullmatch(r"[1-9]\d{0,2}", said):
        raise InvalidInput(
            f"{THREADS_VARIABLE} is '{said}', which is no number of threads: give one such as 4."
        )
    return int(said)


def _spilling() -> Path:
    return Path(tempfile.gettempdir()) / "backorders-spilled"


def _load(connection: duckdb.DuckDBPyConnection, wheel: str, official: str) -> None:
    """Load an extension from its wheel, else the official one where it is installed."""
    found = find_spec(f"duckdb_extension_{wheel}")
    where = Path(found.origin).parent if found and found.origin else None
    file = where / "extensions" / f"v{duckdb.__version__}" / f"{wheel}.duckdb_extension" if where else None
    try:
        connection.execute(f"load '{file}'" if file and file.exists() else f"load {official}")
    except duckdb.Error as failure:
        raise Unavailable(
            f"A shared store needs DuckDB's extension {official} for version {duckdb.__version__}: install "
            f"it by 'uv sync --extra shared', or on a connected machine by DuckDB's 'install {official}'."
        ) from failure


def shared_statement(name: str) -> str:
    """The text of one named statement that only a shared store runs."""
    return named_statements(STATEMENTS)[name]
