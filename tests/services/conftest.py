"""A fresh store with the small company in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.reference import load
from backorder_core.store import Store, open_store
from tests.busy_company import BusyCompany
from tests.conftest import one_thread
from tests.small_company import ADMIN, CREATED, PLANNER, SmallCompany
from tests.templates import Fill, Templates


@pytest.fixture(scope="package", autouse=True)
def _small() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture
def store(templates: Templates, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A copy of what the fixtures that the test asks for begin with; empty where they say nothing.

    A module may say so too: its ``FILLS`` names a fixture of its own and what the store then holds.
    """
    opened = open_store(templates.address(tmp_path / "store.duckdb", *_beginning(request)))
    yield opened
    opened.close()


def _beginning(request: pytest.FixtureRequest) -> tuple[str, Fill]:
    own: dict[str, Fill] = getattr(request.module, "FILLS", {})
    for name, fill in own.items():
        if name in request.fixturenames:
            return f"{request.module.__name__}-{name}", fill
    return next(((one, FILLS[one]) for one in FILLS if _asked_for(request, one)), ("empty", _nothing))


def _asked_for(request: pytest.FixtureRequest, name: str) -> bool:
    """Whether the test is given that fixture of this file, not a module's own of the same name."""
    found = request.node._fixtureinfo.name2fixturedefs.get(name)
    return bool(found) and found[-1].func.__module__ == __name__


@pytest.fixture
def company(store: Store, tmp_path: Path) -> SmallCompany:
    return SmallCompany(store, tmp_path, loaded=True)


@pytest.fixture
def busy(store: Store, tmp_path: Path) -> BusyCompany:
    return BusyCompany(store, tmp_path, loaded=True)


@pytest.fixture
def short(company: SmallCompany) -> SmallCompany:
    """The chapter's shortage on backorder, with stock at the West Coast and a place to receive."""
    return company


def _nothing(*_: object) -> None:
    """Leaves the store empty."""


def _fall_short(store: Store, folder: Path) -> None:
    company = SmallCompany(store, folder)
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    load(
        company.store,
        "locations",
        [{"code": "MAIN", "name": "Main Warehouse"}, {"code": "WEST", "name": "West Coast Warehouse"}],
        PLANNER,
        CREATED,
    )
    stock = {"location": "WEST", "product": "CM-500", "on_hand": Decimal(40), "promised": Decimal(10)}
    load(company.store, "stock", [stock], PLANNER, CREATED)
    people = [{"name": "Sarah", "role": int(Role.PURCHASING_MANAGER)}, {"name": "Mike", "role": 2}]
    load(company.store, "people", people, ADMIN, CREATED)


FILLS: dict[str, Fill] = {"short": _fall_short, "busy": BusyCompany, "company": SmallCompany}
