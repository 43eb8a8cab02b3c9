"""The script that every visit runs: opens the frame, draws navigation and sidebar, runs the page."""

from __future__ import annotations

import streamlit as st

from pages.parts import settling

settling.wait()

from pages.parts import collecting, doing, files, frame, links, places, profile

with collecting.COLLECTOR.run(), profile.measured() as run:
    st.set_page_config(page_icon=str(places.ICON), layout="wide", initial_sidebar_state=240)
    page = st.navigation(
        {section: [entry.page() for entry in entries] for section, entries in places.SECTIONS.items()},
        position="hidden",
    )
    with frame.refusals():
        opened = frame.here()
        frame.follow_the_day(opened)
        with st.sidebar:
            navigation = st.container(gap="xxsmall")
            frame.person_control(opened)
            frame.as_of_control(opened)
            frame.watch(opened)
        seen = frame.settled(opened)
        with navigation:
            links.navigation(seen)
        st.session_state[files.SHOWN_AS_OF] = seen.as_of
        st.html(files.WITHOUT_RAW_CSV)
        st.session_state["arrived"] = st.session_state.get("standing_on") != page.url_path
        st.session_state["standing_on"] = page.url_path
        try:
            with doing.run():
                page.run()
        finally:
            run.tell(seen, page.url_path)
