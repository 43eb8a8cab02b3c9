"""Partial fulfilment of one order line: the options, the customer's decision, and the shipments it makes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import care, shipping
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound
from backorder_core.domain.settings import Settings
from backorder_core.domain.shipping import (
    Arrival,
    FulfilmentOption,
    Need,
    Parcel,
    Shipment,
    Strategy,
    Substitute,
)
from backorder_core.domain.values import ZERO, Actor, OfferKind, Quality
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one, must_be_as_seen
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.states import Line
from backorder_core.services.work import purchases, stock
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class OrderOptions:
    """The five strategies for one order line of a backorder, and what the customer chose last."""

    order_line: str
    customer: str
    ordered: Decimal
    available: Decimal
    missing: Decimal
    options: tuple[FulfilmentOption, ...]
    decided: Strategy | None
    reason: str


@dataclass(frozen=True)
class CustomerDecision:
    """What the customer decided for an order line (``order number / line``), why, and who said so."""

    backorder: Seen
    order_line: str
    strategy: Strategy
    reason: str
    decided_by: str


def fulfilment_options(store: Store, number: str, as_of: date) -> tuple[OrderOptions, ...]:
    """The options of every order line that waits (RULES, Partial fulfilment)."""
    with store.read() as reader:
        _, settings = read_settings(reader)
        held = hold_one(reader, number, closed=True)
        decided = _decided(reader, held.state.id)
        found = []
        for line in held.state.lines:
            need, ordered = _need(reader, held, line, as_of)
            last = decided.get(line.order_line_id)
            found.append(
                OrderOptions(
                    order_line=f"{line.order_number} / {line.order_line}",
                    customer=line.customer,
                    ordered=ordered,
                    available=need.available,
                    missing=need.missing,
                    options=shipping.options(need, as_of, settings),
                    decided=Strategy(last["strategy"]) if last else None,
                    reason=last["reason"] if last else "",
                )
            )
        return tuple(found)


@permitted(Permission.TALK)
def decide(
    store: Store, decision: CustomerDecision, actor: Actor, as_of: date, key: str | None = None
) -> tuple[str, ...]:
    """Record the customer's decision and carry it out; the numbers of the shipments it planned.

    Shipments planned for the same order line before are replaced. A substitute is asked for as a purchase.
    Raises ``InvalidInput`` for an unknown order line, ``IllegalStep`` for a strategy that cannot be done now.
    """
    care.required(decision.reason, "Why the customer decided so")
    care.required(decision.decided_by, "Who decided at the customer's")
    answer = once(store, key, (decision, as_of), lambda writer: _decide(writer, decision, actor, as_of))
    return tuple(answer.split(",")) if answer else ()


def _decide(writer: Writer, decision: CustomerDecision, actor: Actor, as_of: date) -> str:
    _, settings = read_settings(writer)
    held = hold_one(writer, decision.backorder.number, decision.backorder.version, closed=True)
    line = _line(held, decision.order_line)
    changes = Changes(writer, actor, as_of)
    call_off(changes, held, line)
    need, _ = _need(writer, held, line, as_of, replanning=True)
    options = shipping.options(need, as_of, settings)
    chosen = next(one for one in options if one.strategy is decision.strategy)
    if not chosen.possible:
        raise IllegalStep(f"{chosen.strategy.label} is not possible now: {chosen.cons[0].lower()}.")
    record = care.Decision(
        id=changes.new_id(),
        backorder_id=held.state.id,
        order_line_id=line.order_line_id,
        strategy=decision.strategy.value,
        reason=decision.reason.strip(),
        decided_by=decision.decided_by.strip(),
        decided_on=as_of,
        options=json.dumps([_told(option) for option in options]),
    )
    changes.put(None, record, f"customer decided: {chosen.strategy.label.lower()}")
    planned = [
        _plan(changes, held, line, parcel, settings) for parcel in chosen.parcels if not parcel.substitute
    ]
    for parcel in chosen.parcels:
        if parcel.substitute and need.substitute:
            made = purchases.ask(changes, held, _substitute_wish(held, need.substitute, parcel))
            why = f"{made.number} was asked for"
            approving.ask_again(changes, held.state, held.about(held.state), settings, why)
    changes.flush()
    return ",".join(planned)


def call_off(changes: Changes, held: Held, line: Line) -> None:
    """Shipments planned so far go, their units stay where they lie, promised to nobody yet."""
    rows = changes.writer.dicts(
        "planned_shipments", backorder_id=held.state.id, order_line_id=line.order_line_id
    )
    for shipment in records_from(Shipment, rows):
        if shipment.location_id is None:
            changes.put(shipment, shipping.cancel(shipment), "shipment replaced")


def _plan(changes: Changes, held: Held, line: Line, parcel: Parcel, settings: Settings) -> str:
    number = changes.writer.numbers(f"SH-{changes.on.year}")[0]
    shipment = Shipment(
        id=changes.new_id(),
        number=f"SH-{changes.on.year}-{number:04d}",
        backorder_id=held.state.id,
        order_line_id=line.order_line_id,
        product_id=held.state.product_id,
        location_id=None,
        quantity=parcel.quantity,
        planned_on=parcel.on,
        cost=settings.shipping.per_shipment,
    )
    changes.put(None, shipment, "shipment planned")
    return shipment.number


def _substitute_wish(held: Held, substitute: Substitute, parcel: Parcel) -> purchases.PurchaseWish:
    return purchases.PurchaseWish(
        backorder=Seen(held.state.number),
        kind=OfferKind.SUBSTITUTE,
        supplier_id=None,
        product_id=substitute.product_id,
        quantity=parcel.quantity,
        ready_on=substitute.ready_on,
        fixed_cost=substitute.fixed_cost,
        unit_cost=substitute.unit_cost,
        quality=Quality.SUBSTITUTE,
        note=f"{substitute.code} instead, as the customer decided",
    )


@permitted(Permission.MOVE)
def ship(
    store: Store,
    number: str,
    tracking: str,
    actor: Actor,
    as_of: date,
    version: int | None = None,
    key: str | None = None,
) -> Shipment:
    """A planned shipment leaves; units that lay in stock for it leave the stock.

    Raises ``NotFound`` for no such shipment, ``Conflict`` where it changed since it was seen, ``IllegalStep``
    where its units are not here yet.
    """

    def work(writer: Writer) -> str:
        shipment = shipment_of(writer, number)
        must_be_as_seen(writer, shipment, shipment.number, version)
        changes = Changes(writer, actor, as_of)
        if shipment.location_id is None:
            _must_be_here(writer, shipment)
        else:
            stock.move(
                changes, shipment.location_id, shipment.product_id, -shipment.quantity, -shipment.quantity
            )
        changes.put(shipment, shipping.send(shipment, as_of, tracking), "shipped")
        changes.flush()
        return shipment.number

    done = once(store, key, (number, tracking, version, as_of), work)
    with store.read() as reader:
        return shipment_of(reader, done)


def _must_be_here(reader: Reader, shipment: Shipment) -> None:
    row = reader.dicts("order_line_supply", order_line_id=shipment.order_line_id)[0]
    here = row["quantity"] - row["expected"] - row["given_up"] - row["shipped"] - row["in_stock"]
    if shipment.quantity > here:
        raise IllegalStep(
            f"{shipment.number} cannot leave: {here.normalize():f} of its {shipment.quantity.normalize():f} "
            "units are here."
        )


def shipment_of(reader: Reader, number: str) -> Shipment:
    """A shipment by its number; ``NotFound`` where there is none."""
    rows = reader.dicts("shipment_by_number", number=number.strip().upper())
    if not rows:
        raise NotFound(f"There is no shipment {number}: check the number.")
    return records_from(Shipment, rows)[0]


def _line(held: Held, name: str) -> Line:
    for line in held.state.lines:
        if f"{line.order_number} / {line.order_line}" == name:
            return line
    raise InvalidInput(f"Order line {name} does not wait for {held.state.number}: choose one that does.")


def _need(
    reader: Reader, held: Held, line: Line, as_of: date, *, replanning: bool = False
) -> tuple[Need, Decimal]:
    """What of an order line is here, what will come when; ``replanning`` counts planned shipments as here."""
    row = reader.dicts("order_line_supply", order_line_id=line.order_line_id)[0]
    planned = ZERO if replanning else row["planned"]
    here = row["quantity"] - row["expected"] - row["given_up"] - row["shipped"] - row["in_stock"] - planned
    # of units under way for the whole backorder a line can count on its share, the most urgent line first
    coming = [Arrival(one["on_day"], one["quantity"]) for one in _under_way(reader, held.state.id)]
    return Need(
        max(ZERO, here), _for_line(coming, line.open, held.state.eta), _offered(reader, held, as_of)
    ), row["quantity"]


def _under_way(reader: Reader, backorder_id: int) -> list[dict[str, Any]]:
    return reader.dicts("units_under_way", backorder_id=backorder_id)


def _for_line(coming: Sequence[Arrival], missing: Decimal, eta: date | None) -> tuple[Arrival, ...]:
    arrivals = []
    for arrival in coming:
        taken = min(arrival.quantity, missing)
        if taken > 0:
            arrivals.append(Arrival(arrival.on, taken))
            missing -= taken
    return (*arrivals, Arrival(eta, missing)) if missing > 0 else tuple(arrivals)


def _offered(reader: Reader, held: Held, as_of: date) -> Substitute | None:
    row = reader.one("best_substitute", product_id=held.state.product_id, as_of=as_of)
    return Substitute(*row) if row else None


def _decided(reader: Reader, backorder_id: int) -> dict[int, dict[str, Any]]:
    rows = reader.dicts("decisions_of", backorder_id=backorder_id)
    return {row["order_line_id"]: row for row in rows}


def _told(option: FulfilmentOption) -> dict[str, object]:
    return {
        "strategy": option.strategy.value,
        "shipments": [
            {"on": parcel.on.isoformat() if parcel.on else None, "quantity": str(parcel.quantity)}
            for parcel in option.parcels
        ],
        "shipping_cost": str(option.shipping_cost),
        "share_now": str(option.share_now),
    }
