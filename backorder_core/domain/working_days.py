"""The days on which a supplier delivers; without a calendar every day counts (RULES, Patterns: a setting per
supplier).

It moves forecasts off days on which nothing comes and counts how late receipts were in days of work. Whether
a promise was kept, days overdue, escalations, scores and penalties stay with calendar days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.windows import within_reach

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY = "1234567"
MOST_HOLIDAYS = 1_000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SupplierCalendar:
    """A calendar as it is kept: ISO days of the week, and ISO dates with blanks between them."""

    id: int
    supplier_id: int
    works_on: str
    holidays: str
    set_by: str
    version: int = 1

    @property
    def calendar(self) -> Calendar:
        """What it means."""
        return calendar(self.works_on, self.holidays.split())


@dataclass(frozen=True)
class Calendar:
    """The days of the week on which a supplier delivers, and the dates, ascending, on which it does not."""

    works_on: str = EVERY
    holidays: tuple[date, ...] = ()

    def works(self, day: date) -> bool:
        """Whether it delivers on a day."""
        place = bisect_left(self.holidays, day)
        off = place < len(self.holidays) and self.holidays[place] == day
        return str(day.isoweekday()) in self.works_on and not off

    def next(self, day: date) -> date:
        """The day itself, or the first one after it on which it delivers."""
        while not self.works(day):
            day += ONE_DAY
        return day

    def days_late(self, promise: date, received: date) -> int:
        """Days of work from a promise to a receipt: at least 1 after it, 0 or less up to it."""
        if received <= promise:
            return -self._worked(received, promise)
        return max(1, self._worked(promise + ONE_DAY, received + ONE_DAY))

    def _worked(self, first: date, end: date) -> int:
        """Days of work from the first up to but without the end."""
        weeks, rest = divmod((end - first).days, 7)
        worked = weeks * len(self.works_on)
        worked += sum(str((first + timedelta(days=n)).isoweekday()) in self.works_on for n in range(rest))
        off = self.holidays[bisect_left(self.holidays, first) : bisect_right(self.holidays, end - ONE_DAY)]
        return worked - sum(str(day.isoweekday()) in self.works_on for day in off)

    @property
    def words(self) -> str:
        """The days for people, and how many holidays there are."""
        said = _days_in_words(self.works_on)
        if not self.holidays:
            return said
        return f"{said}, without {len(self.holidays):,} holiday{'' if len(self.holidays) == 1 else 's'}"


def calendar(works_on: str, holidays: Iterable[str]) -> Calendar:
    """A calendar from ISO days of the week and ISO dates; ``InvalidInput`` where they make no sense."""
    for one in works_on:
        if one not in EVERY:
            raise InvalidInput(f"'{one}' is no day of the week: give 1 for Monday to 7 for Sunday.")
    if not works_on:
        raise InvalidInput("A supplier delivers on at least one day of the week: choose one.")
    found = sorted({_date(text) for text in holidays})
    if len(found) > MOST_HOLIDAYS:
        raise InvalidInput(f"These are more than {MOST_HOLIDAYS:,} holidays: leave past ones out.")
    return Calendar("".join(sorted(set(works_on))), tuple(found))


def moved(known: Calendar | None, day: date | None) -> date | None:
    """The day on which what should come on a day comes; the day itself without a calendar."""
    return day if known is None or day is None else known.next(day)


def _date(text: str) -> date:
    try:
        return within_reach(date.fromisoformat(text))
    except ValueError:
        raise InvalidInput(f"'{text}' is not a date such as 2025-12-25.") from None


def _days_in_words(works_on: str) -> str:
    if works_on == EVERY:
        return "every day"
    names = [DAYS[int(one) - 1] for one in works_on]
    if len(names) > 2 and works_on in EVERY:
        return f"{names[0]} to {names[-1]}"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
