"""Allocations in a file: which supply is meant for whom, never more than there is on either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from backorder_core.domain.kinds.orders import ALLOCATIONS
from backorder_core.domain.values import ZERO, units
from backorder_core.services.changes import Changes
from backorder_core.services.imports.by_rule import backorders_of_late
from backorder_core.services.imports.case import Case, Progress, Written
from backorder_core.services.imports.lines_writing import situations
from backorder_core.services.imports.records import RecordMachine
from backorder_core.services.imports.rules import Record, Rules
from backorder_core.services.imports.typing_rows import Fault, Key, Row, key_of
from backorder_core.services.imports.verdicts import table_of
from backorder_core.store import Reader

SUPPLY = ("po_number", "po_line")
DEMAND = ("order_number", "order_line")


class AllocationRules(Rules):
    """Neither the PO line nor the order line is promised more often than it is there."""

    def __init__(self) -> None:
        self.late: set[Key] = set()
        self._rooms: dict[Key, Mapping[str, Any]] = {}
        self._given: defaultdict[tuple[str, Key], Decimal] = defaultdict(Decimal)

    def look(self, reader: Reader, case: Case, rows: Sequence[Row]) -> None:
        if not rows:
            return
        names = (*SUPPLY, *DEMAND)
        asked = table_of(ALLOCATIONS, [{name: row.values[name] for name in names} for row in rows])
        for row in reader.with_rows("allocation_rooms", asked):
            said = dict(zip((*names, *ROOM), row, strict=True))
            self._rooms[key_of(ALLOCATIONS, names, said)] = said
        for key, line in situations(
            reader, [key_of(ALLOCATIONS, SUPPLY, row.values) for row in rows]
        ).items():
            slip = (line["eta"] - line["original_due"]).days if line["eta"] else None
            if line["backorder_id"] is None and (slip is None or slip >= case.settings.intake_from_days):
                self.late.add(key)

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        room = self._rooms[key_of(ALLOCATIONS, (*SUPPLY, *DEMAND), record)]
        if room["product"] != room["wanted"]:
            why = f"the PO line brings {room['product']}, the order line asks for {room['wanted']}"
            return Fault("order_number", record["order_number"], why)
        if record["quantity"] < room["taken"]:
            why = f"{units(room['taken'])} units of it are received or released already"
            return Fault("quantity", units(record["quantity"]), why)
        more = record["quantity"] - (before["quantity"] if before else ZERO)
        sides = {
            side: key_of(ALLOCATIONS, fields, record) for side, fields in (("PO", SUPPLY), ("order", DEMAND))
        }
        there = {"PO": (room["ordered"], room["supplied"]), "order": (room["quantity"], room["demanded"])}
        for side, key in sides.items():
            most, promised = there[side]
            total = promised + self._given[side, key] + more
            if more > 0 and total > most:
                line = f"{side} line {' / '.join(key)}"
                why = f"it makes {units(total)} allocated of the {units(most)} units on {line}"
                return Fault("quantity", units(record["quantity"]), why)
        for side, key in sides.items():
            self._given[side, key] += more
        return None


ROOM = ("product", "ordered", "supplied", "wanted", "quantity", "demanded", "taken")


class AllocationMachine(RecordMachine):
    """Keeps allocations, and makes the backorders of lines that were late before anybody waited for them."""

    def __init__(self) -> None:
        self.allocation_rules = AllocationRules()
        super().__init__(ALLOCATIONS, self.allocation_rules)

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every staged row into staging; says how many of the PO lines are late."""
        super().judge(reader, case, progress)
        late = len(self.allocation_rules.late)
        what = "PO line is" if late == 1 else "PO lines are"
        return (f"{late:,} {what} late already: customers who wait get a backorder.",) if late else ()

    def write(self, changes: Changes, case: Case, written: Written) -> None:
        """Write every allocation that is new or changed, then the backorders that follow."""
        super().write(changes, case, written)
        writer = changes.writer
        backorders_of_late(changes, case, writer.rows("lines_of_allocations", draft=case.draft))
