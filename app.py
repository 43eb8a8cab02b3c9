"""The process: one Streamlit app with its store, beside it what machines ask for."""

from __future__ import annotations

import gc

gc.disable()  # imports leave no garbage behind, and looking for some takes a fifth of their time

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st

from backorder_core import api
from backorder_core.delivery.scheduler import scheduled
from backorder_core.serving import server_options
from backorder_core.store import Store
from pages.parts import faults, frame, settling, signin

gc.enable()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Open the store before the first visit and close it after the last."""
    signin.prepare(frame.opened(frame.store_url()))
    settling.begin()
    async with scheduled(the_store):
        yield
    frame.close(frame.store_url())


def the_store() -> Store:
    """The store of this process, for what machines ask."""
    return frame.opened(frame.store_url())


app = st.App(
    Path(__file__).parent / "pages" / "parts" / "shell.py",
    lifespan=lifespan,
    routes=api.routes(the_store),
    on_script_error=faults.shown,
)
if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        app.run(config=server_options(int(os.environ.get("BACKORDERS_PORT", "8501"))))
