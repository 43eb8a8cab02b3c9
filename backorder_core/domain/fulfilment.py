"""Who gets scarce units that arrived (RULES, Partial fulfilment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from backorder_core.domain.priority import Demand, line_score, multiplier
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Tier


class Policy(StrEnum):
    """How scarce units are shared out."""

    STRICT = "strict"
    FAIR_SHARE = "fair_share"
    PROTECT_VIP = "protect_vip"


@dataclass(frozen=True)
class Given:
    """Units for one order line, and why that many; 0 for a line that got nothing."""

    order_line_id: int
    quantity: Decimal
    why: str


def allocate(
    demands: Sequence[Demand], quantity: Decimal, delay: int, settings: Settings, policy: Policy
) -> tuple[Given, ...]:
    """Share out units at a delay in days; every demand is listed, in the order it was served."""
    ranked = sorted(demands, key=lambda d: _rank(d, delay, settings))
    if policy is Policy.FAIR_SHARE:
        return _share(ranked, quantity, settings)
    if policy is Policy.PROTECT_VIP:
        vips = [demand for demand in ranked if demand.tier is Tier.VIP]
        others = [demand for demand in ranked if demand.tier is not Tier.VIP]
        first = _serve(vips, quantity, "VIP, served first")
        rest = quantity - sum((given.quantity for given in first), ZERO)
        return (*first, *_share(others, rest, settings))
    return _serve(ranked, quantity, "highest priority left")


def _rank(demand: Demand, delay: int, settings: Settings) -> tuple[Decimal, int, int, int]:
    points = line_score(demand, settings).at(delay)
    return (-points, demand.need_date.toordinal(), demand.order_date.toordinal(), demand.order_line_id)


def _serve(ranked: Sequence[Demand], quantity: Decimal, why: str) -> tuple[Given, ...]:
    given = []
    left = quantity
    for demand in ranked:
        taken = min(left, demand.open_quantity)
        left -= taken
        given.append(
            Given(demand.order_line_id, taken, why if taken else "nothing left after higher priorities")
        )
    return tuple(given)


def _share(ranked: Sequence[Demand], quantity: Decimal, settings: Settings) -> tuple[Given, ...]:
    shares = dict.fromkeys((demand.order_line_id for demand in ranked), ZERO)
    left = min(quantity, sum((demand.open_quantity for demand in ranked), ZERO))
    while left > 0:
        hungry = [d for d in ranked if d.open_quantity > shares[d.order_line_id]]
        for demand, units in _round(hungry, shares, left, settings):
            shares[demand.order_line_id] += units
            left -= units
    return tuple(Given(d.order_line_id, shares[d.order_line_id], _why(d, shares, settings)) for d in ranked)


def _round(
    hungry: Sequence[Demand], shares: dict[int, Decimal], left: Decimal, settings: Settings
) -> list[tuple[Demand, Decimal]]:
    weights = sum((multiplier(demand, settings) for demand in hungry), ZERO)
    exact = [(demand, left * multiplier(demand, settings) / weights) for demand in hungry]
    whole = {d.order_line_id: part.to_integral_value(ROUND_FLOOR) for d, part in exact}
    over = left - sum(whole.values(), ZERO)
    for demand, _ in sorted(exact, key=lambda pair: whole[pair[0].order_line_id] - pair[1]):
        extra = min(over, Decimal(1))
        whole[demand.order_line_id] += extra
        over -= extra
    room = {d.order_line_id: d.open_quantity - shares[d.order_line_id] for d in hungry}
    return [(d, min(whole[d.order_line_id], room[d.order_line_id])) for d in hungry]


def _why(demand: Demand, shares: dict[int, Decimal], settings: Settings) -> str:
    if shares[demand.order_line_id] == demand.open_quantity:
        return "all that was open"
    return f"fair share at weight {multiplier(demand, settings).normalize():f}"
