"""Pages run in process on a small store of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.services.people import let_choose
from backorder_core.store import Store
from pages.parts import frame, places
from pages.parts.remembering import forget
from tests.conftest import one_thread
from tests.small_company import ADMIN, PLANNER, TODAY, SmallCompany
from tests.templates import Templates

SHELL = places.PAGES / "parts" / "shell.py"
Opened = Callable[..., AppTest]


@pytest.fixture(scope="package", autouse=True)
def _small() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture
def served(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Store]:
    """The store that the pages open, and only ``company`` in it; the same handle that they use."""
    name, fill = (
        ("pages-company", fall_short) if "company" in request.fixturenames else ("pages", _let_choose)
    )
    path = templates.address(tmp_path / "pages.duckdb", name, fill)
    monkeypatch.setenv("BACKORDERS_STORE", path)
    yield frame.opened(path)
    frame.close(path)
    forget()


def _let_choose(store: Store, _: Path) -> None:
    let_choose(store, True, "a test", ADMIN)


def fall_short(store: Store, folder: Path) -> None:
    """A company with the chapter's shortage as a backorder, and identities to choose from."""
    _let_choose(store, folder)
    small = SmallCompany(store, folder)
    small.chapter_shortage()
    small.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    store.mark_demo(TODAY, PLANNER)


@pytest.fixture
def company(served: Store, tmp_path: Path) -> SmallCompany:
    """The chapter's shortage as a backorder, seen on 28 January 2025."""
    return SmallCompany(served, tmp_path, loaded=True)


@pytest.fixture
def opened(served: Store) -> Opened:
    """Open a page by its path with what its address says."""

    def run(path: Path = places.COMMAND_CENTER, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(SHELL), default_timeout=30)
        if path != places.COMMAND_CENTER:
            app.run().switch_page(str(path))
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run
