"""People: who works here, what they may do, and how they sign in."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.access import ALLOWED, Permission, may
from pages.parts import doing, frame, roster

now = frame.here()
frame.heading(now, "People", "What somebody may do follows from their role")
doing.messages()
with frame.refusals():
    found = roster.listed(now)
if may(now.actor, Permission.PEOPLE):
    roster.work(now, found)
else:
    frame.only_others(now, "administrators change people")
st.subheader("What each role may do", anchor=False)
roster.rights(ALLOWED)
