"""Approvals: what waits for you, what waits for others, what was decided."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.access import Permission, may
from pages.parts import absences, decisions, doing, frame, reads

ME, OTHERS, DONE = "Waiting for me", "Waiting on others", "Decided"

now = frame.here()
frame.heading(now, "Approvals", "Nothing of a plan is carried out before everybody who must has approved it")
doing.messages()
with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
    shown = st.segmented_control(
        "Which", [ME, OTHERS, DONE], default=ME, required=True, key="approvals", bind="query-params"
    )
    several = shown == ME and st.toggle("Tick several", key="approvals_several")
with frame.refusals():
    if shown == DONE:
        decisions.past(now, *reads.decided(now))
    else:
        found = reads.approvals(now, mine=shown == ME)
        if found.rows:
            row = decisions.waiting(
                now, found, f"approvals_{shown == ME}", mine=shown == ME, several=bool(several)
            )
            if row:
                decisions.screen(now, row)
        elif shown == ME and not may(now.actor, Permission.APPROVE):
            frame.only_others(
                now,
                "supervisors, managers, directors and account managers decide. “Waiting on others” shows "
                "where things stand",
            )
        else:
            st.success("Nothing waits here.", icon=":material/task_alt:")
    absences.standing_in(now)
