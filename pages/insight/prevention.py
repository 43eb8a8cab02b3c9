"""Prevention: which past backorders a safety stock, a second source or earlier orders would have avoided."""

from __future__ import annotations

import streamlit as st

from backorder_core.services.prevention import Remedy, replay
from pages.parts import frame, periods, remedies

TABS = ("Backorders", "How much is enough", "By product")

now = frame.here()
frame.heading(now, "Prevention", "Past backorders replayed with what might have been done")
window = periods.control(now)
with frame.refusals():
    wanted = remedies.only(now)
    found = remedies.past(now, window, *wanted)
chosen = remedies.choice(now)
if not found.shortages:
    st.info("No backorder was made in these days.", icon=":material/info:")
    st.stop()
answer = replay(found, chosen.remedy, chosen.size, chosen.price)
remedies.figures(now, found, answer)
tabs = dict(zip(TABS, st.tabs(list(TABS), on_change="rerun", key="prevention"), strict=True))
with tabs["Backorders"]:
    if tabs["Backorders"].open:
        remedies.rows(now, found, answer)
with tabs["How much is enough"]:
    if tabs["How much is enough"].open:
        remedies.frontier(now, found, chosen)
with tabs["By product"]:
    if tabs["By product"].open:
        remedies.products(now, found, answer)
        if chosen.remedy is Remedy.STOCK:
            remedies.best(now, found, *wanted)
with st.expander("What is assumed", icon=":material/info:"):
    st.markdown(
        "- A unit is late where it came after the later of need date and first promise. Units that came "
        "in time anyway count nowhere.\n"
        "- **Safety stock** is full when the window begins. A backorder takes from it on the day it is made; "
        "what its supplier then delivers goes to customers still short first, and fills the stock with the "
        "rest from the next day on. It is held for the products that had late units.\n"
        "- **A second source** is asked on the day the backorder is made, and delivers all late units so "
        "many days later.\n"
        "- **Ordering earlier** moves every arrival by as many days; what never came still does not.\n"
        "- No price is assumed: give one to see a cost."
    )
