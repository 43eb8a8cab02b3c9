"""RULES, Partial fulfilment: who gets what arrived."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.fulfilment import Given, allocate
from backorder_core.domain.priority import Demand, line_score
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import Impact, Policy, Tier
from tests.domain.builders import demand, demand_lists, industrial, jan, metro

STRICT, FAIR_SHARE, PROTECT_VIP = Policy.STRICT, Policy.FAIR_SHARE, Policy.PROTECT_VIP
TWO_STANDARD_ONE_VIP = [demand(1, Tier.VIP, "30"), demand(2, quantity="30"), demand(3, quantity="30")]


def shares(demands: list[Demand], quantity: str, policy: Policy, delay: int = 21) -> dict[int, str]:
    given = allocate(demands, Decimal(quantity), delay, DEFAULTS, policy)
    return {one.order_line_id: f"{one.quantity.normalize():f}" for one in given}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0", {1: "0", 2: "0"}),
        ("30", {1: "30", 2: "0"}),
        ("50", {1: "50", 2: "0"}),
        ("50.001", {1: "50", 2: "0.001"}),
        ("70", {1: "50", 2: "20"}),
        ("71", {1: "50", 2: "20"}),
    ],
)
def test_strict_serves_the_highest_line_score_first(given: str, expected: dict[int, str]) -> None:
    assert shares([industrial(), metro()], given, STRICT) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"need": jan(20)}, 2),
        ({"need": jan(30)}, 1),
        ({"ordered": jan(1)}, 2),
        ({"ordered": jan(3)}, 1),
        ({"need": jan(30), "ordered": jan(1)}, 1),
        ({}, 1),
    ],
)
def test_on_a_tie_strict_serves_the_earlier_need_date_then_the_earlier_order(
    given: dict[str, Any], expected: int
) -> None:
    served = allocate([demand(2, **given), demand(1)], Decimal(5), 21, DEFAULTS, STRICT)
    assert served[0].order_line_id == expected
    assert served[0].quantity == 5


def test_strict_goes_by_the_line_score_and_not_by_the_tier_alone() -> None:
    emergency = demand(2, Tier.STANDARD, "20", impact=Impact.CRITICAL, emergency=True)
    assert shares([demand(1, Tier.VIP, "20"), emergency], "20", STRICT) == {2: "20", 1: "0"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0", {1: "0", 2: "0", 3: "0"}),
        ("7", {1: "5", 2: "1", 3: "1"}),
        ("8", {1: "6", 2: "1", 3: "1"}),
        ("9", {1: "7", 2: "1", 3: "1"}),
        ("10", {1: "7", 2: "2", 3: "1"}),
        ("1", {1: "1", 2: "0", 3: "0"}),
        ("0.5", {1: "0.5", 2: "0", 3: "0"}),
        ("42", {1: "30", 2: "6", 3: "6"}),
        ("43", {1: "30", 2: "7", 3: "6"}),
        ("50", {1: "30", 2: "10", 3: "10"}),
        ("90", {1: "30", 2: "30", 3: "30"}),
        ("99", {1: "30", 2: "30", 3: "30"}),
    ],
)
def test_fair_share_follows_the_weights_with_the_largest_remainder(
    given: str, expected: dict[int, str]
) -> None:
    assert shares(TWO_STANDARD_ONE_VIP, given, FAIR_SHARE) == expected


def test_what_a_filled_line_cannot_take_is_shared_out_evenly_among_the_others() -> None:
    small_vip = [demand(1, Tier.VIP, "2"), demand(2, quantity="9"), demand(3, quantity="9")]
    assert shares(small_vip, "10", FAIR_SHARE) == {1: "2", 2: "4", 3: "4"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("29", {1: "29", 2: "0", 3: "0"}),
        ("30", {1: "30", 2: "0", 3: "0"}),
        ("31", {1: "30", 2: "1", 3: "0"}),
        ("40", {1: "30", 2: "5", 3: "5"}),
        ("90", {1: "30", 2: "30", 3: "30"}),
    ],
)
def test_protect_vip_fills_vips_and_shares_the_rest(given: str, expected: dict[int, str]) -> None:
    assert shares(TWO_STANDARD_ONE_VIP, given, PROTECT_VIP) == expected


def test_protect_vip_puts_a_vip_before_a_higher_scored_emergency() -> None:
    emergency = demand(2, Tier.STANDARD, "20", emergency=True)
    vip = demand(1, Tier.VIP, "20", price="1")
    assert shares([emergency, vip], "20", STRICT) == {2: "20", 1: "0"}
    assert shares([emergency, vip], "20", PROTECT_VIP) == {1: "20", 2: "0"}


def test_everybody_is_told_what_they_get_and_why() -> None:
    both = [metro(), industrial()]
    assert allocate(both, Decimal("50.000"), 21, DEFAULTS, STRICT) == (
        Given(1, Decimal(50), "1 of 2 by line score: all 50 open units"),
        Given(2, Decimal(0), "2 of 2 by line score: nothing was left for its 20 open units"),
    )
    assert [one.why for one in allocate(both, Decimal(30), 21, DEFAULTS, FAIR_SHARE)] == [
        "fair share at weight 5: 25 of 50 open units",
        "fair share at weight 1: 5 of 20 open units",
    ]
    assert allocate(both, Decimal(30), 21, DEFAULTS, PROTECT_VIP)[0].why == (
        "1 of 1 by VIP line score: 30 of 50 open units"
    )


@given(
    demand_lists(),
    st.decimals(min_value=0, max_value=20_000, places=3),
    st.integers(min_value=0, max_value=90),
    st.sampled_from(Policy),
)
def test_no_policy_loses_a_unit_or_gives_more_than_is_open(
    demands: tuple[Demand, ...], quantity: Decimal, delay: int, policy: Policy
) -> None:
    given = allocate(demands, quantity, delay, DEFAULTS, policy)
    opened = {one.order_line_id: one.open_quantity for one in demands}
    assert sum(one.quantity for one in given) == min(quantity, sum(opened.values()))
    assert all(0 <= one.quantity <= opened[one.order_line_id] for one in given)
    assert sorted(one.order_line_id for one in given) == sorted(opened)
    assert all(one.why for one in given)


@given(
    demand_lists(),
    st.decimals(min_value=0, max_value=20_000, places=3),
    st.integers(min_value=0, max_value=90),
)
def test_strict_gives_nothing_to_a_lower_score_while_a_higher_one_waits(
    demands: tuple[Demand, ...], quantity: Decimal, delay: int
) -> None:
    given = allocate(demands, quantity, delay, DEFAULTS, STRICT)
    by_line = {one.order_line_id: one for one in demands}
    points = [line_score(by_line[one.order_line_id], DEFAULTS).at(delay) for one in given]
    assert points == sorted(points, reverse=True)
    waiting = [one.quantity < by_line[one.order_line_id].open_quantity for one in given]
    if any(waiting):
        after = given[waiting.index(True) + 1 :]
        assert all(one.quantity == 0 for one in after)


@given(demand_lists(), st.integers(min_value=0, max_value=20_000))
def test_in_a_fair_share_nobody_waits_while_a_lighter_line_has_more(
    demands: tuple[Demand, ...], quantity: int
) -> None:
    whole = [replace(one, open_quantity=Decimal(int(one.open_quantity))) for one in demands]
    given = {
        one.order_line_id: one.quantity for one in allocate(whole, Decimal(quantity), 0, DEFAULTS, FAIR_SHARE)
    }
    waiting = [one for one in whole if given[one.order_line_id] < one.open_quantity]
    for hungry in waiting:
        lighter = [one for one in whole if one.tier >= hungry.tier and not one.emergency]
        assert all(given[one.order_line_id] <= given[hungry.order_line_id] + 1 for one in lighter)
