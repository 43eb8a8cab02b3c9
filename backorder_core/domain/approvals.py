"""Who must approve how a backorder is handled, and what a decision needs to count (RULES, Approvals)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from backorder_core.domain.errors import IllegalStep, InvalidInput, NotAllowed
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
    required = required_role(value, settings.approvals)
    steps = steps_for(required, vip, settings)
    reason = _reason(required, settings.approvals)
    return Route(not steps, steps, f"{reason}, VIP customer" if vip else reason)


def steps_for(required: Role | None, vip: bool, settings: Settings) -> tuple[Role, ...]:
    """Who decides in which order where a role is required: those below it first, the account manager last."""
    steps: tuple[Role, ...] = ()
    if required is not None:
        upto = LADDER[: LADDER.index(required) + 1]
        steps = upto if settings.approvals.climb_the_ladder else (required,)
    return (*steps, Role.ACCOUNT_MANAGER) if vip else steps


def required_role(value: Decimal, thresholds: ApprovalThresholds) -> Role | None:
    """The highest role that a value (money) needs, None where it is approved automatically."""
    if value < thresholds.automatic_below:
        return None
    if value < thresholds.supervisor_below:
        return Role.SUPERVISOR
    return Role.MANAGER if value <= thresholds.manager_up_to else Role.DIRECTOR


def _reason(required: Role | None, thresholds: ApprovalThresholds) -> str:
    if required is None:
        return f"Value under {thresholds.automatic_below:,}"
    if required is Role.SUPERVISOR:
        return f"Value from {thresholds.automatic_below:,} to under {thresholds.supervisor_below:,}"
    if required is Role.MANAGER:
        return f"Value from {thresholds.supervisor_below:,} to {thresholds.manager_up_to:,}"
    return f"Value over {thresholds.manager_up_to:,}"


def routing_value(
    own: Decimal, others: Iterable[tuple[date, Decimal]], created_on: date, settings: Settings
) -> Decimal:
    """Own value plus that of the others (created day, value) of the same PO line and customer.

    Those created within the window, before or after, count, so that neither splitting nor back-dating
    dodges a threshold.
    """
    window = timedelta(days=settings.approvals.sum_window_days)
    return own + sum((value for day, value in others if abs(created_on - day) <= window), ZERO)


class StepState(StrEnum):
    """How far one step of a round is."""

    AUTOMATIC = "automatic"
    WAITING = "waiting"
    APPROVED = "approved"
    CONDITIONAL = "approved_with_conditions"
    REJECTED = "rejected"
    ALTERNATIVES = "alternatives"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Words for people."""
        return STATE_WORDS[self]


STATE_WORDS = {
    StepState.AUTOMATIC: "approved automatically",
    StepState.WAITING: "waiting",
    StepState.APPROVED: "approved",
    StepState.CONDITIONAL: "approved with conditions",
    StepState.REJECTED: "rejected",
    StepState.ALTERNATIVES: "alternatives requested",
    StepState.WITHDRAWN: "not asked any more",
}
DECISIONS = (StepState.APPROVED, StepState.CONDITIONAL, StepState.REJECTED, StepState.ALTERNATIVES)
GRANTED = (StepState.AUTOMATIC, StepState.APPROVED, StepState.CONDITIONAL)
STOPPED = (StepState.REJECTED, StepState.ALTERNATIVES)


@dataclass(frozen=True)
class Step:
    """One step of a round of approvals, in the order in which they are taken."""

    id: int
    role: Role
    state: StepState
    decided_by: str = ""


@dataclass(frozen=True)
class Decision:
    """What one person decided on one step, on the version, plan and value that they saw; value in money."""

    id: int
    approval_id: int
    backorder_id: int
    round: int
    role: Role
    decision: StepState
    comment: str
    decided_by: str
    decided_for: str
    decided_on: date
    backorder_version: int
    plan_id: int | None
    value: Decimal
    version: int = 1


@dataclass(frozen=True)
class Delegation:
    """Somebody decides in another's place from a day until another, both included."""

    id: int
    principal: str
    deputy: str
    from_on: date
    until_on: date
    why: str
    ended: bool = False
    version: int = 1

    def holds(self, on: date) -> bool:
        """Whether it stands on a day."""
        return not self.ended and self.from_on <= on <= self.until_on


@dataclass(frozen=True)
class ThresholdProposal:
    """Approval thresholds that wait for a second person; ``body`` is their JSON."""

    id: int
    body: str
    why: str
    proposed_by: str
    proposed_on: date
    state: str = "waiting"
    settled_by: str = ""
    settled_on: date | None = None
    version: int = 1


def standing(steps: Sequence[Step]) -> StepState:
    """Where a whole round stands: stopped, waiting, or granted; automatic where nobody is asked."""
    for stop in STOPPED:
        if any(step.state is stop for step in steps):
            return stop
    if any(step.state is StepState.WAITING for step in steps):
        return StepState.WAITING
    if any(step.state is StepState.CONDITIONAL for step in steps):
        return StepState.CONDITIONAL
    approved = any(step.state is StepState.APPROVED for step in steps)
    return StepState.APPROVED if approved else StepState.AUTOMATIC


