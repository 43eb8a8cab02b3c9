"""Approvals from the first step to the last: who decides, in which order, on what, and what stops it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.approvals import StepState
from backorder_core.domain.care import ConditionState
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.settings import DEFAULTS, ApprovalThresholds
from backorder_core.domain.values import Actor, Impact, OfferKind, Quality, Role
from backorder_core.services import approving, settings
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.reference import load
from backorder_core.services.work import (
    cancelling,
    caring,
    deciding,
    delegating,
    etas,
    purchases,
    reminding,
    reopening,
    transfers,
)
from backorder_core.services.work.deciding import Verdict
from backorder_core.store import Store
from tests.services.working import FAR, product_id, update
from tests.small_company import (
    ADMIN,
    AMY,
    CREATED,
    DAN,
    LISA,
    MEG,
    MIKE,
    PLANNER,
    SAM,
    SARAH,
    TODAY,
    SmallCompany,
    approve_all,
    waiting_step,
)

D = Decimal
BO = "BO-2025-0001"
YES, COND, NO, OTHER = StepState.APPROVED, StepState.CONDITIONAL, StepState.REJECTED, StepState.ALTERNATIVES


def standing(store: Store, number: str = BO) -> approving.Round:
    with store.read() as reader:
        return approving.round_of(reader, hold_one(reader, number, closed=True).state.id)


def version(store: Store, number: str = BO) -> int:
    return show_backorder(store, number, TODAY).row.version


def verdict(store: Store, decision: StepState = YES, number: str = BO, **more: object) -> Verdict:
    step = waiting_step(store, number)
    step_id = step.id if step else 0
    return Verdict(Seen(number, version(store, number)), step_id, decision, **more)  # type: ignore[arg-type]


def decide(store: Store, who: Actor, decision: StepState = YES, **more: object) -> StepState:
    return deciding.decide_approval(store, verdict(store, decision, BO, **more), who, TODAY)


def ask_transfer(store: Store, quantity: int = 10, who: Actor = PLANNER) -> str:
    request = transfers.TransferRequest(Seen(BO), "WEST", D(quantity), TODAY, D(300))
    return transfers.request_transfer(store, request, who, TODAY)


def confirm(store: Store, number: str) -> None:
    transfers.step_transfer(store, transfers.TransferStep(number, "confirm"), LISA, TODAY)


@pytest.fixture
def premium(company: SmallCompany) -> Store:
    """BO-2025-0167 of the chapter: 100 safety valves for a VIP, $45,000, three weeks late."""
    company.po_line("PO-2025-0167")
    company.order("SO-167", "PO-2025-0167", 100, "C-METRO", Impact.CRITICAL, price="450")
    company.delays("PO-2025-0167,10,2025-02-15,Machine breakdown,,")
    return company.store


def test_box_example_approval_workflow_bo_2025_0167(premium: Store) -> None:
    found = standing(premium)
    assert found.value == D("45000.00")
    assert [step.role for step in found.steps] == [Role.SUPERVISOR, Role.MANAGER, Role.ACCOUNT_MANAGER]
    assert found.reason == "Value from 10,000 to 50,000, VIP customer"
    assert decide(premium, SAM, comment="standard process") is StepState.WAITING
    conditions = ("Explore expedited shipping", "Offer 10% discount for delay")
    assert decide(premium, MEG, COND, conditions=conditions) is StepState.WAITING
    said = "Customer relationship maintained; discount acceptable for retention"
    assert decide(premium, AMY, comment=said) is COND
    circle = caring.circle(premium, BO)
    assert [(one.condition, one.state) for one in circle.conditions] == [
        (one, ConditionState.OPEN) for one in conditions
    ]
    steps = show_backorder(premium, BO, TODAY).approvals
    assert [(one.role, one.state, one.decided_by) for one in steps] == [
        (Role.SUPERVISOR, "approved", "Sam"),
        (Role.MANAGER, "approved_with_conditions", "Meg"),
        (Role.ACCOUNT_MANAGER, "approved", "Amy"),
    ]
    for one, state in zip(circle.conditions, (ConditionState.MET, ConditionState.WAIVED), strict=True):
        caring.settle_condition(premium, one.id, state, "agreed", MIKE, TODAY)
    assert check(premium) == ()


@pytest.mark.parametrize("who", [MEG, AMY, DAN])
def test_the_ladder_is_climbed_in_order(premium: Store, who: Actor) -> None:
    with pytest.raises(NotAllowed, match="it is the supervisor's turn"):
        decide(premium, who)


def test_nobody_decides_twice_in_two_roles(premium: Store) -> None:
    decide(premium, SAM)
    with pytest.raises(NotAllowed, match="Sam decided in another role already"):
        decide(premium, Actor("Sam", Role.MANAGER))


def test_nobody_decides_on_what_they_made_or_planned(short: SmallCompany) -> None:
    store = short.store
    maker = Actor(PLANNER.name, Role.SUPERVISOR)
    with pytest.raises(NotAllowed, match="nobody decides on what they created themselves"):
        decide(store, maker)
    ask_transfer(store, who=SAM)
    with pytest.raises(NotAllowed, match="nobody decides on what they created themselves"):
        decide(store, SAM)
    decide(store, Actor("Sue", Role.SUPERVISOR))
    assert check(store) == ()


def test_an_unapproved_plan_is_carried_out_by_no_door(short: SmallCompany) -> None:
    store = short.store
    number = ask_transfer(store)
    for step in ("confirm", "ship"):
        wanted = transfers.TransferStep(number, step, tracking="1Z")
        with pytest.raises(IllegalStep, match="waits for the approval of the supervisor"):
            transfers.step_transfer(store, wanted, LISA, TODAY)
    wish = purchases.PurchaseWish(
        Seen(BO), OfferKind.DROP_SHIP, None, product_id(store), D(5), TODAY, D(10), D(1), Quality.SAME
    )
    purchase = purchases.request_purchase(store, wish, PLANNER, TODAY)
    with pytest.raises(IllegalStep, match="waits for the approval of the supervisor"):
        purchases.step_purchase(store, purchases.PurchaseStep(purchase, "order"), LISA, TODAY)
    approve_all(store, BO, TODAY)
    confirm(store, number)
    purchases.step_purchase(store, purchases.PurchaseStep(purchase, "order"), LISA, TODAY)
    assert check(store) == ()


def test_a_changed_plan_is_asked_again(short: SmallCompany) -> None:
    store = short.store
    number = ask_transfer(store)
    approve_all(store, BO, TODAY)
    assert standing(store).standing is YES
    ask_transfer(store, 5)
    assert (standing(store).standing, standing(store).number) == (StepState.WAITING, 3)
    with pytest.raises(IllegalStep, match="waits for the approval"):
        confirm(store, number)


def test_a_round_names_the_settings_that_it_was_asked_by(short: SmallCompany) -> None:
    store = short.store
    lower = ApprovalThresholds(automatic_below=D(0), supervisor_below=D(0), manager_up_to=D(0))
    waiting = settings.save(store, 0, DEFAULTS.model_copy(update={"approvals": lower}), "so", ADMIN, TODAY)
    assert waiting.waits
    proposal = settings.waiting_proposal(store)
    assert proposal is not None
    assert settings.confirm_thresholds(store, proposal.id, DAN, TODAY) == 1
    ask_transfer(store)
    assert [step.role for step in standing(store).steps[:3]] == [Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR]
    with store.read() as reader:
        rows = reader.dicts("rounds_of_approval", backorder_id=hold_one(reader, BO).state.id)
    assert {row["settings_version"] for row in rows if row["round"] == rows[-1]["round"]} == {1}


def test_a_rejection_calls_the_plan_off_and_says_why(short: SmallCompany) -> None:
    store = short.store
    number = ask_transfer(store)
    with pytest.raises(InvalidInput, match="needs a comment"):
        decide(store, SAM, NO)
    assert decide(store, SAM, NO, comment="too dear") is NO
    with store.read() as reader:
        assert transfers.transfer_of(reader, number).state == "cancelled"
    with pytest.raises(IllegalStep, match="Nothing waits for a decision on BO-2025-0001: it is rejected"):
        decide(store, MEG)
    again = ask_transfer(store, 5)
    with pytest.raises(IllegalStep, match="waits for the approval"):
        confirm(store, again)
    assert check(store) == ()


def test_alternatives_block_until_it_is_asked_again(short: SmallCompany) -> None:
    store = short.store
    number = ask_transfer(store)
    decide(store, SAM, OTHER, comment="ask XYZ as well")
    with pytest.raises(IllegalStep, match=r"was not approved \(alternatives requested\)"):
        confirm(store, number)
    deciding.submit_again(store, Seen(BO), "XYZ has none", PLANNER, TODAY)
    with pytest.raises(IllegalStep, match="nothing is to be asked again"):
        deciding.submit_again(store, Seen(BO), "once more", PLANNER, TODAY)
    approve_all(store, BO, TODAY)
    confirm(store, number)
    assert check(store) == ()


def test_a_stale_decision_is_refused(short: SmallCompany) -> None:
    store = short.store
    seen = verdict(store)
    etas.update_etas(store, update(store, FAR + timedelta(days=3)), PLANNER, TODAY)
    with pytest.raises(Conflict, match="was changed by Pat Planner"):
        deciding.decide_approval(store, seen, SAM, TODAY)
    seen = verdict(store)
    ask_transfer(store)
    with pytest.raises(Conflict, match="The plan or value of BO-2025-0001 changed meanwhile"):
        deciding.decide_approval(store, seen, SAM, TODAY)
    seen = verdict(store)
    decide(store, SAM)
    with pytest.raises(Conflict, match="was decided on meanwhile"):
        deciding.decide_approval(store, seen, Actor("Sue", Role.SUPERVISOR), TODAY)


def test_what_does_not_touch_the_decision_does_not_make_it_stale(short: SmallCompany) -> None:
    seen = verdict(short.store)
    caring.comment(short.store, BO, "hm", PLANNER, TODAY)
    caring.assign(short.store, [Seen(BO)], "Mike", PLANNER, TODAY)
    assert deciding.decide_approval(short.store, seen, SAM, TODAY) is StepState.WAITING


def test_a_double_submit_decides_once(short: SmallCompany) -> None:
    seen = verdict(short.store)
    first = deciding.decide_approval(short.store, seen, SAM, TODAY, "key")
    assert deciding.decide_approval(short.store, seen, SAM, TODAY, "key") is first
    step = waiting_step(short.store, BO)
    assert step is not None
    assert step.role is Role.MANAGER


def test_a_value_that_grows_into_a_higher_band_is_asked_again(company: SmallCompany) -> None:
    store = company.store
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 30, "C-INDUS", price="500")
    company.delays("PO-9,10,2025-02-15,late,,")
    wish = cancelling.CancelWish(Seen(BO), {"SO-9 / 1": D(15)}, "fewer", "none")
    cancelling.cancel_units(store, wish, MIKE, CREATED)
    approve_all(store, BO, CREATED)
    rest = cancelling.CancelWish(Seen(BO), {"SO-9 / 1": D(15)}, "none", "none")
    cancelling.cancel_units(store, rest, MIKE, CREATED)
    reopening.reopen(store, reopening.ReopenWish(Seen(BO), "wanted", {"SO-9 / 1": D(30)}), PLANNER, CREATED)
    assert [step.role for step in standing(store).steps] == [Role.SUPERVISOR, Role.MANAGER]
    assert check(store) == ()


@pytest.mark.parametrize(
    ("decision", "conditions", "comment", "said"),
    [
        (COND, (), "", "needs at least one condition"),
        (COND, ("  ",), "", "needs at least one condition"),
        (YES, ("Ask first",), "", "Conditions stand with"),
        (OTHER, (), " ", "needs a comment"),
        (StepState.WAITING, (), "", "Choose to approve"),
    ],
)
def test_a_decision_must_be_complete(
    short: SmallCompany, decision: StepState, conditions: tuple[str, ...], comment: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        decide(short.store, SAM, decision, conditions=conditions, comment=comment)


def test_several_are_decided_alike_or_not_at_all(company: SmallCompany) -> None:
    store = company.store
    for name in ("A", "B"):
        company.po_line(f"PO-{name}")
        company.order(f"SO-{name}", f"PO-{name}", 10, "C-INDUS")
    company.delays("PO-A,10,2025-02-15,late,,", "PO-B,10,2025-02-15,late,,")
    both = ("BO-2025-0001", "BO-2025-0002")
    with pytest.raises(InvalidInput, match="Nothing is chosen"):
        deciding.decide_several(store, [], SAM, TODAY)
    mixed = [verdict(store, YES, both[0]), verdict(store, NO, both[1], comment="no")]
    with pytest.raises(InvalidInput, match="only by the same"):
        deciding.decide_several(store, mixed, SAM, TODAY)
    stale = [verdict(store, YES, both[0]), Verdict(Seen(both[1]), 1, YES)]
    with pytest.raises(Conflict):
        deciding.decide_several(store, stale, SAM, TODAY)
    assert standing(store, both[0]).standing is StepState.WAITING
    assert deciding.decide_several(store, [verdict(store, YES, one) for one in both], SAM, TODAY) == 2
    assert [standing(store, one).standing for one in both] == [YES, YES]
    assert check(store) == ()


def test_a_deputy_decides_for_somebody_who_is_away(short: SmallCompany) -> None:
    store = short.store
    known = [{"name": one.name, "role": int(one.role)} for one in (SAM, MEG, DAN, LISA)]
    load(store, "people", known, ADMIN, CREATED)
    decide(store, SAM)
    away = delegating.Absence("Dan", TODAY, TODAY + timedelta(days=2), "holiday")
    made = delegating.delegate(store, away, MEG, TODAY)
    assert decide(store, DAN) is StepState.WAITING
    row = show_backorder(store, BO, TODAY).approvals[1]
    assert (row.role, row.decided_by) == (Role.MANAGER, "Dan")
    delegating.end_delegation(store, made, MEG, TODAY)
    with pytest.raises(IllegalStep, match="taken back already"):
        delegating.end_delegation(store, made, MEG, TODAY)
    assert delegating.delegations(store, TODAY) == ()
    assert check(store) == ()


@pytest.mark.parametrize(
    ("deputy", "from_on", "until_on", "why", "said"),
    [
        ("Meg", TODAY, TODAY, "away", "stand in for yourself"),
        ("Lisa", TODAY, TODAY, "away", "is no approver"),
        ("Nobody", TODAY, TODAY, "away", "There is nobody called Nobody"),
        ("Dan", TODAY, TODAY - timedelta(days=1), "away", "last day is before"),
        ("Dan", TODAY, TODAY, "", "is missing"),
    ],
)
def test_a_deputy_must_be_possible(
    short: SmallCompany, deputy: str, from_on: date, until_on: date, why: str, said: str
) -> None:
    known = [{"name": one.name, "role": int(one.role)} for one in (MEG, DAN, LISA)]
    load(short.store, "people", known, ADMIN, CREATED)
    with pytest.raises((InvalidInput, NotFound), match=said):
        delegating.delegate(short.store, delegating.Absence(deputy, from_on, until_on, why), MEG, TODAY)


def test_a_delegation_ends_with_its_last_day(short: SmallCompany) -> None:
    store = short.store
    known = [{"name": one.name, "role": int(one.role)} for one in (SAM, MEG, DAN)]
    load(store, "people", known, ADMIN, CREATED)
    decide(store, SAM)
    yesterday = TODAY - timedelta(days=1)
    delegating.delegate(store, delegating.Absence("Dan", CREATED, yesterday, "holiday"), MEG, CREATED)
    with pytest.raises(NotAllowed, match="it is the manager's turn"):
        decide(store, DAN)


def test_a_small_value_needs_nobody_and_is_carried_out_at_once(company: SmallCompany) -> None:
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 1, "C-INDUS", price="500")
    company.delays("PO-9,10,2025-02-15,late,,")
    assert standing(company.store).standing is StepState.AUTOMATIC
    with pytest.raises(IllegalStep, match="it is approved automatically"):
        decide(company.store, SAM)


def test_a_person_without_the_right_is_refused_before_anything_else(short: SmallCompany) -> None:
    for who in (SARAH, MIKE, ADMIN):
        with pytest.raises(NotAllowed, match="may not decide on approvals"):
            decide(short.store, who)


def test_a_decision_that_waits_is_reminded_of_now_and_then(short: SmallCompany) -> None:
    store = short.store
    assert reminding.remind_approvers(store, ADMIN, CREATED + timedelta(days=1)) == 0
    second = CREATED + timedelta(days=2)
    assert reminding.remind_approvers(store, ADMIN, second) == 1
    assert reminding.remind_approvers(store, ADMIN, second) == 0
    assert reminding.remind_approvers(store, ADMIN, second + timedelta(days=1)) == 0
    assert reminding.remind_approvers(store, ADMIN, second + timedelta(days=2)) == 1
    approve_all(store, BO, TODAY)
    assert reminding.remind_approvers(store, ADMIN, second + timedelta(days=30)) == 0
    assert check(store) == ()
