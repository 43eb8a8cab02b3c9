"""One backorder: what is at risk and why, what can be done, where units come from, who was told what."""

from __future__ import annotations

import streamlit as st

from pages.parts import acting, doing, forecasts, frame, fulfilment, links, one, reads, sources, talk
from pages.parts.format import day
from pages.parts.text import safe

TABS = ("Overview", "Sourcing", "Fulfilment", "Customers", "Together", "History")

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
tabs = dict(zip(TABS, st.tabs(list(TABS), on_change="rerun", key="about"), strict=True))
with tabs["Overview"]:
    if tabs["Overview"].open:
        one.figures(now, found)
        one.days(found)
        forecasts.of_backorder(now, row.number)
        one.customers(now, found)
        one.score(now, found)
        one.approval(now, found)
        one.dates(found)
for name, draw in (
    ("Sourcing", sources.sourcing),
    ("Fulfilment", fulfilment.fulfilment),
    ("Customers", talk.customers),
    ("Together", talk.together),
    ("History", one.history),
):
    with tabs[name]:
        if tabs[name].open:
            draw(now, found)
