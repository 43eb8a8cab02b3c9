"""New dates, new backorders, receipts: what each shows before, does, and refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput
from backorder_core.domain.values import Actor, Outcome, Policy, Status, Trigger
from backorder_core.services.detail import show_backorder
from backorder_core.services.filling import Sharing
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import (
    creating,
    etas,
)
from tests.services.working import BO, FAR, D, shown, sound, update
from tests.small_company import CREATED, LISA, PLANNER, TODAY, SmallCompany


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


def test_box_partial_fulfilment_thirty_received_go_to_the_vip(short: SmallCompany) -> None:
    (result,) = receive(short.store, [Receipt("PO-2025-0089", "10", D(60), TODAY)], LISA, TODAY)
    # 30 units of the 100 ordered were never promised to anybody, and all is 70 short: strict, VIP first
    given = {one.order_line_id: one for one in result.given}
    assert [one.quantity for one in given.values()] == [D(50), D(10)]
    sound(short.store)


def test_units_can_be_shared_out_by_hand_with_a_reason(short: SmallCompany) -> None:
    by_hand = Sharing(by_hand={"SO-1 / 1": D(10), "SO-2 / 1": D(20)}, reason="Metro starts next week")
    receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, by_hand)], LISA, TODAY)
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
        receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, sharing)], LISA, TODAY)
    assert shown(short.store).received == 0


def test_fair_share_goes_by_multiplier(short: SmallCompany) -> None:
    fair = Sharing(Policy.FAIR_SHARE)
    receive(short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, fair)], LISA, TODAY)
    assert [line.open for line in shown(short.store).affected] == [D(25), D(15)]
