"""What if: suppose something, see the command centre before and after, keep it, carry it out."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, supposed, supposing

now = frame.here()
frame.heading(now, "What if", "Tried on a copy: nothing is changed until a scenario is carried out")
doing.messages()
with frame.refusals():
    steps = supposing.steps(now)
tried = supposing.tried(now, steps) if steps else None
if tried is None:
    st.info("Suppose something above to see what it would do.", icon=":material/science:")
else:
    supposed.figures(now, tried)
    supposed.keep(now, steps)
    supposed.spent(now, tried)
    where, which = st.tabs(["Where they stand", "Which change"], on_change="rerun", key="look")
    with where:
        if where.open:
            supposed.buckets(now, tried)
    with which:
        if which.open:
            supposed.changed(now, tried)
supposed.kept(now)
