"""Scheduled work: a run is claimed before it starts, so that none is done twice, and its result is kept."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backorder_core.domain import schedule
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import Refusal
from backorder_core.domain.schedule import Hours, Rule
from backorder_core.domain.values import SYSTEM, Actor
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, Writer

LOG = logging.getLogger("backorder_core.jobs")
FAULT = "A fault stopped it; the log of the server says what."
RECENT = 50
LEASE = timedelta(minutes=2)
"""So long after its holder's last sign of life a run counts as interrupted; clocks differ by less."""


@dataclass(frozen=True)
class Job:
    """Work that is done by itself: what it is called, when it is due, and what does it.

    ``work`` gets the store, who runs it, the day it was due for and today; its answer is the result.
    ``only_shared`` is work that a store in a file has no need of.
    """

    key: str
    title: str
    about: str
    rule: Callable[[Hours], Rule]
    work: Callable[[Store, Actor, date, date], str]
    only_shared: bool = False


@dataclass(frozen=True)
class Run:
    """One run of a job; ``due_at`` and the other instants are UTC, ``finished_at`` None while it runs."""

    job: str
    due_at: datetime
    day: date
    started_at: datetime
    finished_at: datetime | None
    state: str
    result: str
    who: str


@dataclass(frozen=True)
class JobState:
    """How a job stands: its last run, its rule in words, and when it is due next (None: paused)."""

    job: Job
    words: str
    last: Run | None
    next_at: datetime | None


def wanted(store: Store, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Those of the jobs that a store of its kind has need of."""
    return tuple(job for job in jobs if store.shared or not job.only_shared)


def run_due(store: Store, jobs: tuple[Job, ...]) -> int:
    """Do what is due and was not done; how much was. A job that missed several times is done once.

    Nothing is due in a store that is pinned to a day: its time stands still.
    """
    _, settings = store.settings()
    if settings.pinned_as_of is not None:
        return 0
    if store.shared:
        forget_interrupted(store)
    zone = ZoneInfo(settings.time_zone)
    done = 0
    for job in wanted(store, jobs):
        due_at = schedule.last_due(job.rule(settings.hours), store.clock(), zone)
        done += _run(store, job, due_at, schedule.business_day(due_at, zone), SYSTEM)
    return done


@permitted(Permission.DELIVER)
def run_now(store: Store, job: Job, actor: Actor) -> Run:
    """Do a job at once for today, whether it is due or not; how it ended."""
    asked_at = store.clock()
    _run(store, job, asked_at, store.business_day(), actor)
    return next(run for run in recent_runs(store) if (run.job, run.due_at) == (job.key, asked_at))


def forget_interrupted(store: Store) -> None:
    """What a process left half done is due again: all that runs, as a process starts that works alone.

    In a shared store it is what runs without a lease that holds: whoever ran it ended, or lost the store.
    """
    now = store.clock() if store.shared else None
    with store.read() as reader:
        row = reader.one("interrupted_runs", now=now)
    if row and row[0]:
        store.write(lambda writer: writer.run("drop_interrupted_runs", now=now))


def job_states(store: Store, jobs: tuple[Job, ...]) -> tuple[JobState, ...]:
    """How every job stands."""
    _, settings = store.settings()
    zone, now = ZoneInfo(settings.time_zone), store.clock()
    with store.read() as reader:
        last = {row["job"]: Run(**row) for row in reader.dicts("last_runs")}
    states = []
    for job in wanted(store, jobs):
        rule = job.rule(settings.hours)
        next_at = None if settings.pinned_as_of else schedule.next_due(rule, now, zone)
        states.append(JobState(job, rule.words, last.get(job.key), next_at))
    return tuple(states)


def recent_runs(store: Store, count: int = RECENT) -> tuple[Run, ...]:
    """The newest runs of all jobs."""
    with store.read() as reader:
        return tuple(Run(**row) for row in reader.dicts("recent_runs", count=count))


def _run(store: Store, job: Job, due_at: datetime, day: date, actor: Actor) -> bool:
    """Run a job unless this due time was claimed before; whether it ran."""
    with store.read() as reader:
        if reader.one("run_of", job=job.key, due_at=due_at):
            return False
    claim = {"job": job.key, "due_at": due_at, "lease": uuid.uuid4().hex}
    if not store.write(lambda writer: _claim(writer, claim, day, actor)):
        return False
    with _leased(store, claim):
        state, result = _outcome(store, job, day, actor)
    store.write(lambda writer: writer.run("finish_run", **claim, state=state, result=result, now=writer.now))
    return True


def _claim(writer: Writer, claim: Mapping[str, object], day: date, actor: Actor) -> bool:
    if writer.one("run_of", job=claim["job"], due_at=claim["due_at"]):
        return False
    writer.run("start_run", **claim, day=day, now=writer.now, who=actor.name, until=writer.now + LEASE)
    return True


@contextmanager
def _leased(store: Store, claim: Mapping[str, object]) -> Iterator[None]:
    """Move the lease of a run on while the block works, in a store that other processes look at, too."""
    if not store.shared:
        yield
        return
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                store.write(lambda writer: writer.run("renew_run", **claim, until=writer.now + LEASE))
            except Refusal as refusal:
                LOG.warning("The lease of %s was not renewed: %s", claim["job"], refusal.sentence)

    renewing = threading.Thread(target=renew, name="lease", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _outcome(store: Store, job: Job, day: date, actor: Actor) -> tuple[str, str]:
    try:
        return "done", job.work(store, actor, day, store.business_day())
    except Refusal as refusal:
        return "failed", refusal.sentence
    except Exception:
        LOG.exception("%s failed", job.key)
        return "failed", FAULT