def next_step(steps: Sequence[Step]) -> Step | None:
    """The step whose turn it is, None where the round is over."""
    if standing(steps) is not StepState.WAITING:
        return None
    return next(step for step in steps if step.state is StepState.WAITING)


@dataclass(frozen=True)
class Hands:
    """Who has a hand in a backorder already, so that two pairs of eyes stay two (RULES, Approvals).

    ``makers`` made it or asked for one of its rounds, ``editor`` changed its value last, ``decided`` are the
    roles that people decided in, in any round. ``managers`` are the account managers of its VIP customers who
    work here; where nobody of that name does, every account manager counts.
    """

    makers: Collection[str] = ()
    editor: str = ""
    decided: Mapping[str, Collection[Role]] = field(default_factory=dict)
    managers: Collection[str] = ()


@dataclass(frozen=True)
class Voter:
    """Somebody who wants to decide: in their own role, or in that of whom they stand in for."""

    name: str
    role: Role
    principals: Mapping[str, Role] = field(default_factory=dict)


def why_not(voter: Voter, steps: Sequence[Step], hands: Hands) -> str | None:
    """Why somebody may not take the next step, neither for themselves nor in another's place."""
    step = next_step(steps)
    if step is None:
        return f"nothing waits any more, it is {standing(steps).label}"
    reason = _barred(voter.name, step, steps, hands)
    if reason is not None:
        return reason
    return None if in_place_of(voter, steps, hands) is not None else _whose(step, hands)


def in_place_of(voter: Voter, steps: Sequence[Step], hands: Hands) -> str | None:
    """Whom somebody decides the next step for: "" in their own role, None where they have no right to it."""
    step = next_step(steps)
    if step is None:
        return None
    if _asked(voter.name, voter.role, step, hands):
        return ""
    lent = (
        name
        for name, role in voter.principals.items()
        if _asked(name, role, step, hands) and _barred(name, step, steps, hands) is None
    )
    return next(lent, None)


def _barred(person: str, step: Step, steps: Sequence[Step], hands: Hands) -> str | None:
    if person in hands.makers:
        return "nobody decides on what they created themselves"
    if person == hands.editor:
        return "nobody decides on a value that they changed themselves"
    other_role = any(role is not step.role for role in hands.decided.get(person, ()))
    if other_role or any(one.decided_by == person for one in steps):
        return f"{person} decided in another role already"
    return None


def _asked(person: str, role: Role, step: Step, hands: Hands) -> bool:
    named = step.role is not Role.ACCOUNT_MANAGER or not hands.managers or person in hands.managers
    return role is step.role and named


def _whose(step: Step, hands: Hands) -> str:
    if step.role is Role.ACCOUNT_MANAGER and hands.managers:
        return f"it is the turn of the customer's own account manager, {' or '.join(sorted(hands.managers))}"
    return f"it is the {step.role.label.lower()}'s turn"


def must_decide(number: str, voter: Voter, steps: Sequence[Step], hands: Hands) -> Step:
    """The step that somebody decides on now.

    Raises ``IllegalStep`` where nothing waits, ``NotAllowed`` where another one has to decide.
    """
    step = next_step(steps)
    reason = why_not(voter, steps, hands)
    if step is None:
        raise IllegalStep(f"Nothing waits for a decision on {number}: it is {standing(steps).label}.")
    if reason is not None:
        raise NotAllowed(f"{voter.name} cannot decide on {number}: {reason}.")
    return step


def must_be_complete(decision: StepState, conditions: Sequence[str], comment: str) -> None:
    """A decision says why where it stops, and lists conditions exactly where it sets some."""
    if decision not in DECISIONS:
        raise InvalidInput("Choose to approve, approve with conditions, reject or request alternatives.")
    named = [one for one in conditions if one.strip()]
    if decision is StepState.CONDITIONAL and not named:
        raise InvalidInput("An approval with conditions needs at least one condition: name it, or approve.")
    if decision is not StepState.CONDITIONAL and named:
        raise InvalidInput(
            "Conditions stand with “approve with conditions” only: choose that, or remove them."
        )
    if decision in STOPPED and not comment.strip():
        raise InvalidInput("Rejecting or asking for alternatives needs a comment: say what is wrong.")


def drifted(steps: Sequence[Step], now: Route) -> bool:
    """Whether a round is not enough any more: somebody who was not asked must decide by now.

    The one step of an automatic round says that nobody was asked, whatever role it bears. What was rejected
    is carried out by nobody, and asked again by a person.
    """
    if standing(steps) in STOPPED:
        return False
    asked = {step.role for step in steps if step.state is not StepState.AUTOMATIC}
    return any(role not in asked for role in now.steps)
