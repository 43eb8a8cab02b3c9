"""The list of backorders: filtered, sorted, paged, downloaded."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, filters, frame, links, listing, reads, several
from pages.parts.alone import alone
from pages.parts.format import count, day, money
from pages.parts.frame import Frame
from pages.parts.text import safe


def found(now: Frame) -> None:
    """What is filtered, how many match, and the rows of the page."""
    currency = now.settings.currency
    choices = reads.choices(now)
    filters.arrive()
    wanted = filters.bar(now, choices)
    links.remember_list(now, wanted)
    active = filters.words(wanted, choices, currency)
    headline = st.container(horizontal=True, vertical_alignment="center")
    shown = st.container(horizontal=True, vertical_alignment="center")
    with headline:
        total = st.container(width="content")
        st.space("stretch")
        sort, descending = listing.order()
    first = reads.list_backorders(now, wanted, sort, descending, listing.SIZES[0], 0)
    total.markdown(f"### {count(first.total, 'backorder')} · {safe(money(first.value, currency))} at risk")
    with headline:
        listing.downloads(now, wanted, sort, descending, first.total)
    with shown:
        phrases = " · ".join(safe(phrase) for phrase in active) or "everything open"
        st.markdown(f"Showing **{phrases}** as of {day(now.as_of)}", width="content")
        ticking = now.live and st.toggle(
            "Tick several", key="ticking", help="To update or assign many at once"
        )
        if active:
            st.button("Clear all filters", type="tertiary", icon=":material/close:", on_click=filters.clear)
    if first.total:
        shown_rows = listing.rows(now, wanted, sort, descending, first)
        ticked = listing.table(now, shown_rows, ticking=ticking)
        if ticking:
            several.do(now, wanted, first.total, ticked)
    else:
        listing.nothing(now, bool(active))


frame.heading(frame.here(), "Backorders")
doing.messages()
alone(found, "backorders, the list alone")
