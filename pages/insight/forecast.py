"""Arrival forecast: when open PO lines really come, for whom too late, and how good such dates were."""

from __future__ import annotations

import streamlit as st

from pages.parts import forecast_reads, forecasts, frame, trials

TABS = ("Open lines", "Ranges", "How good it was")

now = frame.here()
frame.heading(now, "Arrival forecast", "From how far each supplier's deliveries slipped before")
wanted = forecasts.bar(now)
with frame.refusals():
    found = forecast_reads.forecasts(now, *wanted)
forecasts.figures(now, found)
tabs = dict(zip(TABS, st.tabs(list(TABS), on_change="rerun", key="forecast"), strict=True))
with tabs["Open lines"]:
    if tabs["Open lines"].open:
        if found.lines:
            forecasts.lines(now, found, wanted)
        else:
            st.info("No open PO line matches.", icon=":material/info:")
with tabs["Ranges"]:
    if tabs["Ranges"].open:
        forecasts.ranges(now, found)
with tabs["How good it was"]:
    if tabs["How good it was"].open:
        with frame.refusals():
            trials.calibration(now)
