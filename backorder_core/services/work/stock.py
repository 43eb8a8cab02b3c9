"""Stock moves of a use-case, refused where units would be promised twice or go below nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from backorder_core.domain.errors import IllegalStep, NotFound
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, units
from backorder_core.services.changes import Changes
from backorder_core.store import Reader


@dataclass(frozen=True)
class Place:
    """A location and what it holds of one product, in units."""

    id: int
    code: str
    name: str
    on_hand: Decimal
    promised: Decimal

    @property
    def free(self) -> Decimal:
        """Units promised to nobody."""
        return self.on_hand - self.promised


def place_of(reader: Reader, location: str, product_id: int) -> Place:
    """A location by its code, of several alike but for case that one; ``NotFound`` where there is none."""
    row = reader.one("stock_at", location=location.strip(), product_id=product_id)
    if row is None:
        raise NotFound(f"There is no location {location}: choose one from the list.")
    return Place(*row)


def receiving_place(reader: Reader, product_id: int, settings: Settings) -> Place | None:
    """Where units for customers come in; None where the store knows no such location."""
    row = reader.one("stock_at", location=settings.receiving_location, product_id=product_id)
    return Place(*row) if row else None


def promise(changes: Changes, place: Place, product_id: int, quantity: Decimal) -> None:
    """Set units aside; ``IllegalStep`` where fewer are free."""
    if quantity > place.free:
        raise IllegalStep(
            f"{place.name} has {units(place.free)} units free, not {units(quantity)}: ask for fewer."
        )
    move(changes, place.id, product_id, ZERO, quantity)


def move(changes: Changes, location_id: int, product_id: int, on_hand: Decimal, promised: Decimal) -> None:
    """Change what lies at a location by so many units on hand, and by so many promised."""
    changes.add(
        "move_stock",
        {"location_id": location_id, "product_id": product_id, "on_hand": on_hand, "promised": promised},
    )
