"""Aging and pipeline buckets (RULES, Command centre); disjoint, and together they hold everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from backorder_core.domain.values import ZERO

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Bucket:
    """Days from ``low`` to ``high``, both included; None is unbounded, ``known`` False is the unknown ETA."""

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


AGING = (
    Bucket("0-7", "0–7 days", None, 7),
    Bucket("8-14", "8–14 days", 8, 14),
    Bucket("15+", "15+ days", 15, None),
)
PIPELINE = (
    Bucket("past_eta", "Past ETA", None, -1),
    Bucket("24h", "Next 24 hours", 0, 1),
    Bucket("3d", "Next 3 days", 2, 3),
    Bucket("7d", "Next 7 days", 4, 7),
    Bucket("later", "Later", 8, None),
    Bucket("unknown", "Unknown ETA", None, None, known=False),
)


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


def aging_bucket(age: int) -> Bucket:
    """Aging bucket of an age in days."""
    return bucket_of(age, AGING)


def pipeline_bucket(days_to_eta: int | None) -> Bucket:
    """Pipeline bucket of ETA − as-of in days, None for an unknown ETA."""
    return bucket_of(days_to_eta, PIPELINE)


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
