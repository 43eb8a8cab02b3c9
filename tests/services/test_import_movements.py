"""Files of receipts, allocations and quality incidents: what they do and refuse, how they are undone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.values import Outcome
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.imports import (
    ImportOptions,
    ImportResult,
    apply_file,
    preview_file,
    preview_rows,
    undo_import,
)
from backorder_core.store import Store
from tests.small_company import PLANNER, TODAY, SmallCompany

D = Decimal
PO = "PO-2025-0089,10"


@pytest.fixture
def short(company: SmallCompany) -> SmallCompany:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    return company


def file(company: SmallCompany, head: str, *rows: str) -> Path:
    path = company.folder / "movements.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def applied(company: SmallCompany, kind: str, head: str, *rows: str) -> ImportResult:
    path = file(company, head, *rows)
    result = apply_file(company.store, kind, path, path.name, TODAY, ImportOptions(), PLANNER)
    assert check(company.store) == ()
    return result


def ends(company: SmallCompany, kind: str, head: str, *rows: str) -> list[tuple[Outcome, str | None, str]]:
    path = file(company, head, *rows)
    preview = preview_file(company.store, kind, path, path.name, TODAY)
    return [(row.outcome, row.column, row.reason) for row in preview_rows(company.store, preview)]


def undone(company: SmallCompany, result: ImportResult) -> None:
    undo_import(company.store, result.import_id or 0, PLANNER)
    assert check(company.store) == ()


def held(store: Store, kind: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return reader.rows(f"all_{kind}")


RECEIPTS = "po_number,po_line,receipt,quantity,received_on"


def test_receipts_of_a_file_fill_the_backorder_once_and_are_taken_back(short: SmallCompany) -> None:
    before = show_backorder(short.store, "BO-2025-0001", TODAY)
    rows = (f"{PO},GR-1,30,2025-01-27", f"{PO},GR-2,20,2025-01-28")
    result = applied(short, "receipts", RECEIPTS, *rows)
    assert (result.created, result.unchanged) == (2, 0)
    assert show_backorder(short.store, "BO-2025-0001", TODAY).received == D(50)
    assert applied(short, "receipts", RECEIPTS, *rows).unchanged == 2
    undone(short, result)
    after = show_backorder(short.store, "BO-2025-0001", TODAY)
    assert (after.received, after.affected, after.row.value) == (
        before.received,
        before.affected,
        before.row.value,
    )
    assert held(short.store, "receipts") == []
    assert applied(short, "receipts", RECEIPTS, *rows).created == 2


def test_receipts_that_an_open_po_report_counts_already_are_not_booked_again(company: SmallCompany) -> None:
    head = "po_number,po_line,supplier,product,ordered,received,original_due"
    report = file(company, head, f"{PO},ABC,CM-500,100,30,2025-02-10")
    day = TODAY - timedelta(days=1)
    apply_file(company.store, "po-lines", report, "morning.csv", day, ImportOptions(), PLANNER)
    rows = (
        f"{PO},GR-1,20,2025-01-20",  # in the report
        f"{PO},GR-2,15,2025-01-21",  # more than the report has left: it did not know of it
        f"{PO},GR-3,10,2025-01-22",  # in the report
        f"{PO},GR-4,5,2025-01-27",  # of the day of the report, and so after it
    )
    counted = "the open-PO report counts these {} units already"
    assert [(one[0], one[2]) for one in ends(company, "receipts", RECEIPTS, *rows)] == [
        (Outcome.NOT_NEEDED, counted.format(20)),
        (Outcome.CREATED, "15 received"),
        (Outcome.NOT_NEEDED, counted.format(10)),
        (Outcome.CREATED, "5 received"),
    ]
    assert applied(company, "receipts", RECEIPTS, *rows).created == 2
    assert sum(D(str(row[3])) for row in held(company.store, "receipts")) == D(50)
    again = applied(company, "receipts", RECEIPTS, *rows)
    assert (again.unchanged, again.not_needed) == (2, 2)


def test_a_receipt_beyond_what_is_ordered_is_the_same_receipt_again(short: SmallCompany) -> None:
    row = f"{PO},GR-1,120,2025-01-27"
    assert applied(short, "receipts", RECEIPTS, row).created == 1
    assert applied(short, "receipts", RECEIPTS, row).unchanged == 1


def test_receipts_that_cannot_be_are_refused_or_capped(short: SmallCompany) -> None:
    applied(short, "receipts", RECEIPTS, f"{PO},GR-1,30,2025-01-27")
    found = ends(
        short,
        "receipts",
        RECEIPTS,
        f"{PO},GR-1,40,2025-01-27",
        f"{PO},GR-2,90,2025-01-27",
        f"{PO},GR-3,5,2025-01-27",
        f"{PO},GR-4,5,2025-02-27",
        "PO-404,10,GR-5,5,2025-01-27",
        f"{PO},GR-6,0,2025-01-27",
    )
    assert found == [
        (
            Outcome.REJECTED,
            "quantity",
            "receipt GR-1 is booked with 30 units: give each receipt its own number",
        ),
        (Outcome.CREATED, None, "70 received, 20 beyond what is ordered are not booked"),
        (Outcome.NOT_NEEDED, None, "nothing of this PO line is open any more"),
        (Outcome.REJECTED, "received_on", "2025-02-27 is after this file's date 2025-01-28"),
        (
            Outcome.REJECTED,
            "po_number",
            "no PO line PO-404 / 10 in the store: load purchase order lines first",
        ),
        (Outcome.REJECTED, "quantity", "0 is not above 0"),
    ]


ALLOCATIONS = "po_number,po_line,order_number,order_line,quantity"


def test_supply_and_demand_are_never_promised_twice(short: SmallCompany) -> None:
    short.po_line("PO-9", ordered=30)
    found = ends(
        short,
        "allocations",
        ALLOCATIONS,
        f"{PO},SO-1,1,50",
        f"{PO},SO-2,001,10",
        "PO-9,10,SO-2,1,10",
        "PO-9,10,SO-1,1,1",
        "PO-9,10,SO-404,1,1",
    )
    assert found == [
        (Outcome.UNCHANGED, None, "the store says the same"),
        (Outcome.UPDATED, None, "Quantity 20 → 10"),
        (Outcome.CREATED, None, "new allocation"),
        (Outcome.REJECTED, "quantity", "it makes 51 allocated of the 50 units on order line SO-1 / 1"),
        (
            Outcome.REJECTED,
            "order_number",
            "no customer order line SO-404 / 1 in the store: load customer order lines first",
        ),
    ]


def test_who_waits_for_a_line_that_is_late_already_gets_a_backorder(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-9", ordered=30)
    company.delays("PO-9,10,2025-03-01,Strike,,")
    assert held(company.store, "allocations")
    text = "order_number,order_line,customer,product,quantity,unit_price,need_date"
    applied(company, "order-lines", text, "SO-9,1,C-METRO,CM-500,25,100,2025-02-01")
    path = file(company, ALLOCATIONS, "PO-9,10,SO-9,1,25")
    preview = preview_file(company.store, "allocations", path, path.name, TODAY)
    assert preview.notes == ("1 PO line is late already: customers who wait get a backorder.",)
    result = applied(company, "allocations", ALLOCATIONS, "PO-9,10,SO-9,1,25")
    made = show_backorder(company.store, "BO-2025-0001", TODAY).row
    assert (made.quantity, made.eta, made.value) == (D(25), date(2025, 3, 1), D(2500))
    undone(company, result)
    assert len(held(company.store, "allocations")) == 2


QUALITY = "code,supplier,occurred_on,description,quantity,severity,po_number,po_line"


def test_incidents_are_kept_with_their_versions(short: SmallCompany) -> None:
    first = applied(short, "quality", QUALITY, f"QI-1,ABC,2025-01-20,Cracked,5,minor,{PO}")
    assert (first.created, first.rejected) == (1, 0)
    assert applied(short, "quality", QUALITY, f"QI-1,ABC,2025-01-20,Cracked,5,minor,{PO}").unchanged == 1
    second = applied(short, "quality", QUALITY, f"QI-1,ABC,2025-01-20,Cracked badly,5,Major,{PO}")
    assert second.updated == 1
    assert held(short.store, "quality")[0][3:6] == ("Cracked badly", D(5), "major")
    undone(short, second)
    assert held(short.store, "quality")[0][3:6] == ("Cracked", D(5), "minor")
    undone(short, first)
    assert held(short.store, "quality") == []
    found = ends(
        short, "quality", QUALITY, "QI-2,ABC,2025-03-20,Bent,5,minor,,", "QI-3,ABC,2025-01-20,Bent,5,awful,,"
    )
    assert [one[:2] for one in found] == [(Outcome.REJECTED, "occurred_on"), (Outcome.REJECTED, "severity")]
