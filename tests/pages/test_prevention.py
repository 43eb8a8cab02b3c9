"""The prevention page: what a remedy would have avoided, its rows, and no cost without a price."""

from __future__ import annotations

from pages.parts import places
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany


def test_what_a_stock_would_have_avoided_stands_with_its_rows(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.PREVENTION, period="30 days", size_stock="60")
    assert not app.exception
    assert {one.label: one.value for one in app.metric} == {
        "Backorders with late units": "1",
        "Avoided wholly": "0",
        "Avoided revenue at risk": "$30,000",
        "Cost of the remedy": "not said",
    }
    table = app.dataframe[0].value
    assert list(table["number"]) == ["BO-2025-0001"]
    assert list(table["units"]) == ["60 of 70"]
    assert list(table["result"]) == [["Partly avoided"]]


def test_a_price_makes_a_cost(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.PREVENTION, period="30 days", size_stock="60", holding="36.5")
    assert {one.label: one.value for one in app.metric}["Cost of the remedy"] == "$180"


def test_every_remedy_and_tab_draws(company: SmallCompany, opened: Opened) -> None:
    for remedy in ("safety stock", "second source", "order earlier"):
        for tab in ("Backorders", "How much is enough", "By product"):
            app = opened(places.PREVENTION, period="30 days")
            app.session_state["remedy"] = next(
                one for one in app.session_state["remedy"].__class__ if one.value == remedy
            )
            app.session_state["prevention"] = tab
            app.run()
            assert not app.exception, (remedy, tab)


def test_the_stock_that_avoids_most_is_listed(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.PREVENTION, period="30 days")
    app.session_state["prevention"] = "By product"
    app.run()
    steps = app.dataframe[1].value
    assert list(steps["size"]) == [70]
    assert list(steps["value"]) == [35_000.0]


def test_days_without_backorders_say_so(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.PREVENTION, period="last year")
    assert not app.exception
    assert "No backorder was made" in app.info[0].value
