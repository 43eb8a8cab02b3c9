"""Links from a figure to the rows behind it: the same filters, the same day, hence the same total."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from backorder_core.services.backorders import Filters
from pages.parts import filters, places, reads
from pages.parts.filters import Query
from pages.parts.frame import Frame


def rows_query(frame: Frame, wanted: Filters) -> Query:
    """URL parameters of the backorders page for these filters on the frame's day."""
    return {**filters.query(wanted, reads.choices(frame)), **frame.link}


def rows_link(frame: Frame, label: str, wanted: Filters) -> None:
    """A link to the rows behind a figure."""
    st.page_link(
        places.BACKORDERS,
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        help="",
        query_params=rows_query(frame, wanted),
    )


def remember_list(frame: Frame, wanted: Filters) -> None:
    """The list as it was left, for the way back from one of its rows."""
    st.session_state["list"] = filters.query(wanted, reads.choices(frame))


def back_to_list(frame: Frame) -> None:
    """A link to the list as it was left."""
    st.page_link(
        places.BACKORDERS,
        label="All backorders" if not st.session_state.get("list") else "Back to the filtered list",
        icon=":material/arrow_back:",
        help="",
        query_params={**st.session_state.get("list", {}), **frame.link},
    )


def go(target: Path, query: Query | None = None) -> NoReturn:
    """Go to another page of the same day: the sidebar keeps the day, and must not be given it anew."""
    st.switch_page(target, query_params=query or {})


def open_rows(frame: Frame, wanted: Filters) -> NoReturn:
    """Go to the rows behind a figure."""
    go(places.BACKORDERS, filters.query(wanted, reads.choices(frame)))


def open_backorder(frame: Frame, number: str) -> NoReturn:
    """Go to one backorder."""
    go(places.BACKORDER, {"number": number})


def backorder_link(frame: Frame, number: str) -> None:
    """A link to one backorder."""
    st.page_link(
        places.BACKORDER,
        label=number,
        icon=":material/arrow_forward:",
        icon_position="right",
        help="",
        query_params={"number": number, **frame.link},
    )


def page(frame: Frame, target: Path, label: str, icon: str) -> None:
    """A link to another page that keeps the day."""
    st.page_link(target, label=label, icon=icon, help="", query_params=dict(frame.link))


def navigation(frame: Frame) -> None:
    """The listed pages by section; each link keeps the day."""
    for section, entries in places.SECTIONS.items():
        st.caption(section)
        for entry in entries:
            if entry.icon:
                st.page_link(
                    entry.path,
                    label=entry.title,
                    icon=entry.icon,
                    help="",
                    width="stretch",
                    query_params=dict(frame.link),
                )
    st.divider()
