"""How an uploaded file is read: what was found out, what only a person can say, the columns by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from backorder_core.domain.contracts import Contract, FieldType
from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.headers import HeaderMatch, match_headers
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.services import imports
from backorder_core.services.files import FileShape, inspect
from backorder_core.services.imports import ANSWERS, ImportOptions, Preview
from pages.parts import frame as frames
from pages.parts import written
from pages.parts.format import worded
from pages.parts.frame import Frame
from pages.parts.text import safe

DATES = {
    DateOrder.DMY: "Day first: 28/01/2025",
    DateOrder.MDY: "Month first: 01/28/2025",
    DateOrder.YMD: "Year first: 2025-01-28",
}
SIGNS = {DecimalSign.POINT: "Decimal point: 1,250.5", DecimalSign.COMMA: "Decimal comma: 1.250,5"}
QUESTIONS = {
    "dates": "Are the dates written day first or month first?",
    "decimal": "Are the decimals behind a point or behind a comma?",
    "sheet": "Which sheet of the workbook is it?",
    "closed": "What of the lines that the file calls closed or cancelled, with units still open?",
    "missing": "What of the open lines that the file does not have?",
    "blanks": "What of the lines without the number of their order?",
}
ASKED = ("mapping", *QUESTIONS)
ABSENT = ""


def label(name: str) -> str:
    """A field's name for people."""
    return next((one.field(name).label for one in KINDS.values() if name in one.names), name)


def options(key: str) -> ImportOptions:
    """What was said so far about the file called ``key``."""
    state = st.session_state
    dates, decimal = state.get(f"dates_{key}"), state.get(f"decimal_{key}")
    return ImportOptions(
        dates=DateOrder(dates) if dates else None,
        decimal=DecimalSign(decimal) if decimal else None,
        mapping=state.get(f"mapping_{key}", {}),
        reading=written.said(key),
        with_lines=bool(state.get(f"with_lines_{key}")),
        unknown=written.unknown(key),
        answers={name: said for name in ANSWERS if (said := state.get(f"{name}_{key}"))},
    )


def ask(frame: Frame, contract: Contract, key: str, path: Path, question: NeedsAnswer) -> None:
    """Ask what the file does not say; nothing is assumed."""
    if question.field == "mapping":
        _ask_columns(frame, contract, key, path)
        return
    asked = QUESTIONS[question.field]
    said = worded(question.sentence.split(": say ")[0])
    st.warning(f"{safe(said)}. Nothing is read yet.", title="One question first", icon=":material/help:")
    st.radio(
        asked,
        list(question.choices),
        index=None,
        format_func=lambda choice: worded(str(question.choices[choice])),
        key=f"{question.field}_{key}",
        persist_state="page",
    )


BRINGS = {
    PO_LINES.kind: "Bring suppliers and products that are not known yet",
    PO_DELAYS.kind: "Bring PO lines that are not known yet, from the file's own columns",
}


def with_lines(contract: Contract, key: str) -> None:
    """Whether a file may bring the suppliers, products and PO lines that it names."""
    if contract.kind not in BRINGS:
        return
    st.checkbox(
        BRINGS[contract.kind],
        key=f"with_lines_{key}",
        persist_state="page",
        help="Otherwise rows that name one are rejected, so that a slip of the pen makes nothing new",
    )


def _ask_columns(frame: Frame, contract: Contract, key: str, path: Path) -> None:
    said = options(key)
    contract = contract if said.with_lines else contract.lean
    shape = inspect(path, replace(said.reading, contract=contract))
    remembered = imports.remembered_mapping(frame.store, contract.kind, shape.headers)
    match = match_headers(contract, shape.headers, remembered)
    st.warning(
        f"{safe(match.unclear(label))}: say which column it is. Nothing is read yet.",
        title="One question first",
        icon=":material/help:",
    )
    written.by_hand(key, shape.sheet is not None)
    columns(frame, contract, key, shape, match.mapping)


