"""Daily review and weekly analysis: what a day or a week brought, why, and what to do about it."""

from __future__ import annotations

import streamlit as st

from pages.parts import frame, reviewed

now = frame.here()
frame.heading(now, "Review", "What a day or a week brought")
period = reviewed.control(now)
with frame.refusals():
    found = reviewed.read(now, period)
reviewed.reviews_as_files(found)
reviewed.activity(now, found)
reviewed.money_and_people(now, found)
reviewed.suppliers(now, found)
moved, why, next_ = st.tabs(["What happened", "Why", "What to do"], on_change="rerun", key="part")
with moved:
    if moved.open:
        reviewed.moved(now, found)
with why:
    if why.open:
        reviewed.causes(now, found, period)
with next_:
    if next_.open:
        reviewed.advice(now, found)
