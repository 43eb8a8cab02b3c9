"""Patterns against a plain count in pandas, on random data and on the chapter's figures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from backorder_core.domain.change import Verdict, compare
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.patterns import Narrow, Part
from backorder_core.domain.values import Cause, Tier
from backorder_core.domain.windows import Window
from backorder_core.services.backorders import list_backorders
from backorder_core.services.patterns import Review, filters_of, review
from backorder_core.services.patterns_json import as_json
from backorder_core.store import Store, open_store
from tests.addresses import copied
from tests.busy_company import BusyCompany, CrowdedCompany
from tests.small_company import CUSTOMERS, TODAY

D = Decimal
QUARTER = Window(date(2024, 10, 1), date(2025, 1, 1))
YEAR = Window(date(2024, 1, 1), date(2025, 1, 1))
WEEK = Window(date(2025, 1, 21), date(2025, 1, 28))
CATEGORIES = {"CM-500": "Control systems", "CM-510": "Control systems", "SKU-12459": "Basic hardware"}
REASONS = {
    "machine breakdown": Cause.SUPPLIER,
    "quality hold: defective batch": Cause.QUALITY,
    "logistics delay: customs": Cause.LOGISTICS,
    "demand spike": Cause.DEMAND,
    "who knows": Cause.OTHER,
}
TIERS = {code: tier for code, _, tier in CUSTOMERS}
FIRST = date(2024, 6, 3)


def random_company(store: Store, folder: Path, seed: int, count: int) -> tuple[BusyCompany, pd.DataFrame]:
    """Backorders at random from June 2024 on, some arrived since, and the same rows as a plain table."""
    rng, company, rows = random.Random(seed), CrowdedCompany(store, folder), []
    days = rng.sample(range(200), 45)
    for place in range(count):
        created = FIRST + timedelta(days=rng.choice(days))
        slip = rng.choice([None, *range(3, 25)])
        due = created + timedelta(days=rng.randrange(-2, 9))
        customer, product = rng.choice(list(TIERS)), rng.choice(list(CATEGORIES))
        supplier, why = rng.choice(["ABC", "GLOB", "GLOB", "XYZ"]), rng.choice(list(REASONS))
        value = D(rng.randrange(10, 900) * 10)
        eta = None if slip is None else due + timedelta(days=slip)
        company.short(
            f"PO-{place}",
            created=created,
            eta=eta if eta is None or eta > created else created + timedelta(days=4),
            due=due,
            value=str(value),
            customer=customer,
            supplier=supplier,
            product=product,
            why=why,
        )
        arrived = rng.random() < 0.4
        if arrived:
            company.arrives(f"PO-{place}", rng.choice(["4", "10", "100"]), created + timedelta(days=9))
        known = eta if eta is None or eta > created else created + timedelta(days=4)
        rows.append(
            {
                "created": created,
                "slip": None if known is None else (known - due).days,
                "value": value,
                "customer": customer,
                "tier": TIERS[customer].key,
                "product": product,
                "category": CATEGORIES[product],
                "supplier": supplier,
                "cause": REASONS[why].key,
                "arrived": created + timedelta(days=9) if arrived else None,
            }
        )
    company.enter()
    return company, pd.DataFrame(rows)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BusyCompany, pd.DataFrame]]:
    """One random company for all tests here: they only read."""
    folder = tmp_path_factory.mktemp("random")
    store = open_store(str(folder / "random.duckdb"))
    yield random_company(store, folder, 11, 160)
    store.close()


def counted(parts: tuple[Part, ...]) -> dict[str, tuple[int, Decimal]]:
    return {part.key: (part.count, part.tally.value) for part in parts if part.count}


def expected(rows: pd.DataFrame, field: str) -> dict[str, tuple[int, Decimal]]:
    return {
        str(key): (len(group), sum(group["value"], D(0))) for key, group in rows.groupby(field, sort=False)
    }


def within(rows: pd.DataFrame, window: Window, as_of: date = TODAY) -> pd.DataFrame:
    last = min(window.last, as_of)
    return rows[(rows["created"] >= window.since) & (rows["created"] <= last)]


@pytest.mark.parametrize(
    ("window", "as_of"),
    [
        (Window(date(2024, 7, 1), date(2024, 10, 1)), TODAY),
        (Window(date(2024, 6, 1), date(2025, 2, 1)), TODAY),
        (Window(date(2024, 7, 1), date(2024, 10, 1)), date(2024, 8, 15)),
        (Window(date(2024, 9, 9), date(2024, 9, 10)), TODAY),
    ],
)
def test_every_way_is_the_plain_count(
    busy: tuple[BusyCompany, pd.DataFrame], window: Window, as_of: date
) -> None:
    company, rows = busy
    mine = within(rows, window, as_of)
    found = review(company.store, window, as_of).patterns
    facts = found.facts
    assert facts.total.count == len(mine)
    assert facts.total.value == sum(mine["value"], D(0))
    known = mine["slip"].dropna()
    mean = facts.total.mean_slip
    assert (mean is None) == known.empty
    if mean is not None:
        assert float(mean) == pytest.approx(known.mean(), abs=0.005)
    assert counted(facts.causes) == expected(mine, "cause")
    assert counted(facts.suppliers) == expected(mine, "supplier")
    assert counted(facts.categories) == expected(mine, "category")
    assert counted(found.products) == expected(mine, "product")
    assert counted(found.customers) == expected(mine, "customer")
    assert counted(found.tiers) == expected(mine, "tier")
    pairs = {(cell.row, cell.column): cell.count for cell in facts.supplier_causes}
    assert pairs == mine.groupby(["supplier", "cause"]).size().to_dict()
    days = {day.name: day.count for day in found.weekdays if day.count}
    assert days == mine["created"].map(lambda day: f"{day:%A}").value_counts().to_dict()
    months = {month.first: month.count for month in found.months if month.count}
    assert months == mine["created"].map(lambda day: day.replace(day=1)).value_counts().to_dict()


def test_shares_are_parts_of_the_whole_and_run_up_to_100(busy: tuple[BusyCompany, pd.DataFrame]) -> None:
    company, rows = busy
    facts = review(company.store, YEAR, TODAY).patterns.facts
    for part in facts.suppliers:
        wanted = 100 * len(rows[(rows["supplier"] == part.key) & (rows["created"] < YEAR.until)])
        assert float(part.share or 0) == pytest.approx(wanted / len(within(rows, YEAR)), abs=0.05)
    counts = [part.count for part in facts.suppliers]
    assert counts == sorted(counts, reverse=True)
    assert facts.suppliers[-1].cumulative == 100


def test_the_window_before_and_its_verdict(busy: tuple[BusyCompany, pd.DataFrame]) -> None:
    company, rows = busy
    window = Window(date(2024, 8, 1), date(2024, 9, 1))
    found = review(company.store, window, TODAY).patterns
    before = within(rows, window.before)
    assert found.before is not None
    assert found.before.window == Window(date(2024, 7, 1), date(2024, 8, 1))
    assert found.before.tally.count == len(before)
    assert found.before.change == compare(len(within(rows, window)), len(before), 31, 31)
    for part in found.facts.causes:
        assert part.before == len(before[before["cause"] == part.key])
    assert found.year_before is None


def test_days_that_have_not_come_do_not_count_as_days_without_a_backorder(
    busy: tuple[BusyCompany, pd.DataFrame],
) -> None:
    company, _ = busy
    facts = review(
        company.store, Window(date(2024, 8, 1), date(2024, 10, 1)), date(2024, 8, 15)
    ).patterns.facts
    assert facts.days == 15


def test_deliveries_are_those_of_the_window_and_idle_suppliers_stand_with_none(
    busy: tuple[BusyCompany, pd.DataFrame],
) -> None:
    company, rows = busy
    window = Window(date(2024, 7, 1), date(2024, 8, 1))
    arrived = rows[rows["arrived"].notna()]
    inside = arrived[(arrived["arrived"] >= window.since) & (arrived["arrived"] < window.until)]
    found = review(company.store, window, TODAY).patterns.facts.suppliers
    delivered = {part.key: part.deliveries for part in found if part.deliveries}
    assert delivered == inside["supplier"].value_counts().to_dict()
    narrowed = review(company.store, window, TODAY, Narrow(cause=Cause.DEMAND)).patterns.facts.suppliers
    assert {part.key for part in narrowed if part.deliveries} == set(delivered)


@pytest.mark.parametrize(
    "narrow",
    [
        Narrow(supplier="GLOB"),
        Narrow(category="Basic hardware"),
        Narrow(cause=Cause.QUALITY),
        Narrow(tier=Tier.VIP),
        Narrow(supplier="ABC", cause=Cause.SUPPLIER),
    ],
)
def test_a_narrowed_pattern_counts_only_its_rows_and_links_to_them(
    busy: tuple[BusyCompany, pd.DataFrame], narrow: Narrow
) -> None:
    company, rows = busy
    window = Window(date(2024, 7, 1), date(2024, 12, 1))
    mine = within(rows, window)
    for field, value in vars(narrow).items():
        if value is not None:
            mine = mine[mine[field] == (value.key if isinstance(value, Cause | Tier) else value)]
    found = review(company.store, window, TODAY, narrow).patterns
    assert found.facts.total.count == len(mine) > 0
    assert counted(found.facts.causes) == expected(mine, "cause")
    assert counted(found.customers) == expected(mine, "customer")
    listed = list_backorders(company.store, filters_of(window, narrow), TODAY, limit=0)
    assert listed.total == len(mine)


def test_every_part_opens_as_many_rows_as_it_counts(busy: tuple[BusyCompany, pd.DataFrame]) -> None:
    company, _ = busy
    window = Window(date(2024, 7, 1), date(2024, 12, 1))
    found = review(company.store, window, TODAY).patterns
    narrows = [
        *((part, Narrow(supplier=part.key)) for part in found.facts.suppliers),
        *((part, Narrow(category=part.key)) for part in found.facts.categories),
        *((part, Narrow(cause=Cause.parse(part.key))) for part in found.facts.causes),
        *((part, Narrow(tier=Tier.parse(part.key))) for part in found.tiers),
        *((part, Narrow(product=part.key)) for part in found.products),
        *((part, Narrow(customer=part.key)) for part in found.customers),
    ]
    for part, narrow in narrows:
        page = list_backorders(company.store, filters_of(window, narrow), TODAY, limit=1)
        assert page.total == part.count, part


def test_the_rate_of_a_month_is_backordered_of_all_order_lines(store: Store, tmp_path: Path) -> None:
    company = BusyCompany(store, tmp_path)
    for place, supplier in enumerate(("ABC", "GLOB", "XYZ")):
        company.short(f"PO-{place}", created=TODAY, eta=date(2025, 2, 20), supplier=supplier)
    company.supply("PO-9", date(2025, 2, 1))
    company.order("SO-9", "PO-9", 5)
    window = Window(date(2025, 1, 1), date(2025, 2, 1))
    (month,) = review(store, window, TODAY).patterns.months
    # three of the four order lines of 2 January wait for something
    assert (month.orders, month.backordered, month.rate, month.count) == (4, 3, D("75.00"), 3)
    assert month.days == 28
    narrowed = review(store, window, TODAY, Narrow(supplier="GLOB")).patterns.months[0]
    assert (narrowed.orders, narrowed.backordered) == (4, 1)


def test_an_empty_window_has_no_data_and_says_so(busy: tuple[BusyCompany, pd.DataFrame]) -> None:
    company, _ = busy
    document = as_json(review(company.store, Window(date(2023, 1, 1), date(2023, 2, 1)), TODAY))
    assert (document["count"], document["value"], document["mean_delay_days"]) == (0, "0.00", None)
    assert [document[name] for name in ("causes", "suppliers", "products", "customers", "tiers")] == [[]] * 5
    assert document["before"] is None
    assert document["months"] == [
        {"month": "2023-01", "count": 0, "rate": None, "orders": 0, "backordered": 0}
        | {"ordinary_from": 0, "ordinary_to": 0}
    ]
    assert document["insights"] == [
        "No backorder was created from 2023-01-01 to 2023-01-31: there is no pattern."
    ]
    assert document["opportunities"] == []


def test_an_empty_store_has_no_pattern_at_all(store: Store) -> None:
    found = review(store, QUARTER, TODAY)
    assert (found.patterns.facts.total.count, found.patterns.before, found.opportunities) == (0, None, ())


@pytest.mark.parametrize(("since", "until"), [(date(1, 1, 1), TODAY), (TODAY, date(9999, 12, 31))])
def test_days_out_of_reach_are_refused_with_a_sentence(store: Store, since: date, until: date) -> None:
    with pytest.raises(InvalidInput, match="1900 to 2199"):
        review(store, Window(since, until), TODAY)


def test_one_row_is_a_pattern_of_one(store: Store, tmp_path: Path) -> None:
    BusyCompany(store, tmp_path).short("PO-1", created=TODAY, eta=date(2025, 2, 20), value="700")
    found = review(store, Window(TODAY, TODAY + timedelta(days=1)), TODAY)
    facts = found.patterns.facts
    assert [(part.count, part.share, part.cumulative) for part in facts.suppliers] == [(1, 100, 100)]
    assert facts.total.value == 700
    assert found.insights[0].sentence.startswith("1 backorder worth USD 700 was created in 1 day, 1.0 a day")
    assert found.opportunities == ()


def test_ties_stand_by_value_and_then_by_name(store: Store, tmp_path: Path) -> None:
    company = BusyCompany(store, tmp_path)
    for place, (supplier, value) in enumerate((("XYZ", "100"), ("ABC", "100"), ("GLOB", "200"))):
        company.short(f"PO-{place}", created=TODAY, eta=date(2025, 2, 20), supplier=supplier, value=value)
    found = review(store, Window(TODAY, TODAY + timedelta(days=1)), TODAY).patterns.facts.suppliers
    assert [part.key for part in found] == ["GLOB", "ABC", "XYZ"]


def test_the_value_is_that_of_the_day_it_was_made_though_all_arrived(store: Store, tmp_path: Path) -> None:
    company = BusyCompany(store, tmp_path)
    company.short("PO-1", created=date(2025, 1, 10), eta=date(2025, 1, 20), value="900")
    company.arrives("PO-1", "100", date(2025, 1, 20))
    window = Window(date(2025, 1, 1), date(2025, 1, 28))
    assert review(store, window, TODAY).patterns.facts.total.value == 900
    assert list_backorders(store, filters_of(window, Narrow()), TODAY).value == 0


@pytest.fixture(scope="module")
def chapter(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One copy of the demo for all tests here: they only read."""
    store = open_store(copied(demo_store_file, tmp_path_factory.mktemp("patterns") / "demo.duckdb"))
    yield store
    store.close()


