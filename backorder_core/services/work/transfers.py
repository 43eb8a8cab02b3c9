"""Transfers between locations for a backorder: requested, confirmed, shipped, received (TR-2025-0089)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain import supply
from backorder_core.domain.access import Permission, require
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound
from backorder_core.domain.supply import Transfer, Urgency
from backorder_core.domain.values import ZERO, Actor, Tier, units
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one, must_be_as_seen
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.states import State
from backorder_core.services.work import arriving, stock
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

TICKS = {"dock": "dock_ready_on", "pick": "pick_planned_on", "tell": "customer_told_on"}
NEED_APPROVAL = ("confirm", "ship")
STEPS = ("confirm", "ship", "receive", "cancel", *TICKS)


@dataclass(frozen=True)
class TransferRequest:
    """Units of a backorder's product asked from a location (by its code); cost in money."""

    backorder: Seen
    location: str
    quantity: Decimal
    required_on: date
    cost: Decimal = ZERO
    urgency: Urgency | None = None
    note: str = ""


@dataclass(frozen=True)
class TransferStep:
    """One step of a transfer in the version that was seen; ``why`` for a cancellation."""

    number: str
    step: str
    version: int | None = None
    tracking: str = ""
    quantity: Decimal | None = None
    why: str = ""


@permitted(Permission.SOURCE)
def request_transfer(
    store: Store, request: TransferRequest, actor: Actor, as_of: date, key: str | None = None
) -> str:
    """Ask for a transfer and set its units aside; its number.

    Raises ``IllegalStep`` where fewer units are free, ``InvalidInput`` for more than the backorder misses.
    """

    def work(writer: Writer) -> str:
        held = hold_one(writer, request.backorder.number, request.backorder.version)
        changes = Changes(writer, actor, as_of)
        _, settings = read_settings(writer)
        made = ask(changes, held, request)
        about = held.about(held.state)
        approving.ask_again(changes, held.state, about, settings, f"{made.number} was asked for")
        changes.flush()
        return made.number

    return once(store, key, (request, as_of), work)


def ask(changes: Changes, held: Held, request: TransferRequest) -> Transfer:
    """A transfer request inside another use-case."""
    writer, state = changes.writer, held.state
    asked = writer.one("units_asked", backorder_id=state.id)
    missing = state.facts.open - (asked[0] if asked else ZERO)
    _plausible(request.quantity, request.cost, missing, held)
    place = stock.place_of(writer, request.location, state.product_id)
    _, settings = read_settings(writer)
    to = stock.receiving_place(writer, state.product_id, settings)
    if to is None or to.id == place.id:
        raise IllegalStep(f"{place.name} is where the units are needed: choose another location.")
    stock.promise(changes, place, state.product_id, request.quantity)
    urgent = state.vip_open or state.tier is Tier.VIP
    number = writer.numbers(f"TR-{changes.on.year}")[0]
    made = Transfer(
        id=changes.new_id(),
        number=f"TR-{changes.on.year}-{number:04d}",
        backorder_id=state.id,
        product_id=state.product_id,
        from_location_id=place.id,
        to_location_id=to.id,
        quantity=request.quantity,
        priority=request.urgency or (Urgency.EMERGENCY if urgent else Urgency.NORMAL),
        required_on=request.required_on,
        cost=request.cost,
        requested_on=changes.on,
        note=request.note.strip(),
    )
    changes.put(None, made, "transfer requested")
    return made


def _plausible(quantity: Decimal, cost: Decimal, missing: Decimal, held: Held) -> None:
    if quantity <= 0:
        raise InvalidInput(f"A transfer of {units(quantity)} units is not possible: give a quantity above 0.")
    if quantity > missing:
        raise InvalidInput(
            f"{held.state.number} misses {units(missing)} units that nobody was asked for yet: "
            f"ask for no more than that."
        )
    if cost < 0:
        raise InvalidInput("The cost of a transfer cannot be negative: give 0 or more.")


@permitted(Permission.MOVE, Permission.TALK)
def step_transfer(
    store: Store, step: TransferStep, actor: Actor, as_of: date, key: str | None = None
) -> Transfer:
    """Take a transfer one step further; the transfer as it stands then.

    Received units go to the backorder's lines by priority and wait for their shipment at the receiving
    location; what the backorder no longer needs is free stock there. Raises ``IllegalStep`` out of order.
    """

    if step.step != "tell":
        require(actor, Permission.MOVE)

    def work(writer: Writer) -> str:
        transfer = transfer_of(writer, step.number)
        must_be_as_seen(writer, transfer, transfer.number, step.version)
        changes = Changes(writer, actor, as_of)
        if step.step in NEED_APPROVAL:
            approving.must_be_approved(writer, transfer.backorder_id)
        _take(changes, transfer, step)
        changes.flush()
        return transfer.number

    number = once(store, key, (step, as_of), work)
    with store.read() as reader:
        return transfer_of(reader, number)


def _take(changes: Changes, transfer: Transfer, step: TransferStep) -> None:
    on = changes.on
    simple: dict[str, tuple[Callable[[], Transfer], str]] = {
        "confirm": (lambda: supply.confirm(transfer, on), "transfer confirmed"),
        "dock": (lambda: supply.tick(transfer, TICKS["dock"], on), "dock space cleared"),
        "pick": (lambda: supply.tick(transfer, TICKS["pick"], on), "pick planned"),
        "tell": (lambda: supply.tick(transfer, TICKS["tell"], on), "customer told of the transfer"),
    }
    if step.step in simple:
        make, action = simple[step.step]
        changes.put(transfer, make(), action)
    elif step.step == "cancel":
        changes.put(transfer, supply.call_off(transfer, step.why), "transfer cancelled")
        stock.move(changes, transfer.from_location_id, transfer.product_id, ZERO, -transfer.quantity)
    elif step.step == "ship":
        changes.put(transfer, supply.ship(transfer, on, step.tracking), "transfer shipped")
        stock.move(
            changes, transfer.from_location_id, transfer.product_id, -transfer.quantity, -transfer.quantity
        )
    elif step.step == "receive":
        _receive(changes, transfer, transfer.quantity if step.quantity is None else step.quantity)
    else:
        raise InvalidInput(f"'{step.step}' is not a step of a transfer: choose one of {', '.join(STEPS)}.")


def _receive(changes: Changes, transfer: Transfer, quantity: Decimal) -> State | None:
    done = supply.arrive(transfer, changes.on, quantity)
    changes.put(transfer, done, "transfer received")
    return arriving.arrive(
        changes,
        arriving.Arrived(
            transfer.backorder_id, transfer.product_id, quantity, transfer.to_location_id, transfer.number
        ),
    )


def transfer_of(reader: Reader, number: str) -> Transfer:
    """A transfer by its number; ``NotFound`` where there is none."""
    rows = reader.dicts("transfer_by_number", number=number.strip().upper())
    if not rows:
        raise NotFound(f"There is no transfer {number}: check the number.")
    return records_from(Transfer, rows)[0]
