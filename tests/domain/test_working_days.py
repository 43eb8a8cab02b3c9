"""The days on which a supplier delivers: counted, skipped, and said in words."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.working_days import Calendar, calendar, moved

SATURDAY = date(2025, 1, 25)
WEEK = calendar("12345", ["2025-01-27"])


def on(day: int) -> date:
    return date(2025, 1, day)


@pytest.mark.parametrize(
    ("day", "then"),
    [(24, 24), (25, 28), (26, 28), (27, 28), (28, 28)],
)
def test_what_would_land_on_a_day_off_lands_on_the_next_day_of_work(day: int, then: int) -> None:
    assert WEEK.next(on(day)) == on(then)


@pytest.mark.parametrize(
    ("promise", "received", "days"),
    [
        (24, 24, 0),
        (24, 28, 1),  # Saturday, Sunday and the holiday do not count
        (24, 29, 2),
        (25, 26, 1),  # late is late: never less than one day
        (24, 23, -1),
        (28, 24, -1),  # of 24 to 27 only Friday is worked on
        (27, 26, 0),
    ],
)
def test_days_late_are_days_of_work_after_the_promise(promise: int, received: int, days: int) -> None:
    assert WEEK.days_late(on(promise), on(received)) == days


def test_days_late_agree_with_counting_one_by_one() -> None:
    chance = random.Random(2)
    for _ in range(300):
        works = "".join(sorted(chance.sample("1234567", chance.randint(1, 7))))
        off = [SATURDAY + timedelta(days=chance.randint(-60, 60)) for _ in range(chance.randint(0, 9))]
        known = calendar(works, [one.isoformat() for one in off])
        start, days = SATURDAY, chance.randint(-50, 50)
        end = start + timedelta(days=days)

        def worked(day: date, works: str = works, off: list[date] = off) -> bool:
            return str(day.isoweekday()) in works and day not in off

        after = sum(worked(start + timedelta(days=n)) for n in range(1, days + 1))
        before = sum(worked(end + timedelta(days=n)) for n in range(-days))
        assert known.days_late(start, end) == (max(1, after) if days > 0 else -before)


def test_without_a_calendar_every_day_counts() -> None:
    every = Calendar()
    assert every.next(SATURDAY) == SATURDAY
    assert every.days_late(on(24), on(28)) == 4
    assert moved(None, SATURDAY) == SATURDAY
    assert moved(WEEK, None) is None
    assert moved(WEEK, SATURDAY) == on(28)


@pytest.mark.parametrize(
    ("works", "holidays", "words"),
    [
        ("12345", [], "Monday to Friday"),
        ("123456", ["2025-12-25"], "Monday to Saturday, without 1 holiday"),
        ("135", ["2025-12-25", "2025-12-26"], "Monday, Wednesday and Friday, without 2 holidays"),
        ("7", [], "Sunday"),
        ("1234567", [], "every day"),
    ],
)
def test_a_calendar_says_what_it_is(works: str, holidays: list[str], words: str) -> None:
    assert calendar(works, holidays).words == words


@pytest.mark.parametrize(
    ("works", "holidays", "said"),
    [
        ("", [], "at least one day of the week"),
        ("128", [], "'8' is no day of the week"),
        ("12345", ["25.12.2025"], "'25.12.2025' is not a date such as 2025-12-25"),
        ("12345", ["0001-01-01"], "out of reach"),
        ("1", [(SATURDAY + timedelta(days=n)).isoformat() for n in range(1_001)], "more than 1,000 holidays"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(works: str, holidays: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        calendar(works, holidays)


def test_holidays_are_kept_once_in_their_order() -> None:
    assert calendar("12345", ["2025-12-26", "2025-12-25", "2025-12-26"]).holidays == (
        date(2025, 12, 25),
        date(2025, 12, 26),
    )
