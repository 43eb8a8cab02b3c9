"""Prevention out of a store: which backorders count, what was late, what would have been avoided."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.prevention import Helped
from backorder_core.domain.windows import Window
from backorder_core.services.prevention import Past, Remedy, as_json, frontier, helped, past, replay
from backorder_core.store import Store
from tests.busy_company import BusyCompany
from tests.small_company import TODAY

JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))


@pytest.fixture
def busy(store: Store, tmp_path: Path) -> BusyCompany:
    """Three backorders of ten units, needed by 27 January: one came on the 28th, one in time, one never."""
    found = BusyCompany(store, tmp_path)
    found.short("PO-1", created=date(2025, 1, 20), eta=date(2025, 1, 28), value="1000")
    found.short("PO-2", created=date(2025, 1, 21), eta=date(2025, 1, 26), value="2000")
    found.short(
        "PO-3", created=date(2025, 1, 22), eta=None, value="4000", supplier="GLOB", product="SKU-12459"
    )
    found.arrives("PO-1", "4", date(2025, 1, 25))
    found.arrives("PO-2", "10", date(2025, 1, 26))
    found.arrives("PO-1", "6", date(2025, 1, 28))
    return found


def seen(busy: BusyCompany, as_of: date = TODAY, **only: str) -> Past:
    return past(busy.store, JANUARY, as_of, **only)


def test_an_empty_window_has_nothing_to_avoid(store: Store) -> None:
    found = as_json(past(store, JANUARY, TODAY))
    assert (found["backorders"], found["value"], found["safety_stock"]) == (0, "0.00", [])
    assert json.dumps(found)


def test_only_units_that_came_too_late_count(busy: BusyCompany) -> None:
    found = seen(busy)
    assert [(one.number[-1], one.units, one.value) for one in found.shortages] == [
        ("1", 6, 600),
        ("2", 0, 0),
        ("3", 10, 4000),
    ]
    assert (found.late, found.products, found.value) == (2, 2, 4600)


def test_before_the_day_has_passed_nothing_is_late(busy: BusyCompany) -> None:
    assert [one.units for one in seen(busy, date(2025, 1, 27)).shortages] == [0, 0, 0]
    assert [one.units for one in seen(busy, date(2025, 1, 21)).shortages] == [0, 0]


def test_backorders_outside_the_window_or_of_others_are_left_out(busy: BusyCompany) -> None:
    assert past(busy.store, Window(date(2025, 1, 21), date(2025, 1, 22)), TODAY).about.keys() == {
        "BO-2025-0002"
    }
    assert [one.product for one in seen(busy, supplier="GLOB").shortages] == ["SKU-12459"]
    assert [one.product for one in seen(busy, product="CM-500").shortages] == ["CM-500"] * 2


def test_each_remedy_says_what_it_avoids_and_costs(busy: BusyCompany) -> None:
    found = seen(busy)
    stock = replay(found, Remedy.STOCK, 8, Decimal(10))
    assert [one.helped for one in stock.outcomes] == [Helped.WHOLLY, Helped.HARMLESS, Helped.PARTLY]
    assert (stock.total.wholly, stock.total.partly, stock.total.value) == (1, 1, 3800)
    assert stock.cost == (Decimal(8 * 2 * 31 * 10) / 365).quantize(Decimal("0.01"))
    source = replay(found, Remedy.SOURCE, 6, Decimal("1.50"))
    assert ([one.units for one in source.outcomes], source.cost) == ([6, 0, 0], Decimal("9.00"))
    earlier = replay(found, Remedy.EARLIER, 1, Decimal(1))
    assert [one.units for one in earlier.outcomes] == [6, 0, 0]
    assert earlier.cost == (Decimal(300) / 365).quantize(Decimal("0.01"))
    assert replay(found, Remedy.STOCK, 8).cost is None


def test_the_frontier_ends_with_what_avoids_everything(busy: BusyCompany) -> None:
    found = seen(busy)
    steps = frontier(found, Remedy.STOCK)
    assert [(one.size, one.value) for one in steps] == [(1, 500), (2, 1000), (5, 2500), (10, 4600)]
    assert [(one.size, one.units) for one in frontier(found, Remedy.SOURCE)] == [(7, 6), (5, 16)]
    assert [one.size for one in frontier(found, Remedy.EARLIER)] == [1]


def test_rows_are_listed_by_what_is_avoided(busy: BusyCompany) -> None:
    outcomes = replay(seen(busy), Remedy.SOURCE, 6).outcomes
    assert [one.shortage.number for one in helped(outcomes)] == ["BO-2025-0001"]
    assert [one.shortage.number for one in helped(outcomes, nothing=True)] == ["BO-2025-0001", "BO-2025-0003"]


def test_rows_add_up_to_the_total_in_the_demo(demo_store: Store) -> None:
    found = past(demo_store, Window(date(2024, 10, 1), date(2025, 1, 1)), TODAY)
    assert found.late > 50
    for remedy, size in ((Remedy.STOCK, 20), (Remedy.SOURCE, 5), (Remedy.EARLIER, 7)):
        answer = replay(found, remedy, size)
        rows = helped(answer.outcomes)
        assert sum(one.value for one in rows) == answer.total.value > 0
        assert len(rows) == answer.total.wholly + answer.total.partly
        assert all(one.value <= one.shortage.value for one in rows)
    document = as_json(found)
    assert document["safety_stock"][-1]["share"] == 100.0  # type: ignore[index]
