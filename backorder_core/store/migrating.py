"""Numbered migrations, each in one transaction together with its row in ``schema_migrations``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from backorder_core.domain.errors import Unavailable
from backorder_core.store.statements import statement

FOLDER = Path(__file__).parent / "migrations"


@cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """(number, name, text) of each migration, ascending."""
    paths = sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple((int(p.stem[:4]), p.stem[5:], p.read_text(encoding="utf-8")) for p in paths)


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest migration that a store has."""
    row = connection.execute(statement("schema_version")).fetchone()
    return int(row[0]) if row else 0


def migrate(
    connection: duckdb.DuckDBPyConnection,
    url: Path | str,
    now: datetime,
    written: Callable[[str], str] | None = None,
) -> None:
    """Apply what is missing; ``Unavailable`` where the store is from a newer version of this program.

    ``written`` gives a migration as the backend can have it, where that is no file.
    """
    connection.execute(statement("create_schema_migrations"))
    have = version_of(connection)
    newest = migrations()[-1][0]
    if have > newest:
        raise Unavailable(
            f"The store {url} is from a newer version (schema {have}, this program knows {newest}): "
            "update this program to open it."
        )
    for number, name, text in migrations():
        if number > have:
            _apply(connection, number, name, written(text) if written else text, now)
    if have < newest and not written:
        # DuckDB cannot replay columns added to a table with a CHECK from its log: a program killed before the
        # first checkpoint, or a copy taken then, would leave a store that does not open.
        connection.execute("checkpoint")


def _apply(connection: duckdb.DuckDBPyConnection, number: int, name: str, text: str, now: datetime) -> None:
    connection.execute("begin transaction")
    try:
        for one in duckdb.extract_statements(text):
            connection.execute(one)
        connection.execute(statement("record_migration"), {"number": number, "name": name, "now": now})
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
