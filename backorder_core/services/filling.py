"""Units reach a backorder, from its PO line or from elsewhere: who gets them, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from backorder_core.domain import fulfilment, lifecycle, priority
from backorder_core.domain.care import required
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.fulfilment import Given
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Policy, units
from backorder_core.services.changes import Changes
from backorder_core.services.states import State, derived


@dataclass(frozen=True)
class Sharing:
    """How scarce units are shared out: by a policy (that of the settings where none is named), or by hand
    (units by customer order line, with a reason).

    An order line is named ``order number / line``.
    """

    policy: Policy | None = None
    by_hand: Mapping[str, Decimal] = field(default_factory=dict)
    reason: str = ""


BY_SETTINGS = Sharing()


def share(
    state: State, quantity: Decimal, on: date, settings: Settings, sharing: Sharing = BY_SETTINGS
) -> tuple[Given, ...]:
    """Who gets how many of ``quantity`` units, and why (RULES, Partial fulfilment).

    Raises ``InvalidInput`` where what was shared out by hand does not add up, names an order line that does
    not wait, gives it more than it misses, or comes without a reason.
    """
    delay = priority.delay(state.original_due, state.eta, on)
    if not sharing.by_hand:
        return fulfilment.allocate(
            state.demands, quantity, delay, settings, sharing.policy or settings.receiving.policy
        )
    reason = required(sharing.reason, "The reason for sharing out by hand")
    open_by_name = {f"{d.order_number} / {d.order_line}": d for d in state.demands}
    for name, given in sharing.by_hand.items():
        if name not in open_by_name:
            raise InvalidInput(f"Order line {name} does not wait for {state.number}: choose one that does.")
        if not 0 <= given <= open_by_name[name].open_quantity:
            missing = units(open_by_name[name].open_quantity)
            raise InvalidInput(
                f"Order line {name} misses {missing} units: it cannot be given {units(given)}."
            )
    total = sum(sharing.by_hand.values(), ZERO)
    if total != quantity:
        raise InvalidInput(
            f"{units(total)} units are shared out, but there are {units(quantity)}: make them equal."
        )
    return tuple(
        Given(demand.order_line_id, sharing.by_hand.get(name, ZERO), f"by hand: {reason}")
        for name, demand in open_by_name.items()
    )


def feed(
    changes: Changes,
    state: State,
    given: Sequence[Given],
    settings: Settings,
    version: int,
    how: str = "received",
) -> State:
    """Book units on the lines of a backorder; nothing is due any more once it is resolved."""
    got = {one.order_line_id: one.quantity for one in given}
    lines = tuple(
        replace(line, received=line.received + got.get(line.order_line_id, ZERO)) for line in state.lines
    )
    facts, _, _ = lifecycle.receive(state.facts, sum(got.values(), ZERO))
    after = derived(replace(state.with_facts(facts), lines=lines), settings, version, changes.on)
    origin = "" if how == "received" else f" ({how})"
    action = f"resolved{origin}" if after.status.closed else f"partially received{origin}"
    saved = changes.change(state, after, action)
    if saved.status.closed:
        changes.close_follow_ups(saved)
    return saved


def release(changes: Changes, state: State, quantities: Mapping[int, Decimal]) -> None:
    """Units by order line that the PO line need no longer bring: from elsewhere by now, or given up."""
    for order_line_id, more in quantities.items():
        if more > 0:
            row = {"po_line_id": state.po_line_id, "order_line_id": order_line_id, "more": more}
            changes.add("release_allocations", row)
