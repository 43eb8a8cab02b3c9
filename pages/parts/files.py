"""What is shown, as files: one pair of buttons for every table and chart, made only when it is clicked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from backorder_core.delivery import exports
from backorder_core.delivery.exports import Cell

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_AS_OF = "shown_as_of"
# What Streamlit's own button over a table writes into a CSV, a spreadsheet runs: formulas and all.
WITHOUT_RAW_CSV = """<style>
[data-testid="stElementToolbarButton"]:has(> span > [aria-label^="Download as CSV"]) {display: none}
</style>"""
LONGEST_NAME = 60
ALL = 1_000_000
"""How many rows a file asks for where a screen asks for its first."""


@dataclass(frozen=True)
class Sheet:
    """A list as a file: its name without an ending, headings, rows when they are asked for, money columns."""

    name: str
    columns: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    amounts: Sequence[str] = ()


ELSEWHERE = Sheet("", (), tuple)
"""For a table whose page has its own buttons, with all the rows and columns of it."""


class Said(str):
    """A text in a table that stands for a value: the screen shows the text, a file holds the value."""

    value: Cell

    def __new__(cls, text: str, value: Cell) -> Said:
        """``text`` with the value behind it."""
        made = super().__new__(cls, text)
        made.value = value
        return made


def offer(
    sheet: Sheet, key: str, hint: str | None = None, *, closed: bool = False, quiet: bool = True
) -> None:
    """Two buttons for one list; ``closed`` where there is nothing to give."""
    if sheet is ELSEWHERE:
        return
    made = (
        ("CSV", "text/csv", lambda: exports.sheet_csv(sheet.columns, sheet.rows())),
        (
            "XLSX",
            SPREADSHEET,
            lambda: exports.sheet_xlsx(sheet.name, sheet.columns, list(sheet.rows()), sheet.amounts),
        ),
    )
    with st.container(horizontal=True, gap="small", width="content"):
        for label, kind, make in made:
            st.download_button(
                label,
                make,
                f"{sheet.name}.{label.lower()}",
                kind,
                key=f"file_{key}_{label.lower()}",
                icon=":material/download:",
                help=hint,
                on_click="ignore",
                disabled=closed,
                type="tertiary" if quiet else "secondary",
            )


def named(words: str) -> str:
    """The name of a file about something, as of the day that is looked at."""
    as_of = st.session_state.get(SHOWN_AS_OF)
    return f"{slug(words)}-as-of-{as_of}" if isinstance(as_of, date) else slug(words)


def slug(words: str) -> str:
    """Words as part of a file's name: letters, digits and dashes, whatever they were."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST_NAME].strip("-")


def of_cells(
    words: str, headings: Mapping[str, str], rows: Callable[[], Sequence[Mapping[str, Any]]]
) -> Sheet:
    """A table's cells as a list: what stands in ``headings``, in that order."""
    return Sheet(
        named(words),
        _apart(list(headings.values())),
        lambda: ([_cell(row[key]) for key in headings] for row in rows()),
    )


def _apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings that stand twice, each with the one before that stands once: files have no groups."""
    found, above = [], ""
    for heading in headings:
        twice = headings.count(heading) > 1
        found.append(f"{above}: {heading}" if twice and above else heading)
        above = above if twice else heading
    return tuple(found)


def _cell(value: Any) -> Cell:
    if isinstance(value, Said):
        return value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value  # type: ignore[no-any-return]
