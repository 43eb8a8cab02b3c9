"""People and their roles: listed, added, changed, gone; and the table of permissions."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from backorder_core.domain.access import Permission
from backorder_core.domain.values import Role
from backorder_core.services import people, sign_in
from backorder_core.services.people import Person, PersonWish
from pages.parts import doing, tables
from pages.parts.format import capital, day
from pages.parts.frame import Frame
from pages.parts.text import safe

ROLES: list[Role] = [role for role in Role if role != Role.CUSTOMER]


def listed(frame: Frame) -> Person | None:
    """Everybody as a table; the one that was clicked."""
    found = people.everybody(frame.store)
    if not found:
        st.info("Nobody is known yet: add the first person below.", icon=":material/person_add:")
        return None
    cells = [
        {
            "name": one.name,
            "role": one.role.label,
            "email": one.email or "none: cannot sign in",
            "left": f"left on {day(one.left_on)}" if one.left_on else "works here",
        }
        for one in found
    ]
    columns = {
        "name": tables.text("Name", 180, pinned=True),
        "role": tables.text("Role", 180),
        "email": tables.text("Signs in as", 260),
        "left": tables.text("State", 160),
    }
    ids = [one.name for one in found]
    chosen = tables.chosen(ids, cells, columns, "person", "People by name", most=20)
    return next((one for one in found if one.name == chosen), None)


def work(frame: Frame, one: Person | None) -> None:
    """Change the person that was clicked, or add somebody."""
    with st.container(border=True):
        st.markdown(f"**Change {safe(one.name)}**" if one else "**Add somebody**, or click a person above")
        with st.form(f"person_{one.name if one else ''}", border=False):
            with st.grid(3, min_column_width=200):
                name = st.text_input("Name", value=one.name if one else "", disabled=one is not None)
                role = st.selectbox(
                    "Role",
                    ROLES,
                    index=ROLES.index(one.role) if one else 0,
                    format_func=lambda role: role.label,
                )
                email = st.text_input("E-mail", value=one.email if one else "", help="How they sign in.")
            saved = st.form_submit_button("Save", type="primary", icon=":material/person_add:")
        if saved:
            _save(frame, PersonWish(one.name if one else name, role, email, one.version if one else None))
        if one and one.left_on is None:
            with st.container(horizontal=True):
                if st.button("Left the company", icon=":material/person_off:"):
                    _leave(frame, one)
                if one.email and st.button("Sign out everywhere", icon=":material/logout:"):
                    _sign_out(frame, one)


def _save(frame: Frame, wish: PersonWish) -> None:
    def do(key: str) -> str:
        people.save_person(frame.store, wish, frame.actor, frame.as_of, key)
        return f"{wish.name.strip()} is {wish.role.label.lower()} now."

    doing.attempt("person", do)


def _leave(frame: Frame, one: Person) -> None:
    def do(_: str) -> str:
        people.leave(frame.store, one.name, frame.actor, frame.as_of)
        return f"{one.name} gets in no more; what they did stays under their name."

    doing.attempt("leave", do)


def _sign_out(frame: Frame, one: Person) -> None:
    def do(_: str) -> str:
        sign_in.sign_out_everywhere(frame.store, one.name, frame.actor)
        return f"{one.name} is signed out in every browser, and may sign in again."

    doing.attempt("sign_out", do)


def rights(allowed: Mapping[Permission, frozenset[Role]]) -> None:
    """Who may do what, as the core enforces it."""
    for one, roles in allowed.items():
        who = ", ".join(role.label.lower() for role in sorted(roles))
        st.markdown(f"**{capital(one.value)}**: {who}")
