"""When a backorder goes up to somebody who can do more about it (RULES, Escalation)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backorder_core.domain.priority import in_days
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Role

AT_ONCE = 2
ROLES = {1: Role.SUPERVISOR, 2: Role.MANAGER, 3: Role.DIRECTOR, 4: Role.EXECUTIVE}


@dataclass(frozen=True)
class Escalation:
    """A level (1 to 4) and why it is reached."""

    level: int
    reason: str


def level_by_days(days_overdue: int, settings: Settings) -> int:
    """Level that the calendar alone asks for, 0 to 4."""
    return sum(days_overdue >= days for days in settings.escalation.days)


def due(
    days_overdue: int, vip_open: bool, original_due: date, as_of: date, settings: Settings
) -> Escalation | None:
    """The escalation that a day asks for; a waiting VIP means level 2 from the original due date on."""
    level = level_by_days(days_overdue, settings)
    if vip_open and as_of >= original_due and level < AT_ONCE:
        return Escalation(AT_ONCE, "VIP customer waiting and the original due date has come")
    if not level:
        return None
    return Escalation(level, f"{in_days(days_overdue)} overdue")


def on_update(previous: date | None, new: date | None, vip_open: bool) -> Escalation | None:
    """The escalation that an ETA update asks for: a known date moved later, or lost, for a waiting VIP."""
    if not vip_open or previous is None:
        return None
    if new is None:
        return Escalation(AT_ONCE, "the ETA of a VIP customer's units became unknown")
    if new > previous:
        moved = in_days((new - previous).days)
        return Escalation(AT_ONCE, f"the ETA of a VIP customer's units moved {moved} later")
    return None


def role_of(level: int) -> Role:
    """Who is told at a level."""
    return ROLES[level]
