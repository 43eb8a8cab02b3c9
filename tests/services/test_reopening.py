"""A closed backorder opens again: units wanted after all, units that cannot be used."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.values import Status
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import cancelling, fulfilling, lists, reopening
from backorder_core.services.work.reopening import ReopenWish
from backorder_core.store import Store
from tests.services.working import BO, D, seen, shown, sound
from tests.small_company import LISA, MIKE, PLANNER, TODAY, SmallCompany

FIRST, SECOND = "SO-1 / 1", "SO-2 / 1"


def cancel(store: Store, name: str, quantity: int) -> None:
    wish = cancelling.CancelWish(seen(store), {name: D(quantity)}, "too late", "none")
    cancelling.cancel_units(store, wish, MIKE, TODAY)


def arrive(store: Store, quantity: int, on: date = TODAY) -> None:
    receive(store, [Receipt("PO-2025-0089", "10", D(quantity), on)], LISA, on)


def reopen(store: Store, on: date = TODAY, **fields: object) -> int:
    wish = ReopenWish(**{"backorder": seen(store), "reason": "counted wrong", **fields})  # type: ignore[arg-type]
    return reopening.reopen(store, wish, PLANNER, on)


@pytest.fixture
def closed(short: SmallCompany) -> Store:
    """50 units of the VIP came, the 20 of the other customer were cancelled."""
    cancel(short.store, SECOND, 20)
    on_order = 100 - 70
    arrive(short.store, on_order + 50)
    assert shown(short.store).row.status is Status.RESOLVED
    sound(short.store)
    return short.store


def test_units_wanted_after_all_are_missing_again(closed: Store) -> None:
    reopen(closed, wanted_again={SECOND: D(20)})
    after = shown(closed)
    assert (after.cancelled, after.received, after.row.open) == (D(0), D(50), D(20))
    assert (after.row.status, after.closed_on) == (Status.PARTIALLY_RESOLVED, None)
    assert [one.action for one in after.history[-2:]] == ["reopened: counted wrong", "wanted again"]
    assert after.follow_up_on is not None
    sound(closed)
    arrive(closed, 20)
    assert shown(closed).row.status is Status.RESOLVED
    sound(closed)


def test_unusable_units_are_owed_again_and_their_shipment_is_called_off(closed: Store) -> None:
    reopen(closed, unusable={FIRST: D(50)})
    after = shown(closed)
    assert (after.received, after.row.open) == (D(0), D(50))
    assert [one for one in lists.shipments(closed) if one.state == "planned"] == []
    sound(closed)
    arrive(closed, 50)
    assert shown(closed).row.status is Status.RESOLVED
    sound(closed)


def test_the_day_before_it_was_closed_and_the_day_after_it_is_open(closed: Store) -> None:
    tomorrow = TODAY + timedelta(days=1)
    reopen(closed, tomorrow, wanted_again={SECOND: D(5)})
    assert shown(closed, TODAY).row.status is Status.RESOLVED
    assert shown(closed, tomorrow).row.status is Status.PARTIALLY_RESOLVED
    sound(closed)


def test_what_left_already_cannot_be_taken_back(closed: Store) -> None:
    for one in lists.shipments(closed):
        fulfilling.ship(closed, one.number, "1Z", LISA, TODAY)
    decision = fulfilling.CustomerDecision(seen(closed), FIRST, Strategy.SHIP_AVAILABLE, "now", "x")
    for number in fulfilling.decide(closed, decision, MIKE, TODAY):
        fulfilling.ship(closed, number, "1Z", LISA, TODAY)
    with pytest.raises(InvalidInput, match="0 units came with PO-2025-0089 / 10 and are here"):
        reopen(closed, unusable={FIRST: D(1)})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wanted_again": {SECOND: D(21)}}, "has 20 units cancelled and 0 received"),
        ({"unusable": {SECOND: D(1)}}, "has 20 units cancelled and 0 received"),
        ({"wanted_again": {"SO-9 / 1": D(1)}}, "is not on BO-2025-0001"),
        ({}, "Nothing is chosen"),
        ({"wanted_again": {SECOND: D(1)}, "reason": " "}, "needs a reason"),
    ],
)
def test_a_reopening_must_be_possible(closed: Store, fields: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        reopen(closed, **fields)  # type: ignore[arg-type]


def test_units_that_the_supplier_sold_elsewhere_meanwhile_cannot_come(closed: Store) -> None:
    arrive(closed, 20)
    with pytest.raises(IllegalStep, match="has nothing left to come"):
        reopen(closed, wanted_again={SECOND: D(20)})


def test_a_stale_version_is_refused(closed: Store) -> None:
    stale = seen(closed)
    reopen(closed, wanted_again={SECOND: D(5)})
    with pytest.raises(Conflict, match="was changed by"):
        reopen(closed, backorder=Seen(BO, stale.version), wanted_again={SECOND: D(5)})


def test_an_open_backorder_is_not_reopened(short: SmallCompany) -> None:
    cancel(short.store, SECOND, 5)
    with pytest.raises(IllegalStep, match="is open: there is nothing to reopen"):
        reopen(short.store, wanted_again={SECOND: D(5)})
