"""Which share of its curve P90 aims at, set by how far past forecasts would have had to reach.

A forecast is settled on the day by which 97 of 100 such lines should be in, whatever came of it, so quick
arrivals do not count before slow ones. What it would have needed is told from its own curve, not from what
it said; the share therefore never chases its own corrections (Kuleshov, Fenner and Ermon 2018).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import accumulate

from backorder_core.domain.forecast import AIM, fade

LEVELS = tuple((900 + step) / 1000 for step in range(71))
"""The shares that P90 may aim at: 90 % to 97 %."""
SETTLED = LEVELS[-1]
"""The share of its curve after which a forecast is settled."""
PRIOR = 1_000.0
"""How many settled forecasts weigh as much as the belief that curves are right."""
EPS = 1e-9


class Level:
    """The share that P90 aims at, as more and more forecasts are settled; old ones fade like deliveries."""

    def __init__(self, origin: date) -> None:
        self._origin = origin
        self._from = [0.0] * (len(LEVELS) + 1)

    def settles(self, quoted: date, count: int, needed: float) -> None:
        """``count`` forecasts for a date that any share above ``needed`` would have covered."""
        self._from[bisect_right(LEVELS, needed)] += count * fade(quoted, self._origin)

    def on(self, day: date) -> float:
        """The least share under which enough forecasts came true; the largest where none is enough."""
        belief = PRIOR * fade(day, self._origin)
        wanted = AIM * (sum(self._from) + belief) - EPS
        kept = accumulate(self._from)
        return next(
            (share for share, true in zip(LEVELS, kept, strict=False) if true + belief * share >= wanted),
            LEVELS[-1],
        )
