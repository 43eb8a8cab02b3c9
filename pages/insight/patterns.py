"""Patterns: how the backorders of a window divide up, what that says, and what could be done about it."""

from __future__ import annotations

import streamlit as st

from pages.parts import crossing, frame, pattern_reads, pattern_tabs, patterned, periods, reads
from pages.parts.alone import alone

now = frame.here()
frame.heading(now, "Patterns")
with frame.refusals():
    window = periods.control(now)
    narrow = crossing.current()
    crossing.chips(narrow, reads.choices(now))
    found = pattern_reads.review(now, window, narrow)
patterns = found.patterns
st.caption(patterned.compared(patterns))
patterned.figures(now, patterns)
patterned.said(now, found)
picture = patterned.keeping(patterns)
alone(
    lambda then: pattern_tabs.tabs(then, patterns, "png" if picture == "png" else "svg"),
    "patterns, the tabs alone",
)
