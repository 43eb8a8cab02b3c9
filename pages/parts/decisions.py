"""Deciding on approvals: what waits, everything needed for one decision, and the form for it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.domain.approvals import StepState
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.work import deciding, turns
from backorder_core.services.work.turns import Decided, Plan, Queue, Turn, Waiting
from pages.parts import cards, doing, links, one, reads, tables
from pages.parts.files import ALL, Said
from pages.parts.format import capital, count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

GAVEL = ":material/gavel:"
ONLY_WITH = "Only with “approve with conditions”."
CHOICES = {
    StepState.APPROVED: "Approve",
    StepState.CONDITIONAL: "Approve with conditions",
    StepState.REJECTED: "Reject",
    StepState.ALTERNATIVES: "Ask for alternatives",
}


def waiting(frame: Frame, found: Queue, key: str, *, mine: bool, several: bool) -> Waiting | None:
    """The queue as a table: the row to decide on, or several to decide alike."""
    worth = money(found.value, frame.settings.currency)
    first = f"The first {len(found.rows):,} of " if len(found.rows) < found.total else ""
    hint = "Tick rows in the first column." if several else "Click one to decide."
    told = f"{first}{count(found.total, 'backorder')} worth {safe(worth)}"
    st.caption(f"{told}, VIPs and high values first. {hint}")
    cells, columns = [_cell(frame, row) for row in found.rows], _columns(frame)
    ids = [row.number for row in found.rows]
    for row in found.rows:
        doing.as_drawn(row.number, row.version)

    def every() -> list[dict[str, object]]:
        queue = turns.queue(frame.store, frame.actor, frame.as_of, mine=mine, limit=ALL)
        return [_cell(frame, row) for row in queue.rows]

    if several:
        ticks = tables.key_of(f"{key}_several", ids)
        places = tables.ticked(cells, columns, ticks, "Approvals to tick", every=every)
        _alike(frame, [found.rows[place] for place in places])
        return None
    chosen = tables.chosen(ids, cells, columns, key, "Approvals that wait", every=every)
    return next((row for row in found.rows if row.number == chosen), found.rows[0])


def _cell(frame: Frame, row: Waiting) -> dict[str, object]:
    days = (frame.as_of - row.since).days
    return {
        "number": row.number,
        "turn": f"{row.role.label}, {row.step} of {row.steps}",
        "since": Said(count(days, "day") if days else "today", days),
        "value": row.value,
        "customer": row.customer,
        "tier": tables.word(row.tier),
        "product": row.product_name,
        "plan": "yes" if row.planned else "not yet",
        "band": tables.word(row.band),
    }


def _columns(frame: Frame) -> tables.Config:
    return {
        "number": tables.text("Backorder", 108, pinned=True),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 96),
        "customer": tables.text("Customer", 172),
        "tier": tables.badge("Tier", tables.TIER_COLOURS, width=80),
        "turn": tables.text("Whose turn", 158),
        "since": tables.text("Waits", 66, "Since the step before, or since it was asked"),
        "plan": tables.text("Plan", 64, "Whether a sourcing plan was chosen"),
        "band": tables.badge("Priority", tables.BAND_COLOURS, width=80),
        "product": tables.text("Product", 204),
    }


def _alike(frame: Frame, rows: Sequence[Waiting]) -> None:
    """The same simple decision on all that are ticked."""
    if not rows:
        return
    with st.form("decide_several"):
        st.markdown(f"**The same decision on {count(len(rows), 'backorder')}**")
        comment = st.text_input("Comment", help="Needed to reject.")
        with st.container(horizontal=True):
            yes = st.form_submit_button("Approve all", type="primary", icon=":material/done_all:")
            no = st.form_submit_button("Reject all", icon=":material/block:")
    if not (yes or no):
        return
    decision = StepState.APPROVED if yes else StepState.REJECTED
    verdicts = [
        deciding.Verdict(doing.seen(row.number, row.version), row.step_id, decision, comment) for row in rows
    ]

    def work(key: str) -> str:
        done = deciding.decide_several(frame.store, verdicts, frame.actor, frame.as_of, key)
        return f"{count(done, 'backorder')} {decision.label}."

    doing.attempt("decide_several", work)


def screen(frame: Frame, row: Waiting) -> None:
    """Everything needed to decide on one backorder, and the form first."""
    found = reads.show_backorder(frame, row.number)
    turn = turns.turn(frame.store, row.number, frame.actor, frame.as_of)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            links.backorder_link(frame, row.number)
            one.badges(frame, found)
        st.markdown(
            f"**{safe(found.row.product_name)}** from {safe(found.row.supplier)}: "
            f"{safe(found.reason) or 'late'}. Asked because: {safe(worded(row.reason))}."
        )
        _impact(frame, found)
        plan(frame, turn.plan)
        form(frame, found, turn)
    one.customers(frame, found)
    one.approval(frame, found)
    with st.expander("History", icon=":material/history:"):
        one.history(frame, found)


def _impact(frame: Frame, found: BackorderDetail) -> None:
    row = found.row
    with st.grid(4, min_column_width=200):
        cards.figure("value_at_risk", money(row.value, frame.settings.currency))
        cards.figure("customers_of_one", f"{row.customers:,}")
        cards.figure("eta", day(row.eta), about=f"originally due {day(found.original_due)}")
        cards.figure("delay", count(found.delay, "day"))


def plan(frame: Frame, chosen: Plan | None) -> None:
    """The plan that is decided on, with its costs."""
    if chosen is None:
        st.caption("No sourcing plan was chosen yet: what is decided is to wait for the supplier.")
        return
    parts = " + ".join(f"{number(line.quantity)} × {line.option}" for line in chosen.lines)
    facts = [
        f"**{safe(money(chosen.cost, frame.settings.currency))}**",
        f"all by {day(chosen.ready_on)}",
        f"{number(chosen.late_unit_days)} late unit-days",
        f"{number(chosen.units_at_risk)} units at risk",
        *([f"the ETA becomes {day(chosen.new_eta)} once approved"] if chosen.new_eta else []),
    ]
    st.markdown(f"**Plan:** {safe(parts)} · {' · '.join(facts)}  \nWhy: “{safe(chosen.reason)}”")


def form(frame: Frame, found: BackorderDetail, turn: Turn) -> None:
    """The decision, where it is this person's; else whose it is."""
    step, name = turn.step, found.row.number
    if step is None or turn.why_not:
        st.info(f"You cannot decide here: {safe(turn.why_not or '')}.", icon=":material/front_hand:")
        return
    if not doing.workable(frame):
        return
    with st.form(f"decide_{step.id}", border=False):
        decision = st.radio(
            f"Your decision as {step.role.label.lower()}",
            list(CHOICES),
            format_func=CHOICES.__getitem__,
            horizontal=True,
        )
        comment = st.text_input("Comment", help="Needed to reject or to ask for alternatives.")
        conditions = st.text_area("Conditions, one a line", height=80, help=ONLY_WITH)
        if not st.form_submit_button("Decide", type="primary", icon=GAVEL, shortcut="ctrl+enter"):
            return
    verdict = deciding.Verdict(
        doing.seen(name, found.row.version), step.id, decision, comment, tuple(conditions.splitlines())
    )

    def work(key: str) -> str:
        standing = deciding.decide_approval(frame.store, verdict, frame.actor, frame.as_of, key)
        rest = "" if standing is not StepState.WAITING else " The next step waits for its turn."
        return f"{name}: {decision.label}.{rest}"

    doing.attempt(f"decide_{step.id}", work)


