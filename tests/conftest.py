"""The demo company, built once for the whole run and copied for every test that wants it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backorder_core.store import Store, anchor, keys, open_store, opening
from tests.addresses import copied
from tests.scheduling import pytest_xdist_make_scheduler  # noqa: F401 - a hook
from tests.templates import Templates

os.environ.setdefault(keys.VARIABLE, str(Path(__file__).parent / "data" / "ledger.key"))
os.environ.setdefault(anchor.VARIABLE, anchor.OFF)
"""Stores are copied about here: one key for all of them, and nobody notes where the last one stood."""


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The store files that tests begin with, made once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return Templates(folder)


@contextmanager
def one_thread() -> Iterator[None]:
    """Stores opened meanwhile work in one thread: statements over a handful of rows take a quarter less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LOCKDOWN", ("set threads = 1", *opening.LOCKDOWN))
        yield


@pytest.fixture(scope="session")
def demo_store_file(templates: Templates) -> Path:
    """A closed store file with the demo company; copy it before opening it."""
    from backorder_core.demo import build_demo

    if made_before := os.environ.get("BACKORDERS_TEST_DEMO"):  # saves half a minute a run while working
        return Path(made_before)
    return templates.file("demo", lambda store, _: build_demo(store))


@pytest.fixture
def demo_store(demo_store_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An open copy of the demo company."""
    store = open_store(copied(demo_store_file, tmp_path / "demo.duckdb"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def hostile_store_file(templates: Templates) -> Path:
    """A closed store file in which every text is out to do harm; copy it before opening it."""
    from tests import hostile_company

    if made_before := os.environ.get("BACKORDERS_TEST_HOSTILE"):
        return Path(made_before)
    with one_thread():
        return templates.file("hostile", hostile_company.fill)


@pytest.fixture
def empty_store(templates: Templates, tmp_path: Path) -> Iterator[Store]:
    """An open store with nothing in it."""
    store = open_store(templates.address(tmp_path / "empty.duckdb", "empty"))
    yield store
    store.close()
