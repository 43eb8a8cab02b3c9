"""The chapter's Monday: BO-2025-0201 for Premium Manufacturing, as of 2025-01-28, with its three ways out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from backorder_core.domain.values import Impact, OfferKind, Quality, Tier
from backorder_core.services.escalations import sweep
from backorder_core.services.imports import ImportOptions, apply_file
from backorder_core.services.reference import load
from backorder_core.store import Store
from tests.small_company import ADMIN, APPROVERS, SARAH

MADE = date(2025, 1, 20)
AS_OF = date(2025, 1, 28)
NUMBER = "BO-2025-0001"
NAMES = tuple((one.name, int(one.role)) for one in APPROVERS.values())
PEOPLE = (("Sarah", 12), ("Mike", 2), ("Jennifer", 4), ("Tom", 1), ("Lisa", 3), *NAMES)
D = Decimal


def _offer(
    code: str, kind: OfferKind, days: int, fixed: str, quality: Quality, **more: object
) -> dict[str, object]:
    empty = {"supplier": None, "location": None, "substitute": None, "po_number": None, "po_line": None}
    return {
        "code": code,
        "kind": int(kind),
        "product": "CM-500",
        **empty,
        "available": D(50),
        "lead_days": days,
        "fixed_cost": D(fixed),
        "unit_cost": D(0),
        "quality": int(quality),
        "offered_on": MADE,
        "expires_on": None,
        **more,
    }


def fill(store: Store, folder: Path) -> str:
    """Fill an empty store with the chapter's situation; the number of the backorder."""
    rows: list[tuple[str, list[dict[str, object]]]] = [
        ("people", [{"name": name, "role": role} for name, role in PEOPLE]),
        (
            "suppliers",
            [{"code": "ABC", "name": "ABC Manufacturing"}, {"code": "XYZ", "name": "XYZ Components"}],
        ),
        ("buyers", [{"supplier": "ABC", "buyer": "Tom"}]),
        ("products", [{"code": "CM-500", "name": "Control Module CM-500", "category": "Control systems"}]),
        (
            "locations",
            [{"code": "MAIN", "name": "Main Warehouse"}, {"code": "WEST", "name": "West Coast Warehouse"}],
        ),
        (
            "customers",
            [
                {
                    "code": "C-PREM",
                    "name": "Premium Manufacturing",
                    "tier": int(Tier.VIP),
                    "account_manager": "Ann Account",
                }
            ],
        ),
        ("stock", [{"location": "WEST", "product": "CM-500", "on_hand": D(30), "promised": D(0)}]),
        (
            "po_lines",
            [
                {
                    "po_number": "PO-2025-0201",
                    "po_line": "10",
                    "supplier": "ABC",
                    "product": "CM-500",
                    "ordered": D(50),
                    "unit_cost": D(300),
                    "order_date": date(2024, 12, 20),
                    "original_due": date(2025, 1, 18),
                }
            ],
        ),
        (
            "order_lines",
            [
                {
                    "order_number": "SO-201",
                    "order_line": "1",
                    "customer": "C-PREM",
                    "product": "CM-500",
                    "order_date": date(2025, 1, 2),
                    "quantity": D(50),
                    "unit_price": D(500),
                    "need_date": date(2025, 1, 20),
                    "impact": int(Impact.CRITICAL),
                    "emergency": False,
                }
            ],
        ),
        (
            "allocations",
            [
                {
                    "po_number": "PO-2025-0201",
                    "po_line": "10",
                    "order_number": "SO-201",
                    "order_line": "1",
                    "quantity": D(50),
                }
            ],
        ),
        (
            "offers",
            [
                _offer(
                    "EXP", OfferKind.EXPEDITE, 2, "2500", Quality.SAME, po_number="PO-2025-0201", po_line="10"
                ),
                _offer("ALT", OfferKind.ALTERNATIVE_SUPPLIER, 1, "1750", Quality.EQUIVALENT, supplier="XYZ"),
                _offer("TRF", OfferKind.TRANSFER, 0, "300", Quality.SAME, location="WEST"),
            ],
        ),
    ]
    for kind, some in rows:
        load(store, kind, some, ADMIN, MADE)
    path = folder / "delays.csv"
    path.write_text("po_number,po_line,new_eta,reason\nPO-2025-0201,10,2025-02-05,supplier delay\n")
    apply_file(store, "po-delays", path, path.name, MADE, ImportOptions(), SARAH)
    sweep(store, AS_OF, SARAH)
    return NUMBER
