"""Talk about one backorder: with its customers, with colleagues, and what must still happen."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.care import Condition, ConditionState
from backorder_core.domain.errors import Refusal
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.holding import Seen
from backorder_core.services.work import caring, days, talking
from backorder_core.services.work.talking import CHANNELS, Draft, Message
from pages.parts import doing, reads, reminders
from pages.parts import frame as frames
from pages.parts.format import day, worded
from pages.parts.frame import Frame
from pages.parts.text import safe


def customers(frame: Frame, found: BackorderDetail) -> None:
    """What customers were told, and a message to the one who must hear something."""
    waiting = {line.customer_code: line.customer for line in found.affected if line.open > 0}
    if waiting and doing.workable(frame):
        code = st.selectbox(
            "Write to",
            list(waiting),
            format_func=waiting.__getitem__,
            key=f"write_to_{found.row.number}",
        )
        if code:
            compose(frame, found.row.number, code)
    st.subheader("What was said", anchor=False)
    said = reads.messages(frame, found.row.number)
    if not said:
        st.caption("Nothing was said to a customer yet.")
    for one in said:
        _message(one)


def compose(frame: Frame, number: str, code: str) -> None:
    """A message drawn up from the template, changed by hand, kept over a reload, and sent."""
    try:
        draft = reads.draft_message(frame, number, code)
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    place = f"{_written_to(draft)}{draft.version}"
    st.caption(
        f"Last told: {day(draft.told.eta)}"
        + (f" on {day(draft.told.on)}" if draft.told.on else " (the order's first date)")
        + f". True now: {safe(worded(draft.expected.words))}."
    )
    _begun_before(frame, draft, place)
    kept = days.draft(frame.store, frame.actor.name, _of_subject(place)) or draft.subject
    subject = st.text_input("Subject", value=kept, key=f"subject_{place}")
    if subject != kept:
        days.save_draft(frame.store, frame.actor.name, _of_subject(place), subject)
    kept = days.draft(frame.store, frame.actor.name, place) or draft.body
    body = st.text_area("Text", value=kept, height=220, key=f"body_{place}")
    if body != kept:
        days.save_draft(frame.store, frame.actor.name, place, body)
    _send(frame, draft, subject, body, place)


def _written_to(draft: Draft) -> str:
    """Where messages to a customer about a backorder are kept while written, whatever its version."""
    return f"message:{draft.number}:{draft.customer_code}:"


def _of_subject(place: str) -> str:
    return f"subject:{place}"


def _begun_before(frame: Frame, draft: Draft, place: str) -> None:
    """A text that was begun before the backorder changed: what it promises may not be true any more."""
    begun = days.other_draft(frame.store, frame.actor.name, _written_to(draft), place)
    if not begun:
        return

    def take_over() -> None:
        st.session_state[f"body_{place}"] = begun
        _drop(frame, draft)
        days.save_draft(frame.store, frame.actor.name, place, begun)

    with st.container(border=True):
        st.caption(f"You began this text before {safe(draft.number)} changed: check what it promises.")
        st.text(begun)
        with st.container(horizontal=True):
            st.button("Take it over", icon=":material/edit_note:", on_click=take_over)
            st.button("Throw it away", type="tertiary", on_click=_drop, args=(frame, draft))


def _drop(frame: Frame, draft: Draft) -> None:
    for beginning in (_written_to(draft), _of_subject(_written_to(draft))):
        days.drop_drafts(frame.store, frame.actor.name, beginning)


def _send(frame: Frame, draft: Draft, subject: str, body: str, place: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        channel = st.selectbox("How", list(CHANNELS), key=f"channel_{place}", width=160)
        if not st.button("Note as said", type="primary", icon=":material/send:", key=f"send_{place}"):
            return
    words = talking.Words(
        Seen(draft.number, draft.version),
        draft.customer_code,
        subject,
        body,
        channel,
        draft.expected.earliest,
    )

    def work(key: str) -> str:
        talking.tell(frame.store, words, frame.actor, frame.as_of, key)
        _drop(frame, draft)
        return f"{draft.customer} was told: {draft.expected.words}."

    doing.attempt(f"tell_{place}", work)


def _message(one: Message) -> None:
    label = "waits to be said" if one.state == "pending" else f"{one.channel}, {day(one.said_on)}"
    with st.expander(f"{safe(one.customer)} · {safe(one.subject)} · {label}"):
        st.text(one.body)
        if one.state == "sent":
            st.caption(f"Promised {day(one.promised)}, said by {safe(one.who)}")


def together(frame: Frame, found: BackorderDetail) -> None:
    """Follow-ups, conditions and comments of one backorder, and who watches it."""
    circle = reads.circle(frame, found.row.number)
    workable = doing.workable(frame)
    with st.container(horizontal=True, vertical_alignment="center"):
        owner = safe(circle.owner) if circle.owner else "nobody yet"
        by_rule = "the supplier's buyer" if circle.buyer_known else "the supplier has no buyer"
        how = "by hand" if circle.owned_by_hand else by_rule
        st.markdown(f"Owner: **{owner}** :small[:gray[{how}]]")
        st.markdown(f"Watched by {safe(', '.join(circle.watchers)) or 'nobody'}")
        watching = frame.actor.name in circle.watchers
        if workable and st.button("Stop watching" if watching else "Watch", icon=":material/visibility:"):
            caring.watch(frame.store, found.row.number, frame.actor, frame.as_of, on=not watching)
            st.rerun()
    _conditions(frame, found, circle.conditions, workable=workable)
    st.subheader("Comments", anchor=False)
    for one in circle.comments:
        with st.container(border=True):
            st.caption(f"{safe(one.who)}, {day(one.written_on)}")
            st.text(one.body)
    if workable:
        _comment(frame, found)
        reminders.plan(frame, found.row.number)


def _conditions(
    frame: Frame, found: BackorderDetail, conditions: tuple[Condition, ...], *, workable: bool
) -> None:
    if conditions:
        st.subheader("Conditions", anchor=False)
    for one in conditions:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{safe(one.condition)} :small[:gray[{safe(one.source)}]]")
            colour = {"open": "orange", "met": "green", "waived": "gray"}[one.state.value]
            st.badge(one.state.value, color=colour)  # type: ignore[arg-type]
            if workable and one.state is ConditionState.OPEN:
                _settle(frame, one)


def _settle(frame: Frame, one: Condition) -> None:
    version = doing.as_drawn(f"condition {one.id}", one.version)

    def settle(state: ConditionState, note: str, key: str) -> str:
        caring.settle_condition(frame.store, one.id, state, note, frame.actor, frame.as_of, version, key)
        return f"The condition is {state.value}."

    if st.button("Met", key=f"met_{one.id}", icon=":material/check:"):
        doing.attempt(f"met_{one.id}", lambda key: settle(ConditionState.MET, "", key))
    with st.popover("Waive"):
        why = st.text_input("Why?", key=f"waive_why_{one.id}")
        if st.button("Waive it", key=f"waive_{one.id}"):
            doing.attempt(f"waive_{one.id}", lambda key: settle(ConditionState.WAIVED, why, key))


def _comment(frame: Frame, found: BackorderDetail) -> None:
    place = f"comment:{found.row.number}"
    kept = days.draft(frame.store, frame.actor.name, place)
    body = st.text_area(
        "Comment",
        value=kept,
        key=f"{place}_{len(reads.circle(frame, found.row.number).comments)}",
        placeholder="Mention people with @Sarah, roles with @Warehouse",
        height=90,
    )
    if body != kept:
        days.save_draft(frame.store, frame.actor.name, place, body)
    if st.button("Comment", icon=":material/comment:"):

        def work(key: str) -> str:
            found_ = caring.comment(frame.store, found.row.number, body, frame.actor, frame.as_of, key)
            days.save_draft(frame.store, frame.actor.name, place, "")
            return f"Comment written{', ' + ', '.join(found_) + ' will see it' if found_ else ''}."

        doing.attempt(place, work)
