"""Who gets scarce units that arrived (RULES, Partial fulfilment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from backorder_core.domain.priority import Demand, line_score, multiplier
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Policy, Tier


@dataclass(frozen=True)
class Given:
    """Units for one order line, and why that many; 0 for a line that got nothing."""

    order_line_id: int
    quantity: Decimal
    why: str


def allocate(
    demands: Sequence[Demand], quantity: Decimal, delay: int, settings: Settings, policy: Policy
) -> tuple[Given, ...]:
    """Share out units (0 or more) at a delay in days (RULES, Partial fulfilment).

    Every demand is listed, in the order it was served; never more is given than it has open.
    """
    ranked = sorted(demands, key=lambda d: _rank(d, delay, settings))
    if policy is Policy.FAIR_SHARE:
        return _share(ranked, quantity, settings)
    if policy is Policy.PROTECT_VIP:
        vips = [demand for demand in ranked if demand.tier is Tier.VIP]
        others = [demand for demand in ranked if demand.tier is not Tier.VIP]
        first = _serve(vips, quantity, "VIP line score")
        rest = quantity - sum((given.quantity for given in first), ZERO)
        return (*first, *_share(others, rest, settings))
    return _serve(ranked, quantity, "line score")


def _rank(demand: Demand, delay: int, settings: Settings) -> tuple[Decimal, int, int, int]:
    points = line_score(demand, settings).at(delay)
    return (-points, demand.need_date.toordinal(), demand.order_date.toordinal(), demand.order_line_id)


def _serve(ranked: Sequence[Demand], quantity: Decimal, by: str) -> tuple[Given, ...]:
    given = []
    left = quantity
    for place, demand in enumerate(ranked, start=1):
        taken = min(left, demand.open_quantity)
        left -= taken
        rank = f"{place} of {len(ranked)} by {by}"
        given.append(Given(demand.order_line_id, taken, f"{rank}: {_extent(demand, taken)}"))
    return tuple(given)


def _share(ranked: Sequence[Demand], quantity: Decimal, settings: Settings) -> tuple[Given, ...]:
    shares = dict.fromkeys((demand.order_line_id for demand in ranked), ZERO)
    hungry, left = list(ranked), quantity
    while full := _filled(hungry, left, settings):
        for demand in full:
            shares[demand.order_line_id] = demand.open_quantity
            left -= demand.open_quantity
            hungry.remove(demand)
    shares.update(_rounded(hungry, left, settings))
    return tuple(Given(d.order_line_id, shares[d.order_line_id], _why(d, shares, settings)) for d in ranked)


def _filled(hungry: Sequence[Demand], left: Decimal, settings: Settings) -> list[Demand]:
    weights = sum((multiplier(demand, settings) for demand in hungry), ZERO)
    return [d for d in hungry if left * multiplier(d, settings) >= d.open_quantity * weights]


def _rounded(hungry: Sequence[Demand], left: Decimal, settings: Settings) -> dict[int, Decimal]:
    weights = sum((multiplier(demand, settings) for demand in hungry), ZERO)
    exact = {d.order_line_id: left * multiplier(d, settings) / weights for d in hungry}
    shares = {line: part.to_integral_value(ROUND_FLOOR) for line, part in exact.items()}
    over = left - sum(shares.values(), ZERO)
    by_remainder = sorted(hungry, key=lambda d: shares[d.order_line_id] - exact[d.order_line_id])
    while hungry and over > 0:
        for demand in by_remainder:
            extra = min(over, Decimal(1), demand.open_quantity - shares[demand.order_line_id])
            shares[demand.order_line_id] += extra
            over -= extra
    return shares


def _why(demand: Demand, shares: dict[int, Decimal], settings: Settings) -> str:
    weight = f"fair share at weight {multiplier(demand, settings).normalize():f}"
    return f"{weight}: {_extent(demand, shares[demand.order_line_id])}"


def _extent(demand: Demand, taken: Decimal) -> str:
    wanted = f"{demand.open_quantity.normalize():f}"
    if taken == demand.open_quantity:
        return f"all {wanted} open units"
    if taken <= 0:
        return f"nothing was left for its {wanted} open units"
    return f"{taken.normalize():f} of {wanted} open units"
