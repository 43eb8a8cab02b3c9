"""Metrics against an independent reckoning with pandas on the raw tables, and RULES' truth table by hand."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from backorder_core.domain.care import CostWay
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.targets import Targets
from backorder_core.domain.windows import Window
from backorder_core.services import settings as service
from backorder_core.services.checks import check
from backorder_core.services.measures import measure
from backorder_core.services.metrics import KEYS, as_json, metrics, rows_behind, trend
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work.caring import rate
from backorder_core.services.work.costs import add_cost, costs_of, total
from backorder_core.store import PastStore, Store, open_store
from tests.busy_company import BusyCompany
from tests.small_company import ADMIN, DUE, MIKE, TODAY, SmallCompany

D = Decimal
BO = "BO-2025-0001"
random.seed(5)
WINDOWS = [
    Window(date(2024, 10, 1), date(2025, 1, 1)),
    Window(date(2025, 1, 21), date(2025, 1, 28)),
    Window(date(2024, 1, 1), date(2025, 1, 1)),
    *(
        Window(since, since + timedelta(days=random.randint(1, 90)))
        for since in (date(2024, 1, 1) + timedelta(days=random.randint(0, 380)) for _ in range(4))
    ),
]


@pytest.fixture(scope="module")
def lived(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """The demo company with some costs and ratings more."""
    path = Path(shutil.copy(demo_store_file, tmp_path_factory.mktemp("metrics") / "demo.duckdb"))
    store = open_store(str(path))
    draw = random.Random(11)
    for _ in range(12):
        number = f"BO-2024-{draw.randint(1, 400):04d}"
        on = date(2024, 6, 1) + timedelta(days=draw.randint(0, 230))
        add_cost(store, number, draw.choice(list(CostWay)), D(draw.randint(1, 99_999)) / 100, "x", MIKE, on)
    yield store, path
    store.close()


@pytest.fixture(scope="module")
def raw(lived: tuple[Store, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Every table as it stands, read without any of the product's code."""
    copied = tmp_path_factory.mktemp("raw") / "raw.duckdb"
    with lived[0].read() as reader:
        reader.rows("data_version")
    lived[0]._connection.execute("checkpoint")
    shutil.copy(lived[1], copied)
    with duckdb.connect(str(copied), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: connection.execute(f'select * from "{name}"').df() for name in names}


def state(raw: dict[str, pd.DataFrame], day: date) -> pd.DataFrame:
    """The backorders as they stood at the end of a day, from the kept states alone."""
    now, past = raw["backorders"], raw["backorder_past"]
    both = pd.concat([now.assign(valid_to=pd.Timestamp("2200-01-01")), past], ignore_index=True)
    held = both[(both.valid_from <= pd.Timestamp(day)) & (both.valid_to > pd.Timestamp(day))]
    return held.sort_values("version").groupby("id").tail(1)


