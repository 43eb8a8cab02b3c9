"""People: added, changed, gone; who a sign-in is."""

from __future__ import annotations

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Role
from backorder_core.services.checks import check
from backorder_core.services.people import (
    Person,
    PersonWish,
    everybody,
    leave,
    let_choose,
    save_person,
)
from backorder_core.store import Store
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


def test_choosing_who_one_is_is_a_setting_with_its_reason(store: Store) -> None:
    assert not store.settings()[1].access.choose_identity
    let_choose(store, True, "a workshop", ADMIN)
    version, settings = store.settings()
    assert settings.access.choose_identity
    let_choose(store, True, "again", ADMIN)
    assert store.settings()[0] == version
    with pytest.raises(InvalidInput, match="The reason is missing"):
        let_choose(store, False, " ", ADMIN)
