"""My day: what changed since the last visit, then what the person's role needs."""

from __future__ import annotations

import streamlit as st

from pages.parts import desks, doing, frame, news

now = frame.here()
frame.heading(now, "My day")
doing.messages()
with frame.refusals():
    news.show(now, news.read(now))
    doing.workable(now)
    role = st.segmented_control(
        "What waits for",
        list(desks.DESKS),
        default=desks.role_of(now),
        required=True,
        format_func=lambda one: desks.DESKS[one][0],
        key=f"desk_of_{now.actor.name}",
    )
    draw = desks.DESKS[role or desks.role_of(now)][1]
    draw(now)
