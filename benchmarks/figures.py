"""Figures of the benchmarks: a median with its spread, as a multiple of what it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Seconds of something (median and 95th percentile of ``runs``); ``times`` what it is held against.

    ``limit``: the multiple that it shall not pass; None where none is set.
    """

    what: str
    median: float
    p95: float
    runs: int
    against: str = ""
    times: float | None = None
    limit: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the limit was kept; None without one."""
        return None if self.limit is None or self.times is None else self.times <= self.limit


def figure(
    what: str,
    seconds: Sequence[float],
    against: str = "",
    base: float | None = None,
    limit: float | None = None,
) -> Figure:
    """A figure of measured seconds."""
    ordered = sorted(seconds)
    median = statistics.median(ordered)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return Figure(what, median, p95, len(ordered), against, median / base if base else None, limit)


def table(figures: Sequence[Figure]) -> list[str]:
    """Rows of a Markdown table."""
    lines = [
        "| what | median ms | p95 ms | runs | times | against | asked for |",
        "| --- | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    for one in figures:
        times = f"{one.times:.2f}" if one.times is not None else ""
        asked = "" if one.limit is None else f"≤ {one.limit:g}: {'kept' if one.kept else '**not kept**'}"
        lines.append(
            f"| {one.what} | {one.median * 1000:.1f} | {one.p95 * 1000:.1f} | {one.runs} | {times} "
            f"| {one.against} | {asked} |"
        )
    return lines


def grown(small: Sequence[Figure], large: Sequence[Figure], limit: float) -> list[Figure]:
    """The clicks of the larger store as multiples of the same on the smaller one."""
    before = {one.what: one for one in small}
    return [
        Figure(
            one.what,
            one.median,
            one.p95,
            one.runs,
            "the smaller store",
            one.median / before[one.what].median,
            limit,
        )
        for one in large
        if one.against in ("F", "the same")
    ]
