"""The store that random days begin on."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path

from backorder_core.delivery.channels import set_channel
from backorder_core.domain.values import Impact, OfferKind, Quality
from backorder_core.services.reference import load
from backorder_core.store import open_store
from tests.small_company import ADMIN, CREATED, PLANNER, SmallCompany

LINES = ("PO-1", "PO-2", "PO-3")


@cache
def first_day() -> str:
    """A store file with three late lines for two customers each, and what can be done about them."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Written on its own day: what was known on a day is found by when it was written.
    store = open_store(str(folder / "first.duckdb"), clock=lambda: datetime.combine(CREATED, time(8)))
    company = SmallCompany(store, folder)
    for place, number in enumerate(LINES):
        company.po_line(number, ordered=60 + 10 * place)
        company.order(f"SO-{number}-A", number, 30, "C-METRO", Impact.CRITICAL)
        company.order(f"SO-{number}-B", number, 20, "C-INDUS")
    places = [{"code": code, "name": code.title()} for code in ("MAIN", "WEST")]
    load(store, "locations", places, PLANNER, CREATED)
    stock = {"location": "WEST", "product": "CM-500", "on_hand": Decimal(45), "promised": Decimal(5)}
    load(store, "stock", [stock], PLANNER, CREATED)
    load(store, "people", [{"name": "Mike", "role": 2}], ADMIN, CREATED)
    load(store, "offers", [_substitute()], PLANNER, CREATED)
    set_channel(store, "Team", "json://127.0.0.1:9/nobody-listens", ADMIN, CREATED)
    company.delays(*(f"{number},10,2025-02-10,late,," for number in LINES))
    store.close()
    return store.url


def _substitute() -> dict[str, object]:
    empty = {"supplier": None, "location": None, "po_number": None, "po_line": None}
    return {
        **empty,
        "code": "SUB",
        "kind": int(OfferKind.SUBSTITUTE),
        "product": "CM-500",
        "substitute": "CM-510",
        "available": Decimal(15),
        "lead_days": 2,
        "fixed_cost": Decimal(20),
        "unit_cost": Decimal(5),
        "quality": int(Quality.SUBSTITUTE),
        "offered_on": CREATED,
        "expires_on": None,
    }
