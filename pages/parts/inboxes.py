"""An inbox: its notices as a list, the one that was clicked in full, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from backorder_core.domain.notifying import Templates
from backorder_core.services import inbox
from backorder_core.services.inbox import Inbox, Item
from backorder_core.store import Store
from pages.parts import doing, links, tables
from pages.parts import frame as frames
from pages.parts.files import ALL
from pages.parts.format import count, day, worded
from pages.parts.frame import Frame
from pages.parts.remembering import remembered
from pages.parts.text import safe

KINDS = {name: str(field.title) for name, field in Templates.model_fields.items()}
READ, UNREAD = "Read", "Unread"


def known(frame: Frame) -> bool:
    """Whether somebody was chosen who has an inbox."""
    return any(
        one.name == frame.actor.name for one in frames.everybody(frame.store, frame.store.url, frame.version)
    )


def read(frame: Frame) -> Inbox:
    """The inbox of whoever works here, as of the frame's day."""
    return _read(frame.store, (frame.store.url, frame.version), frame.actor.name, frame.as_of)


@remembered(64)
def _read(_store: Store, key: tuple[str, int], person: str, as_of: date) -> Inbox:
    return inbox.inbox(_store, person, as_of)


def all_read(frame: Frame) -> None:
    """Everything of the day and before is read."""
    if st.button("Mark all as read", icon=":material/done_all:"):
        doing.attempt(
            "all_read",
            lambda _: f"{count(inbox.mark_all_read(frame.store, frame.actor, frame.as_of), 'notice')} read.",
        )


def listed(frame: Frame, found: Inbox) -> None:
    """The notices; the one that is clicked stands under them in full."""
    first = f"The first {len(found.items):,}. " if len(found.items) < found.total else ""
    st.caption(f"{first}Unread first, then the newest. Click one to read it in full.")
    by_id = {str(one.id): one for one in found.items}
    cells = _cells(found.items)
    columns = {
        "state": tables.text("State", 66),
        "subject": tables.text("Notice", 590),
        "kind": tables.text("About", 142),
        "number": tables.text("Backorder", 108),
        "on": tables.date("On"),
    }

    def every() -> list[dict[str, object]]:
        return _cells(inbox.inbox(frame.store, frame.actor.name, frame.as_of, ALL).items)

    chosen = tables.chosen(list(by_id), cells, columns, "notice", "Notices, unread first", every=every)
    if chosen:
        _one(frame, by_id[chosen])


def _cells(items: Sequence[Item]) -> list[dict[str, object]]:
    return [
        {
            "state": READ if one.read else UNREAD,
            "subject": worded(one.subject),
            "kind": KINDS.get(one.kind, one.kind.replace("_", " ").capitalize()),
            "number": one.number,
            "on": one.created_on,
        }
        for one in items
    ]


def _one(frame: Frame, one: Item) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(worded(one.subject))}**")
            if one.number:
                links.backorder_link(frame, one.number)
        st.caption(f"Told on {day(one.created_on)}")
        st.text(worded(one.body))
        if not one.read and st.button("Mark as read", icon=":material/check:", type="primary"):

            def work(_: str) -> str:
                inbox.mark_read(frame.store, [one.id], frame.actor)
                return "Read."

            doing.attempt(f"read_{one.id}", work)
