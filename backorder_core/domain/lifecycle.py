"""The life of a backorder: facts first, the headline follows from them (RULES, Status)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.values import ZERO, Status


@dataclass(frozen=True)
class Facts:
    """What the headline follows from; quantities in units, ``level`` 0 to 4."""

    quantity: Decimal
    received: Decimal = ZERO
    cancelled: Decimal = ZERO
    revisions: int = 0
    level: int = 0
    level_cleared: bool = False

    @property
    def open(self) -> Decimal:
        """Units neither received nor cancelled."""
        return self.quantity - self.received - self.cancelled


def headline(facts: Facts) -> Status:
    """The one status that people see; the first that applies, most final first."""
    if facts.open <= 0:
        return Status.RESOLVED if facts.received > 0 else Status.CANCELLED
    if facts.level >= 2 and not facts.level_cleared:
        return Status.ESCALATED
    if facts.received > 0:
        return Status.PARTIALLY_RESOLVED
    return Status.ETA_UPDATED if facts.revisions else Status.OPEN


def receive(facts: Facts, quantity: Decimal) -> tuple[Facts, Decimal, str | None]:
    """Book arrived units: the new facts, the units taken, and a warning where more came than was open."""
    _must_be_open(facts, "receive")
    _must_be_positive(quantity)
    taken = min(quantity, facts.open)
    warning = None
    if taken < quantity:
        warning = (
            f"{_units(quantity)} units arrived but only {_units(taken)} were open: "
            f"{_units(quantity - taken)} not booked."
        )
    return replace(facts, received=facts.received + taken), taken, warning


def cancel(facts: Facts, quantity: Decimal) -> Facts:
    """Give up units; ``InvalidInput`` for more than is open."""
    _must_be_open(facts, "cancel")
    _must_be_positive(quantity)
    if quantity > facts.open:
        raise InvalidInput(
            f"Only {_units(facts.open)} units are open: {_units(quantity)} cannot be cancelled."
        )
    return replace(facts, cancelled=facts.cancelled + quantity)


def revise(facts: Facts) -> Facts:
    """Count one more revision of the ETA."""
    _must_be_open(facts, "change the ETA of")
    return replace(facts, revisions=facts.revisions + 1)


def escalate(facts: Facts, level: int) -> Facts:
    """Raise to a level (1 to 4); a new escalation stands even where an earlier one was cleared."""
    _must_be_open(facts, "escalate")
    if not 1 <= level <= 4:
        raise InvalidInput(f"Escalation level {level} does not exist: choose 1, 2, 3 or 4.")
    if level < facts.level or (level == facts.level and not facts.level_cleared):
        raise IllegalStep(f"This backorder is at escalation level {facts.level} already.")
    return replace(facts, level=level, level_cleared=False)


def clear_escalation(facts: Facts, why: str) -> Facts:
    """Take the escalation off the headline; a person does this, and says why."""
    if facts.level < 2 or facts.level_cleared:
        raise IllegalStep("This backorder is not escalated: there is nothing to clear.")
    if not why.strip():
        raise InvalidInput("Clearing an escalation needs a reason: say what changed.")
    return replace(facts, level_cleared=True)


def reopen(facts: Facts, wanted_again: Decimal, unusable: Decimal, why: str) -> Facts:
    """Open units of a closed backorder again: cancelled ones wanted after all, received ones not usable.

    Raises ``IllegalStep`` for an open backorder, ``InvalidInput`` without units, for more of them than were
    cancelled or received, and without a reason.
    """
    if facts.open > 0:
        raise IllegalStep("This backorder is open: there is nothing to reopen.")
    if not why.strip():
        raise InvalidInput("Reopening needs a reason: say what changed.")
    if min(wanted_again, unusable) < 0 or wanted_again + unusable == 0:
        raise InvalidInput("Nothing is chosen: say how many cancelled or received units open again.")
    if wanted_again > facts.cancelled or unusable > facts.received:
        raise InvalidInput(
            f"{_units(facts.cancelled)} units were cancelled and {_units(facts.received)} received: "
            "no more than those can open again."
        )
    return replace(facts, cancelled=facts.cancelled - wanted_again, received=facts.received - unusable)


def _must_be_open(facts: Facts, verb: str) -> None:
    if facts.open <= 0:
        raise IllegalStep(f"This backorder is closed: reopen it with a reason before you {verb} it.")


def _must_be_positive(quantity: Decimal) -> None:
    if quantity <= 0:
        raise InvalidInput(
            f"The quantity {_units(quantity)} is not above 0: give a positive number of units."
        )


def _units(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
