"""What people keep about a backorder beside its facts: owner, comments, conditions, cancellations, ratings.

Source: chapter, "What if a customer wants to cancel due to a backorder?" and "A Day in the Life".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backorder_core.domain.errors import IllegalStep, InvalidInput


class ConditionState(StrEnum):
    """Whether a condition of an approval still binds."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"


@dataclass(frozen=True)
class Assignment:
    """Who owns a backorder by hand; without one somebody does by rule (docs/decisions/0008-records.md)."""

    id: int
    backorder_id: int
    owner: str
    version: int = 1


@dataclass(frozen=True)
class Comment:
    """A remark; ``mentions`` are the people and roles named in it, joined by commas."""

    id: int
    backorder_id: int
    body: str
    mentions: str
    who: str
    written_on: date
    version: int = 1


@dataclass(frozen=True)
class Condition:
    """Something that must happen for a decision to hold."""

    id: int
    backorder_id: int
    condition: str
    source: str
    state: ConditionState = ConditionState.OPEN
    settled_on: date | None = None
    settled_by: str = ""
    note: str = ""
    version: int = 1


@dataclass(frozen=True)
class Cancellation:
    """Units of one order line that a customer gave up, and what was done about it; cost in money."""

    id: int
    backorder_id: int
    order_line_id: int
    quantity: Decimal
    reason: str
    alternatives: str
    compensation: str
    compensation_cost: Decimal
    decision: str
    lesson: str
    cancelled_on: date
    version: int = 1


@dataclass(frozen=True)
class Return:
    """Received units of one order line that cannot be used, so that their supplier owes them again."""

    id: int
    backorder_id: int
    po_line_id: int
    order_line_id: int
    quantity: Decimal
    reason: str
    returned_on: date
    version: int = 1


@dataclass(frozen=True)
class Rating:
    """How satisfied a customer was with a resolution, 1 (not at all) to 5."""

    id: int
    backorder_id: int
    customer_id: int
    rating: int
    words: str
    rated_on: date
    version: int = 1


class CostWay(StrEnum):
    """What money is spent on that no transfer, purchase, shipment or compensation tells."""

    EXPEDITING = "expediting"
    TRANSPORT = "transport"
    OVERTIME = "overtime"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Words for people."""
        return self.value


@dataclass(frozen=True)
class CostEntry:
    """A cost of resolving a backorder that somebody entered; in money."""

    id: int
    backorder_id: int
    way: CostWay
    amount: Decimal
    spent_on: date
    note: str
    version: int = 1


@dataclass(frozen=True)
class Decision:
    """What a customer chose for one order line; ``options`` is the JSON of what was offered."""

    id: int
    backorder_id: int
    order_line_id: int
    strategy: str
    reason: str
    decided_by: str
    decided_on: date
    options: str
    version: int = 1


@dataclass(frozen=True)
class ChosenPlan:
    """A sourcing plan that somebody chose; ``lines`` is a JSON list, cost in money.

    ``new_eta`` becomes the ETA once the plan is approved; None leaves the ETA alone.
    """

    id: int
    backorder_id: int
    chosen_on: date
    lines: str
    cost: Decimal
    late_unit_days: Decimal
    units_at_risk: Decimal
    ready_on: date | None
    reason: str
    state: str
    backorder_version: int
    new_eta: date | None = None
    version: int = 1


def required(text: str, what: str) -> str:
    """The text without blanks at its ends; ``InvalidInput`` naming what is missing where it is empty."""
    if not text.strip():
        raise InvalidInput(f"{what} is missing: say it in a few words.")
    return text.strip()


def rating_of(value: int) -> int:
    """A rating from 1 to 5."""
    if not 1 <= value <= 5:
        raise InvalidInput(f"A rating of {value} does not exist: give 1 (unhappy) to 5 (happy).")
    return value


def mentioned(body: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``names`` that a text mentions with an @, whatever the case, in the text's order."""
    said = body.lower()
    found = [(said.find(f"@{name.lower()}"), name) for name in names]
    return tuple(name for place, name in sorted(found) if place >= 0)


def settle(condition: Condition, state: ConditionState, on: date, who: str, note: str) -> Condition:
    """A condition was met, or is waived; waiving needs a reason."""
    if condition.state is not ConditionState.OPEN:
        raise IllegalStep(f"This condition was already {condition.state.value} on {condition.settled_on}.")
    if state is ConditionState.OPEN:
        raise InvalidInput("A condition is met or waived: choose one of the two.")
    if state is ConditionState.WAIVED:
        note = required(note, "The reason for waiving the condition")
    return replace(condition, state=state, settled_on=on, settled_by=who, note=note.strip())
