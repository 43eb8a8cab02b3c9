"""API tokens: which machines may ask the running app, in whose role; made and revoked here."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.access import Permission, may
from pages.parts import doing, frame, machines
from pages.parts.text import safe

now = frame.here()
frame.heading(now, "API tokens", "Machines that may feed and ask this app, each in a role")
doing.messages()
with frame.refusals():
    found = machines.listed(now)
if may(now.actor, Permission.PEOPLE):
    machines.fresh()
    if doing.workable(now):
        machines.add(now)
        machines.revoke(now, found)
else:
    st.info(
        f"You are {safe(now.actor.name)}, {now.actor.role.label.lower()}: administrators make tokens.",
        icon=":material/lock:",
    )
