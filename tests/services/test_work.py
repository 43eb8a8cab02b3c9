"""Working a backorder: every use-case of its day, and what each refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.care import ConditionState
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotFound
from backorder_core.domain.fulfilment import Policy
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.supply import Transfer, TransferState
from backorder_core.domain.values import Actor, Band, OfferKind, Outcome, Quality, Role, Status, Trigger
from backorder_core.services.checks import check
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.escalations import sweep
from backorder_core.services.filling import Sharing
from backorder_core.services.holding import Seen
from backorder_core.services.imports import list_imports, undo_import
from backorder_core.services.receipts import Receipt, preview_receipts, receive
from backorder_core.services.reference import load
from backorder_core.services.work import (
    cancelling,
    caring,
    creating,
    days,
    escalating,
    etas,
    following,
    fulfilling,
    purchases,
    talking,
    transfers,
)
from backorder_core.store import Store
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

MIKE = Actor("Mike", Role.CUSTOMER_SERVICE)
D = Decimal
BO = "BO-2025-0001"
FAR = date(2025, 2, 15)


@pytest.fixture
def short(company: SmallCompany) -> SmallCompany:
    """The chapter's shortage on backorder, with stock at the West Coast and a place to receive."""
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    load(
        company.store,
        "locations",
        [{"code": "MAIN", "name": "Main Warehouse"}, {"code": "WEST", "name": "West Coast Warehouse"}],
        PLANNER,
        CREATED,
    )
    stock = {"location": "WEST", "product": "CM-500", "on_hand": D(40), "promised": D(10)}
    load(company.store, "stock", [stock], PLANNER, CREATED)
    people = [{"name": "Sarah", "role": int(Role.PURCHASING_MANAGER)}, {"name": "Mike", "role": 2}]
    load(company.store, "people", people, PLANNER, CREATED)
    return company


def shown(store: Store, day: date = TODAY) -> BackorderDetail:
    return show_backorder(store, BO, day)


def sound(store: Store) -> None:
    assert check(store) == ()


def seen(store: Store) -> Seen:
    return Seen(BO, shown(store).row.version)


# ETA updates


def update(
    store: Store, eta: date | None, trigger: Trigger = Trigger.SUPPLIER_COMMUNICATION
) -> etas.EtaUpdate:
    return etas.EtaUpdate((seen(store),), eta, trigger, "Quality testing required")


def test_the_impact_of_a_new_eta_is_what_saving_does(short: SmallCompany) -> None:
    wanted = update(short.store, date(2025, 2, 22), Trigger.QUALITY_ISSUE)
    (impact,) = etas.eta_impact(short.store, wanted, TODAY)
    assert (impact.additional_delay, impact.orders, impact.customers) == (7, 2, 2)
    assert impact.score_before == 8500
    assert impact.escalation == "VIP customer waiting and the original due date has come"
    assert etas.update_etas(short.store, wanted, PLANNER, TODAY) == (BO,)
    after = shown(short.store)
    assert after.row.score == impact.score_after
    assert after.row.status is Status.ESCALATED
    assert after.etas[-1].trigger is Trigger.QUALITY_ISSUE
    assert after.follow_up_on == date(2025, 1, 29)
    assert after.confirmed_on == TODAY
    sound(short.store)


def test_the_same_eta_is_a_confirmation(short: SmallCompany) -> None:
    wanted = update(short.store, FAR)
    assert etas.eta_impact(short.store, wanted, TODAY)[0].outcome is Outcome.UNCHANGED
    assert etas.update_etas(short.store, wanted, PLANNER, TODAY) == ()
    after = shown(short.store)
    assert (after.confirmed_on, len(after.etas)) == (TODAY, 1)
    assert after.history[-1].action == "ETA confirmed"
    sound(short.store)


def test_an_unknown_eta_is_a_value(short: SmallCompany) -> None:
    etas.update_etas(short.store, update(short.store, None), PLANNER, TODAY)
    assert shown(short.store).row.eta is None
    sound(short.store)


@pytest.mark.parametrize("day", [date(2024, 12, 1), date(2045, 1, 1)])
def test_an_eta_that_cannot_be_is_refused(short: SmallCompany, day: date) -> None:
    with pytest.raises(InvalidInput, match=BO):
        etas.update_etas(short.store, update(short.store, day), PLANNER, TODAY)


