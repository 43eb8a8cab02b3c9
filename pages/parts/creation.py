"""Make a backorder by hand: the search for its PO line, its fields, its impact."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from backorder_core.domain.errors import Refusal
from backorder_core.services.work import creating
from backorder_core.services.work.creating import FOUND, CreationImpact, LineFound, Wish
from pages.parts import amounts, doing, ending, links, tables
from pages.parts import frame as frames
from pages.parts.files import Said
from pages.parts.format import count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe


def line(frame: Frame) -> LineFound | None:
    """The PO line that was found and picked; None until one is."""
    text = st.text_input(
        "Which purchase order line is late?",
        key="find_line",
        icon=":material/search:",
        placeholder="PO number, supplier or product",
    )
    found = creating.find_lines(frame.store, text)
    if not found:
        st.info(
            "No open PO line matches: check the spelling, or load the purchase order.", icon=":material/info:"
        )
        return None
    cells = [{**vars(one), "eta": Said(day(one.eta), one.eta)} for one in found]
    columns = {
        "po_number": tables.text("PO", 106, pinned=True),
        "po_line": tables.text("Line", 50),
        "backorder": tables.text("On backorder", 112),
        "supplier": tables.text("Supplier", 165),
        "product_name": tables.text("Product", 234),
        "open": tables.number("Open", [one.open for one in found]),
        "waiting": tables.number(
            "Awaited", [one.waiting for one in found], "Units promised to customers' orders"
        ),
        "original_due": tables.date("Due"),
        "eta": tables.text("ETA", 96),
    }
    first = f"The first {len(found):,} open lines" if len(found) == FOUND else count(len(found), "open line")
    st.caption(
        f"{first}, those that customers wait for and that are not on backorder first: click the late one."
    )
    place = tables.picked(cells, columns, "found_lines", "PO lines that match", missing="")
    return found[place] if place is not None else None


def wish(frame: Frame, one: LineFound) -> None:
    """What is late about a PO line, what that means, and the button that saves it."""
    st.subheader(f"{safe(one.po_number)} / {safe(one.po_line)}, {safe(one.product_name)}", anchor=False)
    if one.backorder:
        st.warning(f"This line is on backorder {safe(one.backorder)} already: give that one a new ETA.")
        links.backorder_link(frame, one.backorder)
        return
    if st.toggle("Nothing more of it will come", key=f"ended_{one.id}", help="The supplier cancels the line"):
        ending.end_line(frame, one.po_number, one.po_line)
        return
    asked = _fields(frame, one)
    try:
        impact = creating.creation_impact(frame.store, asked, frame.as_of)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    _impact(frame, impact)
    overrule = ""
    if not impact.possible:
        return
    if not impact.needed:
        st.warning(f"The rules need no backorder here: {safe(worded(impact.why))}.", icon=":material/rule:")
        overrule = st.text_input("Make one all the same, because …", key=f"overrule_{one.id}")
    if st.button("Save the backorder", type="primary", icon=":material/add:"):
        saved = Wish(**{**vars(asked), "overrule": overrule})
        doing.attempt(f"create_{one.id}", lambda key: _saved(frame, saved, key))


def _fields(frame: Frame, one: LineFound) -> Wish:
    left, middle, right = st.columns([1, 1, 1], vertical_alignment="bottom")
    units = amounts.units(
        "Late units", f"late_{one.id}", least=amounts.LEAST, most=one.open, value=one.open, place=left
    )
    unknown = right.checkbox("The supplier does not know", key=f"unknown_{one.id}")
    eta = middle.date_input(
        "Now expected",
        value=max(frame.as_of, one.eta or one.original_due) + timedelta(days=7),
        format="YYYY-MM-DD",
        disabled=unknown,
        key=f"eta_{one.id}",
    )
    reason = st.text_input(
        "Why is it late?", key=f"reason_{one.id}", placeholder="In the supplier's words: machine breakdown"
    )
    return Wish(one.po_number, one.po_line, units, None if unknown else eta, reason)


def _impact(frame: Frame, impact: CreationImpact) -> None:
    currency = frame.settings.currency
    if not impact.possible:
        st.info(
            f"{safe(worded(impact.why)).capitalize()}: nothing to put on backorder.", icon=":material/info:"
        )
        return
    who = " → ".join(role.label for role in impact.route.steps) or "nobody, it is approved automatically"
    st.markdown(
        f"**{number(impact.quantity)} units short** · {safe(money(impact.value, currency))} at risk · "
        f"score {number(impact.score)} ({impact.band.label}) · cause: {impact.cause} · approval: {who}"
    )
    st.markdown(f"Recommended then: **{safe(impact.action)}**")
    cells = [
        {
            "customer": one.customer,
            "tier": tables.word(one.tier),
            "order": f"{one.order_number} / {one.order_line}",
            "short": one.short,
            "value": one.value,
            "need": one.need_date,
        }
        for one in impact.affected
    ]
    columns = {
        "customer": tables.text("Customer", 220),
        "tier": tables.badge("Tier", tables.TIER_COLOURS, width=86),
        "order": tables.text("Order / line", 130),
        "short": tables.number("Short", [one.short for one in impact.affected]),
        "value": tables.money("Value", currency),
        "need": tables.date("Needed by"),
    }
    tables.show(cells, columns, "Customer order lines that would be short")


def _saved(frame: Frame, asked: Wish, key: str) -> str:
    number_ = creating.create_backorder(frame.store, asked, frame.actor, frame.as_of, key)
    made = f"{number_} is made; its notices are queued and its follow-up is planned"
    return f"{made}, for {asked.po_number} expected {day(asked.eta)}."
