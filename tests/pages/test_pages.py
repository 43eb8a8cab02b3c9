"""Each page on a store small enough to check by hand: what it says, and what it never says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Cause, Status
from backorder_core.services.receipts import Receipt, receive
from pages.parts import places
from tests.pages.conftest import Opened
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

EVERY_PAGE = [entry.path for entries in places.SECTIONS.values() for entry in entries]


def words(app: AppTest) -> str:
    """Everything that an app shows as text."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text)
    alerts = (app.info, app.warning, app.error, app.success)
    shown = [str(element.value) for kind in (*kinds, *alerts) for element in kind]
    shown += [f"{metric.label} {metric.value} {metric.delta}" for metric in app.metric]
    return "\n".join(shown)


@pytest.mark.parametrize("path", EVERY_PAGE, ids=lambda path: path.stem)
def test_every_page_of_an_empty_store_opens_and_says_what_to_do_next(opened: Opened, path: Path) -> None:
    app = opened(path)
    assert not app.exception
    assert "None" not in words(app)


def test_an_empty_store_points_to_the_demo_company(opened: Opened) -> None:
    assert "backorders demo" in words(opened())


@pytest.mark.parametrize("path", EVERY_PAGE, ids=lambda path: path.stem)
def test_every_page_of_a_filled_store_opens(company: SmallCompany, opened: Opened, path: Path) -> None:
    app = opened(path, number="BO-2025-0001")
    assert not app.exception
    assert "None" not in words(app)
    assert "28 Jan 2025" in words(app)


def test_the_command_centre_shows_the_chapters_shortage(company: SmallCompany, opened: Opened) -> None:
    figures = {metric.label: metric.value for metric in opened().metric[:4]}
    assert figures == {
        "Total backorders": "1",
        "Total value": "$35,000",
        "Customers affected": "2",
        "High priority": "1",
    }


def test_the_day_in_the_address_is_the_day_that_is_shown(company: SmallCompany, opened: Opened) -> None:
    app = opened(as_of="2025-01-19")
    assert "No backorder was known on 19 Jan 2025" in words(app)
    assert app.sidebar.button[0].label == "Back to 28 Jan 2025"


def test_filters_in_the_address_narrow_the_list_and_stand_in_words(
    company: SmallCompany, opened: Opened
) -> None:
    app = opened(places.BACKORDERS, band="High", tier="VIP", age_to="8")
    assert "1 backorder · \\$35\\,000 at risk" in words(app)
    assert "priority High · tier VIP · age up to 8 days" in words(app)
    inside = opened(
        places.BACKORDERS, category="Control systems", created_from="2025-01-20", created_to="2025-01-20"
    )
    assert "1 backorder · \\$35\\,000 at risk" in words(inside)
    assert "category Control systems · created 20 Jan 2025 to 20 Jan 2025" in words(inside)
    assert "0 backorders" in words(opened(places.BACKORDERS, created_from="2025-01-21"))
    none = opened(places.BACKORDERS, band="Low")
    assert "0 backorders" in words(none)
    assert "No backorder matches these filters" in words(none)


def test_rarer_filters_are_drawn_where_they_are_opened_or_set(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.BACKORDERS)
    assert "status" not in [one.key for one in app.multiselect]
    app.session_state["more_filters"] = True
    app.run()
    app.multiselect(key="status").set_value([Status.RESOLVED]).run()
    assert "status Resolved" in words(app)
    app.session_state["more_filters"] = False
    app.run()
    assert "status Resolved" in words(app)
    arrived = opened(places.BACKORDERS, cause="Quality issue")
    assert arrived.multiselect(key="cause").value == [Cause.QUALITY]
    assert arrived.session_state["more_filters"] is True


def test_an_unknown_number_gets_a_sentence(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.BACKORDER, number="BO-2025-9999")
    assert not app.exception
    assert [alert.value for alert in app.error] == [
        "There is no backorder BO\\-2025\\-9999\\: check the number\\, or search the list\\."
    ]


