"""How a file is written, said by hand: encoding, header, and words for a date that nobody knows."""

from __future__ import annotations

import streamlit as st

from backorder_core.services.files import ENCODINGS, ReadOptions
from backorder_core.services.imports import Preview
from pages.parts.text import safe

FOUND, LINE, NONE = "found", "line", "none"
HEADERS = {FOUND: "as found", LINE: "in the line given here", NONE: "there is none"}
MOST_WORDS = 50
OFFERED = [*("utf-8", "utf-16", "cp1252", "cp1254", "cp1250"), *("latin_1", "mac_roman", "cp850")]


def said(key: str) -> ReadOptions:
    """What was said of the file called ``key``."""
    state = st.session_state
    where = state.get(f"header_{key}") or FOUND
    return ReadOptions(
        encoding=state.get(f"encoding_{key}"),
        header=where != NONE,
        header_line=int(state.get(f"header_line_{key}") or 1) if where == LINE else None,
        sheet=state.get(f"sheet_{key}"),
    )


def unknown(key: str) -> tuple[str, ...]:
    """The words that mean a date that nobody knows."""
    return tuple(st.session_state.get(f"unknown_{key}") or ())


def by_hand(key: str, workbook: bool) -> None:
    """Encoding and header, where what was found out is not right."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    if not workbook:
        left.selectbox(
            "Encoding",
            OFFERED,
            index=None,
            placeholder="as found",
            format_func=ENCODINGS.__getitem__,
            key=f"encoding_{key}",
            persist_state="page",
        )
    where = middle.selectbox(
        "Header",
        list(HEADERS),
        format_func=HEADERS.__getitem__,
        key=f"header_{key}",
        persist_state="page",
        help="Without a header the columns are numbered: say below which column holds what",
    )
    if where == LINE:
        right.number_input(
            "Row of the header" if workbook else "Line of the header",
            min_value=1,
            value=1,
            key=f"header_line_{key}",
            persist_state="page",
        )


def after_refusal(key: str) -> None:
    """A way to say how a file is written that could not be read."""
    with st.expander("Say how it is written", icon=":material/tune:"):
        by_hand(key, workbook=False)


def unknown_dates(key: str, preview: Preview) -> None:
    """Texts in columns of dates that are no dates: they may mean that nobody knows the date."""
    case = preview.case
    dated = [one for one in case.contract.fields if one.unknown and one.name in case.readings]
    unread = [
        text for one in dated for text, (_, problem) in case.readings[one.name].items() if problem is not None
    ]
    offered = list(dict.fromkeys([*unknown(key), *unread[:MOST_WORDS]]))
    if not offered:
        return
    names = " and ".join(one.label for one in dated)
    st.multiselect(
        f"Words in {names} that mean: nobody knows the date",
        offered,
        format_func=safe,
        key=f"unknown_{key}",
        persist_state="page",
        help="Rows with these words are rejected until you choose them here",
    )
