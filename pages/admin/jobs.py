"""Scheduled work: what is done by itself, when it ran last, how that ended, when it runs next."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, reads, scheduled
from pages.parts.format import day

now = frame.here()
frame.heading(now, "Scheduled work", "Done in this app while it runs, caught up with once after a stop")
doing.messages()
pinned = now.settings.pinned_as_of
if pinned:
    st.info(
        f"This store is pinned to {day(pinned)}, so nothing runs by itself: run it by hand.",
        icon=":material/push_pin:",
    )
for state in reads.job_states(now):
    scheduled.job(now, state)
found = reads.recent_runs(now)
if found:
    scheduled.runs(now, found)
