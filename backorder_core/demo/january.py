"""January 2025: every backorder of the month as a row of two tables, played day by day.

``january_delays.csv`` has one row per late PO line: what the supplier said on which day ("day>ETA", an ETA
may be unknown or the same again) and what arrived ("day:units"). ``january_orders.csv`` has one row per
customer order line that waits for it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from backorder_core.demo.company import CUSTOMERS, PRODUCTS, SUPPLIERS
from backorder_core.demo.parts import UNKNOWN, Columns, Days, Ints, Part, columns
from backorder_core.domain.values import Impact

FOLDER = Path(__file__).parent
MONTH_START = np.datetime64("2025-01-02", "D")
SUPPLIER = {supplier.code: place for place, supplier in enumerate(SUPPLIERS)}
PRODUCT = {product.code: place for place, product in enumerate(PRODUCTS)}
CUSTOMER = {customer.name: place for place, customer in enumerate(CUSTOMERS)}
Row = dict[str, str]


def january(rng: np.random.Generator) -> Part:
    """The late PO lines of January, their customers, reports and receipts."""
    late, wanted = _rows("january_delays.csv"), _rows("january_orders.csv")
    place = {row["key"]: number for number, row in enumerate(late)}
    needed = _needed(late, wanted)
    reported = np.array([row["etas"][:10] for row in late], dtype="datetime64[D]")
    due = np.array([row["due"] for row in late], dtype="datetime64[D]")
    return Part(
        po_lines=columns(
            "po_lines",
            supplier=[SUPPLIER[row["supplier"]] for row in late],
            product=[PRODUCT[row["product"]] for row in late],
            ordered=needed,
            order_date=np.minimum(due, reported) - rng.integers(24, 50, len(late)),
            due=due,
            key=[row["key"] for row in late],
        ),
        orders=_orders(wanted, place, late, reported, due, rng),
        delays=_delays(late),
        arrivals=_arrivals(late, needed),
    )


def _rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _needed(late: Iterable[Row], wanted: Iterable[Row]) -> Ints:
    by_key = {row["key"]: 0 for row in late}
    for row in wanted:
        by_key[row["key"]] += int(row["quantity"])
    return np.array(list(by_key.values()), dtype="i8")


def _orders(
    wanted: list[Row],
    place: dict[str, int],
    late: list[Row],
    reported: Days,
    due: Days,
    rng: np.random.Generator,
) -> Columns:
    po = np.array([place[row["key"]] for row in wanted])
    placed = np.maximum(MONTH_START, reported[po] - rng.integers(1, 12, len(wanted)))
    return columns(
        "orders",
        po=po,
        customer=[CUSTOMER[row["customer"]] for row in wanted],
        product=[PRODUCT[late[number]["product"]] for number in po],
        order_date=placed,
        quantity=[int(row["quantity"]) for row in wanted],
        price=[float(row["price"]) for row in wanted],
        need_date=np.maximum(due[po] + rng.integers(1, 9, len(wanted)), placed + 1),
        impact=[Impact.parse(row["impact"]) for row in wanted],
        emergency=[row["emergency"] == "yes" for row in wanted],
    )


def _delays(late: list[Row]) -> Columns:
    said = [(number, one, row["reason"]) for number, row in enumerate(late) for one in row["etas"].split()]
    etas = [one[11:] for _, one, _ in said]
    return columns(
        "delays",
        po=[number for number, _, _ in said],
        on=[one[:10] for _, one, _ in said],
        eta=np.array([UNKNOWN if eta == "unknown" else np.datetime64(eta, "D") for eta in etas]),
        reason=[reason for _, _, reason in said],
    )


def _arrivals(late: list[Row], needed: Ints) -> Columns:
    came = [(number, row["arrived"].split(":")) for number, row in enumerate(late) if row["arrived"]]
    return columns(
        "arrivals",
        po=[number for number, _ in came],
        on=[day for _, (day, _) in came],
        quantity=[needed[number] if units == "all" else int(units) for number, (_, units) in came],
    )
