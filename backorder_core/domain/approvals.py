"""Who must approve how a backorder is handled (RULES, Approvals)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backorder_core.domain.settings import ApprovalThresholds, Settings
from backorder_core.domain.values import ZERO, Role

LADDER = (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)


@dataclass(frozen=True)
class Route:
    """The steps in their order; none where it is automatic."""

    automatic: bool
    steps: tuple[Role, ...]
    reason: str


def route(value: Decimal, vip: bool, settings: Settings) -> Route:
    """Route a value (money) to its approvers; a VIP adds the account manager at any value."""
    thresholds = settings.approvals
    required, reason = _required(value, thresholds)
    steps: tuple[Role, ...] = ()
    if required is not None:
        upto = LADDER[: LADDER.index(required) + 1]
        steps = upto if thresholds.climb_the_ladder else (required,)
    if vip:
        steps = (*steps, Role.ACCOUNT_MANAGER)
        reason = f"{reason}, VIP customer"
    return Route(not steps, steps, reason)


def _required(value: Decimal, thresholds: ApprovalThresholds) -> tuple[Role | None, str]:
    if value < thresholds.automatic_below:
        return None, f"Value under {thresholds.automatic_below:,}"
    if value < thresholds.supervisor_below:
        return (
            Role.SUPERVISOR,
            f"Value from {thresholds.automatic_below:,} to under {thresholds.supervisor_below:,}",
        )
    if value <= thresholds.manager_up_to:
        return Role.MANAGER, f"Value from {thresholds.supervisor_below:,} to {thresholds.manager_up_to:,}"
    return Role.DIRECTOR, f"Value over {thresholds.manager_up_to:,}"


def routing_value(
    own: Decimal, others: Iterable[tuple[date, Decimal]], created_on: date, settings: Settings
) -> Decimal:
    """Own value plus that of the others (created day, value) of the same PO line and customer.

    Those created within the window, before or after, count, so that neither splitting nor back-dating
    dodges a threshold.
    """
    window = timedelta(days=settings.approvals.sum_window_days)
    return own + sum((value for day, value in others if abs(created_on - day) <= window), ZERO)