def test_one_backorder_keeps_its_three_numbers_of_days_apart(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.BACKORDER, number="BO-2025-0001")
    figures = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert figures["Age"] == ("8 days", "since created, 20 Jan 2025")
    assert figures["Days overdue"] == ("3 days", "since due, 25 Jan 2025")
    assert figures["Days past ETA"] == ("0 days", "since the ETA, 15 Feb 2025")
    assert figures["Priority score"] == ("8,500", "band High")


def test_the_terms_of_a_score_sum_to_it_on_the_page(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.BACKORDER, number="BO-2025-0001")
    terms = next(table.value for table in app.dataframe if "total" in table.value.columns)
    assert list(terms["total"]) == [7875, 625, 8500]
    assert terms["total"].iloc[:-1].sum() == terms["total"].iloc[-1]


def test_the_history_speaks_in_words_and_dates(company: SmallCompany, opened: Opened) -> None:
    receive(company.store, [Receipt("PO-2025-0089", "10", Decimal(30), TODAY)], PLANNER, TODAY)
    company.delays("PO-2025-0089,10,2025-02-22,Testing takes longer,,", as_of=TODAY)
    app = opened(places.BACKORDER, number="BO-2025-0001")
    app.session_state["about"] = "History"
    said = words(app.run()).replace("\\", "")
    assert "ETA 15 Feb 2025 → 22 Feb 2025" in said
    assert "Received 0 units → 30 units" in said
    assert "Value at risk $35,000 → $20,000" in said
    assert "po_line_id" not in said
    assert "2025-02-22" not in said


def test_words_of_a_supplier_are_shown_and_never_obeyed(company: SmallCompany, opened: Opened) -> None:
    evil = "![x](http://evil.example/p.png) **bold** :red[boo] $x$"
    company.po_line("PO-7")
    company.order("SO-7", "PO-7", 5)
    company.delays(f"PO-7,10,2025-02-20,{evil},,")
    app = opened(places.BACKORDER, number="BO-2025-0002")
    assert not app.exception
    assert "![x](" not in words(app)
    assert "\\!\\[x\\]" in words(app)


@pytest.mark.parametrize("path", EVERY_PAGE, ids=lambda path: path.stem)
def test_every_page_can_be_seen_as_it_was_known_and_offers_no_change(
    company: SmallCompany, opened: Opened, path: Path
) -> None:
    app = opened(path, number="BO-2025-0001")
    version = company.store.data_version()
    app.sidebar.date_input(key="known_on").set_value(CREATED).run()
    assert not app.exception
    assert "as it was known on **20 Jan 2025**" in words(app)
    assert company.store.data_version() == version


def test_what_was_entered_later_is_left_out_until_one_goes_back(
    company: SmallCompany, opened: Opened
) -> None:
    company.po_line("PO-2")
    company.order("SO-3", "PO-2", 10)
    company.delays("PO-2,10,2025-02-15,late,,", as_of=TODAY)
    app = opened(known_on="2025-01-27")
    assert app.metric[0].value == "1"
    back = next(one for one in app.sidebar.button if one.label == "Back to what is known today")
    assert back.click().run().metric[0].value == "2"


def test_the_command_centre_says_what_changed_since_yesterday_or_last_monday(
    company: SmallCompany, opened: Opened
) -> None:
    company.po_line("PO-2")
    company.order("SO-3", "PO-2", 10)
    company.delays("PO-2,10,2025-02-15,late,,", "PO-2025-0089,10,2025-02-20,later,,", as_of=TODAY)
    figures = {metric.label: metric.value for metric in opened().metric}
    assert (figures["New"], figures["New ETAs"], figures["Revenue at risk, change"]) == ("1", "1", "+$5,000")
    assert "From the end of Monday, 27 Jan 2025, to the end of Tuesday, 28 Jan 2025" in words(opened())
    week = opened(since="A week ago")
    assert "From the end of Tuesday, 21 Jan 2025" in words(week)
