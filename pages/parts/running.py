"""Something that takes long: how far it is, how fast, and a way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from backorder_core.services.imports.case import Progress

Watch = Callable[[str], Progress]


@contextmanager
def watched(first: str, key: str, cancel: Callable[[], None]) -> Iterator[Watch]:
    """A bar and a button while something runs.

    A click stops the work where it hears of its progress next: its transaction ends with nothing written, and
    ``cancel`` is run before the page is drawn anew.
    """
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, first)
        st.button("Cancel", icon=":material/close:", key=f"cancel_{key}", on_click=cancel)

    def watch(doing: str) -> Progress:
        began = time.monotonic()

        def move(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - began, 0.001)
            text = f"{doing}: {done:,} of {total:,} rows, {rate:,.0f} rows a second…"
            bar.progress(min(1.0, done / max(1, total)), text)

        return move

    try:
        yield watch
    finally:
        place.empty()
