"""Quality incidents in a file, kept with their versions as those entered by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backorder_core.domain.kinds.orders import QUALITY
from backorder_core.domain.service_levels import Severity
from backorder_core.services.changes import Changes
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.records import RecordMachine, statement_of
from backorder_core.services.imports.rules import Record, Rules
from backorder_core.services.imports.typing_rows import Fault, Row
from backorder_core.services.imports.verdicts import table_of
from backorder_core.services.supplier_records import Trouble, put_incident


class IncidentRules(Rules):
    """An incident names a whole PO line or none, which says its product; it has happened already."""

    def complete(self, row: Row, case: Case) -> Row:
        values = {name: value for name, value in row.values.items() if name != "product" or value}
        return replace(row, values=values)

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        if bool(record["po_number"]) != bool(record["po_line"]):
            return Fault("po_line", record["po_line"], "a PO line needs both its order and its line number")
        if record["occurred_on"] > case.as_of:
            why = f"{record['occurred_on']} is after this file's date {case.as_of}"
            return Fault("occurred_on", str(record["occurred_on"]), why)
        return None


class IncidentMachine(RecordMachine):
    """Keeps quality incidents; the ledger has every version."""

    def __init__(self) -> None:
        super().__init__(QUALITY, IncidentRules())

    def put(self, changes: Changes, records: Sequence[Mapping[str, Any]]) -> None:
        """Write the next version of each incident."""
        for record in records:
            put_incident(changes, Trouble(**{**record, "severity": Severity(record["severity"])}))

    def stands(self, held: Mapping[str, Any] | None, written: Mapping[str, Any]) -> bool:
        """Whether an incident is still as written; its PO line may have said the product."""
        product = written["product"] or (held or {}).get("product")
        return held == {**written, "product": product}

    def remove(self, changes: Changes, made: Sequence[Mapping[str, Any]], import_id: int) -> None:
        """Take away incidents that an import made, with an entry in the ledger."""
        if not made:
            return
        for row in changes.writer.dicts("incident_ids", codes=[one["code"] for one in made]):
            changes.enter(
                "removed", "quality incident", row["id"], row["version"] + 1, {"code": row["code"]}, {}
            )
        changes.writer.with_rows(statement_of("remove", self.contract.kind), table_of(self.contract, made))
