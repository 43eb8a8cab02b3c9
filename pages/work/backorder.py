"""One backorder: what is at risk and why, what can be done, where units come from, who was told what."""

from __future__ import annotations

import streamlit as st

from backorder_core.services.detail import BackorderDetail
from pages.parts import acting, doing, forecasts, frame, fulfilment, links, one, reads, sources, talk
from pages.parts.alone import alone
from pages.parts.format import day
from pages.parts.frame import Frame
from pages.parts.text import safe


def overview(then: Frame, seen: BackorderDetail) -> None:
    """What is at risk, since when, for whom, how urgent, who decides, which dates were given."""
    one.figures(then, seen)
    one.days(seen)
    forecasts.of_backorder(then, seen.row.number)
    one.customers(then, seen)
    one.score(then, seen)
    one.approval(then, seen)
    one.dates(seen)


TABS = {
    "Overview": overview,
    "Sourcing": sources.sourcing,
    "Fulfilment": fulfilment.fulfilment,
    "Customers": talk.customers,
    "Together": talk.together,
    "History": one.history,
}

now = frame.here()
number = st.query_params.get("number", "")
links.back_to_list(now)
if not number:
    st.info("No backorder was named: open one from the list.", icon=":material/info:")
    st.stop()
with frame.refusals():
    found = reads.show_backorder(now, number)
row = found.row
one.meanwhile(now, found)
frame.heading(now, safe(row.number))
doing.messages()
one.badges(now, found)
st.markdown(
    f"**{safe(row.product)}** {safe(row.product_name)} ({safe(found.category)}) "
    f"from **{safe(row.supplier)}**, "
    f"PO line {safe(row.po_number)} / {safe(row.po_line)}, ordered {day(found.order_date)}. "
    f"{safe(found.cause.label)}: “{safe(found.reason) or 'no reason given'}”"
)
one.next_step(now, found)
one.sheet(now, found)
acting.acts(now, found)


def tabs(then: Frame) -> None:
    """The tab that is open, drawn alone when something in it is clicked."""
    seen = reads.show_backorder(then, number)
    doing.as_drawn(number, seen.row.version)
    drawn = zip(TABS.items(), st.tabs(list(TABS), on_change="rerun", key="about"), strict=True)
    for (_, draw), tab in drawn:
        with tab:
            if tab.open:
                draw(then, seen)


alone(tabs, "backorder, its tabs alone")
