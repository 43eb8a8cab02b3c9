"""The pieces of the arrival forecast: its filters, figures, lines and ranges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.services.forecasting import Forecasts, OpenLine, Verdict
from pages.parts import cards, forecast_reads, links, naming, plots, reads, tables
from pages.parts.files import ELSEWHERE, Sheet
from pages.parts.format import capital, count, day, money
from pages.parts.frame import Frame
from pages.parts.plots import Span
from pages.parts.text import drawn, safe

RANGES = 15
Wanted = tuple[str | None, bool, Verdict | None]
COLUMNS = (
    *("PO number", "PO line", "Supplier", "Product", "Backorder", "Open", "First promise", "ETA"),
    *("P50", "P90", "Deliveries", "Pattern", "Orders waiting", "Value waiting", "Needed by", "Verdict"),
)


def bar(frame: Frame) -> Wanted:
    """What to look at; it stands in the address."""
    with st.container(border=True), st.grid(3, min_column_width=200):
        supplier = naming.one_of(frame, "supplier", reads.choices(frame).suppliers, "supplier")
        verdict = st.selectbox(
            "For the customers who wait",
            list(Verdict),
            index=None,
            format_func=capital,
            key="verdict",
            bind="query-params",
            placeholder="Any",
        )
        waiting = st.toggle("Only lines that customers wait for", key="waiting", bind="query-params")
    return supplier, waiting, verdict


def figures(frame: Frame, found: Forecasts) -> None:
    """How many lines are open, and how many come too late for somebody."""
    with st.grid(3, min_column_width=200):
        cards.figure(
            "forecast_lines",
            f"{found.total:,}",
            about="with units still missing",
            rows=lambda: _all_rows(found),
        )
        about = "P50 after the first need date"
        cards.figure("forecast_late", f"{found.late:,}", about=about, rows=lambda: _late_rows(found, "late"))
        worth = money(found.late_value, frame.settings.currency)
        about = "what the waiting orders are worth"
        cards.figure("forecast_late_value", worth, about=about, rows=lambda: _late_rows(found, "value"))


def _all_rows(found: Forecasts) -> None:
    _rows_button(f"Open {count(found.total, 'row')}", "all", None)


def _late_rows(found: Forecasts, key: str) -> None:
    _rows_button(f"Open {count(found.late, 'row')}", key, Verdict.LATE)


def _rows_button(label: str, key: str, verdict: Verdict | None) -> None:
    st.button(
        label,
        key=f"rows_{key}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=_show_rows,
        args=(verdict,),
    )


def _show_rows(verdict: Verdict | None) -> None:
    st.session_state["verdict"] = verdict or st.session_state.get("verdict")
    st.session_state["forecast"] = "Open lines"


def lines(frame: Frame, found: Forecasts, wanted: Wanted) -> None:
    """The open lines; a click opens the backorder of a line that has one."""
    cut = f"The first {len(found.lines):,} of {found.total:,} are listed. " if _cut(found) else ""
    st.caption(
        f"{cut}Half of such lines arrive by P50, nine of ten by P90. Those with customers waiting come "
        "first, by value; click a heading to sort, a row to open its backorder."
    )
    place = tables.picked(
        [_cells(one) for one in found.lines],
        _columns(frame, found.lines),
        "forecasts",
        "Open PO lines",
        most=15,
        sheet=_sheet(frame, wanted),
    )
    if place is not None:
        one = found.lines[place]
        if one.backorder:
            links.open_backorder(frame, one.backorder)
        st.info(f"{safe(one.po_number)} / {safe(one.po_line)} is not on backorder: nobody reported a delay.")


def _cut(found: Forecasts) -> bool:
    return len(found.lines) < found.total


def _cells(one: OpenLine) -> dict[str, object]:
    return {
        "po": f"{one.po_number} / {one.po_line}",
        "supplier": one.supplier_name,
        "eta": day(one.eta),
        "p50": one.p50,
        "p90": one.p90,
        "verdict": capital(one.verdict.value),
        "need": one.need_date,
        "value": one.value if one.orders else None,
        "orders": one.orders,
        "basis": one.basis,
        "backorder": one.backorder or "none",
        "product": one.product_name,
        "open": one.open,
    }


def _columns(frame: Frame, rows: Sequence[OpenLine]) -> tables.Config:
    return {
        "po": tables.text("PO line", 128, pinned=True),
        "supplier": tables.text("Supplier", 150),
        "eta": tables.text("ETA", 92, "The date quoted now; unknown where the supplier took it back"),
        "p50": tables.date("P50", "Half of such lines arrive by this day", 94),
        "p90": tables.date("P90", "Nine of ten such lines arrive by this day", 94),
        "verdict": tables.text("For customers", 104, "P50 and P90 against the first need date"),
        "need": tables.date("Needed by", "The earliest need date among the orders that wait", 94),
        "value": tables.money("Value waiting", frame.settings.currency, width=102),
        "orders": tables.number("Orders", [0], "Customer order lines that wait", 62),
        "basis": tables.text("Whose pattern", 345),
        "backorder": tables.text("Backorder", 108),
        "product": tables.text("Product", 200),
        "open": tables.number("Open units", [one.open for one in rows], width=84),
    }


def _row(one: OpenLine) -> tuple[Cell, ...]:
    return (
        *(one.po_number, one.po_line, one.supplier_name, one.product, one.backorder, one.open),
        *(one.original_due, one.eta, one.p50, one.p90, one.deliveries, one.basis),
        *(one.orders, one.value, one.need_date, one.verdict.value),
    )


def _sheet(frame: Frame, wanted: Wanted) -> Sheet:
    def rows() -> list[tuple[Cell, ...]]:
        return [_row(one) for one in forecast_reads.all_forecasts(frame, *wanted).lines]

    return Sheet(f"forecast-{frame.as_of.isoformat()}", COLUMNS, rows, ("Value waiting",))


def ranges(frame: Frame, found: Forecasts) -> None:
    """From P50 to P90 of the foremost lines, in days from the day that is looked at."""
    dated = [(one, one.p50, one.p90) for one in found.lines if one.p50 and one.p90][:RANGES]
    if not dated:
        st.caption("No line to draw.")
        return
    st.caption(
        f"Days after {day(frame.as_of)}: the dot is P50, the line ends at P90. The first {len(dated)}."
    )
    spans = [
        Span(
            drawn(f"{one.po_number} / {one.po_line}"),
            _ahead(frame, p50),
            _ahead(frame, p50),
            _ahead(frame, p90),
            f"{_short(p50)} to {_short(p90)}",
        )
        for one, p50, p90 in dated
    ]
    alt = "; ".join(
        f"{one.po_number} / {one.po_line}: {span.figures}"
        for (one, _, _), span in zip(dated, spans, strict=True)
    )
    plots.shown(plots.intervals(spans, "days"), "ranges", alt, "arrival-ranges", ELSEWHERE)


def _short(when: date) -> str:
    return f"{when.day} {when:%b}"


def _ahead(frame: Frame, when: date) -> float:
    return float((when - frame.as_of).days)


def of_backorder(frame: Frame, number: str) -> None:
    """When the missing units of one backorder really come, in a sentence; nothing once it is closed."""
    if forecast_reads.quick(frame):
        _of_backorder(frame, number)
        return
    later = st.expander("Arrival forecast", on_change="rerun", key="arrival")
    with later:
        if later.open:
            _of_backorder(frame, number)


def _of_backorder(frame: Frame, number: str) -> None:
    one = forecast_reads.forecast_of(frame, number)
    if one is None:
        return
    if one.p50 is None or one.p90 is None:
        st.caption(f"Arrival forecast: {safe(one.basis)}.")
        return
    st.caption(
        f"**Arrival forecast:** half of such lines arrive by **{day(one.p50)}** (P50), nine of ten by "
        f"**{day(one.p90)}** (P90). {safe(capital(one.basis))}."
    )
