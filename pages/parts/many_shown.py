"""What several files would do or did: each in its order, what is asked of it, what all of them lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

import streamlit as st

from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.kinds import KINDS
from backorder_core.services.imports.finding import Unclear
from backorder_core.services.imports.folder import Judged, Missing
from pages.parts import importing, links, places, reading, tables, written
from pages.parts.format import capital, count, worded
from pages.parts.frame import Frame
from pages.parts.text import safe
from pages.parts.uploads import Kept

SHOWN_REJECTIONS = 200
UNSAID = ""
ON_THE_COMMAND_LINE = re.compile(": (?:say|name) ")
Cells = list[dict[str, object]]


def judged(frame: Frame, found: Judged, files: Mapping[str, Kept]) -> None:
    """What the files would do together, and what only a person can say of some."""
    for one in found.unclear:
        _ask(frame, one, files[one.file])
    if found.files:
        st.subheader("What the files would do", anchor=False)
        _files(found)
        _missing(found.missing)
        _rejected(found)
    for name, why in found.passed:
        st.caption(f"{safe(name)}: {safe(why)}.")


def applied(frame: Frame, done: Judged, after: Callable[[], None]) -> None:
    """What came of files that were applied, and the way on."""
    totals = done.totals
    st.success(
        f"{count(totals.rows, 'row')} read: {totals.created:,} created, {totals.updated:,} updated, "
        f"{totals.unchanged:,} unchanged, {totals.not_needed:,} not needed, {totals.rejected:,} rejected.",
        title=f"{count(len(done.files), 'file')} applied",
        icon=":material/task_alt:",
    )
    for one in done.unclear:
        st.warning(f"{safe(one.file)} was not applied: {_plain(one)}.", icon=":material/help:")
    _files(done)
    _missing(done.missing)
    _rejected(done)
    with st.container(horizontal=True, vertical_alignment="center"):
        links.page(frame, places.COMMAND_CENTER, "Open the command centre", ":material/monitoring:")
        links.page(frame, places.IMPORTS, "See or undo past imports", ":material/undo:")
        st.button("Load more files", type="tertiary", on_click=after)


def _files(found: Judged) -> None:
    rows: Cells = [
        {
            "place": place,
            "file": one.step.source.name,
            "kind": KINDS[one.step.kind].title,
            **{key: getattr(one.result, key) for key in ("rows", *importing.SHOWN)},
        }
        for place, one in enumerate(found.files, start=1)
    ]
    columns = {
        "place": tables.number("Order", [1], "In which they are loaded, each after what it refers to", 62),
        "file": tables.text("File", 230),
        "kind": tables.text("Kind", 170),
        "rows": tables.number("Rows", [1], width=70),
        **{key: tables.number(label, [1], width=90) for key, label in importing.SHOWN.items()},
    }
    tables.show(rows, columns, "Files in their order of loading, and how their rows end")
    said: dict[str, list[str]] = {}
    for one in found.files:
        for note in one.result.notes:
            said.setdefault(note, []).append(one.step.source.name)
    for note, names in said.items():
        st.caption(f"{safe(', '.join(names))}: {safe(worded(note))}")


def _missing(found: tuple[Missing, ...]) -> None:
    if not found:
        return
    st.subheader("What is missing", anchor=False)
    st.caption(
        "Rows name these records, and neither the store nor any of the files has them: add the file that "
        "does, or correct the rows."
    )
    rows: Cells = [
        {
            "kind": KINDS[one.kind].one,
            "id": one.id,
            "file": needed.file,
            "rows": needed.rows,
            "lines": ", ".join(map(str, needed.lines)) + (" …" if needed.rows > len(needed.lines) else ""),
        }
        for one in found
        for needed in one.files
    ]
    columns = {
        "kind": tables.text("Missing", 150),
        "id": tables.text("Number", 190),
        "file": tables.text("Needed by the file", 260),
        "rows": tables.number("Rows", [1], width=80),
        "lines": tables.text("In lines", 260),
    }
    tables.show(rows, columns, "Records that are missing, by file and line", most=10)


def _rejected(found: Judged) -> None:
    size = found.totals.rejected
    if not size:
        return
    with st.expander(f"{count(size, 'rejected row')}, each with its reason", icon=":material/block:"):
        columns = {
            "file": tables.text("File", 220),
            "line": tables.number("Line", [1], width=70),
            "column": tables.text("Column", 130),
            "value": tables.text("Value", 150),
            "why": tables.text("Why", 560),
        }
        rows = _rejections(found)
        tables.show(
            list(islice(rows, SHOWN_REJECTIONS)),
            columns,
            "Rejected rows of all files",
            missing="",
            most=10,
            every=lambda: _rejections(found),
        )


def _rejections(found: Judged) -> Cells:
    return [
        {
            "file": one.step.source.name,
            "line": row.line,
            "column": reading.label(row.column) if row.column else "",
            "value": row.value or "",
            "why": worded(row.reason),
        }
        for one in found.files
        for row in one.result.rejections
    ]


def _ask(frame: Frame, one: Unclear, kept: Kept) -> None:
    """What a file leaves open, asked beside its name; the kind can always be said."""
    with st.container(border=True):
        st.markdown(f"**{safe(one.file)}**")
        if one.asks in reading.ASKED and one.kind:
            question = NeedsAnswer(f"{one.reason}.", one.asks, dict(one.choices))
            reading.ask(frame, KINDS[one.kind], kept.key, kept.path, question)
        else:
            said = _plain(one)
            why = said if one.reason.startswith(one.file) else capital(said)
            st.warning(f"{why}. Nothing is read yet.", icon=":material/help:")
        if one.asks == "sheet" and not one.kind:
            _sheet(one, kept)
        _kind(one, kept)
        if not one.asks:
            written.after_refusal(kept.key)


def _plain(one: Unclear) -> str:
    """Why a file is not clear, without the words that mend it on the command line."""
    return safe(worded(ON_THE_COMMAND_LINE.split(one.reason)[0] if one.asks else one.reason))


def _sheet(one: Unclear, kept: Kept) -> None:
    st.radio(
        reading.QUESTIONS["sheet"],
        list(one.choices),
        index=None,
        format_func=lambda name: safe(f"{name} ({one.choices[name]})"),
        key=f"sheet_{kept.key}",
        persist_state="page",
    )


def _kind(one: Unclear, kept: Kept) -> None:
    offered = list(one.choices) if one.asks == "kind" else list(KINDS)
    said = st.session_state.get(f"kind_{kept.key}")
    st.selectbox(
        "What the file holds",
        [UNSAID, *offered, *([said] if said and said not in offered else [])],
        format_func=lambda kind: KINDS[kind].title if kind else "found out by its headers",
        key=f"kind_{kept.key}",
        persist_state="page",
        width=360,
    )
