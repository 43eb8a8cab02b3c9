"""Who may decide: four eyes over all rounds, an account manager's own customers, deputies, drift, waiting."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.approvals import StepState
from backorder_core.domain.errors import InvalidInput, NotAllowed
from backorder_core.domain.values import Actor, Role
from backorder_core.services.checks import check
from backorder_core.services.holding import Seen
from backorder_core.services.reference import load
from backorder_core.services.work import cancelling, deciding, delegating, reminding, reopening, turns
from backorder_core.store import Store
from tests.services.test_approvals import BO, YES, ask_transfer, decide, standing, verdict
from tests.small_company import (
    ADMIN,
    AMY,
    CREATED,
    DAN,
    MEG,
    PLANNER,
    SAM,
    TODAY,
    SmallCompany,
    approve_all,
    waiting_step,
)

D = Decimal
SUE = Actor("Sue", Role.SUPERVISOR)
ANN = Actor("Ann Account", Role.ACCOUNT_MANAGER)


def known(store: Store, *people: Actor) -> None:
    load(store, "people", [{"name": one.name, "role": int(one.role)} for one in people], ADMIN, CREATED)


def mine(store: Store, who: Actor) -> list[str]:
    return [one.number for one in turns.queue(store, who, TODAY, mine=True).rows]


def refused(store: Store, who: Actor, said: str) -> None:
    """Refused when deciding, told so before, and not listed as theirs but among what waits for others."""
    assert BO not in mine(store, who)
    assert BO in [one.number for one in turns.queue(store, who, TODAY, mine=False).rows]
    assert said in (turns.turn(store, BO, who, TODAY).why_not or "")
    with pytest.raises(NotAllowed, match=said):
        decide(store, who)


def cancel(store: Store, units: int, who: Actor, order: str = "SO-2") -> None:
    wish = cancelling.CancelWish(Seen(BO), {f"{order} / 1": D(units)}, "fewer", "none")
    cancelling.cancel_units(store, wish, who, TODAY)


def test_nobody_decides_in_two_roles_over_several_rounds(short: SmallCompany) -> None:
    store = short.store
    decide(store, SAM)
    ask_transfer(store)
    decide(store, SUE)
    refused(store, Actor("Sam", Role.MANAGER), "Sam decided in another role already")
    ask_transfer(store, 5)
    assert decide(store, SAM) is StepState.WAITING
    assert check(store) == ()


def test_the_proof_finds_who_decided_in_two_roles(
    short: SmallCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = short.store
    decide(store, SAM)
    ask_transfer(store)
    decide(store, SUE)
    monkeypatch.setattr("backorder_core.domain.approvals._barred", lambda *_: None)
    decide(store, Actor("Sam", Role.MANAGER))
    assert [one.sentence for one in check(store)] == [f"{BO}: Sam may not decide in round 2."]


def test_whoever_changed_the_value_last_does_not_decide_on_it(short: SmallCompany) -> None:
    store = short.store
    cancel(store, 5, SAM)
    refused(store, SAM, "nobody decides on a value that they changed themselves")
    cancel(store, 1, PLANNER)
    assert mine(store, SAM) == [BO]
    assert decide(store, SAM) is StepState.WAITING


def test_a_vip_s_own_account_manager_decides_and_no_other(short: SmallCompany) -> None:
    store = short.store
    known(store, ANN, AMY)
    for who in (SAM, MEG):
        decide(store, who)
    refused(store, AMY, "it is the turn of the customer's own account manager, Ann Account")
    assert mine(store, ANN) == [BO]
    assert decide(store, ANN) is YES
    assert check(store) == ()


def test_an_account_manager_who_left_makes_room_for_every_other(short: SmallCompany) -> None:
    for who in (SAM, MEG):
        decide(short.store, who)
    assert mine(short.store, AMY) == [BO]
    assert decide(short.store, AMY) is YES


def test_a_deputy_of_the_own_account_manager_decides(short: SmallCompany) -> None:
    store = short.store
    known(store, ANN, AMY)
    for who in (SAM, MEG):
        decide(store, who)
    delegating.delegate(store, delegating.Absence("Amy", TODAY, TODAY, "holiday"), ANN, TODAY)
    assert mine(store, AMY) == [BO]
    assert decide(store, AMY) is YES
    (row,) = (one for one in turns.decided(store, TODAY)[1] if one.role is Role.ACCOUNT_MANAGER)
    assert (row.decided_by, row.decided_for) == ("Amy", "Ann Account")


def test_a_deputy_decides_nothing_that_their_principal_made(short: SmallCompany) -> None:
    store = short.store
    known(store, MEG, DAN)
    ask_transfer(store, who=MEG)
    decide(store, SAM)
    delegating.delegate(store, delegating.Absence("Dan", TODAY, TODAY, "holiday"), MEG, TODAY)
    with pytest.raises(NotAllowed, match="it is the manager's turn"):
        decide(store, DAN)


def test_bulk_names_each_backorder_once(short: SmallCompany) -> None:
    seen = verdict(short.store)
    with pytest.raises(InvalidInput, match="BO-2025-0001 stands twice"):
        deciding.decide_several(short.store, [seen, seen], SAM, TODAY)
    assert check(short.store) == ()


def test_what_was_approved_automatically_is_asked_when_its_value_grows(company: SmallCompany) -> None:
    store = company.store
    company.put("locations", {"code": "WEST", "name": "West Coast Warehouse"})
    company.put("locations", {"code": "MAIN", "name": "Main Warehouse"})
    company.put("stock", {"location": "WEST", "product": "CM-500", "on_hand": D(5), "promised": D(0)})
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 3, "C-INDUS", price="450")
    company.delays("PO-9,10,2025-02-15,late,,")
    cancel(store, 2, PLANNER, "SO-9")
    ask_transfer(store, 1)
    assert standing(store).standing is StepState.AUTOMATIC
    cancel(store, 1, PLANNER, "SO-9")
    wish = reopening.ReopenWish(Seen(BO), "wanted", {"SO-9 / 1": D(3)})
    reopening.reopen(store, wish, PLANNER, TODAY)
    found = standing(store)
    assert (found.standing, found.value) == (StepState.WAITING, D("1350.00"))
    assert [step.role for step in found.steps] == [Role.SUPERVISOR]
    assert check(store) == ()


def test_the_next_step_waits_since_the_business_day_of_the_decision(short: SmallCompany) -> None:
    store = short.store
    decide(store, SAM)
    (row,) = turns.queue(store, MEG, TODAY, mine=True).rows
    assert row.since == TODAY
    every = timedelta(days=2)
    assert reminding.remind_approvers(store, ADMIN, TODAY + timedelta(days=1)) == 0
    assert reminding.remind_approvers(store, ADMIN, TODAY + every) == 1
    approve_all(store, BO, date(2025, 2, 1))
    assert waiting_step(store, BO) is None
