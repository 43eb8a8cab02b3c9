"""What a new backorder brings with it: the approval it needs, whom it tells, when to ask again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.detail import show_backorder
from backorder_core.services.receipts import Receipt, receive
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

LADDER = (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)


@pytest.mark.parametrize(
    ("price", "customer", "roles", "state"),
    [
        ("999.99", "C-INDUS", (Role.SUPERVISOR,), "automatic"),
        ("1000", "C-INDUS", LADDER[:1], "waiting"),
        ("9999.99", "C-INDUS", LADDER[:1], "waiting"),
        ("10000", "C-INDUS", LADDER[:2], "waiting"),
        ("50000", "C-INDUS", LADDER[:2], "waiting"),
        ("50000.01", "C-INDUS", LADDER, "waiting"),
        ("500", "C-METRO", (Role.ACCOUNT_MANAGER,), "waiting"),
        ("45000", "C-METRO", (*LADDER[:2], Role.ACCOUNT_MANAGER), "waiting"),
    ],
)
def test_the_value_and_the_customer_decide_who_approves(
    company: SmallCompany, price: str, customer: str, roles: tuple[Role, ...], state: str
) -> None:
    company.po_line("PO-2")
    company.order("SO-1", "PO-2", 1, customer, price=price)
    company.delays("PO-2,10,2025-02-15,,,")
    steps = show_backorder(company.store, "BO-2025-0001", CREATED).approvals
    assert tuple(step.role for step in steps) == roles
    assert {step.state for step in steps} == {state}


def test_splitting_a_need_does_not_dodge_a_threshold(company: SmallCompany) -> None:
    company.po_line("PO-2")
    company.order("SO-1", "PO-2", 30, "C-INDUS", price="300")
    for part, day in enumerate((20, 21, 22), start=1):
        company.delays("PO-2,10,2025-02-15,,3,", as_of=date(2025, 1, day))
        arrived = Receipt("PO-2", "10", Decimal(30 if part == 1 else 3), date(2025, 1, day))
        receive(company.store, [arrived], PLANNER, date(2025, 1, day))
        company.order(f"SO-{part + 1}", "PO-2", 3, "C-INDUS", price="300")
    values = [
        show_backorder(company.store, f"BO-2025-000{number}", TODAY).approvals[0].value
        for number in (1, 2, 3)
    ]
    assert values == [Decimal(900), Decimal(1800), Decimal(2700)]


def test_another_customer_of_the_same_line_is_not_summed(company: SmallCompany) -> None:
    company.po_line("PO-2")
    company.order("SO-1", "PO-2", 3, "C-INDUS", price="300")
    company.delays("PO-2,10,2025-02-15,,,")
    receive(company.store, [Receipt("PO-2", "10", Decimal(3), CREATED)], PLANNER, CREATED)
    company.order("SO-2", "PO-2", 3, "C-PREM", price="300")
    company.delays("PO-2,10,2025-02-16,,,", as_of=TODAY)
    assert show_backorder(company.store, "BO-2025-0002", TODAY).approvals[0].value == Decimal(900)


@pytest.mark.parametrize(("customer", "days"), [("C-METRO", 1), ("C-INDUS", 7)])
def test_the_first_follow_up_follows_the_cadence(company: SmallCompany, customer: str, days: int) -> None:
    company.po_line("PO-2")
    company.order("SO-1", "PO-2", 3, customer)
    company.delays("PO-2,10,2025-02-15,,,")
    due = show_backorder(company.store, "BO-2025-0001", CREATED).follow_up_on
    assert due is not None
    assert (due - CREATED).days == days
