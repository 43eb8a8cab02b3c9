"""One thing done to several backorders at once: those ticked, or all that the filters leave."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.services.backorders import BackorderRow, Filters, SortKey, list_backorders
from backorder_core.services.holding import Seen
from backorder_core.services.work import caring
from pages.parts import doing, eta_updates
from pages.parts import frame as frames
from pages.parts.format import count
from pages.parts.frame import Frame

ETA, OWNER = "Update the ETA", "Assign an owner"


def do(frame: Frame, wanted: Filters, total: int, ticked: Sequence[BackorderRow]) -> None:
    """Choose which backorders and what to do with them."""
    rows = _which(frame, wanted, total, ticked)
    open_rows = [row for row in rows if not row.status.closed]
    if not open_rows:
        st.caption("Tick rows in the first column, or choose all that match.")
        return
    with st.container(border=True):
        what = st.segmented_control(
            f"With these {count(len(open_rows), 'backorder')}", [ETA, OWNER], key="several_what"
        )
        if what == ETA:
            _eta(frame, open_rows)
        elif what == OWNER:
            _owner(frame, open_rows)


def _which(
    frame: Frame, wanted: Filters, total: int, ticked: Sequence[BackorderRow]
) -> Sequence[BackorderRow]:
    if total > eta_updates.MOST:
        st.caption(f"More than {eta_updates.MOST} match: narrow the filters to work on all of them at once.")
        return ticked
    everything = st.checkbox(
        f"All {count(total, 'backorder')} that match, not just ticked rows", key="all_match"
    )
    if not everything:
        return ticked
    most = eta_updates.MOST
    return list_backorders(frame.store, wanted, frame.as_of, SortKey.NUMBER, False, limit=most).rows


def _eta(frame: Frame, rows: Sequence[BackorderRow]) -> None:
    seen = tuple(doing.seen(row.number, row.version) for row in rows)
    known = [row.eta for row in rows if row.eta]
    update = eta_updates.form(frame, seen, "several", max(known, default=frame.as_of))
    if not eta_updates.preview(frame, update):
        return
    if st.button(f"Save {count(len(rows), 'ETA')}", type="primary", icon=":material/event:"):
        eta_updates.save(frame, update, "several")


def _owner(frame: Frame, rows: Sequence[BackorderRow]) -> None:
    names = [one.name for one in frames.everybody(frame.store, frame.store.url, frame.version)]
    owner = st.selectbox("Owner", names, key="several_owner")
    if owner and st.button("Assign", type="primary", icon=":material/person:"):

        def work(key: str) -> str:
            seen = [Seen(row.number) for row in rows]
            changed = caring.assign(frame.store, seen, owner, frame.actor, frame.as_of, key)
            return f"{count(changed, 'backorder')} now {'belongs' if changed == 1 else 'belong'} to {owner}."

        doing.attempt("several_owner", work)
