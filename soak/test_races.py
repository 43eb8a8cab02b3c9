"""Thousands of updates by many threads, hundreds of races of two."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from backorder_core.services.checks import check
from backorder_core.store import open_store
from soak.conftest import Figures, Scale
from tests.reliability import races
from tests.reliability.kills import LINES, five_late_lines

THREADS = 16


def test_updates_of_many_threads(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    store = open_store(str(tmp_path / "store.duckdb"))
    five_late_lines(store, tmp_path)
    updates = scale(500 // LINES) * LINES
    applied = races.update_together(store, THREADS, updates)
    store.close()
    assert applied == THREADS * updates
    figures(
        f"{THREADS} threads on {LINES} backorders",
        f"{applied:,} of {THREADS * updates:,} updates applied, none lost, every fourth thread naming the "
        "version it saw; `check` clean",
    )


def test_races_of_two(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    count, chance = scale(500), random.Random(5)
    store = open_store(str(tmp_path / "store.duckdb"))
    races.to_decide(store, tmp_path, count * 2)
    numbers = list(races.versions(store))
    queue = store._writing
    who: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for place, (decided, moved) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
        if place % 2:  # every other race without the queue of writers of this process
            races.unguarded(store)
        else:
            store._writing = queue
        who[races.race_of_approvers(store, decided, chance)] += 1
        ends[races.race_of_eta_and_approval(store, moved, 60 + place, chance)] += 1
    assert check(store) == ()
    store.close()
    assert who.total() == ends.total() == count
    told = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
    figures(
        "Races of two on one approval",
        f"{count} races of two approvers, one outcome each ({who['Sam']} and {who['Sue']}); {count} races of "
        f"an approval against a new ETA: {told}, none approved after it; half of all without the queue of "
        "writers",
    )
