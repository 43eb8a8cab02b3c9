"""From an empty store to the first command centre: what is there, what is missing, what that costs."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from backorder_core.delivery import kinds
from backorder_core.domain.contracts import Contract
from backorder_core.domain.starting import Stage, Standing, Start
from backorder_core.services import starting
from backorder_core.store import Store
from pages.parts import links, places
from pages.parts.files import SPREADSHEET
from pages.parts.format import count
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

Colour = Literal["green", "orange", "gray"]
COLOURS: dict[Standing, Colour] = {
    Standing.LOADED: "green",
    Standing.NEEDED: "orange",
    Standing.USEFUL: "gray",
}
ICONS = {
    Standing.LOADED: ":material/check_circle:",
    Standing.NEEDED: ":material/radio_button_unchecked:",
    Standing.USEFUL: ":material/add_circle:",
}
FORMS = {"csv": "text/csv", "xlsx": SPREADSHEET}


@remembered(8)
def _start(_store: Store, url: str, version: int) -> Start:
    return starting.start(_store)


def start(frame: Frame) -> Start:
    """How far this store is."""
    return _start(frame.store, frame.store.url, frame.version)


def guide_if_empty(frame: Frame) -> None:
    """Go to the guide where a store holds nothing yet."""
    if frame.known_on is None and start(frame).empty:
        links.go(places.START)


def next_step(frame: Frame, found: Start) -> None:
    """What to do next, and the way there once there is one."""
    loaded = sum(one.standing is Standing.LOADED for one in found.stages)
    with st.container(border=True):
        st.markdown(f"**{found.next}**")
        st.caption(
            f"{count(loaded, 'kind')} of {len(found.stages)} loaded · "
            f"{count(found.backorders, 'backorder')} made so far"
        )
        if found.empty:
            st.caption(
                "To look around first, stop this app and fill a new store with the demo company: "
                "`backorders demo --store NEW.duckdb`."
            )
        else:
            with st.container(horizontal=True, gap="medium"):
                links.page(frame, places.COMMAND_CENTER, "Open the command centre", ":material/monitoring:")
                links.page(frame, places.IMPORTS, "Import one file", ":material/upload_file:")


def stages(found: Start) -> None:
    """Every kind of file in the order of loading: how much is there, else what that costs; its templates."""
    with st.grid(3, min_column_width=290):
        for place, one in enumerate(found.stages, start=1):
            _stage(place, one)


def _stage(place: int, one: Stage) -> None:
    with st.container(border=True, height="stretch", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{place}. {one.contract.title}**")
            st.badge(one.standing.label, icon=ICONS[one.standing], color=COLOURS[one.standing])
        if one.records:
            st.markdown(count(one.records, one.contract.one))
            st.caption(one.contract.about)
        else:
            st.caption(one.contract.about)
            st.caption(f"Without them: {one.contract.without}")
        templates(one.contract)


def templates(contract: Contract) -> None:
    """A file of a kind to fill in, as text and as a workbook."""
    with st.container(horizontal=True, gap="small"):
        for form, mime in FORMS.items():
            st.download_button(
                f"Template {form.upper()}",
                partial(kinds.template, contract, form),
                f"{contract.kind}.{form}",
                mime,
                key=f"template_{contract.kind}_{form}",
                icon=":material/draft:",
                type="tertiary",
                on_click="ignore",
            )
