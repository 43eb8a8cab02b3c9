"""What the plan of the demo company promises for every seed and size, judged by the domain rules alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backorder_core.demo.company import CONTROL, HARDWARE, HVAC, PRODUCTS
from backorder_core.demo.plan import SEED, Dataset, plan
from backorder_core.domain.intake import DelayReport, LineSituation, cause_of, decide
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import ZERO, Cause, Impact, OfferKind, Outcome, Tier

TODAY = date(2025, 1, 28)
CATEGORY = {product.code: product.category for product in PRODUCTS}
Key = tuple[str, str]
Row = dict[str, Any]


@dataclass
class Late:
    """A PO line that became a backorder: when, why, with which ETA, and what is open of it."""

    line: Row
    created: date
    cause: Cause
    first_eta: date | None
    eta: date | None
    open: Decimal
    orders: list[Row] = field(default_factory=list)
    closed: date | None = None


@dataclass
class Played:
    """The plan played by the intake rules: backorders by PO line, and how every report ended."""

    late: dict[Key, Late]
    outcomes: Counter[Outcome]
    orders: list[Row]


def key(row: Row) -> Key:
    return row["po_number"], row["po_line"]


def play(data: Dataset) -> Played:
    tables = {kind: table.to_pylist() for kind, table in data.loads}
    lines = {key(row): {**row, "eta": row["original_due"], "got": ZERO} for row in tables["po_lines"]}
    orders = {(row["order_number"], row["order_line"]): row for row in tables["order_lines"]}
    served: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in tables["allocations"]:
        served[key(row)].append(orders[row["order_number"], row["order_line"]])
    played = Played({}, Counter(), tables["order_lines"])
    events = [(row["on"], 0, row) for row in data.delays.to_pylist()]
    events += [(row["on"], 1, row) for row in data.receipts.to_pylist()]
    for on, kind, row in sorted(events, key=lambda event: event[:2]):
        if kind == 0:
            report(played, lines[key(row)], row, served[key(row)], on)
        else:
            receive(played, lines[key(row)], row, on)
    return played


def report(played: Played, line: Row, row: Row, orders: list[Row], on: date) -> None:
    known = played.late.get(key(row))
    is_open = known is not None and known.closed is None
    quantity = None if row["quantity"] is None else Decimal(row["quantity"])
    situation = LineSituation(
        po_number=row["po_number"],
        po_line=row["po_line"],
        order_date=line["order_date"],
        original_due=line["original_due"],
        eta=line["eta"],
        ordered=Decimal(line["ordered"]),
        received=line["got"],
        cancelled=ZERO,
        demands=tuple(demand(order) for order in orders) if line["got"] == 0 else (),
        has_open_backorder=is_open,
        backorder_open=known.open if known else ZERO,
    )
    said = decide(situation, DelayReport(row["new_eta"], quantity, row["reason"]), on, DEFAULTS)
    played.outcomes[said.outcome] += 1
    line["eta"] = row["new_eta"]
    if said.outcome is Outcome.CREATED:
        eta = row["new_eta"]
        played.late[key(row)] = Late(line, on, cause_of(row["reason"]), eta, eta, said.quantity, orders)
    elif known is not None and is_open:
        known.eta = row["new_eta"]


def demand(order: Row) -> Demand:
    return Demand(
        order_line_id=0,
        order_number=order["order_number"],
        order_line=order["order_line"],
        customer_id=0,
        customer=order["customer"],
        tier=Tier.STANDARD,
        impact=Impact(order["impact"]),
        emergency=order["emergency"],
        open_quantity=Decimal(order["quantity"]),
        unit_price=Decimal(str(order["unit_price"])),
        need_date=order["need_date"],
        order_date=order["order_date"],
    )


def receive(played: Played, line: Row, row: Row, on: date) -> None:
    units = Decimal(row["quantity"])
    line["got"] += units
    assert line["got"] <= line["ordered"], "nothing arrives that was not ordered"
    known = played.late.get(key(row))
    if known is not None:
        known.open -= min(units, known.open)
        known.closed = on if known.open == 0 else None


@pytest.fixture(scope="module", params=[(None, SEED), (None, 1), (4_000, 2)], ids=str)
def played(request: pytest.FixtureRequest) -> Played:
    rows, seed = request.param
    return play(plan(rows, seed))


def in_quarter(played: Played) -> list[Late]:
    return [one for one in played.late.values() if date(2024, 10, 1) <= one.created < date(2025, 1, 1)]


def share(counts: Counter[str], name: str) -> float:
    return 100 * counts[name] / counts.total()


def test_every_report_can_be_read_and_ends_in_each_way_but_rejected(played: Played) -> None:
    assert set(played.outcomes) == set(Outcome) - {Outcome.REJECTED}
    assert played.outcomes[Outcome.CREATED] == len(played.late)


def test_what_is_open_today_does_not_depend_on_seed_or_size(played: Played) -> None:
    still_open = [one for one in played.late.values() if one.closed is None]
    assert len(still_open) == 47
    assert all(one.eta is None or one.eta >= TODAY for one in still_open)
    assert all(one.created >= date(2025, 1, 3) for one in still_open)


def test_the_fourth_quarter_keeps_its_shares(played: Played) -> None:
    quarter = in_quarter(played)
    causes = Counter(one.cause.key for one in quarter)
    for cause, percent in {"supplier": 55, "quality": 22, "logistics": 15, "demand": 8}.items():
        assert share(causes, cause) == pytest.approx(percent, abs=1)
    suppliers = Counter(str(one.line["supplier"]) for one in quarter)
    assert share(suppliers, "GLOBAL") == pytest.approx(45, abs=1)
    assert share(suppliers, "PRECISION") == pytest.approx(2, abs=1)
    assert suppliers.most_common()[-1][0] == "PRECISION"
    categories = Counter(CATEGORY[one.line["product"]] for one in quarter)
    assert share(categories, HVAC) == pytest.approx(35, abs=1)
    assert share(categories, HARDWARE) == pytest.approx(5, abs=1)


def test_the_fourth_quarter_slips_8_5_days_and_control_systems_are_worth_most(played: Played) -> None:
    quarter = in_quarter(played)
    for etas in (
        [(one.first_eta, one) for one in quarter],
        [(one.eta, one) for one in quarter],
    ):
        slips = [(eta - one.line["original_due"]).days for eta, one in etas if eta]
        assert sum(slips) / len(slips) == pytest.approx(8.5, abs=0.1)
    worth: Counter[str] = Counter()
    for one in quarter:
        worth[CATEGORY[one.line["product"]]] += sum(o["quantity"] * o["unit_price"] for o in one.orders)
    assert worth.most_common()[0][0] == CONTROL


def test_the_holidays_have_three_times_the_rate_and_february_and_march_the_lowest(played: Played) -> None:
    all_orders = Counter(month(row["order_date"]) for row in played.orders)
    short = Counter(month(row["order_date"]) for one in played.late.values() for row in one.orders)
    made = Counter(month(one.created) for one in played.late.values())
    year = [(2024, number) for number in range(1, 13)]
    rates = {one: short[one] / all_orders[one] for one in year}
    quiet, busy = year[:10], year[10:]

    def rate(months: list[tuple[int, int]]) -> float:
        return sum(short[one] for one in months) / sum(all_orders[one] for one in months)

    assert rate(busy) / rate(quiet) == pytest.approx(3.0, abs=0.1)
    mean_of_rates = sum(rates[one] for one in quiet) / len(quiet)
    assert sum(rates[one] for one in busy) / 2 / mean_of_rates == pytest.approx(3.0, abs=0.1)
    assert set(sorted(year, key=lambda one: rates[one])[:2]) == {(2024, 2), (2024, 3)}
    assert set(sorted(year, key=lambda one: made[one])[:2]) == {(2024, 2), (2024, 3)}


def month(day: date) -> tuple[int, int]:
    return day.year, day.month


def test_orders_are_placed_in_the_month_in_which_they_are_backordered(played: Played) -> None:
    assert all(
        month(row["order_date"]) == month(one.created) and row["order_date"] <= one.created
        for one in played.late.values()
        for row in one.orders
    )


def test_in_january_about_87_percent_come_by_the_original_promise() -> None:
    data = plan()
    lines = {key(row): row for row in dict(data.loads)["po_lines"].to_pylist()}
    in_time: Counter[Key] = Counter()
    for row in data.receipts.to_pylist():
        if row["received_on"] <= lines[key(row)]["original_due"]:
            in_time[key(row)] += row["quantity"]
    due = [name for name, row in lines.items() if date(2025, 1, 1) <= row["original_due"] < TODAY]
    rate = sum(in_time[name] / lines[name]["ordered"] for name in due) / len(due)
    assert rate == pytest.approx(0.87, abs=0.005)


def test_offers_of_every_kind_are_on_the_table() -> None:
    assert set(dict(plan().loads)["offers"]["kind"].to_pylist()) == set(OfferKind)


def test_the_same_seed_gives_the_same_rows() -> None:
    first, second, other = plan(), plan(), plan(seed=1)
    assert first.loads == second.loads
    assert first.delays.equals(second.delays)
    assert not other.delays.equals(first.delays)
