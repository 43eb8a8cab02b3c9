"""Broken promises: who was told a date that is not true any more, and what to tell them now."""

from __future__ import annotations

import streamlit as st

from pages.parts import doing, frame, promised, reads, whose
from pages.parts.format import count, money
from pages.parts.text import safe

now = frame.here()
frame.heading(now, "Broken promises", "What a customer was told last, against the truth now")
doing.messages()
workable = doing.workable(now)
person = whose.choice(now, "promises_of")
with frame.refusals():
    broken = reads.broken_promises(now, person)
worth = safe(money(broken.value, now.settings.currency))
st.markdown(f"### {count(broken.total, 'broken promise')} · {worth} at stake")
if broken.rows:
    first = f"The worst {len(broken.rows):,} are listed. " if len(broken.rows) < broken.total else ""
    st.caption(
        f"{first}Unknown dates first, then the widest gap, then the value. Who was never told anything "
        "counts on the supplier's first date. Click one to write to the customer."
    )
    one = promised.chosen(now, broken.rows, "promise", person)
    if one and workable:
        promised.tell(now, one)
elif not whose.nobody_chosen(now, person):
    st.success(
        "Every customer knows the truth. A promise breaks when an ETA moves later: then it is listed here.",
        icon=":material/sentiment_satisfied:",
    )
st.subheader("What a customer was told", anchor=False)
with frame.refusals():
    promised.log(now)
