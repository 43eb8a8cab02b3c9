"""Many people at once, each with a tab of their own, against one alone."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from soak.browsing import Seen, crowd

from benchmarks.clicks import serving
from benchmarks.figures import Figure, figure

THINKING = 10.0
"""Seconds between two clicks of a person, 5 to 15 by chance."""


def _crowd(url: str, people: int, seconds: float, pause: float) -> Seen:
    return asyncio.run(crowd(url, people, time.monotonic() + seconds, pause))


def users(store: Path, seconds: float = 60) -> list[Figure]:
    """One person, a hundred that think between clicks, ten without pause, a hundred that come at once."""
    with serving(store) as (url, _):
        _crowd(url, 2, 10, 0.1)
        alone = _crowd(url, 1, seconds / 3, 0.2)
        many = _crowd(url, 100, seconds, THINKING)
        start = time.perf_counter()
        steady = _crowd(url, 10, seconds / 3, 0.0)
        lasted = time.perf_counter() - start
        rush = _crowd(url, 100, seconds / 6, 0.0)
        after = _crowd(url, 1, seconds / 6, 0.2)
    one = figure("One person, any page", alone.seconds)
    hundred = figure("100 people, 5 to 15 s between clicks", many.seconds)
    late = Figure(
        "… the slowest of twenty clicks (p95)", hundred.p95, hundred.p95, hundred.runs, "one person's median",
        hundred.p95 / one.median, 4.0,
    )  # fmt: skip
    ten = figure(f"10 people without pause: {len(steady.seconds) / lasted:.1f} runs a second", steady.seconds)
    errors = sum(len(seen.errors) for seen in (alone, many, steady, rush, after))
    return [
        one,
        hundred,
        late,
        ten,
        figure(f"100 people at once; {errors} errors in all", rush.seconds),
        figure("One person after the rush", after.seconds, "one person's median", one.median),
    ]
