"""Transfers, purchases and partial fulfilment of a backorder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.supply import Transfer, TransferState
from backorder_core.domain.values import OfferKind, Quality, Status
from backorder_core.services import reviews
from backorder_core.services.escalations import sweep
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.work import (
    finding,
    fulfilling,
    lists,
    purchases,
    stock,
    transfers,
)
from backorder_core.store import Store
from tests.services.working import BO, FAR, D, product_id, seen, shown, sound
from tests.small_company import CREATED, LISA, MIKE, PLANNER, TODAY, SmallCompany, approve_all


def ask_transfer(store: Store, quantity: int = 30) -> str:
    request = transfers.TransferRequest(seen(store), "WEST", D(quantity), TODAY, D(300))
    number = transfers.request_transfer(store, request, PLANNER, TODAY)
    approve_all(store, BO, TODAY)
    return number


def take(store: Store, number: str, step: str, tracking: str = "", why: str = "") -> Transfer:
    wanted = transfers.TransferStep(number, step, tracking=tracking, why=why)
    return transfers.step_transfer(store, wanted, LISA, TODAY)


def test_box_transfer_request_goes_through_its_steps(short: SmallCompany) -> None:
    sweep(short.store, TODAY, PLANNER)
    number = ask_transfer(short.store)
    assert number == "TR-2025-0001"
    assert take(short.store, number, "confirm").priority == "emergency"
    assert take(short.store, number, "dock").dock_ready_on == TODAY
    assert take(short.store, number, "ship", tracking="1Z999").tracking == "1Z999"
    sound(short.store)
    done = take(short.store, number, "receive")
    assert done.state is TransferState.RECEIVED
    after = shown(short.store)
    assert (after.received, after.row.open, after.row.status) == (D(30), D(40), Status.ESCALATED)
    assert [line.open for line in after.affected] == [D(20), D(20)]
    assert after.history[-2].action == "partially received (TR-2025-0001)"
    shipped = fulfilling.ship(short.store, "SH-2025-0001", "1Z1000", LISA, TODAY)
    assert shipped.quantity == 30
    sound(short.store)


def test_a_place_is_found_by_its_code_as_it_is_written_or_else_whatever_its_case(short: SmallCompany) -> None:
    places = [{"code": "Magazzino 2", "name": "Milan"}, {"code": "magazzino 2", "name": "Turin"}]
    load(short.store, "locations", places, PLANNER, CREATED)
    with short.store.read() as reader:
        found = {
            code: stock.place_of(reader, code, product_id(short.store)).name
            for code in ("Magazzino 2", " magazzino 2 ", "west")
        }
    assert found == {"Magazzino 2": "Milan", " magazzino 2 ": "Turin", "west": "West Coast Warehouse"}


def test_promised_stock_is_not_promised_twice(short: SmallCompany) -> None:
    ask_transfer(short.store, 25)
    with pytest.raises(IllegalStep, match="West Coast Warehouse has 5 units free, not 10"):
        ask_transfer(short.store, 10)
    take(short.store, "TR-2025-0001", "cancel", why="not needed")
    ask_transfer(short.store, 30)
    sound(short.store)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["ship"], "is requested: only what is confirmed can be shipped"),
        (["confirm", "confirm"], "only what is requested can be confirmed"),
        (["confirm", "receive"], "only what is shipped can be received"),
        (["dock", "dock"], "already done"),
        (["fly"], "not a step"),
    ],
)
def test_steps_of_a_transfer_come_in_order(short: SmallCompany, steps: list[str], said: str) -> None:
    number = ask_transfer(short.store)
    *before, last = steps
    for step in before:
        take(short.store, number, step, tracking="x")
    with pytest.raises((IllegalStep, InvalidInput), match=said):
        take(short.store, number, last, tracking="x")


def buy(store: Store, quantity: int, kind: OfferKind = OfferKind.ALTERNATIVE_SUPPLIER) -> str:
    purchase = purchases.PurchaseWish(
        seen(store),
        kind,
        None,
        product_id(store),
        D(quantity),
        date(2025, 1, 29),
        D(500),
        D(25),
        Quality.EQUIVALENT,
    )
    number = purchases.request_purchase(store, purchase, PLANNER, TODAY)
    approve_all(store, BO, TODAY)
    return number


def test_a_purchase_fills_the_rest(short: SmallCompany) -> None:
    number = buy(short.store, 70)
    with pytest.raises(InvalidInput, match="misses 0 units that nobody was asked for"):
        ask_transfer(short.store, 5)
    for step in ("order", "receive"):
        purchases.step_purchase(short.store, purchases.PurchaseStep(number, step), LISA, TODAY)
    after = shown(short.store)
    assert after.row.status is Status.RESOLVED
    sound(short.store)


def spent_on_purchases(store: Store) -> Decimal:
    costs = reviews.digest(store, reviews.Period.DAILY, TODAY).costs
    return next(one.cost for one in costs if one.way == "purchases and expediting")


def test_a_purchase_closed_short_leaves_the_rest_missing_and_costs_what_came(short: SmallCompany) -> None:
    store = short.store
    number = buy(store, 70)
    for step, units in (("order", None), ("receive", D(50))):
        purchases.step_purchase(store, purchases.PurchaseStep(number, step, quantity=units), LISA, TODAY)
    assert finding.find_sources(store, BO, TODAY).under_way == 20
    assert spent_on_purchases(store) == D("2250.00")
    closed = purchases.PurchaseStep(number, "close", why="out of stock")
    assert purchases.step_purchase(store, closed, LISA, TODAY).received == 50
    found = finding.find_sources(store, BO, TODAY)
    assert (found.under_way, found.missing) == (0, 20)
    (listed,) = lists.supplies(store)
    assert (listed.begun, listed.moving, listed.cost) == (True, False, D("1750.00"))
    assert spent_on_purchases(store) == D("1750.00")
    sound(store)


def test_an_expedite_is_received_with_its_po_line(short: SmallCompany) -> None:
    number = buy(short.store, 20, OfferKind.EXPEDITE)
    for step in ("order", "receive"):
        purchases.step_purchase(short.store, purchases.PurchaseStep(number, step), LISA, TODAY)
    assert shown(short.store).received == 20
    sound(short.store)


def test_what_comes_too_late_for_a_backorder_is_free_stock(short: SmallCompany) -> None:
    number = ask_transfer(short.store)
    take(short.store, number, "confirm")
    take(short.store, number, "ship", tracking="1Z")
    receive(short.store, [Receipt("PO-2025-0089", "10", D(100), TODAY)], LISA, TODAY)
    assert shown(short.store).row.status is Status.RESOLVED
    take(short.store, number, "receive")
    with short.store.read() as reader:
        free = reader.one("stock_at", location="MAIN", product_id=product_id(short.store))
    assert free is not None
    assert free[3:] == (D(30), D(0))
    sound(short.store)


@pytest.fixture
def metro(company: SmallCompany) -> SmallCompany:
    """The chapter's order of 100 units, 30 of them here, 70 on backorder."""
    company.po_line("PO-2025-0089")
    bigger = {
        "order_number": "SO-1",
        "order_line": "1",
        "customer": "C-METRO",
        "product": "CM-500",
        "order_date": date(2025, 1, 2),
        "quantity": D(100),
        "unit_price": D(500),
        "need_date": date(2025, 1, 27),
        "impact": 3,
        "emergency": False,
    }
    load(company.store, "order_lines", [bigger], PLANNER, CREATED)
    promised = {
        "po_number": "PO-2025-0089",
        "po_line": "10",
        "order_number": "SO-1",
        "order_line": "1",
        "quantity": D(70),
    }
    load(company.store, "allocations", [promised], PLANNER, CREATED)
    offer = {
        "code": "SUB-1",
        "kind": int(OfferKind.SUBSTITUTE),
        "product": "CM-500",
        "supplier": None,
        "location": None,
        "substitute": "CM-510",
        "po_number": None,
        "po_line": None,
        "available": D(20),
        "lead_days": 0,
        "fixed_cost": D(0),
        "unit_cost": D(25),
        "quality": int(Quality.SUBSTITUTE),
        "offered_on": CREATED,
        "expires_on": None,
    }
    load(company.store, "offers", [offer], PLANNER, CREATED)
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    return company


