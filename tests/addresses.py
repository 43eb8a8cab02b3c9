"""Where a test's store is: a copy of a file or, where PostgreSQL is named, a shared store of its rows."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from backorder_core.store import open_store
from backorder_core.store.moving import copy_rows
from scripts.with_postgres import VARIABLE, binaries

POSTGRES = os.environ.get(VARIABLE, "")
"""Set by ``make test-shared``: then the tests that this module gives addresses to run on shared stores."""
_USED: list[str] = []


def copied(file: Path, to: Path) -> str:
    """The address of a store of one's own that holds what the closed store ``file`` does."""
    if not POSTGRES:
        return str(shutil.copyfile(file, to))
    template = _template(file)
    _drop_what_is_closed()
    name, data = _name_of("c", to), to.with_suffix(".lake")
    shutil.copytree(file.with_suffix(".lake"), data)
    _ask(f"create database {name} template {template}")
    _ask(f"update ducklake_metadata set value = '{data}/' where key = 'data_path'", name)
    _USED.append(name)
    return _address(name, data)


def _template(file: Path) -> str:
    """The database that holds what ``file`` does, made once a run; nobody is connected to it."""
    name, done = _name_of("t", file), file.with_suffix(".shared")
    with file.with_suffix(".sharing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go with the worker, however it ends
        if not done.exists():
            _make(name, file)
            done.touch()
    return name


def _make(name: str, file: Path) -> None:
    data, aside = file.with_suffix(".lake"), file.with_suffix(".source")
    shutil.rmtree(data, ignore_errors=True)
    _ask(f"drop database if exists {name} with (force)")
    _ask(f"create database {name}")
    shutil.copyfile(file, aside)
    with (
        closing(open_store(str(aside))) as source,
        closing(open_store(_address(name, data), copy_of=source.chain)) as target,
    ):
        copy_rows(source, target)
    aside.unlink()
    _ask(f"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{name}'")


def _drop_what_is_closed() -> None:
    for name in [*_USED]:
        if not _ask(f"select pid from pg_stat_activity where datname = '{name}' limit 1"):
            _ask(f"drop database if exists {name}")
            _USED.remove(name)


def _address(name: str, data: Path) -> str:
    return f"ducklake:postgres:dbname={name} {POSTGRES};data={data}"


def _name_of(kind: str, path: Path) -> str:
    return f"{kind}_{sha256(str(path).encode()).hexdigest()[:20]}"


def _ask(statement: str, database: str = "postgres") -> str:
    words = [str((binaries() or Path()) / "psql"), f"dbname={database} {POSTGRES}", "-XqAtc", statement]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