def test_a_stale_version_is_refused_with_who_changed_what(short: SmallCompany) -> None:
    wanted = update(short.store, date(2025, 2, 20))
    etas.update_etas(short.store, wanted, Actor("Sarah"), TODAY)
    with pytest.raises(Conflict, match=r"changed by Sarah \(ETA updated, "):
        etas.update_etas(short.store, wanted, PLANNER, TODAY)


def test_a_double_submit_is_written_once(short: SmallCompany) -> None:
    wanted = update(short.store, date(2025, 2, 20))
    for _ in range(2):
        assert etas.update_etas(short.store, wanted, PLANNER, TODAY, key="form 1") == (BO,)
    assert len(shown(short.store).etas) == 2
    with pytest.raises(Conflict, match="already sent with other entries"):
        etas.update_etas(short.store, update(short.store, None), PLANNER, TODAY, key="form 1")


def test_several_backorders_get_one_eta(short: SmallCompany) -> None:
    short.po_line("PO-2", line="20")
    short.order("SO-9", "PO-2", 5, po_line="20")
    short.delays("PO-2,20,2025-02-01,late,,")
    wanted = etas.EtaUpdate(
        (Seen(BO), Seen("BO-2025-0002")), date(2025, 3, 1), Trigger.LOGISTICS_PROBLEM, "Port closed"
    )
    assert etas.update_etas(short.store, wanted, PLANNER, TODAY) == (BO, "BO-2025-0002")
    twice = etas.EtaUpdate((Seen(BO), Seen(BO)), None, Trigger.LOGISTICS_PROBLEM, "Port closed")
    with pytest.raises(InvalidInput, match="stands twice"):
        etas.update_etas(short.store, twice, PLANNER, TODAY)
    sound(short.store)


# Creation by hand


def wish(**changed: object) -> creating.Wish:
    fields = {"po_number": "PO-7", "po_line": "0010", "quantity": D(5), "eta": FAR, "reason": "Strike"}
    return creating.Wish(**{**fields, **changed})  # type: ignore[arg-type]


def test_a_backorder_by_hand_shows_its_impact_first(company: SmallCompany) -> None:
    company.po_line("PO-7")
    company.order("SO-7", "PO-7", 8)
    found = creating.find_lines(company.store, "po-7")
    assert [(line.po_number, line.waiting, line.backorder) for line in found] == [("PO-7", D(8), None)]
    impact = creating.creation_impact(company.store, wish(), CREATED)
    assert (impact.needed, impact.quantity, impact.value) == (True, D(5), D(2500))
    assert [step.key for step in impact.route.steps] == ["supervisor", "account_manager"]
    assert impact.action == "Follow up on the ETA"
    assert creating.find_lines(company.store, "po-7")[0].backorder is None
    number = creating.create_backorder(company.store, wish(), PLANNER, CREATED)
    made = show_backorder(company.store, number, CREATED)
    assert (made.row.value, made.row.score, made.row.band) == (impact.value, impact.score, impact.band)
    sound(company.store)


def test_a_line_that_needs_none_says_why_and_can_be_overruled(company: SmallCompany) -> None:
    company.po_line("PO-7")
    company.order("SO-7", "PO-7", 8)
    soon = wish(eta=date(2025, 1, 27))
    assert (
        creating.creation_impact(company.store, soon, CREATED).why
        == "delay of 2 days is under the 3-day threshold"
    )
    with pytest.raises(IllegalStep, match="needs no backorder: delay of 2 days is under"):
        creating.create_backorder(company.store, soon, PLANNER, CREATED)
    overruled = wish(eta=date(2025, 1, 27), overrule="the customer asked us to track it")
    number = creating.create_backorder(company.store, overruled, PLANNER, CREATED)
    assert "the customer asked us to track it" in show_backorder(company.store, number, CREATED).reason


def test_a_line_on_backorder_is_not_put_on_backorder_twice(short: SmallCompany) -> None:
    with pytest.raises(IllegalStep, match=f"is on backorder {BO} already"):
        creating.creation_impact(short.store, wish(po_number="PO-2025-0089"), TODAY)


