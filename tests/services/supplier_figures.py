"""What the tests of suppliers ask of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain.service_levels import Basis
from backorder_core.domain.windows import Window
from backorder_core.services.supplier_records import (
    Agreement,
    set_service_level,
)
from backorder_core.services.suppliers import Performance, performances
from backorder_core.store import Store
from tests.small_company import SARAH, TODAY

D = Decimal
JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))
DUE = date(2025, 1, 10)


def on(day: int, month: int = 1) -> date:
    return date(2025, month, day)


def one(store: Store, window: Window = JANUARY, as_of: date = TODAY, code: str = "ABC") -> Performance:
    return performances(store, window, as_of, code)[0]


# --- records


def agree(store: Store, **fields: Any) -> None:
    agreed = Agreement("ABC", on(1), D(95), Basis.UNIT, D("2.50"))
    set_service_level(store, replace(agreed, **fields), SARAH, TODAY)