def shares(parts: tuple[Part, ...]) -> dict[str, float]:
    return {part.name: float(part.share or 0) for part in parts}


def test_the_fourth_quarter_shows_the_figures_of_the_chapter(chapter: Store) -> None:
    facts = review(chapter, QUARTER, TODAY).patterns.facts
    assert float(facts.total.mean_slip or 0) == pytest.approx(8.5, abs=0.1)
    causes = {"Supplier delay": 55, "Quality issue": 22, "Logistics delay": 15, "Demand spike": 8}
    assert shares(facts.causes) == {name: pytest.approx(part, abs=1) for name, part in causes.items()}
    suppliers = shares(facts.suppliers)
    assert suppliers["Global Manufacturing"] == pytest.approx(45, abs=1)
    assert suppliers["Precision Components"] == pytest.approx(2, abs=1)
    assert facts.suppliers[-1].name == "Precision Components"
    assert facts.suppliers[-1].deliveries
    categories = shares(facts.categories)
    assert categories["HVAC components"] == pytest.approx(35, abs=1)
    assert categories["Basic hardware"] == pytest.approx(5, abs=1)


def test_the_quarter_is_more_than_the_one_before_and_that_is_no_noise(chapter: Store) -> None:
    found = review(chapter, QUARTER, TODAY)
    assert found.patterns.before is not None
    assert found.patterns.before.change.verdict is Verdict.MORE
    assert found.patterns.year_before is None
    assert any("Global Manufacturing has the most: 90 of 200" in one.sentence for one in found.insights)
    assert any("by more than noise" in one.sentence for one in found.insights if one.notable)


