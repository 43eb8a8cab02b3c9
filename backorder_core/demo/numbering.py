"""Give PO lines and order lines their numbers and turn columns into the tables that the services load."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from backorder_core.demo.company import CUSTOMERS, PRODUCTS, SUPPLIERS
from backorder_core.demo.parts import Array, Columns, Days, Ints, Part

LINES_A_DOCUMENT = 8
KNOWN_PO = 45812
KNOWN_KEY = "J11"
BEYOND = 1_000_000
FIRST_ORDER = 210_000


def documents(day: Days, party: Ints) -> tuple[Ints, Ints]:
    """Document (counted from 0 by day) and line (10, 20, …) of each row: one party's rows of one day."""
    order = np.lexsort((np.arange(len(day)), party, day))
    fresh = np.ones(len(day), dtype=bool)
    fresh[1:] = (day[order][1:] != day[order][:-1]) | (party[order][1:] != party[order][:-1])
    starts = np.flatnonzero(fresh)
    place = np.arange(len(day)) - np.repeat(starts, np.diff([*starts, len(day)]))
    document = np.cumsum(place % LINES_A_DOCUMENT == 0) - 1
    documents_, lines = np.empty_like(place), np.empty_like(place)
    documents_[order] = document
    lines[order] = place % LINES_A_DOCUMENT * 10 + 10
    return documents_, lines


def po_names(part: Part) -> tuple[Array, Array]:
    """PO number and line of every PO line, counted so that one known order has its known number."""
    document, line = documents(part.po_lines["order_date"], part.po_lines["supplier"])
    known = int(document[part.po_lines["key"] == KNOWN_KEY][0])
    number = KNOWN_PO + document - known
    number = np.where(number < 10_000, BEYOND + document, number)
    return _text("PO-", number), line.astype("U")


def _text(prefix: str, number: Ints) -> Array:
    return np.char.add(prefix, number.astype("U"))


def po_table(part: Part, number: Array, line: Array) -> pa.Table:
    """PO lines as ``services.reference.load`` takes them."""
    rows = part.po_lines
    price = np.array([product.price for product in PRODUCTS])[rows["product"]]
    return pa.table(
        {
            "po_number": number,
            "po_line": line,
            "supplier": _coded([one.code for one in SUPPLIERS], rows["supplier"]),
            "product": _coded([one.code for one in PRODUCTS], rows["product"]),
            "ordered": rows["ordered"],
            "unit_cost": np.round(price * 0.62, 2),
            "order_date": rows["order_date"],
            "original_due": rows["due"],
        }
    )


def order_tables(part: Part, number: Array, line: Array) -> tuple[pa.Table, pa.Table]:
    """Customer order lines, and which PO line serves them, as ``services.reference.load`` takes them."""
    rows: Columns = part.orders
    document, order_line = documents(rows["order_date"], rows["customer"])
    named = {"order_number": _text("SO-", document + FIRST_ORDER), "order_line": order_line.astype("U")}
    orders = pa.table(
        {
            **named,
            "customer": _coded([one.code for one in CUSTOMERS], rows["customer"]),
            "product": _coded([one.code for one in PRODUCTS], rows["product"]),
            **{name: rows[name] for name in ("order_date", "quantity", "need_date", "impact", "emergency")},
            "unit_price": rows["price"],
        }
    )
    served = np.flatnonzero(rows["po"] >= 0)
    po = rows["po"][served]
    allocations = pa.table(
        {
            "po_number": number[po],
            "po_line": line[po],
            **{name: values[served] for name, values in named.items()},
            "quantity": rows["quantity"][served],
        }
    )
    return orders, allocations


def delay_table(part: Part, number: Array, line: Array) -> pa.Table:
    """What suppliers reported, by day, in the columns of a PO delay file; some name the quantity."""
    rows = part.delays
    order = np.argsort(rows["on"], kind="stable")
    po = rows["po"][order]
    ordered = part.po_lines["ordered"][po]
    return pa.table(
        {
            "on": rows["on"][order],
            "po_number": number[po],
            "po_line": line[po],
            "new_eta": rows["eta"][order],
            "reason": rows["reason"][order],
            "quantity": pa.array(ordered, mask=po % 3 != 0),
            "note": np.where(np.isnat(rows["eta"][order]), "No date yet", ""),
        }
    )


def _coded(codes: list[str], place: Array) -> Array:
    return np.array(codes)[place]
