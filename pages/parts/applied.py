"""Apply a judged file: once, stopped where that is wanted, and told truthfully afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services import imports
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.imports import Counts, Preview
from pages.parts import importing, links, reading, running, uploads
from pages.parts.format import count
from pages.parts.frame import Frame
from pages.parts.text import safe

LINKS = 8
WAITING = 3


@dataclass(frozen=True)
class Done:
    """An applied import and the backorders that it created or updated."""

    import_id: int
    counts: Counts
    file_name: str
    made: tuple[str, ...]


def _stop_applying() -> None:
    st.session_state.pop("applying", None)


def apply(frame: Frame, key: str, path: Path, preview: Preview) -> None:
    """The button that writes; a second click, or the same one sent twice, writes nothing more."""
    busy = st.session_state.get("applying") == preview.draft
    if not busy and st.session_state.pop("begun", None) == preview.draft:
        _after_a_stop(frame, path, preview)
    one = "backorder" if preview.case.contract.kind == PO_DELAYS.kind else preview.case.contract.one
    writes = preview.counts.created + preview.counts.updated
    st.button(
        "Applying…" if busy else f"Apply this file: {count(preview.counts.rows, 'row')}",
        type="primary",
        icon=":material/done_all:",
        disabled=busy,
        key=f"apply_{preview.draft}",
        on_click=_begin,
        args=(preview.draft,),
        help=f"{count(writes, one)} created or updated, in one step that can be undone",
    )
    if busy:
        _apply(frame, key, path, preview)


def _begin(draft: str) -> None:
    st.session_state["applying"] = st.session_state["begun"] = draft


def _after_a_stop(frame: Frame, path: Path, preview: Preview) -> None:
    """Say what became of an import of which the page did not see the end."""
    import_id = imports.answered_import(frame.store, _key(preview))
    if import_id is not None:
        _finished(frame, path, preview, import_id)
        st.rerun()
    st.info("Cancelled: nothing of the file was written. It can still be applied.", icon=":material/info:")


def _key(preview: Preview) -> str:
    return f"screen:{preview.draft}"


def _finished(frame: Frame, path: Path, preview: Preview, import_id: int) -> None:
    made = _made(frame, preview)
    importing.drop(frame)
    uploads.forget(path)
    st.session_state["done"] = Done(import_id, preview.counts, preview.case.file_name, made)
    importing.emptied()


def _apply(frame: Frame, key: str, path: Path, preview: Preview) -> None:
    try:
        with running.watched("Applying…", f"apply_{key}", _stop_applying) as watch:
            result = imports.apply_file(
                frame.store,
                preview.case.contract.kind,
                path,
                preview.case.file_name,
                preview.case.as_of,
                reading.options(key),
                frame.actor,
                expected=preview.digest,
                command_key=_key(preview),
                progress=watch("Judging once more"),
                writing=watch("Writing"),
            )
    except Refusal as refusal:
        importing.drop(frame)
        st.session_state["refused"] = refusal.sentence
    else:
        st.session_state.pop("begun", None)
        _finished(frame, path, preview, result.import_id or 0)
    finally:
        st.session_state.pop("applying", None)
    st.rerun()


def _made(frame: Frame, preview: Preview) -> tuple[str, ...]:
    if "po_number" not in preview.case.positions:
        return ()
    created = imports.preview_rows(frame.store, preview, Outcome.CREATED, LINKS)
    updated = imports.preview_rows(frame.store, preview, Outcome.UPDATED, LINKS)
    found = [
        row.number
        for one in created
        for row in list_backorders(
            frame.store, Filters(search=one.said["po_number"]), preview.case.as_of, SortKey.NUMBER
        ).rows
        if (row.po_number, row.po_line) == (one.said["po_number"], one.said["po_line"])
    ]
    return (*found, *[one.backorder for one in updated if one.backorder])


def done(frame: Frame, finished: Done) -> None:
    """What an import did, with links to what it made."""
    counted = finished.counts
    st.success(
        f"{count(counted.rows, 'row')} read: {counted.created:,} created, {counted.updated:,} updated, "
        f"{counted.unchanged:,} unchanged, {counted.not_needed:,} not needed, {counted.rejected:,} rejected.",
        title=f"Import {finished.import_id} of {safe(finished.file_name)} is applied",
        icon=":material/task_alt:",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for number in finished.made[:LINKS]:
            links.backorder_link(frame, number)
        if finished.made and counted.created + counted.updated > LINKS:
            links.rows_link(frame, "See all that are open", Filters())
        importing.rejected_of_import(frame, finished.import_id, counted.rejected, finished.file_name)
        st.button("Import another file", type="tertiary", on_click=_next)


def _next() -> None:
    st.session_state.pop("done", None)


def forget_done() -> None:
    """A new file begins: the last import's result goes."""
    _next()
    st.session_state.pop("continued", None)


def offered(frame: Frame) -> None:
    """Files that were uploaded and not applied, to go on with after a break or a restart."""
    for one in uploads.waiting(frame)[:WAITING]:
        with st.container(horizontal=True, vertical_alignment="center"):
            kind = KINDS[one.kind].title
            st.caption(f"**{safe(one.name)}** ({kind}) was uploaded and not applied.")
            st.button("Continue", key=f"continue_{one.key}", on_click=_continue, args=(one,))
            st.button(
                "Remove", type="tertiary", key=f"remove_{one.key}", on_click=uploads.forget, args=(one.path,)
            )


def _continue(one: uploads.Kept) -> None:
    _next()
    st.session_state["continued"], st.session_state["kind"] = one, one.kind
