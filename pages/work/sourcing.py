"""Sourcing: transfers, purchase requests and shipments under way, each with its next step."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, moves, reads, whose
from pages.parts.format import count

HOW = "choose a plan on a backorder's “Sourcing” tab to ask for one."

now = frame.here()
frame.heading(now, "Sourcing and shipping", "Units fetched from elsewhere, and their way to the customer")
doing.messages()
doing.workable(now)
person = whose.choice(now, "sourcing_of")
whose.nobody_chosen(now, person)
with frame.refusals():
    supplies = reads.supplies(now, person)
    shipments = reads.shipments(now, person)
transfers = [one for one in supplies if one.transfer and one.moving]
purchases = [one for one in supplies if not one.transfer and one.moving]
planned = [one for one in shipments if one.state == "planned"]
done = [one for one in supplies if not one.moving]
names = (
    count(len(transfers), "transfer"),
    count(len(purchases), "purchase request"),
    count(len(planned), "planned shipment"),
    "Done",
)
tabs = st.tabs(list(names), on_change="rerun", key="supplies")
with tabs[0]:
    if tabs[0].open:
        moves.stack(
            now,
            transfers,
            f"No transfer is under way: {HOW}",
        )
with tabs[1]:
    if tabs[1].open:
        moves.stack(
            now,
            purchases,
            f"No purchase is under way: {HOW}",
        )
with tabs[2]:
    if tabs[2].open:
        if not planned:
            st.caption("No shipment is planned: units that arrive for a backorder are planned by themselves.")
        for shipment in planned:
            moves.shipment_card(now, shipment)
with tabs[3]:
    if tabs[3].open:
        moves.stack(now, done, "Nothing is done yet.")
