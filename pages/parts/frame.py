"""What every page stands in: the open store, the as-of date, the demo label, cached reads, refusals."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from backorder_core.domain.errors import NotAllowed, Refusal
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor, Session
from backorder_core.services.permitted import note
from backorder_core.services.work.caring import Person, people
from backorder_core.store import PastStore, Store, open_store
from backorder_core.store.opening import DEFAULT_URL
from pages.parts import signin
from pages.parts.format import day, moment, worded
from pages.parts.remembering import remembered
from pages.parts.text import safe

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
LOOK_EVERY = (12.0, 20.0)
ACTOR = signin.PLANNER
_STORES: dict[str, Store] = {}
_OPENING = Lock()


@dataclass(frozen=True)
class Frame:
    """One run of a page: the store at one data version, as of one day, as known on one where chosen."""

    store: Store
    version: int
    settings: Settings
    demo: bool
    default_as_of: date
    as_of: date
    actor: Actor
    known_on: date | None = None
    choosing: bool = False
    """Whether people say who they are."""

    @property
    def live(self) -> bool:
        """Whether the page shows today's state, the only one that can be worked on."""
        return self.as_of == self.default_as_of and self.known_on is None

    @property
    def link(self) -> dict[str, str]:
        """What a link to another page must carry so that it shows the same day."""
        found = {} if self.as_of == self.default_as_of else {"as_of": self.as_of.isoformat()}
        return {**found, "known_on": self.known_on.isoformat()} if self.known_on else found


def opened(url: str) -> Store:
    """The store of this process, opened once; a cache of Streamlit's would be dropped with "clear cache"."""
    with _OPENING:
        if url not in _STORES:
            _STORES[url] = open_store(url)
        return _STORES[url]


def close(url: str) -> None:
    """Close the store of this process, if it is open."""
    with _OPENING:
        store = _STORES.pop(url, None)
        if store is not None:
            store.close()


def store_url() -> str:
    """Path of the store that this process serves."""
    return os.environ.get("BACKORDERS_STORE", DEFAULT_URL)


@remembered(8)
def _facts(_store: Store, url: str, version: int) -> tuple[Settings, bool]:
    return _store.settings()[1], _store.is_demo()


def here() -> Frame:
    """The frame of this run; ``Refusal`` where the store cannot be opened.

    Who is not in sees the way in, and the run ends there.
    """
    store = opened(store_url())
    version = store.data_version()
    settings, demo = _facts(store, store.url, version)
    default = store.business_day(settings)
    chosen = st.session_state.get("as_of")
    as_of = chosen if isinstance(chosen, date) else default
    choosing = signin.may_choose(store, settings, demo, version)
    who = _actor(store, version, choosing)
    known_on = st.session_state.get("known_on")
    if not isinstance(known_on, date):
        return Frame(store, version, settings, demo, default, as_of, who, None, choosing)
    past = PastStore(store, known_on)
    then = _facts(past, past.url, version)[0].model_copy(update={"access": settings.access})
    return Frame(past, version, then, demo, default, as_of, who, known_on, choosing)


def settled(frame: Frame) -> Frame:
    """The frame of this run when the sidebar is drawn: another one only where it says something else now."""
    state = st.session_state
    said = state.get("as_of"), state.get("known_on"), state.get("me", frame.actor.name)
    return frame if said == (frame.as_of, frame.known_on, frame.actor.name) else here()


