"""Daily review and weekly summary: what a day or a week brought, counted from the states before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from backorder_core.domain.buckets import percent
from backorder_core.domain.values import Cause, Status, Tier
from backorder_core.services.reports import (
    CriticalRow,
    Summary,
    command_center,
    foremost_customers,
    mean,
    on_time_of,
)
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_MOVED = 20
ALL_MOVED = 1_000_000
MOST_URGENT = 5


class Period(StrEnum):
    """What a digest covers: one whole day, or the seven days before a day."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Moved:
    """A backorder that something happened to, in words; ``status`` and ``value`` at the end of the period."""

    number: str
    customer: str
    supplier: str
    product_name: str
    value: Decimal
    status: Status
    happened: tuple[str, ...]


@dataclass(frozen=True)
class Activity:
    """Backorders by what happened to them, and by how much the value at risk grew (negative: shrank)."""

    new: int
    resolved: int
    cancelled: int
    partially_resolved: int
    escalated: int
    eta_updates: int
    value_change: Decimal
    mean_days_to_resolve: Decimal | None

    @property
    def net(self) -> int:
        """By how many the open backorders grew."""
        return self.new - self.resolved - self.cancelled


@dataclass(frozen=True)
class Changed:
    """What changed from the end of ``since`` to the end of ``until``."""

    since: date
    until: date
    activity: Activity
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Concerned:
    """Customers of one tier whose backorders moved, and how many of them still wait."""

    tier: Tier
    customers: int
    waiting: int


@dataclass(frozen=True)
class Cost:
    """What was spent in one way on resolving."""

    way: str
    count: int
    cost: Decimal


@dataclass(frozen=True)
class Part:
    """A part of the new backorders; share in percent, one decimal."""

    name: str
    count: int
    share: Decimal


@dataclass(frozen=True)
class Quality:
    """Ratings (1 to 5) and new backorders from quality issues in the week that ends with the period."""

    rating: Decimal | None
    ratings: int
    issues: int
    issues_week_before: int


@dataclass(frozen=True)
class Suppliers:
    """How suppliers keep their promises at the end of the period.

    ``on_time`` in percent over the ``due_lines`` promised in the ``days`` before, ``mean_slip`` in days over
    the open backorders with a known ETA; None where there is no data.
    """

    days: int
    on_time: Decimal | None
    due_lines: int
    mean_slip: Decimal | None


@dataclass(frozen=True)
class Digest:
    """Everything a digest says about the half-open days [since, until)."""

    period: Period
    since: date
    until: date
    activity: Activity
    customers: tuple[Concerned, ...]
    costs: tuple[Cost, ...]
    quality: Quality
    suppliers: Suppliers
    causes: tuple[Part, ...]
    new_by_supplier: tuple[Part, ...]
    new_by_category: tuple[Part, ...]
    moved: tuple[Moved, ...]
    open: Summary
    urgent: tuple[CriticalRow, ...]

    @property
    def last(self) -> date:
        """The last day that is covered."""
        return self.until - DAY

    @property
    def cost(self) -> Decimal:
        """What resolving cost in all."""
        return sum((one.cost for one in self.costs), Decimal(0))


def window(period: Period, as_of: date) -> tuple[date, date]:
    """The half-open days of a digest: the day itself, or the seven days before it (RULES, Patterns)."""
    return (as_of, as_of + DAY) if period is Period.DAILY else (as_of - WEEK, as_of)


def digest(store: Store, period: Period, as_of: date) -> Digest:
    """The daily review of a day, or the summary of the seven days before it."""
    since, until = window(period, as_of)
    span = {"since": since, "until": until}
    last = until - DAY
    ends = {"last": last, "before": since - DAY}
    center = command_center(store, last)
    with store.read() as reader:
        (movement,) = reader.dicts("movement_between", **span, **ends)
        activity = _activity(movement)
        ways = reader.dicts("new_in_every_way", **span, last=last)
        return Digest(
            period=period,
            since=since,
            until=until,
            activity=activity,
            customers=tuple(
                Concerned(Tier(row["tier"]), row["customers"], row["waiting"])
                for row in reader.dicts("customers_moved", since=since, last=last)
            ),
            costs=tuple(Cost(**row) for row in reader.dicts("resolution_costs", **span)),
            quality=_quality(reader, until),
            suppliers=_suppliers(reader, last),
            causes=_causes(reader, since, until, activity.new),
            new_by_supplier=_parts(ways, "supplier", activity.new),
            new_by_category=_parts(ways, "category", activity.new),
            moved=_moved(reader, since, last),
            open=center.summary,
            urgent=center.critical[:MOST_URGENT],
        )


