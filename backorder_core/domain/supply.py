"""Units fetched from elsewhere: transfers between locations and purchase requests, step by step.

Source: chapter, "Expedited Transfer Processing"; RULES, Alternative sources and the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.values import ZERO, OfferKind, Quality, units


class TransferState(StrEnum):
    """How far a transfer has come."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class PurchaseState(StrEnum):
    """How far a purchase request has come."""

    REQUESTED = "requested"
    ORDERED = "ordered"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Urgency(StrEnum):
    """Whether a transfer goes before everything else."""

    EMERGENCY = "emergency"
    NORMAL = "normal"


@dataclass(frozen=True)
class Transfer:
    """Units of one product asked from one location for another; quantities in units, cost in money."""

    id: int
    number: str
    backorder_id: int
    product_id: int
    from_location_id: int
    to_location_id: int
    quantity: Decimal
    priority: Urgency
    required_on: date
    cost: Decimal
    requested_on: date
    state: TransferState = TransferState.REQUESTED
    confirmed_on: date | None = None
    shipped_on: date | None = None
    tracking: str = ""
    dock_ready_on: date | None = None
    pick_planned_on: date | None = None
    customer_told_on: date | None = None
    received_on: date | None = None
    received: Decimal = ZERO
    note: str = ""
    version: int = 1

    @property
    def moving(self) -> bool:
        """Neither received nor cancelled."""
        return self.state not in (TransferState.RECEIVED, TransferState.CANCELLED)

    @property
    def reserves(self) -> bool:
        """Whether its units still lie at the sending location, promised to it."""
        return self.state in (TransferState.REQUESTED, TransferState.CONFIRMED)

    @property
    def checklist(self) -> tuple[tuple[str, date | None], ...]:
        """The chapter's five steps and the day each was done."""
        return (
            ("Confirm availability and condition", self.confirmed_on),
            ("Ship", self.shipped_on),
            ("Clear dock space", self.dock_ready_on),
            ("Plan the pick", self.pick_planned_on),
            ("Tell the customer", self.customer_told_on),
        )


@dataclass(frozen=True)
class PurchaseRequest:
    """Units asked from a supplier; costs are those beyond the original order, per order and per unit."""

    id: int
    number: str
    backorder_id: int
    kind: OfferKind
    supplier_id: int | None
    product_id: int
    quantity: Decimal
    fixed_cost: Decimal
    unit_cost: Decimal
    quality: Quality
    ready_on: date
    requested_on: date
    state: PurchaseState = PurchaseState.REQUESTED
    ordered_on: date | None = None
    received_on: date | None = None
    received: Decimal = ZERO
    note: str = ""
    version: int = 1

    @property
    def moving(self) -> bool:
        """Neither received nor cancelled."""
        return self.state not in (PurchaseState.RECEIVED, PurchaseState.CANCELLED)


def confirm(transfer: Transfer, on: date) -> Transfer:
    """The sending location has the units, in good condition."""
    _must_be(transfer, TransferState.REQUESTED, "confirmed")
    return replace(transfer, state=TransferState.CONFIRMED, confirmed_on=on)


def ship(transfer: Transfer, on: date, tracking: str) -> Transfer:
    """The units are on their way; needs a tracking number so that they can be followed."""
    _must_be(transfer, TransferState.CONFIRMED, "shipped")
    if not tracking.strip():
        raise InvalidInput(f"{transfer.number} needs a tracking number: give the carrier's.")
    return replace(transfer, state=TransferState.SHIPPED, shipped_on=on, tracking=tracking.strip())


def arrive(transfer: Transfer, on: date, quantity: Decimal) -> Transfer:
    """The units arrived; fewer than were sent close the transfer short."""
    _must_be(transfer, TransferState.SHIPPED, "received")
    if not 0 < quantity <= transfer.quantity:
        raise InvalidInput(
            f"{transfer.number} is about {units(transfer.quantity)} units: {units(quantity)} cannot arrive."
        )
    return replace(transfer, state=TransferState.RECEIVED, received_on=on, received=quantity)


def tick(transfer: Transfer, step: str, on: date) -> Transfer:
    """Check off ``dock_ready_on``, ``pick_planned_on`` or ``customer_told_on``, once."""
    if transfer.state is TransferState.CANCELLED:
        raise IllegalStep(f"{transfer.number} is cancelled: nothing is left to do for it.")
    done = getattr(transfer, step)
    if done is not None:
        raise IllegalStep(f"{transfer.number}: that was already done on {done}.")
    if step == "dock_ready_on":
        return replace(transfer, dock_ready_on=on)
    if step == "pick_planned_on":
        return replace(transfer, pick_planned_on=on)
    return replace(transfer, customer_told_on=on)


def call_off(transfer: Transfer, why: str) -> Transfer:
    """Give a transfer up before it is shipped."""
    if not transfer.reserves:
        raise IllegalStep(f"{transfer.number} is {transfer.state.value}: it can no longer be cancelled.")
    return replace(transfer, state=TransferState.CANCELLED, note=_reason(transfer.number, why))


def order(request: PurchaseRequest, on: date, note: str = "") -> PurchaseRequest:
    """The supplier has the order."""
    _must_be(request, PurchaseState.REQUESTED, "ordered")
    return replace(request, state=PurchaseState.ORDERED, ordered_on=on, note=note.strip() or request.note)


def deliver(request: PurchaseRequest, on: date, quantity: Decimal) -> PurchaseRequest:
    """Units came; the request is done when all of them have."""
    _must_be(request, PurchaseState.ORDERED, "received")
    missing = request.quantity - request.received
    if not 0 < quantity <= missing:
        raise InvalidInput(
            f"{request.number} still expects {units(missing)} units: {units(quantity)} cannot be received."
        )
    received = request.received + quantity
    state = PurchaseState.RECEIVED if received == request.quantity else PurchaseState.ORDERED
    return replace(request, state=state, received_on=on, received=received)


def close_short(request: PurchaseRequest, why: str) -> PurchaseRequest:
    """Expect no more of a purchase of which something came."""
    if request.state is not PurchaseState.ORDERED or request.received <= 0:
        raise IllegalStep(f"Nothing of {request.number} came that could be all of it: cancel it instead.")
    return replace(request, state=PurchaseState.RECEIVED, note=_reason(request.number, why))


def withdraw(request: PurchaseRequest, why: str) -> PurchaseRequest:
    """Give a purchase request up before anything of it has come."""
    if not request.moving or request.received > 0:
        raise IllegalStep(f"{request.number} is {request.state.value}: it can no longer be cancelled.")
    return replace(request, state=PurchaseState.CANCELLED, note=_reason(request.number, why))


def _must_be(one: Transfer | PurchaseRequest, state: TransferState | PurchaseState, what: str) -> None:
    if one.state is not state:
        raise IllegalStep(
            f"{one.number} is {one.state.value}: only what is {state.value} can be {what}, look at it again."
        )


def _reason(number: str, why: str) -> str:
    if not why.strip():
        raise InvalidInput(f"Cancelling {number} needs a reason: say what changed.")
    return why.strip()