def found_out(frame: Frame, key: str, preview: Preview) -> None:
    """What was detected, in words, with a way to read it differently."""
    shape, understood = preview.shape, preview.case.understood
    dates = DATES[understood.dates] if understood.dates else "in one unmistakable way"
    decimals = SIGNS[understood.decimal] if understood.decimal else "whole numbers"
    book = {"Format": shape.format_name, "Sheet": shape.sheet or ""}
    text = {"Encoding": shape.encoding.upper(), "Columns separated by": shape.delimiter_name}
    facts = {
        **(book if shape.sheet else text),
        "Header in line": str(shape.header_line) if shape.header_line else "there is none",
        "Dates": dates,
        "Numbers": decimals,
    }
    with st.container(border=True):
        with st.grid(5, min_column_width=150):
            for label, value in facts.items():
                with st.container(gap="xxsmall"):
                    st.caption(label)
                    st.text(value)
        st.caption(_matched(preview.case.contract, preview.case.match))
        written.unknown_dates(key, preview)
        different = st.expander("Read it differently", icon=":material/tune:", on_change="rerun")
        if different.open:
            with different:
                _dates_and_signs(key)
                written.by_hand(key, shape.sheet is not None)
                columns(frame, preview.case.contract, key, shape, preview.case.mapping)


def _matched(contract: Contract, match: HeaderMatch) -> str:
    why = {name: f" ({safe(reason)})" for name, reason in match.because.items()}
    pairs = [f"{label(name)} ← “{safe(header)}”{why.get(name, '')}" for name, header in match.mapping.items()]
    missing = [one.label for one in contract.fields if one.name not in match.mapping]
    rest = f" Not in the file: {', '.join(missing)}." if missing else ""
    return f"Columns: {', '.join(pairs)}.{rest}"


def _dates_and_signs(key: str) -> None:
    left, right = st.columns(2)
    left.radio(
        "Dates",
        list(DATES),
        index=None,
        format_func=DATES.__getitem__,
        key=f"dates_{key}",
        persist_state="page",
    )
    right.radio(
        "Decimals",
        list(SIGNS),
        index=None,
        format_func=SIGNS.__getitem__,
        key=f"decimal_{key}",
        persist_state="page",
    )
    st.caption("Leave both alone to read them as detected.")


def columns(frame: Frame, contract: Contract, key: str, shape: FileShape, mapping: Mapping[str, str]) -> None:
    """The columns by hand, with samples of what they hold; remembered for files with these headers."""
    with st.form(f"columns_{key}", border=False):
        chosen = {}
        with st.grid(3, min_column_width=220):
            for one in sorted(contract.fields, key=lambda field: not field.required):
                offered = [ABSENT, *filter(None, shape.headers)]
                header = mapping.get(one.name, ABSENT)
                chosen[one.name] = st.selectbox(
                    f"{one.label}{' (needed)' if one.required else ''}",
                    offered,
                    index=offered.index(header) if header in offered else 0,
                    format_func=lambda name: _sampled(name, shape),
                    help=one.help,
                    key=f"column_{one.name}_{key}",
                )
        if st.form_submit_button("Use these columns, and remember them", icon=":material/done:"):
            _remember(frame, contract, key, shape, chosen)


def _sampled(header: str, shape: FileShape) -> str:
    if header == ABSENT:
        return "not in the file"
    samples = ", ".join(shape.samples.get(header, ())[:2])
    return f"{header} ({samples})" if samples else header


def _clash(contract: Contract, header: str, chosen: Mapping[str, str]) -> bool:
    """Whether a column is given to two fields that cannot hold the same: texts can, as a code for a name."""
    types = [contract.field(name).type for name, said in chosen.items() if said == header]
    return len(types) > 1 and set(types) != {FieldType.TEXT}


def _remember(frame: Frame, contract: Contract, key: str, shape: FileShape, chosen: dict[str, str]) -> None:
    twice = next((header for header in chosen.values() if header and _clash(contract, header, chosen)), None)
    if twice:
        st.error(f"Two fields cannot both come from the column “{safe(twice)}”: choose another for one.")
        return
    with frames.refusals():
        imports.remember_mapping(frame.store, contract.kind, shape.headers, chosen, frame.actor)
    st.session_state[f"mapping_{key}"] = chosen
    st.rerun()
