"""What the demo company has on hand, and which ways out are offered for open backorders."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa

from backorder_core.demo.company import FREE_STOCK, LOCATIONS, PRODUCTS
from backorder_core.demo.parts import Array
from backorder_core.domain.values import OfferKind, Quality

OFFERS = Path(__file__).parent / "january_offers.csv"


def stock_table(rng: np.random.Generator) -> pa.Table:
    """Stock by location and product; all of it promised but for the free units of ``FREE_STOCK``."""
    free = {(location, product): units for location, product, units in FREE_STOCK}
    places = [(location, product.code) for location, _ in LOCATIONS for product in PRODUCTS]
    promised = rng.integers(2, 60, len(places))
    return pa.table(
        {
            "location": [location for location, _ in places],
            "product": [product for _, product in places],
            "on_hand": promised + np.array([free.get(place, 0) for place in places]),
            "promised": promised,
        }
    )


def offer_table(keys: Array, number: Array, line: Array) -> pa.Table:
    """Supply offers; an expedite offer names the PO line that its key stands for."""
    with OFFERS.open(encoding="utf-8", newline="") as lines:
        offers = list(csv.DictReader(lines))
    place = [int(np.flatnonzero(keys == row["key"])[0]) if row["key"] else None for row in offers]
    return pa.table(
        {
            "code": [row["code"] for row in offers],
            "kind": [int(OfferKind.parse(row["kind"])) for row in offers],
            "quality": [int(Quality.parse(row["quality"])) for row in offers],
            "po_number": pa.array([None if one is None else str(number[one]) for one in place], pa.string()),
            "po_line": pa.array([None if one is None else str(line[one]) for one in place], pa.string()),
            **{name: [row[name] for row in offers] for name in ("product",)},
            **{
                name: pa.array([row[name] or None for row in offers], pa.string())
                for name in ("supplier", "location", "substitute")
            },
            **{
                name: [Decimal(row[name]) for row in offers]
                for name in ("available", "fixed_cost", "unit_cost")
            },
            "lead_days": [int(row["lead_days"]) for row in offers],
            "offered_on": [date.fromisoformat(row["offered_on"]) for row in offers],
            "expires_on": [
                date.fromisoformat(row["expires_on"]) if row["expires_on"] else None for row in offers
            ],
        }
    )
