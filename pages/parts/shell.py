"""The script that every visit runs: opens the frame, draws navigation and sidebar, runs the page."""

from __future__ import annotations

import streamlit as st

from pages.parts import frame, places

st.set_page_config(
    page_title="Backorder command centre",
    page_icon=":material/inventory_2:",
    layout="wide",
    initial_sidebar_state="auto",
)
page = st.navigation(
    {
        "Today": [
            st.Page(
                places.COMMAND_CENTER,
                title="Command centre",
                icon=":material/monitoring:",
                help="What is open, how old it is, when it comes, and what to do next.",
                default=True,
            )
        ],
        "Work": [
            st.Page(
                places.BACKORDERS,
                title="Backorders",
                icon=":material/list_alt:",
                help="Every backorder: filter, sort, download, open one.",
            ),
            st.Page(
                places.IMPORTS,
                title="Import delays",
                icon=":material/upload_file:",
                help="Read a supplier's delay file, see what it would do, apply it, undo it.",
            ),
            st.Page(places.BACKORDER, title="Backorder", visibility="hidden"),
        ],
        "Help": [
            st.Page(
                places.HELP,
                title="What the words mean",
                icon=":material/help:",
                help="Age, days overdue, score, bands, status, outcomes: what each means here.",
            )
        ],
    }
)
with frame.refusals():
    opened = frame.here()
frame.follow_the_day(opened)
with st.sidebar:
    frame.as_of_control(opened)
    frame.watch(opened)
page.run()
