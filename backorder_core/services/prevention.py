"""Past backorders replayed: what a safety stock, a second source or earlier orders would have avoided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from backorder_core.domain import prevention as rules
from backorder_core.domain.prevention import Helped, Outcome, Shortage, Step, Total, Wanted, lateness
from backorder_core.domain.values import ZERO, plain
from backorder_core.domain.windows import Window
from backorder_core.store import Store

SIZES = 12
MOST_STEPS = 50
DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 28)


class Remedy(StrEnum):
    """What might have been done."""

    STOCK = "safety stock"
    SOURCE = "second source"
    EARLIER = "order earlier"


@dataclass(frozen=True)
class About:
    """Who and what a backorder is about, for people."""

    product_name: str
    supplier_name: str
    customer: str
    customers: int


@dataclass(frozen=True)
class Past:
    """The backorders made in a window, those that mattered first as they came; ``ordered`` in units.

    ``ordered`` is what the purchase orders of the same products brought or were to bring in the window.
    """

    window: Window
    as_of: date
    shortages: tuple[Shortage, ...]
    about: Mapping[str, About]
    ordered: Decimal

    @property
    def products(self) -> int:
        """How many products were short by late units."""
        return len({one.product for one in self.shortages if one.late})

    @property
    def late(self) -> int:
        """How many backorders had late units."""
        return sum(bool(one.late) for one in self.shortages)

    @property
    def value(self) -> Decimal:
        """Revenue at risk by late units, money."""
        return sum((one.value for one in self.shortages), ZERO)


@dataclass(frozen=True)
class Replayed:
    """One remedy of one size over the past; ``cost`` in money, None where its price was not said."""

    remedy: Remedy
    size: int
    outcomes: tuple[Outcome, ...]
    total: Total
    cost: Decimal | None


def past(
    store: Store, window: Window, as_of: date, *, product: str | None = None, supplier: str | None = None
) -> Past:
    """The backorders made in a window and when their units came, as known at the end of a day."""
    days = {"since": window.since, "until": window.until, "as_of": as_of}
    with store.read() as reader:
        rows = reader.dicts("shortages_made", product=product, supplier=supplier, **days)
        came: dict[int, list[tuple[date, Decimal]]] = {}
        for row in reader.dicts("arrivals_of_shortages", **days):
            came.setdefault(row["id"], []).append((row["arrived"], row["units"]))
        shortages, about = [], {}
        for _, lines in groupby(rows, key=lambda row: row["id"]):
            one = list(lines)
            shortages.append(_shortage(one, came.get(one[0]["id"], []), as_of))
            about[one[0]["number"]] = _about(one)
        short = sorted({one.product for one in shortages if one.late})
        ordered = reader.one(
            "units_ordered", since=window.since, until=window.until, products=short, supplier=supplier
        )
    return Past(window, as_of, tuple(shortages), about, Decimal(ordered[0]) if ordered else ZERO)


def _shortage(
    lines: Sequence[Mapping[str, Any]], came: Sequence[tuple[date, Decimal]], as_of: date
) -> Shortage:
    wanted = [Wanted(line["quantity"], line["unit_price"], line["by_day"]) for line in lines]
    first = lines[0]
    return Shortage(first["number"], first["product"], first["created_on"], lateness(wanted, came, as_of))


def _about(lines: Sequence[Mapping[str, Any]]) -> About:
    names = list(dict.fromkeys(line["customer"] for line in lines))
    return About(lines[0]["product_name"], lines[0]["supplier_name"], names[0], len(names))


def replay(found: Past, remedy: Remedy, size: int, price: Decimal | None = None) -> Replayed:
    """What one remedy would have avoided.

    ``size`` is units for a stock and days otherwise. ``price`` is money per unit and year for a stock and for
    earlier orders, per unit bought for a second source; no cost is said where it is None.
    """
    outcomes = _remedies(found.shortages)[remedy](size)
    total = rules.total(size, outcomes)
    return Replayed(remedy, size, tuple(outcomes), total, cost(found, remedy, total, price))


def cost(found: Past, remedy: Remedy, total: Total, price: Decimal | None) -> Decimal | None:
    """What a remedy would have cost over the window; None where its price was not said."""
    if price is None:
        return None
    if remedy is Remedy.STOCK:
        return rules.stock_cost(total.size, found.products, found.window.days, price)
    if remedy is Remedy.SOURCE:
        return rules.purchase_cost(total.units, price)
    return rules.earlier_cost(found.ordered, total.size, price)


def frontier(found: Past, remedy: Remedy) -> tuple[Total, ...]:
    """The sizes of a remedy worth considering, the cheapest first: each avoids more value than the last."""
    sizes = _sizes(found.shortages) if remedy is Remedy.STOCK else DAYS
    dearer = remedy is not Remedy.SOURCE
    return rules.frontier(sizes, _remedies(found.shortages)[remedy], more_is_dearer=dearer)


def _remedies(shortages: Sequence[Shortage]) -> dict[Remedy, Callable[[int], Sequence[Outcome]]]:
    return {
        Remedy.STOCK: lambda size: rules.safety_stock(shortages, size),
        Remedy.SOURCE: lambda size: rules.second_source(shortages, size),
        Remedy.EARLIER: lambda size: rules.ordered_earlier(shortages, size),
    }


def _sizes(shortages: Sequence[Shortage]) -> list[int]:
    """Stock sizes to look at: from one unit to what would have covered everything, in round steps."""
    by_product: dict[str, Decimal] = {}
    for one in shortages:
        by_product[one.product] = by_product.get(one.product, ZERO) + one.units
    most = int(max(by_product.values(), default=ZERO).to_integral_value(rounding="ROUND_CEILING"))
    steps = [factor * 10**power for power in range(7) for factor in (1, 2, 5)]
    enough = _enough(shortages, most)
    return [size for size in steps if size < enough][-SIZES:] + ([enough] if enough else [])


def _enough(shortages: Sequence[Shortage], most: int) -> int:
    """The smallest stock that avoids all that any stock can."""
    best = rules.total(most, rules.safety_stock(shortages, most)).value
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if rules.total(middle, rules.safety_stock(shortages, middle)).value >= best:
            high = middle
        else:
            low = middle + 1
    return low


def as_json(found: Past) -> dict[str, object]:
    """The document of ``backorders report prevention``: money as text, shares of the value in percent.

    Each list is the sizes worth considering, the cheapest first; ``best_stock`` says which units to keep
    first. Costs depend on prices that nobody said.
    """
    return {
        "as_of": found.as_of.isoformat(),
        "window": {"from": found.window.since.isoformat(), "to": found.window.until.isoformat()},
        "backorders": len(found.shortages),
        "with_late_units": found.late,
        "products": found.products,
        "value": f"{found.value:.2f}",
        "best_stock": [
            {
                "product": step.product,
                "units": step.size,
                "more": step.more,
                "value": f"{step.gain:.2f}",
                "units_so_far": step.units,
                "value_so_far": f"{step.value:.2f}",
            }
            for step in best_stock(found)[:MOST_STEPS]
        ],
        **{
            remedy.value.replace(" ", "_"): [
                _total_json(found, remedy, one) for one in frontier(found, remedy)
            ]
            for remedy in Remedy
        },
    }


def _total_json(found: Past, remedy: Remedy, one: Total) -> dict[str, object]:
    size = {Remedy.STOCK: "units_of_each", Remedy.SOURCE: "lead_days", Remedy.EARLIER: "days"}[remedy]
    share = one.value * 100 / found.value if found.value else ZERO
    return {
        size: one.size,
        "avoided": one.wholly,
        "partly_avoided": one.partly,
        "units": plain(one.units),
        "value": f"{one.value:.2f}",
        "share": float(round(share, 1)),
    }


def best_stock(found: Past) -> tuple[Step, ...]:
    """Which units to keep first, over all products of the past."""
    return rules.best_stock(found.shortages)


def helped(outcomes: Sequence[Outcome], *, nothing: bool = False) -> list[Outcome]:
    """The outcomes to show: the most valuable first; those with nothing avoided only where asked for."""
    shown = [one for one in outcomes if one.units or (nothing and one.helped is not Helped.HARMLESS)]
    return sorted(shown, key=lambda one: (-one.value, one.shortage.created_on, one.shortage.number))
