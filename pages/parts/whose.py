"""Whose work a page shows: everybody's, or that of the person who looks."""

from __future__ import annotations

import streamlit as st

from pages.parts.frame import ACTOR, Frame


def choice(frame: Frame, key: str) -> str | None:
    """The person whose work is wanted, None for everybody's; kept in the address."""
    chosen = st.segmented_control(
        "Whose", ["All", "Mine"], default="All", required=True, key=key, bind="query-params"
    )
    return frame.actor.name if chosen == "Mine" else None


def nobody_chosen(frame: Frame, person: str | None) -> bool:
    """Say so where "mine" means nobody, because nobody was chosen."""
    if person is None or frame.actor != ACTOR:
        return False
    st.info("Choose who you are in the sidebar to see what is yours.", icon=":material/person:")
    return True
