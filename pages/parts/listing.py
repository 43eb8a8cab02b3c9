"""The list of backorders: its order, its pages, its table, its downloads."""

from __future__ import annotations

import math
from collections.abc import Iterable

import streamlit as st

from backorder_core.delivery import exports
from backorder_core.services.backorders import (
    BackorderPage,
    BackorderRow,
    Filters,
    Order,
    SortKey,
    list_backorders,
)
from pages.parts import files, filters, links, places, reads, tables
from pages.parts.files import ELSEWHERE, Sheet
from pages.parts.format import count
from pages.parts.frame import Frame

SIZES = (25, 50, 100)
ORDERS: dict[str, Order] = {
    "Score, highest first": (SortKey.SCORE, True),
    "Value, highest first": (SortKey.VALUE, True),
    "Value, lowest first": (SortKey.VALUE, False),
    "Age, oldest first": (SortKey.AGE, True),
    "Age, newest first": (SortKey.AGE, False),
    "Days overdue, most first": (SortKey.OVERDUE, True),
    "ETA, soonest first": (SortKey.ETA, False),
    "ETA, latest first": (SortKey.ETA, True),
    "Number": (SortKey.NUMBER, False),
    "Supplier": (SortKey.SUPPLIER, False),
    "Product": (SortKey.PRODUCT, False),
    "Status": (SortKey.STATUS, False),
}


def order() -> Order:
    """How the list is sorted."""
    chosen = st.selectbox(
        "Sorted by",
        list(ORDERS),
        key="sort",
        bind="query-params",
        width=230,
        label_visibility="collapsed",
        on_change=filters.first_page,
    )
    return ORDERS[chosen]


def rows(
    frame: Frame, wanted: Filters, sort: SortKey, descending: bool, first: BackorderPage
) -> tuple[BackorderRow, ...]:
    """Draw the pager under the table's place and give the rows of the page it is on."""
    size = SIZES[0]
    pages = max(1, math.ceil(first.total / size))
    if pages == 1:
        return first.rows
    with st.container(horizontal=True, vertical_alignment="center"):
        place = st.pagination(pages, key="page", bind="query-params", width=260)
        start = (place - 1) * size
        end = min(first.total, start + size)
        st.caption(f"Rows {start + 1:,} to {end:,} of {first.total:,}", width="content")
    if place == 1:
        return first.rows
    return reads.list_backorders(frame, wanted, sort, descending, size, start).rows


def table(frame: Frame, found: tuple[BackorderRow, ...], *, ticking: bool) -> tuple[BackorderRow, ...]:
    """The rows; a click on one opens it, or where ``ticking`` ticks it: the ticked ones."""
    cells = [_cells(row) for row in found]
    columns = {
        "number": tables.text("Backorder", 104, pinned=True),
        "band": tables.badge("Priority", tables.BAND_COLOURS, width=84),
        "score": tables.number("Score", [0], "Whole points; exact, term by term, on its page", 60),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 90),
        "customer": tables.text("Customer", 166, "The one with the highest score; +n: so many others"),
        "eta": tables.date("ETA", "The date expected now", 88),
        "stale": tables.text("Heard", 50, "Stale: the ETA was not confirmed within its follow-up cadence"),
        "age": tables.number("Age", [0], "Days since it was created", 48),
        "overdue": tables.number("Overdue", [0], "Days since the original due date", 72),
        "status": tables.badge("Status", tables.STATUS_COLOURS, width=128),
        "supplier": tables.text("Supplier", 148),
        "product": tables.text("Product", 270),
        "tier": tables.badge("Tier", tables.TIER_COLOURS, "Best tier among the customers waiting", 90),
        "open": tables.number("Open units", [row.open for row in found], width=86),
        "past": tables.number("Past ETA", [0], "Days since the current ETA", 74),
        "owner": tables.text("Owner", 110),
        "po": tables.text("PO line", 150),
    }
    alt = "Backorders that match the filters"
    if ticking:
        return tuple(
            found[place] for place in tables.ticked(cells, columns, "ticked_backorders", alt, sheet=ELSEWHERE)
        )
    place = tables.picked(cells, columns, "backorders", alt, sheet=ELSEWHERE)
    if place is not None:
        links.open_backorder(frame, found[place].number)
    return ()


def _cells(row: BackorderRow) -> dict[str, object]:
    others = f" +{row.customers - 1}" if row.customers > 1 else ""
    return {
        "number": row.number,
        "band": tables.word(row.band),
        "score": tables.whole(row.score),
        "value": row.value,
        "customer": f"{row.customer}{others}",
        "tier": tables.word(row.tier),
        "product": row.product if row.product == row.product_name else f"{row.product} {row.product_name}",
        "supplier": row.supplier,
        "open": row.open,
        "eta": row.eta,
        "stale": "stale" if row.stale else "",
        "age": row.age_days,
        "overdue": row.days_overdue,
        "past": row.days_past_eta,
        "status": tables.word(row.status),
        "owner": row.owner,
        "po": f"{row.po_number} / {row.po_line}",
    }


def downloads(frame: Frame, wanted: Filters, sort: SortKey, descending: bool, total: int) -> None:
    """Everything that matches, not just the page, as CSV and XLSX; made when asked for."""

    def rows() -> Iterable[tuple[exports.Cell, ...]]:
        found = list_backorders(frame.store, wanted, frame.as_of, sort, descending, limit=0)
        return map(exports.cells, found.rows)

    sheet = Sheet(f"backorders-{frame.as_of.isoformat()}", exports.COLUMNS, rows, exports.AMOUNTS)
    hint = f"Exactly what is filtered: {count(total, 'row')}"
    files.offer(sheet, "list", hint, closed=not total, quiet=False)


def nothing(frame: Frame, filtered: bool) -> None:
    """No row: say why, and what to do next."""
    with st.container(border=True):
        if filtered:
            st.markdown("**No backorder matches these filters.** Widen one of them, or clear them all above.")
        else:
            st.markdown(
                "**Nothing is open.** Backorders are made from suppliers' delays: read in a delay file "
                "to begin."
            )
            links.page(frame, places.IMPORTS, "Import a delay file", ":material/upload_file:")
