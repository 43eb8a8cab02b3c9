"""When scheduled work is due: at an hour of the business's own day, whatever its clocks do that night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from backorder_core.domain.settings_part import Part

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
DAY = timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Hours(Part):
    """At which hours of the business's day the scheduled work is done."""

    escalations: str = Field(
        default="06:00",
        pattern=CLOCK,
        title="Escalation check",
        description="Time of day (24 hours) at which levels are raised.",
    )
    stale_etas: str = Field(
        default="06:10",
        pattern=CLOCK,
        title="Follow-ups for stale ETAs",
        description="Time of day at which follow-ups are made for dates that nobody confirmed.",
    )
    reminders: str = Field(
        default="07:00",
        pattern=CLOCK,
        title="Reminders of follow-ups",
        description="Time of day at which people are reminded of what is due.",
    )
    daily_digest: str = Field(
        default="17:00",
        pattern=CLOCK,
        title="Daily digest",
        description="Time of day at which the review of the day goes out.",
    )
    weekly_summary: str = Field(
        default="07:00",
        pattern=CLOCK,
        title="Weekly summary",
        description="Time of day at which the summary of the week goes out.",
    )
    weekly_on: int = Field(
        default=0,
        ge=0,
        le=6,
        title="Weekday of the weekly summary, 0 is Monday",
        description="0 is Monday, 6 is Sunday.",
    )
    backup: str = Field(
        default="02:40",
        pattern=CLOCK,
        title="Backup",
        description="Time of day at which a backup of the store is made, read through and proved.",
    )
    backups_kept: int = Field(
        default=7,
        ge=0,
        le=1_000,
        title="Backups that are kept",
        description="Older ones are removed when a new one is proved; 0 makes none.",
    )
    upkeep: str = Field(
        default="03:20",
        pattern=CLOCK,
        title="Upkeep of a shared store",
        description="Time of day at which small changes become files and small files one; a file needs none.",
    )
    states_kept: int = Field(
        default=7,
        ge=0,
        le=3_650,
        title="Days that a shared store keeps its states",
        description="DuckDB cannot show or restore older ones; what was known on a day, the ledger keeps for "
        "ever. 0: no upkeep.",
    )


@dataclass(frozen=True)
class Rule:
    """Due once a day at a time, or only on one weekday (0 is Monday)."""

    at: time
    weekday: int | None = None

    @property
    def words(self) -> str:
        """The rule as a person says it."""
        day = "every day" if self.weekday is None else f"every {WEEKDAYS[self.weekday]}"
        return f"{day} at {self.at:%H:%M}"


def rule(clock: str, weekday: int | None = None) -> Rule:
    """A rule from a clock time such as ``17:00``."""
    return Rule(time.fromisoformat(clock), weekday)


def due_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The one instant (UTC) of a clock time on a day.

    A time that the clocks skip comes as much later as they skip; of a time that comes twice it is the first.
    """
    return datetime.combine(day, at, zone).astimezone(UTC).replace(tzinfo=None)


def last_due(one: Rule, now: datetime, zone: ZoneInfo) -> datetime:
    """The newest instant at or before ``now`` at which it was due; both UTC without a zone."""
    days = _days(one, _local(now, zone) + DAY, -DAY)
    return next(due for due in (due_on(day, one.at, zone) for day in days) if due <= now)


def next_due(one: Rule, now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after ``now`` at which it is due; both UTC without a zone."""
    days = _days(one, _local(now, zone) - DAY, DAY)
    return next(due for due in (due_on(day, one.at, zone) for day in days) if due > now)


def business_day(instant: datetime, zone: ZoneInfo) -> date:
    """The business's day on which an instant lies."""
    return _local(instant, zone)


def _local(instant: datetime, zone: ZoneInfo) -> date:
    return instant.replace(tzinfo=UTC).astimezone(zone).date()


def _days(one: Rule, start: date, step: timedelta) -> Iterator[date]:
    day = start
    while True:
        if one.weekday in (None, day.weekday()):
            yield day
        day += step
