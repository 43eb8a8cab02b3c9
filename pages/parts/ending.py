"""The end of a backorder or its PO line, and its return: units that are cancelled, missing again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.domain.values import ZERO
from backorder_core.services.detail import AffectedLine, BackorderDetail
from backorder_core.services.holding import Seen
from backorder_core.services.work import cancelling, reopening
from backorder_core.services.work import ending as supply_ends
from pages.parts import amounts, doing
from pages.parts import frame as frames
from pages.parts.format import number
from pages.parts.frame import Frame
from pages.parts.text import safe

COMPENSATIONS = ("None", "Discount", "Upgraded shipping", "Credit", "Other")


def _by_line(
    found: BackorderDetail, verb: str, at_most: Callable[[AffectedLine], Decimal]
) -> dict[str, Decimal]:
    """Units by order line, asked for each line that has any."""
    quantities = {}
    for line in found.affected:
        name = f"{line.order_number} / {line.order_line}"
        if at_most(line) <= 0:
            continue
        label = f"{verb.format(customer=safe(line.customer))} {safe(name)}"
        units = amounts.units(label, f"{verb}_{found.row.number}_{name}", most=at_most(line))
        if units:
            quantities[name] = units
    return quantities


def cancel(frame: Frame, found: BackorderDetail) -> None:
    """Cancel units of customers who no longer want them."""
    with st.form(f"cancel_{found.row.number}", border=False):
        quantities = _by_line(found, "Units that {customer} cancels of", lambda line: line.open)
        reason = st.text_input("Why does the customer cancel?")
        alternatives = st.text_input("Which alternatives were offered?")
        left, right = st.columns(2)
        compensation = left.selectbox("Compensation", COMPENSATIONS)
        cost = right.number_input("What it costs", min_value=0.0, step=10.0, format="%.2f")
        decision = st.text_input("What was decided?")
        lesson = st.text_input("What do we learn from it?")
        if not st.form_submit_button("Cancel these units", type="primary", icon=":material/cancel:"):
            return
    wish = cancelling.CancelWish(
        doing.seen(found.row.number, found.row.version),
        quantities,
        reason,
        alternatives,
        "" if compensation == "None" else compensation,
        Decimal(f"{cost:.2f}"),
        decision,
        lesson,
    )

    def work(key: str) -> str:
        cancelling.cancel_units(frame.store, wish, frame.actor, frame.as_of, key)
        total = sum(quantities.values(), ZERO)
        return f"{number(total)} units are cancelled, their allocation is released."

    doing.attempt(f"cancel_{found.row.number}", work)


def line(frame: Frame, found: BackorderDetail) -> None:
    """End the PO line of a backorder: its supplier will not deliver what is still open of it."""
    row = found.row
    end_line(frame, row.po_number, row.po_line, doing.seen(row.number, row.version))


def end_line(frame: Frame, po_number: str, po_line: str, seen: Seen | None = None) -> None:
    """What it means when nothing more of a PO line will come, and the button that notes it."""
    name = f"{po_number}_{po_line}"
    words = st.text_input(
        "What the supplier said", key=f"end_words_{name}", placeholder="We have stopped making these"
    )
    wanted = supply_ends.LineEnd(po_number, po_line, words)
    try:
        ended = supply_ends.preview_end(frame.store, wanted, frame.actor, frame.as_of)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    st.markdown(f"**What this does:** {safe(supply_ends.sentence(ended))}")
    if ended.waiting:
        st.caption("Then fetch them from elsewhere, or cancel them for customers who want to wait no longer.")
    if st.button("End the PO line", type="primary", icon=":material/event_busy:", key=f"end_{name}"):
        known = replace(wanted, seen=seen)

        def work(key: str) -> str:
            done = supply_ends.end_line(frame.store, known, frame.actor, frame.as_of, key)
            return f"{po_number} / {po_line} is ended: {supply_ends.sentence(done)}"

        doing.attempt(f"end_{name}", work)


def reopen(frame: Frame, found: BackorderDetail) -> None:
    """Open a closed backorder again, for units that are missing after all."""
    with st.form(f"reopen_{found.row.number}", border=False):
        wanted = _by_line(
            found, "Cancelled units that {customer} wants after all of", lambda one: one.cancelled
        )
        unusable = _by_line(found, "Received units that {customer} cannot use of", lambda one: one.received)
        why = st.text_input("What changed?")
        if not st.form_submit_button("Reopen", type="primary", icon=":material/undo:"):
            return
    seen = doing.seen(found.row.number, found.row.version)
    wish = reopening.ReopenWish(seen, why, wanted, unusable)

    def work(key: str) -> str:
        reopening.reopen(frame.store, wish, frame.actor, frame.as_of, key)
        total = sum((*wanted.values(), *unusable.values()), ZERO)
        return f"{found.row.number} is open again: {number(total)} units are asked of its PO line."

    doing.attempt(f"reopen_{found.row.number}", work)
