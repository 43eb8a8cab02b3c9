"""Many at once: no update is lost, and of two who decide exactly one does (`make soak`: in full)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backorder_core.services.checks import check
from backorder_core.store import Store, open_store
from tests.reliability import races
from tests.reliability.kills import five_late_lines
from tests.templates import Templates

RACES = 8


def as_it_is(store: Store) -> Store:
    return store


@pytest.fixture(params=[as_it_is, races.unguarded], ids=["queued", "by the store alone"])
def guard(request: pytest.FixtureRequest) -> Callable[[Store], Store]:
    """Writers queue in this process; what a conflict does is tried without the queue, too."""
    found: Callable[[Store], Store] = request.param
    return found


@pytest.fixture
def to_decide(templates: Templates, tmp_path: Path) -> Iterator[Store]:
    def fill(store: Store, folder: Path) -> None:
        races.to_decide(store, folder, RACES)

    store = open_store(str(templates.copy(tmp_path / "store.duckdb", "to-decide", fill)))
    yield store
    store.close()


def test_no_update_of_many_threads_is_lost(templates: Templates, tmp_path: Path) -> None:
    path = templates.copy(tmp_path / "store.duckdb", "five-late-lines", five_late_lines)
    store = open_store(str(path))
    assert races.update_together(store, threads=16, updates=3) == 48
    store.close()


def test_of_two_approvers_exactly_one_decides(to_decide: Store, guard: Callable[[Store], Store]) -> None:
    store, chance = guard(to_decide), random.Random(1)
    who = Counter(races.race_of_approvers(store, number, chance) for number in races.versions(store))
    assert who.total() == RACES
    assert check(store) == ()


def test_what_changed_meanwhile_is_not_approved(to_decide: Store, guard: Callable[[Store], Store]) -> None:
    store, chance = guard(to_decide), random.Random(1)
    ends = [
        races.race_of_eta_and_approval(store, number, 60 + place, chance)
        for place, number in enumerate(races.versions(store))
    ]
    assert set(ends) == {"approved first", "refused as stale"}
    assert check(store) == ()
