"""The forecast tried on the past, day by day: each one with nothing but what was known on its day.

A forecast is made when a date is quoted: it knows the deliveries that arrived before that day, the lines
that were open then, and no more. It is scored against the day the line was complete (pinball loss, in days),
beside two simple habits: trusting the quoted date, and adding the supplier's mean slip.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import count, groupby
from math import sqrt

from backorder_core.domain.calibration import SETTLED, Level
from backorder_core.domain.forecast import (
    AIM,
    HALF,
    HALF_LIFE,
    LOST,
    MOST,
    Blend,
    Curve,
    Kind,
    Slips,
    blend,
    forecast,
    product_limit,
)
from backorder_core.domain.working_days import Calendar

INTERVAL = 1.96
"""Normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True)
class Promise:
    """``count`` equal promises: a date quoted by a supplier on a day, and the day all of it had arrived.

    ``arrived`` is None while it is open, and never before ``made_on``. Those not ``scored`` are history only.
    """

    supplier: int
    kind: Kind
    made_on: date
    quoted: date
    arrived: date | None
    count: int = 1
    scored: bool = True


@dataclass(frozen=True)
class Trial:
    """One forecast and what came of it, as slips in days against the quoted date."""

    promise: Promise
    slip: int
    p50: int
    p90: int
    mean: float
    deliveries: int
    borrowed: bool


@dataclass(frozen=True)
class Score:
    """How good forecasts were: coverage as a fraction from 0 to 1, pinball losses in days.

    ``quoted`` trusts the quoted date, ``mean`` adds the supplier's mean slip; lower losses are better.
    """

    n: int
    coverage_p50: float
    coverage_p90: float
    pinball_p50: float
    pinball_p90: float
    pinball_quoted_p50: float
    pinball_quoted_p90: float
    pinball_mean_p50: float
    pinball_mean_p90: float

    @property
    def least_coverage(self) -> float:
        """The lower end of the binomial 95 % interval around nine of ten for as many forecasts."""
        return MOST - INTERVAL * sqrt(MOST * (1 - MOST) / self.n)

    @property
    def kept(self) -> bool:
        """Whether P90 came true often enough."""
        return self.coverage_p90 >= self.least_coverage


def pinball(slip: float, said: float, share: float) -> float:
    """The loss in days of having said ``said`` for a share where it was ``slip``."""
    return max(share * (slip - said), (share - 1) * (slip - said))


@dataclass
class Known:
    """The slips of one group as they become known; weights stand relative to ``origin`` until asked for."""

    origin: date
    weights: dict[int, float] = field(default_factory=dict)
    slips: list[int] = field(default_factory=list)
    open: dict[date, int] = field(default_factory=dict)
    quoted: list[date] = field(default_factory=list)
    seen: set[date] = field(default_factory=set)
    deliveries: int = 0
    evidence: float = 0.0
    days: int = 0

    def _weight(self, day: date) -> float:
        return float(2.0 ** ((day - self.origin).days / HALF_LIFE))

    def opens(self, promise: Promise) -> None:
        """A promise that is waited for from now on."""
        if promise.quoted not in self.open:
            insort(self.quoted, promise.quoted)
        self.open[promise.quoted] = self.open.get(promise.quoted, 0) + promise.count

    def arrives(self, promise: Promise, on: date) -> None:
        """A promise that was waited for is complete."""
        weight = promise.count * self._weight(promise.quoted)
        self.open[promise.quoted] -= promise.count
        if not self.open[promise.quoted]:
            del self.open[promise.quoted]
            self.quoted.pop(bisect_left(self.quoted, promise.quoted))
        self.learns((on - promise.quoted).days, weight, promise.count)
        if on not in self.seen:
            self.seen.add(on)
            self.evidence += self._weight(on)

    def learns(self, slip: int, weight: float, count: int) -> None:
        """So many deliveries slipped by so many days."""
        if slip not in self.weights:
            insort(self.slips, slip)
        self.weights[slip] = self.weights.get(slip, 0.0) + weight
        self.deliveries += count
        self.days += slip * count

    def on(self, day: date) -> Slips:
        """What is known at the beginning of a day."""
        if not self.slips:
            return Slips()
        scale = 1.0 / self._weight(day)
        least = self.slips[0]
        lost = day - timedelta(days=self.slips[-1] + LOST + 1)
        waiting = []
        for quoted in self.quoted[bisect_left(self.quoted, lost) :]:
            more_than = (day - quoted).days - 1
            if more_than < least:
                break
            waiting.append((more_than, self.open[quoted] * self._weight(quoted) * scale))
        waiting.reverse()
        arrived = [(slip, self.weights[slip] * scale) for slip in self.slips]
        return Slips(arrived, waiting, self.deliveries, self.evidence * scale)


@dataclass(frozen=True)
class Pending:
    """A forecast of ``promise`` that waits to be settled: its curve, and what was known of the slip."""

    promise: Promise
    curve: Blend
    after: int

    @property
    def due(self) -> date:
        """The day by which it is settled."""
        slip = self.curve.quantile(SETTLED, self.after)
        return self.promise.quoted + timedelta(days=slip)

    def needed(self, day: date) -> float:
        """The share of the curve, of what was left of it, that had come before the day of the arrival.

        1 where nothing has arrived before ``day``: no share would have been enough.
        """
        arrived, left = self.promise.arrived, self.curve.beyond(self.after)
        if arrived is None or arrived >= day or left <= 0:
            return 1.0
        return 1.0 - self.curve.beyond((arrived - self.promise.quoted).days - 1) / left


