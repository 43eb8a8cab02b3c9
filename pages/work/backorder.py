"""One backorder: what is at risk, why it ranks as it does, who decides, what was promised, what happened."""

from __future__ import annotations

import streamlit as st

from pages.parts import frame, links, one, reads
from pages.parts.format import day
from pages.parts.text import safe

now = frame.here()
number = st.query_params.get("number", "")
links.back_to_list(now)
if not number:
    st.info("No backorder was named: open one from the list.", icon=":material/info:")
    st.stop()
with frame.refusals():
    found = reads.show_backorder(now, number)
row = found.row
frame.heading(now, safe(row.number))
one.badges(found)
st.markdown(
    f"**{safe(row.product)}** {safe(row.product_name)} ({safe(found.category)}) "
    f"from **{safe(row.supplier)}**, "
    f"PO line {safe(row.po_number)} / {safe(row.po_line)}, ordered {day(found.order_date)}. "
    f"{safe(found.cause.label)}: “{safe(found.reason) or 'no reason given'}”"
)
one.next_step(now, found)
one.figures(now, found)
one.days(found)
one.customers(now, found)
one.score(now, found)
one.approval(now, found)
one.dates(found)
one.history(now, found)
