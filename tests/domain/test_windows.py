"""Windows of time: half-open, with the one before, by name from the as-of date."""

from __future__ import annotations

from datetime import date

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.windows import Period, Window, named, up_to

AS_OF = date(2025, 1, 28)


def test_a_window_holds_its_first_day_and_not_its_end() -> None:
    week = Window(date(2025, 1, 21), AS_OF)
    assert (week.days, week.last) == (7, date(2025, 1, 27))
    assert [week.holds(date(2025, 1, day)) for day in (20, 21, 27, 28)] == [False, True, True, False]


def test_the_window_before_is_as_long_and_ends_where_this_begins() -> None:
    assert Window(date(2025, 1, 21), AS_OF).before == Window(date(2025, 1, 14), date(2025, 1, 21))


@pytest.mark.parametrize("until", [date(2025, 1, 21), date(2025, 1, 20)])
def test_a_window_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(InvalidInput, match="holds no day"):
        Window(date(2025, 1, 21), until)


@pytest.mark.parametrize(
    ("period", "as_of", "since", "until"),
    [
        (Period.WEEK, AS_OF, date(2025, 1, 22), date(2025, 1, 29)),
        (Period.MONTH, AS_OF, date(2024, 12, 30), date(2025, 1, 29)),
        (Period.LAST_MONTH, AS_OF, date(2024, 12, 1), date(2025, 1, 1)),
        (Period.LAST_MONTH, date(2024, 3, 31), date(2024, 2, 1), date(2024, 3, 1)),
        (Period.LAST_QUARTER, AS_OF, date(2024, 10, 1), date(2025, 1, 1)),
        (Period.LAST_QUARTER, date(2024, 6, 30), date(2024, 1, 1), date(2024, 4, 1)),
        (Period.LAST_QUARTER, date(2024, 12, 31), date(2024, 7, 1), date(2024, 10, 1)),
        (Period.LAST_YEAR, date(2024, 2, 29), date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_named_window_follows_from_the_day(period: Period, as_of: date, since: date, until: date) -> None:
    assert named(period, as_of) == Window(since, until)


def test_a_window_up_to_a_day_holds_that_day() -> None:
    assert up_to(AS_OF, 1) == Window(AS_OF, date(2025, 1, 29))
