"""What is special about the records of one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backorder_core.domain.values import OfferKind, units
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.typing_rows import Fault, Row
from backorder_core.store import Reader

Record = Mapping[str, Any]


class Rules:
    """Nothing special; kinds replace what they need.

    ``alike`` are the fields that rows of the same record share in the file's own words, where the keys are
    not all in the file.
    """

    alike: tuple[str, ...] = ()

    def complete(self, row: Row, case: Case) -> Row:
        """A row with what follows from its other cells."""
        return row

    def look(self, reader: Reader, case: Case, rows: Sequence[Row]) -> None:
        """Read what ``fault`` needs to know for some rows."""

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        """Why a record may not be written over ``before``, which is None for a new one."""
        return None


PLAIN = Rules()


class LocationRules(Rules):
    """A location without a name is called by its code."""

    def complete(self, row: Row, case: Case) -> Row:
        return replace(row, values={**row.values, "name": row.values.get("name") or row.values["code"]})


class StockRules(Rules):
    """Nobody can be promised more than lies there."""

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        if record["promised"] <= record["on_hand"]:
            return None
        promised, there = units(record["promised"]), units(record["on_hand"])
        return Fault("promised", promised, f"{promised} units are promised but only {there} are there")


SOURCES = {
    OfferKind.ALTERNATIVE_SUPPLIER: "supplier",
    OfferKind.DROP_SHIP: "supplier",
    OfferKind.TRANSFER: "location",
    OfferKind.SUBSTITUTE: "substitute",
    OfferKind.EXPEDITE: "supplier",
}
SHORT = {
    OfferKind.ALTERNATIVE_SUPPLIER: "ALT",
    OfferKind.DROP_SHIP: "DROP",
    OfferKind.TRANSFER: "MOVE",
    OfferKind.SUBSTITUTE: "SUB",
    OfferKind.EXPEDITE: "EXP",
}


class OfferRules(Rules):
    """An offer is known by its code, else by its kind, product and source; the source must be named."""

    alike = ("product",)

    def complete(self, row: Row, case: Case) -> Row:
        values = dict(row.values)
        kind = OfferKind(values.get("kind") or _kind(values))
        values["kind"] = kind
        if not values.get("code"):
            parts = (SHORT[kind], values["product"], *[values.get(name) for name in _NAMED])
            values["code"] = "-".join(str(part) for part in parts if part)
        return replace(row, values=values)

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        source = SOURCES[OfferKind(record["kind"])]
        if not record[source]:
            label = OfferKind(record["kind"]).label.lower()
            return Fault(source, "", f"it is empty: an offer of the kind '{label}' needs its {source}")
        if bool(record["po_number"]) != bool(record["po_line"]):
            return Fault(
                "po_line", record["po_line"] or "", "a PO line needs both its order and its line number"
            )
        if record["expires_on"] and record["expires_on"] < record["offered_on"]:
            why = f"it ends on {record['expires_on']}, before it was made on {record['offered_on']}"
            return Fault("expires_on", str(record["expires_on"]), why)
        return None


_NAMED = ("supplier", "location", "substitute", "po_number", "po_line")


def _kind(values: Record) -> OfferKind:
    if values.get("location"):
        return OfferKind.TRANSFER
    if values.get("substitute"):
        return OfferKind.SUBSTITUTE
    return OfferKind.EXPEDITE if values.get("po_number") else OfferKind.ALTERNATIVE_SUPPLIER


class OrderLineRules(Rules):
    """What is allocated of a customer order line, or short of it, holds its quantity and its product."""

    def __init__(self) -> None:
        self._promised: dict[tuple[str, str], Any] = {}

    def look(self, reader: Reader, case: Case, rows: Sequence[Row]) -> None:
        found = reader.rows(
            "promised_of_order_lines",
            numbers=[row.values["order_number"] for row in rows],
            lines=[row.values["order_line"].lstrip("0") for row in rows],
        )
        self._promised = {(row[0], row[1]): row[2] for row in found}

    def fault(self, record: Record, before: Record | None, case: Case) -> Fault | None:
        if before is None:
            return None
        promised = self._promised.get((record["order_number"], record["order_line"].lstrip("0")), 0)
        for name in ("customer", "product"):
            if promised and record[name] != before[name]:
                why = f"units are allocated to it, so its {name} {before[name]} cannot become {record[name]}"
                return Fault(name, record[name], why)
        if record["quantity"] < promised:
            said = units(record["quantity"])
            return Fault(
                "quantity", said, f"{said} units are fewer than the {units(promised)} allocated to it"
            )
        return None
