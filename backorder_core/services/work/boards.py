"""Boards: what stands escalated, what a week brought, whose dates cannot be relied on, which are stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from backorder_core.domain import escalation, priority
from backorder_core.domain.buckets import percent
from backorder_core.domain.limits import SupplierLimits
from backorder_core.domain.values import ZERO, Band, Cause, Role, Status, Tier
from backorder_core.services.reports import foremost_customers
from backorder_core.store import Store
from backorder_core.store.session import read_settings

MOST = 200
MOST_CHAINS = 5
WEEK = timedelta(days=7)
TENTH = Decimal("0.1")
RATED_OVER = timedelta(days=90)
YEAR_DAYS = 365


@dataclass(frozen=True)
class Escalated:
    """An open backorder at an escalation level; ``cleared`` where somebody took it off the headline."""

    number: str
    level: int
    cleared: bool
    reason: str
    days_overdue: int
    value: Decimal
    tier: Tier
    status: Status
    supplier: str
    product_name: str
    customer: str


@dataclass(frozen=True)
class Level:
    """One level of the board: who is told, from how many days overdue on, how many stand there, their value.

    ``rows`` may be fewer than ``count``: the longest overdue of them.
    """

    level: int
    told: Role
    from_days: int
    count: int
    value: Decimal
    rows: tuple[Escalated, ...]


@dataclass(frozen=True)
class CauseShare:
    """How many of a week's new backorders have a cause; share in percent, one decimal."""

    cause: Cause
    count: int
    share: Decimal


@dataclass(frozen=True)
class Resolved:
    """A backorder that was resolved."""

    number: str
    customer: str
    supplier: str
    product_name: str
    cause: Cause
    created_on: date
    closed_on: date


@dataclass(frozen=True)
class Week:
    """Backorders made and resolved in the half-open week [since, until)."""

    since: date
    until: date
    new: int
    resolved: int
    causes: tuple[CauseShare, ...]
    resolved_rows: tuple[Resolved, ...]

    @property
    def net(self) -> int:
        """By how many the open backorders grew."""
        return self.new - self.resolved


@dataclass(frozen=True)
class Satisfaction:
    """What customers said of the handling since a day: ratings of 1 to 5, their mean, those of 2 or worse."""

    since: date
    count: int
    mean: Decimal | None
    unhappy: int


@dataclass(frozen=True)
class Chain:
    """Every date a supplier gave for one backorder: the original one, then each ETA (None: unknown)."""

    number: str
    product_name: str
    original_due: date
    etas: tuple[date | None, ...]
    revisions: int
    open: bool
    value: Decimal


@dataclass(frozen=True)
class Unreliable:
    """A supplier whose dates keep moving: lines on backorder within a year, and how many were revised."""

    code: str
    name: str
    buyer: str
    lines: int
    revised: int
    most: int
    chains: tuple[Chain, ...]

    @property
    def share(self) -> Decimal:
        """Lines revised, in percent with one decimal."""
        return percent(self.revised, self.lines)


@dataclass(frozen=True)
class StaleEta:
    """An open backorder whose ETA nobody confirmed within its cadence; None: never confirmed."""

    number: str
    customer: str
    supplier: str
    eta: date | None
    confirmed_on: date | None
    value: Decimal
    band: Band


@dataclass(frozen=True)
class StaleEtas:
    """The most urgent stale ETAs, and how many there are in all."""

    total: int
    rows: tuple[StaleEta, ...]


def escalation_board(
    store: Store, as_of: date, most: int = MOST, owner: str | None = None
) -> tuple[Level, ...]:
    """The levels 4, 3, 2, 1 with the open backorders (of one owner, or all), the longest overdue first."""
    with store.read() as reader:
        _, settings = read_settings(reader)
        found = reader.dicts("escalation_board", as_of=as_of, most=most, owner=owner)
        customers = foremost_customers(reader, [row["id"] for row in found], as_of)
    rows: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        rows[row["level"]].append(row)
    return tuple(
        Level(
            level=level,
            told=escalation.role_of(level),
            from_days=settings.escalation.days[level - 1],
            count=rows[level][0]["level_count"] if rows[level] else 0,
            value=rows[level][0]["level_value"] if rows[level] else ZERO,
            rows=tuple(_escalated(row, customers.get(row["id"], "")) for row in rows[level]),
        )
        for level in sorted(escalation.ROLES, reverse=True)
    )


def _escalated(row: Mapping[str, Any], customer: str) -> Escalated:
    return Escalated(
        number=row["number"],
        level=row["level"],
        cleared=row["cleared"],
        reason=row["reason"],
        days_overdue=row["days_overdue"],
        value=row["value"],
        tier=Tier(row["tier"]),
        status=Status(row["status"]),
        supplier=row["supplier"],
        product_name=row["product_name"],
        customer=customer,
    )


