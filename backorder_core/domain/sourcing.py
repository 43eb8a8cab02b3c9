"""Where the missing units can come from, and which plans are worth offering.

RULES, Alternative sources and the plan. Quantities are units with up to three decimals, fixed costs money
with up to two, unit costs money with up to four; everything is worked out in integers and is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.fixed_charge import Case, Enumerated, Parts, Searched, Source, Suggest
from backorder_core.domain.hull import Cone, Point, inside, lower_hull
from backorder_core.domain.values import ZERO, OfferKind, Quality, money
from backorder_core.domain.winning import DAYS, Prices, prices_of

MOST_ENUMERATED = 14
QUANTITY_PLACES, MONEY_PLACES, UNIT_COST_PLACES = 3, 2, 4
PARTS = 10**QUANTITY_PLACES
LARGEST = Decimal(10**9)
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Option:
    """A way to get units: at most ``available``, on ``ready_on``, for ``fixed_cost`` and ``unit_cost`` each.

    ``reliability`` is the supplier's share of lines delivered on time, from 0 to 1; None where nobody knows.
    """

    name: str
    kind: OfferKind
    available: Decimal
    ready_on: date
    fixed_cost: Decimal
    unit_cost: Decimal
    quality: Quality
    reliability: Decimal | None = None


@dataclass(frozen=True)
class PlanLine:
    """Units taken from one option."""

    option: Option
    quantity: Decimal


@dataclass(frozen=True)
class Plan:
    """Units assigned to options (RULES, Alternative sources and the plan).

    ``cost`` is money, not rounded; ``late_unit_days`` the sum of quantity × days after the as-of date;
    ``units_at_risk`` the units of another quality than ordered; ``short`` what no option can fill;
    ``ready_on`` the day on which the last of it is there, None where nothing is filled.
    """

    lines: tuple[PlanLine, ...]
    cost: Decimal
    late_unit_days: Decimal
    units_at_risk: Decimal
    filled: Decimal
    short: Decimal
    ready_on: date | None


@dataclass(frozen=True)
class EarlierDate:
    """The price of an earlier date: money beyond the next cheaper plan, and late unit-days saved for it."""

    extra_cost: Decimal
    days_saved: Decimal

    @property
    def price(self) -> Decimal:
        """Money per late unit-day saved, to the cent."""
        return money(EXACT.divide(self.extra_cost, self.days_saved))

    @property
    def sentence(self) -> str:
        """The price in words."""
        days = DAYS.counted(self.days_saved)
        return f"${money(self.extra_cost):,.2f} more saves {days}: ${self.price:,.2f} a late unit-day."


@dataclass(frozen=True)
class Offered:
    """A plan that is best at some prices, at which those are, and the price of its earlier date.

    ``proven`` is False where the case was too large to prove that no better plan exists.
    """

    plan: Plan
    wins: Prices
    earlier: EarlierDate | None = None
    proven: bool = True


def plans(
    quantity: Decimal, options: Sequence[Option], as_of: date, suggest: Suggest | None = None
) -> tuple[Offered, ...]:
    """The plans that are best at some price of a late unit-day and of a unit at risk, cheapest first.

    For all prices of 0 or more, one of them has the least cost + day price × late unit-days + risk price ×
    units at risk, and none is dominated (RULES, Alternative sources and the plan). Of equal plans the one of
    fewest options is offered. Up to ``MOST_ENUMERATED`` options every candidate is looked at; beyond, the
    best one at given prices is searched for, helped by ``suggest``. ``InvalidInput`` for what makes no sense.
    """
    _must_be_sound(quantity, options)
    usable = [option for option in options if option.available > 0]
    need = min(_scaled(quantity, PARTS), sum(_scaled(one.available, PARTS) for one in usable))
    case = Case(need, tuple(_source(one, as_of) for one in usable) if need else ())
    parts, proven = _best(case, suggest)
    found = {point: _plan(case, quantity, usable, taken) for point, (taken, _) in parts.items()}
    offered = [
        Offered(found[point], prices_of(point, cone), proven=proven) for point, (_, cone) in parts.items()
    ]
    offered.sort(key=lambda one: (one.plan.cost, one.plan.late_unit_days, one.plan.units_at_risk))
    return tuple(
        replace(one, earlier=price_of_earlier(one.plan, offered[at - 1].plan) if at else None)
        for at, one in enumerate(offered)
    )


def price_of_earlier(plan: Plan, cheaper: Plan) -> EarlierDate | None:
    """Extra cost per late unit-day that a plan saves against a cheaper one; None where it saves none."""
    saved = EXACT.subtract(cheaper.late_unit_days, plan.late_unit_days)
    return EarlierDate(EXACT.subtract(plan.cost, cheaper.cost), saved) if saved > 0 else None


def _best(case: Case, suggest: Suggest | None) -> tuple[dict[Point, tuple[Parts, Cone]], bool]:
    search = Enumerated(case) if len(case.sources) <= MOST_ENUMERATED else Searched(case, suggest)
    hull = lower_hull(search.best)
    found = {point: (search.plan(point, inside(cone)), cone) for point, cone in hull.items()}
    return found, search.proven


def _source(option: Option, as_of: date) -> Source:
    unit_cost = _scaled(option.unit_cost, 10**UNIT_COST_PLACES)
    late = max(0, (option.ready_on - as_of).days)
    return Source(
        most=_scaled(option.available, PARTS),
        fixed=_scaled(option.fixed_cost, PARTS * 10**UNIT_COST_PLACES),
        each=(unit_cost, late, 0 if option.quality is Quality.SAME else 1),
    )


def _plan(case: Case, quantity: Decimal, options: Sequence[Option], parts: Parts) -> Plan:
    lines = tuple(
        PlanLine(option, _amount(taken, QUANTITY_PLACES))
        for option, taken in zip(options, parts, strict=False)
        if taken
    )
    cost, late, risk = case.point(parts)
    filled = _amount(case.need, QUANTITY_PLACES)
    return Plan(
        lines=lines,
        cost=_amount(cost, QUANTITY_PLACES + UNIT_COST_PLACES),
        late_unit_days=_amount(late, QUANTITY_PLACES),
        units_at_risk=_amount(risk, QUANTITY_PLACES),
        filled=filled,
        short=EXACT.subtract(quantity, filled),
        ready_on=max((line.option.ready_on for line in lines), default=None),
    )


def _scaled(amount: Decimal, factor: int) -> int:
    return int(EXACT.multiply(amount, Decimal(factor)))


def _amount(parts: int, places: int) -> Decimal:
    return EXACT.scaleb(Decimal(parts), -places)


def _must_be_sound(quantity: Decimal, options: Sequence[Option]) -> None:
    _must_fit(quantity, QUANTITY_PLACES, "the quantity needed")
    names: set[str] = set()
    for option in options:
        whose = f"of option '{option.name}'"
        if option.name in names:
            raise InvalidInput(f"Option '{option.name}' is given twice: give every option a name of its own.")
        names.add(option.name)
        _must_fit(option.available, QUANTITY_PLACES, f"the available quantity {whose}")
        _must_fit(option.fixed_cost, MONEY_PLACES, f"the fixed cost {whose}")
        _must_fit(option.unit_cost, UNIT_COST_PLACES, f"the unit cost {whose}")
        known = option.reliability
        if known is not None and not (known.is_finite() and 0 <= known <= 1):
            raise InvalidInput(f"The reliability {whose} is {known}: give a share from 0 to 1.")


def _must_fit(amount: Decimal, places: int, what: str) -> None:
    """``InvalidInput`` for a number that is negative, too large, or finer than it can be."""
    subject = what[0].upper() + what[1:]
    if not amount.is_finite():
        raise InvalidInput(f"{subject} is {amount}: give a number.")
    if amount < ZERO:
        raise InvalidInput(f"{subject} is {amount}: it cannot be negative.")
    if amount >= LARGEST:
        raise InvalidInput(f"{subject} is {amount}: give less than {LARGEST:,}.")
    if amount != EXACT.quantize(amount, Decimal(1).scaleb(-places)):
        raise InvalidInput(f"{subject} is {amount}: give at most {places} decimals.")
