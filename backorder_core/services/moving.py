"""Where a store is kept: all of it into a new one of another kind, proved; a shared one kept small."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, Unavailable
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.services.state_hash import StateHash, state_hash
from backorder_core.store import Store, copy_rows, open_store, path_of
from backorder_core.store.keys import key_file, read_keys
from backorder_core.store.tidying import Tidied, tidy


@permitted(Permission.KEEP)
def copy_store(source: str, target: str, actor: Actor) -> StateHash:
    """Put all that the store ``source`` holds into the new store ``target``; the state hash of both.

    The ledger's keys go with it. ``IllegalStep`` where ``target`` holds anything, ``InvalidInput`` where keys
    of another store lie beside it, ``Unavailable`` where the copy is not the same.
    """
    if path_of(source) == path_of(target):
        raise InvalidInput(f"{target} is the store that is to be copied: name a new one.")
    with closing(open_store(source, create=False)) as old:
        _bring_keys(key_file(path_of(source)), key_file(path_of(target)))
        with closing(open_store(target, copy_of=old.chain)) as new:
            before = state_hash(old)
            copy_rows(old, new)
            after = state_hash(new)
    if before != after:
        others = ", ".join(before.differing(after))
        raise Unavailable(
            f"{target} is not what {source} was when it was looked at ({others}): stop the app and copy into "
            "a new store again."
        )
    return after


@permitted(Permission.KEEP)
def keep_small(store: Store, keep_days: int, actor: Actor) -> Tidied:
    """Tidy a shared store; DuckDB forgets its states before ``keep_days`` days, the ledger nothing."""
    return tidy(store, timedelta(days=keep_days))


def _bring_keys(here: Path, there: Path) -> None:
    """Let the copy's ledger be proved and gone on with by the keys of the store."""
    if here == there:
        return
    known = read_keys(there)
    if known.current and known.secrets != read_keys(here).secrets:
        raise InvalidInput(f"The ledger's keys in {there} are those of another store: name another place.")
    if known.current:
        return
    try:
        there.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(here.read_bytes())
    except OSError as refused:
        raise Unavailable(
            f"The ledger's keys cannot be copied to {there} ({refused.strerror}): make its folder writable."
        ) from refused
