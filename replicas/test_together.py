"""Several processes on one shared store: nothing lost, nothing doubled, nothing half done."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from backorder_core.domain.settings import DEFAULTS
from backorder_core.services.checks import check
from backorder_core.services.jobs import LEASE
from backorder_core.store import Store, copying, open_store
from backorder_core.store.session import read_settings, save_settings
from replicas import workers
from replicas.conftest import Lake
from tests.reliability.killing import Victim, start
from tests.reliability.kills import EFFECTS, KEYS_DONE, NUMBERS
from tests.reliability.victims import STEPS, comment
from tests.small_company import ADMIN

REPLICAS, EACH = 3, 20
NOW = datetime(2025, 1, 28, 12, 0)  # noqa: DTZ001 - stored instants have no zone


def proved(lake: Lake, folder: Path, acknowledged: set[str], under_way: int = 0) -> None:
    """The store is sound, and holds every write that was acknowledged once, and hardly any other."""
    with closing(open_store(lake.address)) as store:
        assert check(store) == ()
        copying.copy_of_open(store, folder / "proved.duckdb")
    with copying.looked_into(folder / "proved.duckdb") as (reader, _):
        done = dict(reader.cursor.execute(KEYS_DONE).fetchall())
        found = Counter(
            row[0].removeprefix("Condition: ") for row in reader.cursor.execute(EFFECTS).fetchall()
        )
        ids = reader.cursor.execute("select count(*) - count(distinct id) from comments").fetchone()
    assert acknowledged - done.keys() == set()
    assert len(done.keys() - acknowledged) <= under_way
    assert set(found) == {key for key, answer in done.items() if answer or not key.startswith("eta-")}
    assert set(found.values()) <= {1}
    assert ids == (0,)


def all_of(victims: list[Victim], count: int) -> list[str]:
    """What each said until it was done, and the end of it."""
    words = []
    for one in victims:
        assert one.listen(count + 2), one.heard[-3:]
        words += one.heard
        one.kill()
    return words


def test_three_replicas_lose_nothing_and_nobody_sees_a_foreign_conflict(lake: Lake, tmp_path: Path) -> None:
    victims = [start(workers.works, lake.address, NUMBERS, f"r{place}", EACH) for place in range(REPLICAS)]
    words = all_of(victims, EACH)
    assert [word for word in words if word.startswith("refused")] == []
    acknowledged = {word for word in words if word not in ("open", "done")}
    assert len(acknowledged) == REPLICAS * EACH
    proved(lake, tmp_path, acknowledged)


def test_what_one_replica_writes_the_other_sees_at_once(replicas: Callable[[], Store]) -> None:
    here, there = replicas(), replicas()
    before = there.data_version()
    comment(here, NUMBERS[0], "comment-seen", random.Random(1))
    assert there.data_version() == here.data_version() == before + 1
    with there.read() as reader:
        assert reader.one("find_command", key="comment-seen") is not None


def test_settings_that_one_replica_remembers_are_forgotten_when_another_changes_them(
    replicas: Callable[[], Store],
) -> None:
    here, there = replicas(), replicas()
    for _ in range(2):  # the second time they are known
        assert there.write(read_settings) == (0, DEFAULTS)
    changed = DEFAULTS.model_copy(update={"currency": "EUR"})
    here.write(lambda writer: save_settings(writer, 1, changed, ADMIN, "Elsewhere"))
    comment(here, NUMBERS[0], "comment-after-it", random.Random(1))
    assert there.write(read_settings) == (1, changed)


def test_a_replica_killed_in_the_midst_leaves_nothing_half_done_and_keeps_nobody_waiting(
    lake: Lake, tmp_path: Path
) -> None:
    chance, acknowledged = random.Random(5), set()
    for turn in range(3):
        victim = start(workers.works, lake.address, NUMBERS, f"k{turn}", 1000)
        assert victim.listen(chance.randint(3, 8))
        time.sleep(chance.uniform(0, 0.06))
        assert victim.kill()
        acknowledged |= {word for word in victim.heard if word != "open"}
    with closing(open_store(lake.address)) as store:
        comment(store, NUMBERS[0], "comment-after", chance)
    proved(lake, tmp_path, acknowledged | {"comment-after"}, under_way=3)


def going_on(lake: Lake, victim: Victim, run: str) -> Victim:
    """The victim after its next word, or one in its place that does its work again under the same keys.

    DuckLake 1.5.5 sometimes ends a process that reads while PostgreSQL ends; a service unit starts it again.
    """
    if victim.listen(len(victim.heard) + 1):
        return victim
    victim.kill()
    assert victim.process.exitcode in (-signal.SIGABRT, -signal.SIGSEGV, 1), victim.heard[-3:]
    again = start(workers.persists, lake.address, NUMBERS, run, EACH)
    again.heard += victim.heard
    return again


def test_postgresql_ends_and_comes_back_and_nothing_is_lost(lake: Lake, tmp_path: Path) -> None:
    victims = [start(workers.persists, lake.address, NUMBERS, f"p{place}", EACH) for place in range(2)]
    assert all(one.listen(3) for one in victims)
    lake.postgres.stop("immediate")
    try:
        for one in victims:
            one.listen(len(one.heard) + 1)
        time.sleep(1)
    finally:
        lake.postgres.start()
    acknowledged: set[str] = set()
    refusals = []
    for place, victim in enumerate(victims):
        one = victim
        while "done" not in one.heard:
            one = going_on(lake, one, f"p{place}")
        one.kill()
        refusals += [word for word in one.heard if word.startswith("refused")]
        acknowledged |= {word for word in one.heard if word.partition("-")[0] in STEPS}
    assert refusals
    assert {"PostgreSQL" in word or "saved" in word for word in refusals} == {True}
    assert len(acknowledged) == 2 * EACH
    proved(lake, tmp_path, acknowledged)


def test_a_job_is_run_by_one_replica_and_by_another_when_its_holder_was_killed(lake: Lake) -> None:
    holder = start(workers.schedules, lake.address, NOW, 60.0)
    assert holder.listen(2)
    other = start(workers.schedules, lake.address, NOW, 0.0)
    assert other.listen(2)
    assert (holder.heard, other.heard) == (["open", "begun"], ["open", "ran 0"])
    assert holder.kill()
    early = start(workers.schedules, lake.address, NOW + LEASE / 2, 0.0)
    assert early.listen(2)
    late = start(workers.schedules, lake.address, NOW + LEASE + timedelta(minutes=1), 0.0)
    assert late.listen(3)
    assert (early.heard, late.heard) == (["open", "ran 0"], ["open", "begun", "ran 1"])
    for one in (other, early, late):
        one.kill()
