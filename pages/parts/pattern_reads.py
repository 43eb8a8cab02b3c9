"""Cached reads of the patterns: one entry per data version, day, window and what they are narrowed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from backorder_core.domain.patterns import Narrow, Patterns
from backorder_core.domain.windows import Window
from backorder_core.services import patterns
from backorder_core.services.patterns import Review
from backorder_core.store import Store
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

MOST_PARTS = 500
"""So many products and customers, the largest, are kept for the page; files hold all of them."""


def review(frame: Frame, window: Window, narrow: Narrow) -> Review:
    """The patterns of a window as known on the frame's day, with its largest products and customers."""
    return _review(frame.store, (frame.store.url, frame.version), frame.as_of, window, narrow)


def whole(frame: Frame, window: Window, narrow: Narrow) -> Patterns:
    """The same with every product and customer, for a download."""
    return patterns.review(frame.store, window, frame.as_of, narrow).patterns


@remembered(64)
def _review(_store: Store, key: tuple[str, int], as_of: date, window: Window, narrow: Narrow) -> Review:
    found = patterns.review(_store, window, as_of, narrow)
    largest = replace(
        found.patterns,
        products=found.patterns.products[:MOST_PARTS],
        customers=found.patterns.customers[:MOST_PARTS],
        facts=replace(found.patterns.facts, shortages=()),
    )
    return replace(found, patterns=largest)
