"""How late receipts were against the first promise: median, P90 and histogram (chapter, analytics)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

EDGES = (0, 3, 7, 14, 21)
"""Last day of each bin; what came later than the last stands in one more."""


@dataclass(frozen=True)
class Bin:
    """Receipts whose days late lie in a range; ``share`` of all is the caller's to write."""

    label: str
    receipts: int


@dataclass(frozen=True)
class Delays:
    """Receipts by days late (early ones below 0); median and P90 in days, None where nothing came."""

    receipts: int
    median: int | None
    p90: int | None
    bins: tuple[Bin, ...]

    @property
    def late(self) -> int:
        """Receipts after the first promise."""
        return self.receipts - self.bins[0].receipts


def delays(counted: Sequence[tuple[int, int]]) -> Delays:
    """The distribution of (days late, receipts) pairs, whatever their order."""
    ascending = sorted(counted)
    total = sum(receipts for _, receipts in ascending)
    return Delays(
        total,
        quantile(ascending, Fraction(1, 2)) if total else None,
        quantile(ascending, Fraction(9, 10)) if total else None,
        _bins(ascending),
    )


def quantile(ascending: Sequence[tuple[int, int]], share: Fraction) -> int:
    """The least number of days that at least so great a share of the receipts does not exceed."""
    wanted = share * sum(receipts for _, receipts in ascending)
    seen = 0
    for days, receipts in ascending:
        seen += receipts
        if seen >= wanted:
            return days
    raise ValueError("there is no receipt")


def _bins(ascending: Sequence[tuple[int, int]]) -> tuple[Bin, ...]:
    lows = (None, *(edge + 1 for edge in EDGES))
    highs = (*EDGES, None)
    return tuple(
        Bin(
            _label(low, high),
            sum(
                receipts
                for days, receipts in ascending
                if (low is None or days >= low) and (high is None or days <= high)
            ),
        )
        for low, high in zip(lows, highs, strict=True)
    )


def _label(low: int | None, high: int | None) -> str:
    if low is None:
        return "early or on the day"
    return f"{low} days or more" if high is None else f"{low}–{high} days"
