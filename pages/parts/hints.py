"""What to do next: the first-run hint of a demo store, and the words of empty pages."""

from __future__ import annotations

import streamlit as st

from backorder_core.services.backorders import Filters, SortKey
from pages.parts import links, places, reads, started
from pages.parts.format import day
from pages.parts.frame import Frame

SAMPLES = places.PAGES.parent / "data"
EVERYTHING = Filters(state="all")


def first_run(frame: Frame) -> None:
    """Three things to try in a demo store, until they are waved away."""
    if not frame.demo or st.session_state.get("hint_seen"):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(
                "**New here?** Click a bar or a figure below: the rows behind it open, with the same total. "
                "Open a critical backorder to see why it scores what it does. "
                "Then read in a supplier's delay file, look at its preview, apply it and undo it."
            )
            with st.container(horizontal=True, gap="medium"):
                links.page(frame, places.IMPORTS, "Import a delay file", ":material/upload_file:")
                links.page(frame, places.BACKORDERS, "See all backorders", ":material/list_alt:")
                links.page(frame, places.HELP, "What the words mean", ":material/help:")
        st.button("Got it", key="hint_off", on_click=_wave_away, help="Do not show this again")


def _wave_away() -> None:
    st.session_state["hint_seen"] = True


def nothing_open(frame: Frame) -> None:
    """An empty command centre: why, and the way on."""
    ever = reads.list_backorders(frame, EVERYTHING, SortKey.NUMBER, False, 1, 0).total
    with st.container(border=True):
        if ever:
            st.markdown(f"### Nothing is open on {day(frame.as_of)}")
            st.markdown("Every backorder known by that day is closed: choose another day, or see the list.")
        elif not started.start(frame).ready:
            st.markdown("### There are no backorders yet")
            st.markdown(
                f"{started.start(frame).next} Every delay that hurts a customer order becomes a backorder."
            )
            links.page(frame, places.START, "See what is loaded and what is missing", places.START_ICON)
        else:
            st.markdown(f"### No backorder was known on {day(frame.as_of)}")
            st.markdown("Choose a later day under “As of” in the sidebar.")
        with st.container(horizontal=True, gap="medium"):
            links.page(frame, places.IMPORTS, "Import a delay file", ":material/upload_file:")
            links.page(frame, places.BACKORDERS, "See all backorders", ":material/list_alt:")
            links.page(frame, places.HELP, "What the words mean", ":material/help:")


def sample_file(frame: Frame) -> None:
    """In a demo store, a delay file of that morning to try."""
    sample = next(iter(sorted(SAMPLES.glob("*delay*.csv"))), None) if frame.demo else None
    if sample is None:
        return
    st.download_button(
        "Sample file to try",
        sample.read_bytes(),
        sample.name,
        "text/csv",
        icon=":material/science:",
        on_click="ignore",
        help="Download it, then drop it on the field above",
    )
    st.caption(f"A supplier's delays on {day(frame.as_of)}: download it and drop it above.", width="content")