def test_nobody_waiting_makes_no_backorder_even_when_overruled(company: SmallCompany) -> None:
    company.po_line("PO-7")
    with pytest.raises(IllegalStep, match="no customer order affected"):
        creating.create_backorder(company.store, wish(overrule="please"), PLANNER, CREATED)


# Receipts


def test_box_partial_fulfilment_thirty_received_go_to_the_vip(short: SmallCompany) -> None:
    (result,) = receive(short.store, [Receipt("PO-2025-0089", "10", D(60), TODAY)], MIKE, TODAY)
    # 30 units of the 100 ordered were never promised to anybody, and all is 70 short: strict, VIP first
    given = {one.order_line_id: one for one in result.given}
    assert [one.quantity for one in given.values()] == [D(50), D(10)]
    sound(short.store)


def test_units_can_be_shared_out_by_hand_with_a_reason(short: SmallCompany) -> None:
    by_hand = Sharing(by_hand={"SO-1 / 1": D(10), "SO-2 / 1": D(20)}, reason="Metro starts next week")
    receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, by_hand)], MIKE, TODAY)
    assert [(line.customer_code, line.open) for line in shown(short.store).affected] == [
        ("C-METRO", D(40)),
        ("C-INDUS", D(0)),
    ]
    sound(short.store)


@pytest.mark.parametrize(
    ("by_hand", "reason", "said"),
    [
        ({"SO-1 / 1": D(10)}, "because", "10 units are shared out, but there are 30"),
        ({"SO-1 / 1": D(60)}, "because", "misses 50 units"),
        ({"SO-8 / 1": D(30)}, "because", "does not wait"),
        ({"SO-1 / 1": D(30)}, " ", "reason for sharing out by hand is missing"),
    ],
)
def test_sharing_out_by_hand_must_add_up(
    short: SmallCompany, by_hand: dict[str, Decimal], reason: str, said: str
) -> None:
    sharing = Sharing(by_hand=by_hand, reason=reason)
    with pytest.raises(InvalidInput, match=said):
        receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, sharing)], MIKE, TODAY)
    assert shown(short.store).received == 0


def test_fair_share_goes_by_multiplier(short: SmallCompany) -> None:
    fair = Sharing(Policy.FAIR_SHARE)
    receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, fair)], MIKE, TODAY)
    assert [line.open for line in shown(short.store).affected] == [D(25), D(15)]


# Transfers and purchases


def ask_transfer(store: Store, quantity: int = 30) -> str:
    request = transfers.TransferRequest(seen(store), "WEST", D(quantity), TODAY, D(300))
    return transfers.request_transfer(store, request, PLANNER, TODAY)


def take(store: Store, number: str, step: str, tracking: str = "", why: str = "") -> Transfer:
    wanted = transfers.TransferStep(number, step, tracking=tracking, why=why)
    return transfers.step_transfer(store, wanted, MIKE, TODAY)


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
    shipped = fulfilling.ship(short.store, "SH-2025-0001", "1Z1000", MIKE, TODAY)
    assert shipped.quantity == 30
    sound(short.store)


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
    return purchases.request_purchase(store, purchase, PLANNER, TODAY)


def product_id(store: Store) -> int:
    with store.read() as reader:
        return int(reader.dicts("po_line_to_delay", po_number="PO-2025-0089", po_line="10")[0]["product_id"])


def test_a_purchase_fills_the_rest(short: SmallCompany) -> None:
    number = buy(short.store, 70)
    with pytest.raises(InvalidInput, match="misses 0 units that nobody was asked for"):
        ask_transfer(short.store, 5)
    for step in ("order", "receive"):
        purchases.step_purchase(short.store, purchases.PurchaseStep(number, step), MIKE, TODAY)
    after = shown(short.store)
    assert after.row.status is Status.RESOLVED
    sound(short.store)


def test_an_expedite_is_received_with_its_po_line(short: SmallCompany) -> None:
    number = buy(short.store, 20, OfferKind.EXPEDITE)
    for step in ("order", "receive"):
        purchases.step_purchase(short.store, purchases.PurchaseStep(number, step), MIKE, TODAY)
    assert shown(short.store).received == 20
    sound(short.store)


