"""Who somebody is: signed in by OIDC, or chosen on this machine where allowed; nobody else gets in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NoReturn

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor
from backorder_core.services.people import begin_here, signed_in, untouched
from backorder_core.store import Store
from pages.parts.format import worded
from pages.parts.text import safe

CHOSEN = "planner"
PLANNER = Actor(CHOSEN)
HOUR = 3600
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def configured() -> bool:
    """Whether an OIDC provider is set up in .streamlit/secrets.toml."""
    try:
        return bool(st.secrets.get("auth"))
    except FileNotFoundError:
        return False


def may_choose(settings: Settings, demo: bool) -> bool:
    """Whether people say who they are: in a demo or by a setting, without OIDC, from this machine only."""
    return (demo or settings.access.choose_identity) and not configured() and _from_here()


def _from_here() -> bool:
    forwarded = any(st.context.headers.get(name) for name in FORWARDED)
    # an address is told for visitors from elsewhere alone
    return not isinstance(st.context.ip_address, str) and not forwarded


def actor(store: Store, settings: Settings) -> Actor | None:
    """Who signed in by OIDC; None where nobody did, ``Refusal`` where they are not known here."""
    if not configured() or not st.user.is_logged_in:
        return None
    claims: Mapping[str, Any] = dict(st.user)
    since = claims.get("iat")
    if isinstance(since, int | float) and time.time() - since > settings.access.sign_in_hours * HOUR:
        return None
    return signed_in(store, claims)


def gate(store: Store, refusal: Refusal | None = None) -> NoReturn:
    """The page of somebody who is not in: a way to sign in, or what has to be set up for one."""
    left, middle, right = st.columns([1, 2, 1])
    del left, right
    with middle:
        st.title("Backorder Command Centre", anchor=False)
        if not configured():
            _begin(store)
            st.info(
                "Nobody can get in yet. Set up sign-in with your identity provider (docs/sign-in.md), or, on "
                "this machine only, stop the app and run `backorders people choose on`.",
                icon=":material/lock:",
            )
        elif refusal is not None:
            st.error(safe(worded(refusal.sentence)), icon=":material/block:")
            st.button("Sign in as somebody else", icon=":material/logout:", on_click=st.logout)
        else:
            st.markdown("See what late suppliers put at risk, decide, and tell customers before they call.")
            st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    st.stop()


def _begin(store: Store) -> None:
    """A store that nobody has used yet may be begun by whoever sits at this machine."""
    if not _from_here() or not untouched(store):
        return
    st.markdown(
        "This store is empty. Start with your own files: see what is late, what it puts at risk, and what to "
        "do next. To look around first, stop the app and run `backorders serve --demo`."
    )
    st.button(
        "Start on this machine, without signing in",
        type="primary",
        icon=":material/rocket_launch:",
        on_click=begin_here,
        args=(store,),
        help="Whoever sits at this machine may then choose who they are; nobody from elsewhere gets in. "
        "Switch it off with “backorders people choose off”, or set up sign-in",
    )


def badge(who: Actor) -> None:
    """Who is signed in, and the way out."""
    st.markdown(f"**{safe(who.name)}**, {who.role.label.lower()}")
    st.button("Sign out", icon=":material/logout:", on_click=st.logout)
