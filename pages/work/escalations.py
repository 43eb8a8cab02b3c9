"""Escalations: what went up to whom, why, and for how long it has been overdue."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.values import ZERO
from pages.parts import doing, escalated, frame, links, places, reads, whose
from pages.parts.format import count, money
from pages.parts.text import safe

now = frame.here()
frame.heading(now, "Escalations", "Open backorders that went up to somebody who can do more")
doing.messages()
workable = doing.workable(now)
person = whose.choice(now, "escalations_of")
with frame.refusals():
    levels = reads.escalations(now, person)
total = sum(level.count for level in levels)
value = sum((level.value for level in levels), ZERO)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(
        f"### {count(total, 'backorder')} · {safe(money(value, now.settings.currency))}", width="content"
    )
    st.space("stretch")
    shown = st.segmented_control(
        "Shown as",
        ["Board", "List"],
        default="Board",
        required=True,
        key="escalations_as",
        label_visibility="collapsed",
    )
    if workable:
        escalated.check(now)
st.caption(
    "The role at the top of a level is told of everything that reaches it; the account manager of a VIP "
    "hears of each level too."
)
if not total and person:
    if not whose.nobody_chosen(now, person):
        st.success("Nothing of yours is escalated.", icon=":material/task_alt:")
elif not total:
    with st.container(border=True):
        st.markdown(
            "**Nothing is escalated.** The check raises what is overdue; the most urgent stands first in:"
        )
        links.page(now, places.COMMAND_CENTER, "Command centre", ":material/monitoring:")
elif shown == "List":
    escalated.table(now, [one for level in levels for one in level.rows], "escalated")
else:
    escalated.board(now, levels)
