"""The demo company gives the figures of the chapter, counted from its rows through the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.demo import build_demo
from backorder_core.demo.company import CONTROL, HARDWARE, HVAC, PRODUCTS, SENSORS, VALVES
from backorder_core.domain.errors import IllegalStep
from backorder_core.domain.values import Band, Cause, Outcome, Status
from backorder_core.services.backorders import BackorderRow, Filters, SortKey, list_backorders
from backorder_core.services.checks import check
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.imports import discard, preview_file, preview_rows
from backorder_core.services.reports import CommandCenter, command_center
from backorder_core.services.work.finding import find_sources
from backorder_core.store import Store, open_store
from tests.addresses import copied

D = Decimal
TODAY = date(2025, 1, 28)
MONDAY = date(2025, 1, 27)
SUNDAY = MONDAY - timedelta(days=1)
WEEK_START = date(2025, 1, 21)
QUARTER = (date(2024, 10, 1), date(2025, 1, 1))
SAMPLE = Path(__file__).parents[2] / "data" / "sample_po_delays_2025-01-28.csv"
CATEGORY = {product.code: product.category for product in PRODUCTS}
Rows = dict[str, BackorderRow]


@pytest.fixture(scope="module")
def demo(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One copy for all tests here: they only read."""
    address = copied(demo_store_file, tmp_path_factory.mktemp("figures") / "demo.duckdb")
    store = open_store(address)
    yield store
    store.close()


def rows(store: Store, as_of: date, filters: Filters | None = None) -> Rows:
    page = list_backorders(store, filters or Filters(), as_of, limit=0)
    return {row.number: row for row in page.rows}


@pytest.fixture(scope="module")
def center(demo: Store) -> CommandCenter:
    return command_center(demo, TODAY)


@pytest.fixture(scope="module")
def everything(demo: Store) -> Rows:
    return rows(demo, TODAY, Filters(state="all"))


@pytest.fixture(scope="module")
def quarter(everything: Rows) -> Rows:
    first, until = QUARTER
    return {number: row for number, row in everything.items() if first <= created(row) < until}


@pytest.fixture(scope="module")
def new_in_week(demo: Store) -> list[BackorderDetail]:
    before, after = rows(demo, WEEK_START - timedelta(days=1)), rows(demo, MONDAY)
    return [show_backorder(demo, number, TODAY) for number in sorted(set(after) - set(before))]


def created(row: BackorderRow) -> date:
    """Of a row as of today."""
    return TODAY - timedelta(days=row.age_days)


def test_the_summary_shows_47_backorders_of_38_customers(center: CommandCenter) -> None:
    summary = center.summary
    assert (summary.open, summary.value, summary.customers) == (47, D("234567.00"), 38)
    assert (summary.high_count, summary.high_value) == (21, D("126400.00"))


def test_aging_is_23_15_and_9(center: CommandCenter) -> None:
    assert [(one.bucket.key, one.count, one.value, round(one.share)) for one in center.aging] == [
        ("0-7", 23, D("84560.00"), 49),
        ("8-14", 15, D("61507.00"), 32),
        ("15+", 9, D("88500.00"), 19),
    ]


def test_the_pipeline_has_nothing_late_and_nothing_past_its_eta(center: CommandCenter) -> None:
    assert {one.bucket.key: (one.count, one.value) for one in center.pipeline} == {
        "past_eta": (0, D(0)),
        "24h": (12, D("45230.00")),
        "3d": (8, D("32100.00")),
        "7d": (15, D("67890.00")),
        "later": (0, D(0)),
        "unknown": (12, D("89347.00")),
    }


def test_exactly_three_backorders_are_critical(center: CommandCenter) -> None:
    critical = [row for row in center.critical if row.band is Band.CRITICAL]
    assert [(row.customer, row.value, row.age_days, row.action.sentence) for row in critical] == [
        ("Premium Co", D("45000.00"), 18, "Expedite PO-45812"),
        ("Key Account A", D("32100.00"), 15, "Await supplier confirmation"),
        ("VIP Client", D("28900.00"), 12, "Offer substitute SKU-12459"),
    ]


