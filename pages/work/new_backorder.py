"""New backorder: find the PO line, say what is late, see who is hit, save."""

from __future__ import annotations

import streamlit as st

from pages.parts import creation, doing, frame

now = frame.here()
frame.heading(now, "New backorder", "For a delay that no file brought")
doing.messages()
if not doing.workable(now):
    st.stop()
line = creation.line(now)
if line is not None:
    creation.wish(now, line)
