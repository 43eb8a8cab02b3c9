"""Follow-ups: listed, finished with an outcome, planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from backorder_core.services.holding import Seen
from backorder_core.services.work import following
from backorder_core.services.work.following import FollowUp
from pages.parts import doing, links, tables
from pages.parts import frame as frames
from pages.parts.files import ALL
from pages.parts.format import count, day
from pages.parts.frame import Frame
from pages.parts.text import safe

ALT = "Follow-ups, the earliest due first"


def opened(frame: Frame, rows: Sequence[FollowUp], key: str, span: str, person: str | None) -> None:
    """Follow-ups to look at; a click opens the backorder."""
    place = tables.picked(_cells(frame, rows), _columns(frame), key, ALT, every=_every(frame, span, person))
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def chosen(
    frame: Frame, rows: Sequence[FollowUp], key: str, span: str, person: str | None
) -> FollowUp | None:
    """Follow-ups to work on: the one that was clicked."""
    by_id = {str(one.id): one for one in rows}
    every = _every(frame, span, person)
    found = tables.chosen(list(by_id), _cells(frame, rows), _columns(frame), key, ALT, every=every)
    return by_id[found] if found else None


def _every(frame: Frame, span: str, person: str | None) -> Callable[[], list[dict[str, object]]]:
    return lambda: _cells(frame, following.follow_ups(frame.store, frame.as_of, span, person, ALL).rows)


def _cells(frame: Frame, rows: Sequence[FollowUp]) -> list[dict[str, object]]:
    return [
        {
            "due": one.due_on,
            "when": when(one.due_on, frame.as_of),
            "number": one.number,
            "why": one.why,
            "supplier": one.supplier,
            "customer": one.customer,
            "owner": one.assignee or "nobody yet",
            "value": one.value,
            "band": tables.word(one.band),
        }
        for one in rows
    ]


def _columns(frame: Frame) -> tables.Config:
    return {
        "number": tables.text("Backorder", 104, pinned=True),
        "due": tables.date("Due", width=88),
        "when": tables.text("When", 86),
        "why": tables.text("What for", 178),
        "supplier": tables.text("Supplier", 148),
        "owner": tables.text("Owner", 80),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 88),
        "band": tables.badge("Priority", tables.BAND_COLOURS, width=80),
        "customer": tables.text("Customer", 186, "The one with most at stake"),
    }


def when(due: date, as_of: date) -> str:
    """How far a day is from another, in words."""
    days = (due - as_of).days
    if not days:
        return "today"
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} late"


def finish(frame: Frame, one: FollowUp) -> None:
    """Say what came of a follow-up; or open its backorder first."""
    version = doing.as_drawn(f"follow-up {one.id}", one.version)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(one.why)}** · {safe(one.supplier)}, {safe(one.product_name)}")
            links.backorder_link(frame, one.number)
        st.caption(f"Due {day(one.due_on)}, {when(one.due_on, frame.as_of)}")
        if not frame.live:
            return
        with st.form(f"finish_{one.id}", border=False):
            outcome = st.text_input("What came of it?", placeholder="What the supplier or customer said")
            if not st.form_submit_button("Done", type="primary", icon=":material/task_alt:"):
                return

        def work(key: str) -> str:
            after = following.finish(frame.store, one.id, outcome, frame.actor, frame.as_of, version, key)
            follows = f"The next one is due on {day(after)}." if after else "No other follows by itself."
            return f"The follow-up on {one.number} is done. {follows}"

        doing.attempt(f"finish_{one.id}", work)


def plan(frame: Frame, number: str | None = None) -> None:
    """Plan a follow-up by hand, for a backorder that is known or to be named."""
    st.subheader("Plan a follow-up", anchor=False)
    people = [one.name for one in frames.everybody(frame.store, frame.store.url, frame.version)]
    name = f"remind_{number or 'any'}"
    with st.form(f"{name}_{st.session_state.get(name, 0)}"), st.grid(4, min_column_width=180):
        asked = number or st.text_input("Backorder", placeholder="BO-2025-0001")
        due = st.date_input("On", value=frame.as_of + timedelta(days=1), format="YYYY-MM-DD")
        why = st.text_input("What for?")
        who = st.selectbox("Who?", ["", *people], format_func=lambda one: one or "the owner")
        planned = st.form_submit_button("Plan it", icon=":material/event_upcoming:")
    if not planned:
        return
    reminder = following.Reminder(Seen(asked.strip().upper()), due, why, who or "")

    def work(key: str) -> str:
        following.remind(frame.store, reminder, frame.actor, frame.as_of, key)
        st.session_state[name] = st.session_state.get(name, 0) + 1
        return f"A follow-up on {reminder.backorder.number} is planned for {day(reminder.due_on)}."

    doing.attempt(name, work)