def oracle(raw: dict[str, pd.DataFrame], window: Window, as_of: date) -> dict[str, float | None]:
    """Each metric by its definition in words, with data frames."""
    since, until = pd.Timestamp(window.since), pd.Timestamp(window.until)
    last = min(window.last, as_of)
    found: dict[str, float | None] = {}
    whole = state(raw, as_of)
    orders, lines = raw["order_lines"], raw["backorder_lines"]

    placed = orders[(orders.order_date >= since) & (orders.order_date < until)]
    hit = placed.id.isin(lines.order_line_id.unique())
    found["backorder_rate"] = hit.mean() * 100 if len(placed) else None

    done = whole[(whole.status == 5) & (whole.closed_on >= since) & (whole.closed_on < until)]
    took = (done.closed_on - done.created_on).dt.days
    found["resolution_days"] = took.mean() if len(took) else None
    found["resolution_median"] = took.median() if len(took) else None

    rated = raw["ratings"]
    rated = rated[(pd.to_datetime(rated.rated_on) >= since) & (pd.to_datetime(rated.rated_on) < until)]
    found["satisfaction"] = rated.rating.mean() if len(rated) else None

    at_end = state(raw, last)
    found["risk_at_end"] = float(at_end[at_end.closed_on.isna()].value.sum())

    ends = pd.to_datetime(lines.valid_to.astype(str), errors="coerce").fillna(pd.Timestamp("2200-01-01"))

    def received(day: date) -> Any:
        held = lines[(lines.valid_from <= pd.Timestamp(day)) & (ends > pd.Timestamp(day))]
        return held.set_index(["backorder_id", "order_line_id"]).eval("received * unit_price")

    gained = received(last).sub(received(window.since - timedelta(days=1)), fill_value=0)
    found["revenue_recovered"] = float(gained.sum())

    spent = raw["cost_entries"]
    spent = spent[(pd.to_datetime(spent.spent_on) >= since) & (pd.to_datetime(spent.spent_on) < until)]
    found["resolution_cost"] = float(spent.amount.sum())

    made = whole[(whole.created_on >= since) & (whole.created_on < until)]
    need = lines.merge(orders, left_on="order_line_id", right_on="id").groupby("backorder_id").need_date.min()
    needed: Any = made.id.map(dict(need))
    kept = (made.status == 5) & (made.closed_on < needed)
    found["prevention_rate"] = kept.mean() * 100 if len(made) else None

    dated = made[made.eta.notna()]
    slip = (dated.eta - dated.original_due).dt.days
    found["average_delay"] = slip.mean() if len(slip) else None
    found["quality_issues"] = float((made.cause == 2).sum())

    said = raw["eta_revisions"].rename(columns={"revised_on": "said_on"})
    noted = raw["delays"].rename(columns={"reported_on": "said_on"}).assign(ordinal=0)
    given = pd.concat([said, noted], ignore_index=True)
    given = given[given.new_eta.notna() & (given.said_on <= pd.Timestamp(as_of))]
    agreed = (
        given.sort_values(["said_on", "recorded_at", "ordinal", "id"]).groupby("po_line_id").new_eta.last()
    )
    lines_bought = raw["po_lines"]
    dates: Any = lines_bought.id.map(dict(agreed))
    bought = lines_bought.assign(agreed_due=pd.to_datetime(dates).fillna(lines_bought.original_due))
    for key, column in (("on_time_original", "original_due"), ("on_time_agreed", "agreed_due")):
        due = bought[(bought[column] >= since) & (bought[column] < min(until, pd.Timestamp(as_of)))]
        got = raw["receipts"].merge(due, left_on="po_line_id", right_on="id", suffixes=("", "_line"))
        in_time = got[got.received_on <= got[column]].groupby("po_line_id").quantity.sum()
        came: Any = due.id.map(dict(in_time))
        share = (came.fillna(0).astype(float) / due.ordered.astype(float)).clip(upper=1)
        found[key] = share.mean() * 100 if len(due) else None
    return found


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: f"{one.since}…{one.until}")
def test_every_metric_equals_an_independent_reckoning(
    lived: tuple[Store, Path], raw: dict[str, pd.DataFrame], window: Window
) -> None:
    right = oracle(raw, window, TODAY)
    for one in metrics(lived[0], window, TODAY):
        wanted = right[one.key]
        if wanted is None:
            assert one.now.amount is None, one.key
        else:
            assert one.now.amount is not None, one.key
            assert float(one.now.amount) == pytest.approx(wanted, abs=0.0501), one.key


