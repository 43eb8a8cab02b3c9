"""Many people at once, each with a tab of their own, against one alone."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from benchmarks.clicks import serving
from benchmarks.figures import Figure, figure
from soak.browsing import Seen, crowd, size_of

THINKING = 10.0
"""Seconds between two clicks of a person on average, 5 to 15 by chance."""


def users(store: Path, seconds: float = 90) -> list[Figure]:
    """One person, a hundred who think between clicks, ten without pause, a hundred who come at once."""
    with serving(store) as (url, process):
        _crowd(url, 2, seconds / 6, 0.1)
        alone = _crowd(url, 1, seconds / 3, 0.2)
        many = _crowd(url, 100, seconds, THINKING)
        held = size_of(process).memory
        start = time.perf_counter()
        steady = _crowd(url, 10, seconds / 3, 0.0)
        rate = len(steady.seconds) / (time.perf_counter() - start)
        rush = _crowd(url, 100, seconds / 6, 0.0)
        after = _crowd(url, 1, seconds / 6, 0.2)
    one = figure("One person, any page", alone.seconds)
    hundred = figure("100 people, 5 to 15 s between clicks", many.seconds)
    slow = hundred.p95 / one.median
    late = Figure(
        "… the slowest of twenty of their clicks (p95)",
        hundred.p95,
        hundred.p95,
        hundred.runs,
        "one person's median",
        slow,
        4.0,
    )
    wrong = sum(len(seen.errors) for seen in (alone, many, steady, rush, after))
    return [
        one,
        hundred,
        late,
        figure(f"10 people without pause: {rate:.1f} runs a second", steady.seconds),
        figure(f"100 people at once without pause; errors of all these people: {wrong}", rush.seconds),
        figure("One person right after the rush", after.seconds, "one person's median", one.median),
        figure("Resident memory with 100 tabs open, in MB (not ms)", [held / 1_000]),
    ]


def _crowd(url: str, people: int, seconds: float, pause: float) -> Seen:
    return asyncio.run(crowd(url, people, time.monotonic() + seconds, pause))