def test_the_year_shows_its_seasons(chapter: Store) -> None:
    patterns = review(chapter, YEAR, TODAY).patterns
    rates = {month.first.month: float(month.rate or 0) for month in patterns.months}
    assert len(rates) == 12
    feast = (rates.pop(11) + rates.pop(12)) / 2
    assert feast / (sum(rates.values()) / len(rates)) == pytest.approx(3.0, abs=0.1)
    assert float(patterns.holiday_factor or 0) == pytest.approx(3.0, abs=0.1)
    assert sorted(rates, key=rates.__getitem__)[:2] == [2, 3]
    assert {month.first.month for month in patterns.timeline if month.count > month.high} == {11, 12}


def week(store: Store) -> Review:
    return review(store, WEEK, TODAY)


def test_the_week_has_its_causes_and_calls_nothing_a_change(chapter: Store) -> None:
    found = week(chapter)
    causes = [(part.name, part.count, part.share) for part in found.patterns.facts.causes]
    assert causes == [
        ("Supplier delay", 5, D("62.5")),
        ("Quality issue", 2, D("25.0")),
        ("Logistics delay", 1, D("12.5")),
    ]
    idle = {part.name for part in found.patterns.facts.suppliers if part.count == 0}
    assert "Precision Components" in idle
    assert "8 backorders: too few to tell from the 19 of the 7 days before." in found.insights[0].sentence
    assert not any(one.notable for one in found.insights if one.kind != "season")


