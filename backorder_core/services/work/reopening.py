"""Reopen a closed backorder: cancelled units are wanted after all, or received ones cannot be used.

Source: RULES, Status: a closed backorder accepts nothing but a reopening with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from backorder_core.domain import cadence, lifecycle, notices, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.care import Cancellation, Return
from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Actor, Trigger, units
from backorder_core.services import approving
from backorder_core.services.changes import Changes, EtaChange, PoLine
from backorder_core.services.holding import Held, Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.states import Line, State, by_id, derived
from backorder_core.services.work.fulfilling import call_off
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class ReopenWish:
    """Units by order line (``order number / line``) that are missing again, and why.

    ``wanted_again`` were cancelled; ``unusable`` came with the PO line, have not left for the customer, and
    are owed by the supplier again.
    """

    backorder: Seen
    reason: str
    wanted_again: Mapping[str, Decimal] = field(default_factory=dict)
    unusable: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class _Again:
    """One order line's units that open again."""

    line: Line
    wanted: Decimal
    unusable: Decimal

    @property
    def after(self) -> Line:
        return replace(
            self.line,
            cancelled=self.line.cancelled - self.wanted,
            received=self.line.received - self.unusable,
        )


@permitted(Permission.DATE)
def reopen(store: Store, wish: ReopenWish, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Open units of a closed backorder again, and ask its PO line for them; the backorder's new version.

    Raises ``IllegalStep`` where the backorder is open, where its PO line is on another open backorder, or
    cannot bring the units any more; ``InvalidInput`` for more units than were cancelled or received, for
    received ones that came from elsewhere or left already, and without a reason.
    """
    return int(once(store, key, (wish, as_of), lambda writer: _reopen(writer, wish, actor, as_of)))


def _reopen(writer: Writer, wish: ReopenWish, actor: Actor, as_of: date) -> str:
    version, settings = read_settings(writer)
    held = hold_one(writer, wish.backorder.number, wish.backorder.version, closed=True)
    before = held.state
    again = _by_line(before, wish)
    wanted, unusable = sum((one.wanted for one in again), ZERO), sum((one.unusable for one in again), ZERO)
    facts = lifecycle.reopen(before.facts, wanted, unusable, wish.reason)
    changes = Changes(writer, actor, as_of)
    _expect_again(changes, held, again)
    eta = _give_back(changes, before, unusable)
    if eta != before.eta:
        facts = lifecycle.revise(facts)
    moved = {one.line.order_line_id: one.after for one in again}
    lines = tuple(moved.get(line.order_line_id, line) for line in before.lines)
    after = replace(before.with_facts(facts), lines=lines, eta=eta)
    saved = changes.change(
        before, derived(after, settings, version, as_of), f"reopened: {wish.reason.strip()}"
    )
    if eta != before.eta:
        trigger = Trigger.SUPPLIER_COMMUNICATION
        changes.give_eta(
            EtaChange(saved, saved.revisions, before.eta, eta, trigger, "reopened", wish.reason.strip())
        )
    for one in again:
        _keep(changes, held, one, wish.reason.strip())
    _follow(changes, held, saved, wish.reason.strip(), settings)
    changes.flush()
    return str(saved.version)


def _by_line(state: State, wish: ReopenWish) -> list[_Again]:
    lines = {f"{line.order_number} / {line.order_line}": line for line in state.lines}
    named = [name for name in {**wish.wanted_again, **wish.unusable} if name not in lines]
    if named:
        raise InvalidInput(f"Order line {named[0]} is not on {state.number}: choose one that is.")
    found = []
    for name, line in lines.items():
        wanted, unusable = wish.wanted_again.get(name, ZERO), wish.unusable.get(name, ZERO)
        if not (0 <= wanted <= line.cancelled and 0 <= unusable <= line.received):
            raise InvalidInput(
                f"Order line {name} has {units(line.cancelled)} units cancelled and "
                f"{units(line.received)} received: no more than those can open again."
            )
        if wanted + unusable > 0:
            found.append(_Again(line, wanted, unusable))
    return found


def _expect_again(changes: Changes, held: Held, again: list[_Again]) -> None:
    """The PO line owes the units again; refused where it cannot, or where they are elsewhere by now."""
    state = held.state
    rows = changes.writer.dicts(
        "room_to_reopen",
        po_line_id=state.po_line_id,
        order_line_ids=[one.line.order_line_id for one in again],
    )
    room = {row["order_line_id"]: row for row in rows}
    named = f"{held.po_number} / {held.po_line}"
    for one in again:
        row = room[one.line.order_line_id]
        if row["open_backorder"]:
            raise IllegalStep(
                f"{named} is on backorder {row['open_backorder']} by now: work on that one, "
                f"{state.number} stays closed."
            )
        name = f"{one.line.order_number} / {one.line.order_line}"
        if one.unusable > min(row["received"], row["here"]):
            raise InvalidInput(
                f"Of order line {name} {units(max(ZERO, min(row['received'], row['here'])))} units came with "
                f"{named} and are here: {units(one.unusable)} cannot be taken back."
            )
        if one.wanted > row["released"] or one.wanted > row["wanted_room"]:
            raise _promised_by_now(named, name)
        more = {"po_line_id": state.po_line_id, "order_line_id": one.line.order_line_id}
        changes.add("expect_again", {**more, "wanted": one.wanted, "unusable": one.unusable})
    wanted = sum((one.wanted for one in again), ZERO)
    if again and wanted > room[again[0].line.order_line_id]["po_room"]:
        raise _promised_by_now(named, "")


def _promised_by_now(po_line: str, order_line: str) -> IllegalStep:
    whose = f"for order line {order_line}" if order_line else "for all of these units"
    return IllegalStep(
        f"{po_line} has nothing left to come {whose}: serve it from stock, or put it on another PO line."
    )


def _give_back(changes: Changes, state: State, unusable: Decimal) -> date | None:
    """The PO line owes returned units again; the date that it is expected on by now."""
    before = PoLine.of(by_id(changes.writer, "po_lines_by_id", [state.po_line_id])[state.po_line_id])
    if unusable:
        changes.change_po_line(before, replace(before, received=before.received - unusable), "units returned")
    return before.eta


def _keep(changes: Changes, held: Held, one: _Again, reason: str) -> None:
    state, line = held.state, one.line
    if one.unusable:
        call_off(changes, held, line)
        record = Return(
            changes.new_id(), state.id, state.po_line_id, line.order_line_id, one.unusable, reason, changes.on
        )
        changes.put(None, record, "returned")
    for before, quantity in _taken_back(changes, state, one):
        changes.put(before, replace(before, quantity=before.quantity - quantity), "wanted again")


def _taken_back(changes: Changes, state: State, one: _Again) -> Iterator[tuple[Cancellation, Decimal]]:
    """The cancellations of an order line that shrink, the newest first, each with the units it loses."""
    rows = changes.writer.dicts(
        "cancellations_of", backorder_id=state.id, order_line_id=one.line.order_line_id
    )
    missing = one.wanted
    for record in records_from(Cancellation, rows):
        taken = min(missing, record.quantity)
        if taken > 0:
            missing -= taken
            yield record, taken


def _follow(changes: Changes, held: Held, saved: State, reason: str, settings: Settings) -> None:
    about = held.about(saved)
    changes.notify(saved, notices.for_reopening(about, reason, settings.notifications))
    approving.mind_drift(changes, saved, about, settings)
    band = priority.band(saved.score_at(changes.on), settings)
    due = cadence.follow_up_on(changes.on, band, saved.vip_open, settings)
    changes.schedule(saved, due, "Ask the supplier for the ETA")
