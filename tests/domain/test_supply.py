"""Transfers and purchase requests step by step, each step only from where it is allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain import supply
from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.supply import PurchaseRequest, PurchaseState, Transfer, TransferState, Urgency
from backorder_core.domain.values import OfferKind, Quality

D = Decimal
DAY = date(2025, 1, 28)
T, P = TransferState, PurchaseState
TRANSFER = Transfer(1, "TR-2025-0089", 2, 3, 4, 5, D(30), Urgency.EMERGENCY, DAY, D(300), DAY)
REQUEST = PurchaseRequest(
    *(1, "PR-2025-0001", 2, OfferKind.ALTERNATIVE_SUPPLIER, 9, 3),
    *(D(20), D(500), D(25), Quality.EQUIVALENT, DAY, DAY),
)
STEPS: dict[str, Callable[[Transfer], Transfer]] = {
    "confirm": lambda one: supply.confirm(one, DAY),
    "ship": lambda one: supply.ship(one, DAY, "1Z"),
    "arrive": lambda one: supply.arrive(one, DAY, D(30)),
    "call_off": lambda one: supply.call_off(one, "no need"),
}
ALLOWED = {
    ("confirm", T.REQUESTED): T.CONFIRMED,
    ("ship", T.CONFIRMED): T.SHIPPED,
    ("arrive", T.SHIPPED): T.RECEIVED,
    ("call_off", T.REQUESTED): T.CANCELLED,
    ("call_off", T.CONFIRMED): T.CANCELLED,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", list(TransferState))
def test_each_step_of_a_transfer_is_allowed_from_its_states_only(step: str, state: TransferState) -> None:
    transfer = replace(TRANSFER, state=state)
    if (step, state) in ALLOWED:
        assert STEPS[step](transfer).state is ALLOWED[step, state]
    else:
        with pytest.raises(IllegalStep, match="TR-2025-0089 is"):
            STEPS[step](transfer)


@pytest.mark.parametrize(("state", "moving", "reserves"), [
    (T.REQUESTED, True, True),
    (T.CONFIRMED, True, True),
    (T.SHIPPED, True, False),
    (T.RECEIVED, False, False),
    (T.CANCELLED, False, False),
])  # fmt: skip
def test_units_are_set_aside_until_they_are_shipped(
    state: TransferState, moving: bool, reserves: bool
) -> None:
    transfer = replace(TRANSFER, state=state)
    assert (transfer.moving, transfer.reserves) == (moving, reserves)


@pytest.mark.parametrize(
    ("quantity", "fits"), [("0", False), ("0.001", True), ("30", True), ("30.001", False)]
)
def test_no_more_arrives_than_was_sent(quantity: str, fits: bool) -> None:
    shipped = replace(TRANSFER, state=T.SHIPPED)
    if fits:
        assert supply.arrive(shipped, DAY, D(quantity)).received == D(quantity)
    else:
        with pytest.raises(InvalidInput, match="is about 30 units"):
            supply.arrive(shipped, DAY, D(quantity))


def test_shipping_needs_a_tracking_number() -> None:
    with pytest.raises(InvalidInput, match="tracking number"):
        supply.ship(replace(TRANSFER, state=T.CONFIRMED), DAY, "  ")


@pytest.mark.parametrize("step", ["dock_ready_on", "pick_planned_on", "customer_told_on"])
def test_the_rest_of_the_checklist_is_ticked_once_and_never_when_cancelled(step: str) -> None:
    done = supply.tick(TRANSFER, step, DAY)
    assert getattr(done, step) == DAY
    assert sum(day is not None for _, day in done.checklist) == 1
    with pytest.raises(IllegalStep, match="already done"):
        supply.tick(done, step, DAY)
    with pytest.raises(IllegalStep, match="is cancelled"):
        supply.tick(replace(TRANSFER, state=T.CANCELLED), step, DAY)


def test_giving_up_needs_a_reason() -> None:
    for give_up in (lambda: supply.call_off(TRANSFER, " "), lambda: supply.withdraw(REQUEST, "")):
        with pytest.raises(InvalidInput, match="needs a reason"):
            give_up()


@pytest.mark.parametrize("state", list(PurchaseState))
def test_a_purchase_is_ordered_from_requested_only(state: PurchaseState) -> None:
    request = replace(REQUEST, state=state)
    if state is P.REQUESTED:
        assert supply.order(request, DAY).state is P.ORDERED
    else:
        with pytest.raises(IllegalStep, match="only what is requested can be ordered"):
            supply.order(request, DAY)


def test_a_purchase_is_done_when_all_of_it_has_come() -> None:
    ordered = supply.order(REQUEST, DAY)
    part = supply.deliver(ordered, DAY, D(8))
    assert (part.state, part.received) == (P.ORDERED, D(8))
    whole = supply.deliver(part, DAY, D(12))
    assert (whole.state, whole.received) == (P.RECEIVED, D(20))
    with pytest.raises(InvalidInput, match="still expects 12 units"):
        supply.deliver(part, DAY, D(13))
    with pytest.raises(IllegalStep):
        supply.deliver(REQUEST, DAY, D(1))


def test_a_purchase_of_which_something_came_can_be_closed_short_with_a_reason() -> None:
    part = supply.deliver(supply.order(REQUEST, DAY), DAY, D(8))
    closed = supply.close_short(part, "out of stock")
    assert (closed.state, closed.received, closed.note) == (P.RECEIVED, D(8), "out of stock")
    with pytest.raises(InvalidInput):
        supply.close_short(part, " ")
    for one in (REQUEST, supply.order(REQUEST, DAY), closed):
        with pytest.raises(IllegalStep, match="cancel it instead"):
            supply.close_short(one, "out of stock")


@pytest.mark.parametrize(("state", "received", "allowed"), [
    (P.REQUESTED, 0, True),
    (P.ORDERED, 0, True),
    (P.ORDERED, 1, False),
    (P.RECEIVED, 20, False),
    (P.CANCELLED, 0, False),
])  # fmt: skip
def test_a_purchase_can_be_given_up_until_something_came(
    state: PurchaseState, received: int, allowed: bool
) -> None:
    request = replace(REQUEST, state=state, received=D(received))
    if allowed:
        assert supply.withdraw(request, "no need").state is P.CANCELLED
    else:
        with pytest.raises(IllegalStep, match="can no longer be cancelled"):
            supply.withdraw(request, "no need")
