"""The database gives the store up while pages are open: each says so, and its next look is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from backorder_core.store import Reader, Store, opening
from pages.parts import frame, places
from tests.pages.conftest import SHELL, fall_short
from tests.pages.test_pages import words
from tests.templates import Templates

DOOM = "set debug_checkpoint_abort = 'before_header'"


@pytest.fixture
def doomed(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of the pages, whose next checkpoint ends the database as a full disk does."""
    path = str(templates.copy(tmp_path / "pages.duckdb", "pages-company", fall_short))
    monkeypatch.setenv("BACKORDERS_STORE", path)
    monkeypatch.setattr(opening, "LOCKDOWN", (DOOM, *opening.LOCKDOWN))
    store = frame.opened(path)
    store.clock = lambda: datetime(2025, 1, 28, 17)  # noqa: DTZ001 - UTC, as the store keeps it
    yield store
    frame.close(path)
    st.cache_data.clear()


@dataclass
class Fault:
    """Ends the database at the n-th statement that is read from now on."""

    store: Store
    at: int
    seen: int = 0

    def __call__(self, reader: Reader, name: str) -> None:
        self.seen += 1
        if self.seen == self.at:
            reader.cursor.execute("checkpoint")


def fail_at(store: Store, statement: int, patch: pytest.MonkeyPatch) -> Fault:
    store.write(lambda writer: writer.run("write_meta", name="demo", value="yes"))
    fault = Fault(store, statement)
    for way in ("rows", "dicts"):
        kept = getattr(Reader, way)

        def read(reader: Reader, name: str, /, kept: Any = kept, **params: object) -> Any:
            fault(reader, name)
            return kept(reader, name, **params)

        patch.setattr(Reader, way, read)
    return fault


@pytest.mark.parametrize("path", [places.COMMAND_CENTER, places.BACKORDERS], ids=lambda path: path.stem)
def test_a_page_in_the_midst_says_so_and_the_next_look_shows_everything(doomed: Store, path: Path) -> None:
    app = AppTest.from_file(str(SHELL), default_timeout=90).run()
    if path != places.COMMAND_CENTER:
        app = app.switch_page(str(path)).run()
    whole = words(app)
    for statement in (1, 3, 8, 15):
        st.cache_data.clear()
        with pytest.MonkeyPatch.context() as patch:
            fault = fail_at(doomed, statement, patch)
            app.run()
        assert fault.seen >= statement
        assert not app.exception
        (said,) = [one.value.replace("\\", "") for one in app.error]
        assert "is opened again by itself" in said
        app.run()
        assert (list(app.error), list(app.exception)) == ([], [])
        assert words(app) == whole
