"""The guard of every use-case: whoever calls it, through whatever door, must be allowed to."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from backorder_core.domain.access import Permission, require
from backorder_core.domain.errors import NotAllowed
from backorder_core.domain.values import Actor, Role
from backorder_core.store import Reader, Store

P = ParamSpec("P")
T = TypeVar("T")
ACTOR, STORE = "actor", "store"
LOG = logging.getLogger("backorder_core.refusals")


def permitted(*permissions: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A use-case whose ``actor`` needs one of the permissions; ``NotAllowed`` where they have none.

    Of somebody at a screen, role and sign-in are read anew: what was drawn may be older than both. Every
    refusal is logged, those of the use-case itself included.
    """

    def guard(use_case: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(use_case)
        if ACTOR not in signature.parameters:
            raise TypeError(f"{use_case.__qualname__} has no actor to guard")

        @wraps(use_case)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            given = signature.bind(*args, **kwargs).arguments
            actor, store = given[ACTOR], given.get(STORE)
            try:
                require(actor, *permissions)
                if actor.session is not None and isinstance(store, Store):
                    still_here(store.live, actor)
                return use_case(*args, **kwargs)
            except NotAllowed as refusal:
                note(refusal, actor, use_case.__name__)
                raise

        guarded.__dict__["permissions"] = permissions
        return guarded

    return guard


def note(refusal: NotAllowed, who: Actor | None, what: str) -> None:
    """Log a refusal once, through however many hands it goes."""
    if not refusal.logged:
        refusal.logged = True
        named = f"{who.name!r} ({who.role.label.lower()})" if who else "nobody known"
        LOG.warning("Refused %s to %s: %r", what, named, refusal.sentence)


def still_here(store: Store, who: Actor) -> None:
    """``NotAllowed`` where somebody's role changed, they left, or their sign-in ended since it was read."""
    session = who.session
    with store.read() as reader:
        row = reader.one("person_by_name", name=who.name)
        over = session is not None and ended(reader, session.identity, session.since)
    if row is not None and (Role(row[0]) is not who.role or not row[1]):
        raise NotAllowed(f"What {who.name} may do changed meanwhile: reload and look again.")
    if over:
        raise NotAllowed("This sign-in was ended by signing out: sign in again.")


def ended(reader: Reader, identity: str, since: datetime | None) -> bool:
    """Whether a sign-in made at an instant (UTC) was ended since by signing out."""
    if since is None:
        return False
    row = reader.one("signed_out_at", identity=identity)
    return row is not None and since <= row[0].replace(tzinfo=UTC)
