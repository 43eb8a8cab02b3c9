"""A part of a page that runs alone: a click in it draws it again and leaves everything around it as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from pages.parts import collecting, doing, frame, profile
from pages.parts.frame import Frame


def alone(draw: Callable[[Frame], None], name: str) -> None:
    """Draw a part of a page so that it can run alone, each time in a frame of that moment."""

    @st.fragment
    def part() -> None:
        with _run_alone(), doing.part(name), profile.measured() as run, frame.refusals():
            now = frame.here()
            try:
                draw(now)
            finally:
                run.tell(now, name)

    part()


@contextmanager
def _run_alone() -> Iterator[None]:
    """A run of its own, unless this is part of a run of the whole page, which is counted already."""
    if not frame.runs_alone():
        yield
        return
    with collecting.COLLECTOR.run(), doing.run():
        yield
