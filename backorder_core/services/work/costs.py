"""Costs of resolving that nothing else tells: entered by hand for a backorder (chapter, Financial Impact)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain.access import Permission
from backorder_core.domain.care import CostEntry, CostWay, required
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import CENT, ZERO, Actor
from backorder_core.services.changes import Changes
from backorder_core.services.holding import hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, Writer


@dataclass(frozen=True)
class Spent:
    """Something that money was spent on for a backorder, and on which business date."""

    way: str
    amount: Decimal
    spent_on: date
    reference: str
    note: str


@permitted(Permission.COLLABORATE)
def add_cost(
    store: Store,
    number: str,
    way: CostWay,
    amount: Decimal,
    note: str,
    actor: Actor,
    as_of: date,
    key: str | None = None,
) -> int:
    """Enter a cost of resolving a backorder; its id.

    Raises ``InvalidInput`` for an amount that is not above 0 or has parts of a cent, and without a note.
    """
    said = required(note, "What the money was spent on")
    if amount <= 0 or amount != amount.quantize(CENT):
        raise InvalidInput(f"A cost of {amount} cannot be entered: give an amount above 0, to the cent.")

    def work(writer: Writer) -> str:
        state = hold_one(writer, number, closed=True).state
        changes = Changes(writer, actor, as_of)
        made = CostEntry(changes.new_id(), state.id, way, amount.quantize(CENT), as_of, said)
        changes.put(None, made, f"cost entered: {way.label}")
        changes.flush()
        return str(made.id)

    return int(once(store, key, (number, way, amount, note, as_of), work))


def costs_of(store: Store, number: str) -> tuple[Spent, ...]:
    """Everything that was spent on a backorder, the newest first."""
    with store.read() as reader:
        return tuple(Spent(**row) for row in reader.dicts("costs_of", number=number))


def total(found: tuple[Spent, ...]) -> Decimal:
    """What was spent in all."""
    return sum((one.amount for one in found), ZERO)
