"""Scheduled work with a stepped clock: once a due time, caught up with once, never doubled."""

# ruff: noqa: DTZ001 - the store keeps UTC without a zone
from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from backorder_core.delivery.jobs import JOBS
from backorder_core.delivery.scheduler import scheduled
from backorder_core.domain.errors import Conflict, NotAllowed
from backorder_core.domain.schedule import Hours, Rule, rule
from backorder_core.domain.values import Actor, Role
from backorder_core.services.checks import check
from backorder_core.services.jobs import (
    FAULT,
    Job,
    forget_interrupted,
    job_states,
    recent_runs,
    run_due,
    run_now,
    wanted,
)
from backorder_core.services.work import following
from backorder_core.services.work.reminding import ask_about_stale_etas, remind_people
from backorder_core.store import Store, open_store
from tests.small_company import ADMIN, TODAY, SmallCompany

SARAH = Actor("Sarah", Role.PURCHASING_MANAGER)
BO = "BO-2025-0001"


@dataclass
class Clock:
    """A clock that stands until it is moved; UTC."""

    now: datetime = datetime(2025, 1, 28, 12, 0)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Counting:
    """Work that notes for which day it ran."""

    days: list[date] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, store: Store, actor: Actor, day: date, today: date) -> str:
        with self.lock:
            self.days.append(day)
        return f"Ran for {day}."

    def job(self, clock: str = "06:00", weekday: int | None = None) -> tuple[Job, ...]:
        def when(_: Hours) -> Rule:
            return rule(clock, weekday)

        return (Job("counting", "Counting", "Counts.", when, self),)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "jobs.duckdb"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def work() -> Counting:
    return Counting()


def test_a_due_time_is_run_once_however_often_it_is_looked_at(
    store: Store, clock: Clock, work: Counting
) -> None:
    assert [run_due(store, work.job()) for _ in range(3)] == [1, 0, 0]
    clock.now = datetime(2025, 1, 29, 10, 59)
    assert run_due(store, work.job()) == 0
    clock.forward(minutes=1)
    assert run_due(store, work.job()) == 1
    assert work.days == [date(2025, 1, 28), date(2025, 1, 29)]


def test_several_missed_days_are_caught_up_with_once(store: Store, clock: Clock, work: Counting) -> None:
    run_due(store, work.job())
    clock.forward(days=5, hours=3)
    assert run_due(store, work.job()) == 1
    assert run_due(store, work.job()) == 0
    assert work.days == [date(2025, 1, 28), date(2025, 2, 2)]


def test_before_its_hour_the_digest_of_yesterday_is_caught_up_with(
    store: Store, clock: Clock, work: Counting
) -> None:
    clock.now = datetime(2025, 1, 29, 13, 0)
    run_due(store, work.job("17:00"))
    assert work.days == [date(2025, 1, 28)]


@pytest.mark.parametrize(
    ("start", "clock_time"), [(datetime(2025, 3, 7, 12), "02:30"), (datetime(2025, 10, 31, 12), "01:30")]
)
def test_each_night_of_change_runs_once(
    store: Store, clock: Clock, work: Counting, start: datetime, clock_time: str
) -> None:
    clock.now = start
    for _ in range(24 * 4 * 3):
        run_due(store, work.job(clock_time))
        clock.forward(minutes=15)
    assert work.days == [start.date() + timedelta(days=place) for place in range(4)]


