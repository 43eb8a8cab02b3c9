"""A fresh store with the small company in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backorder_core.store import Store, open_store
from tests.small_company import SmallCompany


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def company(store: Store, tmp_path: Path) -> SmallCompany:
    return SmallCompany(store, tmp_path)
