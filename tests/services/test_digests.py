"""Digests count what the chapter counts: Monday's review and the week, on the demo and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.delivery.digests import as_html, as_text
from backorder_core.domain.values import Tier
from backorder_core.services.checks import check
from backorder_core.services.escalations import sweep
from backorder_core.services.filling import Sharing
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.review_json import as_json
from backorder_core.services.reviews import Digest, Part, Period, changes, digest, last_monday
from backorder_core.services.work.caring import rate
from backorder_core.store import Store, open_store
from tests.addresses import copied
from tests.small_company import CREATED, PLANNER, SmallCompany

MONDAY, TUESDAY = date(2025, 1, 27), date(2025, 1, 28)
D = Decimal
BO = "BO-2025-0001"


@pytest.fixture(scope="module")
def demo(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    address = copied(demo_store_file, tmp_path_factory.mktemp("digests") / "demo.duckdb")
    store = open_store(address)
    yield store
    store.close()


@pytest.fixture(scope="module")
def monday(demo: Store) -> Digest:
    return digest(demo, Period.DAILY, MONDAY)


@pytest.fixture(scope="module")
def week(demo: Store) -> Digest:
    return digest(demo, Period.WEEKLY, TUESDAY)


def test_mondays_review_gives_the_figures_of_the_chapter(monday: Digest) -> None:
    did = monday.activity
    assert (did.new, did.resolved, did.partially_resolved, did.escalated) == (1, 3, 2, 1)
    assert did.value_change == D("-15000.00")


def test_what_changed_since_the_evening_before_is_what_the_day_brought(demo: Store, monday: Digest) -> None:
    found = changes(demo, MONDAY - timedelta(days=1), MONDAY)
    assert (found.activity, found.moved) == (monday.activity, monday.moved)
    assert changes(demo, MONDAY, MONDAY).moved == ()


@pytest.mark.parametrize(("day", "monday_before"), [(28, 27), (27, 20), (26, 20), (21, 20)])
def test_last_monday_is_the_one_before_the_day(day: int, monday_before: int) -> None:
    assert last_monday(date(2025, 1, day)) == date(2025, 1, monday_before)


def test_satisfaction_and_quality_are_those_of_the_week(monday: Digest, week: Digest) -> None:
    assert (monday.quality.rating, monday.quality.issues, monday.quality.issues_week_before) == (
        D("4.8"),
        2,
        4,
    )
    assert week.quality == monday.quality


def test_the_week_gives_the_figures_of_the_chapter(week: Digest) -> None:
    did = week.activity
    assert (week.since, week.until) == (date(2025, 1, 21), TUESDAY)
    assert (did.new, did.resolved, did.net) == (8, 12, -4)
    assert week.causes == (
        Part("Supplier delay", 5, D("62.5")),
        Part("Quality issue", 2, D("25.0")),
        Part("Logistics delay", 1, D("12.5")),
    )
    assert [(one.name, one.count) for one in week.new_by_supplier][:2] == [
        ("Global Manufacturing", 3),
        ("Regional Suppliers", 2),
    ]
    assert [(one.name, one.count) for one in week.new_by_category] == [
        ("Control systems", 4),
        ("Sensors", 2),
        ("Valves", 2),
    ]


def test_seven_days_add_up_to_their_week(demo: Store, week: Digest) -> None:
    days = [digest(demo, Period.DAILY, week.since + timedelta(days=place)) for place in range(7)]
    for name in ("new", "resolved", "cancelled", "value_change"):
        assert sum(getattr(one.activity, name) for one in days) == getattr(week.activity, name), name
    assert days[-1].open == week.open


def test_the_demo_with_its_ratings_is_still_proved(demo: Store) -> None:
    assert check(demo) == ()


def test_a_day_without_anything_says_zero_and_no_data(empty_store: Store) -> None:
    found = digest(empty_store, Period.DAILY, MONDAY)
    assert (found.activity.new, found.activity.value_change, found.cost) == (0, 0, 0)
    assert (found.quality.rating, found.suppliers.on_time, found.suppliers.mean_slip) == (None, None, None)
    assert as_text(found).count("no data") == 4
    assert (found.moved, found.urgent, found.causes) == ((), (), ())


def test_windows_are_half_open(short: SmallCompany) -> None:
    before, after = (digest(short.store, Period.DAILY, CREATED + timedelta(days=n)) for n in (-1, 1))
    assert (before.activity.new, after.activity.new) == (0, 0)
    assert digest(short.store, Period.DAILY, CREATED).activity.new == 1
    weeks = {
        n: digest(short.store, Period.WEEKLY, CREATED + timedelta(days=n)).activity.new for n in (0, 1, 7, 8)
    }
    assert weeks == {0: 0, 1: 1, 7: 1, 8: 0}


def test_a_day_of_work_is_told_backorder_by_backorder(short: SmallCompany) -> None:
    assert sweep(short.store, MONDAY, PLANNER) == 1
    receive(short.store, [Receipt("PO-2025-0089", "10", D(50), MONDAY, Sharing())], PLANNER, MONDAY)
    rate(short.store, BO, "C-METRO", 4, "Good.", PLANNER, MONDAY)
    found = digest(short.store, Period.DAILY, MONDAY)
    (one,) = found.moved
    assert (one.number, one.happened) == (BO, ("received in part", "escalated to level 2"))
    assert {row.tier: (row.customers, row.waiting) for row in found.customers} == {
        Tier.VIP: (1, 0),
        Tier.STANDARD: (1, 1),
    }
    assert found.activity.value_change == D("-25000.00")
    assert (found.quality.rating, found.quality.ratings) == (D("4.0"), 1)


def test_text_and_page_carry_every_figure_of_the_document(monday: Digest) -> None:
    text, page = as_text(monday), as_html(monday)
    for said in ("Daily backorder review of Monday, 2025-01-27", "-15,000.00", "4.8 of 5 (12 ratings)"):
        assert said in text
        assert said in page
    assert page.count("<table") == page.count("</table>")
    document = as_json(monday)
    assert document["activity"] == {
        "new": 1,
        "resolved": 3,
        "cancelled": 0,
        "partially_resolved": 2,
        "escalated": 1,
        "eta_updates": 5,
        "net": -2,
        "value_change": "-15000.00",
        "mean_days_to_resolve": 11.0,
    }


def test_a_page_obeys_no_foreign_text(company: SmallCompany) -> None:
    from backorder_core.services.reference import load

    evil = {"code": "C-METRO", "name": "<script>alert(1)</script>", "tier": 1, "account_manager": "Ann"}
    company.chapter_shortage()
    load(company.store, "customers", [evil], PLANNER, CREATED)
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    page = as_html(digest(company.store, Period.DAILY, CREATED))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