def test_box_partial_fulfillment_scenario(metro: SmallCompany) -> None:
    (line,) = fulfilling.fulfilment_options(metro.store, BO, TODAY)
    assert (line.ordered, line.available, line.missing) == (D(100), D(30), D(70))
    by = {option.strategy: option for option in line.options}
    now = by[Strategy.SHIP_AVAILABLE]
    assert [(parcel.on, parcel.quantity) for parcel in now.parcels] == [(TODAY, D(30)), (FAR, D(70))]
    assert by[Strategy.HOLD_FOR_COMPLETE].complete_on == FAR
    assert by[Strategy.HOLD_FOR_COMPLETE].shipping_cost < now.shipping_cost
    mixed = by[Strategy.SUBSTITUTE_AND_SHIP]
    assert mixed.share_now == D("50.0")
    assert [parcel.quantity for parcel in mixed.parcels] == [D(30), D(20), D(50)]
    decision = fulfilling.CustomerDecision(
        seen(metro.store), "SO-1 / 1", Strategy.SHIP_AVAILABLE, "Project can start with 30 units", "Ms Metro"
    )
    planned = fulfilling.decide(metro.store, decision, MIKE, TODAY)
    assert len(planned) == 2
    with pytest.raises(InvalidInput, match="tracking number"):
        fulfilling.ship(metro.store, planned[0], " ", LISA, TODAY)
    fulfilling.ship(metro.store, planned[0], "1Z1", LISA, TODAY)
    with pytest.raises(IllegalStep, match="0 of its 70 units are here"):
        fulfilling.ship(metro.store, planned[1], "1Z2", LISA, TODAY)
    receive(metro.store, [Receipt("PO-2025-0089", "10", D(70), TODAY)], LISA, TODAY)
    fulfilling.ship(metro.store, planned[1], "1Z2", LISA, TODAY)
    sound(metro.store)
    (line,) = fulfilling.fulfilment_options(metro.store, BO, TODAY)
    assert (line.decided, line.reason) == (Strategy.SHIP_AVAILABLE, "Project can start with 30 units")


def test_a_substitute_is_asked_for_as_a_purchase(metro: SmallCompany) -> None:
    decision = fulfilling.CustomerDecision(
        seen(metro.store), "SO-1 / 1", Strategy.SUBSTITUTE_AND_SHIP, "As soon as possible", "Ms Metro"
    )
    assert len(fulfilling.decide(metro.store, decision, MIKE, TODAY)) == 2
    approve_all(metro.store, BO, TODAY)
    for step in ("order", "receive"):
        purchases.step_purchase(metro.store, purchases.PurchaseStep("PR-2025-0001", step), LISA, TODAY)
    assert shown(metro.store).received == 20
    sound(metro.store)
