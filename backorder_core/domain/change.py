"""When a count is out of the ordinary, and when a change between two windows is more than noise.

Counts of independent events follow the Poisson law. Limits are its exact quantiles, intervals are Garwood's
exact ones, and two counts are compared by the exact conditional test: given their sum, the first is binomial
with its share of the exposure. Nothing is called a change that chance alone explains, and where the numbers
are so small that even a doubling would hide in chance, that is said instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, lgamma, log, sqrt

ALPHA = 0.05
CONFIDENCE = 0.95
# outside three standard deviations of a normal law, half of it on each side: the usual control limits
TAIL = 0.00135
DOUBLED = 2.0
TINY = 1e-18


class Verdict(StrEnum):
    """What a comparison of two windows comes to."""

    MORE = "more"
    FEWER = "fewer"
    NOISE = "no more than noise"
    TOO_FEW = "too few to tell"

    @property
    def is_change(self) -> bool:
        """Whether it may be called a change."""
        return self in (Verdict.MORE, Verdict.FEWER)


@dataclass(frozen=True)
class Change:
    """A count and an earlier one; ``p`` is the chance of so large a difference where nothing changed."""

    count: int
    before: int
    p: float
    verdict: Verdict


def _log_poisson(count: int, mean: float) -> float:
    return count * log(mean) - mean - lgamma(count + 1)


def at_most(count: int, mean: float) -> float:
    """Chance of at most ``count`` events where ``mean`` are expected."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if count >= mean:
        return max(0.0, 1.0 - _poisson_tail(count + 1, mean, 1))
    return _poisson_tail(count, mean, -1)


def _poisson_tail(start: int, mean: float, step: int) -> float:
    """Sum of the chances from ``start`` away from the mean, until they are too small to count."""
    total, count = 0.0, start
    while count >= 0:
        term = exp(_log_poisson(count, mean))
        total += term
        if term < TINY:
            break
        count += step
    return min(1.0, total)


def limits(mean: float) -> tuple[int, int]:
    """Lowest and highest count that is still ordinary where ``mean`` are expected (c- and u-chart)."""
    if mean <= 0:
        return 0, 0
    spread = 4 * sqrt(mean) + 4
    low, middle, high = max(0, int(mean - spread)), int(mean), int(mean + 2 * spread)
    return (
        low + bisect_left(range(low, middle), True, key=lambda count: at_most(count, mean) >= TAIL),
        middle + bisect_left(range(middle, high), True, key=lambda count: 1.0 - at_most(count, mean) <= TAIL),
    )


def interval(count: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact interval for the expected number of events behind a count (Garwood)."""
    tail = (1 - confidence) / 2
    top = count + 10 * sqrt(count + 1) + 10
    low = 0.0 if count == 0 else _solve(lambda mean: 1 - at_most(count - 1, mean) >= tail, 0.0, float(count))
    high = _solve(lambda mean: at_most(count, mean) <= tail, float(count), top)
    return low, high


def _solve(reached: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        if reached(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def compare(now: int, before: int, exposure_now: float, exposure_before: float, tests: int = 1) -> Change:
    """A count against an earlier one, each with its exposure (days, deliveries, order lines).

    ``tests`` is how many things are compared at once: the more, the stronger each must differ (Bonferroni).
    """
    if exposure_now <= 0 or exposure_before <= 0:
        return Change(now, before, 1.0, Verdict.TOO_FEW)
    together, share = now + before, exposure_now / (exposure_now + exposure_before)
    p, bar = two_sided(now, together, share), ALPHA / max(1, tests)
    if p < bar:
        return Change(now, before, p, Verdict.MORE if now > together * share else Verdict.FEWER)
    return Change(now, before, p, Verdict.NOISE if _would_see(together, share, bar) else Verdict.TOO_FEW)


def _would_see(together: int, share: float, bar: float) -> bool:
    """Whether a doubling would have been found among so many."""
    doubled = round(together * DOUBLED * share / (DOUBLED * share + 1 - share))
    return two_sided(doubled, together, share) < bar


def two_sided(count: int, together: int, share: float) -> float:
    """Chance of a binomial count at least as far out as this one, on either side: twice the smaller tail."""
    if together == 0 or not 0 < share < 1:
        return 1.0
    return min(1.0, 2 * min(_binomial_to(count, together, share), _binomial_from(count, together, share)))


def _binomial_from(count: int, together: int, share: float) -> float:
    return _binomial_to(together - count, together, 1 - share)


def _binomial_to(count: int, together: int, share: float) -> float:
    """Chance of at most ``count`` of ``together``."""
    if count >= together * share:
        return 1.0 - _binomial_tail(count + 1, together, share, 1)
    return _binomial_tail(count, together, share, -1)


def _binomial_tail(start: int, together: int, share: float, step: int) -> float:
    total, count = 0.0, start
    while 0 <= count <= together:
        ways = lgamma(together + 1) - lgamma(count + 1) - lgamma(together - count + 1)
        term = exp(ways + count * log(share) + (together - count) * log(1 - share))
        total += term
        if term < TINY:
            break
        count += step
    return min(1.0, total)


def more_than_share(count: int, together: int, share: float, tests: int = 1) -> bool:
    """Whether a part has more than its share (0 to 1) of them, and more than chance gives."""
    return 0 < share < 1 and count > together * share and two_sided(count, together, share) < ALPHA / tests


@dataclass(frozen=True)
class Sample:
    """Measured numbers by their count, sum and sum of squares."""

    count: int
    total: int
    squares: int

    @property
    def mean(self) -> float | None:
        """Their mean; None where there are none."""
        return self.total / self.count if self.count else None

    @property
    def error(self) -> float | None:
        """The standard error of their mean; None for fewer than two."""
        if self.count < 2:
            return None
        spread = max(0.0, (self.squares - self.total * self.total / self.count) / (self.count - 1))
        return sqrt(spread / self.count)


def compare_means(now: Sample, before: Sample) -> Verdict:
    """The mean of one sample against an earlier one's; thirty of each or it is too few to tell."""
    if min(now.count, before.count) < 30 or now.mean is None or before.mean is None:
        return Verdict.TOO_FEW
    error = sqrt((now.error or 0.0) ** 2 + (before.error or 0.0) ** 2)
    difference = now.mean - before.mean
    if difference == 0 or (error > 0 and erfc(abs(difference) / error / sqrt(2)) >= ALPHA):
        return Verdict.NOISE
    return Verdict.MORE if difference > 0 else Verdict.FEWER
