"""Import: read a file of any kind, see what every row would do, apply it, undo it."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.services.files.limits import limits
from pages.parts import (
    applied,
    doing,
    frame,
    hints,
    importing,
    links,
    pasts,
    places,
    reading,
    started,
    uploads,
)
from pages.parts.format import count
from pages.parts.text import safe

now = frame.here()
frame.heading(now, "Import files", "Nothing is written before you apply")
chosen = st.selectbox(
    "What the file holds",
    [PO_DELAYS.kind, PO_LINES.kind, *[kind for kind in KINDS if kind not in (PO_DELAYS.kind, PO_LINES.kind)]],
    format_func=lambda kind: KINDS[kind].title,
    key="kind",
    bind="query-params",
    on_change=applied.forget_done,
)
contract = KINDS[chosen or PO_DELAYS.kind]
st.caption(contract.about)
links.page(now, places.START, "Several files, or a whole folder at once", places.START_ICON)
upload = st.file_uploader(
    f"A file of {importing.named(contract)} (CSV or XLSX, up to {limits().file_mb} MB)",
    type=["csv", "txt", "tsv", "xlsx"],
    max_upload_size=limits().file_mb,
    key=f"file_{st.session_state.get('uploads', 0)}",
    on_change=applied.forget_done,
)
with st.container(horizontal=True, vertical_alignment="center"):
    started.templates(contract)
    if contract == PO_DELAYS:
        hints.sample_file(now)
doing.messages()
finished = st.session_state.get("done")
if finished:
    applied.done(now, finished)
file = uploads.noted(now, upload, contract.kind) if upload else st.session_state.get("continued")
if file is None:
    importing.drop(now)
    applied.offered(now)
else:
    reading.with_lines(contract, file.key)
    preview = importing.judged(now, contract, file.key, file.path, file.name)
    if preview is not None:
        st.subheader(f"Preview of {safe(file.name)}", anchor=False)
        reading.found_out(now, file.key, preview)
        importing.notes(preview)
        importing.counts(contract, preview.counts)
        st.caption(f"{count(preview.counts.rows, 'row')} in the file = the five figures added up.")
        importing.rows(now, preview)
        with st.container(horizontal=True, vertical_alignment="center"):
            if preview.writes:
                applied.apply(now, file.key, file.path, preview)
            importing.rejected_of_preview(now, preview)
pasts.past(now)
