"""The process: one Streamlit app with its store, beside it what machines ask for."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.parts import frame


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Open the store before the first visit and close it after the last."""
    store = frame.opened(frame.store_url())
    # Streamlit collects garbage after every run; what was imported once need not be looked at again.
    gc.collect()
    gc.freeze()
    yield
    store.close()


async def healthz(_: Request) -> JSONResponse:
    """Whether the store answers, and which version of its data it has."""
    store = frame.opened(frame.store_url())
    return JSONResponse({"status": "ok", "data_version": store.data_version()})


app = st.App("pages/parts/shell.py", lifespan=lifespan, routes=[Route("/healthz", healthz)])
