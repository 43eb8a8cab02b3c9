"""What can be done about one backorder right on its page: each a form that shows what it would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from backorder_core.domain.access import Permission, may
from backorder_core.domain.approvals import STOPPED
from backorder_core.domain.errors import Refusal
from backorder_core.domain.values import ZERO, Policy
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.filling import Sharing
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, preview_receipts, receive
from backorder_core.services.work import caring, escalating
from pages.parts import amounts, decisions, doing, ending, eta_updates
from pages.parts import frame as frames
from pages.parts.format import number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

POLICIES: dict[Policy | None, str] = {**{policy: policy.label for policy in Policy}, None: "By hand"}
LEVELS = {1: "1, supervisor", 2: "2, manager", 3: "3, director", 4: "4, executive review"}


def acts(frame: Frame, found: BackorderDetail) -> None:
    """The choice of what to do, and its form."""
    if not doing.workable(frame):
        return
    offered = _offered(frame, found)
    chosen = st.segmented_control(
        "What do you want to do?", list(offered), key=f"act_{found.row.number}", label_visibility="collapsed"
    )
    if chosen:
        with st.container(border=True):
            offered[chosen](frame, found)


def _offered(frame: Frame, found: BackorderDetail) -> Mapping[str, Callable[[Frame, BackorderDetail], None]]:
    if found.closed_on:
        return {"Rate the handling": _rate, "Reopen": ending.reopen, "Owner": _owner}
    escalated = found.level >= 2 and not found.level_cleared
    states = [step.state for step in found.approvals]
    deciding = "waiting" in states and may(frame.actor, Permission.APPROVE)
    return {
        **({"Decide": decisions.decide} if deciding else {}),
        **({"Ask for approval again": decisions.ask_again} if set(states) & set(STOPPED) else {}),
        "Update the ETA": _eta,
        "Receive units": _receive,
        **({"Clear the escalation": _clear} if escalated else {}),
        "Escalate": _escalate,
        "Cancel units": ending.cancel,
        "End the PO line": ending.line,
        "Owner": _owner,
        "Rate the handling": _rate,
    }


def _seen(found: BackorderDetail) -> Seen:
    return doing.seen(found.row.number, found.row.version)


def _eta(frame: Frame, found: BackorderDetail) -> None:
    concerned = eta_updates.concerned(frame, found)
    update = eta_updates.form(frame, concerned, found.row.number, found.row.eta or frame.as_of)
    if not eta_updates.preview(frame, update):
        return
    label = "Save the ETA" if len(concerned) == 1 else f"Save {len(concerned):,} ETAs"
    if st.button(label, type="primary", icon=":material/event:", key=f"save_eta_{found.row.number}"):
        eta_updates.save(frame, update, found.row.number)


def _receive(frame: Frame, found: BackorderDetail) -> None:
    row = found.row
    left, right = st.columns([1, 3])
    quantity = amounts.units(
        "Units received", f"receive_{row.number}", least=amounts.LEAST, value=row.open, place=left
    )
    policy = right.radio(
        "Where they do not reach",
        list(POLICIES),
        index=list(POLICIES).index(frame.settings.receiving.policy),
        format_func=POLICIES.__getitem__,
        horizontal=True,
        key=f"policy_{row.number}",
    )
    by_hand, reason = _shared_by_hand(found) if policy is None else ({}, "")
    sharing = Sharing(policy, by_hand, reason)
    receipt = Receipt(row.po_number, row.po_line, quantity, frame.as_of, sharing)
    try:
        (result,) = preview_receipts(frame.store, [receipt], frame.actor, frame.as_of)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    names = {line.order_line_id: line for line in found.affected}
    for given in result.given:
        who = names.get(given.order_line_id)
        name = (
            f"{who.customer}, {who.order_number} / {who.order_line}" if who else "An order that is not short"
        )
        st.markdown(f"- **{number(given.quantity)}** to {safe(name)}: {safe(given.why)}")
    if result.warning:
        st.warning(safe(result.warning), icon=":material/warning:")
    if st.button("Book the receipt", type="primary", icon=":material/inventory:", key=f"book_{row.number}"):
        seen = replace(receipt, seen=_seen(found))
        doing.attempt(f"receive_{row.number}", lambda key: _book(frame, seen, key))


def _book(frame: Frame, receipt: Receipt, key: str) -> str:
    taken = sum((one.taken for one in receive(frame.store, [receipt], frame.actor, frame.as_of, key)), ZERO)
    return f"{number(taken)} units of {receipt.po_number} / {receipt.po_line} received."


def _shared_by_hand(found: BackorderDetail) -> tuple[dict[str, Decimal], str]:
    given = {}
    with st.container(horizontal=True):
        for line in found.affected:
            if line.open > 0:
                name = f"{line.order_number} / {line.order_line}"
                label = f"{safe(line.customer)}, {safe(name)}"
                given[name] = amounts.units(label, f"hand_{found.row.number}_{name}", most=line.open)
    reason = st.text_input("Why this way?", key=f"hand_why_{found.row.number}")
    return given, reason


def _escalate(frame: Frame, found: BackorderDetail) -> None:
    with st.form(f"escalate_{found.row.number}", border=False):
        level = st.selectbox("To level", list(LEVELS), index=1, format_func=LEVELS.__getitem__)
        why = st.text_input("Why?")
        if st.form_submit_button("Escalate", type="primary", icon=":material/priority_high:"):

            def work(key: str) -> str:
                escalating.escalate(frame.store, _seen(found), level, why, frame.actor, frame.as_of, key)
                return f"{found.row.number} is escalated to level {level}."

            doing.attempt(f"escalate_{found.row.number}", work)


def _clear(frame: Frame, found: BackorderDetail) -> None:
    st.caption(f"Escalated to level {found.level}: {safe(found.level_reason)}")
    with st.form(f"clear_{found.row.number}", border=False):
        why = st.text_input("What changed?")
        if st.form_submit_button("Clear the escalation", type="primary", icon=":material/check:"):

            def work(key: str) -> str:
                escalating.clear(frame.store, _seen(found), why, frame.actor, frame.as_of, key)
                return f"The escalation of {found.row.number} is cleared."

            doing.attempt(f"clear_{found.row.number}", work)


def _owner(frame: Frame, found: BackorderDetail) -> None:
    names = [one.name for one in frames.everybody(frame.store, frame.store.url, frame.version)]
    with st.form(f"owner_{found.row.number}", border=False):
        owner = st.selectbox(
            "Owner",
            ["", *names],
            index=names.index(found.row.owner) + 1 if found.row.owner in names else 0,
            format_func=lambda name: name or "by rule: the supplier's buyer, else who leads purchasing",
        )
        if st.form_submit_button("Assign", type="primary", icon=":material/person:"):

            def work(key: str) -> str:
                seen = [Seen(found.row.number)]
                caring.assign(frame.store, seen, owner, frame.actor, frame.as_of, key)
                return f"{found.row.number} belongs to {owner or 'its owner by rule'} now."

            doing.attempt(f"owner_{found.row.number}", work)


def _rate(frame: Frame, found: BackorderDetail) -> None:
    customers = {line.customer_code: line.customer for line in found.affected}
    with st.form(f"rate_{found.row.number}", border=False):
        code = st.selectbox("Customer", list(customers), format_func=customers.__getitem__)
        stars = st.select_slider("How satisfied with the handling?", [1, 2, 3, 4, 5], value=5)
        words = st.text_input("In the customer's words")
        if st.form_submit_button("Note the rating", type="primary", icon=":material/star:"):

            def work(key: str) -> str:
                number_ = found.row.number
                caring.rate(frame.store, number_, code, int(stars), words, frame.actor, frame.as_of, key)
                return worded(f"{customers[code]} rated the handling {stars} of 5.")

            doing.attempt(f"rate_{found.row.number}", work)
