"""kill -9 during commits and imports, again and again, and what must be true of the store after each."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from backorder_core.services.checks import check
from backorder_core.services.reference import load
from backorder_core.store import Store, open_store
from tests.reliability import victims
from tests.reliability.killing import start
from tests.small_company import CREATED, DUE, PLANNER, SmallCompany

LINES = 5
NUMBERS = [f"BO-2025-{place:04d}" for place in range(1, LINES + 1)]
KEYS_DONE = "select command_key, answer from commands"
EFFECTS = """
    select words from eta_revisions where words like 'eta-%'
    union all select body from comments
    union all select condition from approval_conditions
    union all select why from follow_ups where why like 'reminder-%'
"""
NOW = datetime(2025, 1, 20, 9, 0)  # noqa: DTZ001 - stored instants have no zone
MISSING_EVERY, SHORT_EVERY = 20, 3


def five_late_lines(store: Store, folder: Path) -> None:
    """Five open backorders to write to."""
    company = SmallCompany(store, folder)
    for place in range(LINES):
        company.po_line(f"PO-{place}")
        company.order(f"SO-{place}", f"PO-{place}", 50)
    company.delays(*(f"PO-{place},10,2025-02-15,late,," for place in range(LINES)))


@dataclass
class Killed:
    """One store whose writers are killed; ``words`` is how many writes they finish on average before."""

    path: Path
    log: str
    words: int
    seed: int
    kills: int = 0
    heard: int = 0
    under_way: int = 0
    acknowledged: set[str] = field(default_factory=set)
    unheard: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def round(self) -> None:
        """Let several threads write, kill them at any moment, and prove the store; now and then twice."""
        self._kill(self.chance.randint(1, 2 * self.words), self.chance.uniform(0, 0.06))
        if self.chance.random() < 0.2:
            self._kill(0, self.chance.uniform(0, 0.2))
        self._prove()

    def _kill(self, words: int, pause: float) -> None:
        """Kill the writers after so many writes, or while they still open what the last ones left."""
        run = f"{self.seed}.{self.kills}"
        victim = start(victims.writes, str(self.path), self.log, NUMBERS, run)
        assert victim.listen(words and words + 1), "the writers ended by themselves"
        time.sleep(pause)
        assert victim.kill(), "the writers ended by themselves"
        self.kills += 1
        said = [word for word in victim.heard if word != "open"]
        self.heard += len(said)
        self.acknowledged.update(said)
        self.under_way += victims.WRITERS

    def _prove(self) -> None:
        store = open_store(str(self.path))
        try:
            assert check(store) == ()
        finally:
            store.close()
        with duckdb.connect(str(self.path), read_only=True) as raw:
            done = dict(raw.execute(KEYS_DONE).fetchall())
            found = Counter(row[0].removeprefix("Condition: ") for row in raw.execute(EFFECTS).fetchall())
        lost = self.acknowledged - done.keys()
        assert lost == set(), f"acknowledged and lost: {sorted(lost)[:5]}"
        unheard = done.keys() - self.acknowledged - self.unheard
        assert len(unheard) <= self.under_way, "more than the writes under way came through"
        self.unheard |= unheard
        self.under_way = 0
        expected = {key for key, answer in done.items() if answer or not key.startswith("eta-")}
        assert set(found) == expected, "a write without its answer, or an answer without its write"
        assert set(found.values()) <= {1}, "a write that stands twice"


@dataclass
class BigImport:
    """A file of many rows for a store, and the two states that an import may leave: before or after it."""

    folder: Path
    store: Path
    file: Path
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]
    seconds: float


def many_lines(store: Store, rows: int) -> None:
    """PO lines, every third of them with a customer's order."""
    SmallCompany(store, Path())
    lines = [_po_line(place) for place in range(rows)]
    load(store, "po_lines", lines, PLANNER, CREATED)
    short = range(0, rows, SHORT_EVERY)
    load(store, "order_lines", [_order_line(place) for place in short], PLANNER, CREATED)
    load(store, "allocations", [_allocation(place) for place in short], PLANNER, CREATED)


