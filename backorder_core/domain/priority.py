"""Priority score of a backorder: how much its shortage hurts whom, and in which band that falls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Band, Impact, Tier, line_value

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Demand:
    """What one customer order line still waits for; ``open_quantity`` in units, ``unit_price`` in money."""

    order_line_id: int
    order_number: str
    order_line: str
    customer_id: int
    customer: str
    tier: Tier
    impact: Impact
    emergency: bool
    open_quantity: Decimal
    unit_price: Decimal
    need_date: date
    order_date: date

    @property
    def value(self) -> Decimal:
        """Revenue at risk on this line, two decimals."""
        return line_value(self.open_quantity, self.unit_price)


@dataclass(frozen=True)
class Score:
    """A score as a line over the delay: ``base`` points plus ``per_day`` points a day."""

    base: Decimal
    per_day: Decimal

    def at(self, delay: int) -> Decimal:
        """Points at a delay in days."""
        return self.base + self.per_day * delay


@dataclass(frozen=True)
class Term:
    """One line's share of a score; ``total`` = multiplier × (value + delay + impact points)."""

    customer: str
    order_number: str
    order_line: str
    tier: Tier
    emergency: bool
    multiplier: Decimal
    value: Decimal
    value_points: Decimal
    delay_points: Decimal
    impact_points: Decimal

    @property
    def total(self) -> Decimal:
        """Points of this line."""
        return self.multiplier * (self.value_points + self.delay_points + self.impact_points)


@dataclass(frozen=True)
class BandMove:
    """The smallest change of one kind that would move a score into another band.

    ``days`` is the change of the delay, or ``units`` what is delivered to ``order_line_id``.
    """

    to: Band
    sentence: str
    days: int = 0
    units: Decimal = ZERO
    order_line_id: int | None = None


@dataclass(frozen=True)
class Alike:
    """What makes lines weigh the same."""

    tier: Tier
    impact: Impact
    emergency: bool


def multiplier(demand: Demand | Alike, settings: Settings) -> Decimal:
    """Tier multiplier, times the emergency multiplier for an emergency order (RULES, Priority score)."""
    scoring = settings.priority
    factor = scoring.tier_multiplier(demand.tier)
    return factor * scoring.emergency if demand.emergency else factor


def score_alike(alike: Alike, value: Decimal, count: int, settings: Settings) -> Score:
    """Score of ``count`` open lines that weigh the same and are worth ``value`` together, in money."""
    factor = multiplier(alike, settings)
    impact = settings.priority.impact_points(alike.impact)
    return Score(
        factor * (value / HUNDRED + impact * count), factor * settings.priority.per_delay_day * count
    )


def line_score(demand: Demand, settings: Settings) -> Score:
    """Score of one line (RULES, Priority score); nothing open scores nothing."""
    if demand.open_quantity <= 0:
        return Score(ZERO, ZERO)
    return score_alike(Alike(demand.tier, demand.impact, demand.emergency), demand.value, 1, settings)


def score(demands: Iterable[Demand], settings: Settings) -> Score:
    """Score of a backorder: the sum over its affected lines (RULES, Priority score)."""
    parts = [line_score(demand, settings) for demand in demands]
    return Score(sum((p.base for p in parts), ZERO), sum((p.per_day for p in parts), ZERO))


def delay(original_due: date, eta: date | None, as_of: date) -> int:
    """Days of delay that count: slip or days overdue, whichever is more, never below 0."""
    overdue = (as_of - original_due).days
    slip = (eta - original_due).days if eta else 0
    return max(0, overdue, slip)


def in_days(count: int) -> str:
    """A number of days in words."""
    return "1 day" if count == 1 else f"{count} days"


def band(points: Decimal, settings: Settings) -> Band:
    """Band of a score (RULES, Priority score)."""
    for one in (Band.CRITICAL, Band.HIGH, Band.MEDIUM):
        if points >= settings.priority.band_floor(one):
            return one
    return Band.LOW


