"""When a PO line really arrives: P50 and P90 from how far deliveries slipped before.

A slip is the day a line is complete minus the date that was quoted for it. A line still open says that its
slip is more than the days since that date; it is counted so by the product limit (Kaplan and Meier 1958),
never left out. A supplier with little history borrows from the company's, like the predictive curve of a
Dirichlet process: n days of its own deliveries stand beside BORROWED of everybody's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from math import sqrt

HALF_LIFE = 365
"""Days after which a delivery counts half: old habits fade (tried in docs/forecast.md)."""
BORROWED = 10.0
"""How many days of deliveries of a supplier weigh as much as everybody's pattern."""
TRUST = 10.0
"""How many deliveries weigh as much as the belief that a date will be kept, before anything is known."""
LOST = 90
"""Days past the latest slip of all after which an open line counts as lost, and tells nothing of others."""
SURE = 2.58
"""Normal quantile of a two-sided confidence of 99 %: how sure P50 is before it leaves the quoted date."""
HALF, MOST = 0.5, 0.9
AIM = 0.91
"""How many P90 should come true: a little more than nine of ten, a history never shows all of its tail."""
EPS = 1e-9


class Kind(IntEnum):
    """What a date was when it was quoted; each kind slips in its own way."""

    FIRST = 1
    REVISED = 2
    WITHDRAWN = 3


def fade(quoted: date, day: date) -> float:
    """How much a promise for a date counts on a day: 1 for that day, half for each HALF_LIFE before it."""
    return float(2.0 ** ((quoted - day).days / HALF_LIFE))


@dataclass(frozen=True)
class Slips:
    """What is known of some deliveries; weights are faded counts, both lists ascend by days.

    ``arrived`` holds (slip, weight); ``waiting`` holds (the slip is more than so many days, weight) of open
    lines. ``deliveries`` counts the arrived ones; ``evidence`` counts, faded, the different days on which
    they arrived, because lines of one shipment say the same thing.
    """

    arrived: Sequence[tuple[int, float]] = ()
    waiting: Sequence[tuple[int, float]] = ()
    deliveries: int = 0
    evidence: float = 0.0

    @property
    def weight(self) -> float:
        """The faded count of deliveries."""
        return sum(weight for _, weight in self.arrived)


@dataclass(frozen=True)
class Curve:
    """A step curve: ``left[i]`` of 1 slips more than ``slips[i]`` days; ascending, 0 at its end."""

    slips: tuple[int, ...]
    left: tuple[float, ...]

    def beyond(self, days: int) -> float:
        """The share that slips more than so many days."""
        place = bisect_right(self.slips, days)
        return self.left[place - 1] if place else 1.0


ON_TIME = Curve((0,), (0.0,))
"""Every date is kept to the day: what is believed where nothing is known."""


def product_limit(known: Slips) -> Curve:
    """The curve of slips by the product limit; ``ON_TIME`` where nothing has arrived.

    What open lines leave unsettled beyond the last slip seen is put right behind it (Efron 1967), and never
    before the quoted date.
    """
    if not known.arrived:
        return ON_TIME
    steps: list[tuple[int, float]] = []
    at_risk, place = 0.0, len(known.waiting) - 1
    for slip, weight in reversed(known.arrived):
        while place >= 0 and known.waiting[place][0] >= slip:
            at_risk += known.waiting[place][1]
            place -= 1
        at_risk += weight
        steps.append((slip, 1.0 - weight / at_risk))
    slips, left, share = [], [], 1.0
    for slip, kept in reversed(steps):
        share *= kept
        slips.append(slip)
        left.append(share)
    if share > EPS:
        last = max(0, slips[-1] + 1, known.waiting[-1][0] + 1 if known.waiting else 0)
        slips.append(last)
        left.append(0.0)
    return Curve(tuple(slips), tuple(left))