def decide(frame: Frame, found: BackorderDetail) -> None:
    """The plan and the decision, on the backorder's own page."""
    turn = turns.turn(frame.store, found.row.number, frame.actor, frame.as_of)
    plan(frame, turn.plan)
    form(frame, found, turn)


def ask_again(frame: Frame, found: BackorderDetail) -> None:
    """Ask once more after a rejection or a request for alternatives."""
    name = found.row.number
    with st.form(f"ask_again_{name}", border=False):
        why = st.text_input("What changed since the decision?")
        if not st.form_submit_button("Ask for approval again", type="primary", icon=GAVEL):
            return

    def work(key: str) -> str:
        seen = doing.seen(name, found.row.version)
        deciding.submit_again(frame.store, seen, why, frame.actor, frame.as_of, key)
        return f"{name} waits for approval again."

    doing.attempt(f"ask_again_{name}", work)


def past(frame: Frame, total: int, rows: Sequence[Decided]) -> None:
    """What was decided, newest first; a click opens the backorder."""
    if not rows:
        st.info("Nothing was decided in the last 90 days.", icon=":material/gavel:")
        return
    st.caption(f"{count(total, 'decision')} in 90 days, the newest first. Click one to open its backorder.")
    cells = _decided(rows)
    columns = {
        "number": tables.text("Backorder", 108, pinned=True),
        "on": tables.date("Decided on"),
        "decision": tables.text("Decision", 180),
        "who": tables.text("By", 140),
        "role": tables.text("As", 130),
        "comment": tables.text("Comment", 220),
        "value": tables.money("Value", frame.settings.currency, "When it was decided", 96),
        "product": tables.text("Product", 200),
    }
    place = tables.picked(
        cells,
        columns,
        "decided",
        "Decisions, newest first",
        most=20,
        every=lambda: _decided(turns.decided(frame.store, frame.as_of, ALL)[1]),
    )
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def _decided(rows: Sequence[Decided]) -> list[dict[str, object]]:
    return [
        {
            "number": row.number,
            "on": row.decided_on,
            "decision": capital(row.decision.label),
            "who": f"{row.decided_by} for {row.decided_for}" if row.decided_for else row.decided_by,
            "role": row.role.label,
            "comment": row.comment,
            "value": row.value,
            "product": row.product_name,
        }
        for row in rows
    ]
