"""The metrics page in pieces: cards with targets, the trend of one, the rows behind one, a cost by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.care import CostWay
from backorder_core.domain.windows import Window
from backorder_core.services import metrics
from backorder_core.services.measures import measure
from backorder_core.services.metrics import Figure, Metric
from backorder_core.services.work import costs
from backorder_core.store import Store
from pages.parts import cards, doing, files, links, plots, tables
from pages.parts.files import Sheet
from pages.parts.format import capital, count, day, money, number
from pages.parts.frame import Frame
from pages.parts.plots import Point
from pages.parts.remembering import remembered

COLUMNS = ("What", "Who", "Date", "Counted", "Backorder")
ROWS = "Rows behind a figure"
Trend = tuple[tuple[Window, Figure], ...]


def figures(frame: Frame, window: Window) -> None:
    """A card for each metric, with the window before, its target and what the industry reaches."""
    found = _metrics(frame.store, (frame.store.url, frame.version), window, frame.as_of)
    st.caption(
        f"The change is against the {window.days} days before, {day(window.before.since)} to "
        f"{day(window.before.last)}. Behind each question mark: what is counted over what."
    )
    with st.grid(4, min_column_width=210):
        for one in found:
            with st.container(border=True, gap="xxsmall", height="stretch"):
                value = _shown(frame, one.key, one.now.amount)
                cards.figure(one.key, value, about=_same(one), change=_change(frame, one), border=False)
                said = _beside(frame, one)
                if said:
                    st.caption(said)
                st.button(
                    f"Open {count(one.now.rows, 'row')}",
                    key=f"rows_of_{one.key}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    on_click=_look_at,
                    args=(one.key,),
                )


def _look_at(key: str) -> None:
    st.session_state["about"] = ROWS
    st.session_state["figure"] = key


def _same(one: Metric) -> str:
    return "no data before" if one.change is None else "as before"


@remembered(32)
def _metrics(_store: Store, key: tuple[str, int], window: Window, as_of: date) -> tuple[Metric, ...]:
    return metrics.metrics(_store, window, as_of)


def _shown(frame: Frame, key: str, amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    unit = measure(key).unit
    if unit == "money":
        return money(amount, frame.settings.currency)
    said = number(amount)
    return {"percent": f"{said} %", "days": f"{said} days", "rating": f"{said} of 5"}.get(unit, said)


def _change(frame: Frame, one: Metric) -> str | None:
    if not one.change:
        return None
    sign = "+" if one.change > 0 else "-"
    size = abs(one.change)
    unit = measure(one.key).unit
    if unit == "money":
        return f"{sign}{money(size, frame.settings.currency)}"
    words = {"percent": " points", "days": " days"}.get(unit, "")
    return f"{sign}{number(size)}{words}"


def _beside(frame: Frame, one: Metric) -> str:
    """How the figure stands to its target and benchmark."""
    said = []
    if one.target is not None:
        met = {True: "reached", False: "missed", None: "no data"}[one.met]
        said.append(f"target {_shown(frame, one.key, one.target)}: {met}")
    if one.benchmark is not None:
        said.append(f"industry {_shown(frame, one.key, one.benchmark)} ({one.benchmark_source})")
    return " · ".join(said)


def _pick(label: str, key: str) -> str:
    chosen = st.selectbox(
        label,
        list(metrics.KEYS),
        format_func=lambda one: measure(one).name,
        key=key,
        bind="query-params",
        width=320,
    )
    return chosen or metrics.KEYS[0]


def trend(frame: Frame, window: Window) -> None:
    """One metric over the window, by weeks or months, with its mean."""
    key = _pick("Metric", "metric")
    found = _trend(frame.store, (frame.store.url, frame.version), key, window, frame.as_of)
    known = [figure.amount for _, figure in found if figure.amount is not None]
    if not known:
        st.info("There is no data for this metric in these days.", icon=":material/info:")
        return
    step = "weeks" if window.days <= metrics.WEEKS_UP_TO else "months"
    points = [Point(_label(one, step), None if f.amount is None else float(f.amount)) for one, f in found]
    unit = measure(key).unit
    title = f"{measure(key).name}, {unit}, by {step}"
    head = ("From", "To", measure(key).name)
    sheet = Sheet(
        files.named(f"{key} {step}"), head, lambda: [(one.since, one.last, f.amount) for one, f in found]
    )
    st.markdown(f"**{title}** as of {day(frame.as_of)}")
    plots.shown(
        plots.line(points, unit, float(sum(known) / len(known))), f"trend_{key}", title, f"{key}-trend", sheet
    )


def _label(one: Window, step: str) -> str:
    return f"{one.since.day} {one.since:%b}" if step == "weeks" else f"{one.since:%b %Y}"


@remembered(32)
def _trend(_store: Store, key: tuple[str, int], metric: str, window: Window, as_of: date) -> Trend:
    return metrics.trend(_store, metric, window, as_of)


def rows(frame: Frame, window: Window) -> None:
    """The rows that a figure comes out of, and the same as a file."""
    key = _pick("Figure", "figure")
    known = measure(key)
    total, found = metrics.rows_behind(frame.store, key, window, frame.as_of)
    shown = f"the first {len(found):,} of {total:,}" if total > len(found) else count(total, "row")
    st.caption(
        f"{capital(shown)}. One row is {known.grain}; “counted” is what it adds to: {known.numerator}."
    )
    if not found:
        st.info("No row counts in these days.", icon=":material/info:")
        return
    columns = {
        "number": tables.text("Backorder", 108),
        "what": tables.text("What", 300),
        "who": tables.text("Who", 220),
        "on": tables.date("Date"),
        "counted": st.column_config.NumberColumn("Counted", format="%.10g", width=100),
    }
    cells = [
        {"number": r.number, "what": r.what, "who": r.who, "on": r.on, "counted": r.counted} for r in found
    ]
    name = f"Rows behind {known.name}"
    place = tables.picked(cells, columns, f"rows_{key}", name, sheet=_sheet(frame, key, window, total))
    if place is not None and found[place].number:
        links.open_backorder(frame, found[place].number)


def _sheet(frame: Frame, key: str, window: Window, total: int) -> Sheet:
    def rows() -> list[tuple[Cell, ...]]:
        found = metrics.rows_behind(frame.store, key, window, frame.as_of, total)[1]
        return [(one.what, one.who, one.on, one.counted, one.number) for one in found]

    return Sheet(files.named(key), COLUMNS, rows)


def cost(frame: Frame) -> None:
    """Enter what was spent on a backorder and stands nowhere else."""
    if not doing.workable(frame):
        return
    st.caption(
        "Transfers, purchases, shipments and compensation count by themselves. Enter here what else "
        "resolving a backorder cost, such as a fee for expediting."
    )
    with st.form("cost", border=True):
        left, middle, right = st.columns(3)
        numbered = left.text_input("Backorder", placeholder="BO-2025-0011")
        way = middle.selectbox("For", list(CostWay), format_func=lambda one: capital(one.label))
        amount = right.number_input("Amount", min_value=0.0, step=10.0, format="%.2f")
        note = st.text_input("What was it spent on?")
        if not st.form_submit_button("Enter the cost", type="primary", icon=":material/payments:"):
            return

    def work(key: str) -> str:
        given = Decimal(f"{amount:.2f}")
        costs.add_cost(
            frame.store, numbered.strip(), way or CostWay.OTHER, given, note, frame.actor, frame.as_of, key
        )
        return f"{money(given, frame.settings.currency)} entered for {numbered.strip()}."

    doing.attempt("cost", work)