def test_what_comes_too_late_for_a_backorder_is_free_stock(short: SmallCompany) -> None:
    number = ask_transfer(short.store)
    take(short.store, number, "confirm")
    take(short.store, number, "ship", tracking="1Z")
    receive(short.store, [Receipt("PO-2025-0089", "10", D(100), TODAY)], MIKE, TODAY)
    assert shown(short.store).row.status is Status.RESOLVED
    take(short.store, number, "receive")
    with short.store.read() as reader:
        free = reader.one("stock_at", location="MAIN", product_id=product_id(short.store))
    assert free is not None
    assert free[3:] == (D(30), D(0))
    sound(short.store)


# Escalation


def test_an_escalation_is_cleared_by_a_person_with_a_reason(short: SmallCompany) -> None:
    store = short.store
    escalating.escalate(store, seen(store), 3, "The plant has stopped", PLANNER, TODAY)
    assert shown(store).row.status is Status.ESCALATED
    assert shown(store).level == 3
    with pytest.raises(InvalidInput, match="needs a reason"):
        escalating.clear(store, seen(store), " ", PLANNER, TODAY)
    escalating.clear(store, seen(store), "Units were found", PLANNER, TODAY)
    assert shown(store).row.status is Status.OPEN
    with pytest.raises(IllegalStep):
        escalating.clear(store, seen(store), "again", PLANNER, TODAY)
    sound(store)


# Cancellation


def cancel(store: Store, **changed: object) -> int:
    fields = {
        "backorder": seen(store),
        "quantities": {"SO-2 / 1": D(20)},
        "reason": "Found another source",
        "alternatives": "Substitute CM-510",
        "compensation": "5 % credit",
        "compensation_cost": D(500),
    }
    return cancelling.cancel_units(store, cancelling.CancelWish(**{**fields, **changed}), MIKE, TODAY)  # type: ignore[arg-type]


