"""Inbox: what somebody was told, unread first."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, inboxes
from pages.parts.format import count

now = frame.here()
frame.heading(now, "Inbox", "What you were told, by your role, by name, or because you watch a backorder")
doing.messages()
with frame.refusals():
    if not inboxes.known(now):
        st.info("Choose who you are in the sidebar to see what you were told.", icon=":material/person:")
        st.stop()
    found = inboxes.read(now)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {found.unread:,} unread · {count(found.total, 'notice')}", width="content")
        st.space("stretch")
        if found.unread:
            inboxes.all_read(now)
    if not found.items:
        st.success(
            "Nothing yet. New backorders, new dates, escalations and mentions come here by themselves.",
            icon=":material/inbox:",
        )
    else:
        inboxes.listed(now, found)
