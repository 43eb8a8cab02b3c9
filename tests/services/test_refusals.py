"""Every command reads anew what somebody at a screen may do, and what is refused stands in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from backorder_core.domain.errors import NotAllowed
from backorder_core.domain.values import Actor, Role, Session
from backorder_core.services.people import PersonWish, leave, save_person
from backorder_core.services.sign_in import sign_out_everywhere
from backorder_core.services.work import caring
from backorder_core.store import PastStore, Store
from tests.services.working import BO
from tests.small_company import ADMIN, TODAY, SmallCompany

EMAIL = "pat@example.com"


@pytest.fixture
def here(short: SmallCompany) -> Store:
    save_person(short.store, PersonWish("Pat", Role.PLANNER, EMAIL), ADMIN, TODAY)
    return short.store


def pat(store: Store, identity: str = EMAIL) -> Actor:
    """Pat at a screen that was drawn just now."""
    since = store.clock().replace(tzinfo=UTC) - timedelta(minutes=1)
    return Actor("Pat", Role.PLANNER, Session(identity, since if identity else None))


def say(store: Store, who: Actor) -> None:
    caring.comment(store, BO, "hm", who, TODAY)


def other_role(store: Store) -> None:
    save_person(store, PersonWish("Pat", Role.ANALYST, EMAIL, 1), ADMIN, TODAY)


def gone(store: Store) -> None:
    leave(store, "Pat", ADMIN, TODAY)


def signed_out(store: Store) -> None:
    sign_out_everywhere(store, "Pat", ADMIN)


@pytest.mark.parametrize(
    ("happens", "identity", "said"),
    [
        (other_role, EMAIL, "What Pat may do changed meanwhile"),
        (other_role, "", "What Pat may do changed meanwhile"),
        (gone, EMAIL, "What Pat may do changed meanwhile"),
        (signed_out, EMAIL, "was ended by signing out"),
    ],
)
def test_what_was_drawn_before_gives_no_right_after(
    here: Store, happens: Callable[[Store], None], identity: str, said: str
) -> None:
    drawn = pat(here, identity)
    say(here, drawn)
    happens(here)
    with pytest.raises(NotAllowed, match=said):
        say(here, drawn)


def test_machines_and_the_command_line_have_the_role_that_they_were_given(here: Store) -> None:
    other_role(here)
    say(here, Actor("Pat", Role.PLANNER))


def test_who_is_nobody_of_the_list_keeps_the_role_of_their_sign_in(here: Store) -> None:
    claimed = replace(pat(here, "x@y.example"), name="Xenia")
    signed_out(here)
    say(here, claimed)


def test_a_view_of_the_past_asks_who_somebody_is_today(here: Store) -> None:
    past = PastStore(here, TODAY)
    other_role(here)
    with pytest.raises(NotAllowed, match="changed meanwhile"):
        caring.comment(past, BO, "hm", pat(here), TODAY)


def test_a_refusal_is_logged_once_with_who_and_what(here: Store, caplog: pytest.LogCaptureFixture) -> None:
    sly = Actor("Sly\nRefused nothing", Role.ANALYST)
    with caplog.at_level(logging.WARNING, "backorder_core.refusals"), pytest.raises(NotAllowed):
        say(here, sly)
    (line,) = [one.getMessage() for one in caplog.records if one.name == "backorder_core.refusals"]
    assert line.startswith("Refused comment to 'Sly\\nRefused nothing' (analyst): ")
    assert "\n" not in line
