"""Load master data, orders and allocations in bulk, each row found again by its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from backorder_core.domain.access import Permission, require
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.values import Actor
from backorder_core.services import affected
from backorder_core.services.changes import Changes
from backorder_core.services.permitted import permitted
from backorder_core.store import LedgerEntry, Store, Writer

NEEDS: Mapping[str, tuple[str, ...]] = {
    "people": (),
    "buyers": ("suppliers",),
    "suppliers": (),
    "products": (),
    "locations": (),
    "customers": (),
    "stock": ("locations", "products"),
    "po_lines": ("suppliers", "products"),
    "order_lines": ("customers", "products"),
    "allocations": ("po_lines", "order_lines"),
    "offers": ("products", "suppliers", "locations", "po_lines"),
}


@permitted(Permission.IMPORT)
def load(
    store: Store, kind: str, rows: pa.Table | Sequence[Mapping[str, object]], actor: Actor, as_of: date
) -> int:
    """Load rows of one kind (a key of ``NEEDS``); how many rows were given.

    Columns are those of the kind's statement in reference.sql; coded columns hold the codes of
    ``domain.values``. A known PO line keeps its original due date. Raises ``NotFound`` naming the first
    codes that nothing in the store has, and ``InvalidInput`` for an unknown kind.
    """
    if kind not in NEEDS:
        raise InvalidInput(f"'{kind}' is not a kind of data: choose one of {', '.join(NEEDS)}.")
    if kind == "people":
        require(actor, Permission.PEOPLE)
    table = rows if isinstance(rows, pa.Table) else _table(rows)
    if not table.num_rows:
        return 0
    return store.write(lambda writer: _load(writer, kind, table, actor, as_of))


def _load(writer: Writer, kind: str, table: pa.Table, actor: Actor, as_of: date) -> int:
    for needed in NEEDS[kind]:
        missing = [str(row[0]) for row in writer.with_rows(f"unknown_{needed}", table)]
        if missing:
            named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            raise NotFound(
                f"The {kind.replace('_', ' ')} name {needed.replace('_', ' ')} that are not in the store "
                f"({named}): load those first."
            )
    first = writer.numbers("id", table.num_rows)[0]
    if kind == "suppliers" and "buyer" not in table.column_names:
        table = table.append_column("buyer", pa.nulls(table.num_rows, pa.string()))
    writer.with_rows(f"load_{kind}", table, first=first)
    after = f'{{"kind":"{kind}","rows":"{table.num_rows}"}}'
    writer.record(
        [LedgerEntry(as_of, actor.name, "reference data loaded", "reference", first, 1, "{}", after)]
    )
    if kind in affected.KINDS:
        affected.follow(Changes(writer, actor, as_of))
    return int(table.num_rows)


def _table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in (rows[0] if rows else {})})