def changes(store: Store, since: date, as_of: date) -> Changed:
    """What changed from the end of one day to the end of a later one: nothing where both are the same."""
    span = {"since": since + DAY, "until": as_of + DAY}
    with store.read() as reader:
        (movement,) = reader.dicts("movement_between", **span, last=as_of, before=since)
        return Changed(since, as_of, _activity(movement), _moved(reader, since + DAY, as_of))


def moved(store: Store, since: date, last: date, most: int = ALL_MOVED) -> tuple[Moved, ...]:
    """The backorders that something happened to in the days from one to another, what matters most first."""
    with store.read() as reader:
        return _moved(reader, since, last, most)


def last_monday(as_of: date) -> date:
    """The Monday before a day; a week earlier where the day is a Monday itself."""
    return as_of - timedelta(days=as_of.weekday() or 7)


def _activity(row: Mapping[str, Any]) -> Activity:
    return Activity(
        new=row["new"],
        resolved=row["resolved"],
        cancelled=row["cancelled"],
        partially_resolved=row["partially_resolved"],
        escalated=row["escalated"],
        eta_updates=row["eta_updates"],
        value_change=row["value_change"],
        mean_days_to_resolve=mean(Fraction(row["resolving_days"]), row["resolved"]),
    )


def _quality(reader: Reader, until: date) -> Quality:
    since = until - WEEK
    (rated,) = reader.dicts("satisfaction_between", since=since, until=until - DAY)
    return Quality(
        rating=mean(Fraction(rated["total"]), rated["count"]),
        ratings=rated["count"],
        issues=_quality_issues(reader, since, until),
        issues_week_before=_quality_issues(reader, since - WEEK, since),
    )


def _quality_issues(reader: Reader, since: date, until: date) -> int:
    rows = reader.dicts("week_by_cause", as_of=until - DAY, since=since, until=until)
    return sum(int(row["new"]) for row in rows if row["cause"] == Cause.QUALITY)


def _suppliers(reader: Reader, last: date) -> Suppliers:
    days = read_settings(reader)[1].suppliers.on_time_days
    shares = reader.dicts("on_time_of_all", since=last - timedelta(days=days), until=last)
    on_time, due_lines = on_time_of(shares)
    found = reader.dicts("open_in_every_way", as_of=last, high=0)
    total = next(row for row in found if row["way"] == "all")
    return Suppliers(days, on_time, due_lines, mean(Fraction(total["slip_days"]), total["dated"]))


def _causes(reader: Reader, since: date, until: date, new: int) -> tuple[Part, ...]:
    rows = reader.dicts("week_by_cause", as_of=until - DAY, since=since, until=until)
    parts = [Part(Cause(row["cause"]).label, row["new"], percent(row["new"], new)) for row in rows]
    return tuple(sorted((one for one in parts if one.count), key=lambda one: (-one.count, one.name)))


def _parts(rows: Sequence[Mapping[str, Any]], way: str, new: int) -> tuple[Part, ...]:
    return tuple(
        Part(row["name"], row["count"], percent(row["count"], new)) for row in rows if row["way"] == way
    )


def _moved(reader: Reader, since: date, last: date, most: int = MOST_MOVED) -> tuple[Moved, ...]:
    rows = reader.dicts("moved_backorders", since=since, last=last, before=since - DAY, count=most)
    customers = foremost_customers(reader, [row["id"] for row in rows], last)
    return tuple(
        Moved(
            number=row["number"],
            customer=customers.get(row["id"], ""),
            supplier=row["supplier"],
            product_name=row["product_name"],
            value=row["value"],
            status=Status(row["status"]),
            happened=_happened(row),
        )
        for row in rows
    )


def _happened(row: Mapping[str, Any]) -> tuple[str, ...]:
    words = {
        "new": row["is_new"],
        "received in part": row["is_partial"],
        Status(row["status"]).label.lower(): row["is_closed"],
        f"escalated to level {row['level']}": row["is_escalated"],
        f"new ETA {row['eta'] or 'unknown'}": row["is_dated"] and not row["is_closed"],
    }
    return tuple(word for word, true in words.items() if true)
