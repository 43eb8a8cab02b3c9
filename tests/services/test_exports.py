"""Exports: exactly what is listed, harmless in a spreadsheet, numbers and dates as such."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from backorder_core.delivery import exports
from backorder_core.delivery.exports import COLUMNS, to_csv, to_xlsx
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import Band, Status, Tier
from backorder_core.services.backorders import BackorderRow, Filters, list_backorders
from backorder_core.store import Store
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, TODAY

ROW = BackorderRow(
    number="BO-2025-0156",
    po_number="PO-2025-0089",
    po_line="00010",
    supplier="Müller & Söhne, Ltd",
    product="CM-500",
    product_name='Module "CM"\nsecond line',
    customer="Metro Manufacturing",
    customers=2,
    tier=Tier.VIP,
    status=Status.PARTIALLY_RESOLVED,
    band=Band.HIGH,
    score=Decimal("7750.000000"),
    value=Decimal("20000.00"),
    quantity=Decimal("70.000"),
    open=Decimal("40.500"),
    age_days=8,
    days_overdue=3,
    days_past_eta=0,
    eta=date(2025, 2, 15),
    stale=True,
    owner="Tom",
    version=4,
)
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def sheet_rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_csv_has_a_header_and_one_line_per_row_with_plain_numbers_and_iso_dates() -> None:
    content = to_csv([ROW, replace(ROW, number="BO-2025-0157", eta=None, stale=False)])
    first, second = csv_rows(content)
    assert first == {
        "Backorder": "BO-2025-0156",
        "PO number": "PO-2025-0089",
        "PO line": "00010",
        "Supplier": "Müller & Söhne, Ltd",
        "Product": "CM-500",
        "Product name": 'Module "CM"\nsecond line',
        "First customer": "Metro Manufacturing",
        "Customers": "2",
        "Tier": "VIP",
        "Status": "Partially Resolved",
        "Band": "High",
        "Score": "7750",
        "Value": "20000.00",
        "Quantity": "70",
        "Open": "40.5",
        "Age (days)": "8",
        "Days overdue": "3",
        "Days past ETA": "0",
        "ETA": "2025-02-15",
        "ETA stale": "yes",
    }
    assert (second["ETA"], second["ETA stale"]) == ("", "no")
    assert content.startswith(b"Backorder,PO number,")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    rows = [replace(ROW, supplier=text, product_name=text, customer=text, po_number=text)]
    (plain,) = csv_rows(to_csv(rows))
    foreign = ("Supplier", "Product name", "First customer", "PO number")
    assert {plain[name] for name in foreign} == {f"'{text}"}
    _, written = sheet_rows(to_xlsx(rows))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows))).active
    assert sheet is not None
    assert sheet.cell(2, 4).data_type == "s"
    assert str(written[3]).removeprefix("_x000D_").strip() == text.strip()


@pytest.mark.parametrize("text", ["1=1", "a-b", "'quoted", " =1", "Smith @ Sons"])
def test_a_harmless_text_is_left_alone(text: str) -> None:
    (plain,) = csv_rows(to_csv([replace(ROW, supplier=text)]))
    assert plain["Supplier"] == text


def test_a_link_stays_a_text() -> None:
    content = to_xlsx([replace(ROW, supplier="https://example.com/x", customer="{=1+1}")])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert (sheet.cell(2, 4).value, sheet.cell(2, 4).hyperlink) == ("https://example.com/x", None)
    assert (sheet.cell(2, 7).value, sheet.cell(2, 7).data_type) == ("{=1+1}", "s")


def test_xlsx_keeps_numbers_and_dates_as_such() -> None:
    head, row, unknown = sheet_rows(to_xlsx([ROW, replace(ROW, eta=None)]))
    assert head == COLUMNS
    named = dict(zip(COLUMNS, row, strict=True))
    assert (named["Value"], named["Quantity"], named["Open"], named["Score"]) == (20000, 70, 40.5, 7750)
    assert named["ETA"] == datetime(2025, 2, 15)  # noqa: DTZ001 - what a sheet keeps
    assert named["PO line"] == "00010"
    assert dict(zip(COLUMNS, unknown, strict=True))["ETA"] is None


def test_an_empty_list_is_a_file_with_its_header() -> None:
    assert csv_rows(to_csv([])) == []
    assert sheet_rows(to_xlsx([])) == [COLUMNS]


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_SHEET_ROWS", 3)
    assert len(sheet_rows(to_xlsx([ROW, ROW]))) == 3
    with pytest.raises(InvalidInput, match="3 rows do not fit on one sheet of 2 rows"):
        to_xlsx([ROW, ROW, ROW])


def test_an_export_holds_exactly_what_is_filtered(store: Store, tmp_path: Path) -> None:
    busy = BusyCompany(store, tmp_path)
    for number in range(1, 61):
        supplier = "GLOB" if number % 3 else "XYZ"
        busy.supply(f"PO-{number}", date(2025, 1, 5), supplier)
        busy.order(f"SO-{number}", f"PO-{number}", 10, "C-INDUS", price=f"{number}.11")
    busy.delays(*(f"PO-{number},10,,late,," for number in range(1, 61)), as_of=CREATED)
    filters = Filters(supplier="XYZ")
    everything = list_backorders(store, filters, TODAY, limit=0)
    exported = csv_rows(to_csv(everything.rows))
    assert len(exported) == everything.total == 20
    assert {row["PO number"] for row in exported} == {f"PO-{number}" for number in range(3, 61, 3)}
    assert sum(Decimal(row["Value"]) for row in exported) == everything.value
    assert len(sheet_rows(to_xlsx(everything.rows))) == 21
