"""Days of delivery, one calendar a supplier: where they count, where they do not, and that they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.delivery.supplier_review import review_html, review_text
from backorder_core.domain.errors import InvalidInput, NotAllowed, NotFound
from backorder_core.domain.values import Trigger
from backorder_core.domain.windows import Window
from backorder_core.services.checks import check
from backorder_core.services.forecasting import backtest_json, forecast_backtest, forecasts
from backorder_core.services.holding import Seen
from backorder_core.services.supplier_calendars import WorkingDays, calendars_by_code, set_calendar
from backorder_core.services.suppliers import Performance, performances, review
from backorder_core.services.suppliers_json import review_json
from backorder_core.services.work.etas import EtaUpdate, as_json, eta_impact
from backorder_core.store import PastStore
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, LISA, SARAH, TODAY

JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))
WEEKDAYS = WorkingDays("ABC", "12345")
FRIDAY, SATURDAY, MONDAY = date(2025, 1, 10), date(2025, 1, 11), date(2025, 1, 13)


def one(busy: BusyCompany) -> Performance:
    return performances(busy.store, JANUARY, TODAY, "ABC")[0]


def delivered(busy: BusyCompany, came: date, number: str = "PO-1", due: date = FRIDAY) -> None:
    busy.supply(number, due)
    busy.arrives(number, "100", came)


def test_days_late_are_days_of_delivery_where_a_supplier_has_some(busy: BusyCompany) -> None:
    delivered(busy, MONDAY)
    busy.supply("PO-2", FRIDAY, supplier="GLOB")
    busy.arrives("PO-2", "100", MONDAY)
    before = one(busy)
    set_calendar(busy.store, WEEKDAYS, SARAH, TODAY)
    after = one(busy)
    assert (before.delays.median, after.delays.median) == (3, 1)
    assert (before.calendar, after.calendar and after.calendar.words) == (None, "Monday to Friday")
    assert (after.original, after.delays.late, after.penalties) == (before.original, 1, before.penalties)
    assert performances(busy.store, JANUARY, TODAY, "GLOB")[0].delays.median == 3


def test_holidays_do_not_count_and_late_stays_late(busy: BusyCompany) -> None:
    delivered(busy, MONDAY + timedelta(days=1))
    delivered(busy, SATURDAY, "PO-2")
    set_calendar(busy.store, replace(WEEKDAYS, holidays=("2025-01-13",)), SARAH, TODAY)
    found = one(busy)
    assert (found.delays.receipts, found.delays.late, found.delays.p90) == (2, 2, 1)
    assert found.original.rate == 0


def test_a_forecast_lands_on_a_day_of_delivery(busy: BusyCompany) -> None:
    for number in range(3):
        delivered(busy, FRIDAY, f"PO-{number}")
    busy.supply("PO-9", date(2025, 3, 8))  # a Saturday
    (before,) = forecasts(busy.store, TODAY).lines
    set_calendar(busy.store, replace(WEEKDAYS, holidays=("2025-03-10",)), SARAH, TODAY)
    (after,) = forecasts(busy.store, TODAY).lines
    assert (before.p50, before.p90) == (date(2025, 3, 8), date(2025, 3, 8))
    assert (after.p50, after.p90) == (date(2025, 3, 11), date(2025, 3, 11))


def test_forecasts_tried_on_the_past_land_on_days_of_delivery_too(busy: BusyCompany) -> None:
    for number in range(8):
        due = SATURDAY - timedelta(days=28 * (8 - number))
        delivered(busy, due + timedelta(days=2), f"PO-{number}", due)
    before = backtest_json(forecast_backtest(busy.store, TODAY))
    set_calendar(busy.store, WEEKDAYS, SARAH, TODAY)
    after = backtest_json(forecast_backtest(busy.store, TODAY))
    assert before["n"] == after["n"]
    assert (after["coverage_p50"], after["pinball_p50"]) == (1.0, 0.0)
    assert before["coverage_p50"] == 0.0
    assert after["pinball_quoted_p50"] == before["pinball_quoted_p50"]


@pytest.mark.parametrize(("eta", "then"), [(date(2025, 2, 15), "2025-02-17"), (date(2025, 2, 17), None)])
def test_a_new_eta_on_a_day_without_delivery_says_so(busy: BusyCompany, eta: date, then: str | None) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 2, 10))
    set_calendar(busy.store, WEEKDAYS, SARAH, TODAY)
    update = EtaUpdate((Seen("BO-2025-0001"),), eta, Trigger.SUPPLIER_COMMUNICATION, "later")
    (impact,) = eta_impact(busy.store, update, TODAY)
    assert (impact.eta, as_json(impact)["delivers_on"]) == (eta, then)


def test_a_calendar_is_replaced_kept_in_the_ledger_and_not_known_before(busy: BusyCompany) -> None:
    set_calendar(busy.store, WEEKDAYS, SARAH, TODAY)
    busy.supply("PO-1", FRIDAY)
    set_calendar(busy.store, replace(WEEKDAYS, works_on="123456"), SARAH, TODAY)
    with busy.store.read() as reader:
        (known,) = calendars_by_code(reader).values()
    assert known.words == "Monday to Saturday"
    with PastStore(busy.store, TODAY - timedelta(days=1)).read() as reader:
        assert calendars_by_code(reader) == {}
    assert check(busy.store) == ()


def test_a_calendar_stands_in_the_review(busy: BusyCompany) -> None:
    delivered(busy, MONDAY)
    set_calendar(busy.store, WEEKDAYS, SARAH, TODAY)
    document = json.loads(json.dumps(review_json(review(busy.store, "ABC", JANUARY, TODAY))))
    assert document["supplier"]["delivers"] == "Monday to Friday"
    assert document["supplier"]["delays"]["counted_in"] == "days of delivery"
    assert "Delivers Monday to Friday: days late are such days" in review_text(document)
    assert "delivers Monday to Friday, days late are such days" in review_html(document)


def test_what_makes_no_sense_is_refused(busy: BusyCompany) -> None:
    with pytest.raises(InvalidInput, match="at least one day"):
        set_calendar(busy.store, WorkingDays("ABC", ""), SARAH, TODAY)
    with pytest.raises(NotFound, match="no supplier NOBODY"):
        set_calendar(busy.store, WorkingDays("NOBODY", "1"), SARAH, TODAY)
    with pytest.raises(NotAllowed):
        set_calendar(busy.store, WEEKDAYS, LISA, TODAY)
    assert Decimal(one(busy).delays.receipts) == 0