def explain(demands: Iterable[Demand], days: int, settings: Settings) -> tuple[Term, ...]:
    """The terms of a score at a delay of ``days``; their totals sum exactly to it, highest first."""
    terms = [
        Term(
            customer=demand.customer,
            order_number=demand.order_number,
            order_line=demand.order_line,
            tier=demand.tier,
            emergency=demand.emergency,
            multiplier=multiplier(demand, settings),
            value=demand.value,
            value_points=demand.value / HUNDRED,
            delay_points=settings.priority.per_delay_day * days,
            impact_points=settings.priority.impact_points(demand.impact),
        )
        for demand in demands
        if demand.open_quantity > 0
    ]
    return tuple(sorted(terms, key=lambda term: (-term.total, term.order_number, term.order_line)))


def band_moves(
    demands: Iterable[Demand], original_due: date, eta: date | None, as_of: date, settings: Settings
) -> tuple[BandMove, ...]:
    """The smallest changes of date or value that would move the score one band up or down.

    Only changes that can happen are named: an earlier ETA helps no further than the days overdue, and no
    more is delivered to one order line than it waits for.
    """
    waiting = [demand for demand in demands if demand.open_quantity > 0]
    parts = score(waiting, settings)
    days = delay(original_due, eta, as_of)
    here = band(parts.at(days), settings)
    moves = (
        _later(parts, days, here, original_due, settings),
        _earlier(parts, days, original_due, eta, as_of, settings),
        _delivered(waiting, days, parts.at(days), settings),
    )
    return tuple(move for move in moves if move is not None)


def _later(parts: Score, days: int, here: Band, original_due: date, settings: Settings) -> BandMove | None:
    if here is Band.CRITICAL or parts.per_day <= 0:
        return None
    missing = settings.priority.band_floor(Band(here - 1)) - parts.at(days)
    more = ceil(missing / parts.per_day)
    on = original_due + timedelta(days=days + more)
    above = band(parts.at(days + more), settings)
    return BandMove(above, f"{in_days(more)} more delay, to {on}, makes it {above.label}.", days=more)


def _earlier(
    parts: Score, days: int, original_due: date, eta: date | None, as_of: date, settings: Settings
) -> BandMove | None:
    here = band(parts.at(days), settings)
    if here is Band.LOW or parts.per_day <= 0:
        return None
    surplus = parts.at(days) - settings.priority.band_floor(here)
    fewer = int(surplus // parts.per_day) + 1
    if eta is None or days - fewer < max(0, (as_of - original_due).days):
        return None
    on = original_due + timedelta(days=days - fewer)
    below = band(parts.at(days - fewer), settings)
    sentence = f"An ETA {in_days(fewer)} earlier, {on}, makes it {below.label}."
    return BandMove(below, sentence, days=-fewer)


def _delivered(waiting: list[Demand], days: int, points: Decimal, settings: Settings) -> BandMove | None:
    here = band(points, settings)
    if here is Band.LOW:
        return None
    surplus = points - settings.priority.band_floor(here)
    needed = [(_fewest_units(demand, days, surplus, settings), demand) for demand in waiting]
    possible = [(units, demand) for units, demand in needed if units is not None]
    if not possible:
        return None
    units, demand = min(possible, key=lambda pair: (pair[0], pair[1].order_line_id))
    below = band(points - _relief(demand, units, days, settings), settings)
    counted = "1 unit" if units == 1 else f"{units.normalize():,f} units"
    where = f"{demand.customer} ({demand.order_number} / {demand.order_line})"
    sentence = f"Delivering {counted} to {where} makes it {below.label}."
    return BandMove(below, sentence, units=units, order_line_id=demand.order_line_id)


def _fewest_units(demand: Demand, days: int, surplus: Decimal, settings: Settings) -> Decimal | None:
    low, high = 1, ceil(demand.open_quantity)
    if _relief(demand, Decimal(high), days, settings) <= surplus:
        return None
    while low < high:
        middle = (low + high) // 2
        if _relief(demand, Decimal(middle), days, settings) > surplus:
            high = middle
        else:
            low = middle + 1
    return min(Decimal(low), demand.open_quantity)


def _relief(demand: Demand, units: Decimal, days: int, settings: Settings) -> Decimal:
    left = replace(demand, open_quantity=max(ZERO, demand.open_quantity - units))
    return line_score(demand, settings).at(days) - line_score(left, settings).at(days)
