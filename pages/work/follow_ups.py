"""Follow-ups: what to ask or do on which day, done with an outcome, planned by hand."""

from __future__ import annotations

import streamlit as st

from pages.parts import cards, doing, frame, reads, reminders, whose
from pages.parts.format import count

SPANS = {"All": "all", "Overdue": "overdue", "Due today": "today", "Later": "later"}

now = frame.here()
frame.heading(now, "Follow-ups", "What to ask or do about a backorder, and when")
doing.messages()
workable = doing.workable(now)
with st.container(horizontal=True, gap="medium"):
    person = whose.choice(now, "follow_ups_of")
    span = st.segmented_control(
        "When", list(SPANS), default="All", required=True, key="follow_ups_when", bind="query-params"
    )
with frame.refusals():
    found = reads.follow_ups(now, SPANS[span or "All"], person)
with st.grid(3, min_column_width=150):
    cards.figure("follow_ups_overdue", f"{found.overdue:,}")
    cards.figure("follow_ups_today", f"{found.today:,}")
    cards.figure("follow_ups_later", f"{found.later:,}")
total = {"Overdue": found.overdue, "Due today": found.today, "Later": found.later}.get(
    span or "All", found.overdue + found.today + found.later
)
if found.rows:
    first = f"The first {len(found.rows):,} of " if len(found.rows) < total else ""
    st.caption(f"{first}{count(total, 'follow-up')}, the earliest first. Click one to finish it.")
    one = reminders.chosen(now, found.rows, "follow_up", SPANS[span or "All"], person)
    if one:
        reminders.finish(now, one)
elif not whose.nobody_chosen(now, person):
    st.success(
        "Nothing waits here. Follow-ups come by themselves with each new ETA, or plan one below.",
        icon=":material/task_alt:",
    )
if workable:
    reminders.plan(now)
