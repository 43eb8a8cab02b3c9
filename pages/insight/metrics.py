"""Metrics: how backorder management does in a window, against the one before, targets and benchmarks."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.windows import Period
from pages.parts import doing, frame, measured, periods

now = frame.here()
frame.heading(now, "Metrics", "How well shortages are avoided, shortened and paid for")
doing.messages()
window = periods.control(now, Period.NINETY)
measured.figures(now, window)
trend, rows, costs = st.tabs(["Trend", measured.ROWS, "Enter a cost"], on_change="rerun", key="about")
with trend:
    if trend.open:
        measured.trend(now, window)
with rows:
    if rows.open:
        measured.rows(now, window)
with costs:
    if costs.open:
        measured.cost(now)
