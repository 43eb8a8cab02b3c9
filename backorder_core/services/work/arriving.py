"""Units that come from elsewhere than the late PO line: to the lines that wait, and planned to be shipped."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from backorder_core.domain.shipping import Shipment
from backorder_core.domain.values import ZERO
from backorder_core.services.changes import Changes
from backorder_core.services.filling import BY_SETTINGS, Sharing, feed, release, share
from backorder_core.services.states import State, load_states
from backorder_core.services.work import stock
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class Arrived:
    """Units for a backorder at a location (None where the store knows none); ``source`` names the order."""

    backorder_id: int
    product_id: int
    quantity: Decimal
    location_id: int | None
    source: str


def arrive(changes: Changes, arrived: Arrived, sharing: Sharing = BY_SETTINGS) -> State | None:
    """Book units on a backorder as far as it misses them; the rest is free stock. None where it is closed."""
    version, settings = read_settings(changes.writer)
    state = load_states(changes.writer, [arrived.backorder_id])[arrived.backorder_id]
    wanted = min(arrived.quantity, max(ZERO, state.facts.open))
    if arrived.location_id is not None:
        stock.move(changes, arrived.location_id, arrived.product_id, arrived.quantity, wanted)
    if wanted <= 0:
        return None
    given = share(state, wanted, changes.on, settings, sharing)
    saved = feed(changes, state, given, settings, version, arrived.source)
    got = {one.order_line_id: one.quantity for one in given if one.quantity > 0}
    release(changes, state, got)
    first = changes.writer.numbers(f"SH-{changes.on.year}", len(got))
    for number, (order_line_id, quantity) in zip(first, got.items(), strict=True):
        planned = Shipment(
            id=changes.new_id(),
            number=f"SH-{changes.on.year}-{number:04d}",
            backorder_id=state.id,
            order_line_id=order_line_id,
            product_id=arrived.product_id,
            location_id=arrived.location_id,
            quantity=quantity,
            planned_on=changes.on,
            cost=settings.shipping.per_shipment,
        )
        changes.put(None, planned, f"shipment planned ({arrived.source})")
    return saved
