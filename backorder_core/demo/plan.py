"""The whole demo company as data: what is loaded first, and what happens on each day after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from backorder_core.demo import company
from backorder_core.demo.history import ORDERS_A_BACKORDER, SEASON, year_of_backorders
from backorder_core.demo.january import january
from backorder_core.demo.numbering import delay_table, order_tables, po_names, po_table
from backorder_core.demo.ordinary import orders_from_stock, ordinary_purchases
from backorder_core.demo.parts import AS_OF, Array, Days, Part, joined
from backorder_core.demo.supply import offer_table, stock_table
from backorder_core.demo.workdays import JANUARY, on_or_after, working_days

AS_OF_DATE: date = AS_OF.astype(object)
SEED = 28
LAST_YEAR = 2024
A_YEAR = 438
MOST_A_YEAR = 50_000
MOST_YEARS = 10
PURCHASES_A_MONTH = 450
MOST_PURCHASES_A_MONTH = 1_500
FUTURE_UNTIL = "2025-03-16"
FUTURE_PURCHASES = 1_360


@dataclass(frozen=True)
class Dataset:
    """Tables to load, in order; delays and receipts by day; ``checks`` are the days of escalation checks."""

    loads: tuple[tuple[str, pa.Table], ...]
    delays: pa.Table
    receipts: pa.Table
    days: tuple[date, ...]
    checks: frozenset[date]


@dataclass(frozen=True)
class Size:
    """How many backorders each past year has, and how much business as usual there is around them."""

    years: tuple[int, ...]
    backorders: int
    purchases_a_month: int
    orders_a_month: int


def size_for(rows: int | None, now: int) -> Size:
    """Sizes for about ``rows`` backorders, ``now`` of them in the last month; never fewer than the default.

    Large histories reach further back, and business as usual grows more slowly than they do: it would
    otherwise be thirty order lines and fifteen PO lines for every backorder.
    """
    past = max(A_YEAR, (rows or 0) - now)
    years = min(MOST_YEARS, 1 + past // MOST_A_YEAR)
    a_year = past // years
    backordered = a_year / sum(SEASON) * float(np.mean(ORDERS_A_BACKORDER))
    rate = min(0.2, 0.03 * max(1.0, a_year / 2_000))
    return Size(
        years=tuple(range(LAST_YEAR - years + 1, LAST_YEAR + 1)),
        backorders=a_year,
        purchases_a_month=min(PURCHASES_A_MONTH * a_year // A_YEAR, MOST_PURCHASES_A_MONTH // years),
        orders_a_month=round(backordered / rate),
    )


def plan(rows: int | None = None, seed: int = SEED) -> Dataset:
    """The demo company for a seed: the same rows for the same seed and size."""
    month, past, usual, supply = (np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(4))
    now = january(month)
    size = size_for(rows, len(now.po_lines["due"]))
    working = working_days(size.years[0])
    every_day = np.arange(JANUARY, AS_OF + 1, dtype=working.dtype)
    years = [year_of_backorders(year, size.backorders, past) for year in size.years]
    part = _with_business_as_usual([now, *years], size, working, usual)
    number, line = po_names(part)
    orders, allocations = order_tables(part, number, line)
    return Dataset(
        loads=(
            *_master_data(),
            ("stock", stock_table(supply)),
            ("po_lines", po_table(part, number, line)),
            ("order_lines", orders),
            ("allocations", allocations),
            ("offers", offer_table(part.po_lines["key"], number, line)),
        ),
        delays=delay_table(part, number, line),
        receipts=_receipts(part, number, line, working),
        days=tuple(np.union1d(working, every_day).astype(object).tolist()),
        checks=frozenset(np.union1d(working[working < JANUARY][::2], every_day).astype(object).tolist()),
    )


def _with_business_as_usual(late: list[Part], size: Size, working: Days, rng: np.random.Generator) -> Part:
    first, count = f"{size.years[0]}-01-01", size.purchases_a_month * 12 * len(size.years)
    past = ordinary_purchases(first, str(JANUARY), count, working, rng)
    ahead = ordinary_purchases(str(JANUARY), FUTURE_UNTIL, FUTURE_PURCHASES, working, rng)
    bought = joined([*late, past, ahead])
    return joined([bought, orders_from_stock(bought, size.years[0], size.orders_a_month, rng)])


def _master_data() -> tuple[tuple[str, pa.Table], ...]:
    return (
        ("people", _rows(("name", "role"), [(name, int(role)) for name, role in company.PEOPLE])),
        ("suppliers", _table(company.SUPPLIERS, "code", "name")),
        ("buyers", _rows(("supplier", "buyer"), list(company.BUYERS.items()))),
        ("products", _table(company.PRODUCTS, "code", "name", "category")),
        ("locations", _rows(("code", "name"), list(company.LOCATIONS))),
        ("customers", _table(company.CUSTOMERS, "code", "name", "tier", "account_manager")),
    )


def _table(things: tuple[object, ...], *names: str) -> pa.Table:
    return pa.table({name: [getattr(thing, name) for thing in things] for name in names})


def _rows(names: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> pa.Table:
    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


def _receipts(part: Part, number: Array, line: Array, working: Days) -> pa.Table:
    rows = part.arrivals
    booked = on_or_after(working, rows["on"])
    order = np.argsort(booked, kind="stable")
    po = rows["po"][order]
    return pa.table(
        {
            "on": booked[order],
            "po_number": number[po],
            "po_line": line[po],
            "received_on": rows["on"][order],
            "quantity": rows["quantity"][order],
        }
    )
