"""What a shared store costs against one in a file: reads, writes, and writes of several replicas at once."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from backorder_core.demo import build_demo
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.moving import copy_store, keep_small
from backorder_core.services.reports import command_center
from backorder_core.store import open_store
from replicas import workers
from scripts.with_postgres import postgres
from tests.reliability.killing import start
from tests.reliability.kills import NUMBERS, five_late_lines
from tests.reliability.victims import STEPS
from tests.small_company import ADMIN, TODAY

RUNS, WRITES = 9, 60


def main() -> None:
    """Print each figure as a line."""
    with TemporaryDirectory() as name, postgres(durable=True) as server:
        folder = Path(name)
        with closing(open_store(str(folder / "file.duckdb"))) as store:
            build_demo(store)
        server.ask("create database lake")
        address = f"ducklake:postgres:dbname=lake {server.words};data={folder}/lake"
        began = time.perf_counter()
        copy_store(str(folder / "file.duckdb"), address, ADMIN)
        print(f"copied and proved in {time.perf_counter() - began:.1f} s")
        here, there = reads(str(folder / "file.duckdb")), reads(address)
        for one, base in here.items():
            print(f"{one}: file {base:.1f} ms, shared {there[one]:.0f} ms, {there[one] / base:.1f} times")
        with closing(open_store(str(folder / "small.duckdb"))) as store:
            five_late_lines(store, folder)
        shutil.copy(folder / "small.duckdb", folder / "written.duckdb")
        alone = writes_alone(str(folder / "written.duckdb"))
        print(f"file, one process: {alone:.1f} use-cases a second")
        server.ask("create database small")
        small = f"ducklake:postgres:dbname=small {server.words};data={folder}/small"
        copy_store(str(folder / "small.duckdb"), small, ADMIN)
        for count in (1, 2, 3):
            rate = writes(small, count)
            print(f"{count} replicas: {rate:.1f} use-cases a second, {rate / alone:.3f} of the file")
        with closing(open_store(address)) as store:
            began = time.perf_counter()
            done = keep_small(store, 7, ADMIN)
            print(f"upkeep in {time.perf_counter() - began:.1f} s: {done}")
        after = reads(address)
        for one, base in after.items():
            print(f"{one} after upkeep: {base:.0f} ms")
        size = server.ask("select pg_database_size('lake') / 1000000")
        print(f"catalog {size} MB")


def reads(address: str) -> dict[str, float]:
    """Milliseconds of what pages ask, warm median."""
    with closing(open_store(address)) as store:
        asked: dict[str, Callable[[], object]] = {
            "data version": store.data_version,
            "command centre": lambda: command_center(store, TODAY),
            "list of backorders": lambda: list_backorders(
                store, Filters(), TODAY, SortKey.NUMBER, False, limit=50
            ),
        }
        return {name: _median(work) for name, work in asked.items()}


def _median(work: Callable[[], object]) -> float:
    work()
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def writes_alone(path: str) -> float:
    """Mixed use-cases a second of one process on a file."""
    chance = random.Random(1)
    with closing(open_store(path)) as store:
        began = time.perf_counter()
        for turn in range(WRITES):
            name = chance.choice(list(STEPS))
            STEPS[name](store, chance.choice(NUMBERS), f"{name}-alone-{turn}", chance)
        return WRITES / (time.perf_counter() - began)


def writes(address: str, count: int) -> float:
    """Mixed use-cases a second of several replicas together."""
    victims = [start(workers.works, address, NUMBERS, f"m{count}{place}", WRITES) for place in range(count)]
    assert all(one.listen(1) for one in victims)
    began = time.perf_counter()
    assert all(one.listen(WRITES + 2) for one in victims)
    took = time.perf_counter() - began
    assert not [word for one in victims for word in one.heard if word.startswith("refused")]
    for one in victims:
        one.kill()
    return count * WRITES / took


if __name__ == "__main__":
    main()
