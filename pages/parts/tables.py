"""Tables: each column configured once, a click on a row gives the row, never its position."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from backorder_core.domain.values import Band, Code, Outcome, Status, Tier
from pages.parts import files
from pages.parts.files import Sheet
from pages.parts.format import DATE_COLUMN, UNKNOWN, sign

BAND_COLOURS = {Band.CRITICAL: "red", Band.HIGH: "orange", Band.MEDIUM: "blue", Band.LOW: "gray"}
STATUS_COLOURS = {
    Status.OPEN: "blue",
    Status.ETA_UPDATED: "violet",
    Status.PARTIALLY_RESOLVED: "yellow",
    Status.ESCALATED: "red",
    Status.RESOLVED: "green",
    Status.CANCELLED: "gray",
}
TIER_COLOURS = {Tier.VIP: "violet", Tier.PREMIUM: "blue", Tier.STANDARD: "gray"}
OUTCOME_COLOURS = {
    Outcome.CREATED: "green",
    Outcome.UPDATED: "blue",
    Outcome.UNCHANGED: "gray",
    Outcome.NOT_NEEDED: "yellow",
    Outcome.REJECTED: "red",
}
ROW = 36
HEADER = 38
Config = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]
Every = Callable[[], Rows]


def badge(label: str, colours: Mapping[Any, str], help: str | None = None, width: int = 100) -> Any:  # noqa: A002
    """A column of one coloured word; its cells are lists of that word."""
    return st.column_config.MultiselectColumn(
        label,
        help=help,
        options=[code.label for code in colours],
        color=list(colours.values()),
        width=width,
    )


def money(
    label: str,
    currency: str,
    help: str | None = None,  # noqa: A002
    width: int = 110,
    values: Sequence[Decimal] = (),
) -> Any:
    """A column of amounts to the cent, or as exact as the unit prices in ``values``, up to four decimals."""
    decimals = max([2, *(_decimals(value, 4) for value in values)])
    return st.column_config.NumberColumn(
        label, help=help, format=f"{sign(currency)}%,.{decimals}f", width=width
    )


def number(
    label: str,
    values: Sequence[Decimal | int],
    help: str | None = None,  # noqa: A002
    width: int = 80,
    most: int = 3,
) -> Any:
    """A column of numbers with as many decimals as its values need, at most ``most``."""
    needed = max((_decimals(value, most) for value in values), default=0)
    return st.column_config.NumberColumn(label, help=help, format=f"%,.{needed}f", width=width)


def _decimals(value: Decimal | int, most: int) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return min(most, max(0, -exponent)) if isinstance(exponent, int) else 0


def date(label: str, help: str | None = None, width: int = 105) -> Any:  # noqa: A002
    """A column of dates in the one form that cannot be misread."""
    return st.column_config.DateColumn(label, help=help, format=DATE_COLUMN, width=width)


def text(label: str, width: int | str = "medium", help: str | None = None, pinned: bool = False) -> Any:  # noqa: A002
    """A column of plain text."""
    return st.column_config.TextColumn(label, width=width, help=help, pinned=pinned)  # type: ignore[arg-type]


def whole(value: Decimal) -> int:
    """Whole points of a score, rounded down, so that it never seems to reach a band that it is not in."""
    return int(value)


def word(code: Code) -> list[str]:
    """A code as the cell of a ``badge`` column."""
    return [code.label]


def show(
    rows: Rows,
    columns: Config,
    alt: str,
    missing: str = UNKNOWN,
    most: int = 50,
    *,
    every: Every | None = None,
    sheet: Sheet | None = None,
) -> None:
    """A table to read; ``missing`` stands where a value is not known. More than ``most`` rows scroll.

    Every table can be had as a file: with its own cells, with those of ``every`` where only some of the rows
    are shown, or with what is in ``sheet``.
    """
    _drawn(rows, columns, alt, missing, most)
    _file(key_of(alt, list(columns)), rows, columns, alt, every, sheet)


def picked(
    rows: Rows,
    columns: Config,
    key: str,
    alt: str,
    missing: str = UNKNOWN,
    most: int | None = None,
    *,
    every: Every | None = None,
    sheet: Sheet | None = None,
) -> int | None:
    """A table whose rows can be clicked anywhere: the place in ``rows`` of the one that was, or None.

    More than ``most`` rows scroll, so that what a click shows under the table is in sight. Files as in
    ``show``.
    """
    event = _drawn(
        rows, columns, alt, missing, most, on_select="rerun", selection_mode="single-cell", key=key
    )
    _file(key, rows, columns, alt, every, sheet)
    cells = event["selection"]["cells"] if event else []
    return int(cells[0][0]) if cells and int(cells[0][0]) < len(rows) else None


def chosen(
    ids: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    columns: Config,
    key: str,
    alt: str,
    most: int = 10,
    *,
    every: Every | None = None,
) -> str | None:
    """A table of which one row stays chosen while it is listed, however the list changes: its id, or None."""
    place = picked(rows, columns, key_of(key, ids), alt, most=most, every=every)
    if place is not None:
        st.session_state[key] = ids[place]
    found = st.session_state.get(key)
    return found if found in ids else None


def key_of(key: str, ids: Sequence[str]) -> str:
    """The key of a table with these rows: another list starts without a selection."""
    return f"{key}_{zlib.crc32(chr(10).join(ids).encode()):08x}"


def ticked(
    rows: Rows,
    columns: Config,
    key: str,
    alt: str,
    *,
    every: Every | None = None,
    sheet: Sheet | None = None,
) -> list[int]:
    """A table whose rows can be ticked: the places in ``rows`` of those that are. Files: as ``show``."""
    event = _drawn(rows, columns, alt, UNKNOWN, None, on_select="rerun", selection_mode="multi-row", key=key)
    _file(key, rows, columns, alt, every, sheet)
    return [int(place) for place in event["selection"]["rows"] if int(place) < len(rows)] if event else []


def _drawn(rows: Rows, columns: Config, alt: str, missing: str, most: int | None, **selecting: Any) -> Any:
    return st.dataframe(
        _cells(rows, columns),
        column_config=dict(columns),
        hide_index=True,
        height="content" if most is None or len(rows) <= most else HEADER + ROW * most,
        row_height=ROW,
        placeholder=missing,
        alt=alt,
        **selecting,
    )


def _file(key: str, rows: Rows, columns: Config, alt: str, every: Every | None, sheet: Sheet | None) -> None:
    headings = {name: str(config["label"] or name) for name, config in columns.items()}
    files.offer(sheet or files.of_cells(alt, headings, every or (lambda: rows)), key)


def _cells(rows: Rows, columns: Config) -> pa.Table | pd.DataFrame:
    """What is drawn: as Arrow, which is sent as it is, a tenth of the work of a data frame."""
    cells = {name: [_plain(row[name]) for row in rows] for name in columns}
    try:
        return pa.table({name: pa.array(column, from_pandas=True) for name, column in cells.items()})
    except (pa.ArrowException, OverflowError):  # values of several kinds in one column
        return pd.DataFrame(cells, columns=list(columns))


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
