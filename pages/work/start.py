"""Start with your data: from an empty store to the first command centre."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, many, started

now = frame.here()
frame.heading(now, "Start with your data", "Nothing is written before you apply")
doing.messages()
found = started.start(now)
started.next_step(now, found)
st.subheader("Load files", anchor=False)
st.markdown(
    "Export what your system has (SAP, Odoo, ERPNext, NetSuite, Dynamics, Oracle, Business One, or any "
    "other) and drop it all here as it is: the headers say of which kind each file is, they are loaded in "
    "the order that they need, and what they lack is told for all of them together."
)
many.upload(now)
st.subheader("What is there, and what is missing", anchor=False)
started.stages(found)