@pytest.mark.parametrize("key", KEYS)
def test_a_metric_is_what_its_rows_add_up_to(lived: tuple[Store, Path], key: str) -> None:
    window = Window(date(2024, 10, 1), date(2025, 1, 1))
    (one,) = [found for found in metrics(lived[0], window, TODAY) if found.key == key]
    count, rows = rows_behind(lived[0], key, window, TODAY, most=10**6)
    assert count == len(rows) == one.now.rows
    added = sum((row.counted for row in rows), D(0))
    middle = sorted(row.counted for row in rows)[count // 2] if rows else D(0)
    by_unit = {
        "money": added,
        "backorders": D(count),
        "percent": added * 100 / max(count, 1),
        "days": added / max(count, 1),
        "rating": added / max(count, 1),
    }
    wanted = middle if key == "resolution_median" else by_unit[measure(key).unit]
    assert one.now.amount is None or abs(one.now.amount - wanted) <= D(
        "0.5" if key == "resolution_median" else "0.05"
    )


def test_the_window_before_is_compared_and_targets_are_held_against(lived: tuple[Store, Path]) -> None:
    window = Window(date(2024, 10, 1), date(2025, 1, 1))
    found = {one.key: one for one in metrics(lived[0], window, TODAY)}
    earlier = {one.key: one for one in metrics(lived[0], window.before, TODAY)}
    assert all(one.before == earlier[key].now for key, one in found.items())
    assert found["on_time_original"].target == 90
    assert found["on_time_original"].met is (found["on_time_original"].now.amount >= 90)  # type: ignore[operator]
    assert found["average_delay"].met is False
    assert (found["backorder_rate"].target, found["backorder_rate"].met) == (None, None)


def test_no_data_is_neither_nought_nor_a_hundred(store: Store) -> None:
    found = {one.key: one.now.amount for one in metrics(store, Window(DUE, TODAY), TODAY)}
    assert {key for key, amount in found.items() if amount is None} == {
        "backorder_rate",
        "resolution_days",
        "resolution_median",
        "satisfaction",
        "prevention_rate",
        "average_delay",
        "on_time_original",
        "on_time_agreed",
    }


@pytest.mark.parametrize(
    ("arrivals", "ordered", "share"),
    [
        ({24: 6, 27: 4}, 10, "60.0"),  # 6 of 10 on time and 4 late
        ({24: 6}, 10, "60.0"),  # 6 and the rest never
        ({20: 10}, 10, "100.0"),  # early
        ({25: 10}, 10, "100.0"),  # on the very day
        ({25: 9}, 10, "90.0"),
        ({}, 10, "0.0"),  # due, nothing received
    ],
)
def test_on_time_is_measured_line_by_line(
    store: Store, tmp_path: Path, arrivals: dict[int, int], ordered: int, share: str
) -> None:
    busy = BusyCompany(store, tmp_path)
    busy.po_line("PO-1", ordered=ordered)
    for day, units in arrivals.items():
        busy.arrives("PO-1", str(units), date(2025, 1, day))
    found = {one.key: one.now.amount for one in metrics(store, Window(DUE, TODAY), TODAY)}
    assert found["on_time_original"] == D(share)


def test_a_new_eta_improves_the_agreed_date_and_never_the_original_promise(short: SmallCompany) -> None:
    window = Window(DUE, date(2025, 3, 1))
    before = {one.key: one.now for one in metrics(short.store, window, date(2025, 2, 20))}
    short.delays("PO-2025-0089,10,2025-02-25,later still,,", as_of=TODAY)
    after = {one.key: one.now for one in metrics(short.store, window, date(2025, 2, 20))}
    assert before["on_time_original"] == after["on_time_original"]
    assert (before["on_time_agreed"].amount, after["on_time_agreed"].amount) == (D("0.0"), None)


def test_trends_go_by_weeks_and_in_long_windows_by_months(lived: tuple[Store, Path]) -> None:
    year = trend(lived[0], "quality_issues", Window(date(2024, 1, 1), date(2025, 1, 1)), TODAY)
    assert [one.since.month for one, _ in year] == list(range(1, 13))
    quarter = trend(lived[0], "quality_issues", Window(date(2024, 10, 1), date(2025, 1, 1)), TODAY)
    assert {one.days for one, _ in quarter[:-1]} == {7}
    last = sum((figure.amount or D(0) for one, figure in year if one.since.month > 9), D(0))
    assert last == sum((figure.amount or D(0) for _, figure in quarter), D(0))


def test_a_cost_by_hand_counts_once_and_stands_in_the_history(short: SmallCompany) -> None:
    store = short.store
    for _ in range(2):
        add_cost(store, BO, CostWay.EXPEDITING, D("250.50"), "air freight", MIKE, TODAY, "a key")
    found = costs_of(store, BO)
    assert (total(found), found[0].way, found[0].note) == (D("250.50"), "expediting", "air freight")
    window = Window(DUE, date(2025, 2, 1))
    (cost,) = [one for one in metrics(store, window, TODAY) if one.key == "resolution_cost"]
    assert (cost.now.amount, cost.now.rows) == (D("250.50"), 1)
    assert check(store) == ()
    then = PastStore(store, DUE)
    assert costs_of(then, BO) == ()


@pytest.mark.parametrize(("amount", "note"), [("0", "x"), ("-5", "x"), ("1.005", "x"), ("5", " ")])
def test_a_cost_that_says_nothing_is_refused(short: SmallCompany, amount: str, note: str) -> None:
    with pytest.raises(InvalidInput):
        add_cost(short.store, BO, CostWay.OTHER, D(amount), note, MIKE, TODAY)
    with pytest.raises(NotFound):
        add_cost(short.store, "BO-1999-0001", CostWay.OTHER, D(5), "x", MIKE, TODAY)


def test_targets_and_benchmarks_are_settings_and_none_is_invented(short: SmallCompany) -> None:
    version, now = short.store.settings()
    assert all(one.value is None for one in vars(now.benchmarks).values())
    wanted = now.model_copy(update={"targets": Targets(satisfaction=D("4.5"))})
    service.save(short.store, version, wanted, "we agreed", ADMIN, TODAY)
    receive(short.store, [Receipt("PO-2025-0089", "10", D(70), TODAY)], ADMIN, TODAY)
    rate(short.store, BO, "C-METRO", 4, "fine", MIKE, TODAY)
    (found,) = [
        one for one in metrics(short.store, Window(DUE, date(2025, 2, 1)), TODAY) if one.key == "satisfaction"
    ]
    assert (found.now.amount, found.target, found.met) == (D("4.0"), D("4.5"), False)
    document = as_json(Window(DUE, TODAY), TODAY, (found,))
    assert document["metrics"][0]["met"] is False  # type: ignore[index]
