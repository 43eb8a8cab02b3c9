"""The tables of the patterns as one list for a spreadsheet: a row per part, its table in the first column."""

from __future__ import annotations

from collections.abc import Sequence

from backorder_core.delivery.exports import Cell
from backorder_core.domain.patterns import Part, Patterns

COLUMNS = (
    "Table",
    "Name",
    "Code",
    "Backorders",
    "Share in %",
    "Value when created",
    "Mean delay in days",
    "Before",
    "Change",
    "Deliveries",
    "Order lines",
    "Order lines backordered",
    "Rate in %",
)
AMOUNTS = ("Value when created",)
BLANK: tuple[Cell, ...] = (None,) * 8


def rows(found: Patterns) -> list[tuple[Cell, ...]]:
    """Every table of the patterns, one below the other; what does not belong to a table is empty there."""
    facts = found.facts
    tables = {
        "Cause": facts.causes,
        "Supplier": facts.suppliers,
        "Category": facts.categories,
        "Product": found.products,
        "Customer": found.customers,
        "Tier": found.tiers,
    }
    return [
        *(row for name, parts in tables.items() for row in _parts(name, parts)),
        *(
            (
                "Month",
                f"{one.first:%Y-%m}",
                None,
                one.count,
                *BLANK[:6],
                one.orders,
                one.backordered,
                one.rate,
            )
            for one in found.months
        ),
        *(("Weekday", one.name, None, one.count, *BLANK, None) for one in found.weekdays),
        *(
            ("Supplier × cause", f"{cell.row} × {cell.column}", None, cell.count, *BLANK, None)
            for cell in facts.supplier_causes
        ),
    ]


def _parts(name: str, parts: Sequence[Part]) -> list[tuple[Cell, ...]]:
    return [
        (
            name,
            part.name,
            part.key,
            part.count,
            part.share,
            part.tally.value,
            part.tally.mean_slip,
            part.before,
            part.change.verdict.value if part.change else None,
            part.deliveries,
            None,
            None,
            None,
        )
        for part in parts
    ]
