"""Doing something from a page: once however often it is clicked, refused in one sentence, told when done."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.services.holding import Seen
from pages.parts import frame as frames
from pages.parts.format import worded
from pages.parts.frame import Frame
from pages.parts.text import safe

T = TypeVar("T")
SECOND_CLICK = 1.0
UNDRAWN = 4.0


@contextmanager
def run() -> Iterator[None]:
    """One run of a page, counted; its end is when a person sees what the click before it did."""
    state = st.session_state
    state["run"] = state.get("run", 0) + 1
    sent = state.get("sent")
    yield
    if sent is not None and state.get("sent") == sent:
        form, told, at, drawn = sent
        state["sent"] = None if drawn else (form, told, at, time.monotonic())


@contextmanager
def part(name: str) -> Iterator[None]:
    """A part of a page that can be drawn again while the rest stands: each keeps what it drew itself."""
    st.session_state["part"] = name
    try:
        yield
    finally:
        st.session_state["part"] = ""


def as_drawn(name: str, state: T) -> T:
    """The state of ``name`` that the run before this one drew: the one that whoever clicks has seen.

    ``state``, a version or whatever tells states apart, is the one that this run draws.
    """
    states: dict[tuple[str, str], tuple[int, T, T]] = st.session_state.setdefault("drawn", {})
    now: int = st.session_state.get("run", 0)
    place = st.session_state.get("part", ""), name
    at, before, last = states.get(place, (-1, state, state))
    if at != now:
        before = last
    states[place] = (now, before, state)
    return before


def seen(number: str, version: int) -> Seen:
    """A backorder in the version that whoever clicks has seen, see ``as_drawn``."""
    return Seen(number, as_drawn(number, version))


def attempt(form: str, work: Callable[[str], str]) -> None:
    """Run ``work`` with a key that stays the same until it succeeded; its answer is told after the rerun.

    A refusal is shown where the form stands, with everything typed still in it. A click on the same form
    that was made before its answer could be seen is the second half of a double click: it does nothing.
    """
    sent = _sent_just_now()
    if sent is not None and sent[0] == form:
        _told(*sent)
    name = f"once_{form}"
    key = st.session_state.setdefault(name, secrets.token_hex(8))
    try:
        told = work(key)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    st.session_state.pop(name, None)
    _told(form, told)


def _told(form: str, told: str) -> NoReturn:
    st.session_state["told"] = told
    st.session_state["sent"] = (form, told, time.monotonic(), None)
    st.rerun()


def _sent_just_now() -> tuple[str, str] | None:
    """The form that was sent so shortly ago that its answer may not have been seen, and the answer."""
    sent = st.session_state.get("sent")
    if sent is None:
        return None
    form, told, at, drawn = sent
    until = drawn + SECOND_CLICK if drawn else at + UNDRAWN
    return (form, told) if time.monotonic() < until else None


def messages() -> None:
    """What the run before had to say, once: what was done, or why not.

    The second half of a double click may meet a button that is gone: what was done stays said after it.
    """
    refused = st.session_state.pop("refused", None)
    if refused:
        st.error(safe(worded(refused)), icon=":material/block:")
    sent = _sent_just_now()
    told = st.session_state.pop("told", None) or (sent[1] if sent else None)
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
