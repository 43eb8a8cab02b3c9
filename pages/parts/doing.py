"""Doing something from a page: once however often it is clicked, refused in one sentence, told when done."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import streamlit as st

from backorder_core.domain.errors import Refusal
from pages.parts import frame as frames
from pages.parts.format import worded
from pages.parts.frame import Frame
from pages.parts.text import safe


def attempt(form: str, work: Callable[[str], str]) -> None:
    """Run ``work`` with a key that stays the same until it succeeded; its answer is told after the rerun.

    A refusal is shown where the form stands, with everything typed still in it.
    """
    name = f"once_{form}"
    key = st.session_state.setdefault(name, secrets.token_hex(8))
    try:
        told = work(key)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    st.session_state.pop(name, None)
    st.session_state["told"] = told
    st.rerun()


def messages() -> None:
    """What the run before had to say, once: what was done, or why not."""
    refused = st.session_state.pop("refused", None)
    if refused:
        st.error(safe(worded(refused)), icon=":material/block:")
    told = st.session_state.pop("told", None)
    if told:
        st.success(safe(worded(told)), icon=":material/check:")


def workable(frame: Frame) -> bool:
    """Whether things can be done on this page: only on today's state; says so where not."""
    if not frame.live:
        st.info(
            "You look at another day than today: go back to today in the sidebar to change anything.",
            icon=":material/history:",
        )
    return frame.live
