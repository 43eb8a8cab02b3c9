"""Where no file says who gets what, imports allocate by rule; they give way to a file and to an undo."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.imports import (
    ImportOptions,
    ImportResult,
    apply_file,
    preview_file,
    undo_import,
)
from tests.small_company import PLANNER, TODAY, SmallCompany

D = Decimal
LINES = "po_number,po_line,supplier,product,ordered,original_due,eta,received"
ORDERS = "order_number,order_line,customer,product,quantity,unit_price,need_date"
ALLOCATIONS = "po_number,po_line,order_number,order_line,quantity"
PO = ("A-1,10,ABC,CM-500,50,2025-02-10,2025-02-10,", "A-2,10,ABC,CM-500,50,2025-03-10,2025-03-10,")
WANTED = (
    "SO-1,1,C-INDUS,CM-500,30,100,2025-02-12",
    "SO-2,1,C-METRO,CM-500,40,100,2025-02-12",
    "SO-3,1,C-INDUS,CM-500,60,100,2025-02-20",
)
RULE = "need date, then priority"
Promised = dict[tuple[str, str], tuple[Decimal, bool]]


PROMISED = """
    select l.po_number, o.order_number, a.quantity, a.made
    from allocations as a
    join po_lines as l on l.id = a.po_line_id
    join order_lines as o on o.id = a.order_line_id
