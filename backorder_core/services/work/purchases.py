"""Purchase requests for a backorder: another supplier, a substitute, an expedite, a drop shipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain import supply
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.supply import PurchaseRequest
from backorder_core.domain.values import ZERO, Actor, OfferKind, Quality, units
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one, must_be_as_seen
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.receipts import Receipt, receive_in
from backorder_core.services.records import records_from
from backorder_core.services.work import arriving, stock
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

STEPS = ("order", "receive", "close", "cancel")


@dataclass(frozen=True)
class PurchaseWish:
    """Units asked from a supplier; costs are those beyond the original order."""

    backorder: Seen
    kind: OfferKind
    supplier_id: int | None
    product_id: int
    quantity: Decimal
    ready_on: date
    fixed_cost: Decimal = ZERO
    unit_cost: Decimal = ZERO
    quality: Quality = Quality.SAME
    note: str = ""


@dataclass(frozen=True)
class PurchaseStep:
    """One step of a purchase request in the version that was seen; ``why`` where it ends early."""

    number: str
    step: str
    version: int | None = None
    quantity: Decimal | None = None
    why: str = ""


@permitted(Permission.SOURCE)
def request_purchase(
    store: Store, wish: PurchaseWish, actor: Actor, as_of: date, key: str | None = None
) -> str:
    """Ask for a purchase; its number. Raises ``InvalidInput`` for more than the backorder misses."""

    def work(writer: Writer) -> str:
        held = hold_one(writer, wish.backorder.number, wish.backorder.version)
        changes = Changes(writer, actor, as_of)
        _, settings = read_settings(writer)
        made = ask(changes, held, wish)
        about = held.about(held.state)
        approving.ask_again(changes, held.state, about, settings, f"{made.number} was asked for")
        changes.flush()
        return made.number

    return once(store, key, (wish, as_of), work)


def ask(changes: Changes, held: Held, wish: PurchaseWish) -> PurchaseRequest:
    """A purchase request inside another use-case."""
    asked = changes.writer.one("units_asked", backorder_id=held.state.id)
    missing = held.state.facts.open - (asked[0] if asked else ZERO)
    if not 0 < wish.quantity <= missing:
        raise InvalidInput(
            f"{held.state.number} misses {units(missing)} units that nobody was asked for yet: "
            f"{units(wish.quantity)} cannot be ordered."
        )
    if wish.ready_on < changes.on:
        raise InvalidInput(f"The units cannot be ready on {wish.ready_on}, before {changes.on}.")
    number = changes.writer.numbers(f"PR-{changes.on.year}")[0]
    made = PurchaseRequest(
        id=changes.new_id(),
        number=f"PR-{changes.on.year}-{number:04d}",
        backorder_id=held.state.id,
        kind=wish.kind,
        supplier_id=wish.supplier_id,
        product_id=wish.product_id,
        quantity=wish.quantity,
        fixed_cost=wish.fixed_cost,
        unit_cost=wish.unit_cost,
        quality=wish.quality,
        ready_on=wish.ready_on,
        requested_on=changes.on,
        note=wish.note.strip(),
    )
    changes.put(None, made, "purchase requested")
    return made


@permitted(Permission.MOVE)
def step_purchase(
    store: Store, step: PurchaseStep, actor: Actor, as_of: date, key: str | None = None
) -> PurchaseRequest:
    """Take a purchase request one step further; the request as it stands then.

    Received units go to the backorder as a transfer's do; those of an expedite are a receipt of its PO line.
    """

    def work(writer: Writer) -> str:
        request = purchase_of(writer, step.number)
        must_be_as_seen(writer, request, request.number, step.version)
        changes = Changes(writer, actor, as_of)
        if step.step == "order":
            approving.must_be_approved(writer, request.backorder_id)
            changes.put(request, supply.order(request, as_of, step.why), "purchase ordered")
        elif step.step == "cancel":
            changes.put(request, supply.withdraw(request, step.why), "purchase cancelled")
        elif step.step == "close":
            changes.put(request, supply.close_short(request, step.why), "purchase closed short")
        elif step.step == "receive":
            _receive(changes, request, step.quantity)
        else:
            raise InvalidInput(f"'{step.step}' is not a step of a purchase: choose of {', '.join(STEPS)}.")
        changes.flush()
        return request.number

    number = once(store, key, (step, as_of), work)
    with store.read() as reader:
        return purchase_of(reader, number)


def _receive(changes: Changes, request: PurchaseRequest, given: Decimal | None) -> None:
    quantity = request.quantity - request.received if given is None else given
    changes.put(request, supply.deliver(request, changes.on, quantity), "purchase received")
    if request.kind is OfferKind.EXPEDITE:
        line = changes.writer.dicts("po_lines_of_backorders", ids=[request.backorder_id])[0]
        receive_in(changes, [Receipt(line["po_number"], line["po_line"], quantity, changes.on)])
        return
    _, settings = read_settings(changes.writer)
    direct = request.kind is OfferKind.DROP_SHIP
    place = None if direct else stock.receiving_place(changes.writer, request.product_id, settings)
    arriving.arrive(
        changes,
        arriving.Arrived(
            request.backorder_id,
            request.product_id,
            quantity,
            place.id if place else None,
            request.number,
        ),
    )


def purchase_of(reader: Reader, number: str) -> PurchaseRequest:
    """A purchase request by its number; ``NotFound`` where there is none."""
    rows = reader.dicts("purchase_by_number", number=number.strip().upper())
    if not rows:
        raise NotFound(f"There is no purchase request {number}: check the number.")
    return records_from(PurchaseRequest, rows)[0]
