"""A backorder as the tests of working one look at it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from backorder_core.domain.values import Trigger
from backorder_core.services.checks import check
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.work import etas
from backorder_core.store import Store
from tests.small_company import TODAY

D = Decimal
BO = "BO-2025-0001"
FAR = date(2025, 2, 15)


def shown(store: Store, day: date = TODAY) -> BackorderDetail:
    return show_backorder(store, BO, day)


def sound(store: Store) -> None:
    assert check(store) == ()


def seen(store: Store) -> Seen:
    return Seen(BO, shown(store).row.version)


def product_id(store: Store) -> int:
    with store.read() as reader:
        return int(reader.dicts("po_line_to_delay", po_number="PO-2025-0089", po_line="10")[0]["product_id"])


def update(
    store: Store, eta: date | None, trigger: Trigger = Trigger.SUPPLIER_COMMUNICATION
) -> etas.EtaUpdate:
    return etas.EtaUpdate((seen(store),), eta, trigger, "Quality testing required")
