"""The arrival forecast on its page and on a backorder's."""

from __future__ import annotations

from datetime import date

from pages.parts import places
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany


def test_open_lines_stand_with_their_forecast(company: SmallCompany, opened: Opened) -> None:
    company.po_line("PO-FREE", due=date(2025, 3, 1))
    app = opened(places.FORECAST)
    assert not app.exception
    assert {one.label: one.value for one in app.metric} == {
        "Open PO lines": "2",
        "Likely late": "1",
        "Value likely late": "$35,000",
    }
    table = app.dataframe[0].value
    assert list(table["po"]) == ["PO-2025-0089 / 10", "PO-FREE / 10"]
    assert list(table["verdict"]) == ["Likely late", "Nobody waits"]
    assert list(table["backorder"]) == ["BO-2025-0001", "none"]


def test_the_lines_behind_likely_late_are_one_click_away(company: SmallCompany, opened: Opened) -> None:
    company.po_line("PO-FREE", due=date(2025, 3, 1))
    app = opened(places.FORECAST)
    app.button(key="rows_late").click().run()
    assert list(app.dataframe[0].value["po"]) == ["PO-2025-0089 / 10"]
    assert app.metric[0].value == app.metric[1].value == "1"


def test_filters_come_from_the_address(company: SmallCompany, opened: Opened) -> None:
    company.po_line("PO-FREE", due=date(2025, 3, 1))
    app = opened(places.FORECAST, waiting="true")
    assert list(app.dataframe[0].value["po"]) == ["PO-2025-0089 / 10"]


def test_without_a_delivery_there_is_nothing_to_judge_by(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.FORECAST)
    app.session_state["forecast"] = "How good it was"
    app.run()
    assert not app.exception
    assert "nothing to compare with yet" in app.info[0].value
    app.session_state["forecast"] = "Ranges"
    app.run()
    assert not app.exception


def test_how_good_it_was_says_when_there_is_little_to_go_by(company: SmallCompany, opened: Opened) -> None:
    from backorder_core.services.receipts import Receipt, receive
    from tests.small_company import PLANNER, TODAY

    for number in range(3):
        company.po_line(f"PO-{number}", ordered=1, due=date(2025, 1, 3 + number))
        receipt = Receipt(f"PO-{number}", "10", 1, date(2025, 1, 4))  # type: ignore[arg-type]
        receive(company.store, [receipt], PLANNER, TODAY)
    company.delays("PO-2025-0089,10,2025-02-16,later,,", as_of=TODAY)
    receive(company.store, [Receipt("PO-2025-0089", "10", 100, TODAY)], PLANNER, TODAY)  # type: ignore[arg-type]
    app = opened(places.FORECAST)
    app.session_state["forecast"] = "How good it was"
    app.run()
    assert not app.exception
    assert "too few to judge by" in app.warning[0].value
    assert [one.label for one in app.metric][-4:] == [
        "P90 came true",
        "P50 came true",
        "Pinball loss at P90",
        "Pinball loss at P50",
    ]


def test_a_backorder_says_when_it_really_comes(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.BACKORDER, number="BO-2025-0001")
    assert not app.exception
    said = [one.value for one in app.caption if "Arrival forecast" in one.value]
    assert len(said) == 1
    assert "No delivery of anybody yet" in said[0]
