"""Cached reads of the patterns: one entry per data version, day, window and what they are narrowed to."""

from __future__ import annotations

from datetime import date

from backorder_core.domain.patterns import Narrow
from backorder_core.domain.windows import Window
from backorder_core.services import patterns
from backorder_core.services.patterns import Review
from backorder_core.store import Store
from pages.parts.frame import Frame
from pages.parts.remembering import remembered


def review(frame: Frame, window: Window, narrow: Narrow) -> Review:
    """The patterns of a window as known on the frame's day."""
    return _review(frame.store, (frame.store.url, frame.version), frame.as_of, window, narrow)


@remembered(64)
def _review(_store: Store, key: tuple[str, int], as_of: date, window: Window, narrow: Narrow) -> Review:
    return patterns.review(_store, window, as_of, narrow)