def test_every_kind_of_action_is_recommended_somewhere(demo: Store) -> None:
    found = [show_backorder(demo, number, TODAY).action for number in rows(demo, TODAY)]
    assert {one.key for one in found if one} == {
        "expedite",
        "substitute",
        "transfer",
        "alternative_supplier",
        "await_confirmation",
        "follow_up",
    }


def test_of_the_23_youngest_15_came_with_the_delay_file_of_the_morning(everything: Rows) -> None:
    by_day = Counter(created(row) for row in everything.values() if not row.status.closed)
    assert by_day[TODAY] == 15
    assert sum(count for day, count in by_day.items() if WEEK_START <= day < TODAY) == 8


def test_in_the_week_8_came_and_12_went(demo: Store) -> None:
    before, after, now = rows(demo, date(2025, 1, 20)), rows(demo, MONDAY), rows(demo, TODAY)
    new = set(after) - set(before)
    assert (len(new), len(set(before) - set(after)), len(after) - len(before)) == (8, 12, -4)
    assert new <= set(now)


def test_the_week_has_the_causes_suppliers_and_products_of_the_chapter(
    new_in_week: list[BackorderDetail],
) -> None:
    causes = Counter(one.cause for one in new_in_week)
    assert causes == {Cause.SUPPLIER: 5, Cause.QUALITY: 2, Cause.LOGISTICS: 1}
    suppliers = Counter(one.row.supplier for one in new_in_week)
    assert (suppliers["Global Manufacturing"], suppliers["Regional Suppliers"]) == (3, 2)
    assert suppliers["Precision Components"] == 0
    assert Counter(one.category for one in new_in_week) == {CONTROL: 4, VALVES: 2, SENSORS: 2}


def test_on_monday_1_came_3_went_2_were_partly_received_and_15000_less_is_at_risk(demo: Store) -> None:
    before, after = rows(demo, SUNDAY), rows(demo, MONDAY)
    both = set(before) & set(after)
    less = [number for number in both if after[number].open < before[number].open]
    assert (len(set(after) - set(before)), len(set(before) - set(after)), len(less)) == (1, 3, 2)
    assert all(before[number].open == before[number].quantity for number in less)
    assert {after[number].status for number in less} == {Status.PARTIALLY_RESOLVED}
    assert set(less) <= set(rows(demo, TODAY))
    change = sum(row.value for row in after.values()) - sum(row.value for row in before.values())
    assert change == D("-15000.00")


def test_on_monday_exactly_one_backorder_is_escalated(demo: Store) -> None:
    before, after = rows(demo, SUNDAY), rows(demo, MONDAY)
    escalated = {number for number, row in after.items() if row.status is Status.ESCALATED}
    fresh = escalated - {number for number, row in before.items() if row.status is Status.ESCALATED}
    assert len(fresh) == 1
    raised = [
        number
        for number in after
        for entry in show_backorder(demo, number, TODAY).history
        if entry.on == MONDAY and entry.after.get("level") not in (None, "0")
    ]
    assert set(raised) == fresh


def test_the_fourth_quarter_has_the_causes_of_the_chapter(demo: Store, quarter: Rows) -> None:
    expected = {Cause.SUPPLIER: 55, Cause.QUALITY: 22, Cause.LOGISTICS: 15, Cause.DEMAND: 8}
    for cause, percent in expected.items():
        mine = rows(demo, TODAY, Filters(state="all", causes=(cause,)))
        assert 100 * len(set(mine) & set(quarter)) / len(quarter) == pytest.approx(percent, abs=1)


def test_the_fourth_quarter_has_the_suppliers_of_the_chapter(quarter: Rows) -> None:
    counts = Counter(row.supplier for row in quarter.values())
    assert 100 * counts["Global Manufacturing"] / len(quarter) == pytest.approx(45, abs=1)
    assert 100 * counts["Precision Components"] / len(quarter) == pytest.approx(2, abs=1)
    assert counts.most_common()[0][0] == "Global Manufacturing"
    assert [name for name, count in counts.items() if count == min(counts.values())] == [
        "Precision Components"
    ]


