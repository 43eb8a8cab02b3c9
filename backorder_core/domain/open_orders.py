"""What the open-PO report says of a line, against what is known of it (RULES, Intake)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backorder_core.domain.contracts import Unknown
from backorder_core.domain.values import ZERO, units

NOT_GIVEN = "?"
"""Code of the supplier of lines whose supplier no file has named yet."""


class LineState(StrEnum):
    """How the purchasing system calls a line: open, closed for good, or cancelled."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class KnownLine:
    """A PO line as the store knows it; units, ``allocated`` is what customers were promised of it."""

    supplier: str
    product: str
    ordered: Decimal
    received: Decimal
    cancelled: Decimal
    allocated: Decimal


@dataclass(frozen=True)
class SaidLine:
    """What the report says of a line; None where it says nothing. ``received`` counts all receipts so far."""

    supplier: str | None
    product: str
    ordered: Decimal
    received: Decimal | None


@dataclass(frozen=True)
class Contradiction:
    """Why the report cannot be right about a line, and the field that says so."""

    column: str
    reason: str


def contradiction(known: KnownLine, said: SaidLine) -> Contradiction | None:
    """What the report says that cannot follow from what is known; None where all of it can."""
    if said.product != known.product:
        return Contradiction(
            "product", f"the store has product {known.product} on this line, not {said.product}"
        )
    if said.supplier and said.supplier != known.supplier and known.supplier != NOT_GIVEN:
        why = f"the store has supplier {known.supplier} on this line, not {said.supplier}"
        return Contradiction("supplier", why)
    if said.received is not None and said.received < known.received:
        why = f"{units(said.received)} received are fewer than the {units(known.received)} booked already"
        return Contradiction("received", why)
    arrived = max(known.received, min(said.received or ZERO, said.ordered))
    if said.ordered < arrived + known.cancelled:
        taken = units(arrived + known.cancelled)
        why = f"{units(said.ordered)} ordered are fewer than the {taken} received or cancelled already"
        return Contradiction("ordered", why)
    if said.ordered < known.allocated:
        promised = units(known.allocated)
        why = f"{units(said.ordered)} ordered are fewer than the {promised} allocated to customers"
        return Contradiction("ordered", why)
    return None


def arriving(known_received: Decimal, ordered: Decimal, cancelled: Decimal, said: Decimal | None) -> Decimal:
    """Units that the report says arrived since, never more than the line has open."""
    if said is None:
        return ZERO
    return max(ZERO, min(said, ordered - cancelled) - known_received)


def received_of(
    received: Decimal | None,
    still_open: Decimal | None,
    ordered: Decimal,
    cancelled: Decimal,
    state: LineState | None,
) -> Decimal | None:
    """Units received so far: as the report says, else what is ordered and neither open nor cancelled.

    None where it says neither, and of a cancelled line, which has nothing open and received nothing for it.
    """
    if received is not None or still_open is None or state is LineState.CANCELLED:
        return received
    return max(ZERO, ordered - cancelled - still_open)


def supplier_of(text: str) -> tuple[str, str]:
    """Number and name of the supplier from a cell with both, parted by blanks; '' where there is no name."""
    number, *name = text.split(maxsplit=1)
    return number, name[0] if name else ""


def date_of(due: date | None, eta: object) -> date | None:
    """The date promised now: the promised date, else the due date; None where it is said to be unknown."""
    if isinstance(eta, Unknown):
        return None
    return eta if isinstance(eta, date) else due
