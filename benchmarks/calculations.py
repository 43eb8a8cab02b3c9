"""What the core works out, against the least that DuckDB or Python could do for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from backorder_core.domain.sourcing import Option, plans
from backorder_core.domain.values import OfferKind, Quality
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.detail import show_backorder
from backorder_core.services.reports import command_center
from backorder_core.store import Store
from benchmarks.figures import Figure, figure
from benchmarks.large_store import AS_OF

SCAN = "the plain scan"


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of each of the runs, after one that is not counted."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def calculations(store: Store, runs: int) -> list[Figure]:
    """Command centre, list, one backorder and sourcing plans, without any page."""
    scan = figure("Plain scan: count and sum over the open rows", timed(lambda: _scan(store), runs))
    number = list_backorders(store, Filters(), AS_OF, limit=1).rows[0].number
    options = twelve_options()
    adding = figure("Adding up the money of every candidate plan", timed(lambda: _candidates(options), runs))
    return [
        scan,
        figure(
            "Command centre, all its SQL",
            timed(lambda: command_center(store, AS_OF), runs),
            SCAN,
            scan.median,
            2.0,
        ),
        figure(
            "List, a page", timed(lambda: list_backorders(store, Filters(), AS_OF), runs), SCAN, scan.median
        ),
        figure(
            "One backorder, whole",
            timed(lambda: show_backorder(store, number, AS_OF), runs),
            SCAN,
            scan.median,
        ),
        adding,
        figure(
            "Sourcing plans, 12 options, 5,000 units",
            timed(lambda: plans(Decimal(5_000), options, AS_OF), runs),
            "adding up",
            adding.median,
        ),
    ]


def _scan(store: Store) -> None:
    with store.read() as reader:
        reader.rows("plain_scan")


def twelve_options() -> list[Option]:
    """Options that together have about half again as many units as the 5,000 needed."""
    draw = random.Random(12)
    return [
        Option(
            name=f"Option {at}",
            kind=OfferKind.ALTERNATIVE_SUPPLIER,
            available=Decimal(draw.randint(300, 950)),
            ready_on=AS_OF + timedelta(days=draw.randint(0, 20)),
            fixed_cost=Decimal(draw.randint(0, 5_000)),
            unit_cost=Decimal(draw.randint(0, 3_000)) / 100,
            quality=draw.choice(list(Quality)),
        )
        for at in range(12)
    ]


def _candidates(options: list[Option]) -> int:
    """Add up money for every option in part beside every set of the others, and compare; nothing else."""
    whole = [int(one.fixed_cost + one.available * one.unit_cost) for one in options]
    sums = [0]
    for money in whole:
        sums += [one + money for one in sums]
    return min(one + money for money in whole for one in sums[: len(sums) // 2])
