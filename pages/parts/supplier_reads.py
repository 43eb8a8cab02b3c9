"""Cached reads of supplier performance: one entry per data version, day, window and supplier."""

from __future__ import annotations

from datetime import date

from backorder_core.domain.windows import Window
from backorder_core.services import suppliers
from backorder_core.services.suppliers import Performance, SupplierReview
from backorder_core.store import Store
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

Key = tuple[str, int]


def performances(frame: Frame, window: Window) -> tuple[Performance, ...]:
    """Every supplier with whom anything happened in the window, the best score first."""
    return _performances(frame.store, (frame.store.url, frame.version), frame.as_of, window)


@remembered(32)
def _performances(_store: Store, key: Key, as_of: date, window: Window) -> tuple[Performance, ...]:
    return suppliers.performances(_store, window, as_of)


def review(frame: Frame, code: str, window: Window) -> SupplierReview:
    """One supplier in full; ``NotFound`` is not cached."""
    return _review(frame.store, (frame.store.url, frame.version), frame.as_of, code, window)


@remembered(32)
def _review(_store: Store, key: Key, as_of: date, code: str, window: Window) -> SupplierReview:
    return suppliers.review(_store, code, window, as_of)
