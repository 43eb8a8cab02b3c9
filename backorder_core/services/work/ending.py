"""End a PO line by hand: its supplier will not deliver what is still open of it.

As with the open-PO report (docs/decisions/0016-kinds-of-files.md): units that customers wait for are a
shortage without a date, units that nobody waits for are cancelled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.errors import IllegalStep, NotFound
from backorder_core.domain.priority import Demand
from backorder_core.domain.values import ZERO, Actor, Trigger, plain
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.holding import Seen, hold
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.revising import NewEta, revise_etas, say_again
from backorder_core.services.states import load_demands
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings

SOURCE = "PO line cancelled"


@dataclass(frozen=True)
class LineEnd:
    """What the supplier said of a PO line of which nothing more will come; ``seen`` its backorder, if any."""

    po_number: str
    po_line: str
    words: str
    seen: Seen | None = None


@dataclass(frozen=True)
class LineEnded:
    """Units that nobody waited for and that are cancelled; units that customers wait for without a date.

    ``backorder`` is the number of the one on which they are missing, ``made`` that it is a new one.
    """

    cancelled: Decimal
    waiting: Decimal
    customers: int
    backorder: str | None
    made: bool


@permitted(Permission.DATE)
def end_line(store: Store, wanted: LineEnd, actor: Actor, as_of: date, key: str | None = None) -> LineEnded:
    """Note that nothing more of a PO line will come.

    Raises ``NotFound`` for an unknown PO line, ``IllegalStep`` where all of it came or is cancelled already,
    ``Conflict`` where its backorder changed since it was seen, ``InvalidInput`` without the supplier's words.
    """
    required(wanted.words, "What the supplier said")
    said = json.loads(
        once(store, key, (wanted, as_of), lambda writer: _packed(_end(writer, wanted, actor, as_of)))
    )
    return LineEnded(
        Decimal(said["cancelled"]),
        Decimal(said["waiting"]),
        said["customers"],
        said["backorder"],
        said["made"],
    )


@permitted(Permission.DATE)
def preview_end(store: Store, wanted: LineEnd, actor: Actor, as_of: date) -> LineEnded:
    """What ``end_line`` would do; nothing is written."""
    return store.rehearse(lambda writer: _end(writer, wanted, actor, as_of))


def _packed(ended: LineEnded) -> str:
    return json.dumps(vars(ended), default=str)


def _end(writer: Writer, wanted: LineEnd, actor: Actor, as_of: date) -> LineEnded:
    row, demands = _line(writer, wanted)
    changes = Changes(writer, actor, as_of)
    still_open = row["ordered"] - row["received"] - row["cancelled"]
    waiting = min(still_open, sum((one.open_quantity for one in demands), ZERO))
    before = PoLine.of(row)
    after = replace(before, cancelled=before.cancelled + still_open - waiting)
    number = row["backorder"]
    if waiting > 0:
        number = _miss(changes, row, demands, waiting, wanted)
        after = replace(after, eta=None)
        changes.confirm([row["id"]])
    if after != before:
        changes.change_po_line(before, after, "cancelled by the supplier")
    changes.flush()
    customers = len({one.customer_id for one in demands if one.open_quantity > 0})
    return LineEnded(still_open - waiting, waiting, customers, number, made=number != row["backorder"])


def _line(writer: Writer, wanted: LineEnd) -> tuple[dict[str, Any], tuple[Demand, ...]]:
    named = f"{wanted.po_number} / {wanted.po_line}"
    rows = writer.dicts(
        "po_line_to_delay", po_number=wanted.po_number.strip(), po_line=wanted.po_line.strip()
    )
    if not rows:
        raise NotFound(f"There is no PO line {named}: load its purchase order first.")
    row = rows[0]
    if row["ordered"] <= row["received"] + row["cancelled"]:
        raise IllegalStep(f"Nothing of {named} is still to come: all of it was received or cancelled.")
    return row, load_demands(writer, [row["id"]]).get(row["id"], ())


def _miss(
    changes: Changes, row: dict[str, Any], demands: tuple[Demand, ...], waiting: Decimal, wanted: LineEnd
) -> str:
    """The number of the backorder on which the units are missing without a date; made where there is none."""
    version, settings = read_settings(changes.writer)
    words = wanted.words.strip()
    if row["backorder"] is None:
        new = NewBackorder(
            po_line_id=row["id"],
            po_number=row["po_number"],
            supplier_id=row["supplier_id"],
            supplier=row["supplier"],
            product_id=row["product_id"],
            product=row["product"],
            product_name=row["product_name"],
            original_due=row["original_due"],
            previous_eta=row["eta"],
            eta=None,
            quantity=waiting,
            words=words,
            demands=demands,
        )
        return make_backorders(changes, [new], settings, version, SOURCE)[0].number
    (held,) = hold(changes.writer, [wanted.seen or Seen(row["backorder"])])
    if held.state.eta is not None:
        given = NewEta(
            state=held.state,
            eta=None,
            trigger=Trigger.SUPPLIER_COMMUNICATION,
            source=SOURCE,
            words=words,
            product=held.product,
            product_name=held.product_name,
        )
        revise_etas(changes, [given], settings, version)
    else:
        say_again(changes, held.state)
    return held.state.number


def sentence(ended: LineEnded) -> str:
    """What ending a line does, in words."""
    parts = []
    if ended.cancelled:
        parts.append(f"{plain(ended.cancelled)} units that nobody waits for are cancelled")
    if ended.waiting:
        who = "1 customer" if ended.customers == 1 else f"{ended.customers:,} customers"
        on = f"on {ended.backorder}" if not ended.made else f"on a new backorder, {ended.backorder}"
        parts.append(f"{plain(ended.waiting)} units for {who} stay missing {on}, without a date")
    return f"{'; '.join(parts)}."


def as_json(ended: LineEnded) -> dict[str, object]:
    """An ended line as the command line gives it."""
    return {
        "cancelled": plain(ended.cancelled),
        "waiting": plain(ended.waiting),
        "customers": ended.customers,
        "backorder": ended.backorder,
        "made": ended.made,
    }
