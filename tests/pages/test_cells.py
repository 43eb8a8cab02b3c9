"""Every value, step and role on the page of approvals: exactly the allowed cells are offered and succeed.

The same cells as in tests/services/test_cells.py, through the screen; ``make soak`` walks it in every role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Role
from backorder_core.services.checks import check
from backorder_core.services.people import let_choose
from backorder_core.services.reference import load
from backorder_core.store import Store
from pages.parts import frame, places
from pages.parts.remembering import forget
from tests.pages.test_approvals import be
from tests.pages.test_hostile import visit
from tests.pages.test_working import press, said
from tests.services import test_cells as cells
from tests.services.test_cells import CELLS, EDGES, NUMBERS
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY
from tests.templates import Templates

pytestmark = pytest.mark.filterwarnings("ignore")
APPROVERS = (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR, Role.ACCOUNT_MANAGER)
SOME = (*APPROVERS, Role.ADMINISTRATOR)
TURNS = {
    NUMBERS[value, vip]: (*EDGES[value], *((Role.ACCOUNT_MANAGER,) if vip else ())) for value, vip in CELLS
}
"""Who decides on a backorder, one after the other: written down by hand in ``EDGES``."""


def named(role: Role) -> str:
    return f"Robin, {role.label}"


def works_as(store: Store, name: str, role: Role) -> None:
    load(store, "people", [{"name": name, "role": int(role)}], ADMIN, CREATED)


def fill(store: Store, folder: Path) -> None:
    """One backorder a cell, one person a role, and identities to choose from."""
    cells.fill(store, folder)
    for role in Role:
        if role is not Role.CUSTOMER:
            works_as(store, named(role), role)
    let_choose(store, True, "a test", ADMIN)
    store.mark_demo(TODAY, PLANNER)


@pytest.fixture
def store(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages open."""
    path = str(templates.copy(tmp_path / "cells.duckdb", "pages-cells", fill))
    monkeypatch.setenv("BACKORDERS_STORE", path)
    yield frame.opened(path)
    frame.close(path)
    forget()


def approvals() -> AppTest:
    return visit(places.APPROVALS)


def offered(app: AppTest, name: str | None = None) -> set[str]:
    """The backorders that the page offers whoever looks at it, or somebody else, to decide on."""
    if name:
        app = be(app, name)
    assert not app.exception
    tables = [one.value for one in app.dataframe if "turn" in one.value]
    found = {str(number) for one in tables for number in one["number"]}
    asked = [one for one in app.radio if one.label.startswith("Your decision")]
    assert bool(asked) is bool(found), "the form stands where there is something to decide"
    return found


def refused_on_its_page(name: str, number: str) -> bool:
    """Whether the backorder's own page gives somebody no form to decide by."""
    app = visit(places.BACKORDER, {"me": name, f"act_{number}": "Decide"}, number=number)
    assert not app.exception
    return not [one for one in app.radio if one.label.startswith("Your decision")]


def walk(store: Store, roles: Sequence[Role]) -> int:
    """Decide on everything, step by step; before each step everybody looks, the creator in every role too.

    The number of looks and decisions.
    """
    done, app = 0, approvals()
    for place in range(max(map(len, TURNS.values()))):
        for role in roles:
            wanted = {number for number, turns in TURNS.items() if turns[place : place + 1] == (role,)}
            assert offered(app, named(role)) == wanted, (place, role)
            works_as(store, PLANNER.name, role)
            assert offered(app, PLANNER.name) == set(), (place, role)
            done += 2
        for role in reversed(APPROVERS):  # whoever comes later has decided what this step asks of them
            done += decided(app, named(role))
    for role in roles:
        assert offered(app, named(role)) == set()
    return done


def decided(app: AppTest, name: str) -> int:
    """Approve all that is offered to somebody, one after the other."""
    most = left = len(offered(app, name))
    while left:
        press(app, "Decide")
        assert "approved" in said(app)
        left -= 1
        assert len(offered(app)) == left
    return most


def test_the_page_offers_exactly_the_allowed_cells_and_each_succeeds(store: Store) -> None:
    assert walk(store, SOME) == 2 * 4 * len(SOME) + sum(map(len, TURNS.values()))
    assert check(store) == ()


def test_the_page_of_one_backorder_refuses_who_may_not_decide_on_it(store: Store) -> None:
    number = NUMBERS["50000.01", True]
    works_as(store, PLANNER.name, Role.SUPERVISOR)
    refused = {role: refused_on_its_page(named(role), number) for role in SOME}
    assert refused == {role: role is not Role.SUPERVISOR for role in SOME}
    assert refused_on_its_page(PLANNER.name, number)
