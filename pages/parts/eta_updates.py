"""The form of an ETA update and what it would do, for one backorder or many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.domain.values import Outcome, Trigger
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.holding import Seen
from backorder_core.services.work import etas
from backorder_core.services.work.etas import EtaImpact
from pages.parts import doing, tables
from pages.parts import frame as frames
from pages.parts.format import count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

MOST = 500


def concerned(frame: Frame, found: BackorderDetail) -> tuple[Seen, ...]:
    """What the supplier spoke of: this backorder, all of its PO, or all of the supplier; as drawn before."""
    row = found.row
    own: tuple[Seen, ...] = (Seen(row.number, row.version),)
    groups = {"This backorder": own}
    for name, of in (
        (row.po_number, etas.open_of(frame.store, po_number=row.po_number)),
        (row.supplier, etas.open_of(frame.store, supplier=row.supplier)),
    ):
        if 1 < len(of) <= MOST:
            groups[f"All {len(of):,} of {name}"] = of
    chosen = own
    if len(groups) > 1:
        label = st.radio(
            "What is it about?", list(groups), format_func=safe, horizontal=True, key=f"eta_of_{row.number}"
        )
        chosen = groups[label]
    return tuple(doing.seen(one.number, one.version or 0) for one in chosen)


def form(frame: Frame, seen: tuple[Seen, ...], name: str, start: date) -> etas.EtaUpdate:
    """The fields of an ETA update."""
    left, middle, right = st.columns([3, 3, 4], vertical_alignment="bottom")
    unknown = middle.checkbox("The supplier does not know", key=f"eta_unknown_{name}")
    eta = left.date_input(
        "New ETA",
        value=start,
        min_value=frame.as_of - timedelta(days=365),
        max_value=frame.as_of + timedelta(days=3650),
        format="YYYY-MM-DD",
        disabled=unknown,
        key=f"eta_{name}",
    )
    trigger = right.selectbox(
        "Why does it change?",
        list(Trigger),
        format_func=lambda one: one.label,
        key=f"eta_trigger_{name}",
    )
    words = st.text_input(
        "What the supplier said",
        key=f"eta_words_{name}",
        placeholder="Manufacturing issue resolved, but quality testing required",
    )
    return etas.EtaUpdate(seen, None if unknown else eta, trigger or Trigger.SUPPLIER_COMMUNICATION, words)


def save(frame: Frame, update: etas.EtaUpdate, name: str) -> None:
    """Save an ETA update and say what it did."""

    def work(key: str) -> str:
        changed = etas.update_etas(frame.store, update, frame.actor, frame.as_of, key)
        confirmed = len(update.backorders) - len(changed)
        said = [f"{count(len(changed), 'ETA')} updated, customer notices queued"] if changed else []
        said += [f"{count(confirmed, 'ETA')} confirmed"] if confirmed else []
        return f"{', '.join(said)}."

    doing.attempt(f"eta_{name}", work)


def preview(frame: Frame, update: etas.EtaUpdate) -> bool:
    """Show what an update would do to the backorders as they are now; False where it cannot be."""
    now = replace(update, backorders=tuple(Seen(one.number) for one in update.backorders))
    try:
        _impact(frame, etas.eta_impact(frame.store, now, frame.as_of))
    except Refusal as refusal:
        frames.refuse(refusal)
        return False
    return True


def _impact(frame: Frame, impacts: tuple[EtaImpact, ...]) -> None:
    currency = frame.settings.currency
    off = [one for one in impacts if one.delivers_on]
    if off:
        which = (
            "The supplier does"
            if len(impacts) == 1
            else f"The suppliers of {count(len(off), 'backorder')} do"
        )
        st.warning(
            f"{which} not deliver on {off[0].eta:%A}, {day(off[0].eta)}: next on {day(off[0].delivers_on)}.",
            icon=":material/event_busy:",
        )
    if len(impacts) == 1:
        _one_impact(impacts[0], currency)
        return
    cells = [
        {
            "number": one.number,
            "eta": f"{day(one.previous)} → {day(one.eta)}",
            "delay": _delay(one),
            "hit": f"{count(one.orders, 'order')}, {count(one.customers, 'customer')}",
            "value": one.value_after,
            "score": f"{tables.whole(one.score_before):,} → {tables.whole(one.score_after):,}",
            "escalates": f"To level {one.level_after}: {worded(one.escalation)}" if one.escalation else "no",
        }
        for one in impacts
    ]
    columns = {
        "number": tables.text("Backorder", 115),
        "eta": tables.text("ETA", 182),
        "delay": tables.text("Change", 112),
        "hit": tables.text("Affected", 140),
        "value": tables.money("Value", currency, "Open units × unit price: a new ETA does not change it", 92),
        "score": tables.text("Score", 116),
        "escalates": tables.text("Escalates", 240),
    }
    tables.show(cells, columns, "What the new ETA would do", missing="", most=10)


def _one_impact(one: EtaImpact, currency: str) -> None:
    if one.outcome is Outcome.UNCHANGED:
        st.info("This is the ETA already: saving notes that it was confirmed today.", icon=":material/info:")
        return
    moved = f"{day(one.previous)} → {day(one.eta)} ({_delay(one)})"
    band = one.band_before.label
    if one.band_after is not one.band_before:
        band = f"{band} → {one.band_after.label}"
    value = safe(money(one.value_after, currency))
    st.markdown(
        f"**What this does:** ETA {moved} · {count(one.orders, 'order')} of "
        f"{count(one.customers, 'customer')} affected · score {number(one.score_before)} → "
        f"{number(one.score_after)} ({band}) · value at risk unchanged, {value}"
    )
    if one.escalation:
        st.warning(
            f"It escalates to level {one.level_after}: {safe(one.escalation)}.", icon=":material/warning:"
        )


def _delay(one: EtaImpact) -> str:
    if one.additional_delay is None:
        return "now unknown" if one.eta is None else "first known date"
    if not one.additional_delay:
        return "confirmed"
    later = "later" if one.additional_delay > 0 else "earlier"
    return f"{count(abs(one.additional_delay), 'day')} {later}"
