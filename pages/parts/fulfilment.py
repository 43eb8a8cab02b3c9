"""Partial fulfilment: the five strategies side by side, the customer's decision, the shipments."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.shipping import FulfilmentOption
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.work import fulfilling
from backorder_core.services.work.fulfilling import OrderOptions
from pages.parts import doing, moves, reads
from pages.parts.format import count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe


def fulfilment(frame: Frame, found: BackorderDetail) -> None:
    """The options of each order line that waits, and what is planned to be shipped."""
    lines = reads.fulfilment(frame, found.row.number)
    names = [one.order_line for one in lines]
    if not lines:
        st.caption("No customer order is affected.")
        return
    by_name = {one.order_line: one for one in lines}
    chosen = names[0]
    if len(names) > 1:
        picked = st.selectbox(
            "Order line",
            names,
            format_func=lambda name: f"{by_name[name].customer}, {name}",
            key=f"fulfil_line_{found.row.number}",
        )
        chosen = picked or chosen
    _options(frame, found, by_name[chosen])
    st.subheader("Shipments", anchor=False)
    moves.shipments_of_backorder(frame, found.row.number)


def _options(frame: Frame, found: BackorderDetail, line: OrderOptions) -> None:
    st.markdown(
        f"**{safe(line.customer)}** ordered {number(line.ordered)} units: "
        f"{number(line.available)} are here and not planned yet, {number(line.missing)} are missing."
    )
    if line.decided:
        st.success(f"Decided: {line.decided.label}. {safe(line.reason)}", icon=":material/how_to_vote:")
    with st.grid(3, min_column_width=260):
        for option in line.options:
            _card(frame, option)
    if doing.workable(frame):
        _decide(frame, found, line)


def _card(frame: Frame, option: FulfilmentOption) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{option.strategy.label}**")
        for parcel in option.parcels:
            what = "substitutes" if parcel.substitute else "units"
            st.markdown(f"- {number(parcel.quantity)} {what} on {day(parcel.on)}")
        if option.parcels:
            cost = option.shipping_cost + option.extra_cost
            st.caption(
                f"{count(option.shipments, 'shipment')} · {safe(money(cost, frame.settings.currency))} · "
                f"{number(option.share_now)} % at once · complete {day(option.complete_on)}"
            )
        for said in option.pros:
            st.caption(f":material/add: {safe(worded(said))}")
        for said in option.cons:
            st.caption(f":material/remove: {safe(worded(said))}")


def _decide(frame: Frame, found: BackorderDetail, line: OrderOptions) -> None:
    possible = {option.strategy.label: option.strategy for option in line.options if option.possible}
    with st.form(f"decide_{line.order_line}"):
        label = st.radio("The customer decides", list(possible), horizontal=True)
        left, right = st.columns([1, 2])
        who = left.text_input("Who decided?")
        why = right.text_input("Why?")
        if st.form_submit_button("Record and carry out", type="primary", icon=":material/how_to_vote:"):
            decision = fulfilling.CustomerDecision(
                doing.seen(found.row.number, found.row.version),
                line.order_line,
                possible[str(label)],
                why,
                who,
            )

            def work(key: str) -> str:
                planned = fulfilling.decide(frame.store, decision, frame.actor, frame.as_of, key)
                return f"Decision recorded, {count(len(planned), 'shipment')} planned."

            doing.attempt(f"decide_{line.order_line}", work)
