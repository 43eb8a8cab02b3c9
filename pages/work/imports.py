"""Import delays: read a supplier's file, see what every row would do, apply it, undo it."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.contracts import template_csv
from backorder_core.domain.kinds.delays import PO_DELAYS
from pages.parts import delays, doing, frame, hints, pasts, reading, uploads
from pages.parts.format import count
from pages.parts.text import safe

now = frame.here()
frame.heading(now, "Import delays", "Nothing is written before you apply")
with st.container(horizontal=True, vertical_alignment="bottom"):
    upload = st.file_uploader(
        "A supplier's delay file (CSV, up to 200 MB)",
        type=["csv", "txt", "tsv"],
        max_upload_size=200,
        key=f"file_{st.session_state.get('uploads', 0)}",
        on_change=delays.forget_done,
    )
with st.container(horizontal=True, vertical_alignment="center"):
    st.download_button(
        "Template",
        template_csv(PO_DELAYS),
        "po-delays.csv",
        "text/csv",
        icon=":material/draft:",
        on_click="ignore",
    )
    hints.sample_file(now)
doing.messages()
finished = st.session_state.get("done")
if finished:
    delays.done(now, finished)
if upload is None:
    delays.drop(now)
else:
    path = uploads.kept(now, upload)
    preview = delays.judged(now, upload.file_id, path, upload.name)
    if preview is not None:
        st.subheader(f"Preview of {safe(upload.name)}", anchor=False)
        reading.found_out(now, upload.file_id, preview)
        delays.notes(preview)
        delays.counts(preview.counts)
        st.caption(f"{count(preview.counts.rows, 'row')} in the file = the five figures added up.")
        delays.rows(now, preview)
        with st.container(horizontal=True, vertical_alignment="center"):
            if preview.writes:
                delays.apply(now, upload.file_id, path, preview)
            delays.rejected_of_preview(now, preview)
pasts.past(now)
