"""Supplier performance: the truth table of on-time delivery, every figure against plain pandas, penalties."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from backorder_core.delivery.reporting import BY_NAME, Ask
from backorder_core.delivery.supplier_review import review_html, review_text
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.windows import Window
from backorder_core.services.reports import on_time_of
from backorder_core.services.supplier_records import (
    Trouble,
    note_incident,
)
from backorder_core.services.suppliers import OnTime, performances, review
from backorder_core.store import Store, open_store
from tests.busy_company import BusyCompany, CrowdedCompany
from tests.services.supplier_figures import DUE, JANUARY, D, agree, on, one
from tests.small_company import LISA, PLANNER, TODAY

Arrivals = list[tuple[str, int]]


@pytest.mark.parametrize(
    ("ordered", "arrivals", "expected"),
    [
        ("10", [("10", 10)], "100.0"),
        ("10", [("10", 3)], "100.0"),
        ("10", [("25", 9)], "100.0"),
        ("10", [("6", 10), ("4", 11)], "60.0"),
        ("10", [("6", 9)], "60.0"),
        ("10", [("10", 11)], "0.0"),
        ("10", [], "0.0"),
        ("3", [("1", 10)], "33.3"),
    ],
)
def test_on_time_of_one_line(busy: BusyCompany, ordered: str, arrivals: Arrivals, expected: str) -> None:
    busy.supply("PO-1", DUE, ordered=ordered)
    for quantity, day in arrivals:
        busy.arrives("PO-1", quantity, on(day))
    assert one(busy.store).original == OnTime(D(expected), 1)


def test_two_lines_of_ten_with_nine_each_are_90_percent(busy: BusyCompany) -> None:
    for number in ("PO-1", "PO-2"):
        busy.supply(number, DUE, ordered="10")
        busy.arrives(number, "9", DUE)
    assert one(busy.store).original == OnTime(D("90.0"), 2)


def test_lines_weigh_the_same_whatever_their_size(busy: BusyCompany) -> None:
    busy.supply("PO-1", DUE, ordered="1000")
    busy.supply("PO-2", DUE, ordered="1")
    busy.arrives("PO-2", "1", DUE)
    assert one(busy.store).original == OnTime(D("50.0"), 2)


@pytest.mark.parametrize(
    ("due", "as_of", "lines"),
    [
        (on(1), TODAY, 1),
        (date(2024, 12, 31), TODAY, 0),
        (on(27), TODAY, 1),
        (on(28), TODAY, 0),
        (on(31), on(5, 2), 1),
        (on(1, 2), on(5, 2), 0),
    ],
)
def test_a_window_holds_promises_in_it_and_before_the_day(
    busy: BusyCompany, due: date, as_of: date, lines: int
) -> None:
    busy.supply("PO-1", due)
    assert one(busy.store, as_of=as_of).original == OnTime(D("0.0") if lines else None, lines)


def test_moving_a_date_improves_only_the_last_agreed_one(busy: BusyCompany) -> None:
    busy.short("PO-1", created=on(5), eta=on(20), due=DUE)
    busy.arrives("PO-1", "100", on(20))
    found = one(busy.store)
    assert found.original == OnTime(D("0.0"), 1)
    assert found.agreed == OnTime(D("100.0"), 1)


def test_an_unknown_date_agrees_to_nothing_and_a_short_delay_without_backorder_does(
    busy: BusyCompany,
) -> None:
    busy.short("PO-1", created=on(5), eta=None, due=DUE)
    busy.arrives("PO-1", "100", on(20))
    assert one(busy.store).agreed == OnTime(D("0.0"), 1)
    busy.supply("PO-2", DUE)
    busy.delays("PO-2,10,2025-01-12,short delay,,", as_of=on(5))
    busy.arrives("PO-2", "100", on(12))
    found = one(busy.store)
    assert (found.original, found.agreed) == (OnTime(D("0.0"), 2), OnTime(D("50.0"), 2))


def test_a_date_given_later_was_not_agreed_before(busy: BusyCompany) -> None:
    busy.short("PO-1", created=on(5), eta=on(15), due=DUE)
    busy.delays("PO-1,10,2025-01-25,later,,", as_of=on(18))
    busy.arrives("PO-1", "100", on(24))
    assert one(busy.store, as_of=on(17)).agreed == OnTime(D("0.0"), 1)
    assert one(busy.store).agreed == OnTime(D("100.0"), 1)


def test_no_due_line_is_no_data_and_a_silent_supplier_is_not_listed(busy: BusyCompany) -> None:
    found = one(busy.store)
    assert (found.original.rate, found.card.score, found.penalties) == (None, None, None)
    assert not found.active
    assert performances(busy.store, JANUARY, TODAY) == ()
    with pytest.raises(NotFound, match="no supplier NOBODY"):
        performances(busy.store, JANUARY, TODAY, "NOBODY")


# --- against plain pandas, on random data


@pytest.fixture(scope="module")
def random_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, pd.DataFrame]]]:
    """A random company with everything in it, and its tables as plain frames read around the services."""
    folder = tmp_path_factory.mktemp("random")
    store = open_store(str(folder / "random.duckdb"))
    fill(CrowdedCompany(store, folder), random.Random(5))
    names = (
        "po_lines",
        "receipts",
        "suppliers",
        "backorders",
        "eta_revisions",
        "delays",
        "quality_incidents",
    )
    with store.read() as reader:
        tables = {name: reader.cursor.execute(f"from {name}").df() for name in names}
    yield store, tables
    store.close()


def fill(busy: CrowdedCompany, rng: random.Random) -> None:
    days: list[tuple[date, str]] = []
    dues = [date(2024, 10, 1) + timedelta(days=day) for day in rng.sample(range(115), 25)]
    for place in range(120):
        number, due = f"PO-{place}", rng.choice(dues)
        supplier = rng.choice(["ABC", "GLOB", "XYZ"])
        created = due - timedelta(days=rng.randrange(0, 6))
        if rng.random() < 0.5:
            eta = rng.choice([None, due + timedelta(days=rng.randrange(3, 20))])
            why = rng.choice(["late", "quality hold", "customs"])
            busy.short(number, created=created, eta=eta, due=due, supplier=supplier, why=why)
            if rng.random() < 0.6:
                moved = due + timedelta(days=rng.randrange(20, 40))
                days.append((created + timedelta(days=2), f"{number},10,{moved},again,,"))
        else:
            busy.supply(number, due, supplier)
        for _ in range(rng.choice([0, 1, 1, 2])):
            quantity = str(rng.choice([20, 50, 100, 130]))
            came = due + timedelta(days=rng.randrange(-5, 25))
            busy.arrives(number, quantity, min(came, TODAY), booked=TODAY)
    busy.enter()
    busy.delays(*(row for day, row in days if day <= TODAY), as_of=TODAY)
    for place in range(15):
        on_ = date(2024, 10, 1) + timedelta(days=rng.randrange(115))
        code, cost = rng.choice(["ABC", "GLOB"]), D(rng.randrange(0, 9000)) / 100
        note_incident(busy.store, Trouble(f"Q{place}", code, on_, D(1), "bad", cost=cost), LISA, TODAY)


WINDOWS = [
    (Window(date(2024, 10, 1), date(2025, 1, 1)), TODAY),
    (Window(date(2024, 12, 15), date(2025, 2, 15)), TODAY),
    (Window(date(2024, 11, 1), date(2024, 12, 1)), date(2024, 11, 20)),
]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def agreed_dates(tables: dict[str, pd.DataFrame], as_of: date) -> dict[int, pd.Timestamp]:
    """The last known date of each line, one line after another."""
    found = dict(zip(tables["po_lines"]["id"], tables["po_lines"]["original_due"], strict=True))
    said = [
        (row["revised_on"], row["recorded_at"], row["ordinal"], row["po_line_id"], row["new_eta"])
        for row in records(tables["eta_revisions"])
    ] + [
        (row["reported_on"], row["recorded_at"], 0, row["po_line_id"], row["new_eta"])
        for row in records(tables["delays"])
    ]
    for when, _, _, line, eta in sorted(said, key=lambda one: one[:3]):
        if when <= pd.Timestamp(as_of) and not pd.isna(eta):
            found[line] = eta
    return found


def plain_on_time(
    tables: dict[str, pd.DataFrame], supplier: int, promise: dict[int, Any], window: Window, as_of: date
) -> tuple[float | None, int]:
    shares = []
    mine = tables["po_lines"][tables["po_lines"]["supplier_id"] == supplier]
    for line in records(mine):
        due = promise[line["id"]]
        if not (window.since <= due.date() < min(window.until, as_of)):
            continue
        came = tables["receipts"]
        got = came[(came["po_line_id"] == line["id"]) & (came["received_on"] <= due)]["quantity"].sum()
        shares.append(min(1.0, float(got) / float(line["ordered"])))
    return (100 * sum(shares) / len(shares) if shares else None), len(shares)


@pytest.mark.parametrize(("window", "as_of"), WINDOWS)
def test_every_figure_is_the_plain_one(
    random_store: tuple[Store, dict[str, pd.DataFrame]], window: Window, as_of: date
) -> None:
    store, tables = random_store
    first = dict(zip(tables["po_lines"]["id"], tables["po_lines"]["original_due"], strict=True))
    agreed = agreed_dates(tables, as_of)
    ids = dict(zip(tables["suppliers"]["code"], tables["suppliers"]["id"], strict=True))
    last = pd.Timestamp(min(window.last, as_of))
    begin = pd.Timestamp(window.since)
    made = tables["backorders"][tables["backorders"]["created_on"].between(begin, last)]
    for found in performances(store, window, as_of):
        mine = ids[found.code]
        for way, promise in ((found.original, first), (found.agreed, agreed)):
            rate, lines = plain_on_time(tables, mine, promise, window, as_of)
            assert way.lines == lines
            assert (way.rate is None) == (rate is None)
            if rate is not None:
                assert float(way.rate or 0) == pytest.approx(rate, abs=0.051)
        late = tables["receipts"].merge(tables["po_lines"], left_on="po_line_id", right_on="id")
        late = late[(late["supplier_id"] == mine) & late["received_on"].between(begin, last)]
        days = (late["received_on"] - late["original_due"]).dt.days
        assert found.delays.receipts == len(days)
        if len(days):
            quantiles = days.quantile([0.5, 0.9], interpolation="higher")
            inverted = [sorted(days)[-(-len(days) * p // 10) - 1] for p in (5, 9)]
            assert [found.delays.median, found.delays.p90] == inverted
            assert found.delays.p90 is not None
            assert found.delays.p90 <= quantiles[0.9]
            assert found.delays.late == (days > 0).sum()
        own = made[made["supplier_id"] == mine]
        assert found.backorders == len(own)
        if len(made):
            assert float(found.share) == pytest.approx(100 * len(own) / len(made), abs=0.051)
        bad = tables["quality_incidents"]
        bad = bad[(bad["supplier_id"] == mine) & bad["occurred_on"].between(begin, last)]
        assert (found.quality.backorders, found.quality.incidents) == ((own["cause"] == 2).sum(), len(bad))
        assert float(found.quality.cost) == pytest.approx(bad["cost"].astype(float).sum())
        troubled = own[own["cause"] == 2]["po_line_id"].nunique() + len(bad)
        assert found.quality.troubled == troubled
        due = tables["po_lines"][tables["po_lines"]["supplier_id"] == mine]
        due = due[
            (due["original_due"] >= begin) & (due["original_due"] < pd.Timestamp(min(window.until, as_of)))
        ]
        assert float(found.spend) == pytest.approx((due["ordered"] * due["unit_cost"]).astype(float).sum())
        if len(due):
            plain = max(0.0, 100 - 100 * troubled / len(due))
            assert float(found.card.score_of(Criterion.QUALITY) or 0) == pytest.approx(plain, abs=0.0051)


@pytest.mark.parametrize(("window", "as_of"), WINDOWS)
def test_moved_dates_are_the_plain_count(
    random_store: tuple[Store, dict[str, pd.DataFrame]], window: Window, as_of: date
) -> None:
    store, tables = random_store
    last, begin = pd.Timestamp(min(window.last, as_of)), pd.Timestamp(window.since)
    rows = tables["backorders"]
    # nothing was closed before it began, and what is closed was on backorder until then
    on_backorder = rows[
        (rows["created_on"] <= last) & (rows["closed_on"].isna() | (rows["closed_on"] >= begin))
    ]
    moved = tables["eta_revisions"]
    moved = moved[(moved["ordinal"] > 0) & moved["revised_on"].between(begin, last)]
    ids = dict(zip(tables["suppliers"]["code"], tables["suppliers"]["id"], strict=True))
    for found in performances(store, window, as_of):
        lines = set(on_backorder[on_backorder["supplier_id"] == ids[found.code]]["po_line_id"])
        own = moved[moved["po_line_id"].isin(lines)]
        facts = found.revisions
        assert (facts.lines, facts.revised, facts.times) == (
            len(lines),
            own["po_line_id"].nunique(),
            len(own),
        )


def test_the_first_promise_is_told_as_on_the_command_centre(
    random_store: tuple[Store, dict[str, pd.DataFrame]],
) -> None:
    store, tables = random_store
    window = Window(TODAY - timedelta(days=90), TODAY)
    ids = [int(one) for one in tables["suppliers"]["id"]]
    with store.read() as reader:
        shares = reader.dicts("on_time_by_supplier", ids=ids, since=window.since, as_of=TODAY)
    for found in performances(store, window, TODAY):
        mine = [share for share in shares if share["code"] == found.code]
        assert OnTime(*on_time_of(mine)) == found.original


def test_months_make_up_the_year(random_store: tuple[Store, dict[str, pd.DataFrame]]) -> None:
    store, _ = random_store
    year = Window(date(2024, 2, 1), date(2025, 2, 1))
    found = review(store, "ABC", year, TODAY)
    assert [month.first.month for month in found.months] == [*range(2, 13), 1]
    assert sum(month.original.lines for month in found.months) == found.now.original.lines
    assert sum(month.agreed.lines for month in found.months) == found.now.agreed.lines


# --- documents and the demo


def test_the_reports_and_the_page_say_the_same(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10))
    busy.arrives("PO-1", "50", on(10))
    agree(busy.store, note="<b>bold</b>")
    foreign = Trouble("QI-1", "ABC", on(12), D(3), "<script>alert(1)</script>")
    note_incident(busy.store, foreign, PLANNER, TODAY)
    ask = Ask(TODAY, JANUARY.since, JANUARY.until, "ABC")
    listed = BY_NAME["suppliers"].document(busy.store, ask)
    document = BY_NAME["supplier-review"].document(busy.store, ask)
    assert json.dumps(document)
    (first,) = listed["suppliers"]
    assert {**first, "currency": "USD"} == document["supplier"]
    assert (first["on_time"], first["on_time_lines"], first["penalties"]) == (50.0, 1, "125.00")
    page, text = review_html(document), review_text(document)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    for said in ("ABC Manufacturing", "50 %", "125.00", "No data for service and innovation"):
        assert said in page
        assert said in text
    with pytest.raises(InvalidInput, match="which supplier"):
        BY_NAME["supplier-review"].document(busy.store, replace(ask, supplier=None))


def test_the_demo_has_every_kind_of_supplier(demo_store: Store) -> None:
    quarter = Window(date(2024, 10, 1), date(2025, 1, 1))
    found = {one.code: one for one in performances(demo_store, quarter, TODAY)}
    assert len(found) == 9
    assert found["GLOBAL"].backorders == 90
    assert found["GLOBAL"].penalties
    assert found["PRECISION"].card.whole
    assert found["NORTHWIND"].card.missing == (Criterion.SERVICE, Criterion.INNOVATION)
    for week, count in ((Window(on(21), on(28)), 2), (Window(on(14), on(21)), 4)):
        assert sum(one.quality.incidents for one in performances(demo_store, week, TODAY)) == count
