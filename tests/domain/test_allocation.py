"""Allocation by rule: the earliest supply to the earliest need, then by priority."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.allocation import Share, Supply, by_rule
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Impact, Tier

D = Decimal
SETTINGS = Settings()
EARLY, LATER = date(2025, 1, 10), date(2025, 2, 10)


def demand(
    number: int,
    units: int,
    need: date = EARLY,
    tier: Tier = Tier.STANDARD,
    impact: Impact = Impact.NORMAL,
    emergency: bool = False,
    ordered: date = EARLY,
) -> Demand:
    return Demand(
        order_line_id=number,
        order_number=f"SO-{number}",
        order_line="1",
        customer_id=number,
        customer=f"C-{number}",
        tier=tier,
        impact=impact,
        emergency=emergency,
        open_quantity=D(units),
        unit_price=D(1),
        need_date=need,
        order_date=ordered,
    )


def shared(supplies: list[Supply], demands: list[Demand]) -> list[tuple[int, int, int]]:
    return [
        (one.po_line_id, one.order_line_id, int(one.units)) for one in by_rule(supplies, demands, SETTINGS)
    ]


FIRST_AND_LAST: list[tuple[str, Demand, Demand]] = [
    ("need date", demand(1, 10, LATER, Tier.VIP, Impact.CRITICAL, True), demand(2, 10, EARLY)),
    ("tier", demand(1, 10), demand(2, 10, tier=Tier.PREMIUM)),
    ("emergency over tier", demand(1, 10, tier=Tier.VIP), demand(2, 10, emergency=True)),
    ("impact", demand(1, 10), demand(2, 10, impact=Impact.HIGH)),
    ("order date", demand(1, 10, ordered=LATER), demand(2, 10, ordered=EARLY)),
    ("else the line known first", demand(3, 10), demand(2, 10)),
]


@pytest.mark.parametrize(("why", "last", "first"), FIRST_AND_LAST, ids=[row[0] for row in FIRST_AND_LAST])
def test_who_is_served_first(why: str, last: Demand, first: Demand) -> None:
    assert shared([Supply(7, D(10), EARLY)], [last, first]) == [(7, first.order_line_id, 10)]


def test_the_earliest_arrival_goes_first_and_a_date_nobody_knows_last() -> None:
    supplies = [Supply(1, D(5), None), Supply(2, D(5), LATER), Supply(3, D(5), EARLY)]
    assert shared(supplies, [demand(1, 12)]) == [(3, 1, 5), (2, 1, 5), (1, 1, 2)]


def test_nobody_asks_or_nothing_comes() -> None:
    assert shared([Supply(1, D(5), EARLY)], []) == []
    assert shared([], [demand(1, 5)]) == []


@given(
    st.lists(st.tuples(st.integers(1, 30), st.none() | st.dates(EARLY, LATER)), max_size=8),
    st.lists(st.tuples(st.integers(1, 30), st.dates(EARLY, LATER)), max_size=8),
)
def test_all_that_can_be_shared_is_and_never_more_than_there_is(
    said: list[tuple[int, date | None]], wanted: list[tuple[int, date]]
) -> None:
    supplies = [Supply(place, D(units), eta) for place, (units, eta) in enumerate(said)]
    demands = [demand(place, units, need) for place, (units, need) in enumerate(wanted)]
    shares: list[Share] = list(by_rule(supplies, demands, SETTINGS))
    assert len({(one.po_line_id, one.order_line_id) for one in shares}) == len(shares)
    for supply in supplies:
        assert sum(one.units for one in shares if one.po_line_id == supply.po_line_id) <= supply.units
    for one in demands:
        assert sum(s.units for s in shares if s.order_line_id == one.order_line_id) <= one.open_quantity
    total = min(sum(units for units, _ in said), sum(units for units, _ in wanted))
    assert sum(one.units for one in shares) == total
