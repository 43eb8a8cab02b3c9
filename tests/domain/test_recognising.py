"""The kind of a file is found by its headers; what they leave open is asked, or said by the file's name."""

from __future__ import annotations

import pytest

from backorder_core.domain.headers import match_headers
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.recognising import Recognised, recognise
from tests.domain.test_header_words import ROWS

TWINS = (
    *("Business One rows with two dates", "Business One, Spanish", "Business One, German"),
    *("Odoo import template", "Business One vendors", "Business Central vendors", "NetSuite items"),
)
"""Tables of partners, items or rows of orders that look like those of customers, stock or the other side."""


def found(headers: str, name: str = "export.csv") -> Recognised:
    cells = headers.split(",")
    return recognise(cells, {kind: match_headers(one, cells) for kind, one in KINDS.items()}, name)


@pytest.mark.parametrize("name", [name for name in ROWS if not name.startswith(TWINS)])
def test_header_rows_of_real_systems_are_recognised_whatever_the_file_is_called(name: str) -> None:
    kind, row = ROWS[name]
    headers = [header for header, _ in row]
    matches = {one: match_headers(contract, headers) for one, contract in KINDS.items()}
    assert recognise(headers, matches, "quality.csv").kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_is_recognised_under_its_own_name(kind: str) -> None:
    assert found(",".join(KINDS[kind].names), f"{kind}.csv").kind == kind


@pytest.mark.parametrize(
    ("headers", "name", "kind"),
    [
        ("code,name", "Suppliers 2025.csv", "suppliers"),
        ("code,name", "customers.txt", "customers"),
        ("Vendor No,Vendor Name", "customers.csv", "suppliers"),
        ("PO,Line,Vendor,Item,Ordered,Received,Due date,Promised date", "x.csv", "po-lines"),
        ("PO,Line,Item,Supplier,Qty,Due date,New ETA,Reason", "x.csv", "po-delays"),
        ("PO,Line,Vendor,Item,Ordered,Received,Due date,Promised date,Reason", "x.csv", "po-lines"),
        ("Order,Line,Item,Qty,Date", "receipts-may.csv", "receipts"),
    ],
)
def test_the_name_decides_only_what_the_headers_leave_open(headers: str, name: str, kind: str) -> None:
    assert found(headers, name).kind == kind


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ("code,name", "could be those of suppliers, products, locations or customers"),
        ("Order,Line,Item,Qty,Date", "could be those of receipts, in words that can mean anything"),
        ("colour,shape,weather", "no kind of file has the headers colour, shape, weather"),
        ("PO,Line,Item,Ordered", "nearest to po-lines, but no column of the file was recognised"),
    ],
)
def test_what_stays_open_is_said_with_what_to_do(headers: str, said: str) -> None:
    one = found(headers)
    assert one.kind is None
    assert said in one.reason
    assert "mappings" in one.reason


@pytest.mark.parametrize(
    ("twin", "kinds"),
    [
        (
            "Business One rows with two dates",
            {"POR1.xlsx": "po-lines", "rdr1.csv": "order-lines", "rows.csv": None},
        ),
        (
            "Business One, German",
            {"Offene Bestellungen.csv": "po-lines", "Kundenaufträge Mai.csv": "order-lines"},
        ),
        (
            "Business One, Spanish",
            {"pedidos de compra.csv": "po-lines", "pedidos_de_venta.csv": "order-lines"},
        ),
        (
            "Odoo import template",
            {"Purchase Order (purchase.order).csv": "po-lines", "sale.order.csv": "order-lines"},
        ),
    ],
)
def test_rows_of_orders_bought_and_sold_that_look_alike_are_told_apart_by_name_or_asked(
    twin: str, kinds: dict[str, str | None]
) -> None:
    headers = ",".join(header for header, _ in ROWS[twin][1])
    assert {name: found(headers, name).kind for name in kinds} == kinds
    assert set(found(headers).could_be) == {"po-lines", "order-lines"}


ANALYSIS = "Date,Required By,Status,Purchase Order,Supplier,Item Code,Qty,Received Qty,Warehouse"
HISTORY = "ID,PO / SO #,Scheduled Delivery Date,Vendor,Item Description,Line Item Quantity,Unit Price"
SALES = "Customer Id,Customer Fname,order date,Order Id,Order Item Id,Order Item Quantity,Order Status"


@pytest.mark.parametrize(
    ("headers", "nearest", "lacks"),
    [
        (ANALYSIS, "po-lines", "no column of the file was recognised as po_line"),
        (HISTORY, "po-lines", "no column of the file was recognised as po_line and product"),
        (SALES, "order-lines", "recognised as product and unit_price and need_date"),
    ],
)
def test_a_file_that_lacks_a_needed_column_is_not_taken_for_what_knows_less_of_it(
    headers: str, nearest: str, lacks: str
) -> None:
    one = found(headers)
    assert (one.kind, one.nearest) == (None, nearest)
    assert lacks in one.reason
