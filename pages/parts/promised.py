"""What customers were told: the promises that broke, and the log of one customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from backorder_core.services.work import talking
from backorder_core.services.work.talking import BrokenPromise, Message
from pages.parts import links, naming, reads, tables, talk
from pages.parts.files import ALL, Said
from pages.parts.format import UNKNOWN, day
from pages.parts.frame import Frame
from pages.parts.text import safe

ALT = "Broken promises, the worst first"


def opened(frame: Frame, rows: Sequence[BrokenPromise], key: str, owner: str | None = None) -> None:
    """Broken promises to look at; a click opens the backorder."""
    place = tables.picked(_cells(rows), _columns(frame, rows), key, ALT, every=_every(frame, owner))
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def chosen(frame: Frame, rows: Sequence[BrokenPromise], key: str, owner: str | None) -> BrokenPromise | None:
    """Broken promises to work on: the one that was clicked."""
    by_id = {f"{one.number} {one.customer_code}": one for one in rows}
    found = tables.chosen(
        list(by_id), _cells(rows), _columns(frame, rows), key, ALT, every=_every(frame, owner)
    )
    return by_id[found] if found else None


def _every(frame: Frame, owner: str | None) -> Callable[[], list[dict[str, object]]]:
    return lambda: _cells(talking.broken_promises(frame.store, frame.as_of, ALL, owner).rows)


def _cells(rows: Sequence[BrokenPromise]) -> list[dict[str, object]]:
    return [
        {
            "number": one.number,
            "customer": one.customer,
            "tier": tables.word(one.tier),
            "told": one.told,
            "truth": one.truth,
            "heard": "stale" if one.stale else "",
            "gap": one.gap,
            "units": one.quantity,
            "value": one.value,
            "product": one.product_name,
        }
        for one in rows
    ]


def _columns(frame: Frame, rows: Sequence[BrokenPromise]) -> tables.Config:
    return {
        "customer": tables.text("Customer", 158, pinned=True),
        "tier": tables.badge("Tier", tables.TIER_COLOURS, width=82),
        "told": tables.date("Told", "The date they were told last; else the supplier's first date", 84),
        "truth": tables.date("True now", "The ETA as it stands", 84),
        "heard": tables.text("Heard", 50, "Stale: the ETA was not confirmed within its follow-up cadence"),
        "gap": tables.text("Gap", 162),
        "units": tables.number("Units", [one.quantity for one in rows], width=48),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 84),
        "number": tables.text("Backorder", 104),
        "product": tables.text("Product", 184),
    }


def tell(frame: Frame, one: BrokenPromise) -> None:
    """The message to the customer of a broken promise, to be changed and noted as said."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"Tell {safe(one.customer)}", anchor=False, width="content")
            links.backorder_link(frame, one.number)
        if one.account_manager:
            st.caption(f"Account manager: {safe(one.account_manager)}")
        talk.compose(frame, one.number, one.customer_code)


def log(frame: Frame) -> None:
    """Everything that was said to one customer, and what waits to be said."""
    known = reads.choices(frame).customers
    if not known:
        st.caption("No customer is known yet.")
        return
    code = naming.one_of(
        frame,
        "customer",
        known,
        "log_customer",
        bound=False,
        placeholder="Choose a customer to see what they were told",
        width=380,
    )
    if code is not None:
        _said(frame, code)


def _said(frame: Frame, code: str) -> None:
    said = reads.messages_of_customer(frame, code)
    if not said:
        st.caption("Nothing was said to this customer, and nothing waits to be said.")
        return
    cells = _log(said)
    columns = {
        "on": tables.date("On", width=96),
        "state": tables.text("State", 120),
        "number": tables.text("Backorder", 108),
        "channel": tables.text("How", 80),
        "promised": tables.text("Promised", 96, f"“{UNKNOWN}”: they were told that it is not known"),
        "subject": tables.text("Subject", 430),
        "who": tables.text("Said by", 100),
    }
    ids = [str(one.id) for _, one in said]
    found = tables.chosen(
        ids,
        cells,
        columns,
        f"log_{code}",
        "What this customer was told, newest first",
        every=lambda: _log(talking.messages_of_customer(frame.store, code, ALL)),
    )
    for number, one in said:
        if str(one.id) == found:
            with st.container(border=True):
                links.backorder_link(frame, number)
                st.text(one.body)


def _log(said: Sequence[tuple[str, Message]]) -> list[dict[str, object]]:
    return [
        {
            "on": one.said_on,
            "state": "waits to be said" if one.state == "pending" else "said",
            "number": number,
            "channel": one.channel,
            "promised": Said(day(one.promised), one.promised) if one.state == "sent" else "",
            "subject": one.subject,
            "who": one.who,
        }
        for number, one in said
    ]
