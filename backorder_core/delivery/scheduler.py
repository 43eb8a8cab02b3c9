"""The scheduler in the process: looks every half minute what is due, works in threads, never in the way.

Backups that somebody wishes for on the command line are looked for every second beside it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from backorder_core.delivery.jobs import JOBS
from backorder_core.delivery.outbound import send_due
from backorder_core.delivery.wishes import answer_wishes
from backorder_core.services.jobs import Job, forget_interrupted, run_due
from backorder_core.store import Store

LOG = logging.getLogger("backorder_core.scheduler")
EVERY = timedelta(seconds=30)
WISHES_EVERY = timedelta(seconds=1)


@asynccontextmanager
async def scheduled(
    store_of: Callable[[], Store], jobs: tuple[Job, ...] = JOBS, every: timedelta = EVERY
) -> AsyncIterator[None]:
    """Scheduled work and sending go on while the block runs; what runs at its end is waited for."""
    stop = asyncio.Event()

    async def do_jobs() -> None:
        await asyncio.to_thread(_safely, lambda: forget_interrupted(store_of()))
        await _go_on(lambda: _once(store_of(), jobs), every, stop)

    wishes = _go_on(lambda: answer_wishes(store_of()), WISHES_EVERY, stop)
    tasks = asyncio.gather(do_jobs(), wishes)
    try:
        yield
    finally:
        stop.set()
        await tasks


async def _go_on(work: Callable[[], object], every: timedelta, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await asyncio.to_thread(_safely, work)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every.total_seconds())


def _once(store: Store, jobs: tuple[Job, ...]) -> None:
    run_due(store, jobs)
    if store.settings()[1].pinned_as_of is None:
        send_due(store)


def _safely(work: Callable[[], object]) -> None:
    """A fault is logged, and the next look comes all the same."""
    try:
        work()
    except Exception:
        LOG.exception("The scheduled work failed")
