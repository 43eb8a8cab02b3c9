"""The app as it is, with a button more on every page, an empty page, and one that writes and links.

python -m benchmarks.bench_app, with BACKORDERS_STORE and BACKORDERS_PORT set.
"""

from __future__ import annotations

import gc

gc.disable()  # as app.py does, which enables it again

import os
from pathlib import Path

import streamlit as st

from pages.parts import frame, places

HERE = Path(__file__).parent
EXTRA = (
    places.Place(HERE / "empty_page.py", "Empty", ":material/crop_free:", "Nothing."),
    places.Place(HERE / "starts_page.py", "Starts", ":material/flag:", "Where clicks begin."),
)


def with_a_button_more() -> None:
    """Draw a button in the sidebar of every page that does nothing but run the page again."""
    drawn = frame.person_control

    def control(now: frame.Frame) -> None:
        drawn(now)
        st.button("Again", key="benchmark_again")

    setattr(frame, "person_control", control)  # noqa: B010 - a function of ours in the place of the app's


if __name__ == "__main__":
    places.SECTIONS["Benchmark"] = EXTRA
    with_a_button_more()
    from app import app

    app.run(config={"server.port": int(os.environ["BACKORDERS_PORT"])})
