"""The charts of the patterns page behind tabs; only the one that is looked at is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.patterns import Month, Narrow, Part, Patterns
from backorder_core.domain.values import Cause, Tier
from backorder_core.domain.windows import Window
from backorder_core.services.measures import measure
from backorder_core.services.patterns import filters_of
from pages.parts import crossing, links, plots, tables
from pages.parts.charts import Bar, Picture
from pages.parts.files import ELSEWHERE, Sheet
from pages.parts.format import count, day, money, percent
from pages.parts.frame import Frame
from pages.parts.pattern_reads import MOST_PARTS, whole
from pages.parts.patterned import NO_DATA, file_name
from pages.parts.plots import Point
from pages.parts.text import drawn_each

ONE_DAY = timedelta(days=1)
MOST_BARS = 12


@dataclass(frozen=True)
class Canvas:
    """Where and how the charts of one run are drawn."""

    frame: Frame
    found: Patterns
    picture: Picture

    def key(self, name: str) -> str:
        """The key of a chart in this state of the page."""
        window = self.found.facts.window
        return crossing.state_key(f"{name}_{window.since}_{window.until}", self.found.narrow)

    def file(self, name: str) -> str:
        """What the picture of a chart is called."""
        return f"{name}-{file_name(self.found.facts.window, self.found.as_of)}"


def tabs(frame: Frame, found: Patterns, picture: Picture) -> None:
    """When, suppliers, products, customers, causes, and suppliers by cause."""
    canvas = Canvas(frame, found, picture)
    titles = {
        "When": _when,
        "Suppliers": _suppliers,
        "Products": _products,
        "Customers": _customers,
        "Causes": _causes,
        "Supplier × cause": _crossed,
    }
    drawn = st.tabs(list(titles), on_change="rerun", key="patterns_of")
    for tab, draw in zip(drawn, titles.values(), strict=True):
        with tab:
            if tab.open:
                draw(canvas)


def _when(canvas: Canvas) -> None:
    months, facts = canvas.found.timeline, canvas.found.facts
    _title(canvas, "Backorders created by month", "pattern_limits")
    points = [Point(f"{one.first:%b %Y}", one.count, one.low, one.high) for one in months]
    days = sum(month.days for month in months)
    mean = sum(month.count for month in months) / days * (days / len(months)) if months else None
    st.caption(
        f"Number by month of creation, as known on {day(canvas.found.as_of)}; dotted: control limits; a "
        "diamond lies beyond them. Click a month to open its rows."
    )
    alt = "By month: " + "; ".join(f"{point.label} {point.figure}" for point in points)
    figure = plots.line(points, "backorders", mean)
    hit = plots.shown(figure, canvas.key("months"), alt, canvas.file("months"), ELSEWHERE, canvas.picture)
    place = next((n for n, point in enumerate(points) if hit and point.label == hit.get("x")), None)
    if place is not None:
        _open_month(canvas, months[place])
    _months(canvas)
    _title(canvas, "By weekday", "pattern_count")
    cells = [
        {
            "name": one.name,
            "count": one.count,
            "days": one.days,
            "ordinary": f"{one.low:,} to {one.high:,}" if one.count else NO_DATA,
        }
        for one in canvas.found.weekdays
    ]
    columns = {
        "name": tables.text("Weekday", 140),
        "count": tables.number("Backorders", [0], measure("pattern_count").sentence, 110),
        "days": tables.number("Days in the window", [0], width=150),
        "ordinary": tables.text("Ordinary", 120, measure("pattern_limits").sentence),
    }
    if facts.total.count:
        tables.show(cells, columns, "Backorders by weekday", NO_DATA)
    else:
        st.caption("No data.")


def _open_month(canvas: Canvas, month: Month) -> None:
    last = month.first + timedelta(days=month.days - 1)
    links.open_rows(canvas.frame, filters_of(Window(month.first, last + ONE_DAY), canvas.found.narrow))


def _months(canvas: Canvas) -> None:
    cells = [
        {
            "month": f"{one.first:%B %Y}",
            "count": one.count,
            "rate": one.rate,
            "orders": one.orders,
            "backordered": one.backordered,
            "ordinary": f"{one.low:,} to {one.high:,}",
        }
        for one in canvas.found.timeline
    ]
    columns = {
        "month": tables.text("Month", 140),
        "count": tables.number("Backorders", [0], measure("pattern_count").sentence, 110),
        "rate": st.column_config.NumberColumn(
            "Rate", format="%.2f %%", width=80, help=measure("pattern_month_rate").sentence
        ),
        "backordered": tables.number("Order lines late", [0], width=130),
        "orders": tables.number("Order lines", [0], width=100),
        "ordinary": tables.text("Ordinary", 110, measure("pattern_limits").sentence),
    }
    place = tables.picked(cells, columns, canvas.key("month_rows"), "Backorders by month", NO_DATA)
    if place is not None:
        _open_month(canvas, canvas.found.timeline[place])


def _suppliers(canvas: Canvas) -> None:
    parts = canvas.found.facts.suppliers
    hit = _pareto(canvas, "suppliers", "Backorders by supplier", parts)
    if hit:
        crossing.narrow_to(supplier=hit.key)
    _table(canvas, "supplier", parts)


def _products(canvas: Canvas) -> None:
    categories = canvas.found.facts.categories
    hit = _pareto(canvas, "categories", "Backorders by category", categories)
    if hit:
        crossing.narrow_to(category=hit.key)
    _table(canvas, "category", categories)
    st.markdown("**Products**")
    _table(canvas, "product", canvas.found.products)


def _customers(canvas: Canvas) -> None:
    hit = _pareto(canvas, "tiers", "Backorders by best customer tier", canvas.found.tiers)
    if hit:
        crossing.narrow_to(tier=hit.key)
    _table(canvas, "tier", canvas.found.tiers)
    st.markdown("**Customers**")
    st.caption("A backorder of several customers counts for each of them.")
    _table(canvas, "customer", canvas.found.customers)


def _causes(canvas: Canvas) -> None:
    parts = canvas.found.facts.causes
    hit = _pareto(canvas, "causes", "Backorders by cause", parts)
    if hit:
        crossing.narrow_to(cause=hit.key)
    _table(canvas, "cause", parts)


def _crossed(canvas: Canvas) -> None:
    facts = canvas.found.facts
    _title(canvas, "Suppliers by cause", "pattern_crossing")
    suppliers = [part for part in facts.suppliers if part.count]
    if not suppliers:
        st.caption("No data.")
        return
    st.caption(f"{_scope(canvas)}. Click a cell to narrow the page to it.")
    counts = {(cell.row, cell.column): cell.count for cell in facts.supplier_causes}
    grid = [[counts.get((row.key, column.key), 0) for column in facts.causes] for row in suppliers]
    rows, columns = labels(suppliers), labels(facts.causes)
    alt = "; ".join(
        f"{part.name}: {', '.join(map(str, line))}" for part, line in zip(suppliers, grid, strict=True)
    )
    table: list[tuple[Cell, ...]] = [(part.name, *line) for part, line in zip(suppliers, grid, strict=True)]
    hit = plots.shown(
        plots.heat(rows, columns, grid), canvas.key("crossed"), alt, canvas.file("suppliers-by-cause"),
        Sheet(canvas.file("suppliers-by-cause"), ("Supplier", *columns), lambda: table), canvas.picture,
    )  # fmt: skip
    if hit and hit.get("x") in columns and hit.get("y") in rows:
        supplier, cause = suppliers[rows.index(hit["y"])], facts.causes[columns.index(hit["x"])]
        crossing.narrow_to(supplier=supplier.key, cause=cause.key)


def _title(canvas: Canvas, title: str, key: str) -> None:
    st.markdown(f"**{title}**", help=measure(key).sentence)


def _scope(canvas: Canvas) -> str:
    window = canvas.found.facts.window
    return f"Created {day(window.since)} to {day(window.last)}, as known on {day(canvas.found.as_of)}"


def labels(parts: Sequence[Part]) -> list[str]:
    """Names for an axis: harmless, not too long, each once."""
    return drawn_each([(part.key, part.name) for part in parts])


def _pareto(canvas: Canvas, name: str, title: str, parts: Sequence[Part]) -> Part | None:
    """Bars with their cumulative share, and the part that was just clicked."""
    _title(canvas, title, "pattern_share")
    some = [part for part in parts if part.count][:MOST_BARS]
    if not some:
        st.caption("No data.")
        return None
    more = f"; the {MOST_BARS} largest" if len(some) < sum(1 for part in parts if part.count) else ""
    st.caption(
        f"{_scope(canvas)}: number, value when created, share of all{more}. Right: cumulative share. "
        "Click a bar to narrow the page to it."
    )
    bars = [
        Bar(part.key, label, part.count, _figures(canvas.frame, part))
        for part, label in zip(some, labels(some), strict=True)
    ]
    cumulative = [part.cumulative for part in some if part.cumulative is not None]
    figure = plots.pareto(bars, cumulative)
    alt = f"{title}: " + "; ".join(f"{part.name} {bar.figures}" for part, bar in zip(some, bars, strict=True))
    hit = plots.shown(figure, canvas.key(name), alt, canvas.file(name), ELSEWHERE, canvas.picture)
    found = next((n for n, bar in enumerate(bars) if hit and bar.label == hit.get("y")), None)
    return None if found is None else some[found]


def _figures(frame: Frame, part: Part) -> str:
    worth = money(part.tally.value, frame.settings.currency)
    return (
        f"{part.count:,} · {worth} · {percent(part.share)}" if part.share is not None else f"{part.count:,}"
    )


def _table(canvas: Canvas, field: str, parts: Sequence[Part]) -> None:
    """The same as a table; a click on a row opens its backorders. ``field`` is what a row narrows."""
    if not parts:
        return
    cut = field in ("product", "customer") and len(parts) == MOST_PARTS
    kept = f"The {len(parts)} largest; the files hold every {field}" if cut else count(len(parts), "row")
    st.caption(f"{kept}. Click a row to open its backorders.")
    place = tables.picked(
        _cells(parts),
        _columns(canvas, field),
        canvas.key(f"{field}_rows"),
        f"By {field}",
        NO_DATA,
        12,
        every=(lambda: _cells(_all(canvas, field))) if cut else None,
    )
    if place is not None and parts[place].count:
        narrow = crossing.within(canvas.found.narrow, _narrow(field, parts[place].key))
        links.open_rows(canvas.frame, filters_of(canvas.found.facts.window, narrow))


def _all(canvas: Canvas, field: str) -> Sequence[Part]:
    found = whole(canvas.frame, canvas.found.facts.window, canvas.found.narrow)
    return found.products if field == "product" else found.customers


def _cells(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [
        {
            "name": part.name,
            "count": part.count,
            "share": part.share,
            "value": part.tally.value,
            "slip": part.tally.mean_slip,
            "before": part.before,
            "change": part.change.verdict.value if part.change else NO_DATA,
            "deliveries": part.deliveries,
        }
        for part in parts
    ]


def _narrow(field: str, key: str) -> Narrow:
    codes = {"cause": Cause, "tier": Tier}
    value = codes[field].parse(key) if field in codes else key
    return Narrow(**{field: value})  # type: ignore[arg-type]


def _columns(canvas: Canvas, field: str) -> dict[str, Any]:
    columns = {
        "name": tables.text(field.capitalize(), 220),
        "count": tables.number("Backorders", [0], measure("pattern_count").sentence, 100),
        "share": st.column_config.NumberColumn(
            "Share", format="%.1f %%", width=80, help=measure("pattern_share").sentence
        ),
        "value": tables.money(
            "Value when created", canvas.frame.settings.currency, measure("pattern_value").sentence, 150
        ),
    }
    if field != "customer":
        columns["slip"] = st.column_config.NumberColumn(
            "Mean delay, days", format="%.1f", width=130, help=measure("pattern_delay").sentence
        )
    if field in ("supplier", "category", "cause") and canvas.found.before is not None:
        columns["before"] = tables.number("Before", [0])
        columns["change"] = tables.text("Change", 150, measure("pattern_change").sentence)
    if field == "supplier":
        columns["deliveries"] = tables.number("Deliveries", [0], measure("pattern_deliveries").sentence, 90)
    return columns
