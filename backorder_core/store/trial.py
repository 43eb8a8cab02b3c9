"""A store to try things on: a copy of another one that is gone afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from backorder_core.domain.errors import Unavailable
from backorder_core.store.opening import open_store
from backorder_core.store.session import Store

COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


@contextmanager
def trial_of(store: Store) -> Iterator[Store]:
    """A copy of ``store`` as it stands, to write to and forget; ``Unavailable`` where it has no room."""
    with TemporaryDirectory(prefix="backorders-") as folder:
        target = Path(folder) / "trial.duckdb"
        store.copied_with(lambda: _copy_files(Path(store.url), target))
        trial = open_store(str(target), clock=store.clock)
        try:
            yield trial
        finally:
            trial.close()


def _copy_files(source: Path, target: Path) -> None:
    """Copy a store's file and its log of late writes.

    A process of its own does it: closing a second handle on the file here would end the lock on it.
    """
    for ending in ("", ".wal"):
        file = source.with_name(source.name + ending)
        if not file.exists():
            continue
        words = [sys.executable, "-I", "-S", "-c", COPY, str(file), f"{target}{ending}"]
        done = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            raise Unavailable("There is no room for a copy of the store to try the files on: make some.")
