"""A fresh store with the small company in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.reference import load
from backorder_core.store import Store, open_store
from tests.small_company import ADMIN, CREATED, PLANNER, SmallCompany


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def company(store: Store, tmp_path: Path) -> SmallCompany:
    return SmallCompany(store, tmp_path)


@pytest.fixture
def short(company: SmallCompany) -> SmallCompany:
    """The chapter's shortage on backorder, with stock at the West Coast and a place to receive."""
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
    return company