def test_the_fourth_quarter_has_the_categories_of_the_chapter(quarter: Rows) -> None:
    counts = Counter(CATEGORY[row.product] for row in quarter.values())
    assert 100 * counts[HVAC] / len(quarter) == pytest.approx(35, abs=1)
    assert 100 * counts[HARDWARE] / len(quarter) == pytest.approx(5, abs=1)
    assert (counts.most_common()[0][0], counts.most_common()[-1][0]) == (HVAC, HARDWARE)


@dataclass(frozen=True)
class AtCreation:
    """What a backorder of the quarter was worth and how late it was on the day it was made."""

    value: Decimal
    slip: int | None


@pytest.fixture(scope="module")
def at_creation(demo: Store, quarter: Rows) -> dict[str, AtCreation]:
    found = {}
    for day in sorted({created(row) for row in quarter.values()}):
        for number, row in rows(demo, day, Filters(age_from=0, age_to=0)).items():
            due = TODAY - timedelta(days=quarter[number].days_overdue)
            found[number] = AtCreation(row.value, (row.eta - due).days if row.eta else None)
    return found


def test_control_systems_are_worth_most_in_the_fourth_quarter(
    quarter: Rows, at_creation: dict[str, AtCreation]
) -> None:
    worth: Counter[str] = Counter()
    for number, one in at_creation.items():
        worth[CATEGORY[quarter[number].product]] += int(one.value)
    assert worth.most_common()[0][0] == CONTROL


def test_the_mean_slip_of_the_fourth_quarter_is_8_5_days(
    quarter: Rows, at_creation: dict[str, AtCreation]
) -> None:
    assert set(at_creation) == set(quarter)
    first = [one.slip for one in at_creation.values() if one.slip is not None]
    assert sum(first) / len(first) == pytest.approx(8.5, abs=0.1)
    due = {number: TODAY - timedelta(days=row.days_overdue) for number, row in quarter.items()}
    latest = [(row.eta - due[number]).days for number, row in quarter.items() if row.eta]
    assert sum(latest) / len(latest) == pytest.approx(8.5, abs=0.1)


def test_the_demo_is_proved_and_lives_on_its_date(demo: Store) -> None:
    assert demo.is_demo()
    assert demo.settings()[1].pinned_as_of == TODAY
    assert check(demo) == ()


def test_the_separate_examples_of_the_chapter_are_not_demo_rows(demo: Store, everything: Rows) -> None:
    assert not {"BO-2025-0156", "BO-2025-0167", "BO-2025-0201"} & set(everything)
    assert rows(demo, TODAY, Filters(state="all", search="PO-2025-0089")) == {}
    assert rows(demo, TODAY, Filters(state="all", search="Metro")) == {}


def test_a_store_with_data_takes_no_demo(demo: Store) -> None:
    with pytest.raises(IllegalStep, match="holds data already"):
        build_demo(demo)


def test_the_sample_file_shows_every_way_a_row_can_end(demo: Store) -> None:
    preview = preview_file(demo, "po-delays", SAMPLE, SAMPLE.name, TODAY)
    found = [(row.outcome, row.column) for row in preview_rows(demo, preview)]
    discard(demo, preview.draft)
    made, changed, same = (Outcome.CREATED, None), (Outcome.UPDATED, None), (Outcome.UNCHANGED, None)
    idle, no_such_line = (Outcome.NOT_NEEDED, None), (Outcome.REJECTED, "po_number")
    before_its_order = (Outcome.REJECTED, "new_eta")
    first, second = [made, changed, made, same, idle, made], [changed, idle, made, before_its_order, same]
    assert found == [*first, no_such_line, *second]


def test_a_recommended_way_out_is_one_that_can_be_gone(demo: Store) -> None:
    recommended = 0
    for row in list_backorders(demo, Filters(), TODAY, SortKey.NUMBER, False, limit=0).rows:
        action = show_backorder(demo, row.number, TODAY).action
        if action is not None and action.sentence.startswith("Transfer from"):
            names = [one.option.name for one in find_sources(demo, row.number, TODAY).sources]
            assert action.sentence in names, row.number
            recommended += 1
    assert recommended > 1
