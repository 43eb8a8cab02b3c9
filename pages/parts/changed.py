"""What changed since yesterday or since last Monday, compared by the ends of the days."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from backorder_core.services import reviews
from backorder_core.services.reviews import Activity, Changed
from backorder_core.store import Store
from pages.parts import cards, reviewed
from pages.parts.format import capital, day, money
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

SINCE = {"yesterday": "yesterday", "monday": "last Monday", "week": "a week ago"}


def since(frame: Frame) -> None:
    """The choice of the day to compare with, what happened since, and the backorders that it happened to."""
    chosen = st.segmented_control(
        "Since",
        list(SINCE),
        default="yesterday",
        format_func=lambda key: capital(SINCE[key]),
        key="since",
        bind="query-params",
        required=True,
    )
    before = _day(frame.as_of, chosen or "yesterday")
    found = _changes(frame.store, (frame.store.url, frame.version), before, frame.as_of)
    st.caption(
        f"From the end of {before:%A}, {day(before)}, to the end of {frame.as_of:%A}, {day(frame.as_of)}."
    )
    _figures(frame, found.activity)
    reviewed.table(frame, found.moved, before + timedelta(days=1), frame.as_of)


def _day(as_of: date, chosen: str) -> date:
    if chosen == "monday":
        return reviews.last_monday(as_of)
    return as_of - timedelta(days=1 if chosen == "yesterday" else 7)


@remembered(32)
def _changes(_store: Store, key: tuple[str, int], before: date, as_of: date) -> Changed:
    return reviews.changes(_store, before, as_of)


def _figures(frame: Frame, found: Activity) -> None:
    value = found.value_change
    figures = {
        "change_new": f"{found.new:,}",
        "change_resolved": f"{found.resolved:,}",
        "change_partial": f"{found.partially_resolved:,}",
        "change_escalated": f"{found.escalated:,}",
        "change_etas": f"{found.eta_updates:,}",
        **({"change_cancelled": f"{found.cancelled:,}"} if found.cancelled else {}),
        "change_value": f"{'+' if value > 0 else ''}{money(value, frame.settings.currency)}",
    }
    with st.grid(4, min_column_width=180):
        for key, figure in figures.items():
            cards.figure(key, figure)
