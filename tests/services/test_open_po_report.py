"""The open-PO report of each morning: what it finds out by itself, what it asks, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.values import Outcome
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.imports import (
    ImportOptions,
    ImportResult,
    apply_file,
    list_imports,
    preview_file,
    preview_rows,
    undo_import,
)
from backorder_core.store import Store
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

HEAD = "po_number,po_line,supplier,product,ordered,received,unit_cost,original_due,eta,status"
D = Decimal


@pytest.fixture
def short(company: SmallCompany) -> Iterator[SmallCompany]:
    """100 units due on 25 January; 50 for a VIP, 20 for a standard customer."""
    company.chapter_shortage()
    yield company
    assert check(company.store) == ()


def row(
    po: str = "PO-2025-0089",
    received: object = "",
    eta: object = "",
    ordered: object = 100,
    line: str = "10",
    status: str = "",
    due: str = "2025-01-25",
    supplier: str = "ABC",
    product: str = "CM-500",
    cost: str = "310.50",
) -> str:
    return f"{po},{line},{supplier},{product},{ordered},{received},{cost},{due},{eta},{status}"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "open-po.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def judged(company: SmallCompany, *rows: str, **said: Any) -> list[tuple[Outcome, str | None, str]]:
    options = ImportOptions(**said)
    path = written(company.folder, *rows)
    preview = preview_file(company.store, "po-lines", path, path.name, TODAY, options)
    assert preview.counts.rows == len(rows)
    return [(one.outcome, one.column, one.reason) for one in preview_rows(company.store, preview)]


def applied(
    company: SmallCompany, *rows: str, on: date = TODAY, head: str = HEAD, **said: Any
) -> ImportResult:
    path = written(company.folder, *rows, head=head)
    before = preview_file(company.store, "po-lines", path, path.name, on, ImportOptions(**said))
    result = apply_file(company.store, "po-lines", path, path.name, on, ImportOptions(**said), PLANNER)
    for name in ("created", "updated", "unchanged", "not_needed", "rejected"):
        assert getattr(before.counts, name) == getattr(result, name)
    assert check(company.store) == ()
    return result


def line(store: Store, po: str, po_line: str = "10") -> dict[str, Any]:
    with store.read() as reader:
        found = [
            one for one in reader.dicts("all_po_lines") if (one["po_number"], one["po_line"]) == (po, po_line)
        ]
    return found[0] if found else {}


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    """All that a report can change, as it stands."""
    with store.read() as reader:
        return [
            reader.rows(f"all_{kind}")
            for kind in ("po_lines", "suppliers", "products", "receipts", "allocations")
        ]


def test_a_new_line_is_made_with_its_first_promise_its_date_and_its_receipts(short: SmallCompany) -> None:
    result = applied(short, row("PO-7", received=30, eta="2025-02-20", due="2025-02-01"))
    assert (result.created, result.rejected) == (1, 0)
    made = line(short.store, "PO-7")
    assert (made["original_due"], made["eta"], made["received"]) == (
        date(2025, 2, 1),
        date(2025, 2, 20),
        D(30),
    )
    assert made["order_date"] == TODAY


def test_the_same_report_again_changes_nothing(short: SmallCompany) -> None:
    rows = (row(), row("PO-7", received=30, eta="2025-02-20", due="2025-02-01"))
    applied(short, *rows)
    before = everything(short.store)
    assert applied(short, *rows).unchanged == 2
    assert everything(short.store) == before


def test_a_later_promise_makes_a_backorder_where_customers_wait(short: SmallCompany) -> None:
    ((outcome, _, why),) = judged(short, row(eta="2025-02-15"))
    assert (outcome, why) == (Outcome.CREATED, "70 of 70 allocated units short for 2 customers, 21 days late")
    applied(short, row(eta="2025-02-15"))
    assert show_backorder(short.store, "BO-2025-0001", TODAY).row.eta == date(2025, 2, 15)
    ((outcome, _, why),) = judged(short, row(eta="2025-02-22"))
    assert (outcome, why) == (Outcome.UPDATED, "ETA 2025-02-15 → 2025-02-22, 7 days later")
    applied(short, row(eta="2025-02-22"), on=TODAY + timedelta(days=1))
    assert line(short.store, "PO-2025-0089")["original_due"] == date(2025, 1, 25)


def test_a_moved_due_date_is_a_new_date_and_never_a_new_first_promise(short: SmallCompany) -> None:
    applied(short, row(due="2025-02-15"))
    found = line(short.store, "PO-2025-0089")
    assert (found["original_due"], found["eta"]) == (date(2025, 1, 25), date(2025, 2, 15))


def test_units_received_since_go_to_the_customers_who_wait(short: SmallCompany) -> None:
    applied(short, row(eta="2025-02-15"))
    ((outcome, _, why),) = judged(short, row(eta="2025-02-15", received=60))
    assert (outcome, why) == (Outcome.UPDATED, "60 more received")
    applied(short, row(eta="2025-02-15", received=60), on=TODAY + timedelta(days=1))
    assert show_backorder(short.store, "BO-2025-0001", TODAY + timedelta(days=1)).received == D(60)
    applied(short, row(eta="2025-02-15", received=110), on=TODAY + timedelta(days=2))
    assert line(short.store, "PO-2025-0089")["received"] == D(100)


def test_one_row_can_bring_units_and_a_new_date(short: SmallCompany) -> None:
    ((outcome, _, why),) = judged(short, row(eta="2025-02-15", received=30))
    assert outcome is Outcome.CREATED
    assert why == "30 more received, 40 of 40 allocated units short for 2 customers, 21 days late"
    applied(short, row(eta="2025-02-15", received=30))
    assert show_backorder(short.store, "BO-2025-0001", TODAY).row.quantity == D(40)


@pytest.mark.parametrize(
    ("said", "column", "why"),
    [
        ({"product": "CM-510"}, "product", "the store has product CM-500 on this line, not CM-510"),
        ({"ordered": 60}, "ordered", "60 ordered are fewer than the 70 allocated to customers"),
        ({"received": -1}, "received", "-1 is not 0 or more"),
        ({"supplier": "XYZ"}, "supplier", "no supplier XYZ in the store: load suppliers first, or bring them with the lines"),  # noqa: E501
        ({"eta": "See note 12"}, "eta", "'See note 12' is not a date: write it as 2025-02-15, or leave the cell empty if unknown"),  # noqa: E501
        ({"eta": "2024-12-01"}, "eta", "2024-12-01 is before the PO line's order date 2025-01-01"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(
    short: SmallCompany, said: dict[str, Any], column: str, why: str
) -> None:
    assert judged(short, row(**said)) == [(Outcome.REJECTED, column, why)]


def test_fewer_received_than_booked_is_refused(short: SmallCompany) -> None:
    applied(short, row(received=40))
    assert judged(short, row(received=30))[0][1:] == (
        "received",
        "30 received are fewer than the 40 booked already",
    )


def test_terms_that_changed_are_taken_over_and_put_back(short: SmallCompany) -> None:
    before = everything(short.store)
    result = applied(short, row(ordered=120, cost="300"))
    assert result.updated == 1
    found = line(short.store, "PO-2025-0089")
    assert (found["ordered"], found["unit_cost"]) == (D(120), D(300))
    undo_import(short.store, result.import_id or 0, PLANNER)
    assert everything(short.store) == before


def test_a_closed_line_with_units_open_is_asked(short: SmallCompany) -> None:
    with pytest.raises(
        NeedsAnswer, match=r"^1 PO line \(PO-2025-0089 / 10\) is closed or cancelled.*--closed close"
    ) as asked:
        judged(short, row(status="Closed"))
    assert asked.value.field == "closed"
    assert judged(short, row(status="Closed"), answers={"closed": "keep"})[0][0] is Outcome.UNCHANGED
    ((outcome, _, why),) = judged(short, row(status="Closed"), answers={"closed": "close"})
    assert (outcome, why) == (Outcome.CREATED, "70 of 70 allocated units short for 2 customers, ETA unknown")
    applied(short, row(status="Closed"), answers={"closed": "close"})
    made = show_backorder(short.store, "BO-2025-0001", TODAY).row
    assert made.eta is None


def test_a_closed_line_for_which_nobody_waits_is_closed_short(short: SmallCompany) -> None:
    short.po_line("PO-9")
    result = applied(short, row(), row("PO-9", status="cancelled"), answers={"closed": "close"})
    assert line(short.store, "PO-9")["status"] == "closed"
    undo_import(short.store, result.import_id or 0, PLANNER)
    assert line(short.store, "PO-9")["status"] == "open"


def test_a_line_missing_from_the_report_is_asked(short: SmallCompany) -> None:
    short.po_line("PO-8")
    with pytest.raises(
        NeedsAnswer, match=r"^1 PO line \(PO-8 / 10\) is open in the store and missing from the file"
    ) as asked:
        judged(short, row())
    assert asked.value.field == "missing"
    result = applied(short, row(), answers={"missing": "keep"})
    assert line(short.store, "PO-8")["status"] == "open"
    result = applied(short, row(), answers={"missing": "close"})
    assert result.rows == 1
    assert line(short.store, "PO-8")["status"] == "closed"


def test_a_report_of_another_supplier_asks_nothing(short: SmallCompany) -> None:
    rows = (row("PO-1", supplier="NEW", due="2025-03-01"),)
    assert judged(short, *rows, with_lines=True)[0][0] is Outcome.CREATED


def test_names_that_nobody_knows_come_with_the_lines_and_go_with_them(short: SmallCompany) -> None:
    before = everything(short.store)
    rows = (
        row(),
        row("PO-1", supplier="NEW", product="P-9", due="2025-03-01"),
        row("PO-2", supplier="", due="2025-03-01"),
    )
    assert [one[0] for one in judged(short, *rows)] == [Outcome.UNCHANGED, Outcome.REJECTED, Outcome.CREATED]
    path = written(short.folder, *rows)
    preview = preview_file(short.store, "po-lines", path, path.name, TODAY, ImportOptions(with_lines=True))
    assert preview.notes == (
        "Brings 1 supplier that the store does not know.",
        "Brings 1 product that the store does not know.",
    )
    result = applied(short, *rows, with_lines=True)
    assert result.created == 2
    assert (line(short.store, "PO-1")["supplier"], line(short.store, "PO-2")["supplier"]) == ("NEW", "?")
    assert (
        applied(short, row("PO-2", supplier="ABC", due="2025-03-01"), answers={"missing": "keep"}).updated
        == 1
    )
    assert line(short.store, "PO-2")["supplier"] == "ABC"
    for past in list_imports(short.store):
        undo_import(short.store, past.import_id, PLANNER)
    assert everything(short.store) == before


def test_a_list_as_sap_prints_it_comes_in_without_a_question(short: SmallCompany) -> None:
    head = (
        "Lieferant/Lieferwerk;Einkaufsbeleg;Position;Belegdatum;Lieferdatum;Material;Kurztext;Bestellmenge;"
        "Bestellmengeneinheit;Nettopreis;Währung;Preiseinheit;Gelieferte Menge;noch zu liefern (Menge)"
    )
    path = written(
        short.folder,
        "ABC     ABC Manufacturing;4500000001;00010;02.01.2025;17.02.2025;CM-500;M;100;ST;71,64;EUR;1;30;70",
        "1051      Rad und Wagen GmbH;4500000001;00020;02.01.2025;18.02.2025;915;Kupplung;2;ST;5,5;EUR;1;0;2",
        head=head,
    )
    said = ImportOptions(with_lines=True, answers={"missing": "keep"})
    result = apply_file(short.store, "po-lines", path, path.name, TODAY, said, PLANNER)
    assert (result.created, result.rejected) == (2, 0)
    first, second = (line(short.store, "4500000001", one) for one in ("00010", "00020"))
    assert (first["supplier"], first["ordered"], first["unit_cost"]) == ("ABC", D(100), D("71.64"))
    assert (first["original_due"], first["eta"]) == (date(2025, 2, 17), date(2025, 2, 17))
    assert (second["supplier"], second["product"]) == ("1051", "915")
    with short.store.read() as reader:
        assert ("1051", "Rad und Wagen GmbH") in [row[:2] for row in reader.rows("all_suppliers")]


def test_everything_that_a_report_did_is_taken_back(short: SmallCompany) -> None:
    applied(short, row(), on=CREATED)
    before = everything(short.store)
    result = applied(
        short,
        row(eta="2025-02-15", received=30),
        row("PO-7", received=10, eta="2025-02-20", due="2025-02-01"),
    )
    assert everything(short.store) != before
    undo_import(short.store, result.import_id or 0, PLANNER)
    assert everything(short.store) == before
    with short.store.read() as reader:
        assert reader.rows("open_backorder_ids_of_lines", po_line_ids=list(range(1, 50))) == []


def test_five_mornings_lead_to_where_the_facts_lead(short: SmallCompany) -> None:
    mornings = [
        [row()],
        [row(eta="2025-02-15"), row("PO-7", due="2025-02-01")],
        [row(eta="2025-02-15", received=30), row("PO-7", due="2025-02-01", received=100)],
        [row(eta="2025-02-10", received=30), row("PO-7", due="2025-02-01", received=100)],
        [row(eta="2025-02-10", received=100), row("PO-7", due="2025-02-01", received=100)],
    ]
    ends = [applied(short, *rows, on=TODAY + timedelta(days=day)) for day, rows in enumerate(mornings)]
    assert [(one.created, one.updated, one.unchanged) for one in ends] == [
        (0, 0, 1),
        (2, 0, 0),
        (0, 2, 0),
        (0, 1, 1),
        (0, 1, 1),
    ]
    end = show_backorder(short.store, "BO-2025-0001", TODAY + timedelta(days=4))
    assert (end.row.open, end.received) == (D(0), D(70))
    assert [one.new for one in end.etas] == [date(2025, 2, 15), date(2025, 2, 10)]
    assert line(short.store, "PO-2025-0089")["received"] == D(100)


OPEN = "PO,Line,Vendor,Item,Ordered,Still to be delivered (qty),Due date,Status"


def test_what_is_still_open_says_what_was_received_where_no_column_does(company: SmallCompany) -> None:
    rows = (
        "PO-7,10,ABC,CM-500,100,100,2025-02-10,Open",
        "PO-7,20,ABC,CM-500,100,40,2025-02-10,Open",
        "PO-7,30,ABC,CM-500,100,0,2025-02-10,Closed",
        "PO-7,40,ABC,CM-500,100,0,2025-02-10,Cancelled",
        "PO-7,50,ABC,CM-500,100,120,2025-02-10,Open",
        "PO-7,60,ABC,CM-500,100,,2025-02-10,Open",
    )
    result = applied(company, *rows, head=OPEN, answers={"closed": "keep"})
    assert [(one.line, one.column) for one in result.rejections] == [(6, "open")]
    received = {
        number: line(company.store, "PO-7", number)["received"] for number in ("10", "20", "30", "40", "60")
    }
    assert received == {"10": 0, "20": 60, "30": 100, "40": 0, "60": 0}
    later = applied(company, rows[1].replace(",40,", ",15,"), head=OPEN, answers={"missing": "keep"})
    assert later.updated == 1
    assert line(company.store, "PO-7", "20")["received"] == 85
    assert check(company.store) == ()


def test_units_that_were_cancelled_did_not_arrive_because_nothing_is_open(company: SmallCompany) -> None:
    new = "PO-7,10,ABC,CM-500,100,70,2025-02-10,{}"
    applied(company, new.format("Open"), head=OPEN)
    applied(company, new.format("Closed"), head=OPEN, answers={"closed": "close"})
    assert line(company.store, "PO-7")["open"] == 0
    applied(company, new.replace(",70,", ",0,").format("Open"), head=OPEN)
    assert line(company.store, "PO-7")["received"] == 30
    assert check(company.store) == ()
