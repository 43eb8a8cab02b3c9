"""Receive what a supplier delivered: the PO line, its allocations and its backorder move together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import fulfilment, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Actor, Policy, plain, units
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.filling import BY_SETTINGS, Sharing, feed, share
from backorder_core.services.holding import Seen, hold
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.states import State, load_demands, load_states
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class Receipt:
    """Units of one PO line that arrived on a day, and how they are shared out where they do not reach.

    ``document`` is the number of the goods receipt, empty where none is known; ``seen`` the line's backorder
    as whoever books it saw it.
    """

    po_number: str
    po_line: str
    quantity: Decimal
    received_on: date
    sharing: Sharing = BY_SETTINGS
    document: str = ""
    seen: Seen | None = None


@dataclass(frozen=True)
class ReceiptResult:
    """What a receipt did: units taken in, the backorder it fed, who got what, and a warning where capped."""

    po_number: str
    po_line: str
    taken: Decimal
    backorder: str | None
    given: tuple[fulfilment.Given, ...]
    warning: str | None


@permitted(Permission.RECEIVE)
def receive(
    store: Store, receipts: Sequence[Receipt], actor: Actor, as_of: date, key: str | None = None
) -> tuple[ReceiptResult, ...]:
    """Book receipts in one transaction (RULES, Partial fulfilment).

    Units go first to the customers who are not short, then to the backorder's lines, the rest is free.
    More than the PO line has open is capped with a warning. Raises ``NotFound`` for an unknown PO line,
    ``InvalidInput`` for a quantity that is not positive or a line named twice, ``Conflict`` where the line's
    backorder changed since it was seen.
    """

    def work(writer: Writer) -> str:
        changes = Changes(writer, actor, as_of)
        results = receive_in(changes, receipts)
        changes.flush()
        return json.dumps([asdict(one) for one in results], default=str)

    return _told(once(store, key, (tuple(receipts), as_of), work))


def _told(answer: str) -> tuple[ReceiptResult, ...]:
    """What was answered; nothing by stores that kept no answers of receipts yet."""
    return tuple(
        ReceiptResult(
            one["po_number"],
            one["po_line"],
            Decimal(one["taken"]),
            one["backorder"],
            tuple(
                fulfilment.Given(got["order_line_id"], Decimal(got["quantity"]), got["why"])
                for got in one["given"]
            ),
            one["warning"],
        )
        for one in json.loads(answer or "[]")
    )


@permitted(Permission.RECEIVE)
def preview_receipts(
    store: Store, receipts: Sequence[Receipt], actor: Actor, as_of: date
) -> tuple[ReceiptResult, ...]:
    """What ``receive`` would do; nothing is written."""
    return store.rehearse(lambda writer: receive_in(Changes(writer, actor, as_of), receipts))


def receive_in(changes: Changes, receipts: Sequence[Receipt]) -> tuple[ReceiptResult, ...]:
    """Book receipts inside another use-case."""
    for receipt in receipts:
        if receipt.quantity <= 0:
            raise InvalidInput(
                f"The receipt of {receipt.po_number} / {receipt.po_line} has the quantity "
                f"{receipt.quantity}: give a quantity above 0."
            )
    writer = changes.writer
    seen = [one.seen for one in receipts if one.seen is not None]
    if seen:
        hold(writer, seen, closed=True)
    version, settings = read_settings(writer)
    lines = _find_lines(writer, receipts)
    ids = [row["id"] for row in lines]
    demands = load_demands(writer, ids)
    backorder_of = {row[0]: row[1] for row in writer.rows("open_backorder_ids_of_lines", po_line_ids=ids)}
    states = load_states(writer, list(backorder_of.values()))
    results = []
    for receipt, line in zip(receipts, lines, strict=True):
        state = states.get(backorder_of.get(line["id"], -1))
        results.append(_book(changes, receipt, line, demands.get(line["id"], ()), state, settings, version))
    return tuple(results)


def _find_lines(reader: Reader, receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    found = {
        (row["po_number"], row["po_line"].lstrip("0")): row
        for row in reader.dicts(
            "lines_of_purchase_orders", po_numbers=list({one.po_number for one in receipts})
        )
    }
    keys = [(one.po_number, one.po_line.lstrip("0")) for one in receipts]
    for key, one in zip(keys, receipts, strict=True):
        if key not in found:
            raise NotFound(
                f"There is no PO line {one.po_number} / {one.po_line}: load its purchase order first."
            )
    if len(set(keys)) < len(keys):
        raise InvalidInput("A PO line stands twice in these receipts: add its quantities up first.")
    return [found[key] for key in keys]


def _book(
    changes: Changes,
    receipt: Receipt,
    line: dict[str, Any],
    demands: tuple[Demand, ...],
    state: State | None,
    settings: Settings,
    version: int,
) -> ReceiptResult:
    room = line["ordered"] - line["received"] - line["cancelled"]
    taken = min(receipt.quantity, room)
    warning = None
    if taken < receipt.quantity:
        warning = (
            f"{receipt.po_number} / {receipt.po_line}: {units(receipt.quantity)} received but only "
            f"{units(room)} open, {units(receipt.quantity - room)} not booked."
        )
    if taken == 0:
        return ReceiptResult(receipt.po_number, receipt.po_line, ZERO, None, (), warning)
    before = PoLine.of(line)
    changes.change_po_line(before, replace(before, received=before.received + taken), "received")
    changes.add(
        "append_receipts",
        {
            "id": changes.new_id(),
            "po_line_id": line["id"],
            "quantity": taken,
            "received_on": receipt.received_on,
            "who": changes.actor.name,
            "recorded_at": changes.writer.now,
            "number": receipt.document,
            "import_id": changes.import_id,
        },
    )
    given = _allocate(changes, line, demands, state, taken, settings, version, receipt.sharing)
    number = state.number if state else None
    return ReceiptResult(receipt.po_number, receipt.po_line, taken, number, given, warning)


def _allocate(
    changes: Changes,
    line: dict[str, Any],
    demands: tuple[Demand, ...],
    state: State | None,
    taken: Decimal,
    settings: Settings,
    version: int,
    sharing: Sharing,
) -> tuple[fulfilment.Given, ...]:
    short = {one.order_line_id: one.open for one in state.lines} if state else {}
    covered = [replace(d, open_quantity=d.open_quantity - short.get(d.order_line_id, ZERO)) for d in demands]
    waiting = [one for one in covered if one.open_quantity > 0]
    delay = priority.delay(line["original_due"], line["eta"], changes.on)
    promised = fulfilment.allocate(waiting, taken, delay, settings, Policy.STRICT)
    rest = taken - sum((one.quantity for one in promised), ZERO)
    given = [*promised]
    if state is not None and rest > 0:
        fed = share(state, min(rest, state.facts.open), changes.on, settings, sharing)
        feed(changes, state, fed, settings, version)
        given += fed
    _note_allocations(changes, line["id"], demands, given)
    return tuple(given)


def _note_allocations(
    changes: Changes, po_line_id: int, demands: tuple[Demand, ...], given: Sequence[fulfilment.Given]
) -> None:
    got: dict[int, Decimal] = {}
    for one in given:
        got[one.order_line_id] = got.get(one.order_line_id, ZERO) + one.quantity
    for demand in demands:
        quantity = got.get(demand.order_line_id, ZERO)
        if quantity > 0:
            row = {"po_line_id": po_line_id, "order_line_id": demand.order_line_id, "more": quantity}
            changes.add("change_allocations", row)
            if changes.import_id is not None:
                pair = {"po_line_id": po_line_id, "order_line_id": demand.order_line_id}
                kept = {"import_id": changes.import_id, **pair, "quantity": quantity}
                changes.add("append_import_allocations", kept)


def as_json(result: ReceiptResult) -> dict[str, object]:
    """A booked receipt as the command line and the API give it."""
    return {
        "po_number": result.po_number,
        "po_line": result.po_line,
        "taken": plain(result.taken),
        "backorder": result.backorder,
        "given": [
            {"order_line_id": one.order_line_id, "quantity": plain(one.quantity), "why": one.why}
            for one in result.given
        ],
        "warning": result.warning,
    }
