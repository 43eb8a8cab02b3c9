"""Who somebody is: signed in by OIDC, or chosen on this machine where allowed; nobody else gets in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from backorder_core.domain.errors import IllegalStep, Refusal
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor
from backorder_core.services import sign_in
from backorder_core.services.people import begin_here, untouched
from backorder_core.store import Store
from pages.parts.format import worded
from pages.parts.remembering import remembered
from pages.parts.text import safe

CHOSEN = "planner"
PLANNER = Actor(CHOSEN)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def configured() -> bool:
    """Whether an OIDC provider is set up in .streamlit/secrets.toml.

    ``InvalidInput`` where that cannot be told or is not complete: then nobody gets in, by whatever way.
    """
    try:
        auth = st.secrets.get("auth")
    except OSError as wrong:  # what is not TOML is told as a file that is not there
        broken = next((one for one in map(Path, st.get_option("secrets.files")) if one.exists()), None)
        if broken is not None:
            raise sign_in.unreadable(broken) from wrong
        return False
    if auth is None:
        return False
    sign_in.proved(auth)
    return True


def prepare(store: Store) -> None:
    """Before the first visit: a store served with sign-in is marked so; identities to choose stay at home.

    Raises ``IllegalStep`` where people would choose who they are on an address that others reach, or in a
    store that was opened with sign-in, and whatever is wrong with the sign-in.
    """
    if configured():
        sign_in.note_sign_in(store)
        return
    if not (store.is_demo() or store.settings()[1].access.choose_identity):
        return
    if sign_in.ever_signed_in(store):
        raise IllegalStep(
            "This store was opened with sign-in, and sign-in is not set up now: set it up again "
            "(docs/sign-in.md), or use another store to try things out."
        )
    if not _at_home():
        raise IllegalStep(
            f"People choose who they are in this store, so it is served on this machine only: set "
            f"server.address to 127.0.0.1 instead of {st.get_option('server.address') or 'every address'}, "
            "or set up sign-in."
        )


def _at_home() -> bool:
    address = str(st.get_option("server.address") or "")
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def may_choose(store: Store, settings: Settings, demo: bool, version: int) -> bool:
    """Whether people say who they are: in a demo or by a setting, never beside or after a sign-in.

    Only visitors from this machine do, on an address that nobody else reaches. ``version`` is the store's.
    """
    wanted = demo or settings.access.choose_identity
    return wanted and not configured() and _from_here() and not _signed_in(store, store.url, version)


@remembered(4)
def _signed_in(_store: Store, url: str, version: int) -> bool:
    return sign_in.ever_signed_in(_store)


def _from_here() -> bool:
    forwarded = any(st.context.headers.get(name) for name in FORWARDED)
    # an address is told for visitors from elsewhere alone
    return not isinstance(st.context.ip_address, str) and not forwarded


def actor(store: Store) -> Actor | None:
    """Who signed in by OIDC; None where nobody did, ``NotAllowed`` where it counts no more."""
    if not configured() or not st.user.is_logged_in:
        return None
    claims = _claims()
    sign_in.must_be_for(claims, st.secrets["auth"]["client_id"])
    return sign_in.admitted(store, claims, datetime.now(UTC))


def _claims() -> Mapping[str, Any]:
    return dict(st.user)


def _leave(store: Store) -> None:
    """Sign out for good: a copy of the cookie gets nobody in any more."""
    with suppress(Refusal):  # who cannot be told apart leaves all the same
        sign_in.sign_out(store, _claims())
    st.logout()


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


def badge(store: Store, who: Actor) -> None:
    """Who is signed in, and the way out."""
    st.markdown(f"**{safe(who.name)}**, {who.role.label.lower()}")
    st.button(
        "Sign out",
        icon=":material/logout:",
        on_click=_leave,
        args=(store,),
        help="Ends your sign-in in every browser.",
    )