"""


class Loading:
    """Brings files into a small company, each as of today."""

    def __init__(self, company: SmallCompany) -> None:
        self.company, self.store = company, company.store

    def file(self, head: str, *rows: str) -> Path:
        path = self.company.folder / "some.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    def apply(self, kind: str, head: str, *rows: str, **answers: str) -> ImportResult:
        path, options = self.file(head, *rows), ImportOptions(answers=answers)
        result = apply_file(self.store, kind, path, path.name, TODAY, options, PLANNER)
        assert check(self.store) == ()
        return result

    def undo(self, result: ImportResult) -> None:
        undo_import(self.store, result.import_id or 0, PLANNER)
        assert check(self.store) == ()

    def notes(self, kind: str, head: str, *rows: str) -> tuple[str, ...]:
        path = self.file(head, *rows)
        return preview_file(self.store, kind, path, path.name, TODAY).notes

    def promised(self) -> Promised:
        with self.store.read() as reader:
            rows = reader.cursor.execute(PROMISED).fetchall()
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}

    def backorders(self) -> list[tuple[str, Decimal]]:
        return [(one.po_number, one.open) for one in list_backorders(self.store, Filters(), TODAY).rows]


@pytest.fixture
def loading(company: SmallCompany) -> Loading:
    return Loading(company)


@pytest.fixture
def allocated(loading: Loading) -> Loading:
    loading.apply("po-lines", LINES, *PO)
    loading.apply("order-lines", ORDERS, *WANTED)
    return loading


BY_RULE = {
    ("A-1", "SO-2"): (D(40), True),
    ("A-1", "SO-1"): (D(10), True),
    ("A-2", "SO-1"): (D(20), True),
    ("A-2", "SO-3"): (D(30), True),
}


def test_the_earliest_supply_goes_to_the_earliest_need_and_then_to_the_vip(allocated: Loading) -> None:
    assert allocated.promised() == BY_RULE


def test_the_import_says_that_it_allocates_and_what_it_allocated(loading: Loading) -> None:
    loading.apply("po-lines", LINES, *PO)
    told = f"No file of allocations was imported: what customers wait for is allocated by rule ({RULE})."
    assert loading.notes("order-lines", ORDERS, *WANTED) == (told,)
    done = loading.apply("order-lines", ORDERS, *WANTED).notes
    assert done == (
        told,
        f"Allocated by rule ({RULE}): 100 units to 3 customer order lines.",
    )


def test_orders_may_come_before_the_supply(loading: Loading) -> None:
    loading.apply("order-lines", ORDERS, *WANTED)
    assert loading.promised() == {}
    loading.apply("po-lines", LINES, *PO)
    assert loading.promised() == BY_RULE


def test_a_line_that_is_late_already_makes_its_backorder(loading: Loading) -> None:
    loading.apply("po-lines", LINES, "A-1,10,ABC,CM-500,50,2025-01-10,2025-02-10,")
    result = loading.apply("order-lines", ORDERS, *WANTED)
    assert loading.backorders() == [("A-1", D(50))]
    assert result.notes[-1] == "1 of these PO lines is late already and made a backorder."
    loading.undo(result)
    assert (loading.backorders(), loading.promised()) == ([], {})


def test_a_newer_more_urgent_order_is_served_first_and_the_undo_serves_as_before(allocated: Loading) -> None:
    result = allocated.apply("order-lines", ORDERS, "SO-9,1,C-INDUS,CM-500,45,100,2025-02-01")
    assert allocated.promised()["A-1", "SO-9"] == (D(45), True)
    assert allocated.promised()["A-1", "SO-2"] == (D(5), True)
    allocated.undo(result)
    assert allocated.promised() == BY_RULE


def test_what_a_delay_made_short_stays_with_whom_it_was_allocated_to(allocated: Loading) -> None:
    allocated.apply("po-delays", "po_number,po_line,new_eta,reason", "A-1,10,2025-03-01,Strike")
    assert allocated.backorders() == [("A-1", D(50))]
    shown = show_backorder(allocated.store, "BO-2025-0001", TODAY)
    assert [line.by_rule for line in shown.affected] == [True, True]
    allocated.apply("order-lines", ORDERS, "SO-9,1,C-METRO,CM-500,45,100,2025-01-30")
    promised = allocated.promised()
    assert (promised["A-1", "SO-2"], promised["A-1", "SO-1"]) == ((D(40), True), (D(10), True))
    assert promised["A-2", "SO-9"] == (D(45), True)


def test_an_allocation_file_takes_the_place_of_the_rule_and_its_undo_gives_it_back(
    allocated: Loading,
) -> None:
    told = allocated.notes("allocations", ALLOCATIONS, "A-1,10,SO-3,1,50")
    assert told == ("Takes the place of 4 allocations that were made by rule.",)
    result = allocated.apply("allocations", ALLOCATIONS, "A-1,10,SO-3,1,50", "A-2,10,SO-1,1,30")
    assert (result.created, result.rejected) == (2, 0)
    assert allocated.promised() == {("A-1", "SO-3"): (D(50), False), ("A-2", "SO-1"): (D(30), False)}
    more = allocated.apply("order-lines", ORDERS, "SO-9,1,C-METRO,CM-500,5,100,2025-01-30")
    assert len(allocated.promised()) == 2
    allocated.undo(more)
    allocated.undo(result)
    assert allocated.promised() == BY_RULE


def test_a_smaller_order_or_a_smaller_line_is_allocated_anew(allocated: Loading) -> None:
    assert allocated.apply("order-lines", ORDERS, "SO-2,1,C-METRO,CM-500,5,100,2025-02-12").updated == 1
    assert allocated.promised()["A-1", "SO-2"] == (D(5), True)
    smaller = "A-1,10,ABC,CM-500,20,2025-02-10,2025-02-10,"
    result = allocated.apply("po-lines", LINES, smaller, missing="keep")
    assert result.updated == 1
    assert sum(units for (po, _), (units, _) in allocated.promised().items() if po == "A-1") == 20
    allocated.undo(result)
    assert sum(units for (po, _), (units, _) in allocated.promised().items() if po == "A-1") == 50


def test_a_line_that_shrinks_and_slips_at_once_is_judged_as_it_is_written(allocated: Loading) -> None:
    both = "A-1,10,ABC,CM-500,20,2025-02-10,2025-04-10,"
    result = allocated.apply("po-lines", LINES, both, missing="keep")
    assert (result.rows, result.rejected) == (1, 0)
    late = sum(units for po, units in allocated.backorders() if po == "A-1")
    given = sum(units for (po, _), (units, _) in allocated.promised().items() if po == "A-1")
    assert late == given
    allocated.undo(result)
    assert allocated.promised() == BY_RULE


def test_received_units_stay_with_those_who_got_them(allocated: Loading) -> None:
    more = allocated.apply("po-lines", LINES, "A-1,10,ABC,CM-500,50,2025-02-10,2025-02-10,45", missing="keep")
    assert allocated.promised()["A-1", "SO-2"] == (D(40), True)
    allocated.apply("order-lines", ORDERS, "SO-9,1,C-METRO,CM-500,45,100,2025-01-30")
    assert allocated.promised()["A-1", "SO-2"] == (D(40), True)
    assert more.updated == 1


def test_a_company_with_allocations_of_its_own_gets_none_by_rule(loading: Loading) -> None:
    loading.company.chapter_shortage()
    before = loading.promised()
    loading.apply("po-lines", LINES, *PO, missing="keep")
    loading.apply("order-lines", ORDERS, "SO-9,1,C-METRO,CM-500,45,100,2025-01-30")
    assert loading.promised() == before
    assert all(not made for _, made in before.values())
