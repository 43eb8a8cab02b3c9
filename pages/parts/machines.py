"""Machines that may ask over the API: their tokens listed, made (shown once), revoked."""

from __future__ import annotations

import streamlit as st

from backorder_core.services import tokens
from backorder_core.services.tokens import Token
from pages.parts import doing, tables
from pages.parts.files import Said
from pages.parts.format import day
from pages.parts.frame import Frame
from pages.parts.roster import ROLES
from pages.parts.text import safe

FRESH = "fresh_token"


def listed(frame: Frame) -> tuple[Token, ...]:
    """Every token there ever was, those in force first."""
    found = tokens.list_tokens(frame.store)
    if not any(one.revoked_on is None for one in found):
        st.info(
            "No token is in force, so the API is off. Make one to switch it on.", icon=":material/key_off:"
        )
    if found:
        cells = [
            {
                "name": one.name,
                "role": one.role.label,
                "state": f"revoked on {day(one.revoked_on)}" if one.revoked_on else "in force",
                "made": Said(day(one.made_on), one.made_on),
                "by": one.made_by,
            }
            for one in found
        ]
        columns = {
            "name": tables.text("Machine", 180, pinned=True),
            "role": tables.text("Acts as", 180),
            "state": tables.text("State", 180),
            "made": tables.text("Made on", 110),
            "by": tables.text("Made by", 140),
        }
        tables.show(cells, columns, "Tokens of the API, those in force first", most=20)
    return found


def fresh() -> None:
    """The token that was just made, in full, until somebody says that it is kept."""
    made = st.session_state.get(FRESH)
    if made:
        with st.container(border=True):
            st.markdown("**Keep this token now.** Only its hash is stored: nobody can show it again.")
            st.code(made, language=None, wrap_lines=True)
            st.button("I have kept it", icon=":material/check:", on_click=st.session_state.pop, args=(FRESH,))


def add(frame: Frame) -> None:
    """A form for a new token."""
    with st.container(border=True):
        with st.form("token", border=False):
            with st.grid(2, min_column_width=200):
                name = st.text_input(
                    "Machine", placeholder="For example: erp", help="As the ledger names it."
                )
                role = st.selectbox("Acts as", ROLES, format_func=lambda role: role.label)
            made = st.form_submit_button("Make a token", type="primary", icon=":material/key:")
        if made:

            def do(_: str) -> str:
                st.session_state[FRESH] = tokens.add_token(frame.store, name, role, frame.actor, frame.as_of)
                return f"{name.strip()} may ask as {role.label.lower()} from now on."

            doing.attempt("token", do)


def revoke(frame: Frame, found: tuple[Token, ...]) -> None:
    """Take a token out of force."""
    names = [one.name for one in found if one.revoked_on is None]
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Token in force", names, width=260)
        with st.popover("Revoke it", icon=":material/key_off:"):
            st.markdown(f"Whoever holds the token of **{safe(name)}** can ask no more. Its name stays taken.")
            if st.button("Yes, revoke it", type="primary"):

                def do(_: str) -> str:
                    tokens.revoke_token(frame.store, name, frame.actor, frame.as_of)
                    return f"The token of {name} is revoked."

                doing.attempt("revoke", do)