def test_the_week_calls_for_what_the_analyst_of_the_chapter_calls_for(chapter: Store) -> None:
    found = {one.kind: one for one in reversed(week(chapter).opportunities)}
    assert found["second_source"].title == "Add a second source for Control systems"
    assert found["quality"].title == "Work on quality with the suppliers of Valves"
    assert found["forecast"].title == "Forecast the demand for Sensors better"
    assert found["supplier"].title == "Talk to Global Manufacturing about its dates"
    assert found["safety_stock"].title == "Raise the safety stock of Control Module CM-500"
    assert found["forecast"].window == Window(date(2024, 10, 30), date(2025, 1, 28))
    assert found["quality"].evidence.endswith("A hint: too few to prove it.")


@pytest.mark.parametrize("window", [WEEK, QUARTER])
def test_what_is_said_of_an_opportunity_is_the_count_of_its_rows(chapter: Store, window: Window) -> None:
    offers = review(chapter, window, TODAY).opportunities
    assert offers
    for one in offers:
        rows = list_backorders(chapter, filters_of(one.window, one.narrow), TODAY, limit=1).total
        assert one.evidence.startswith(f"{rows} of ") or one.evidence.startswith(f"{rows} backorders"), one


def test_narrowing_by_hand_and_by_the_service_are_the_same(chapter: Store) -> None:
    narrow = Narrow(supplier="GLOBAL", cause=Cause.QUALITY)
    found = review(chapter, YEAR, TODAY, narrow).patterns.facts
    whole = review(chapter, YEAR, TODAY).patterns.facts
    cell = next(one for one in whole.supplier_causes if (one.row, one.column) == ("GLOBAL", "quality"))
    assert found.total.count == cell.count
    assert replace(narrow, cause=None) == Narrow(supplier="GLOBAL")
