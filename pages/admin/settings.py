"""Settings: changed by kind, their effect seen first, saved with a reason, in versions."""

from __future__ import annotations

from backorder_core.domain.access import Permission, may
from pages.parts import doing, frame, setting_page, setting_versions

now = frame.here()
frame.heading(now, "Settings", "Every default of the company, in versions")
doing.messages()
allowed = may(now.actor, Permission.SETTINGS)
if allowed:
    allowed = doing.workable(now)
else:
    frame.only_others(now, "directors and administrators change settings; here you see what is in force")
with frame.refusals():
    current = now.store.settings()[0]
    setting_versions.waiting(now, allowed)
    setting_page.kinds(now, current, allowed)
    setting_page.files(now, current, allowed)
    setting_versions.past(now, current, allowed)
