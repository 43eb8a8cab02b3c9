"""A company small enough to check by hand: the chapter's CM-500 shortage and the lines around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from backorder_core.domain import approvals
from backorder_core.domain.values import Actor, Impact, OfferKind, Quality, Role, Tier
from backorder_core.services import approving
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.imports import ImportOptions, ImportResult, apply_file
from backorder_core.services.reference import load
from backorder_core.services.work import deciding
from backorder_core.store import Store

PLANNER = Actor("Pat Planner")
ADMIN = Actor("Ada Admin", Role.ADMINISTRATOR)
LISA = Actor("Lisa", Role.WAREHOUSE)
MIKE = Actor("Mike", Role.CUSTOMER_SERVICE)
SARAH = Actor("Sarah", Role.PURCHASING_MANAGER)
SAM = Actor("Sam", Role.SUPERVISOR)
MEG = Actor("Meg", Role.MANAGER)
DAN = Actor("Dan", Role.DIRECTOR)
AMY = Actor("Amy", Role.ACCOUNT_MANAGER)
APPROVERS = {one.role: one for one in (SAM, MEG, DAN, AMY)}
CREATED = date(2025, 1, 20)
DUE = date(2025, 1, 25)
TODAY = date(2025, 1, 28)
CUSTOMERS = (
    ("C-METRO", "Metro Manufacturing", Tier.VIP),
    ("C-INDUS", "Industrial Services", Tier.STANDARD),
    ("C-PREM", "Premium Parts", Tier.PREMIUM),
)


@dataclass
class SmallCompany:
    """Loads one supplier, one product and whatever PO lines and orders a test asks for.

    ``loaded`` where the store is a copy of one that holds the supplier and all that already.
    """

    store: Store
    folder: Path
    loaded: bool = False

    def __post_init__(self) -> None:
        self.files = 0
        if not self.loaded:
            self.load()

    def load(self) -> None:
        """What is there before any PO line."""
        load(self.store, "suppliers", [{"code": "ABC", "name": "ABC Manufacturing"}], PLANNER, CREATED)
        products = [
            {"code": "CM-500", "name": "Control Module CM-500", "category": "Control systems"},
            {"code": "CM-510", "name": "Control Module CM-510", "category": "Control systems"},
        ]
        load(self.store, "products", products, PLANNER, CREATED)
        customers = [
            {"code": code, "name": name, "tier": int(tier), "account_manager": "Ann Account"}
            for code, name, tier in CUSTOMERS
        ]
        load(self.store, "customers", customers, PLANNER, CREATED)

    def put(self, kind: str, row: dict[str, object]) -> None:
        """Load one row of a kind."""
        load(self.store, kind, [row], PLANNER, CREATED)

    def po_line(self, number: str, line: str = "10", ordered: int = 100, due: date = DUE) -> None:
        """A PO line for CM-500, ordered on 2025-01-01."""
        row = {
            "po_number": number,
            "po_line": line,
            "supplier": "ABC",
            "product": "CM-500",
            "ordered": Decimal(ordered),
            "unit_cost": Decimal("310.50"),
            "order_date": date(2025, 1, 1),
            "original_due": due,
        }
        self.put("po_lines", row)

    def order(
        self,
        number: str,
        po_number: str,
        quantity: int,
        customer: str = "C-METRO",
        impact: Impact = Impact.NORMAL,
        price: str = "500",
        po_line: str = "10",
        emergency: bool = False,
    ) -> None:
        """A customer order line, fully allocated to a PO line."""
        row = {
            "order_number": number,
            "order_line": "1",
            "customer": customer,
            "product": "CM-500",
            "order_date": date(2025, 1, 2),
            "quantity": Decimal(quantity),
            "unit_price": Decimal(price),
            "need_date": date(2025, 1, 27),
            "impact": int(impact),
            "emergency": emergency,
        }
        self.put("order_lines", row)
        allocation = {
            "po_number": po_number,
            "po_line": po_line,
            "order_number": number,
            "order_line": "1",
            "quantity": Decimal(quantity),
        }
        self.put("allocations", allocation)

    def chapter_shortage(self) -> None:
        """PO-2025-0089: 50 units for a VIP (critical), 20 for a standard customer (normal)."""
        self.po_line("PO-2025-0089")
        self.order("SO-1", "PO-2025-0089", 50, "C-METRO", Impact.CRITICAL)
        self.order("SO-2", "PO-2025-0089", 20, "C-INDUS")

    def expedite_offer(self, po_number: str) -> None:
        """ABC offers to expedite a PO line."""
        row = {
            "code": f"EXP-{po_number}",
            "kind": int(OfferKind.EXPEDITE),
            "product": "CM-500",
            "supplier": "ABC",
            "location": None,
            "substitute": None,
            "po_number": po_number,
            "po_line": "10",
            "available": Decimal(70),
            "lead_days": 3,
            "fixed_cost": Decimal(2500),
            "unit_cost": Decimal(0),
            "quality": int(Quality.SAME),
            "offered_on": CREATED,
            "expires_on": None,
        }
        load(self.store, "offers", [row], PLANNER, CREATED)

    def file(self, *rows: str, header: str = "po_number,po_line,new_eta,reason,quantity,note") -> Path:
        """A delay file with these rows."""
        self.files += 1
        path = self.folder / f"delays-{self.files}.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return path

    def delays(self, *rows: str, as_of: date = CREATED) -> ImportResult:
        """Import a delay file with these rows."""
        path = self.file(*rows)
        return apply_file(self.store, "po-delays", path, path.name, as_of, ImportOptions(), PLANNER)


def waiting_step(store: Store, number: str) -> approvals.Step | None:
    """The step of a backorder's approvals whose turn it is."""
    with store.read() as reader:
        held = hold_one(reader, number, closed=True)
        return approvals.next_step(approving.round_of(reader, held.state.id).steps)


def approve_next(store: Store, number: str, as_of: date) -> bool:
    """Whoever's turn it is approves; whether it was anybody's."""
    step = waiting_step(store, number)
    if step is not None:
        verdict = deciding.Verdict(Seen(number), step.id, approvals.StepState.APPROVED)
        deciding.decide_approval(store, verdict, APPROVERS[step.role], as_of)
    return step is not None


def approve_all(store: Store, number: str, as_of: date) -> None:
    """Everybody who must approve does so, in their order."""
    while approve_next(store, number, as_of):
        pass