def big_import(folder: Path, rows: int) -> BigImport:
    """A store of many PO lines and a file that makes them all late; where an import undisturbed leads."""
    path, file = folder / "before.duckdb", folder / "late.csv"
    store = open_store(str(path), clock=lambda: NOW)
    many_lines(store, rows)
    store.close()
    said = ["po_number,po_line,new_eta,reason"]
    unknown = range(0, rows, MISSING_EVERY)
    said += [f"PO-{'X' if place in unknown else ''}{place},10,2025-02-15,late" for place in range(rows)]
    file.write_text("\n".join(said) + "\n", encoding="utf-8")
    undisturbed = Path(shutil.copy(path, folder / "after.duckdb"))
    victim = start(victims.imports, str(undisturbed), next(iter(victims.LOGS)), str(file), NOW)
    assert victim.listen(1)
    began = time.monotonic()
    assert victim.listen(2)
    seconds = time.monotonic() - began
    victim.kill()
    proved(undisturbed)
    return BigImport(folder, path, file, contents(path), contents(undisturbed), seconds)


def proved(path: Path) -> None:
    """Open a store as the product does, and prove it."""
    store = open_store(str(path))
    try:
        assert check(store) == ()
    finally:
        store.close()


def contents(path: Path) -> dict[str, tuple[int, int]]:
    """Rows of every table and the sum of their hashes; of a closed store."""
    with duckdb.connect(str(path), read_only=True) as raw:
        tables = [row[0] for row in raw.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: _rows_and_hash(raw, name) for name in tables}


def _rows_and_hash(raw: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    found = raw.execute(f"select count(*), sum(hash(t)::hugeint) from {table} as t").fetchone()
    assert found is not None
    return int(found[0]), int(found[1] or 0)


def kill_import(big: BigImport, log: str, chance: random.Random) -> str | None:
    """Kill an import; whether nothing or all of it stands, None where it was finished before the kill.

    Afterwards the same form is sent again, and the file stands applied exactly once.
    """
    path = Path(shutil.copy(big.store, big.folder / "killed.duckdb"))
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    late = chance.random() < 0.5
    victim = start(victims.imports, str(path), log, str(big.file), NOW)
    assert victim.listen(1)
    began = time.monotonic()
    if victim.ear.poll(chance.uniform(0.8 if late else 0, 1.1) * big.seconds):
        big.seconds = time.monotonic() - began  # it takes that long now: the next are killed within it
    assert victim.kill()
    acknowledged = "done" in victim.heard
    proved(path)
    found = contents(path)
    assert found in (big.before, big.after), "half an import"
    assert not acknowledged or found == big.after, "an acknowledged import is lost"
    store = open_store(str(path), clock=lambda: NOW)
    victims.late_lines(store, big.file)
    store.close()
    assert contents(path) == big.after, "sent again, it does not stand exactly once"
    return None if acknowledged else "all" if found == big.after else "nothing"


def _po_line(place: int) -> dict[str, object]:
    return {
        "po_number": f"PO-{place}",
        "po_line": "10",
        "supplier": "ABC",
        "product": "CM-500",
        "ordered": Decimal(100),
        "unit_cost": Decimal("310.50"),
        "order_date": CREATED,
        "original_due": DUE,
    }


def _order_line(place: int) -> dict[str, object]:
    return {
        "order_number": f"SO-{place}",
        "order_line": "1",
        "customer": ("C-METRO", "C-INDUS", "C-PREM")[place % 3],
        "product": "CM-500",
        "order_date": CREATED,
        "quantity": Decimal(10 + place % 40),
        "unit_price": Decimal("12.50"),
        "need_date": DUE,
        "impact": 1 + place % 3,
        "emergency": False,
    }


def _allocation(place: int) -> dict[str, object]:
    named = {"po_number": f"PO-{place}", "po_line": "10", "order_number": f"SO-{place}", "order_line": "1"}
    return {**named, "quantity": Decimal(10 + place % 40)}
