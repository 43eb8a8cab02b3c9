"""The suppliers page: side by side, one in full, its forms, and what has no data says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.service_levels import Basis
from backorder_core.domain.windows import Window
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.supplier_records import Agreement, Opinion, rate_supplier, set_service_level
from backorder_core.services.suppliers import review
from pages.parts import places
from pages.parts.supplier_one import TABS
from tests.pages.conftest import Opened
from tests.small_company import PLANNER, SARAH, TODAY, SmallCompany

D = Decimal
MONTH = {"period": "30 days"}


@pytest.fixture
def supplied(company: SmallCompany) -> SmallCompany:
    """Two more lines of ABC, one half in time; a service level with a penalty."""
    for number, came in (("PO-1", 50), ("PO-2", 100)):
        company.po_line(number, due=date(2025, 1, 10))
        receive(company.store, [Receipt(number, "10", D(came), date(2025, 1, 10))], PLANNER, TODAY)
    agreed = Agreement("ABC", date(2025, 1, 1), D(95), Basis.UNIT, D("0.25"))
    set_service_level(company.store, agreed, SARAH, TODAY)
    return company


def test_suppliers_stand_side_by_side(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, **MONTH)
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["name"]) == ["ABC Manufacturing"]
    # PO-1 half, PO-2 all, PO-2025-0089 nothing; by the date agreed last only the first two were due
    assert (table["original"][0], table["agreed"][0]) == (50.0, 75.0)
    assert table["score"][0].endswith(" *")
    assert table["penalties"][0] == 37.5
    assert any("leave out what has no data" in one.value for one in app.caption)


def test_one_supplier_stands_in_full(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    assert not app.exception
    figures = {one.label: one.value for one in app.metric}
    assert figures["On time, first promise"] == "50 %"
    assert figures["On time, last agreed date"] == "75 %"
    assert figures["Median days late"] == "on the day"
    assert figures["Share of all backorders"] == "100 %"
    assert figures["Penalties"] == "$37.50"
    assert "No data for service and innovation" in app.warning[0].value
    assert list(app.dataframe[0].value["criterion"]) == [one.label for one in Criterion]


@pytest.mark.parametrize("tab", list(TABS))
def test_every_tab_draws(supplied: SmallCompany, opened: Opened, tab: str) -> None:
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    app.session_state["supplier_tab"] = tab
    app.run()
    assert not app.exception
    shown = " ".join(str(one.value) for one in (*app.caption, *app.info, *app.markdown))
    assert "nan" not in shown.lower().split()
    assert "None" not in shown


def test_the_promises_of_all_draw(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, **MONTH)
    app.session_state["suppliers_tab"] = "Promises kept"
    app.run()
    assert not app.exception
    assert any("Lowest first" in one.value for one in app.caption)


def test_a_rating_is_noted_from_its_form(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    app.session_state["supplier_tab"] = "Ratings and agreements"
    app.run()
    app.session_state["supplier_form"] = "Rate"
    app.run()
    next(one for one in app.number_input if one.label == "Rating, 0 to 100").set_value(82.0)
    next(one for one in app.text_input if one.label == "Why?").set_value("Answers at once")
    next(one for one in app.button if one.label == "Note the rating").click()
    app.run()
    assert not app.exception
    window = Window(date(2025, 1, 1), date(2025, 2, 1))
    (rating,) = review(supplied.store, "ABC", window, TODAY).ratings
    assert (rating.rating, rating.criterion, rating.why) == (D(82), Criterion.SERVICE, "Answers at once")
    assert any("is rated 82 on service for Q1 2025" in one.value for one in app.success)


def test_a_refused_rating_says_why(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    app.session_state["supplier_tab"] = "Ratings and agreements"
    app.session_state["supplier_form"] = "Rate"
    app.run()
    next(one for one in app.button if one.label == "Note the rating").click()
    app.run()
    assert any("reason for the rating is missing" in one.value for one in app.error)


def test_with_all_ratings_nothing_is_left_out(supplied: SmallCompany, opened: Opened) -> None:
    for criterion in (Criterion.SERVICE, Criterion.INNOVATION):
        rate_supplier(supplied.store, Opinion("ABC", criterion, D(80), TODAY, "fine"), SARAH, TODAY)
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    assert not app.warning
    assert not opened(places.SUPPLIERS, **MONTH).dataframe[0].value["score"][0].endswith("*")


def test_days_without_anything_say_so(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, period="last year")
    assert not app.exception
    assert "no data" in app.info[0].value


def test_an_unknown_supplier_is_refused_in_a_sentence(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, supplier="NOPE")
    assert not app.exception
    assert "There is no supplier NOPE" in app.error[0].value


def test_days_of_delivery_are_set_on_the_page(supplied: SmallCompany, opened: Opened) -> None:
    app = opened(places.SUPPLIERS, supplier="ABC", **MONTH)
    app.session_state["supplier_tab"] = "Ratings and agreements"
    app.run()
    assert any("every day counts" in one.value for one in app.caption)
    app.session_state["supplier_form"] = "Set days of delivery"
    app.run()
    app.text_area[0].set_value("2025-12-25, 2025-12-26")
    next(one for one in app.button if one.label == "Set the days").click().run()
    assert not app.exception
    now = review(supplied.store, "ABC", Window(date(2025, 1, 1), TODAY), TODAY).now
    assert now.calendar is not None
    assert now.calendar.words == "every day, without 2 holidays"
    assert any("Delivers every day, without 2 holidays" in one.value for one in app.caption)
