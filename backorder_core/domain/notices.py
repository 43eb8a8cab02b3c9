"""Who is told what about a backorder; every notice has a key, and one key is one notice for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain.escalation import role_of
from backorder_core.domain.priority import Demand
from backorder_core.domain.values import Role

AT_ONCE = (Role.CUSTOMER_SERVICE, Role.SALES_REP)


@dataclass(frozen=True)
class Notice:
    """One message to a role or, with a ``customer_id``, for a customer; plain text."""

    key: str
    kind: str
    role: Role
    customer_id: int | None
    subject: str
    body: str


@dataclass(frozen=True)
class About:
    """What a notice speaks of: a backorder at one version, value in money, demands still open."""

    number: str
    version: int
    product: str
    product_name: str
    original_due: date
    eta: date | None
    value: Decimal
    vip: bool
    demands: Sequence[Demand]


def for_creation(about: About, *, automatic: bool) -> tuple[Notice, ...]:
    """Customer service and the sales rep at once, the account manager of a VIP, each customer.

    A backorder approved automatically is told to the supervisor (RULES, Approvals).
    """
    subject = f"{about.number}: {about.product_name} is short, {about.value:,.2f} at risk"
    told = _internal(about, "created", subject, _facts(about))
    if automatic:
        key = f"automatic:{about.number}:{Role.SUPERVISOR.key}"
        said = f"{about.number} was approved automatically: its value is {about.value:,.2f}."
        told.append(
            Notice(key, "approval", Role.SUPERVISOR, None, f"{about.number}: approved automatically", said)
        )
    return (*told, *_customers(about, about.original_due))


def for_eta_update(about: About, previous: date | None) -> tuple[Notice, ...]:
    """Everybody who was told of the backorder hears of the new date (RULES, ETA updates)."""
    subject = f"{about.number}: ETA {_day(previous)} → {_day(about.eta)}"
    return (*_internal(about, f"eta:{about.version}", subject, _facts(about)), *_customers(about, previous))


def for_reopening(about: About, reason: str) -> tuple[Notice, ...]:
    """Everybody who was told of the backorder hears that units are missing again (RULES, Status)."""
    subject = f"{about.number} is open again: {reason}"
    return (*_internal(about, f"reopened:{about.version}", subject, _facts(about)), *_customers(about, None))


def for_escalation(about: About, level: int, reason: str) -> tuple[Notice, ...]:
    """The role of the level, and the account manager of a VIP; once per backorder, level and role."""
    roles = [role_of(level), *([Role.ACCOUNT_MANAGER] if about.vip else [])]
    subject = f"{about.number} escalated to level {level}: {reason}"
    return tuple(
        Notice(
            f"escalation:{about.number}:{level}:{role.key}", "escalation", role, None, subject, _facts(about)
        )
        for role in roles
    )


def for_approval(about: About, role: Role, round_: int, step: int) -> Notice:
    """The role whose turn it is hears that a decision waits for it (RULES, Approvals)."""
    subject = f"{about.number} waits for your decision: {about.product_name}, {about.value:,.2f} at risk"
    return Notice(f"approval:{about.number}:{round_}:{step}", "approval", role, None, subject, _facts(about))


def for_decision(about: About, what: str, who: str, comment: str, key: str) -> Notice:
    """Whoever plans hears what was decided (RULES, Approvals)."""
    subject = f"{about.number} {what} by {who}"
    said = f"{comment}\n\n" if comment else ""
    return Notice(
        f"decision:{about.number}:{key}", "decision", Role.PLANNER, None, subject, f"{said}{_facts(about)}"
    )


def _internal(about: About, event: str, subject: str, body: str) -> list[Notice]:
    roles = [*AT_ONCE, *([Role.ACCOUNT_MANAGER] if about.vip else [])]
    kind = event.partition(":")[0]
    return [Notice(f"{event}:{about.number}:{role.key}", kind, role, None, subject, body) for role in roles]


def _customers(about: About, previous: date | None) -> list[Notice]:
    waiting: defaultdict[int, list[Demand]] = defaultdict(list)
    for demand in about.demands:
        if demand.open_quantity > 0:
            waiting[demand.customer_id].append(demand)
    return [
        Notice(
            key=f"promise:{about.number}:{customer_id}:{about.version}",
            kind="customer",
            role=Role.CUSTOMER,
            customer_id=customer_id,
            subject=f"Your order of {about.product_name}: new delivery date {_day(about.eta)}",
            body=_promise(about, previous, demands),
        )
        for customer_id, demands in sorted(waiting.items())
    ]


def _promise(about: About, previous: date | None, demands: Sequence[Demand]) -> str:
    items = "\n".join(
        f"- {demand.open_quantity.normalize():f} × {about.product_name} ({about.product}), "
        f"order {demand.order_number} line {demand.order_line}"
        for demand in demands
    )
    return (
        f"Dear {demands[0].customer},\n\nnot yet shipped:\n{items}\n\n"
        f"Delivery date so far: {_day(previous)}. New delivery date: {_day(about.eta)}.\n"
        "We are sorry for the delay and will tell you at once when this changes."
    )


def _facts(about: About) -> str:
    customers = ", ".join(dict.fromkeys(demand.customer for demand in about.demands))
    return (
        f"{about.product_name} ({about.product}), originally due {_day(about.original_due)}, "
        f"now expected {_day(about.eta)}. Waiting: {customers}. Revenue at risk {about.value:,.2f}."
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "not yet known"
