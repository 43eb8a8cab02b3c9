"""What follows from the dates of PO lines in a file: backorders, new ETAs, delays noted (RULES, Intake).

A row says how a PO line stands (``po_line_id``, ``po_number``, ``supplier_id``, ``supplier``, ``product_id``,
``product``, ``product_name``, ``original_due``, ``eta``, ``received``, ``cancelled``, ``version``), its open
backorder (``backorder_id``) and what is said of it (``new_eta``, ``quantity``, ``words``, ``reason``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from backorder_core.domain.intake import cause_of
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Trigger
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.revising import NewEta, revise_etas
from backorder_core.services.states import load_demands, load_states

T = TypeVar("T")
Row = Mapping[str, Any]
BACKORDERS_A_STEP = 2_000


def create(changes: Changes, found: Iterable[Row], settings: Settings, version: int, source: str) -> None:
    """Make a backorder for each PO line that is late, and date the line."""
    for rows in _steps(found):
        demands = load_demands(changes.writer, [row["po_line_id"] for row in rows])
        wanted = [
            NewBackorder(
                po_line_id=row["po_line_id"],
                po_number=row["po_number"],
                supplier_id=row["supplier_id"],
                supplier=row["supplier"],
                product_id=row["product_id"],
                product=row["product"],
                product_name=row["product_name"],
                original_due=row["original_due"],
                previous_eta=row["eta"],
                eta=row["new_eta"],
                quantity=row["quantity"],
                words=row["words"],
                demands=demands.get(row["po_line_id"], ()),
            )
            for row in rows
        ]
        made = make_backorders(changes, wanted, settings, version, source=source)
        for row, state in zip(rows, made, strict=True):
            _move_line(changes, row, f"ETA given with {state.number}")
        changes.flush()


def update(changes: Changes, found: Iterable[Row], settings: Settings, version: int, source: str) -> None:
    """Give each open backorder its new ETA, and date its line."""
    for rows in _steps(found):
        states = load_states(changes.writer, [row["backorder_id"] for row in rows])
        given = [
            NewEta(
                state=states[row["backorder_id"]],
                eta=row["new_eta"],
                trigger=Trigger.SUPPLIER_COMMUNICATION,
                source=source,
                words=row["words"],
                product=row["product"],
                product_name=row["product_name"],
            )
            for row in rows
        ]
        revise_etas(changes, given, settings, version)
        for row in rows:
            _move_line(changes, row, f"ETA updated with {states[row['backorder_id']].number}")
        changes.flush()


def note(changes: Changes, found: Iterable[Row]) -> None:
    """Keep each delay that needs no backorder with the reason why not, and date its line."""
    for rows in _steps(found):
        for row in rows:
            changes.add(
                "append_delays",
                {
                    "id": changes.new_id(),
                    "po_line_id": row["po_line_id"],
                    "reported_on": changes.on,
                    "previous_eta": row["eta"],
                    "new_eta": row["new_eta"],
                    "quantity": row["quantity"],
                    "cause": int(cause_of(row["words"])),
                    "reason": row["words"],
                    "why_not": row["reason"],
                    "import_id": changes.import_id,
                    "recorded_at": changes.writer.now,
                },
            )
            _move_line(changes, row, "delay noted, no backorder needed")
        changes.flush()


def _move_line(changes: Changes, row: Row, action: str) -> None:
    if row["new_eta"] == row["eta"]:
        return
    before = PoLine(row["po_line_id"], row["eta"], row["received"], row["cancelled"], row["version"])
    after = PoLine(row["po_line_id"], row["new_eta"], row["received"], row["cancelled"], row["version"])
    changes.change_po_line(before, after, action)


def _steps(rows: Iterable[T]) -> Iterator[Sequence[T]]:
    source = iter(rows)
    while step := list(islice(source, BACKORDERS_A_STEP)):
        yield step
