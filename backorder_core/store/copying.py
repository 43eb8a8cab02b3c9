"""Copies of a store's files, made while it is open, and a look into a closed one as it lies there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb

from backorder_core.domain.errors import NotFound, Unavailable
from backorder_core.store.migrating import version_of
from backorder_core.store.moving import copy_rows
from backorder_core.store.opening import LOCKDOWN, in_use, open_store
from backorder_core.store.reading import Reader
from backorder_core.store.session import Store

COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"
LOG = ".wal"


def copy_of_open(store: Store, target: Path) -> None:
    """Copy an open store as it stands between two writes into a file; ``Unavailable`` where it has no room.

    Of a shared store the rows are copied, as one instant sees them; nobody waits meanwhile.
    """
    if not store.shared:
        store.copied_with(lambda: copy_files(Path(store.url), target))
        return
    with closing(open_store(str(target), clock=store.clock, copy_of=store.chain)) as copy:
        copy_rows(store, copy)


def copy_files(source: Path, target: Path) -> None:
    """Copy a store's file and its log of late writes; ``Unavailable`` where there is no room for them.

    A process of its own does it: closing a second handle on the file here would end the lock on it.
    """
    for ending in ("", LOG):
        file = source.with_name(source.name + ending)
        if not file.exists():
            continue
        words = [sys.executable, "-I", "-S", "-c", COPY, str(file), f"{target}{ending}"]
        done = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            raise Unavailable(f"There is no room for a copy of the store in {target.parent}: make some.")


def remove(path: Path) -> None:
    """Remove a closed store's file and log, where they are."""
    for ending in ("", LOG):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def onto_disk(path: Path) -> None:
    """Return when the system says that a closed file, and its name in its folder, are on the disk."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def looked_into(path: Path) -> Iterator[tuple[Reader, int]]:
    """A closed store as it lies there, not brought up to date: a reader of it, and its schema's number.

    ``NotFound`` where there is none, ``Unavailable`` where it is in use, damaged or no store.
    """
    if not path.is_file():
        raise NotFound(f"There is no store at {path}.")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            for setting in LOCKDOWN:
                connection.execute(setting)
            yield Reader(connection), version_of(connection)
    except (duckdb.Error, RuntimeError) as failure:
        raise in_use(path, failure) or Unavailable(
            f"The file {path} is damaged or no store of this program: choose another one."
        ) from failure


def let_go(path: Path) -> None:
    """Make sure that no other process has a store, and put its log into it, before it is replaced.

    ``InUse`` where one has it; a file that cannot be opened any more is nobody's.
    """
    if not path.exists():
        return
    try:
        duckdb.connect(str(path)).close()
    except (duckdb.Error, RuntimeError) as failure:
        held = in_use(path, failure)
        if held is not None:
            raise held from failure


def take_the_place(path: Path, aside: Path, kept: Path) -> bool:
    """Put the closed store ``aside`` at ``path``, what was there becomes ``kept``; whether anything was.

    At every moment there is a whole store at ``path``: the old one or the new one.
    """
    for ending in (LOG, ""):  # the log first, or it would be taken for that of the new store
        old = path.with_name(path.name + ending)
        if old.exists():
            old.rename(f"{kept}{ending}") if ending else os.link(old, kept)
    aside.replace(path)
    onto_disk(path)
    return kept.exists()
