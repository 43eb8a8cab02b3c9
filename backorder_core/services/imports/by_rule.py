"""Allocate by rule what nobody allocates, whenever an import brings supply or demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from backorder_core.domain.allocation import Share, Supply, by_rule
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Impact, Outcome, Tier, units
from backorder_core.services.changes import Changes
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.lines_writing import Plan, date_lines, situations
from backorder_core.store import Reader, Writer
from backorder_core.store.session import read_settings

LATE = "Late already when it was allocated"
PRODUCTS_A_STEP = 500
LINES_A_STEP = 2_000
KINDS = ("po-lines", "order-lines", "allocations", "po-delays")
RULE = "need date, then priority"
SHARES = pa.schema(
    [("po_line_id", pa.int64()), ("order_line_id", pa.int64()), ("units", pa.decimal128(18, 3))]
)


def foretold(reader: Reader, kind: str) -> tuple[str, ...]:
    """What a file of a kind does to allocations made by rule, said before it is applied."""
    if kind == "allocations":
        loose = (reader.one("count_loose") or (0,))[0]
        what = "allocation that was" if loose == 1 else "allocations that were"
        return (f"Takes the place of {loose:,} {what} made by rule.",) if loose else ()
    if kind not in ("po-lines", "order-lines") or reader.one("allocated_by_file") is not None:
        return ()
    return (f"No file of allocations was imported: what customers wait for is allocated by rule ({RULE}).",)


def allocate(changes: Changes, case: Case) -> tuple[str, ...]:
    """Make the allocations that the rule gives now, and the backorders of lines that are late already.

    Those that stand and fit are left as they are. Where a file says who gets what, nothing is made and what
    the rule made before goes, unless something came of it. Returns what was done, in sentences.
    """
    made = list(remake(changes.writer, changes.import_id))
    if not made:
        return ()
    late = _backorders(changes, case, sorted({one.po_line_id for one in made}))
    amount, lines = units(sum((one.units for one in made), ZERO)), len({one.order_line_id for one in made})
    what = "customer order line" if lines == 1 else "customer order lines"
    said = f"Allocated by rule ({RULE}): {amount} units to {lines:,} {what}."
    became = "is late already and made a backorder" if late == 1 else "are late already and made backorders"
    return (said, f"{late:,} of these PO lines {became}.") if late else (said,)


def remake(writer: Writer, import_id: int | None) -> Iterator[Share]:
    """Bring the allocations made by rule to what the rule gives now; the shares that are new or changed."""
    if writer.one("allocated_by_file") is not None:
        writer.run("drop_loose")
        return
    settings = read_settings(writer)[1]
    products = [row[0] for row in writer.rows("products_to_allocate")]
    for start in range(0, len(products), PRODUCTS_A_STEP):
        step = products[start : start + PRODUCTS_A_STEP]
        before = {(row[0], row[1]): row[2] for row in writer.rows("loose_of_products", products=step)}
        firm = {(row[0], row[1]) for row in writer.rows("firm_pairs", products=step)}
        shares = {(one.po_line_id, one.order_line_id): one for one in _shares(writer, step, settings)}
        wanted = {key: share for key, share in shares.items() if key not in firm}
        gone = [
            Share(*key, quantity)
            for key, quantity in before.items()
            if key not in wanted or wanted[key].units != quantity
        ]
        new = [share for key, share in wanted.items() if before.get(key) != share.units]
        if gone:
            writer.with_rows("drop_shares", _table(gone))
        if new:
            first = writer.numbers("id", len(new))[0]
            writer.with_rows("insert_shares", _table(new), first=first, import_id=import_id)
        yield from new


def _shares(reader: Reader, products: Sequence[int], settings: Settings) -> Iterator[Share]:
    supplies: defaultdict[int, list[Supply]] = defaultdict(list)
    for product, *line in reader.rows("supply_to_allocate", products=products):
        supplies[product].append(Supply(*line))
    demands: defaultdict[int, list[Demand]] = defaultdict(list)
    for row in reader.dicts("demand_to_allocate", products=list(supplies)):
        demands[row.pop("product_id")].append(_demand(row))
    for product, found in demands.items():
        yield from by_rule(supplies[product], found, settings)


def _demand(row: dict[str, Any]) -> Demand:
    return Demand(**{**row, "tier": Tier(row["tier"]), "impact": Impact(row["impact"])})


def _table(shares: Sequence[Share]) -> pa.Table:
    columns = [[getattr(one, name) for one in shares] for name in SHARES.names]
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, SHARES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SHARES)


def _backorders(changes: Changes, case: Case, po_line_ids: Sequence[int]) -> int:
    made = 0
    for start in range(0, len(po_line_ids), LINES_A_STEP):
        keys = changes.writer.rows("keys_of_lines", ids=po_line_ids[start : start + LINES_A_STEP])
        made += backorders_of_late(changes, case, keys)
    return made


def backorders_of_late(changes: Changes, case: Case, keys: Sequence[tuple[Any, ...]]) -> int:
    """Make the backorders of PO lines (number, line) that were late before anybody waited; how many."""
    lines = situations(changes.writer, [(row[0], row[1]) for row in keys])
    plans = {
        key: Plan(ZERO, case.as_of, line["eta"], True, False, LATE)
        for key, line in lines.items()
        if line["backorder_id"] is None
    }
    return date_lines(changes, case, plans, (Outcome.CREATED,))
