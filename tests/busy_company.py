"""A company with several suppliers, products and places, made line by line by a test that counts with it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from backorder_core.domain.values import Impact, OfferKind, Quality
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from tests.small_company import CREATED, PLANNER, SmallCompany

FAR = date(2030, 1, 1)


class BusyCompany(SmallCompany):
    """Adds what lists and reports are about: who supplies, what else there is, what arrived when."""

    def load(self) -> None:
        """What is there before any PO line."""
        super().load()
        suppliers = [
            {"code": "GLOB", "name": "Global Manufacturing"},
            {"code": "XYZ", "name": "XYZ Components"},
        ]
        load(self.store, "suppliers", suppliers, PLANNER, CREATED)
        locations = [{"code": "WEST", "name": "West Coast Warehouse"}, {"code": "EAST", "name": "East Depot"}]
        load(self.store, "locations", locations, PLANNER, CREATED)
        products = [{"code": "SKU-12459", "name": "Hex bolt", "category": "Basic hardware"}]
        load(self.store, "products", products, PLANNER, CREATED)

    def supply(
        self,
        number: str,
        due: date,
        supplier: str = "ABC",
        product: str = "CM-500",
        ordered: str = "100",
    ) -> None:
        """A PO line 10 ordered 60 days before it is due."""
        row = {
            "po_number": number,
            "po_line": "10",
            "supplier": supplier,
            "product": product,
            "ordered": Decimal(ordered),
            "unit_cost": Decimal(1),
            "order_date": due - timedelta(days=60),
            "original_due": due,
        }
        self.put("po_lines", row)

    def short(
        self,
        po_number: str,
        *,
        created: date,
        eta: date | None,
        due: date = date(2025, 1, 5),
        value: str = "1000",
        customer: str = "C-INDUS",
        impact: Impact = Impact.NORMAL,
        supplier: str = "ABC",
        product: str = "CM-500",
        why: str = "late",
    ) -> None:
        """A PO line that becomes a backorder worth ``value``: ten units for one customer order SO-<PO>."""
        self.supply(po_number, due, supplier, product)
        price = str(Decimal(value) / 10)
        self.order(f"SO-{po_number}", po_number, 10, customer, impact, price)
        self.late(f"{po_number},10,{eta.isoformat() if eta else ''},{why},,", created)

    def late(self, row: str, on: date) -> None:
        """A row of a delay file that makes a backorder."""
        result = self.delays(row, as_of=on)
        assert result.created == 1, result

    def arrives(self, po_number: str, quantity: str, on: date, booked: date | None = None) -> None:
        """Units of a PO line arrive."""
        self.book(Receipt(po_number, "10", Decimal(quantity), on), booked or on)

    def book(self, receipt: Receipt, on: date) -> None:
        """Enter a receipt."""
        receive(self.store, [receipt], PLANNER, on)

    def stock(self, location: str, product: str, on_hand: int, promised: int = 0) -> None:
        """Units of a product at a place."""
        row = {
            "location": location,
            "product": product,
            "on_hand": Decimal(on_hand),
            "promised": Decimal(promised),
        }
        load(self.store, "stock", [row], PLANNER, CREATED)

    def offer(
        self,
        kind: OfferKind,
        *,
        product: str = "CM-500",
        supplier: str | None = None,
        location: str | None = None,
        substitute: str | None = None,
        po_number: str | None = None,
        available: int = 10,
        lead_days: int = 3,
        fixed_cost: int = 0,
        offered_on: date = CREATED,
        expires_on: date | None = None,
    ) -> None:
        """Something that could be done about a shortage."""
        self.files += 1
        row = {
            "code": f"OFFER-{self.files}",
            "kind": int(kind),
            "product": product,
            "supplier": supplier,
            "location": location,
            "substitute": substitute,
            "po_number": po_number,
            "po_line": "10" if po_number else None,
            "available": Decimal(available),
            "lead_days": lead_days,
            "fixed_cost": Decimal(fixed_cost),
            "unit_cost": Decimal(0),
            "quality": int(Quality.SAME),
            "offered_on": offered_on,
            "expires_on": expires_on,
        }
        load(self.store, "offers", [row], PLANNER, CREATED)


class CrowdedCompany(BusyCompany):
    """Writes down what it is asked for and enters it day by day, many rows at a time."""

    def load(self) -> None:
        """What is there before any PO line."""
        super().load()
        self.rows: dict[str, list[dict[str, object]]] = {}
        self.delayed: dict[date, list[str]] = {}
        self.came: dict[date, list[Receipt]] = {}

    def put(self, kind: str, row: dict[str, object]) -> None:
        """Write down one row of a kind."""
        self.rows.setdefault(kind, []).append(row)

    def late(self, row: str, on: date) -> None:
        """Write down a row of a delay file that makes a backorder."""
        self.delayed.setdefault(on, []).append(row)

    def book(self, receipt: Receipt, on: date) -> None:
        """Write down a receipt."""
        self.came.setdefault(on, []).append(receipt)

    def enter(self) -> None:
        """Enter all that is written down: each day its delays, then its receipts."""
        for kind in ("po_lines", "order_lines", "allocations"):
            load(self.store, kind, self.rows[kind], PLANNER, CREATED)
        for day in sorted({*self.delayed, *self.came}):
            if rows := self.delayed.get(day):
                result = self.delays(*rows, as_of=day)
                assert result.created == len(rows), result
            waiting = self.came.get(day, [])
            while waiting:  # a line is named once at a time
                once = {one.po_number: one for one in reversed(waiting)}
                receive(self.store, list(once.values()), PLANNER, day)
                waiting = [one for one in waiting if one is not once[one.po_number]]
