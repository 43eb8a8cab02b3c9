"""What might be: steps that are tried on a copy before anybody decides (HOUSE, gather, decide, write).

A step says in words what it supposes, and whether a person can carry it out: dates and settings can be
changed, stock does not appear by being wished for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import CENT, units

LONGEST_SLIP = 365


class ScenarioState(StrEnum):
    """What became of a scenario."""

    DRAFT = "draft"
    COMMITTED = "committed"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class SlipSupplier:
    """Every open PO line of a supplier with a known ETA comes so many days later."""

    supplier: str
    days: int

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST_SLIP:
            raise InvalidInput(f"A supplier slips by 1 to {LONGEST_SLIP} days, not by {self.days}.")

    @property
    def sentence(self) -> str:
        """The step in words."""
        return f"{self.supplier} comes {self.days} {'day' if self.days == 1 else 'days'} later"

    committable = True


@dataclass(frozen=True)
class LoseSupplier:
    """No open PO line of a supplier has a date any more."""

    supplier: str

    @property
    def sentence(self) -> str:
        """The step in words."""
        return f"{self.supplier} fails: no date is known any more"

    committable = True


@dataclass(frozen=True)
class AddStock:
    """Units of a product lie at a location that do not lie there today."""

    location: str
    product: str
    quantity: Decimal

    def __post_init__(self) -> None:
        if self.quantity <= 0:
            raise InvalidInput(f"{units(self.quantity)} units cannot be added: give a number above 0.")

    @property
    def sentence(self) -> str:
        """The step in words."""
        return f"{units(self.quantity)} more units of {self.product} at {self.location}"

    committable = False


@dataclass(frozen=True)
class ChangeSetting:
    """A setting has another value; ``path`` such as ``approvals.automatic_below``."""

    path: str
    value: str

    @property
    def sentence(self) -> str:
        """The step in words."""
        return f"{self.path} is {self.value}"

    committable = True


@dataclass(frozen=True)
class SpendBudget:
    """So much money is spent on expediting, where it brings the most weighted revenue earlier."""

    amount: Decimal

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.amount != self.amount.quantize(CENT):
            raise InvalidInput(
                f"A budget of {self.amount} cannot be spent: give an amount above 0, to the cent."
            )

    @property
    def sentence(self) -> str:
        """The step in words."""
        return f"up to {self.amount:,.2f} is spent on expediting"

    committable = True


Step = SlipSupplier | LoseSupplier | AddStock | ChangeSetting | SpendBudget
KINDS: dict[str, type[Any]] = {
    "slip": SlipSupplier,
    "lose": LoseSupplier,
    "stock": AddStock,
    "set": ChangeSetting,
    "budget": SpendBudget,
}


@dataclass(frozen=True)
class Scenario:
    """A scenario that was kept: its steps and result as JSON, and the ledger entry it was tried on."""

    id: int
    number: str
    name: str
    steps: str
    tried_on: date
    tried_seq: int
    result: str
    state: ScenarioState
    who: str
    version: int = 1


def as_words(step: Step) -> dict[str, str]:
    """A step as plain words, for the address of a page, a file or the ledger."""
    kind = next(name for name, one in KINDS.items() if isinstance(step, one))
    return {"kind": kind, **{name: str(value) for name, value in vars(step).items()}}


def read_step(words: dict[str, str]) -> Step:
    """A step from its words; ``InvalidInput`` where it is none."""
    kind = KINDS.get(words.get("kind", ""))
    if kind is None:
        raise InvalidInput(f"There is no step '{words.get('kind', '')}': choose from {', '.join(KINDS)}.")
    names = [name for name in kind.__annotations__ if name != "committable"]
    missing = [name for name in names if not words.get(name, "").strip()]
    if missing:
        raise InvalidInput(f"The step '{words['kind']}' lacks its {missing[0]}: give it.")
    try:
        typed = {
            name: int(words[name])
            if name == "days"
            else Decimal(words[name])
            if name in ("quantity", "amount")
            else words[name]
            for name in names
        }
    except (ValueError, ArithmeticError):
        raise InvalidInput(f"The step '{words['kind']}' needs a number: {words}.") from None
    made: Step = kind(**typed)
    return made


def slipped(eta: date | None, days: int, as_of: date) -> date | None:
    """The ETA after a slip of so many days: never a day that has passed; unknown stays unknown."""
    if eta is None:
        return None
    return max(date.fromordinal(eta.toordinal() + days), as_of)
