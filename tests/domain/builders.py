"""Short ways to write down order lines, settings and amounts in the tests of the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from backorder_core.domain.priority import Demand
from backorder_core.domain.values import Impact, Tier

ORIGINAL_DUE = date(2025, 1, 25)
NAMES = {Tier.VIP: "Metro Manufacturing", Tier.PREMIUM: "Premium Co", Tier.STANDARD: "Industrial Services"}


def jan(day: int) -> date:
    """A day of January 2025."""
    return date(2025, 1, day)


def feb(day: int) -> date:
    """A day of February 2025."""
    return date(2025, 2, day)


def demand(
    line: int = 1,
    tier: Tier = Tier.STANDARD,
    quantity: str = "20",
    price: str = "500",
    *,
    impact: Impact = Impact.NORMAL,
    emergency: bool = False,
    need: date = ORIGINAL_DUE,
    ordered: date = date(2025, 1, 2),
    customer: int | None = None,
) -> Demand:
    """An order line of its own customer unless told otherwise; quantity and price as text."""
    return Demand(
        order_line_id=line,
        order_number=f"SO-{line:04d}",
        order_line="1",
        customer_id=customer or line,
        customer=NAMES[tier],
        tier=tier,
        impact=impact,
        emergency=emergency,
        open_quantity=Decimal(quantity),
        unit_price=Decimal(price),
        need_date=need,
        order_date=ordered,
    )


def metro(quantity: str = "50") -> Demand:
    """The chapter's VIP with a critical order, control modules at $500."""
    return demand(1, Tier.VIP, quantity, impact=Impact.CRITICAL)


def industrial(quantity: str = "20") -> Demand:
    """The chapter's standard customer with a normal order."""
    return demand(2, Tier.STANDARD, quantity)


quantities = st.decimals(min_value="0", max_value="5000", places=3)
dates = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))


@st.composite
def demand_lists(draw: st.DrawFn, max_size: int = 5) -> tuple[Demand, ...]:
    """Up to ``max_size`` order lines of any tier, impact, open quantity (also 0) and price."""
    count = draw(st.integers(min_value=0, max_value=max_size))
    return tuple(
        demand(
            line,
            draw(st.sampled_from(Tier)),
            str(draw(quantities)),
            str(draw(st.decimals(min_value="0", max_value="900", places=4))),
            impact=draw(st.sampled_from(Impact)),
            emergency=draw(st.booleans()),
            need=draw(dates),
            ordered=draw(dates),
            customer=draw(st.integers(min_value=1, max_value=3)),
        )
        for line in range(1, count + 1)
    )