@dataclass(frozen=True)
class Blend:
    """A mixture of curves; the weights sum to 1. ``own`` is the supplier's share in it.

    ``latest`` is the largest slip of any delivery in it, None without one.
    """

    parts: tuple[tuple[float, Curve], ...]
    own: float
    deliveries: int
    evidence: float
    latest: int | None = None

    @property
    def blind(self) -> bool:
        """Whether nobody ever delivered anything that it could be told from."""
        return self.evidence == 0

    def beyond(self, days: int) -> float:
        """The share that slips more than so many days."""
        return sum(weight * curve.beyond(days) for weight, curve in self.parts)

    def quantile(self, share: float, after: int | None = None) -> int:
        """The fewest days within which this share arrives, of those that slip more than ``after`` days."""
        low = min(curve.slips[0] for _, curve in self.parts)
        high = max(curve.slips[-1] for _, curve in self.parts)
        rest = 1.0
        if after is not None:
            low, rest = max(low, after + 1), self.beyond(after)
        wanted = (1.0 - share) * rest + EPS
        while low < high:
            middle = (low + high) // 2
            if self.beyond(middle) <= wanted:
                high = middle
            else:
                low = middle + 1
        return low


def blend(own: Slips, rest: Sequence[tuple[Slips, Curve]], curve: Curve | None = None) -> Blend:
    """The supplier's curve with what it borrows from ``rest``, the nearest first, each with its own curve.

    The last of ``rest`` stands beside the belief that dates are kept. ``curve`` is the supplier's where it is
    known already.
    """
    parts: list[tuple[float, Curve]] = []
    left = 1.0
    chain = [(own, curve or product_limit(own)), *rest]
    for place, (known, line) in enumerate(chain):
        last = place == len(chain) - 1
        counted, beside = (known.weight, TRUST) if last else (known.evidence, BORROWED)
        share = left * counted / (counted + beside)
        if share > 0:
            parts.append((share, line))
        left -= share
    if left > 0:
        parts.append((left, ON_TIME))
    lent = min(BORROWED, sum(known.evidence for known, _ in rest))
    latest = max((known.arrived[-1][0] for known, _ in chain if known.arrived), default=None)
    return Blend(
        tuple(parts), own.evidence / (own.evidence + BORROWED), own.deliveries, own.evidence + lent, latest
    )


@dataclass(frozen=True)
class Forecast:
    """P50 and P90 as slips in days against the quoted date; None where the line is later than any before.

    ``own`` is the weight of the supplier's own ``deliveries`` in it, from 0 to 1; ``blind`` where nobody ever
    delivered anything.
    """

    p50: int | None
    p90: int | None
    own: float
    deliveries: int
    blind: bool = False

    @property
    def borrowed(self) -> bool:
        """Whether the company's pattern weighs more than the supplier's own."""
        return self.own < HALF

    @property
    def words(self) -> str:
        """Whose pattern it is, for people."""
        count = f"{self.deliveries:,} {'delivery' if self.deliveries == 1 else 'deliveries'}"
        if self.p90 is None and not self.blind:
            return "later than any delivery before: no pattern to go by"
        if self.blind:
            rest = "no pattern to go by" if self.p90 is None else "the quoted date"
            return f"no delivery of anybody yet: {rest}"
        if not self.deliveries:
            return "no delivery of this supplier yet: the company's pattern"
        if self.borrowed:
            return f"{count} of this supplier: mostly the company's pattern"
        return f"{count} of this supplier: mostly its own pattern"


def forecast(known: Blend, after: int | None = None, aim: float = AIM) -> Forecast:
    """P50 and P90 of a line whose slip is known to be more than ``after`` days; None where nothing is known.

    P50 leaves the quoted date only where the history says with 99 % confidence that the middle lies
    elsewhere, and then goes no further than it is sure of. P90 is the day by which ``aim`` of such lines are
    in: the share that made nine of ten forecasts come true so far (``calibration``).
    """
    if after is not None and after >= (known.latest or 0) and after >= 0:
        return Forecast(None, None, known.own, known.deliveries, known.blind)
    p90 = known.quantile(aim, after)
    return Forecast(min(_middle(known, after), p90), p90, known.own, known.deliveries, known.blind)


def _middle(known: Blend, after: int | None) -> int:
    if after is not None and after >= 0:
        return known.quantile(HALF, after)
    doubt = min(HALF - EPS, SURE * HALF / sqrt(max(known.evidence, 1.0)))
    low, high = known.quantile(HALF - doubt, after), known.quantile(HALF + doubt, after)
    return low if low > 0 else min(high, 0)


def arrival(quoted: date, slip: int | None) -> date | None:
    """The day that a slip against a quoted date means."""
    return None if slip is None else quoted + timedelta(days=slip)
