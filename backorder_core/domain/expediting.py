"""Which backorders to expedite with a budget, so that the most weighted revenue comes earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain.fulfilment import allocate
from backorder_core.domain.priority import Demand, multiplier
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import CENT, ZERO, Policy, money


@dataclass(frozen=True)
class Candidate:
    """An offer to expedite a backorder: its cost, and the revenue that it brings earlier, weighted by tier.

    ``units`` are what the offer can bring of what is missing, ``revenue`` their price before weighting.
    """

    number: str
    option: str
    customer: str
    units: Decimal
    cost: Decimal
    revenue: Decimal
    protected: Decimal
    eta: date | None
    ready_on: date
    in_time: int
    orders: int


def earlier(ready_on: date, eta: date | None) -> bool:
    """Whether an offer helps: it comes before the ETA, or no ETA is known."""
    return eta is None or ready_on < eta


def worth(
    demands: Sequence[Demand], units: Decimal, ready_on: date, delay: int, settings: Settings
) -> tuple[Decimal, Decimal, int]:
    """Revenue of the units, the same weighted by the customers' multipliers, and orders that come in time.

    The units go to the customers by line score, as a receipt would be shared out.
    """
    by_line = {one.order_line_id: one for one in demands}
    given = [one for one in allocate(demands, units, delay, settings, Policy.STRICT) if one.quantity > 0]
    revenue = [
        (one.quantity * by_line[one.order_line_id].unit_price, by_line[one.order_line_id]) for one in given
    ]
    weighted = sum((amount * multiplier(line, settings) for amount, line in revenue), ZERO)
    plain = sum((amount for amount, _ in revenue), ZERO)
    return money(plain), money(weighted), sum(line.need_date >= ready_on for _, line in revenue)


def total(candidates: Sequence[Candidate], name: str) -> Decimal:
    """Sum of a money field over candidates."""
    return sum((getattr(one, name) for one in candidates), ZERO).quantize(CENT)
