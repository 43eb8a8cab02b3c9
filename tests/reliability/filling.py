"""A disk that fills up under an open store: what is said, what is kept, and that it goes on."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from backorder_core.domain.errors import Unavailable
from backorder_core.services.checks import check
from backorder_core.services.work import caring
from backorder_core.store import Store, open_store
from tests.reliability import victims
from tests.reliability.killing import start
from tests.small_company import CREATED, PLANNER

NUMBER = "BO-2025-0001"
AFTERWARDS = 3
NO_LIMIT = resource.RLIM_INFINITY
BALLAST = "ballast"


def write(store: Store, key: str, size: int) -> None:
    """One write of about ``size`` bytes that can be found by its key."""
    caring.comment(store, NUMBER, f"{key} {'x' * size}", PLANNER, CREATED, key)


def writes_until_full(mouth: Connection, path: str, log: str, size: int, limit: int | None) -> None:
    """Write until the disk is full, ask what is there, then make room and go on; every step is told.

    ``limit`` is how large a file may become, in bytes; None where the disk itself is small, and a file of
    ballast is given up to make room.
    """
    store = victims.opened(path, log)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, NO_LIMIT))
    refused = turn = 0
    while refused < AFTERWARDS:
        key = f"full-{turn}"
        turn += 1
        try:
            write(store, key, size)
            mouth.send_bytes(f"saved {key}".encode())
        except Unavailable as refusal:
            refused += 1
            mouth.send_bytes(f"refused {refusal.sentence}".encode())
            _look(mouth, store)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))
    Path(path).with_name(BALLAST).unlink(missing_ok=True)
    for turn in range(AFTERWARDS):
        write(store, f"room-{turn}", size)
        mouth.send_bytes(f"saved room-{turn}".encode())
    store.close()
    mouth.send_bytes(b"done")


def _look(mouth: Connection, store: Store) -> None:
    """What a page sees while the disk is full: what is there, or a sentence."""
    try:
        with store.read() as reader:
            (count,) = reader.rows("ledger_extent")[0][1:2]
        mouth.send_bytes(f"seen {count}".encode())
    except Unavailable as refusal:
        mouth.send_bytes(f"refused {refusal.sentence}".encode())


@dataclass(frozen=True)
class Filled:
    """How a run on a full disk went: writes acknowledged, and the sentences of those refused."""

    saved: int
    sentences: tuple[str, ...]


def fill_up(path: Path, log: str, size: int, limit: int | None) -> Filled:
    """Let a process write until the disk is full and go on after; prove that what it was told is true."""
    victim = start(writes_until_full, str(path), log, size, limit)
    while victim.listen(len(victim.heard) + 1):
        pass
    victim.process.join()
    victim.ear.close()
    assert victim.heard[-1:] == ["done"], f"it ended after {victim.heard[-2:]}"
    saved = {word.split()[1] for word in victim.heard if word.startswith("saved")}
    sentences = tuple(word[8:] for word in victim.heard if word.startswith("refused"))
    store = open_store(str(path))
    try:
        assert check(store) == ()
    finally:
        store.close()
    with duckdb.connect(str(path), read_only=True) as raw:
        found = {row[0].split()[0] for row in raw.execute("select body from comments").fetchall()}
    assert found == saved, f"lost {sorted(saved - found)[:3]}, not told of {sorted(found - saved)[:3]}"
    assert sentences
    assert all(one.count(". ") <= 1 and "\n" not in one for one in sentences), sentences
    return Filled(len(saved), sentences)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path | None]:
    """A disk of ``size`` bytes mounted at ``folder``; None where this machine does not let us."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], capture_output=True, check=True)
