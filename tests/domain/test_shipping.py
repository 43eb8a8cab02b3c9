"""The five strategies of partial fulfilment, and the shipments that they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain import shipping
from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.shipping import (
    Arrival,
    FulfilmentOption,
    Need,
    Parcel,
    Shipment,
    ShipmentState,
    Strategy,
    Substitute,
)

D = Decimal
TODAY, LATER, LAST = date(2025, 1, 28), date(2025, 2, 1), date(2025, 2, 15)
EACH = DEFAULTS.shipping.per_shipment
OTHER = Substitute(7, "CM-510", D(20), TODAY, D(25), D(10))
BOX = Need(D(30), (Arrival(LAST, D(70)),), OTHER)


def worked_out(need: Need) -> dict[Strategy, FulfilmentOption]:
    return {one.strategy: one for one in shipping.options(need, TODAY, DEFAULTS)}


def test_box_partial_fulfillment_options_of_metro_manufacturing() -> None:
    options = worked_out(BOX)
    now = options[Strategy.SHIP_AVAILABLE]
    assert now.parcels == (Parcel(TODAY, D(30)), Parcel(LAST, D(70)))
    assert (now.share_now, now.shipping_cost, now.complete_on) == (D("30.0"), 2 * EACH, LAST)
    hold = options[Strategy.HOLD_FOR_COMPLETE]
    assert (hold.parcels, hold.shipping_cost, hold.share_now) == ((Parcel(LAST, D(100)),), EACH, D("0.0"))
    mixed = options[Strategy.SUBSTITUTE_AND_SHIP]
    assert mixed.parcels == (Parcel(TODAY, D(30)), Parcel(TODAY, D(20), substitute=True), Parcel(LAST, D(50)))
    assert (mixed.share_now, mixed.extra_cost) == (D("50.0"), D(510))
    assert "The customer must approve the substitute" in mixed.cons


def test_a_split_shipment_leaves_as_units_arrive_the_unknown_last() -> None:
    arrivals = (Arrival(None, D(5)), Arrival(LAST, D(20)), Arrival(LATER, D(10)), Arrival(LATER, D(1)))
    split = worked_out(Need(D(30), arrivals, None))[Strategy.SPLIT_SHIPMENT]
    assert [(one.on, one.quantity) for one in split.parcels] == [
        (TODAY, D(30)),
        (LATER, D(11)),
        (LAST, D(20)),
        (None, D(5)),
    ]
    assert split.complete_on is None
    assert split.shipments == 4


def test_what_cannot_be_done_says_why() -> None:
    options = worked_out(Need(D(0), (Arrival(None, D(70)),), None))
    assert not options[Strategy.SHIP_AVAILABLE].possible
    assert options[Strategy.SHIP_AVAILABLE].cons == ("Nothing is here to ship",)
    assert options[Strategy.SUBSTITUTE_AND_SHIP].cons == ("No substitute is on offer",)
    hold = options[Strategy.HOLD_FOR_COMPLETE]
    assert hold.possible
    assert hold.cons == ("The customer waits for everything until an unknown day",)
    assert options[Strategy.CUSTOMERS_CHOICE].possible


def test_with_everything_here_all_goes_at_once() -> None:
    options = worked_out(Need(D(100), (), OTHER))
    for strategy in (Strategy.SHIP_AVAILABLE, Strategy.HOLD_FOR_COMPLETE, Strategy.SPLIT_SHIPMENT):
        assert options[strategy].parcels == (Parcel(TODAY, D(100)),)
        assert options[strategy].share_now == D("100.0")
    assert not options[Strategy.SUBSTITUTE_AND_SHIP].possible


@pytest.mark.parametrize(("free", "replaced", "rest"), [(69, 69, 1), (70, 70, 0), (71, 70, 0)])
def test_no_more_is_substituted_than_is_missing(free: int, replaced: int, rest: int) -> None:
    mixed = worked_out(replace(BOX, substitute=replace(OTHER, quantity=D(free))))[
        Strategy.SUBSTITUTE_AND_SHIP
    ]
    assert sum(one.quantity for one in mixed.parcels if one.substitute) == replaced
    assert sum(one.quantity for one in mixed.parcels if one.on == LAST) == rest


@pytest.mark.parametrize("need", [BOX, Need(D(0), (Arrival(LAST, D(7)),), None), Need(D(3), (), None)])
def test_every_possible_option_ships_every_unit(need: Need) -> None:
    for option in shipping.options(need, TODAY, DEFAULTS):
        if option.possible and option.strategy is not Strategy.CUSTOMERS_CHOICE:
            assert sum(one.quantity for one in option.parcels) == need.available + need.missing


PLANNED = Shipment(1, "SH-2025-0001", 2, 3, 4, None, D(30), TODAY, EACH)


def test_a_planned_shipment_is_sent_once_with_a_tracking_number() -> None:
    sent = shipping.send(PLANNED, TODAY, " 1Z ")
    assert (sent.state, sent.shipped_on, sent.tracking) == (ShipmentState.SHIPPED, TODAY, "1Z")
    with pytest.raises(InvalidInput, match="tracking number"):
        shipping.send(PLANNED, TODAY, "")
    for state in (ShipmentState.SHIPPED, ShipmentState.CANCELLED):
        with pytest.raises(IllegalStep):
            shipping.send(replace(PLANNED, state=state), TODAY, "1Z")
        with pytest.raises(IllegalStep):
            shipping.cancel(replace(PLANNED, state=state))
    assert shipping.cancel(PLANNED).state is ShipmentState.CANCELLED


def test_every_strategy_has_words() -> None:
    assert len({strategy.label for strategy in Strategy}) == len(Strategy)
