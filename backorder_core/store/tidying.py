"""Keeping a shared store small and fast: few files of a good size, no more earlier states than are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import duckdb

from backorder_core.domain.errors import IllegalStep
from backorder_core.store.session import Store
from backorder_core.store.shared import shared_statement

STILL_READ = timedelta(hours=1)
"""So long whoever began to read an earlier state may still need its files."""


@dataclass(frozen=True)
class Tidied:
    """Files and bytes of the rows before and after, and how many earlier states were forgotten."""

    files_before: int
    files_after: int
    bytes_before: int
    bytes_after: int
    states_forgotten: int


def tidy(store: Store, keep: timedelta) -> Tidied:
    """Write what the catalog keeps into files, merge small files, forget states older than ``keep``.

    Writers wait for each step of it, and come in between; readers never wait. ``IllegalStep`` for a store in
    a file, which tidies itself.
    """
    if not store.shared:
        raise IllegalStep(f"The store {store.url} is one file, which needs no upkeep.")
    now = store.clock()
    before = _done(store, "count_files")
    for name in ("flush_inlined", "rewrite_deleted", "merge_files"):
        _done(store, name)
    (forgotten,) = _done(store, "forget_states", before=now - keep)
    _done(store, "remove_files", before=now - STILL_READ)
    after = _done(store, "count_files")
    return Tidied(before[0], after[0], before[1], after[1], forgotten)


def _done(store: Store, name: str, **params: object) -> tuple[int, ...]:
    return store.while_alone(lambda cursor: _counted(cursor, name, **params))


def _counted(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> tuple[int, ...]:
    # All of the answer is taken: what is left of it would take the work of its statement back.
    (row,) = cursor.execute(shared_statement(name), params).fetchall()
    return tuple(int(one) for one in row)
