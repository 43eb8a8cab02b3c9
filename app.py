"""The process: one Streamlit app with its store, beside it what machines ask for."""

from __future__ import annotations

import gc
import os
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path

import streamlit as st

from backorder_core import api
from backorder_core.delivery.scheduler import scheduled
from backorder_core.store import Store
from pages import parts

SHELL = "shell"


def settle() -> None:
    """Import what pages will need and take it out of the garbage collector's sight.

    Streamlit collects after every run of a script; what was imported once need not be looked at again.
    """
    for part in pkgutil.iter_modules(parts.__path__):
        if part.name != SHELL:
            import_module(f"pages.parts.{part.name}")
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Open the store before the first visit and close it after the last."""
    settle()
    from pages.parts import frame, signin  # their caches want a running server

    signin.prepare(frame.opened(frame.store_url()))
    async with scheduled(the_store):
        yield
    frame.close(frame.store_url())


def the_store() -> Store:
    """The store of this process, for what machines ask."""
    from pages.parts import frame

    return frame.opened(frame.store_url())


app = st.App(
    Path(__file__).parent / "pages" / "parts" / f"{SHELL}.py", lifespan=lifespan, routes=api.routes(the_store)
)
if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        app.run(config={"server.port": int(os.environ.get("BACKORDERS_PORT", "8501"))})
