"""While an approver is away: who decides in whose place, from when until when."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from backorder_core.domain.access import ALLOWED, Permission, may
from backorder_core.domain.approvals import Delegation
from backorder_core.services.work import delegating
from pages.parts import doing
from pages.parts import frame as frames
from pages.parts.format import day
from pages.parts.frame import Frame
from pages.parts.text import safe


def standing_in(frame: Frame) -> None:
    """Delegations that hold or will hold, and a form for one's own."""
    found = delegating.delegations(frame.store, frame.as_of)
    with st.expander("While you are away", icon=":material/flight_takeoff:", expanded=bool(found)):
        for one in found:
            _one(frame, one)
        if may(frame.actor, Permission.APPROVE) and frame.live:
            _form(frame)
        elif not found:
            st.caption("Nobody stands in for anybody. Approvers name their deputy here.")


def _one(frame: Frame, one: Delegation) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{safe(one.deputy)}** decides for **{safe(one.principal)}** from {day(one.from_on)} to "
            f"{day(one.until_on)}: {safe(one.why)}",
            width="content",
        )
        if one.principal == frame.actor.name and st.button("Take back", key=f"end_{one.id}"):

            def work(_: str) -> str:
                delegating.end_delegation(frame.store, one.id, frame.actor, frame.as_of)
                return f"{one.deputy} decides for you no more."

            doing.attempt(f"end_{one.id}", work)


def _form(frame: Frame) -> None:
    known = frames.everybody(frame.store, frame.store.url, frame.version)
    deputies = [
        person.name
        for person in known
        if person.role in ALLOWED[Permission.APPROVE] and person.name != frame.actor.name
    ]
    if not deputies:
        st.caption("There is no other approver who could stand in for you.")
        return
    with st.form("away", border=False), st.grid(4, min_column_width=150):
        deputy = st.selectbox("Who decides for you?", deputies)
        first = st.date_input("From", value=frame.as_of, format="YYYY-MM-DD")
        last = st.date_input("To, included", value=frame.as_of + timedelta(days=7), format="YYYY-MM-DD")
        why = st.text_input("Why?")
        pressed = st.form_submit_button("Let them decide", icon=":material/swap_horiz:")
    if not pressed:
        return
    absence = delegating.Absence(deputy, first, last, why)

    def work(key: str) -> str:
        delegating.delegate(frame.store, absence, frame.actor, frame.as_of, key)
        return f"{deputy} decides for you from {day(first)} to {day(last)}."

    doing.attempt("away", work)
