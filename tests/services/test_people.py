"""People: added, changed, gone; who a sign-in is."""

from __future__ import annotations

from datetime import date

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.checks import check
from backorder_core.services.people import (
    Person,
    PersonWish,
    everybody,
    leave,
    let_choose,
    save_person,
    signed_in,
)
from backorder_core.store import Store
from backorder_core.store.session import read_settings, save_settings
from tests.small_company import ADMIN, TODAY

ANN = PersonWish("Ann", Role.PLANNER, " Ann@Example.com ")


def only(store: Store) -> Person:
    (found,) = everybody(store)
    return found


def test_a_person_is_added_changed_and_gone(store: Store) -> None:
    assert save_person(store, ANN, ADMIN, TODAY) == 1
    assert (only(store).role, only(store).email) == (Role.PLANNER, "ann@example.com")
    assert save_person(store, PersonWish("Ann", Role.MANAGER, "", 1), ADMIN, TODAY) == 2
    leave(store, "Ann", ADMIN, TODAY)
    assert (only(store).left_on, only(store).version) == (TODAY, 3)
    with pytest.raises(IllegalStep, match="left on 2025-01-28 already"):
        leave(store, "Ann", ADMIN, TODAY)
    save_person(store, PersonWish("Ann", Role.MANAGER, "", 3), ADMIN, TODAY)
    assert only(store).left_on is None
    assert check(store) == ()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (PersonWish(" ", Role.PLANNER), "The name is missing"),
        (PersonWish("Bob", Role.PLANNER, "bob at home"), "is not an e-mail address"),
        (PersonWish("Bob", Role.PLANNER, "ANN@example.com"), "belongs to Ann already"),
        (PersonWish("Bob", Role.CUSTOMER), "Customers do not work here"),
        (PersonWish("Ann", Role.PLANNER), "Ann is known already"),
        (PersonWish("Ann", Role.PLANNER, "", 7), "was changed meanwhile"),
        (PersonWish("Bob", Role.PLANNER, "", 1), "was changed meanwhile"),
    ],
)
def test_a_person_must_be_plausible(store: Store, wish: PersonWish, said: str) -> None:
    save_person(store, ANN, ADMIN, TODAY)
    with pytest.raises((InvalidInput, Conflict), match=said):
        save_person(store, wish, ADMIN, TODAY)


def test_nobody_unknown_can_leave(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody called Bob"):
        leave(store, "Bob", ADMIN, TODAY)


def claim_roles(store: Store, name: str) -> None:
    def work(writer: object) -> None:
        version, settings = read_settings(writer)  # type: ignore[arg-type]
        access = settings.access.model_copy(update={"role_claim": name})
        changed = settings.model_copy(update={"access": access})
        save_settings(writer, version + 1, changed, ADMIN, "roles come with the sign-in")  # type: ignore[arg-type]

    store.write(work)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"email": "ANN@example.com"}, Actor("Ann", Role.PLANNER)),
        ({"email": "ann@example.com", "roles": ["director"]}, Actor("Ann", Role.PLANNER)),
        (
            {"email": "x@y.example", "name": "Xenia", "roles": ["users", "Manager"]},
            Actor("Xenia", Role.MANAGER),
        ),
        ({"sub": "123", "roles": "analyst"}, Actor("123", Role.ANALYST)),
        ({"email": "x@y.example", "roles": ["users"]}, None),
        ({"email": "x@y.example", "roles": ["customer"]}, None),
        ({"email": "x@y.example"}, None),
        ({"email": "ann@example.com", "email_verified": False}, None),
        ({}, None),
    ],
)
def test_a_sign_in_is_a_person_or_a_claimed_role(
    store: Store, claims: dict[str, object], expected: Actor | None
) -> None:
    save_person(store, ANN, ADMIN, TODAY)
    claim_roles(store, "roles")
    if expected is not None:
        assert signed_in(store, claims) == expected
        return
    with pytest.raises(NotAllowed, match=r"is not known here|is not verified"):
        signed_in(store, claims)


def test_a_claimed_role_counts_only_where_the_setting_names_the_claim(store: Store) -> None:
    with pytest.raises(NotAllowed, match="is not known here"):
        signed_in(store, {"email": "x@y.example", "roles": ["manager"]})


def test_who_left_does_not_get_in(store: Store) -> None:
    save_person(store, ANN, ADMIN, TODAY)
    leave(store, "Ann", ADMIN, date(2025, 1, 27))
    with pytest.raises(NotAllowed, match="Ann left on 2025-01-27 and cannot sign in"):
        signed_in(store, {"email": "ann@example.com"})


def test_choosing_who_one_is_is_a_setting_with_its_reason(store: Store) -> None:
    assert not store.settings()[1].access.choose_identity
    let_choose(store, True, "a workshop", ADMIN)
    version, settings = store.settings()
    assert settings.access.choose_identity
    let_choose(store, True, "again", ADMIN)
    assert store.settings()[0] == version
    with pytest.raises(InvalidInput, match="The reason is missing"):
        let_choose(store, False, " ", ADMIN)
