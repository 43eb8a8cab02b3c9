"""Aging and pipeline buckets (RULES, Command centre); disjoint, and together they hold everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from backorder_core.domain.limits import Buckets
from backorder_core.domain.values import ZERO

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Bucket:
    """Days from ``low`` to ``high``, both included; None is unbounded, ``known`` False is the unknown ETA.

    ``key`` tells the days and changes with them; ``place`` tells which bucket it is and never changes.
    """

    place: str
    key: str
    label: str
    low: int | None
    high: int | None
    known: bool = True

    def contains(self, days: int | None) -> bool:
        """Whether a number of days (None for unknown) falls in here."""
        if days is None or not self.known:
            return days is None and not self.known
        return (self.low is None or days >= self.low) and (self.high is None or days <= self.high)


def aging(cuts: Buckets) -> tuple[Bucket, ...]:
    """The buckets by age, the youngest first."""
    young, older = cuts.aging_days
    return (
        Bucket("young", _between(0, young), _days(0, young), None, young),
        Bucket("older", _between(young + 1, older), _days(young + 1, older), young + 1, older),
        Bucket("oldest", f"{older + 1}+", f"{older + 1}+ days", older + 1, None),
    )


def pipeline(cuts: Buckets) -> tuple[Bucket, ...]:
    """The buckets by days until the ETA: past it, three ahead, later, unknown."""
    soon, next_, then = cuts.pipeline_days
    return (
        Bucket("past_eta", "past_eta", "Past ETA", None, -1),
        Bucket("soon", *_within(soon), 0, soon),
        Bucket("next", *_within(next_), soon + 1, next_),
        Bucket("then", *_within(then), next_ + 1, then),
        Bucket("later", "later", "Later", then + 1, None),
        Bucket("unknown", "unknown", "Unknown ETA", None, None, known=False),
    )


def _between(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def _days(low: int, high: int) -> str:
    if low == high:
        return "1 day" if low == 1 else f"{low} days"
    return f"{low}–{high} days"


def _within(days: int) -> tuple[str, str]:
    if days < 2:
        return ("today", "Today") if days == 0 else ("24h", "Next 24 hours")
    return f"{days}d", f"Next {days} days"


@dataclass(frozen=True)
class Tally:
    """How many backorders a bucket holds, their value (money), and their share of all in percent."""

    bucket: Bucket
    count: int
    value: Decimal
    share: Decimal


def bucket_of(days: int | None, buckets: Sequence[Bucket]) -> Bucket:
    """The one bucket that holds a number of days."""
    return next(bucket for bucket in buckets if bucket.contains(days))


def percent(part: int, whole: int) -> Decimal:
    """Share in percent with one decimal; 0 where there is nothing."""
    if not whole:
        return Decimal("0.0")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(TENTH, rounding=ROUND_HALF_UP)


def tally(rows: Iterable[tuple[int | None, int, Decimal]], buckets: Sequence[Bucket]) -> tuple[Tally, ...]:
    """Sum (days, count, value) rows into every bucket, in the buckets' order; none is left out."""
    counts = dict.fromkeys(buckets, 0)
    values = dict.fromkeys(buckets, ZERO)
    for days, count, value in rows:
        bucket = bucket_of(days, buckets)
        counts[bucket] += count
        values[bucket] += value
    whole = sum(counts.values())
    return tuple(Tally(one, counts[one], values[one], percent(counts[one], whole)) for one in buckets)