def test_a_cancellation_is_counted_and_releases_allocations(short: SmallCompany) -> None:
    cancel(short.store)
    after = shown(short.store)
    assert (after.cancelled, after.row.open, after.row.customers) == (D(20), D(50), 1)
    sound(short.store)
    cancel(short.store, quantities={"SO-1 / 1": D(50)})
    assert shown(short.store).row.status is Status.CANCELLED
    sound(short.store)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quantities": {}}, "Nothing is chosen"),
        ({"quantities": {"SO-2 / 1": D(21)}}, "misses 20 units"),
        ({"quantities": {"SO-3 / 1": D(1)}}, "does not wait"),
        ({"reason": ""}, "Why the customer cancels is missing"),
        ({"alternatives": " "}, "alternatives were offered"),
        ({"compensation_cost": D(-1)}, "cannot be negative"),
    ],
)
def test_a_cancellation_must_be_complete(short: SmallCompany, changed: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        cancel(short.store, **changed)
    assert shown(short.store).cancelled == 0


# Partial fulfilment


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
        fulfilling.ship(metro.store, planned[0], " ", MIKE, TODAY)
    fulfilling.ship(metro.store, planned[0], "1Z1", MIKE, TODAY)
    with pytest.raises(IllegalStep, match="0 of its 70 units are here"):
        fulfilling.ship(metro.store, planned[1], "1Z2", MIKE, TODAY)
    receive(metro.store, [Receipt("PO-2025-0089", "10", D(70), TODAY)], MIKE, TODAY)
    fulfilling.ship(metro.store, planned[1], "1Z2", MIKE, TODAY)
    sound(metro.store)
    (line,) = fulfilling.fulfilment_options(metro.store, BO, TODAY)
    assert (line.decided, line.reason) == (Strategy.SHIP_AVAILABLE, "Project can start with 30 units")


def test_a_substitute_is_asked_for_as_a_purchase(metro: SmallCompany) -> None:
    decision = fulfilling.CustomerDecision(
        seen(metro.store), "SO-1 / 1", Strategy.SUBSTITUTE_AND_SHIP, "As soon as possible", "Ms Metro"
    )
    assert len(fulfilling.decide(metro.store, decision, MIKE, TODAY)) == 2
    for step in ("order", "receive"):
        purchases.step_purchase(metro.store, purchases.PurchaseStep("PR-2025-0001", step), MIKE, TODAY)
    assert shown(metro.store).received == 20
    sound(metro.store)


# Talking, follow-ups, people


def test_a_broken_promise_is_resolved_by_telling_the_customer(short: SmallCompany) -> None:
    store = short.store
    broken = talking.broken_promises(store, TODAY)
    assert [(one.customer_code, one.told, one.truth) for one in broken.rows] == [
        ("C-METRO", date(2025, 1, 25), FAR),
        ("C-INDUS", date(2025, 1, 25), FAR),
    ]
    draft = talking.draft_message(store, BO, "C-METRO", TODAY)
    assert "50 × Control Module CM-500" in draft.body
    assert "We had told you 2025-01-25" in draft.body
    words = talking.Words(Seen(BO, draft.version), "C-METRO", draft.subject, draft.body, "phone", FAR)
    talking.tell(store, words, MIKE, TODAY)
    assert [one.customer_code for one in talking.broken_promises(store, TODAY).rows] == ["C-INDUS"]
    log = talking.messages(store, BO)
    assert [(one.customer_code, one.state) for one in log] == [("C-INDUS", "pending"), ("C-METRO", "sent")]
    etas.update_etas(store, update(store, None), PLANNER, TODAY)
    worst = talking.broken_promises(store, TODAY).rows
    assert [(one.customer_code, one.gap) for one in worst] == [
        ("C-METRO", "told a date, now unknown"),
        ("C-INDUS", "told a date, now unknown"),
    ]
    sound(store)


def test_words_that_no_longer_hold_are_not_sent(short: SmallCompany) -> None:
    draft = talking.draft_message(short.store, BO, "C-METRO", TODAY)
    etas.update_etas(short.store, update(short.store, date(2025, 3, 1)), PLANNER, TODAY)
    words = talking.Words(Seen(BO, draft.version), "C-METRO", draft.subject, draft.body, "email", FAR)
    with pytest.raises(Conflict):
        talking.tell(short.store, words, MIKE, TODAY)


def test_a_follow_up_is_done_with_an_outcome_and_the_next_comes_by_cadence(short: SmallCompany) -> None:
    store = short.store
    due = following.follow_ups(store, TODAY)
    assert (due.overdue, due.today, due.later) == (1, 0, 0)
    made = following.remind(
        store, following.Reminder(Seen(BO), date(2025, 1, 29), "Call Metro", "Mike"), MIKE, TODAY
    )
    with pytest.raises(InvalidInput, match="in the past"):
        following.remind(store, following.Reminder(Seen(BO), CREATED, "Call"), MIKE, TODAY)
    assert [one.why for one in following.follow_ups(store, TODAY, person="Mike").rows] == ["Call Metro"]
    assert following.finish(store, due.rows[0].id, "They confirm Feb 15", MIKE, TODAY) == date(2025, 1, 29)
    with pytest.raises(IllegalStep, match="already done"):
        following.finish(store, due.rows[0].id, "again", MIKE, TODAY)
    assert following.finish(store, made, "Told", MIKE, TODAY) is None
    with pytest.raises(NotFound):
        following.finish(store, 999, "x", MIKE, TODAY)


def test_a_follow_up_by_hand_survives_a_new_eta(short: SmallCompany) -> None:
    reminder = following.Reminder(Seen(BO), date(2025, 1, 29), "Call Metro", "Mike")
    following.remind(short.store, reminder, MIKE, TODAY)
    etas.update_etas(short.store, update(short.store, date(2025, 3, 1)), PLANNER, TODAY)
    assert {one.why for one in following.follow_ups(short.store, TODAY).rows} == {
        "Call Metro",
        "Ask the supplier for the ETA",
    }


def test_owner_comments_watchers_and_news(short: SmallCompany) -> None:
    store = short.store
    load(store, "buyers", [{"supplier": "ABC", "buyer": "Tom"}], PLANNER, CREATED)
    assert shown(store).row.owner == "Tom"
    assert caring.assign(store, [Seen(BO)], "Sarah", PLANNER, TODAY) == 1
    assert caring.assign(store, [Seen(BO)], "Sarah", PLANNER, TODAY) == 0
    with pytest.raises(InvalidInput, match="Nobody is called Zoe"):
        caring.assign(store, [Seen(BO)], "Zoe", PLANNER, TODAY)
    days.look(store, "Sarah", TODAY)
    days.look(store, "Mike", TODAY)
    assert caring.comment(store, BO, "@sarah please look", MIKE, TODAY) == ("Sarah",)
    etas.update_etas(store, update(store, date(2025, 3, 1)), PLANNER, TODAY)
    sarah = days.news(store, "Sarah", TODAY)
    assert (sarah.eta_updates, sarah.new) == (1, 0)
    assert [(one.why, one.action) for one in sarah.happenings] == [
        ("yours", "ETA updated"),
        ("mentioned", "@sarah please look"),
    ]
    assert [one.why for one in days.news(store, "Mike", TODAY).happenings] == ["watched"]
    caring.watch(store, BO, MIKE, TODAY, on=False)
    assert caring.circle(store, BO).watchers == ()
    sound(store)


def test_a_condition_is_met_or_waived_with_a_reason(short: SmallCompany) -> None:
    store = short.store
    one = caring.add_condition(store, BO, "Explore expedited shipping", "manager", PLANNER, TODAY)
    two = caring.add_condition(store, BO, "Offer 10 % discount", "manager", PLANNER, TODAY)
    assert {f.kind for f in following.follow_ups(store, TODAY, "today").rows} == {"condition"}
    caring.settle_condition(store, one, ConditionState.MET, "", MIKE, TODAY)
    with pytest.raises(InvalidInput, match="waiving"):
        caring.settle_condition(store, two, ConditionState.WAIVED, "", MIKE, TODAY)
    with pytest.raises(IllegalStep, match="already met"):
        caring.settle_condition(store, one, ConditionState.MET, "", MIKE, TODAY)
    assert [c.state for c in caring.circle(store, BO).conditions] == [ConditionState.MET, ConditionState.OPEN]
    assert following.follow_ups(store, TODAY, "today").today == 1
    sound(store)


def test_a_rating_from_one_to_five(short: SmallCompany) -> None:
    store = short.store
    caring.rate(store, BO, "C-METRO", 4, "fine", MIKE, TODAY)
    caring.rate(store, BO, "C-METRO", 5, "", MIKE, TODAY)
    assert [(who, one.rating) for who, one in caring.circle(store, BO).ratings] == [
        ("Metro Manufacturing", 5)
    ]
    with pytest.raises(InvalidInput, match="rating of 6"):
        caring.rate(store, BO, "C-METRO", 6, "", MIKE, TODAY)
    with pytest.raises(InvalidInput, match="was not affected"):
        caring.rate(store, BO, "C-PREM", 5, "", MIKE, TODAY)
    sound(store)


def test_drafts_survive_a_reload(short: SmallCompany) -> None:
    days.save_draft(short.store, "Mike", BO, "Dear Metro")
    assert days.draft(short.store, "Mike", BO) == "Dear Metro"
    days.save_draft(short.store, "Mike", BO, "")
    assert days.draft(short.store, "Mike", BO) == ""


def test_band_words(short: SmallCompany) -> None:
    assert following.follow_ups(short.store, TODAY).rows[0].band is Band.HIGH


def test_an_import_that_somebody_works_on_is_not_undone(short: SmallCompany) -> None:
    (imported,) = list_imports(short.store)
    caring.comment(short.store, BO, "I take care of this", MIKE, TODAY)
    with pytest.raises(Conflict, match=f"somebody works on {BO} by now"):
        undo_import(short.store, imported.import_id, PLANNER)
    sound(short.store)


def test_a_rehearsal_writes_nothing(short: SmallCompany) -> None:
    before = short.store.data_version()
    receipt = Receipt("PO-2025-0089", "10", D(30), TODAY)
    (tried,) = preview_receipts(short.store, [receipt], MIKE, TODAY)
    assert short.store.data_version() == before
    assert receive(short.store, [receipt], MIKE, TODAY) == (tried,)
