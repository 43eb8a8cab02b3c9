"""Where a shared store is kept: moved both ways, kept small, walled in, refused in one sentence."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from backorder_core.delivery.jobs import JOBS
from backorder_core.domain.errors import InvalidInput, NotFound, Unavailable
from backorder_core.domain.settings import DEFAULTS
from backorder_core.services import jobs
from backorder_core.services.checks import check
from backorder_core.services.moving import copy_store, keep_small
from backorder_core.services.state_hash import state_hash
from backorder_core.store import Store, open_store, trial_of
from backorder_core.store.opening import utc_now
from backorder_core.store.session import save_settings
from backorder_core.store.shared import THREADS_VARIABLE
from backorder_core.store.tidying import tidy
from replicas.conftest import Lake
from tests.reliability.kills import NUMBERS, five_late_lines
from tests.reliability.victims import STEPS
from tests.small_company import ADMIN
from tests.templates import Templates


def test_a_store_moves_to_a_shared_one_and_back_and_is_the_same(
    empty_lake: Lake, templates: Templates, tmp_path: Path
) -> None:
    file = templates.copy(tmp_path / "here.duckdb", "five", five_late_lines)
    there = copy_store(str(file), empty_lake.address, ADMIN)
    with closing(open_store(empty_lake.address, create=False)) as store:
        assert check(store) == ()
        STEPS["comment"](store, NUMBERS[0], "comment-there", random.Random(1))
    back = copy_store(empty_lake.address, str(tmp_path / "back.duckdb"), ADMIN)
    assert back != there
    with closing(open_store(str(tmp_path / "back.duckdb"))) as store:
        assert state_hash(store) == back
        assert check(store) == ()
        STEPS["comment"](store, NUMBERS[0], "comment-back", random.Random(1))


def test_a_store_that_holds_something_is_not_copied_over(
    lake: Lake, templates: Templates, tmp_path: Path
) -> None:
    file = templates.copy(tmp_path / "here.duckdb", "five", five_late_lines)
    with pytest.raises(Exception, match="holds data already"):
        copy_store(str(file), lake.address, ADMIN)


def test_a_trial_of_a_shared_store_leaves_it_alone(replicas: Callable[[], Store]) -> None:
    store = replicas()
    before = state_hash(store)
    with trial_of(store) as trial:
        assert state_hash(trial) == before
        STEPS["comment"](trial, NUMBERS[0], "comment-tried", random.Random(1))
    assert state_hash(store) == before


def test_upkeep_changes_files_and_no_row(replicas: Callable[[], Store], lake: Lake) -> None:
    store, chance = replicas(), random.Random(1)
    for turn in range(5):
        for name in STEPS:
            STEPS[name](store, NUMBERS[0], f"{name}-{turn}", chance)
    before = state_hash(store)
    kept = keep_small(store, 7, ADMIN)
    assert kept.states_forgotten == 0
    assert kept.files_after > 10 > 5 > kept.files_before, "small changes stay in the catalog until then"
    done = tidy(store, timedelta(seconds=-5))
    assert done.states_forgotten > 10
    assert state_hash(store) == before
    assert check(store) == ()
    STEPS["comment"](replicas(), NUMBERS[0], "comment-after", chance)


def test_upkeep_is_done_at_its_hour_by_one_replica_and_not_where_it_is_switched_off(
    replicas: Callable[[], Store],
) -> None:
    (job,) = (one for one in JOBS if one.only_shared)
    here, there = replicas(), replicas()
    STEPS["comment"](here, NUMBERS[0], "comment-kept", random.Random(1))
    before = state_hash(here).differing
    assert (jobs.run_due(here, (job,)), jobs.run_due(there, (job,))) == (1, 0)
    (run,) = jobs.recent_runs(there)
    assert (run.job, run.state) == ("upkeep", "done")
    assert re.fullmatch(r"\d+ files? became \d+; 0 states older than 7 days forgotten\.", run.result)
    assert before(state_hash(there)) == ["counters", "job_runs"]
    hours = DEFAULTS.hours.model_copy(update={"states_kept": 0})
    off = DEFAULTS.model_copy(update={"hours": hours})
    here.write(lambda writer: save_settings(writer, 1, off, ADMIN, "No upkeep"))
    assert "switched off" in jobs.run_now(there, job, ADMIN).result
    assert check(there) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "attach 'dbname=postgres' as other (type postgres)",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_nothing_but_its_folder_and_its_catalog_is_reached(
    replicas: Callable[[], Store], statement: str
) -> None:
    with replicas().read() as reader, pytest.raises(duckdb.Error):
        reader.cursor.execute(statement).fetchall()


def test_postgresql_is_only_read_by_what_holds_the_lock(replicas: Callable[[], Store]) -> None:
    with replicas().read() as reader, pytest.raises(duckdb.Error):
        reader.cursor.execute("call postgres_execute('writers', 'create table x (a int)')")


def test_what_is_not_there_is_said_in_one_sentence(empty_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no shared store there yet|is not there"):
        open_store(empty_lake.address, create=False)
    gone = empty_lake.address.replace(f"port={empty_lake.postgres.port}", "port=1")
    with pytest.raises(Unavailable, match="PostgreSQL cannot be reached"):
        open_store(gone)
    open_store(empty_lake.address).close()
    with pytest.raises(InvalidInput, match="another folder"):
        open_store(empty_lake.address.replace("/lake", "/other"))


def test_the_least_of_a_table_that_holds_nothing_is_nothing(replicas: Callable[[], Store]) -> None:
    with replicas().read() as reader:
        found = reader.cursor.execute("select min(written_on), max(id), count(*) from comments").fetchall()
    assert found == [(None, None, 0)]


def test_a_statement_uses_one_thread_unless_more_are_given(
    empty_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said, used in ((None, 1), ("3", 3)):
        if said:
            monkeypatch.setenv(THREADS_VARIABLE, said)
        with closing(open_store(empty_lake.address)) as store, store.read() as reader:
            assert reader.cursor.execute("select current_setting('threads')").fetchone() == (used,)
    monkeypatch.setenv(THREADS_VARIABLE, "many")
    with pytest.raises(InvalidInput, match="no number of threads"):
        open_store(empty_lake.address)


def test_the_clock_of_a_shared_store_is_the_one_given(empty_lake: Lake) -> None:
    day = datetime(2025, 1, 1)  # noqa: DTZ001 - stored instants have no zone
    with closing(open_store(empty_lake.address, clock=lambda: day)) as store:
        assert store.clock() == day < utc_now()
