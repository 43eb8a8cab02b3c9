"""Cancel units that a customer no longer wants: with reason, alternatives, compensation, decision and lesson.

Source: chapter, "What if a customer wants to cancel due to a backorder?".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backorder_core.domain import lifecycle
from backorder_core.domain.access import Permission
from backorder_core.domain.care import Cancellation, required
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import ZERO, Actor, units
from backorder_core.services.changes import Changes
from backorder_core.services.filling import release
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.states import Line, State, derived
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class CancelWish:
    """Units by order line (``order number / line``) to cancel, and how the customer was treated.

    ``compensation`` says what was given (discount, upgraded shipping, credit); its cost is in money.
    """

    backorder: Seen
    quantities: Mapping[str, Decimal]
    reason: str
    alternatives: str
    compensation: str = ""
    compensation_cost: Decimal = ZERO
    decision: str = ""
    lesson: str = ""


@permitted(Permission.TALK)
def cancel_units(store: Store, wish: CancelWish, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Cancel units of a backorder and release their allocations; the backorder's new version.

    Raises ``InvalidInput`` for an order line that does not wait, for more units than it misses, and without
    a reason or the alternatives that were offered.
    """
    required(wish.reason, "Why the customer cancels")
    required(wish.alternatives, "Which alternatives were offered (say “none” where there were none)")
    if wish.compensation_cost < 0:
        raise InvalidInput("The cost of the compensation cannot be negative: give 0 or more.")
    return int(once(store, key, (wish, as_of), lambda writer: _cancel(writer, wish, actor, as_of)))


def _cancel(writer: Writer, wish: CancelWish, actor: Actor, as_of: date) -> str:
    version, settings = read_settings(writer)
    before = hold_one(writer, wish.backorder.number, wish.backorder.version).state
    given_up = _by_line(before, wish.quantities)
    facts = lifecycle.cancel(before.facts, sum(given_up.values(), ZERO))
    lines = tuple(
        replace(line, cancelled=line.cancelled + given_up.get(line.order_line_id, ZERO))
        for line in before.lines
    )
    after = derived(replace(before.with_facts(facts), lines=lines), settings, version, as_of)
    changes = Changes(writer, actor, as_of)
    saved = changes.change(before, after, "cancelled" if after.status.closed else "partly cancelled")
    release(changes, before, given_up)
    for place, (order_line_id, quantity) in enumerate(given_up.items()):
        changes.put(
            None, _record(changes, saved, order_line_id, quantity, wish, first=place == 0), "cancelled"
        )
    if saved.status.closed:
        changes.close_follow_ups(saved)
    changes.flush()
    return str(saved.version)


def _by_line(state: State, quantities: Mapping[str, Decimal]) -> dict[int, Decimal]:
    lines: dict[str, Line] = {f"{line.order_number} / {line.order_line}": line for line in state.lines}
    given_up = {}
    for name, quantity in quantities.items():
        if name not in lines:
            raise InvalidInput(f"Order line {name} does not wait for {state.number}: choose one that does.")
        if not 0 < quantity <= lines[name].open:
            raise InvalidInput(
                f"Order line {name} misses {units(lines[name].open)} units: "
                f"{units(quantity)} cannot be cancelled."
            )
        given_up[lines[name].order_line_id] = quantity
    if not given_up:
        raise InvalidInput("Nothing is chosen: say which order line cancels how many units.")
    return given_up


def _record(
    changes: Changes, state: State, order_line_id: int, quantity: Decimal, wish: CancelWish, *, first: bool
) -> Cancellation:
    """The record of one order line; what the compensation cost stands with the first."""
    return Cancellation(
        id=changes.new_id(),
        backorder_id=state.id,
        order_line_id=order_line_id,
        quantity=quantity,
        reason=wish.reason.strip(),
        alternatives=wish.alternatives.strip(),
        compensation=wish.compensation.strip(),
        compensation_cost=wish.compensation_cost if first else ZERO,
        decision=wish.decision.strip(),
        lesson=wish.lesson.strip(),
        cancelled_on=changes.on,
    )
