"""All suppliers side by side: both kinds of on-time delivery, delays, moved dates, quality, cost, score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.scorecard import Standing
from backorder_core.domain.windows import Window
from backorder_core.services.measures import measure
from backorder_core.services.suppliers import Performance
from pages.parts import pairs, plots, tables
from pages.parts.charts import BLUE, ORANGE
from pages.parts.files import ELSEWHERE, Sheet
from pages.parts.format import count, day, money, percent
from pages.parts.frame import Frame
from pages.parts.tables import Config
from pages.parts.text import drawn_each

COLOURS = {
    Standing.PREFERRED: "green",
    Standing.APPROVED: "blue",
    Standing.WATCH: "orange",
    Standing.DEVELOP: "red",
}
NO_DATA = "no data"
MOST_DRAWN = 15
COLUMNS = (
    *("Code", "Supplier", "Score", "Standing", "Weight with data", "On time, first promise %", "Lines"),
    *("On time, last agreed date %", "Lines for it", "Median days late", "P90 days late", "Receipts"),
    *("Lines with a moved date %", "New dates per line", "Unreliable", "Backorders", "Share of all %"),
    *("Backorders for quality", "Returns", "Incidents", "Cost of incidents", "Bought", "Cost of expediting"),
    "Penalties",
)
AMOUNTS = ("Cost of incidents", "Bought", "Cost of expediting", "Penalties")


def table(frame: Frame, window: Window, found: Sequence[Performance]) -> str | None:
    """The suppliers, the best score first; the code of the one that was clicked."""
    partial = sum(bool(one.card.missing) for one in found)
    missing = f" {count(partial, 'score')} marked * leave out what has no data." if partial else ""
    st.caption(
        "On time against the first promise and the last agreed date, P90 of days late, share of "
        f"dates moved, share of all backorders. Best score first; a click opens the supplier.{missing}"
    )
    place = tables.picked(
        [_cells(one) for one in found],
        _columns(frame),
        tables.key_of("suppliers", [one.code for one in found]),
        "Suppliers",
        missing=NO_DATA,
        most=20,
        sheet=_sheet(frame, window, found),
    )
    return None if place is None else found[place].code


def _cells(one: Performance) -> dict[str, object]:
    score = one.card.score
    return {
        "name": one.name,
        "score": NO_DATA if score is None else f"{score:.2f}{' *' if one.card.missing else ''}",
        "standing": [_Word(one.card.standing)] if one.card.standing else [],
        "original": one.original.rate,
        "agreed": one.agreed.rate,
        "late": one.delays.p90,
        "moved": _moved(one),
        "share": one.share,
        "quality": one.quality.events,
        "hurried": one.expediting,
        "penalties": one.penalties,
    }


def _moved(one: Performance) -> str:
    share = one.revisions.share
    said = NO_DATA if share is None else percent(share)
    return f"{said} unreliable" if one.revisions.unreliable else said


class _Word(str):
    """A standing as the badge column wants its options."""

    @property
    def label(self) -> str:
        """Words for people."""
        return str(self).capitalize()

    def __new__(cls, found: Standing) -> _Word:
        return super().__new__(cls, found.label)


def _columns(frame: Frame) -> Config:
    currency = frame.settings.currency
    colours = {_Word(found): colour for found, colour in COLOURS.items()}
    return {
        "name": tables.text("Supplier", 154, pinned=True),
        "score": tables.text("Score", 78, _help("supplier_score")),
        "standing": tables.badge("Standing", colours, "The band of the score", 124),
        "original": _percent("First promise", "supplier_on_time", 98),
        "agreed": _percent("Last agreed", "supplier_on_time_agreed", 92),
        "late": tables.number("P90", [0], _help("supplier_delay_p90"), 52),
        "moved": tables.text("Dates moved", 128, _help("supplier_revised_share")),
        "share": _percent("Share", "supplier_backorder_share", 66),
        "quality": tables.number("Quality", [0], _help("supplier_quality"), 62),
        "hurried": tables.money("Expediting", currency, _help("supplier_expediting"), 88),
        "penalties": tables.money("Penalties", currency, _help("supplier_penalties"), 88),
    }


def _percent(label: str, key: str, width: int) -> object:
    return st.column_config.NumberColumn(label, help=_help(key), format="%.1f %%", width=width)


def _help(key: str) -> str:
    return measure(key).sentence


def _sheet(frame: Frame, window: Window, found: Sequence[Performance]) -> Sheet:
    name = f"suppliers-{window.since}-to-{window.last}-as-of-{frame.as_of}"
    return Sheet(name, COLUMNS, lambda: map(_row, found), AMOUNTS)


def _row(one: Performance) -> tuple[Cell, ...]:
    card, moved, bad = one.card, one.revisions, one.quality
    return (
        *(one.code, one.name, card.score, card.standing.label if card.standing else None, card.weight),
        *(one.original.rate, one.original.lines, one.agreed.rate, one.agreed.lines),
        *(one.delays.median, one.delays.p90, one.delays.receipts, moved.share, moved.per_line),
        *("yes" if moved.unreliable else "no", one.backorders, one.share),
        *(bad.backorders, bad.returns, bad.incidents, bad.cost, one.spend, one.expediting, one.penalties),
    )


def promises(frame: Frame, window: Window, found: Sequence[Performance]) -> None:
    """Both kinds of on-time delivery of each supplier on one line: what moving dates hides."""
    shown = sorted(
        (one for one in found if one.original.rate is not None),
        key=lambda one: (one.original.rate or Decimal(0), one.name),
    )[:MOST_DRAWN]
    if not shown:
        st.info("No PO line was due in these days: no data.", icon=":material/info:")
        return
    st.caption(
        f"On time in percent of PO lines promised {day(window.since)} to {day(window.last)}, as of "
        f"{day(frame.as_of)}: against the first promise and the last agreed date. The further apart, the "
        "more moved dates hide. Lowest first."
    )
    labels = drawn_each([(one.code, one.name) for one in shown])
    dots = [
        (label, float(one.original.rate or 0), _float(one.agreed.rate))
        for label, one in zip(labels, shown, strict=True)
    ]
    names = ("first promise", "last agreed date")
    alt = "; ".join(
        f"{one.name}: {percent(one.original.rate or Decimal(0))} first promise, "
        f"{NO_DATA if one.agreed.rate is None else percent(one.agreed.rate)} last agreed"
        for one in shown
    )
    plots.shown(pairs.draw(dots, names, (BLUE, ORANGE), "%"), "promises", alt, "suppliers-on-time", ELSEWHERE)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def losses(frame: Frame, found: Sequence[Performance]) -> str:
    """One line on what suppliers cost beside their goods."""
    currency = frame.settings.currency
    hurried = sum((one.expediting for one in found), Decimal(0))
    due = sum((one.penalties or Decimal(0) for one in found), Decimal(0))
    agreed = sum(bool(one.claims) for one in found)
    said = f"{money(hurried, currency)} spent to hurry"
    return f"{said}, {money(due, currency)} in penalties by {count(agreed, 'agreed service level')}"
