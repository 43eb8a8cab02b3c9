"""Whose turn it is: approvals that wait for somebody or for others, what was decided, what one needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from backorder_core.domain import approvals, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.approvals import Step, StepState
from backorder_core.domain.care import ChosenPlan
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Actor, Band, Role, Tier
from backorder_core.services import approving
from backorder_core.services.holding import hold_one
from backorder_core.services.permitted import permitted
from backorder_core.services.reports import foremost_customers
from backorder_core.services.work import following_eta, voting
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

MOST = 200
DECIDED_OVER = timedelta(days=90)


@dataclass(frozen=True)
class Waiting:
    """An open backorder with a step that waits; ``value`` is what is open now, in money."""

    number: str
    version: int
    step_id: int
    role: Role
    step: int
    steps: int
    reason: str
    since: date
    value: Decimal
    tier: Tier
    band: Band
    eta: date | None
    supplier: str
    product_name: str
    customer: str
    planned: bool


@dataclass(frozen=True)
class Queue:
    """What waits, the highest routed value first and VIPs before others; how many in all, worth how much."""

    total: int
    value: Decimal
    rows: tuple[Waiting, ...]


@dataclass(frozen=True)
class Decided:
    """A decision that was taken; ``decided_for`` is whom the deputy stood in for."""

    number: str
    role: Role
    decision: StepState
    comment: str
    decided_by: str
    decided_for: str
    decided_on: date
    value: Decimal
    supplier: str
    product_name: str


@dataclass(frozen=True)
class PlanLine:
    """Units that a chosen plan takes from a source."""

    option: str
    quantity: Decimal


@dataclass(frozen=True)
class Plan:
    """The plan that a round is about; cost in money."""

    lines: tuple[PlanLine, ...]
    cost: Decimal
    late_unit_days: Decimal
    units_at_risk: Decimal
    ready_on: date | None
    reason: str
    new_eta: date | None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is on one backorder, and why it may not be this person's (None where it is)."""

    standing: StepState
    step: Step | None
    why_not: str | None
    plan: Plan | None


@permitted(Permission.READ)
def queue(store: Store, actor: Actor, as_of: date, *, mine: bool, limit: int = MOST) -> Queue:
    """What waits for somebody (for their role, and for whom they stand in), or what waits for others."""
    with store.read() as reader:
        _, settings = read_settings(reader)
        rows = reader.dicts(
            "approvals_waiting",
            as_of=as_of,
            **_asked(reader, actor, as_of),
            vip=int(Tier.VIP),
            account_manager=int(Role.ACCOUNT_MANAGER),
            mine=mine,
            count=limit,
        )
        customers = foremost_customers(reader, [row["id"] for row in rows], as_of)
    return Queue(
        total=rows[0]["total"] if rows else 0,
        value=rows[0]["total_value"] if rows else ZERO,
        rows=tuple(_waiting(row, customers.get(row["id"], ""), settings) for row in rows),
    )


def _asked(reader: Reader, actor: Actor, as_of: date) -> dict[str, object]:
    """Who somebody is to the queue: the roles they may decide in, and whose customers are theirs."""
    found = voting.voter(reader, actor, as_of)
    everybody = {found.name: found.role, **found.principals}
    managers = [name for name, role in everybody.items() if role is Role.ACCOUNT_MANAGER]
    roles = sorted({int(role) for role in everybody.values()})
    return {"person": actor.name, "roles": roles, "managers": managers}


def _waiting(row: Mapping[str, Any], customer: str, settings: Settings) -> Waiting:
    return Waiting(
        number=row["number"],
        version=row["version"],
        step_id=row["step_id"],
        role=Role(row["role"]),
        step=row["step"],
        steps=row["steps"],
        reason=row["reason"],
        since=row["since"],
        value=row["open_value"],
        tier=Tier(row["tier"]),
        band=priority.band(row["score"], settings),
        eta=row["eta"],
        supplier=row["supplier"],
        product_name=row["product_name"],
        customer=customer,
        planned=row["plan_id"] is not None,
    )


def decided(store: Store, as_of: date, limit: int = MOST) -> tuple[int, tuple[Decided, ...]]:
    """Decisions of the last 90 days, the newest first, and how many there are."""
    with store.read() as reader:
        rows = reader.dicts("approvals_decided", since=as_of - DECIDED_OVER, as_of=as_of, count=limit)
    found = tuple(
        Decided(
            number=row["number"],
            role=Role(row["role"]),
            decision=StepState(row["decision"]),
            comment=row["comment"],
            decided_by=row["decided_by"],
            decided_for=row["decided_for"],
            decided_on=row["decided_on"],
            value=row["value"],
            supplier=row["supplier"],
            product_name=row["product_name"],
        )
        for row in rows
    )
    return (rows[0]["total"] if rows else 0), found


@permitted(Permission.READ)
def turn(store: Store, number: str, actor: Actor, as_of: date) -> Turn:
    """What somebody must know to decide on one backorder; ``NotFound`` for an unknown number."""
    with store.read() as reader:
        held = hold_one(reader, number, closed=True)
        found = approving.round_of(reader, held.state.id)
        hands = voting.hands(reader, held.state.id)
        voter = voting.voter(reader, actor, as_of)
        plan = following_eta.plan_of(reader, held.state.id, found.plan_id)
    reason = approvals.why_not(voter, found.steps, hands)
    if held.state.status.closed:
        reason = f"{number} is {held.state.status.label.lower()}"
    return Turn(
        standing=found.standing,
        step=approvals.next_step(found.steps),
        why_not=reason,
        plan=_plan(plan) if plan else None,
    )


def _plan(plan: ChosenPlan) -> Plan:
    lines = tuple(PlanLine(one["option"], Decimal(one["quantity"])) for one in json.loads(plan.lines))
    return Plan(
        lines, plan.cost, plan.late_unit_days, plan.units_at_risk, plan.ready_on, plan.reason, plan.new_eta
    )
