"""Audit trail: who changed what and when, from what to what; its chain verified, its entries as a file."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.access import Permission, require
from pages.parts import audited, frame, reads
from pages.parts.format import count

now = frame.here()
frame.heading(now, "Audit trail", "Every change there ever was, newest first")
with frame.refusals():
    require(now.actor, Permission.AUDIT)
wanted = audited.filters(now)
with frame.refusals():
    first = reads.audit_trail(now, wanted, audited.SIZE, 0)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(count(first.total, "entry", "entries"), width="content")
    audited.downloads(now, wanted, first.total)
audited.proof(now)
if first.total:
    start = audited.place(first.total)
    found = first if start == 0 else reads.audit_trail(now, wanted, audited.SIZE, start)
    audited.entries(now, found)
else:
    st.info("No entry matches: widen one of the filters above.", icon=":material/info:")
