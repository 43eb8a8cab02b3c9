"""Every kind of file that the app reads and writes, each as one contract."""

from __future__ import annotations

from collections.abc import Mapping

from backorder_core.domain.contracts import Contract
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.master import CUSTOMERS, LOCATIONS, OFFERS, PRODUCTS, STOCK, SUPPLIERS
from backorder_core.domain.kinds.orders import ALLOCATIONS, ORDER_LINES, PO_LINES, QUALITY, RECEIPTS

KINDS: Mapping[str, Contract] = {
    one.kind: one
    for one in (
        SUPPLIERS,
        PRODUCTS,
        LOCATIONS,
        CUSTOMERS,
        PO_LINES,
        ORDER_LINES,
        ALLOCATIONS,
        STOCK,
        OFFERS,
        RECEIPTS,
        PO_DELAYS,
        QUALITY,
    )
}
"""Contracts by kind, in an order in which each can be loaded after what it refers to."""


def kind_of(name: str) -> Contract:
    """The contract of a kind; ``InvalidInput`` names them all."""
    if name not in KINDS:
        raise InvalidInput(f"'{name}' is not a kind of file: choose one of {', '.join(KINDS)}.")
    return KINDS[name]


def described() -> dict[str, object]:
    """Every kind with its fields, as the command line and the API give it."""
    return {
        "kinds": [
            {
                "kind": one.kind,
                "title": one.title,
                "about": one.about,
                "keys": list(one.keys),
                "fields": [
                    {
                        "name": field.name,
                        "type": field.type.value,
                        "required": field.required,
                        "help": field.help,
                        "example": field.example,
                    }
                    for field in one.fields
                ],
            }
            for one in KINDS.values()
        ]
    }
