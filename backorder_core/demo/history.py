"""Past years of backorders: how many a month, who causes them and why, how late, and what arrived when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backorder_core.demo.company import CAUSES, CONTROL, CUSTOMERS, PRODUCTS, SUPPLIERS, TROUBLE
from backorder_core.demo.parts import (
    DAY,
    UNKNOWN,
    Array,
    Columns,
    Days,
    Ints,
    Mask,
    Part,
    columns,
    dealt,
    quota,
)
from backorder_core.demo.workdays import file_days, month_of, on_or_after
from backorder_core.domain.values import Impact, Tier

# How likely an order is to be backordered, by month, against an average month outside the holiday season.
SEASON = (1.1, 0.6, 0.65, 0.95, 1.0, 1.1, 1.1, 1.05, 1.15, 1.3, 2.9, 3.1)
MEAN_SLIP = (7.2, 7.6, 8.0, 8.5)
LONGEST_SLIP = 24
SHORTEST_SLIP = 3
REVISED_AHEAD = 19  # days to the ETA: a later file must still come before it
REST_AFTER = 15  # days; the two halves of a delivery must not be booked on one day
ORDERS_A_BACKORDER = (1, 1, 1, 2)
CUSTOMER_WEIGHTS = np.array([{Tier.VIP: 3, Tier.PREMIUM: 2, Tier.STANDARD: 1}[one.tier] for one in CUSTOMERS])
PRICES = np.array([product.price for product in PRODUCTS])
CATEGORIES = [product.category for product in PRODUCTS]


@dataclass(frozen=True)
class Story:
    """The dates of each backorder; an unknown first ETA or no revision is NaT."""

    created: Days
    due: Days
    first_eta: Days
    revised: Days
    eta: Days


def year_of_backorders(year: int, count: int, rng: np.random.Generator) -> Part:
    """Late PO lines that become ``count`` backorders created in one past year, all received in the end."""
    created = _created(year, count, rng)
    quarter = (created.astype("datetime64[M]").astype("i8") % 12) // 3
    trouble = _by_quarter(quarter, [share for _, _, share in TROUBLE], rng)
    cause = _by_quarter(quarter, [share for share, _ in CAUSES], rng)
    product = _products(trouble, rng)
    story = _story(year, created, quarter, rng)
    orders = _orders(created, story.due, product, rng)
    needed = np.bincount(orders["po"], weights=orders["quantity"], minlength=count).astype("i8")
    codes = [supplier.code for supplier in SUPPLIERS]
    spare = np.where(rng.random(count) < 0.3, needed // 5, 0)
    po_lines = columns(
        "po_lines",
        supplier=np.array([codes.index(code) for code, _, _ in TROUBLE])[trouble],
        product=product,
        ordered=needed + spare,
        order_date=np.minimum(story.due - rng.integers(25, 70, count), created - 8),
        due=story.due,
        key="",
    )
    return Part(po_lines, orders, _delays(story, _reasons(cause, rng)), _arrivals(story, needed + spare, rng))


def _created(year: int, count: int, rng: np.random.Generator) -> Days:
    days = file_days(year)
    months = days.astype("datetime64[M]").astype("i8") % 12
    drawn = [rng.choice(days[months == month], size) for month, size in enumerate(quota(count, SEASON))]
    return np.sort(np.concatenate(drawn))


def _by_quarter(quarter: Ints, weights: list[int], rng: np.random.Generator) -> Ints:
    chosen = np.empty(len(quarter), dtype="i8")
    for one in range(4):
        mine = quarter == one
        chosen[mine] = dealt(int(mine.sum()), weights, rng)
    return chosen


def _products(trouble: Ints, rng: np.random.Generator) -> Ints:
    product = np.empty(len(trouble), dtype="i8")
    for place, (_, category, _) in enumerate(TROUBLE):
        mine = trouble == place
        choices = [number for number, one in enumerate(CATEGORIES) if one == category]
        product[mine] = rng.choice(choices, int(mine.sum()))
    return product


def _reasons(cause: Ints, rng: np.random.Generator) -> Array:
    reasons = np.empty(len(cause), dtype="U80")
    for place, (_, words) in enumerate(CAUSES):
        mine = cause == place
        reasons[mine] = rng.choice(np.array(words), int(mine.sum()))
    return reasons


def _story(year: int, created: Days, quarter: Ints, rng: np.random.Generator) -> Story:
    count = len(created)
    days = file_days(year)
    early = created < np.datetime64(f"{year}-12-15", "D")
    unknown = early & (rng.random(count) < 0.06)
    slip = _slips(quarter, unknown, rng)
    revised, change = _revisions(created, slip, early & ~unknown, rng)
    notice = rng.integers(-3, 10, count)
    ahead = np.where(unknown | revised, REVISED_AHEAD, 2)
    notice = np.maximum(notice, ahead - np.minimum(slip, slip + change))
    latest = np.datetime64(f"{year + 1}-01-14", "D") - np.maximum(slip, slip + change)
    due = np.minimum(created + notice, latest)
    seen = on_or_after(days, created + rng.integers(3, 6, count))
    return Story(
        created=created,
        due=due,
        first_eta=np.where(unknown, UNKNOWN, due + slip),
        revised=np.where(unknown | revised, seen, UNKNOWN),
        eta=due + slip + change,
    )


def _slips(quarter: Ints, unknown: Array, rng: np.random.Generator) -> Ints:
    slip = np.minimum(SHORTEST_SLIP + rng.geometric(1 / 6.5, len(quarter)) - 1, LONGEST_SLIP).astype("i8")
    for one, mean in enumerate(MEAN_SLIP):
        for group in (unknown, ~unknown):
            mine = np.flatnonzero((quarter == one) & group)
            _settle(slip, mine, round(mean * len(mine)), rng)
    return slip


def _settle(slip: Ints, mine: Ints, total: int, rng: np.random.Generator) -> None:
    """Move single days until the slips of ``mine`` sum to ``total``."""
    while (missing := total - int(slip[mine].sum())) != 0:
        step = 1 if missing > 0 else -1
        limit = LONGEST_SLIP if step > 0 else SHORTEST_SLIP
        movable = rng.permutation(mine[slip[mine] != limit])
        slip[movable[: abs(missing)]] += step


def _revisions(created: Days, slip: Ints, possible: Mask, rng: np.random.Generator) -> tuple[Mask, Ints]:
    """Which ETAs are revised, and by how many days: in pairs of one later and one earlier in each quarter."""
    change = np.zeros(len(created), dtype="i8")
    quarters = created.astype("datetime64[M]").astype("i8") // 3
    for one in np.unique(quarters):
        able = np.flatnonzero(possible & (quarters == one) & (slip >= 8) & (slip <= LONGEST_SLIP - 5))
        able = rng.permutation(able)[: len(able) // 4 * 2]
        later, earlier = np.split(able, 2)
        change[later] = rng.integers(1, 5, len(later))
        change[earlier] = -change[later]
    return change != 0, change


def _orders(created: Days, due: Days, product: Ints, rng: np.random.Generator) -> Columns:
    count = len(created)
    po = np.repeat(np.arange(count), np.resize(ORDERS_A_BACKORDER, count))
    month_start = month_of(created)[po]
    placed = np.maximum(month_start, created[po] - rng.integers(0, 15, len(po)))
    return order_columns(
        po, product[po], placed, np.maximum(due[po], placed) + rng.integers(1, 13, len(po)), rng
    )


def order_columns(po: Ints, product: Ints, placed: Days, need: Days, rng: np.random.Generator) -> Columns:
    """Customer order lines with a customer, a price near the list price and a quantity for some revenue."""
    count = len(product)
    price = np.round(PRICES[product] * rng.uniform(0.95, 1.06, count), 2)
    dear = np.array([2.0 if category == CONTROL else 1.0 for category in CATEGORIES])[product]
    wanted = rng.lognormal(7.4, 0.7, count) * dear
    weights = CUSTOMER_WEIGHTS / CUSTOMER_WEIGHTS.sum()
    return columns(
        "orders",
        po=po,
        customer=rng.choice(len(CUSTOMERS), count, p=weights),
        product=product,
        order_date=placed,
        quantity=np.maximum(1, np.round(wanted / price)),
        price=price,
        need_date=need.astype(DAY),
        impact=rng.choice(list(Impact), count, p=[0.06, 0.18, 0.76]),
        emergency=rng.random(count) < 0.02,
    )


def _delays(story: Story, reasons: Array) -> Columns:
    again = np.flatnonzero(~np.isnat(story.revised))
    place = np.arange(len(story.created))
    return columns(
        "delays",
        po=np.concatenate([place, again]),
        on=np.concatenate([story.created, story.revised[again]]),
        eta=np.concatenate([story.first_eta, story.eta[again]]),
        reason=np.concatenate([reasons, reasons[again]]),
    )


def _arrivals(story: Story, ordered: Ints, rng: np.random.Generator) -> Columns:
    count = len(ordered)
    said = np.where(np.isnat(story.revised), story.created, story.revised)
    came = np.maximum(story.eta + rng.choice([-1, 0, 0, 0, 0, 0, 0, 1, 2], count), said + 1)
    year_end = story.created[-1].astype("datetime64[Y]") + 1
    split = (ordered > 3) & (came <= year_end.astype(DAY) + 3) & (rng.random(count) < 0.15)
    rest = np.flatnonzero(split)
    first = np.where(split, ordered // 2, ordered)
    return columns(
        "arrivals",
        po=np.concatenate([np.arange(count), rest]),
        on=np.concatenate([came, came[rest] + REST_AFTER]),
        quantity=np.concatenate([first, (ordered - first)[rest]]),
    )
