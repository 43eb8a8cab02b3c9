"""The kinds of settings as tabs, what a change would do, and the settings as a file."""

from __future__ import annotations

import re

import streamlit as st
from pydantic import BaseModel

from backorder_core.domain.errors import Refusal
from backorder_core.domain.settings import Settings
from backorder_core.services import settings as service
from pages.parts import doing, setting_forms, setting_versions
from pages.parts import frame as frames
from pages.parts.frame import Frame
from pages.parts.text import safe

SOURCE = re.compile(r" \((RULES|chapter)[^)]*\)")
GENERAL = "General"
REST = ("intake_from_days", "receiving_location", "currency", "time_zone")


def kinds(frame: Frame, current: int, allowed: bool) -> None:
    """One tab for each kind; the one that is open is drawn."""
    settings = frame.settings
    parts = [name for name in Settings.model_fields if isinstance(getattr(settings, name), BaseModel)]
    titles = {service.named(Settings, name): name for name in parts}
    tabs = st.tabs([*titles, GENERAL], on_change="rerun", key="settings_kind")
    for tab, title in zip(tabs, [*titles, GENERAL], strict=True):
        with tab:
            if tab.open:
                _kind(frame, current, titles.get(title), allowed)


def _kind(frame: Frame, current: int, name: str | None, allowed: bool) -> None:
    settings = frame.settings
    part = getattr(settings, name) if name else settings
    said = (type(part).__doc__ or "").partition("\n")[0] if name else "What concerns everything."
    st.caption(SOURCE.sub("", said))
    proposal = service.waiting_proposal(frame.store)
    # a form that was saved begins anew with what is in force, where thresholds wait as well
    stamp = f"{name}_{current}_{proposal.id if proposal else 0}"
    with st.form(f"settings_{stamp}"):
        entered = setting_forms.form(part, stamp, () if name else REST)
        why = st.text_input("Why?", key=f"why_{stamp}")
        with st.container(horizontal=True):
            look = st.form_submit_button("See what this would change", icon=":material/preview:")
            keep = st.form_submit_button("Save", type="primary", icon=":material/save:", disabled=not allowed)
    if not (look or keep):
        return
    try:
        fields = {**settings.model_dump(), **({name: entered} if name else entered)}
        wanted = service.validated(fields)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    if look:
        _preview(frame, wanted, "What the form would change")
    else:
        _save(frame, current, wanted, why)


def _preview(frame: Frame, wanted: Settings, alt: str) -> None:
    found = service.differences(frame.settings, wanted)
    if not found:
        st.info("Nothing differs from the settings in force.", icon=":material/drag_handle:")
        return
    setting_versions.compared(found, alt)
    setting_versions.effect(frame, service.effect(frame.store, wanted, frame.as_of), alt)


def _save(frame: Frame, current: int, wanted: Settings, why: str) -> None:
    def work(key: str) -> str:
        saved = service.save(frame.store, current, wanted, why, frame.actor, frame.as_of, key)
        if saved.waits:
            return "Saved. Changed approval thresholds apply after a second person confirms them."
        return f"Saved as version {saved.version}."

    doing.attempt("settings", work)


def files(frame: Frame, current: int, allowed: bool) -> None:
    """The settings as a TOML file, out and in."""
    with st.expander("As a file", icon=":material/description:"):
        st.download_button(
            "Download as TOML",
            service.to_toml(frame.settings),
            file_name=f"settings-{current}.toml",
            mime="application/toml",
            icon=":material/download:",
        )
        if not allowed:
            return
        given = st.file_uploader(
            "Settings from a TOML file", type=["toml"], max_upload_size=1, key="settings_file"
        )
        if given is None:
            return
        try:
            wanted = service.from_toml(given.getvalue())
        except Refusal as refusal:
            frames.refuse(refusal)
            return
        wanted = wanted.model_copy(update={"pinned_as_of": frame.settings.pinned_as_of})
        st.markdown(f"**What {safe(given.name)} would change**")
        _preview(frame, wanted, "What the file would change")
        why = st.text_input("Why?", key="settings_file_why")
        if st.button("Save these settings", type="primary", icon=":material/save:"):
            _save(frame, current, wanted, why)
