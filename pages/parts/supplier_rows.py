"""The rows behind one supplier's figures: receipts by days late, quality events, money spent, penalties."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.services.supplier_penalties import Claim
from backorder_core.services.suppliers import SupplierReview
from pages.parts import charts, files, tables
from pages.parts.charts import Bar
from pages.parts.files import ELSEWHERE, Sheet
from pages.parts.format import capital, count, day, money, percent
from pages.parts.frame import Frame
from pages.parts.text import safe

NO_DATA = "no data"
KEYS = ("soon", "young", "then", "older", "oldest", "past_eta")
PENALTIES = (
    *(
        "Agreed from",
        "PO number",
        "PO line",
        "Product",
        "First promise",
        "Late",
        "Missing",
        "Worst days late",
    ),
    *("Late value", "Penalty", "Due"),
)


def delays(frame: Frame, found: SupplierReview) -> None:
    """Receipts of the window by days late against the first promise."""
    facts = found.now.delays
    if not facts.receipts:
        st.info("Nothing arrived in these days: no data.", icon=":material/info:")
        return
    st.caption(
        f"{count(facts.receipts, 'receipt')} from {day(found.window.since)} to {day(found.window.last)}, "
        f"{facts.late:,} of them after the first promise, as of {day(frame.as_of)}."
    )
    bars = [
        Bar(
            key,
            capital(one.label),
            one.receipts,
            f"{one.receipts:,} · {percent(round(Decimal(one.receipts * 100) / facts.receipts, 1))}",
        )
        for key, one in zip(KEYS, facts.bins, strict=True)
    ]
    alt = "; ".join(f"{bar.label}: {bar.figures}" for bar in bars)
    rows = [(one.label, one.receipts) for one in facts.bins]
    sheet = Sheet(_name(found, "delays"), ("Days late", "Receipts"), lambda: rows)
    charts.clicked(bars, "supplier_delays", alt, sheet)


def quality(frame: Frame, found: SupplierReview) -> None:
    """Every backorder for quality, return and incident of the window."""
    facts = found.now.quality
    if not found.events:
        st.caption("Nothing went wrong with the goods in these days.")
        return
    st.caption(
        f"{count(facts.backorders, 'backorder')} for quality, {count(facts.returns, 'return')}, "
        f"{count(facts.incidents, 'incident')} that cost {money(facts.cost, frame.settings.currency)}; "
        f"{count(facts.troubled, 'PO line')} with trouble, an incident that names no PO line counting as one."
    )
    rows = [
        {
            "on": one.happened_on,
            "kind": capital(one.kind),
            "number": one.number,
            "severity": capital(one.severity),
            "product": one.product,
            "quantity": one.quantity,
            "cost": one.cost,
            "words": one.words,
            "line": one.po_line,
        }
        for one in found.events
    ]
    columns = {
        "on": tables.date("Day"),
        "kind": tables.text("What", 96),
        "number": tables.text("Number", 116),
        "severity": tables.text("Severity", 84),
        "product": tables.text("Product", 200),
        "quantity": tables.number("Units", [one.quantity for one in found.events]),
        "cost": tables.money("Own cost", frame.settings.currency, width=90),
        "words": tables.text("In words", 280),
        "line": tables.text("PO line", 140),
    }
    tables.show(rows, columns, f"Quality events of {found.now.code}", missing="", most=15)


def cost(frame: Frame, found: SupplierReview) -> None:
    """What was spent to hurry because of this supplier's late lines."""
    currency = frame.settings.currency
    bought = f"{money(found.now.spend, currency)} was bought by PO lines promised in these days."
    if not found.hurried:
        st.caption(f"Nothing was spent to hurry. {bought}")
        return
    st.caption(f"{money(found.now.expediting, currency)} was spent to hurry. {bought}")
    rows = [
        {
            "on": one.asked_on,
            "kind": capital(one.kind),
            "number": one.number,
            "backorder": one.backorder,
            "quantity": one.quantity,
            "cost": one.cost,
        }
        for one in found.hurried
    ]
    columns = {
        "on": tables.date("Day"),
        "kind": tables.text("What", 130),
        "number": tables.text("Number", 130),
        "backorder": tables.text("Backorder", 120),
        "quantity": tables.number("Units", [one.quantity or 0 for one in found.hurried]),
        "cost": tables.money("Cost", currency),
    }
    tables.show(rows, columns, f"Cost of expediting {found.now.code}", missing="", most=15)


def penalties(frame: Frame, found: SupplierReview) -> None:
    """What each agreed service level would have brought, PO line by PO line."""
    if not found.now.claims:
        st.info(
            "No service level was in force for a PO line promised in these days. Agree one under “Ratings "
            "and agreements”.",
            icon=":material/handshake:",
        )
        return
    for claim in found.now.claims:
        _claim(frame, claim)
    rows = [_cells(claim, place) for claim in found.now.claims for place in range(len(claim.rows))]
    files.offer(
        Sheet(_name(found, "penalties"), PENALTIES, lambda: rows, ("Late value", "Penalty")), "penalties"
    )


def _claim(frame: Frame, claim: Claim) -> None:
    currency, level = frame.settings.currency, claim.level
    until = f" to {day(level.until_on)}" if level.until_on else ""
    reached = NO_DATA if claim.on_time is None else percent(claim.on_time)
    outcome = (
        "kept, so nothing is due"
        if claim.kept
        else f"missed: **{safe(money(claim.due, currency))}** would be due"
    )
    st.markdown(
        f"**From {day(level.from_on)}{until}**: {percent(level.on_time)} on time agreed, {safe(level.words)}."
        f" {reached} of {count(claim.lines, 'line')} on time: {outcome}."
    )
    if not claim.rows:
        return
    rows = [
        {
            "line": f"{row.po_number} / {row.po_line}",
            "product": row.product,
            "due": row.due,
            "late": row.late,
            "missing": row.missing,
            "days": row.days,
            "value": row.value,
            "penalty": row.penalty,
        }
        for row in sorted(claim.rows, key=lambda row: (-row.penalty, row.due, row.po_number))
    ]
    columns = {
        "line": tables.text("PO line", 150, pinned=True),
        "product": tables.text("Product", 220),
        "due": tables.date("First promise"),
        "late": tables.number("Came late", [row.late for row in claim.rows], "Units", 84),
        "missing": tables.number("Missing", [row.missing for row in claim.rows], "Units still owed", 78),
        "days": tables.number("Worst days late", [0], width=112),
        "value": tables.money("Late value", currency, "What these units cost to buy", 100),
        "penalty": tables.money("Penalty", currency, width=96),
    }
    tables.show(rows, columns, f"Late PO lines, agreed from {day(level.from_on)}", most=12, sheet=ELSEWHERE)


def _cells(claim: Claim, place: int) -> tuple[Cell, ...]:
    row = claim.rows[place]
    return (
        *(claim.level.from_on, row.po_number, row.po_line, row.product, row.due, row.late, row.missing),
        *(row.days, row.value, row.penalty, "no" if claim.kept else "yes"),
    )


def _name(found: SupplierReview, what: str) -> str:
    return f"supplier-{what}-{found.now.code}-{found.window.since}-to-{found.window.last}"
