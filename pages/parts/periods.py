"""Which days a page of figures looks at: by name or chosen, in the address, so that a link shows the same."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.windows import Period, Window, named
from pages.parts.format import capital, day
from pages.parts.frame import EARLIEST, LATEST, Frame, refuse


def control(frame: Frame, default: Period = Period.LAST_QUARTER) -> Window:
    """The window that was asked for; the page ends with a sentence where it holds no day."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = st.selectbox(
            "Period",
            list(Period),
            index=list(Period).index(default),
            format_func=capital,
            key="period",
            bind="query-params",
            width=200,
        )
        chosen = period or default
        window = _chosen(frame) if chosen is Period.CHOSEN else named(chosen, frame.as_of)
        st.caption(f"{day(window.since)} to {day(window.last)}, {window.days} days", width="content")
    return window


def _chosen(frame: Frame) -> Window:
    until = frame.as_of
    since = st.date_input(
        "From",
        value=until - timedelta(days=89),
        min_value=EARLIEST,
        max_value=LATEST,
        key="from",
        bind="query-params",
        format="YYYY-MM-DD",
        width=150,
    )
    last = st.date_input(
        "To, the last day",
        value=until,
        min_value=EARLIEST,
        max_value=LATEST,
        key="last",
        bind="query-params",
        format="YYYY-MM-DD",
        width=150,
    )
    try:
        return Window(since, last + timedelta(days=1))
    except InvalidInput as refusal:
        refuse(refusal)
        st.stop()
