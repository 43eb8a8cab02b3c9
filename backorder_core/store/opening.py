"""Open a store, bring it up to date, lock its configuration; say in one sentence why not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import duckdb
import pyarrow as pa

from backorder_core.domain.errors import InvalidInput, NotFound, Refusal, Unavailable
from backorder_core.store import faults, past, shared
from backorder_core.store.anchor import anchor_file
from backorder_core.store.chain import Chain
from backorder_core.store.chaining import chain_of, must_be_believed
from backorder_core.store.keys import key_file, read_keys
from backorder_core.store.link import Link
from backorder_core.store.migrating import migrate
from backorder_core.store.priming import settle
from backorder_core.store.session import Store
from backorder_core.store.statements import statement

P = ParamSpec("P")
DEFAULT_URL = "data/backorders.duckdb"
MEMORY_VARIABLE = "BACKORDERS_MEMORY"
MEMORY = "300MB"
"""What DuckDB keeps in memory before it puts the rest on disk beside the store: a million rows, with
news among them, then come into a store of a million backorders with less than 1 GB resident in all."""
LOCKDOWN = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set python_enable_replacements = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


class InUse(Unavailable):
    """Another process has the store open."""


def utc_now() -> datetime:
    """The current instant, UTC without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _saying_where(open_: Callable[P, Store]) -> Callable[P, Store]:
    """What is refused knows which place on the disk it names, so that the screens can leave it out."""

    @wraps(open_)
    def opened(*args: P.args, **kwargs: P.kwargs) -> Store:
        try:
            return open_(*args, **kwargs)
        except Refusal as refusal:
            path = Path(str(args[0] if args else kwargs["url"]))
            refusal.places = tuple(str(one) for one in (path, path.parent) if len(str(one)) > 1)
            raise

    return opened


@_saying_where
def open_store(
    url: str,
    *,
    create: bool = True,
    clock: Callable[[], datetime] = utc_now,
    copy_of: Chain | None = None,
    doubtful: bool = False,
) -> Store:
    """Open the store at ``url``, a file path or a shared store's address, created and migrated where needed.

    ``copy_of`` is the chain of the store that this is a copy of: it uses the same keys and has no anchor.
    ``doubtful`` opens a store whose ledger cannot be believed for looking, its ``chain.doubt`` says why.

    Raises ``NotFound`` where there is no file and ``create`` is false, ``Unavailable`` where the file is
    locked, read-only, damaged or newer than this program, or its ledger cannot be believed.
    """
    link, path = _linked(url, create, clock)
    try:
        anchored = None if copy_of else anchor_file(path)
        keys = copy_of.keys if copy_of else read_keys(key_file(path))
        with link.alone():
            chain = chain_of(link, keys, clock(), anchored)
        if not doubtful:
            must_be_believed(chain)
    except BaseException:
        link.close()
        raise
    return Store(link, url if shared.is_shared(url) else str(path), clock, chain, anchored)


def _linked(url: str, create: bool, clock: Callable[[], datetime]) -> tuple[Link, Path]:
    """The link to a store, and the path that its keys and its anchor lie beside."""
    if shared.is_shared(url):
        place = shared.place_of(url)
        return Link(url, lambda: _opened_shared(place, url, create, clock), shared.Shared()), place.data
    path = _file_of(url)
    if not path.exists():
        _may_create(path, create)
    elif not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise Unavailable(f"The store {path} is read-only: make the file and its folder writable.")
    return Link(str(path), lambda: _opened(path, clock)), path


def path_of(url: str) -> Path:
    """What keys, anchor, backups and uploads lie beside: the store's file, or a shared one's folder."""
    return shared.place_of(url).data if shared.is_shared(url) else Path(url).resolve()


def _opened(path: Path, clock: Callable[[], datetime]) -> duckdb.DuckDBPyConnection:
    connection = _connect(path)
    try:
        migrate(connection, str(path), clock())
        _make_ready(connection)
    except duckdb.Error as failure:
        connection.close()
        raise faults.refusal_of(failure, str(path)) or failure from failure
    except BaseException:
        connection.close()
        raise
    return connection


def _opened_shared(
    place: shared.Place, url: str, create: bool, clock: Callable[[], datetime]
) -> duckdb.DuckDBPyConnection:
    connection = shared.connect(place, create)
    try:
        with shared.Shared().alone(connection):
            shared.attach(connection, place, create)
            migrate(connection, url, clock(), shared.without_keys)
            if settle(connection):
                shared.detach(connection)
                shared.attach(connection, place, create=False)
        _make_ready(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_ready(connection: duckdb.DuckDBPyConnection) -> None:
    _prepare_staging(connection)
    past.attach(connection)
    _limit_memory(connection)
    for setting in LOCKDOWN:
        connection.execute(setting)


def _prepare_staging(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("attach ':memory:' as staging")
    for name in ("delays", "verdicts", "ends"):
        connection.execute(statement(f"create_staged_{name}"))


def _limit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    # Arrow's own allocator keeps what was freed: a tenth of all that a large import holds.
    pa.set_memory_pool(pa.system_memory_pool())
    said = os.environ.get(MEMORY_VARIABLE) or MEMORY
    try:
        connection.execute("set memory_limit = $limit", {"limit": said})
    except duckdb.Error as refused:
        raise InvalidInput(
            f"{MEMORY_VARIABLE} is '{said}', which is no amount of memory: give one such as 300MB or 2GB."
        ) from refused


def _file_of(url: str) -> Path:
    if re.match(r"^[a-z]{2,}:", url):
        raise InvalidInput(
            f"The store '{url}' is not a file path: give a path such as {DEFAULT_URL}, or a shared store's "
            f"address such as {shared.EXAMPLE}."
        )
    return Path(url)


def _may_create(path: Path, create: bool) -> None:
    if not create:
        raise NotFound(
            f"There is no store at {path}: make one with 'backorders import' or 'backorders demo'."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise Unavailable(f"The folder {path.parent} cannot be created: {refused.strerror}.") from refused
    if not os.access(path.parent, os.W_OK):
        raise Unavailable(f"The folder {path.parent} is read-only: make it writable or choose another store.")


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path))
    except (duckdb.Error, RuntimeError) as failure:
        raise _why(path, failure) from failure


def in_use(path: Path, failure: Exception) -> InUse | None:
    """Whether a store did not open because another process has it, and which."""
    said = str(failure).lower()
    if not re.search(r"\bset lock\b|\bconflicting lock\b", said):
        return None
    holder = re.search(r"pid (\d+)", said)
    by = f" (process {holder[1]})" if holder else ""
    return InUse(f"The store {path} is in use by another process{by}: stop it, or work in the running app.")


def _why(path: Path, failure: Exception) -> Refusal:
    held, said = in_use(path, failure), str(failure).lower()
    if held is not None:
        return held
    if "permission" in said or "read-only" in said:
        return Unavailable(
            f"The store {path} cannot be opened for writing: make the file and its folder writable."
        )
    if "newer version" in said or "version number" in said:
        return Unavailable(
            f"The store {path} was written by a newer version: update this program to open it."
        )
    known = faults.refusal_of(failure, str(path)) if isinstance(failure, duckdb.Error) else None
    return known or Unavailable(
        f"The store {path} is not a readable store file: restore a backup with 'backorders restore FILE'."
    )
