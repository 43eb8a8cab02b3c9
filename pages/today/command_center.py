"""Command centre: what is open as of a day, how old, when it comes, why, and what to do next."""

from __future__ import annotations

import streamlit as st

from pages.parts import figures, frame, hints, reads, started

now = frame.here()
frame.heading(now, "Backorder command centre")
hints.first_run(now)
with frame.refusals():
    center = reads.command_center(now)
if not center.summary.open:
    started.guide_if_empty(now)
    hints.nothing_open(now)
    st.stop()
figures.summary(now, center.summary)
with st.grid(2, min_column_width=380):
    figures.aging(now, center.aging)
    figures.pipeline(now, center.pipeline)
figures.critical(now, center.critical)
figures.late_news(now, center)
