"""Business as usual: PO lines that come in time or nearly, and orders served from stock."""

from __future__ import annotations

import numpy as np

from backorder_core.demo.company import CAUSES, PRODUCTS, SUPPLIERS, TROUBLE
from backorder_core.demo.history import PRICES, order_columns
from backorder_core.demo.parts import (
    AS_OF,
    DAY,
    Array,
    Columns,
    Days,
    Ints,
    Mask,
    Part,
    columns,
    empty,
    picked,
    stacked,
)
from backorder_core.demo.workdays import on_or_after

WITH_CUSTOMER = 0.55
REPORTED = 0.7
MINOR = np.array(CAUSES[0][1] + CAUSES[2][1])


def ordinary_purchases(first: str, until: str, count: int, working: Days, rng: np.random.Generator) -> Part:
    """``count`` PO lines due in [first, until), received up to the day before the as-of date.

    Some come a few days late: with customers waiting by less than makes a backorder, otherwise by more.
    """
    due = np.sort(rng.choice(np.arange(first, until, dtype=DAY), count))
    supplier = rng.choice(len(SUPPLIERS), count, p=_shares([one.orders for one in SUPPLIERS]))
    product = _products(supplier, rng)
    quantity = np.maximum(2, np.round(rng.lognormal(8.0, 0.6, count) / PRICES[product])).astype("i8")
    ordered = due - rng.integers(25, 70, count)
    waited_for = rng.random(count) < WITH_CUSTOMER
    late = rng.random(count) > np.array([one.punctual for one in SUPPLIERS])[supplier]
    slip = np.where(late, np.where(waited_for, rng.integers(1, 3, count), rng.integers(1, 10, count)), 0)
    came = np.where(late, due + slip, due - rng.integers(0, 4, count))
    here = came < AS_OF
    return Part(
        po_lines=columns(
            "po_lines",
            supplier=supplier,
            product=product,
            ordered=quantity,
            order_date=ordered,
            due=due,
            key="",
        ),
        orders=_orders(due, ordered, product, quantity, waited_for, rng),
        delays=_delays(due, came, late, working, rng),
        arrivals=columns("arrivals", po=np.flatnonzero(here), on=came[here], quantity=quantity[here]),
    )


def _shares(weights: list[int]) -> Array:
    return np.array(weights) / sum(weights)


def _products(supplier: Ints, rng: np.random.Generator) -> Ints:
    product = np.empty(len(supplier), dtype="i8")
    for place, one in enumerate(SUPPLIERS):
        mine = supplier == place
        makes = {category for code, category, _ in TROUBLE if code == one.code}
        choices = [number for number, item in enumerate(PRODUCTS) if item.category in makes]
        product[mine] = rng.choice(choices, int(mine.sum()))
    return product


def _orders(
    due: Days, ordered: Days, product: Ints, quantity: Ints, waited_for: Mask, rng: np.random.Generator
) -> Columns:
    po = np.flatnonzero(waited_for)
    last = np.minimum(due[po] - 2, AS_OF - 1)
    placed = np.maximum(ordered[po], last - rng.integers(0, 25, len(po)))
    orders = order_columns(po, product[po], placed, due[po] + rng.integers(3, 14, len(po)), rng)
    orders["quantity"] = np.minimum(orders["quantity"], quantity[po])
    return picked(orders, orders["order_date"] < AS_OF)


def _delays(due: Days, came: Days, late: Mask, working: Days, rng: np.random.Generator) -> Columns:
    reported = np.where(came < AS_OF, rng.random(len(due)) < REPORTED, due < AS_OF + 3)
    told = np.flatnonzero(late & reported)
    on = on_or_after(working, np.minimum(due[told] - rng.integers(1, 4, len(told)), AS_OF))
    told, on = told[on < came[told]], on[on < came[told]]
    return columns("delays", po=told, on=on, eta=came[told], reason=rng.choice(MINOR, len(told)))


def orders_from_stock(part: Part, first_year: int, a_month: int, rng: np.random.Generator) -> Part:
    """Order lines without a PO line, so that every month up to the as-of date has ``a_month`` of them."""
    placed = part.orders["order_date"].astype("datetime64[M]")
    months = np.arange(f"{first_year}-01", AS_OF.astype("datetime64[M]") + 1, dtype="datetime64[M]")
    taken = np.bincount(np.searchsorted(months, placed[placed >= months[0]]), minlength=len(months))
    made = [_month_from_stock(*one, a_month, rng) for one in zip(months, taken, strict=True)]
    return Part(empty("po_lines"), stacked(made), empty("delays"), empty("arrivals"))


def _month_from_stock(month: np.datetime64, taken: int, a_month: int, rng: np.random.Generator) -> Columns:
    days = np.arange(month, month + 1, dtype=DAY)
    past = days[days < AS_OF]
    count = max(0, round(a_month * len(past) / len(days)) - taken)
    placed = np.sort(rng.choice(past, count))
    product = rng.integers(0, len(PRODUCTS), count)
    return order_columns(np.full(count, -1), product, placed, placed + rng.integers(3, 21, count), rng)
