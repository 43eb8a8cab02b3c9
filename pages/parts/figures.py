"""The pieces of the command centre: each draws one component and opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

import streamlit as st

from backorder_core.domain.buckets import Tally
from backorder_core.domain.values import Band, Cause
from backorder_core.services.backorders import Filters
from backorder_core.services.reports import (
    CommandCenter,
    CriticalRow,
    Share,
    Summary,
    SupplierRow,
)
from pages.parts import cards, changed, charts, files, links, tables
from pages.parts.charts import Bar
from pages.parts.files import Sheet
from pages.parts.format import count, day, money, percent
from pages.parts.frame import Frame

HIGH = Filters(bands=(Band.CRITICAL, Band.HIGH))
NO_DATA = "no data"
SIDE_BY_SIDE = 6
COLUMNS = ("Backorders", "Value", "Share of all %")


class Counted(NamedTuple):
    """One bar: its key and name, how many backorders, what they are worth, their share of all in percent."""

    key: str
    name: str
    amount: int
    value: Decimal
    share: Decimal


def summary(frame: Frame, figures: Summary) -> None:
    """Four cards with the headline figures."""
    currency = frame.settings.currency
    rows = f"Open {count(figures.open, 'row')}"
    high = f"Open {count(figures.high_count, 'row')}"
    for_all = (
        ("open_backorders", f"{figures.open:,}", "with units missing", Filters(), rows),
        ("revenue_at_risk", money(figures.value, currency), "revenue at risk", Filters(), rows),
        ("customers_affected", f"{figures.customers:,}", "waiting for units", Filters(), rows),
        (
            "high_priority",
            f"{figures.high_count:,}",
            f"worth {money(figures.high_value, currency)}",
            HIGH,
            high,
        ),
    )
    with st.grid(4, min_column_width=200):
        for key, value, about, wanted, label in for_all:
            cards.figure(key, value, about=about, rows=partial(links.rows_link, frame, label, wanted))


def aging(frame: Frame, tallies: Sequence[Tally]) -> None:
    """How long backorders have been open."""
    buckets = {one.bucket.place: Filters(age_from=one.bucket.low, age_to=one.bucket.high) for one in tallies}
    _chart(frame, "Aging", "by age", _tallied(tallies), buckets.__getitem__, SIDE_BY_SIDE)


def pipeline(frame: Frame, tallies: Sequence[Tally]) -> None:
    """When the missing units are expected."""
    keys = {one.bucket.place: one.bucket.key for one in tallies}
    _chart(
        frame,
        "Resolution pipeline",
        "by time until the ETA",
        _tallied(tallies),
        lambda place: Filters(pipeline=keys[place]),
        SIDE_BY_SIDE,
    )


def causes(frame: Frame, shares: Sequence[Share]) -> None:
    """Why they are late."""
    parts = [Counted(one.key, one.name, one.count, one.value, one.share) for one in shares]
    _chart(frame, "Root causes", "by cause", parts, lambda key: Filters(causes=(Cause.parse(key),)))


def _tallied(tallies: Sequence[Tally]) -> list[Counted]:
    return [Counted(one.bucket.place, one.bucket.label, one.count, one.value, one.share) for one in tallies]


def _chart(
    frame: Frame,
    title: str,
    by: str,
    parts: Sequence[Counted],
    wanted: Callable[[str], Filters],
    places: int = 0,
) -> None:
    key, currency = title.lower().replace(" ", "_"), frame.settings.currency
    rows = [
        Bar(key, name, amount, f"{amount:,} · {money(value, currency)} · {percent(share)}")
        for key, name, amount, value, share in parts
    ]
    sheet = Sheet(files.named(title), (title, *COLUMNS), lambda: [part[1:] for part in parts], ("Value",))
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{title}**")
        st.caption(f"Open backorders {by} on {day(frame.as_of)}: number, value, share of all")
        alt = f"{title}: " + "; ".join(f"{row.label} {row.figures}" for row in rows)
        hit = charts.clicked(rows, key, alt, sheet, places)
        with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
            st.caption("Open the rows:", width="content")
            for row in rows:
                if row.length:
                    links.rows_link(frame, row.label, wanted(row.key))
        if hit:
            links.open_rows(frame, wanted(hit))


def critical(frame: Frame, rows: Sequence[CriticalRow]) -> None:
    """The most urgent backorders and what to do next about each."""
    st.subheader("Critical backorders", anchor=False)
    st.caption(
        "The Critical band by score; where it holds fewer than ten, the next by score follow. "
        "Click a row to open it."
    )
    cells = [
        {
            "number": row.number,
            "band": tables.word(row.band),
            "customer": row.customer,
            "value": row.value,
            "age": row.age_days,
            "score": tables.whole(row.score),
            "action": row.action.sentence,
        }
        for row in rows
    ]
    columns = {
        "number": tables.text("Backorder", 108),
        "customer": tables.text("Customer", 185),
        "action": tables.text("Recommended action", 245),
        "value": tables.money("Value", frame.settings.currency),
        "age": tables.number("Age, days", [row.age_days for row in rows]),
        "band": tables.badge("Priority", tables.BAND_COLOURS),
        "score": tables.number("Score", [0], "Whole points; exact, term by term, on its page"),
    }
    place = tables.picked(cells, columns, "critical", "Critical backorders with their recommended action")
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def suppliers(frame: Frame, rows: Sequence[SupplierRow]) -> None:
    """Who is late, with how much, and how each keeps its promises."""
    days = frame.settings.suppliers.on_time_days
    cells = [
        {
            "name": row.name,
            "count": row.count,
            "share": row.share,
            "value": row.value,
            "slip": row.mean_slip,
            "on_time": row.on_time,
            "due": row.due_lines,
        }
        for row in rows
    ]
    columns = {
        "name": tables.text("Supplier", 220),
        "count": tables.number("Open", [row.count for row in rows]),
        "share": st.column_config.NumberColumn("Share", format="%.1f %%", width=80),
        "value": tables.money("Value", frame.settings.currency),
        "slip": st.column_config.NumberColumn(
            "Mean slip, days", format="%.1f", width=120, help="ETA − original due, over open backorders"
        ),
        "on_time": st.column_config.NumberColumn(
            "On time",
            format="%.1f %%",
            width=100,
            help=f"Against the original promise, lines due in the {days} days before",
        ),
        "due": tables.number("Lines due", [row.due_lines for row in rows]),
    }
    st.caption(
        "Open backorders by supplier. On time counts each line promised in the "
        f"{days} days before, against the original promise: received by that day ÷ ordered. "
        "Click a row to open its backorders."
    )
    place = tables.picked(cells, columns, "suppliers", "Supplier performance", missing=NO_DATA)
    if place is not None:
        links.open_rows(frame, Filters(supplier=rows[place].key))


def late_news(frame: Frame, center: CommandCenter) -> None:
    """What changed, causes and suppliers behind tabs that draw only when they are looked at."""
    by_change, by_cause, by_supplier = st.tabs(
        ["What changed", "Root causes", "Supplier performance"], on_change="rerun", key="why"
    )
    with by_change:
        if by_change.open:
            changed.since(frame)
    with by_cause:
        if by_cause.open:
            causes(frame, center.root_causes)
    with by_supplier:
        if by_supplier.open:
            suppliers(frame, center.suppliers)
