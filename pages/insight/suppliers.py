"""Suppliers: how each keeps its promises, what that costs, its score, and one of them in full."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, periods, supplier_list, supplier_one, supplier_reads

TABS = ("Side by side", "Promises kept")

now = frame.here()
code = st.query_params.get("supplier", "")
frame.heading(now, "Suppliers", "Promises kept, delays, quality, cost and score")
doing.messages()
with frame.refusals():
    window = periods.control(now)
    if code:
        supplier_one.page(now, code, window)
        st.stop()
    found = supplier_reads.performances(now, window)
if not found:
    st.info("Nothing happened with any supplier in these days: no data.", icon=":material/info:")
    st.stop()
st.caption(supplier_list.losses(now, found))
tabs = dict(zip(TABS, st.tabs(list(TABS), on_change="rerun", key="suppliers_tab"), strict=True))
with tabs["Side by side"]:
    if tabs["Side by side"].open:
        clicked = supplier_list.table(now, window, found)
        if clicked:
            st.query_params["supplier"] = clicked
            st.rerun()
with tabs["Promises kept"]:
    if tabs["Promises kept"].open:
        supplier_list.promises(now, window, found)
