"""The chapter's day in the life, from the morning's escalation to the evening, through the services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.care import ConditionState
from backorder_core.domain.errors import Conflict, InvalidInput
from backorder_core.domain.values import Status
from backorder_core.services.checks import check
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.work import (
    caring,
    choosing,
    escalating,
    finding,
    following,
    fulfilling,
    purchases,
    talking,
    transfers,
)
from backorder_core.store import Store
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER
from tests.small_company import LISA, MIKE, SARAH, approve_all

D = Decimal
WEST, XYZ, EXPEDITE = "Transfer from West Coast Warehouse", "XYZ Components", "Expedite ABC Manufacturing"


@pytest.fixture
def day(store: Store, tmp_path: Path) -> Store:
    chapter_day.fill(store, tmp_path)
    return store


def shown(store: Store) -> BackorderDetail:
    return show_backorder(store, NUMBER, AS_OF)


def chosen(store: Store, quantities: dict[str, Decimal], *, set_eta: bool = True) -> choosing.PlanMade:
    seen = Seen(NUMBER, shown(store).row.version)
    choice = choosing.PlanChoice(seen, quantities, "30 at once, all by the 29th", set_eta)
    return choosing.choose_plan(store, choice, SARAH, AS_OF)


def test_box_critical_escalation_bo_2025_0201(day: Store) -> None:
    found = shown(day)
    assert (found.row.quantity, found.row.value, found.row.days_overdue) == (D(50), D("25000.00"), 10)
    assert (found.row.status, found.row.eta) == (Status.ESCALATED, date(2025, 2, 5))


def test_each_source_says_whose_need_date_it_misses(day: Store) -> None:
    found = {one.option.name: one for one in finding.find_sources(day, NUMBER, AS_OF).sources}
    (line,) = shown(day).affected
    for one in found.values():
        late = (one.option.ready_on - line.need_date).days
        assert one.late_for == (((line.customer, late),) if late > 0 else ())
    assert found[WEST].late_for


def test_box_alternative_source_analysis_offers_the_chapter_s_plans(day: Store) -> None:
    found = finding.find_sources(day, NUMBER, AS_OF)
    assert {(one.option.name, one.option.available, one.option.ready_on.day) for one in found.sources} == {
        (EXPEDITE, D(50), 30),
        (XYZ, D(50), 29),
        (WEST, D(30), 28),
    }
    plans = {
        tuple(sorted((line.option.name, int(line.quantity)) for line in one.plan.lines)): one.plan.cost
        for one in found.plans
    }
    assert plans == {
        ((XYZ, 50),): 1750,
        ((WEST, 30), (XYZ, 20)): 2050,
        ((EXPEDITE, 50),): 2500,
        ((EXPEDITE, 20), (WEST, 30)): 2800,
    }


def test_the_chapter_s_day(day: Store) -> None:
    made = chosen(day, {WEST: D(30), XYZ: D(20)})
    assert made.cost == D("2050.00")
    assert made.conditions == (f"Quality check of 20 units from {XYZ}",)
    assert (made.waits_for, shown(day).row.eta) == ("supervisor", date(2025, 2, 5))
    approve_all(day, NUMBER, AS_OF)
    assert shown(day).row.eta == date(2025, 1, 29)
    draft = talking.draft_message(day, NUMBER, "C-PREM", AS_OF)
    words = talking.Words(
        Seen(NUMBER, draft.version), "C-PREM", draft.subject, draft.body, "phone", date(2025, 1, 29)
    )
    talking.tell(day, words, MIKE, AS_OF)
    wednesday = date(2025, 1, 29)
    following.remind(
        day,
        following.Reminder(Seen(NUMBER), wednesday, "Confirm the remaining 20 units", "Mike"),
        MIKE,
        AS_OF,
    )
    (transfer,) = made.transfers
    for step in ("confirm", "dock", "pick", "ship", "tell", "receive"):
        wanted = transfers.TransferStep(transfer, step, tracking="1Z999")
        transfers.step_transfer(day, wanted, LISA, AS_OF)
    after = shown(day)
    assert (after.received, after.row.open, after.row.status) == (D(30), D(20), Status.ESCALATED)
    fulfilling.ship(day, "SH-2025-0001", "1Z1000", LISA, AS_OF)
    escalating.clear(day, Seen(NUMBER), "Customer agrees to 30 now and 20 on Wednesday", SARAH, AS_OF)
    assert shown(day).row.status is Status.PARTIALLY_RESOLVED
    assert [one.due_on for one in following.follow_ups(day, AS_OF, person="Mike").rows] == [wednesday]
    caring.rate(day, NUMBER, "C-PREM", 5, "That works", MIKE, AS_OF)
    assert check(day) == ()
    (purchase,) = made.purchases
    for step in ("order", "receive"):
        purchases.step_purchase(day, purchases.PurchaseStep(purchase, step), SARAH, wednesday)
    (condition,) = caring.circle(day, NUMBER).conditions
    caring.settle_condition(day, condition.id, ConditionState.MET, "", LISA, wednesday)
    assert show_backorder(day, NUMBER, wednesday).row.status is Status.RESOLVED
    assert talking.broken_promises(day, wednesday).total == 0
    assert check(day) == ()


def test_a_plan_is_replaced_by_another(day: Store) -> None:
    chosen(day, {WEST: D(30), XYZ: D(20)})
    made = chosen(day, {EXPEDITE: D(50)})
    assert made.transfers == ()
    found = finding.find_sources(day, NUMBER, AS_OF)
    assert (found.under_way, found.missing) == (D(50), D(0))
    assert check(day) == ()


@pytest.mark.parametrize(
    ("quantities", "said"),
    [
        ({}, "misses 50 units: a plan of 0 does not fit"),
        ({WEST: D(31)}, "has 30 units"),
        ({XYZ: D(50), WEST: D(1)}, "a plan of 51 does not fit"),
        ({"Elsewhere": D(1)}, "no option “Elsewhere”"),
    ],
)
def test_a_plan_must_fit(day: Store, quantities: dict[str, Decimal], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        chosen(day, quantities)
    assert finding.find_sources(day, NUMBER, AS_OF).under_way == 0


def test_a_plan_for_what_changed_meanwhile_is_refused(day: Store) -> None:
    seen = finding.find_sources(day, NUMBER, AS_OF)
    chosen(day, {WEST: D(30), XYZ: D(20)})
    choice = choosing.PlanChoice(Seen(NUMBER, seen.version), {XYZ: D(50)}, "cheapest", round=seen.round)
    with pytest.raises(Conflict, match="The plan or value of BO-2025-0001 changed meanwhile"):
        choosing.choose_plan(day, choice, SARAH, AS_OF)