def runs_alone() -> bool:
    """Whether a part of the page runs, and not the whole page."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def _actor(store: Store, version: int, choosing: bool) -> Actor:
    if choosing:
        name = st.session_state.get("me")
        found = next((one for one in everybody(store, store.url, version) if one.name == name), None)
        return Actor(found.name, found.role, Session()) if found else ACTOR
    try:
        who = signin.actor(store)
    except NotAllowed as refusal:
        note(refusal, None, "a sign-in")
        signin.gate(store, refusal)
    return who or signin.gate(store)


@remembered(8)
def everybody(_store: Store, url: str, version: int) -> tuple[Person, ...]:
    """Everybody who can be named, by name."""
    return people(_store)


def person_control(frame: Frame) -> None:
    """Who works here; what they do is noted under this name."""
    if not frame.choosing:
        signin.badge(opened(store_url()), frame.actor)
        return
    known = everybody(frame.store, frame.store.url, frame.version)
    if known:
        roles = {one.name: one.role.label for one in known}
        st.selectbox(
            "You are",
            [ACTOR.name, *roles],
            format_func=lambda name: f"{name}, {roles[name].lower()}" if name in roles else "A planner",
            key="me",
            help="Everything you do is noted under this name, and “mine” means theirs. Nobody is asked for a "
            "password: this is for trying out, on this machine only.",
        )
        st.caption("Identities to try out, without signing in.")


def as_of_control(frame: Frame) -> None:
    """The day that every page looks at, in the sidebar and in the URL."""
    default = frame.default_as_of
    st.date_input(
        "As of",
        value=default,
        min_value=EARLIEST,
        max_value=LATEST,
        key="as_of",
        bind="query-params",
        format="YYYY-MM-DD",
        help="Every page shows the state at the end of this day.",
    )
    if st.session_state["as_of"] != default:
        st.button(
            f"Back to {day(default)}",
            icon=":material/undo:",
            on_click=st.session_state.__setitem__,
            args=("as_of", default),
        )
    _known_on_control()
    if frame.demo:
        st.badge("Demo company", icon=":material/science:", color="violet")
        st.caption(f"Made-up data. Its story plays on {day(default)}, so that is the day shown first.")


def _known_on_control() -> None:
    st.date_input(
        "Known on",
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key="known_on",
        bind="query-params",
        format="YYYY-MM-DD",
        help="Leave it empty to see what is known today. With a day, every page shows what was known at the "
        "end of it: what was entered later is left out.",
    )
    if st.session_state["known_on"]:
        st.button(
            "Back to what is known today",
            icon=":material/history:",
            on_click=st.session_state.__setitem__,
            args=("known_on", None),
        )


def follow_the_day(frame: Frame) -> None:
    """A session left open overnight moves on to the new day, unless somebody chose another one."""
    seen = st.session_state.get("default_as_of")
    if seen not in (None, frame.default_as_of) and st.session_state.get("as_of") == seen:
        st.session_state["as_of"] = frame.default_as_of
    st.session_state["default_as_of"] = frame.default_as_of


def watch(frame: Frame) -> None:
    """Look now and then, at a beat of this session's own, whether the data changed; if so, draw again."""
    beat = st.session_state.setdefault("beat", random.uniform(*LOOK_EVERY))  # noqa: S311 - jitter

    @st.fragment(run_every=beat)
    def look() -> None:
        if not runs_alone():
            return
        with refusals():
            now = here()
        if (now.version, now.default_as_of) != (frame.version, frame.default_as_of):
            st.rerun(scope="app")

    look()


def heading(frame: Frame, title: str, about: str = "") -> None:
    """Title of a page, the day it shows, and when it was drawn."""
    st.title(title, anchor=False)
    drawn = moment(frame.store.clock(), frame.settings.time_zone)
    said = f"{about} · " if about else ""
    known = f" as it was known on **{day(frame.known_on)}**" if frame.known_on else ""
    st.caption(f"{said}As of **{day(frame.as_of)}**{known} · refreshed {drawn}, and again when data changes")


def only_others(frame: Frame, who_may: str) -> None:
    """Say that this is not for whoever looks, and whose it is, such as "administrators make tokens"."""
    me = frame.actor
    role = me.role.label.lower()
    you = f"a {role}" if me == ACTOR else f"{safe(me.name)}, {role}"
    st.info(f"You are {you}: {who_may}.", icon=":material/lock:")


def refuse(refusal: Refusal) -> None:
    """Show a refusal as the one sentence that it is."""
    st.error(safe(worded(refusal.told)), icon=":material/block:")


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever the core refuses in here is shown as its sentence, and the page ends there."""
    try:
        yield
    except Refusal as refusal:
        refuse(refusal)
        st.stop()
