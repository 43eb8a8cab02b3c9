"""Past imports: what each did, the newest one to be undone, rejected rows to be fetched again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services import imports
from backorder_core.services.imports import PastImport
from pages.parts import importing, reads, tables
from pages.parts.files import ALL
from pages.parts.format import count, day, moment
from pages.parts.frame import Frame
from pages.parts.text import safe


def past(frame: Frame) -> None:
    """The list of past imports."""
    st.subheader("Past imports", anchor=False)
    found = reads.past_imports(frame)
    if not found:
        st.caption("No file has been imported yet.")
        return
    cells = _cells(frame, found)
    columns = {
        "id": tables.number("Import", [1], width=65),
        "file": tables.text("File", 230),
        "as_of": tables.date("As of"),
        "rows": tables.number("Rows", [1], width=65),
        **{key: tables.number(label, [1], width=90) for key, label in importing.SHOWN.items()},
        "state": tables.text("State", 150),
        "who": tables.text("Applied by", 110),
        "at": tables.text("Applied at", 150),
    }

    def every() -> list[dict[str, object]]:
        return _cells(frame, imports.list_imports(frame.store, ALL))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        _undo(frame, found)
        _rejected(frame, [one for one in found if one.rejected])
    tables.show(cells, columns, "Past imports, newest first", most=10, every=every)


def _cells(frame: Frame, found: Sequence[PastImport]) -> list[dict[str, object]]:
    return [
        {
            "id": one.import_id,
            "file": one.file_name,
            "as_of": one.as_of,
            **{key: getattr(one, key) for key in ("rows", *importing.SHOWN)},
            "who": one.who,
            "at": moment(one.applied_at, frame.settings.time_zone),
            "state": f"undone by {one.undone_by}"
            if one.undone_at
            else "applied"
            if one.changed
            else "changed nothing",
        }
        for one in found
    ]


def _undo(frame: Frame, found: list[PastImport]) -> None:
    newest = next((one for one in found if one.changed and not one.undone_at), None)
    if newest is None:
        return
    one = "backorder" if newest.kind == PO_DELAYS.kind else KINDS[newest.kind].one
    with st.popover(f"Undo import {newest.import_id}", icon=":material/undo:"):
        st.markdown(
            f"Undo **{safe(newest.file_name)}** of {day(newest.as_of)}? "
            f"{count(newest.created, one)} it created will go, "
            f"{count(newest.updated, one)} it updated will be as before. "
            "This is refused where somebody has worked on them since."
        )
        st.button(
            "Yes, undo it",
            type="primary",
            key=f"undo_{newest.import_id}",
            on_click=_take_back,
            args=(frame, newest),
        )


def _take_back(frame: Frame, one: PastImport) -> None:
    try:
        touched = imports.undo_import(frame.store, one.import_id, frame.actor, frame.as_of)
    except Refusal as refusal:
        st.session_state["refused"] = refusal.sentence
        return
    st.session_state.pop("done", None)
    st.session_state["told"] = (
        f"Import {one.import_id} is undone: {count(touched, 'record')} put back or removed."
    )


def _rejected(frame: Frame, found: list[PastImport]) -> None:
    if not found:
        return
    by_id = {one.import_id: one for one in found}
    names = {key: f"{key}: {one.file_name} ({count(one.rejected, 'row')})" for key, one in by_id.items()}
    chosen = st.selectbox("Rejected rows of import", list(names), format_func=names.__getitem__, width=360)
    if chosen:
        importing.rejected_of_import(frame, chosen, by_id[chosen].rejected, f"import-{chosen}.csv")