def test_many_schedulers_at_once_run_it_once(store: Store, work: Counting) -> None:
    threads = [threading.Thread(target=run_due, args=(store, work.job()), daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert work.days == [date(2025, 1, 28)]
    assert len(recent_runs(store)) == 1


def test_a_process_that_died_in_the_midst_is_caught_up_with(store: Store, work: Counting) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> str:
        raise Killed

    (job,) = work.job()
    with pytest.raises(Killed):
        run_due(store, (Job(job.key, job.title, job.about, job.rule, killed),))
    assert recent_runs(store)[0].state == "running"
    assert run_due(store, work.job()) == 0
    forget_interrupted(store)
    assert run_due(store, work.job()) == 1
    version = store.data_version()
    forget_interrupted(store)
    assert store.data_version() == version


@pytest.mark.parametrize(
    ("fault", "said"), [(RuntimeError("secret"), FAULT), (Conflict("Reload it."), "Reload it.")]
)
def test_a_job_that_fails_says_so_and_holds_up_no_other(
    store: Store, work: Counting, fault: Exception, said: str
) -> None:
    def broken(*_: object) -> str:
        raise fault

    (job,) = work.job()
    bad = Job("bad", "Bad", "Fails.", job.rule, broken)
    assert run_due(store, (bad, job)) == 2
    states = {state.job.key: state.last for state in job_states(store, (bad, job))}
    assert states["bad"] is not None
    assert (states["bad"].state, states["bad"].result) == ("failed", said)
    assert work.days == [date(2025, 1, 28)]


def test_on_a_pinned_day_nothing_runs_but_by_hand(store: Store, clock: Clock, work: Counting) -> None:
    store.mark_demo(TODAY, ADMIN)
    clock.now = datetime(2026, 11, 23, 15, 0)
    assert run_due(store, work.job()) == 0
    (state,) = job_states(store, work.job())
    assert (state.last, state.next_at) == (None, None)
    ended = run_now(store, state.job, SARAH)
    assert (ended.state, ended.result, ended.who) == ("done", "Ran for 2025-01-28.", "Sarah")


def test_running_by_hand_takes_nothing_from_the_schedule(store: Store, clock: Clock, work: Counting) -> None:
    clock.now = datetime(2025, 1, 28, 10, 0)
    run_due(store, work.job())
    run_now(store, work.job()[0], SARAH)
    clock.forward(hours=1)
    assert run_due(store, work.job()) == 1
    assert [run.who for run in recent_runs(store)] == ["system", "Sarah", "system"]
    with pytest.raises(NotAllowed, match="may not send notices and run scheduled work"):
        run_now(store, work.job()[0], Actor("Pat", Role.PLANNER))


def test_the_state_says_when_it_ran_and_when_it_runs_next(store: Store, clock: Clock, work: Counting) -> None:
    (before,) = job_states(store, work.job("17:00", 0))
    assert (before.last, before.words) == (None, "every Monday at 17:00")
    assert before.next_at == datetime(2025, 2, 3, 22, 0)
    run_due(store, work.job("17:00", 0))
    (after,) = job_states(store, work.job("17:00", 0))
    assert after.last is not None
    assert (after.last.due_at, after.last.started_at) == (datetime(2025, 1, 27, 22, 0), clock.now)


# The scheduler in the process


def test_the_scheduler_works_beside_the_loop_and_stops_with_it(
    store: Store, clock: Clock, work: Counting
) -> None:
    async def live() -> int:
        beats = 0
        async with scheduled(lambda: store, work.job(), timedelta(milliseconds=5)):
            while len(work.days) < 2:
                await asyncio.sleep(0.005)
                beats += 1
                if len(work.days) == 1:
                    clock.now = datetime(2025, 1, 29, 12, 0)
        return beats

    assert asyncio.run(asyncio.wait_for(live(), 30)) > 0
    assert work.days == [date(2025, 1, 28), date(2025, 1, 29)]


def test_a_slow_job_never_blocks_the_loop(store: Store) -> None:
    started, release = threading.Event(), threading.Event()

    def slow(*_: object) -> str:
        started.set()
        assert release.wait(20)
        return "Slept."

    async def live() -> int:
        beats = 0
        async with scheduled(lambda: store, (Job("slow", "Slow", "", lambda _: rule("06:00"), slow),)):
            while not started.is_set() or beats < 20:
                await asyncio.sleep(0.001)
                beats += 1
            release.set()
        return beats

    assert asyncio.run(asyncio.wait_for(live(), 30)) >= 20
    assert recent_runs(store)[0].result == "Slept."


def test_a_store_that_cannot_be_opened_stops_nothing(work: Counting) -> None:
    looks = []

    def gone() -> Store:
        looks.append(1)
        raise Conflict("Gone.")

    async def live() -> None:
        async with scheduled(gone, work.job(), timedelta(milliseconds=1)):
            while len(looks) < 4:
                await asyncio.sleep(0.002)

    asyncio.run(asyncio.wait_for(live(), 30))
    assert work.days == []


# The real jobs


@pytest.fixture
def company(store: Store, clock: Clock, tmp_path: Path) -> SmallCompany:
    small = SmallCompany(store, tmp_path)
    small.chapter_shortage()
    small.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    return small


def test_a_day_of_the_real_jobs_does_each_once_and_the_next_morning_again(
    company: SmallCompany, clock: Clock
) -> None:
    clock.now = datetime(2025, 1, 28, 23, 0)
    assert run_due(company.store, JOBS) == len(wanted(company.store, JOBS))
    assert run_due(company.store, JOBS) == 0
    assert {run.state for run in recent_runs(company.store)} == {"done"}
    results = {run.job: run.result for run in recent_runs(company.store)}
    assert results["escalations"] == "1 backorder escalated."
    assert results["daily_digest"].startswith("Digest of 2025-01-28 told to 1 role")
    assert results["weekly_summary"].startswith("Summary of the week before 2025-01-27 told")
    clock.forward(hours=14)
    assert run_due(company.store, JOBS) == len(wanted(company.store, JOBS)) - 2, (
        "all but the evening's digest and the week's summary"
    )
    assert check(company.store) == ()


def test_a_stale_eta_is_asked_about_once(company: SmallCompany) -> None:
    later = TODAY + timedelta(days=30)
    for one in following.follow_ups(company.store, later).rows:
        following.finish(company.store, one.id, "No answer.", SARAH, later)
    assert following.follow_ups(company.store, later).today == 0
    assert ask_about_stale_etas(company.store, SARAH, later) == 1
    assert ask_about_stale_etas(company.store, SARAH, later) == 0
    (due,) = following.follow_ups(company.store, later).rows
    assert (due.due_on, due.why) == (later, "Ask the supplier for the ETA: not confirmed since 2025-01-20")
    assert check(company.store) == ()


def test_people_are_reminded_once_of_each_follow_up(company: SmallCompany) -> None:
    assert remind_people(company.store, SARAH, TODAY) == 1
    assert remind_people(company.store, SARAH, TODAY + timedelta(days=1)) == 0
