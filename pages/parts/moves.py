"""Transfers, purchase requests and shipments as cards with their next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import streamlit as st

from backorder_core.domain.supply import PurchaseState, TransferState
from backorder_core.services.work import fulfilling, purchases, transfers
from backorder_core.services.work.lists import ShipmentRow, SupplyRow
from pages.parts import amounts, doing, links, reads
from pages.parts.format import day, money, number
from pages.parts.frame import Frame
from pages.parts.text import safe

COLOURS = {
    "requested": "gray",
    "confirmed": "blue",
    "ordered": "blue",
    "shipped": "violet",
    "received": "green",
    "planned": "gray",
    "cancelled": "gray",
}
TICKS = (("dock", "Clear dock space"), ("pick", "Plan the pick"), ("tell", "Tell the customer"))


def of_backorder(frame: Frame, backorder: str) -> None:
    """Transfers and purchases of one backorder."""
    supplies = [one for one in reads.supplies(frame) if one.backorder == backorder]
    if not supplies:
        st.caption("Nothing was asked from elsewhere.")
    for one in supplies:
        supply_card(frame, one, linked=False)


def shipments_of_backorder(frame: Frame, backorder: str) -> None:
    """Shipments of one backorder."""
    found = [one for one in reads.shipments(frame) if one.backorder == backorder]
    if not found:
        st.caption("No shipment is planned yet.")
    for one in found:
        shipment_card(frame, one, linked=False)


def supply_card(frame: Frame, one: SupplyRow, *, linked: bool = True) -> None:
    """One transfer or purchase request: what, from where, how far, what next."""
    one = replace(one, version=doing.as_drawn(one.number, one.version))
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(one.number)}** · {number(one.quantity)} × {safe(one.product_name)}")
            st.badge(one.state, color=COLOURS[one.state])  # type: ignore[arg-type]
            if one.emergency and one.moving:
                st.badge("Emergency", icon=":material/bolt:", color="red")
            if linked:
                links.backorder_link(frame, one.backorder)
        cost = f" · {safe(money(one.cost, frame.settings.currency))}" if one.cost else ""
        until = "needed by" if one.transfer else "ready on"
        st.caption(f"{safe(one.origin)} · {until} {day(one.needed_on)}{cost} · {safe(one.customer)}")
        if one.tracking:
            st.caption(f"Tracking {safe(one.tracking)}")
        if one.transfer:
            st.markdown("\n".join(_tick(label, done) for label, done in one.checklist))
        if one.note and one.state == "cancelled":
            st.caption(f"Cancelled: {safe(one.note)}")
        if one.moving and frame.live:
            _transfer_steps(frame, one) if one.transfer else _purchase_steps(frame, one)


def _tick(label: str, done: date | None) -> str:
    if done is None:
        return f"- :material/check_box_outline_blank: {label}"
    return f"- :material/check_box: {label} :small[:gray[{day(done)}]]"


def _transfer_steps(frame: Frame, one: SupplyRow) -> None:
    later = zip(TICKS, one.checklist[2:], strict=True)
    open_ticks = [tick for tick, (_, done) in later if not done]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if one.state == TransferState.REQUESTED.value:
            _step(frame, one, "confirm", "Confirm availability", primary=True)
        elif one.state == TransferState.CONFIRMED.value:
            tracking = st.text_input("Tracking number", key=f"tracking_{one.number}", width=200)
            _step(frame, one, "ship", "Ship", tracking=tracking, primary=True)
        elif one.state == TransferState.SHIPPED.value:
            units = _came(one)
            _step(frame, one, "receive", f"Receive {number(units)} units", units=units, primary=True)
        for step, label in open_ticks:
            _step(frame, one, step, label)
        if one.state in (TransferState.REQUESTED.value, TransferState.CONFIRMED.value):
            _cancel(frame, one)


def _step(
    frame: Frame,
    one: SupplyRow,
    step: str,
    label: str,
    *,
    tracking: str = "",
    units: Decimal | None = None,
    primary: bool = False,
) -> None:
    if st.button(label, key=f"{step}_{one.number}", type="primary" if primary else "secondary"):
        wanted = transfers.TransferStep(one.number, step, one.version, tracking, units)

        def work(key: str) -> str:
            transfers.step_transfer(frame.store, wanted, frame.actor, frame.as_of, key)
            return f"{one.number}: {label.lower()} is done."

        doing.attempt(f"{step}_{one.number}", work)


def _came(one: SupplyRow) -> Decimal:
    """How many of the units that are expected came."""
    name = f"came_{one.number}_{one.quantity}"
    with st.container(width=140):
        return amounts.units(
            "Units that came", name, least=amounts.LEAST, most=one.quantity, value=one.quantity
        )


def _cancel(frame: Frame, one: SupplyRow) -> None:
    with st.popover("Cancel", icon=":material/close:"):
        why = st.text_input("Why?", key=f"cancel_why_{one.number}")
        if st.button("Cancel it", key=f"cancel_{one.number}"):

            def work(key: str) -> str:
                if one.transfer:
                    step = transfers.TransferStep(one.number, "cancel", one.version, why=why)
                    transfers.step_transfer(frame.store, step, frame.actor, frame.as_of, key)
                else:
                    wish = purchases.PurchaseStep(one.number, "cancel", one.version, why=why)
                    purchases.step_purchase(frame.store, wish, frame.actor, frame.as_of, key)
                return f"{one.number} is cancelled."

            doing.attempt(f"cancel_{one.number}", work)


def _purchase_steps(frame: Frame, one: SupplyRow) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        units = None
        if one.state == PurchaseState.REQUESTED.value:
            label, step = "Order it", "order"
        else:
            units = _came(one)
            label, step = f"Receive {number(units)} units", "receive"
        if st.button(label, key=f"{step}_{one.number}", type="primary"):
            wish = purchases.PurchaseStep(one.number, step, one.version, units)

            def work(key: str) -> str:
                purchases.step_purchase(frame.store, wish, frame.actor, frame.as_of, key)
                return f"{one.number}: {label.lower()} is done."

            doing.attempt(f"{step}_{one.number}", work)
        if one.begun:
            _close_short(frame, one)
        else:
            _cancel(frame, one)


def _close_short(frame: Frame, one: SupplyRow) -> None:
    with st.popover("No more comes", icon=":material/event_busy:"):
        why = st.text_input("Why?", key=f"close_why_{one.number}")
        if st.button("Expect no more of it", key=f"close_{one.number}"):

            def work(key: str) -> str:
                wish = purchases.PurchaseStep(one.number, "close", one.version, why=why)
                purchases.step_purchase(frame.store, wish, frame.actor, frame.as_of, key)
                return f"No more of {one.number} is expected: what is missing can be fetched elsewhere."

            doing.attempt(f"close_{one.number}", work)


def shipment_card(frame: Frame, one: ShipmentRow, *, linked: bool = True) -> None:
    """One shipment: what to whom, when, and the button that sends it."""
    one = replace(one, version=doing.as_drawn(one.number, one.version))
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(one.number)}** · {number(one.quantity)} × {safe(one.product_name)}")
            st.badge(one.state, color=COLOURS[one.state])  # type: ignore[arg-type]
            if linked:
                links.backorder_link(frame, one.backorder)
        when = f"shipped {day(one.shipped_on)}" if one.shipped_on else f"planned for {day(one.planned_on)}"
        st.caption(f"{safe(one.customer)}, {safe(one.order_name)} · {when} · {safe(one.source)}")
        if one.tracking:
            st.caption(f"Tracking {safe(one.tracking)}")
        if one.state == "planned" and frame.live:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                tracking = st.text_input("Tracking number", key=f"tracking_{one.number}", width=200)
                if st.button("Ship", key=f"ship_{one.number}", type="primary"):

                    def work(key: str) -> str:
                        fulfilling.ship(
                            frame.store, one.number, tracking, frame.actor, frame.as_of, one.version, key
                        )
                        return f"{one.number} is on its way to {one.customer}."

                    doing.attempt(f"ship_{one.number}", work)


def stack(frame: Frame, supplies: Sequence[SupplyRow], empty: str) -> None:
    """Cards under each other, or the sentence that says why there are none."""
    if not supplies:
        st.caption(empty)
    for one in supplies:
        supply_card(frame, one)
