"""Windows of time: half-open [since, until), with the window of equal length before it (RULES, Patterns)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backorder_core.domain.errors import InvalidInput

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def within_reach(day: date) -> date:
    """The day itself; ``InvalidInput`` where counting from it could run out of the calendar."""
    if not EARLIEST <= day <= LATEST:
        raise InvalidInput(
            f"{day} is out of reach: give a day of the years {EARLIEST.year} to {LATEST.year}."
        )
    return day


@dataclass(frozen=True)
class Window:
    """The days from ``since`` up to but without ``until``; ``InvalidInput`` where there is none."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise InvalidInput(
                f"The window from {self.since} to {self.until} holds no day: its end, which is no part "
                "of it, must come after its beginning."
            )

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.until - self.since).days

    @property
    def last(self) -> date:
        """The last day that it holds."""
        return self.until - timedelta(days=1)

    @property
    def before(self) -> Window:
        """The window of as many days that ends where this one begins."""
        return Window(self.since - timedelta(days=self.days), self.since)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day < self.until


def up_to(as_of: date, days: int) -> Window:
    """The window of so many days that ends with the as-of date, which it holds."""
    end = as_of + timedelta(days=1)
    return Window(end - timedelta(days=days), end)


class Period(StrEnum):
    """Windows that people ask for by name; all but ``CHOSEN`` follow from the as-of date."""

    WEEK = "7 days"
    MONTH = "30 days"
    NINETY = "90 days"
    TWELVE = "12 months"
    LAST_MONTH = "last month"
    LAST_QUARTER = "last quarter"
    LAST_YEAR = "last year"
    CHOSEN = "chosen days"


def named(period: Period, as_of: date) -> Window:
    """The window of a name: days up to the as-of date and with it, or whole calendar periods before its own.

    ``ValueError`` for chosen days, which no date tells.
    """
    rolling = {Period.WEEK: 7, Period.MONTH: 30, Period.NINETY: 90, Period.TWELVE: 365}
    if period in rolling:
        return up_to(as_of, rolling[period])
    month = as_of.replace(day=1)
    if period is Period.LAST_MONTH:
        return Window((month - timedelta(days=1)).replace(day=1), month)
    if period is Period.LAST_QUARTER:
        begin = month.replace(month=(month.month - 1) // 3 * 3 + 1)
        before = begin - timedelta(days=1)
        return Window(before.replace(day=1, month=(before.month - 1) // 3 * 3 + 1), begin)
    if period is Period.LAST_YEAR:
        year = month.replace(month=1)
        return Window(year.replace(year=year.year - 1), year)
    raise ValueError("chosen days are told by two dates")