def week(store: Store, as_of: date, limit: int = MOST) -> Week:
    """What the seven days before a day brought (RULES, Patterns: windows are half-open)."""
    since = as_of - WEEK
    with store.read() as reader:
        causes = reader.dicts("week_by_cause", as_of=as_of, since=since, until=as_of)
        resolved = reader.dicts("resolved_between", as_of=as_of, since=since, until=as_of, count=limit)
        customers = foremost_customers(reader, [row["id"] for row in resolved], as_of)
    new = sum(row["new"] for row in causes)
    shares = [
        CauseShare(Cause(row["cause"]), row["new"], percent(row["new"], new)) for row in causes if row["new"]
    ]
    return Week(
        since=since,
        until=as_of,
        new=new,
        resolved=sum(row["resolved"] for row in causes),
        causes=tuple(sorted(shares, key=lambda one: (-one.count, one.cause))),
        resolved_rows=tuple(
            Resolved(
                row["number"],
                customers.get(row["id"], ""),
                row["supplier"],
                row["product_name"],
                Cause(row["cause"]),
                row["created_on"],
                row["closed_on"],
            )
            for row in resolved
        ),
    )


def satisfaction(store: Store, as_of: date) -> Satisfaction:
    """How satisfied customers were in the 90 days up to a day (chapter, "Backorder Metrics")."""
    since = as_of - RATED_OVER
    with store.read() as reader:
        (row,) = reader.dicts("satisfaction_between", since=since, until=as_of)
    mean = (Decimal(row["total"]) / row["count"]).quantize(TENTH, ROUND_HALF_UP) if row["count"] else None
    return Satisfaction(since, row["count"], mean, row["unhappy"])


def stale_etas(store: Store, as_of: date, limit: int = MOST) -> StaleEtas:
    """ETAs that were not confirmed within their cadence (RULES, ETA updates), the highest score first."""
    with store.read() as reader:
        _, settings = read_settings(reader)
        rows = reader.dicts(
            "stale_etas",
            as_of=as_of,
            critical=settings.priority.critical_from,
            urgent=settings.cadences.urgent_days,
            routine=settings.cadences.routine_days,
            count=limit,
        )
        customers = foremost_customers(reader, [row["id"] for row in rows], as_of)
    found = tuple(
        StaleEta(
            number=row["number"],
            customer=customers.get(row["id"], ""),
            supplier=row["supplier"],
            eta=row["eta"],
            confirmed_on=row["confirmed_on"],
            value=row["value"],
            band=priority.band(row["score"], settings),
        )
        for row in rows
    )
    return StaleEtas(rows[0]["total"] if rows else 0, found)


def unreliable_suppliers(store: Store, as_of: date) -> tuple[Unreliable, ...]:
    """Suppliers with too many revisions of one line, or of too many of their lines, in 365 days.

    The lines are those on backorder at some time in the 365 days that end with the day (RULES, ETA updates).
    """
    since = as_of - timedelta(days=YEAR_DAYS - 1)
    with store.read() as reader:
        limits = read_settings(reader)[1].suppliers
        counts = reader.dicts("supplier_revision_counts", as_of=as_of, since=since)
        flagged = [row for row in counts if _moves_its_dates(row, limits)]
        ids = [row["id"] for row in flagged]
        chains = reader.dicts("date_chains", as_of=as_of, since=since, ids=ids, most=MOST_CHAINS)
    suppliers = [_unreliable(row, [c for c in chains if c["supplier_id"] == row["id"]]) for row in flagged]
    return tuple(sorted(suppliers, key=lambda one: (-one.most, -one.share, one.name)))


def _moves_its_dates(row: Mapping[str, Any], limits: SupplierLimits) -> bool:
    too_many = bool(row["most"] >= limits.many_revisions)
    return too_many or bool(row["revised"] * 100 > limits.revised_percent * row["lines"])


def _unreliable(row: Mapping[str, Any], chains: Sequence[Mapping[str, Any]]) -> Unreliable:
    return Unreliable(
        code=row["code"],
        name=row["name"],
        buyer=row["buyer"] or "",
        lines=row["lines"],
        revised=row["revised"],
        most=row["most"],
        chains=tuple(
            Chain(
                number=one["number"],
                product_name=one["product_name"],
                original_due=one["original_due"],
                etas=tuple(one["etas"]),
                revisions=one["times"],
                open=one["still_open"],
                value=one["value"],
            )
            for one in chains
        ),
    )
