"""Notifications: what goes out by which channels, what could not be delivered, and how people are reached."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.access import Permission, may
from pages.parts import doing, frame, outgoing

DEAD, WAITING, SENT = "Dead letters", "Waiting", "Sent"
STATES = {DEAD: "dead", WAITING: "queued", SENT: "sent"}

now = frame.here()
frame.heading(now, "Notifications", "What goes out of the house, and what could not be delivered")
doing.messages()
may_send = may(now.actor, Permission.DELIVER)
with frame.refusals():
    ways, post = outgoing.read(now)
    outgoing.said_plainly(ways)
    outgoing.figures(post)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "Which", list(STATES), default=DEAD if post.dead else WAITING, required=True, key="post"
        )
        if may_send and ways.channels:
            st.space("stretch")
            outgoing.send_now(now)
    outgoing.letters(now, post, STATES[shown or WAITING], may_send=may_send)
    st.subheader("Channels", anchor=False)
    outgoing.channels(ways)
    if may_send:
        outgoing.setting_up(now, ways)
    else:
        st.caption(
            "Administrators, purchasing managers and operations directors set up channels and try again."
        )
    st.subheader("Who is reached where", anchor=False)
    outgoing.people(ways)
