"""Receipts and escalations: quantities conserved, the right customer served first, levels raised once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.values import Actor, Status
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.detail import show_backorder
from backorder_core.services.escalations import sweep
from backorder_core.services.receipts import Receipt, ReceiptResult, receive
from backorder_core.store import Store
from tests.small_company import CREATED, DUE, PLANNER, TODAY, SmallCompany

SYSTEM = Actor("system")


def arrive(store: Store, quantity: int, on: date = TODAY, po_number: str = "PO-2025-0089") -> ReceiptResult:
    return receive(store, [Receipt(po_number, "10", Decimal(quantity), on)], PLANNER, on)[0]


def test_box_status_tracking_receipt_of_30_goes_to_the_vip(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,")
    result = arrive(company.store, 30)
    assert result.taken == 30
    assert [given.quantity for given in result.given] == [30, 0]
    shown = show_backorder(company.store, "BO-2025-0001", TODAY)
    assert (shown.row.open, shown.row.value, shown.row.customers) == (40, Decimal("20000.00"), 2)
    assert shown.row.score == 7750


def test_box_status_tracking_bo_2025_0156_lives_its_history(company: SmallCompany) -> None:
    company.chapter_shortage()
    store = company.store
    company.delays("PO-2025-0089,10,,supplier delay notification,,", as_of=date(2025, 1, 20))
    company.delays("PO-2025-0089,10,2025-02-15,new date,,", as_of=date(2025, 1, 22))
    assert sweep(store, date(2025, 1, 24), SYSTEM) == 0
    assert sweep(store, DUE, SYSTEM) == 1
    arrive(store, 30, TODAY)
    stations = {
        day: show_backorder(store, "BO-2025-0001", day).row.status
        for day in (date(2025, 1, 20), date(2025, 1, 22), date(2025, 1, 24), DUE, TODAY)
    }
    assert list(stations.values()) == [
        Status.OPEN,
        Status.ETA_UPDATED,
        Status.ETA_UPDATED,
        Status.ESCALATED,
        Status.ESCALATED,
    ]
    row = show_backorder(store, "BO-2025-0001", TODAY).row
    assert (row.age_days, row.days_overdue, row.open) == (8, 3, 40)


def test_the_rest_arriving_resolves_it_and_drops_what_was_due(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,")
    arrive(company.store, 30)
    arrive(company.store, 40, date(2025, 2, 15))
    shown = show_backorder(company.store, "BO-2025-0001", date(2025, 2, 15))
    assert (shown.row.status, shown.row.open, shown.row.value) == (Status.RESOLVED, 0, 0)
    assert shown.closed_on == date(2025, 2, 15)
    assert shown.follow_up_on is None
    assert list_backorders(company.store, Filters(), date(2025, 2, 15)).total == 0
    assert list_backorders(company.store, Filters(), date(2025, 2, 14)).total == 1


def test_more_than_is_open_is_capped_with_a_warning(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,")
    result = arrive(company.store, 130)
    assert result.taken == 100
    assert result.warning is not None
    assert "30 not booked" in result.warning
    again = arrive(company.store, 1)
    assert (again.taken, again.backorder) == (0, None)


def test_customers_who_are_not_short_are_served_before_the_backorder(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,40,")
    shown = show_backorder(company.store, "BO-2025-0001", CREATED)
    assert {line.customer: line.open for line in shown.affected} == {
        "Metro Manufacturing": 20,
        "Industrial Services": 20,
    }
    arrive(company.store, 30)
    assert show_backorder(company.store, "BO-2025-0001", TODAY).row.open == 40
    arrive(company.store, 10)
    assert show_backorder(company.store, "BO-2025-0001", TODAY).row.open == 30


def test_receipts_that_make_no_sense_are_refused(company: SmallCompany) -> None:
    company.po_line("PO-2")
    with pytest.raises(InvalidInput, match="above 0"):
        arrive(company.store, 0, po_number="PO-2")
    with pytest.raises(NotFound, match="no PO line PO-9 / 10"):
        arrive(company.store, 1, po_number="PO-9")
    twice = [Receipt("PO-2", "10", Decimal(1), TODAY), Receipt("PO-2", "010", Decimal(1), TODAY)]
    with pytest.raises(InvalidInput, match="stands twice"):
        receive(company.store, twice, PLANNER, TODAY)


@pytest.mark.parametrize(
    ("days", "level", "status"),
    [
        (2, 0, Status.OPEN),
        (3, 1, Status.OPEN),
        (6, 1, Status.OPEN),
        (7, 2, Status.ESCALATED),
        (13, 2, Status.ESCALATED),
        (14, 3, Status.ESCALATED),
        (20, 3, Status.ESCALATED),
        (21, 4, Status.ESCALATED),
    ],
)
def test_the_sweep_raises_to_the_level_of_the_days_overdue(
    company: SmallCompany, days: int, level: int, status: Status
) -> None:
    company.po_line("PO-2")
    company.order("SO-9", "PO-2", 5, "C-INDUS")
    company.delays("PO-2,10,2025-03-15,,,")
    day = date.fromordinal(DUE.toordinal() + days)
    sweep(company.store, day, SYSTEM)
    assert sweep(company.store, day, SYSTEM) == 0
    shown = show_backorder(company.store, "BO-2025-0001", day)
    assert (shown.level, shown.row.status) == (level, status)
    told = [notice for notice in shown.notices if notice.kind == "escalation"]
    assert len(told) == (1 if level else 0)
