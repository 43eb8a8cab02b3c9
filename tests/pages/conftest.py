"""Pages run in process on a small store of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from backorder_core.services.people import let_choose
from backorder_core.store import Store, open_store
from pages.parts import frame, places
from tests.small_company import ADMIN, PLANNER, TODAY, SmallCompany

SHELL = places.PAGES / "parts" / "shell.py"
Opened = Callable[..., AppTest]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages open, and nothing in it; the same handle that they use."""
    path = str(tmp_path / "pages.duckdb")
    monkeypatch.setenv("BACKORDERS_STORE", path)
    with closing(open_store(path)) as fresh:
        let_choose(fresh, True, "a test", ADMIN)
    yield frame.opened(path)
    frame.close(path)
    st.cache_data.clear()


@pytest.fixture
def company(served: Store, tmp_path: Path) -> SmallCompany:
    """The chapter's shortage as a backorder, seen on 28 January 2025."""
    small = SmallCompany(served, tmp_path)
    small.chapter_shortage()
    small.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    served.mark_demo(TODAY, PLANNER)
    return small


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
