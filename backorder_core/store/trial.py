"""A store to try things on: a copy of another one that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from backorder_core.store.copying import copy_of_open
from backorder_core.store.opening import open_store
from backorder_core.store.session import Store


@contextmanager
def trial_of(store: Store) -> Iterator[Store]:
    """A copy of ``store`` as it stands, to write to and forget; ``Unavailable`` where it has no room."""
    with TemporaryDirectory(prefix="backorders-") as folder:
        target = Path(folder) / "trial.duckdb"
        copy_of_open(store, target)
        trial = open_store(str(target), clock=store.clock, copy_of=store.chain)
        try:
            yield trial
        finally:
            trial.close()
