"""The pieces of the import page: judge a file of any kind and show what it would do."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from backorder_core.domain.contracts import Contract, Field, FieldType
from backorder_core.domain.errors import NeedsAnswer, Refusal
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services import imports
from backorder_core.services.imports import Counts, Preview, PreviewRow, Rejection
from pages.parts import cards, files, reading, running, tables, uploads, written
from pages.parts import frame as frames
from pages.parts.format import count, worded
from pages.parts.frame import Frame

ROWS = 25
SHOWN = {
    "created": "Created",
    "updated": "Updated",
    "unchanged": "Unchanged",
    "not_needed": "Not needed",
    "rejected": "Rejected",
}
MEANING = {
    "created": "new",
    "updated": "changed",
    "unchanged": "nothing new",
    "not_needed": "nothing to do",
    "rejected": "cannot be used",
}
OF_DELAYS = {"created": "new backorders", "updated": "with a new ETA", "not_needed": "noted, no backorder"}


def named(contract: Contract) -> str:
    """What a file of a kind is called in a sentence."""
    title = contract.title
    return title if title.startswith("PO") else title[0].lower() + title[1:]


def judged(frame: Frame, contract: Contract, key: str, path: Path, name: str) -> Preview | None:
    """The preview of an upload; None while a question about it is open, or where it cannot be read."""
    said = reading.options(key)
    mark = (key, contract.kind, frame.as_of, repr(said), frame.store.openings)
    held = st.session_state.get("draft")
    if held and held[0] == mark:
        return held[1]  # type: ignore[no-any-return]
    drop(frame)
    try:
        with running.watched("Reading the file…", key, partial(_put_away, path)) as watch:
            preview = imports.preview_file(
                frame.store, contract.kind, path, name, frame.as_of, said, watch("Judging")
            )
    except NeedsAnswer as question:
        reading.ask(frame, contract, key, path, question)
        return None
    except Refusal as refusal:
        frames.refuse(refusal)
        written.after_refusal(key)
        return None
    st.session_state["draft"] = (mark, preview)
    return preview


def emptied() -> None:
    """The place for a file is free again."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.pop("continued", None)


def _put_away(path: Path) -> None:
    emptied()
    uploads.forget(path)
    st.session_state["told"] = "Cancelled: nothing of the file was written."


def drop(frame: Frame) -> None:
    """Forget the preview that is held, if any."""
    held = st.session_state.pop("draft", None)
    if held:
        imports.discard(frame.store, held[1].draft)


def counts(contract: Contract, counted: Counts) -> None:
    """The five outcomes as figures that add up to the rows of the file."""
    meaning = {**MEANING, **OF_DELAYS} if contract.kind == PO_DELAYS.kind else MEANING
    with st.grid(5, min_column_width=150):
        for key, label in SHOWN.items():
            cards.figure(f"rows_{key}", f"{getattr(counted, key):,}", about=meaning[key], name=label)


def rows(frame: Frame, preview: Preview) -> None:
    """Every row with its outcome and the reason, a page at a time."""
    sizes = {key: getattr(preview.counts, key) for key in SHOWN}
    offered = ["all", *[key for key, size in sizes.items() if size]]
    labels = {
        "all": f"All {preview.counts.rows:,}",
        **{key: f"{SHOWN[key]} {size:,}" for key, size in sizes.items()},
    }
    chosen = st.segmented_control(
        "Rows of the file",
        offered,
        default="all",
        required=True,
        format_func=labels.__getitem__,
        key=f"outcome_{preview.draft}",
    )
    outcome = None if chosen in (None, "all") else Outcome.parse(str(chosen))
    total = preview.counts.rows if outcome is None else sizes[outcome.key]
    place = st.container()
    pages = max(1, math.ceil(total / ROWS))
    page = st.pagination(pages, key=f"rows_{preview.draft}_{chosen}") if pages > 1 else 1
    found = imports.preview_rows(frame.store, preview, outcome, ROWS, (page - 1) * ROWS)
    with place:
        _table(preview, found, lambda: imports.preview_rows(frame.store, preview, outcome, total))


ALT = "Rows of the file and what each would do"
MOST_FIELDS = 4
WIDTHS = {FieldType.TEXT: 124, FieldType.DATE: 96, FieldType.DECIMAL: 84, FieldType.WHOLE: 84}


def _table(preview: Preview, found: list[PreviewRow], every: Callable[[], list[PreviewRow]]) -> None:
    shown = _shown(preview)
    delays = any(row.backorder for row in found)
    columns = {
        "line": tables.number("Line", [1], width=52),
        "outcome": tables.badge("Outcome", tables.OUTCOME_COLOURS, width=104),
        **{one.name: tables.text(one.label, WIDTHS.get(one.type, 100), one.help) for one in shown},
        "reason": tables.text("Why", 560),
        **({"backorder": tables.text("Backorder", 112)} if delays else {}),
    }
    names = [one.name for one in shown]
    tables.show(_cells(found, names), columns, ALT, missing="", every=lambda: _cells(every(), names))


def _shown(preview: Preview) -> list[Field]:
    """The fields of the file that tell most: what names the record, then what is needed."""
    contract = preview.case.contract
    present = [one for one in contract.fields if one.name in preview.case.positions]
    order = sorted(present, key=lambda one: (one.name not in contract.keys, not one.required))
    return [one for one in present if one in order[:MOST_FIELDS]]


def _cells(found: list[PreviewRow], names: list[str]) -> list[dict[str, object]]:
    return [
        {
            "line": row.line,
            "outcome": tables.word(row.outcome),
            **{name: row.said.get(name, "") for name in names},
            "reason": worded(_why(row)),
            "backorder": row.backorder or "",
        }
        for row in found
    ]


def _why(row: PreviewRow) -> str:
    return f"{reading.label(row.column)}: {row.reason}" if row.column else row.reason


def rejected(size: int, fetch: Callable[[], bytes], name: str) -> None:
    """The rejected rows as a file to mend and upload again, made only when asked for."""
    if not size:
        return
    st.download_button(
        f"Download {count(size, 'rejected row')} with reasons",
        fetch,
        f"{files.slug(Path(name).stem) or 'file'}-rejected.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        help="The rows as they were, with line, column, value and why; mend them and upload that file",
    )


def rejected_of_preview(frame: Frame, preview: Preview) -> None:
    """The rejected rows of a preview."""

    def fetch() -> bytes:
        return imports.rejected_csv(preview.shape.headers, imports.rejections(frame.store, preview))

    rejected(preview.counts.rejected, fetch, preview.case.file_name)


def rejected_of_import(frame: Frame, import_id: int, size: int, name: str) -> None:
    """The rejected rows of an applied import."""

    def fetch() -> bytes:
        headers, rows = imports.rejections_of(frame.store, import_id)
        found = [Rejection(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows]  # type: ignore[arg-type]
        return imports.rejected_csv(headers, found)

    rejected(size, fetch, name)


def notes(preview: Preview) -> None:
    """What a person should know before applying."""
    for note in preview.notes:
        st.info(worded(note), icon=":material/info:")
    if preview.case.seen_before:
        st.info(
            "This very file was applied before: applying it again changes nothing.", icon=":material/info:"
        )
    if not preview.writes and not preview.case.seen_before:
        st.info(
            "No row of this file would change anything, so there is nothing to apply.", icon=":material/info:"
        )
