"""API tokens: which machines may ask the running app, in whose role; made and revoked here."""

from __future__ import annotations

from backorder_core.domain.access import Permission, may
from pages.parts import doing, frame, machines

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
    frame.only_others(now, "administrators make tokens")
