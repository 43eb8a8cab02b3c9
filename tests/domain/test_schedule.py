"""When work is due: once a business day, in both nights in which the clocks change."""

# ruff: noqa: DTZ001 - instants are UTC without a zone
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backorder_core.domain.schedule import Hours, Rule, business_day, due_on, last_due, next_due, rule

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
ZONES = (NEW_YORK, BERLIN, ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        (NEW_YORK, date(2025, 1, 28), "17:00", datetime(2025, 1, 28, 22, 0)),
        (NEW_YORK, date(2025, 7, 28), "17:00", datetime(2025, 7, 28, 21, 0)),
        (NEW_YORK, date(2025, 3, 9), "01:59", datetime(2025, 3, 9, 6, 59)),
        # 02:30 does not exist that night: it comes an hour later, as 03:30
        (NEW_YORK, date(2025, 3, 9), "02:30", datetime(2025, 3, 9, 7, 30)),
        (BERLIN, date(2025, 3, 30), "02:30", datetime(2025, 3, 30, 1, 30)),
        # 01:30 comes twice that night: the first counts
        (NEW_YORK, date(2025, 11, 2), "01:30", datetime(2025, 11, 2, 5, 30)),
        (BERLIN, date(2025, 10, 26), "02:30", datetime(2025, 10, 26, 0, 30)),
    ],
)
def test_a_clock_time_is_one_instant_of_every_day(
    zone: ZoneInfo, day: date, clock: str, utc: datetime
) -> None:
    assert due_on(day, time.fromisoformat(clock), zone) == utc


@pytest.mark.parametrize(
    ("zone", "first", "clock"),
    [
        (NEW_YORK, date(2025, 3, 7), "02:30"),
        (NEW_YORK, date(2025, 10, 31), "01:30"),
        (BERLIN, date(2025, 10, 24), "02:30"),
    ],
)
def test_stepping_through_a_night_of_change_gives_one_run_a_day(
    zone: ZoneInfo, first: date, clock: str
) -> None:
    one, now = rule(clock), due_on(first, time(0), zone)
    seen = []
    while now < due_on(first + timedelta(days=5), time(0), zone):
        due = last_due(one, now, zone)
        if due not in seen:
            seen.append(due)
        now += timedelta(minutes=10)
    days = [business_day(due, zone) for due in seen]
    assert days == [first + timedelta(days=place) for place in range(-1, 5)]


def test_a_weekly_rule_is_due_on_its_weekday_only() -> None:
    one = rule("07:00", 0)
    sunday = datetime(2025, 1, 26, 12, 0)
    assert last_due(one, sunday, NEW_YORK) == datetime(2025, 1, 20, 12, 0)
    assert next_due(one, sunday, NEW_YORK) == datetime(2025, 1, 27, 12, 0)
    assert one.words == "every Monday at 07:00"
    assert rule("17:00").words == "every day at 17:00"


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)),
    at=st.times(),
    weekday=st.none() | st.integers(0, 6),
    zone=st.sampled_from(ZONES),
)
def test_last_and_next_enclose_now_with_nothing_due_between(
    now: datetime, at: time, weekday: int | None, zone: ZoneInfo
) -> None:
    one = Rule(at.replace(tzinfo=None), weekday)
    before, after = last_due(one, now, zone), next_due(one, now, zone)
    assert before <= now < after
    assert last_due(one, after - timedelta(microseconds=1), zone) == before
    assert next_due(one, before, zone) == after
    assert after - before <= timedelta(days=1 if weekday is None else 7, hours=2)


@pytest.mark.parametrize("wrong", ["24:00", "7:00", "07:60", "noon", "07:00:00"])
def test_an_hour_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Hours(daily_digest=wrong)