class Replay:
    """Everything that is known, by supplier and kind and for the whole company, from day to day.

    Forecasts land on the days of ``calendars``, which are by supplier.
    """

    def __init__(self, origin: date, calendars: Mapping[int, Calendar] | None = None) -> None:
        self._calendars = calendars or {}
        self.level = Level(origin)
        self._groups: defaultdict[tuple[int | None, Kind], Known] = defaultdict(lambda: Known(origin))
        self._blends: dict[tuple[int, Kind], Blend] = {}
        self._company: dict[Kind, tuple[Slips, Curve]] = {}
        self._coming: list[tuple[date, int, Promise]] = []
        self._pending: list[tuple[date, int, Pending]] = []
        self._order = count()
        self._day = date.min
        self._aim = AIM

    def group(self, supplier: int | None, kind: Kind) -> Known:
        """What is known of a supplier's promises of a kind; of everybody's for None."""
        return self._groups[supplier, kind]

    def opens(self, promise: Promise) -> None:
        """A promise that is waited for from now on; its arrival is known the day after it."""
        for supplier in (promise.supplier, None):
            self.group(supplier, promise.kind).opens(promise)
        if promise.arrived is not None:
            heappush(self._coming, (promise.arrived, next(self._order), promise))

    def begins(self, day: date) -> None:
        """A new day: what arrived before it is known, forecasts that ran out before it are settled."""
        while self._coming and self._coming[0][0] < day:
            on, _, promise = heappop(self._coming)
            for supplier in (promise.supplier, None):
                self.group(supplier, promise.kind).arrives(promise, on)
        while self._pending and self._pending[0][0] < day:
            one = heappop(self._pending)[2]
            self.level.settles(one.promise.quoted, one.promise.count, one.needed(day))
        self._day, self._aim = day, self.level.on(day)
        self._blends.clear()
        self._company.clear()

    def curve(self, supplier: int, kind: Kind) -> Blend:
        """What is known of a supplier's slips on the day, with what it borrows."""
        if (supplier, kind) not in self._blends:
            rest = [self._everybody(one) for one in borrows_from(kind)]
            self._blends[supplier, kind] = blend(self.group(supplier, kind).on(self._day), rest)
        return self._blends[supplier, kind]

    def _everybody(self, kind: Kind) -> tuple[Slips, Curve]:
        if kind not in self._company:
            known = self.group(None, kind).on(self._day)
            self._company[kind] = (known, product_limit(known))
        return self._company[kind]

    def trial(self, promise: Promise) -> Trial | None:
        """The forecast of a promise on its day beside what came of it.

        None while it is open, and where nobody had delivered anything yet.
        """
        known = self.curve(promise.supplier, promise.kind)
        if known.blind or not promise.scored:
            return None
        late = (self._day - promise.quoted).days
        waits = Pending(promise, known, late - 1)
        heappush(self._pending, (waits.due, next(self._order), waits))
        if promise.arrived is None:
            return None
        made = forecast(known, late - 1, self._aim)
        return Trial(
            promise=promise,
            slip=(promise.arrived - promise.quoted).days,
            p50=self._lands(promise, late if made.p50 is None else made.p50),
            p90=self._lands(promise, late if made.p90 is None else made.p90),
            mean=self._mean(promise),
            deliveries=made.deliveries,
            borrowed=made.borrowed,
        )

    def _lands(self, promise: Promise, slip: int) -> int:
        if promise.supplier not in self._calendars:
            return slip
        day = promise.quoted + timedelta(days=slip)
        return (self._calendars[promise.supplier].next(day) - promise.quoted).days

    def _mean(self, promise: Promise) -> float:
        for known in (self.group(promise.supplier, promise.kind), self.group(None, promise.kind)):
            if known.deliveries:
                return known.days / known.deliveries
        return 0.0


def borrows_from(kind: Kind) -> tuple[Kind, ...]:
    """Whose pattern stands in for a supplier's own: everybody's of the kind, then of first dates."""
    return (kind,) if kind is Kind.FIRST else (kind, Kind.FIRST)


def backtest(promises: Iterable[Promise], before: Replay | None = None) -> Iterator[Trial]:
    """Every scored promise with the forecast of its day, in the order of days.

    ``before`` is what was known when the promises begin. A promise is left out where nothing at all had
    arrived before its day.
    """
    ordered = sorted(promises, key=lambda one: one.made_on)
    if not ordered:
        return
    replay = before or Replay(ordered[0].made_on)
    for day, group in groupby(ordered, key=lambda one: one.made_on):
        replay.begins(day)
        made = list(group)
        for promise in made:
            if tried := replay.trial(promise):
                yield tried
        for promise in made:
            replay.opens(promise)


def score(trials: Sequence[Trial]) -> Score | None:
    """How good the forecasts of some trials were; None without any."""
    n = sum(one.promise.count for one in trials)
    if not n:
        return None

    def mean(values: Iterable[float]) -> float:
        return sum(v * one.promise.count for v, one in zip(values, trials, strict=True)) / n

    return Score(
        n=n,
        coverage_p50=mean(float(one.slip <= one.p50) for one in trials),
        coverage_p90=mean(float(one.slip <= one.p90) for one in trials),
        pinball_p50=mean(pinball(one.slip, one.p50, HALF) for one in trials),
        pinball_p90=mean(pinball(one.slip, one.p90, MOST) for one in trials),
        pinball_quoted_p50=mean(pinball(one.slip, 0, HALF) for one in trials),
        pinball_quoted_p90=mean(pinball(one.slip, 0, MOST) for one in trials),
        pinball_mean_p50=mean(pinball(one.slip, one.mean, HALF) for one in trials),
        pinball_mean_p90=mean(pinball(one.slip, one.mean, MOST) for one in trials),
    )
