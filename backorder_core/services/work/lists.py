"""Transfers, purchase requests and shipments in one list each, with the names that people know them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain.supply import Transfer, Urgency
from backorder_core.domain.values import OfferKind, money
from backorder_core.services.records import records_from
from backorder_core.store import Store

MOST = 300


@dataclass(frozen=True)
class SupplyRow:
    """A transfer or purchase request; ``quantity`` in units still expected, ``origin`` in words.

    ``begun`` says that some of its units came already.
    """

    number: str
    transfer: bool
    backorder: str
    customer: str
    product_name: str
    quantity: Decimal
    origin: str
    needed_on: date
    cost: Decimal
    state: str
    emergency: bool
    tracking: str
    note: str
    checklist: tuple[tuple[str, date | None], ...]
    version: int
    begun: bool

    @property
    def moving(self) -> bool:
        """Neither received nor cancelled."""
        return self.state not in ("received", "cancelled")


@dataclass(frozen=True)
class ShipmentRow:
    """A shipment to a customer; ``source`` says where its units lie."""

    number: str
    backorder: str
    customer: str
    order_name: str
    product_name: str
    quantity: Decimal
    source: str
    planned_on: date | None
    shipped_on: date | None
    tracking: str
    state: str
    version: int


def supplies(store: Store, limit: int = MOST, owner: str | None = None) -> tuple[SupplyRow, ...]:
    """Transfers and purchase requests, those under way first, emergencies before the rest, newest first.

    For backorders of one owner, or of all.
    """
    with store.read() as reader:
        transfers = reader.dicts("list_transfers", count=limit, owner=owner)
        purchases = reader.dicts("list_purchases", count=limit, owner=owner)
    rows = [*map(_transfer, transfers), *map(_purchase, purchases)]
    return tuple(sorted(rows, key=lambda one: (not one.moving, not one.emergency)))


def _transfer(row: Mapping[str, Any]) -> SupplyRow:
    (one,) = records_from(Transfer, [row])
    return SupplyRow(
        number=one.number,
        transfer=True,
        backorder=row["backorder"],
        customer=row["customer"],
        product_name=row["product_name"],
        quantity=one.quantity,
        origin=f"{row['from_name']} → {row['to_name']}",
        needed_on=one.required_on,
        cost=one.cost,
        state=one.state.value,
        emergency=one.priority is Urgency.EMERGENCY,
        tracking=one.tracking,
        note=one.note,
        checklist=one.checklist,
        version=one.version,
        begun=one.received > 0,
    )


def _purchase(row: Mapping[str, Any]) -> SupplyRow:
    kind = OfferKind(row["kind"])
    bought = row["received"] if row["state"] == "received" else row["quantity"]
    return SupplyRow(
        number=row["number"],
        transfer=False,
        backorder=row["backorder"],
        customer=row["customer"],
        product_name=row["product_name"],
        quantity=row["quantity"] - row["received"] if row["state"] == "ordered" else row["quantity"],
        origin=f"{kind.label}, {row['supplier']}" if row["supplier"] else kind.label,
        needed_on=row["ready_on"],
        cost=money(row["fixed_cost"] + row["unit_cost"] * bought),
        state=row["state"],
        emergency=False,
        tracking="",
        note=row["note"],
        checklist=(),
        version=row["version"],
        begun=row["received"] > 0,
    )


def shipments(store: Store, limit: int = MOST, owner: str | None = None) -> tuple[ShipmentRow, ...]:
    """Shipments, planned ones first, the earliest of them first; for backorders of one owner, or of all."""
    with store.read() as reader:
        rows = reader.dicts("list_shipments", count=limit, owner=owner)
    return tuple(ShipmentRow(**row) for row in rows)
