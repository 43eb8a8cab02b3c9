"""The demo company, built once for the whole run and copied for every test that wants it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backorder_core.store import Store, open_store


@pytest.fixture(scope="session")
def demo_store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store file with the demo company; copy it before writing to it."""
    from backorder_core.demo import build_demo

    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    if made_before := os.environ.get("BACKORDERS_TEST_DEMO"):  # saves half a minute a run while working
        return Path(shutil.copy(made_before, path))
    store = open_store(str(path))
    build_demo(store)
    store.close()
    return path


@pytest.fixture
def demo_store(demo_store_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An open copy of the demo company."""
    store = open_store(str(shutil.copy(demo_store_file, tmp_path / "demo.duckdb")))
    yield store
    store.close()


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """An open store with nothing in it."""
    store = open_store(str(tmp_path / "empty.duckdb"))
    yield store
    store.close()
