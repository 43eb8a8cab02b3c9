"""The pieces of one backorder's page."""

from __future__ import annotations

from datetime import date

import streamlit as st

from backorder_core.delivery.sheets import backorder_html
from backorder_core.domain.values import ZERO
from backorder_core.services.detail import ApprovalStep, BackorderDetail
from backorder_core.services.sheets import sheet_of
from pages.parts import cards, doing, story, tables
from pages.parts.format import count, day, moment, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

EXACT = 6
SAID = 3
STATES = {
    "waiting": ("waiting", "gray"),
    "approved": ("approved", "green"),
    "approved_with_conditions": ("approved with conditions", "green"),
    "rejected": ("rejected", "red"),
    "alternatives": ("alternatives asked for", "orange"),
    "withdrawn": ("withdrawn", "gray"),
    "automatic": ("automatic", "green"),
}


def badges(frame: Frame, found: BackorderDetail) -> None:
    """Status, band and tier as coloured words."""
    row = found.row
    with st.container(horizontal=True, gap="small"):
        st.badge(row.status.label, color=tables.STATUS_COLOURS[row.status])  # type: ignore[arg-type]
        st.badge(f"{row.band.label} priority", color=tables.BAND_COLOURS[row.band])  # type: ignore[arg-type]
        st.badge(f"{row.tier.label} customer", color=tables.TIER_COLOURS[row.tier])  # type: ignore[arg-type]
        revisions = sum(given.ordinal > 0 for given in found.etas)
        if revisions >= frame.settings.suppliers.many_revisions:
            st.badge(f"ETA revised {revisions} times", icon=":material/repeat:", color="orange")
        if row.stale:
            heard = f"last confirmed {day(found.confirmed_on)}" if found.confirmed_on else "never confirmed"
            st.badge(f"Stale ETA, {heard}", icon=":material/schedule:", color="orange")


def meanwhile(frame: Frame, found: BackorderDetail) -> None:
    """Note which version this run draws, and say what somebody else did since the last one was drawn."""
    number_ = found.row.number
    doing.as_drawn(number_, found.row.version)
    known = doing.as_drawn(f"history_{number_}_{frame.as_of}", len(found.history))
    for entry in found.history[known:][-SAID:]:
        if entry.who != frame.actor.name:
            st.toast(f"{safe(entry.who)}: {safe(story.title(entry))}", icon=":material/group:")


def sheet(frame: Frame, found: BackorderDetail) -> None:
    """Everything about the backorder on one page, to print or send; made when it is clicked."""
    name = found.row.number
    st.download_button(
        "Sheet to print",
        lambda: backorder_html(sheet_of(frame.store, name, frame.as_of)),
        f"{name}-as-of-{frame.as_of}.html",
        "text/html",
        icon=":material/print:",
        type="tertiary",
        on_click="ignore",
    )


def figures(frame: Frame, found: BackorderDetail) -> None:
    """What is at risk, how urgent it is, what is missing and when it comes."""
    row = found.row
    came = f", {number(found.received)} received" if found.received else ""
    gone = f", {number(found.cancelled)} cancelled" if found.cancelled else ""
    with st.grid(4, min_column_width=170):
        cards.figure(
            "value_at_risk", money(row.value, frame.settings.currency), about="open units × unit price"
        )
        cards.figure("priority_score", number(row.score), about=f"band {row.band.label}")
        cards.figure("open_units", number(row.open), about=f"of {number(row.quantity)}{came}{gone}")
        cards.figure("eta", day(row.eta), about=f"originally due {day(found.original_due)}")


def days(found: BackorderDetail) -> None:
    """The three numbers of days that are so often confused, each with what it counts from."""
    row = found.row
    past = f"since the ETA, {day(row.eta)}" if row.eta else "the ETA is unknown"
    with st.grid(3, min_column_width=170):
        cards.figure("age", count(row.age_days, "day"), about=f"since created, {day(found.created_on)}")
        cards.figure(
            "days_overdue", count(row.days_overdue, "day"), about=f"since due, {day(found.original_due)}"
        )
        cards.figure("days_past_eta", count(row.days_past_eta, "day"), about=past)


def next_step(frame: Frame, found: BackorderDetail) -> None:
    """The recommended action and the day of the next follow-up."""
    if found.closed_on or found.action is None:
        st.success(
            f"Closed on {day(found.closed_on)}: nothing is left to do.", icon=":material/check_circle:"
        )
        return
    st.info(
        _follow_up(frame, found.follow_up_on),
        title=f"Recommended: {safe(found.action.sentence)}",
        icon=":material/bolt:",
    )


def _follow_up(frame: Frame, due: date | None) -> str:
    if due is None:
        return "No follow-up with the supplier is due."
    late = (frame.as_of - due).days
    if late > 0:
        return f"The follow-up with the supplier was due on {day(due)}, {count(late, 'day')} ago."
    return f"Next follow-up with the supplier: {'today' if not late else day(due)}."


def customers(frame: Frame, found: BackorderDetail) -> None:
    """Who waits for what, until when, and what that is worth."""
    st.subheader("Customer impact", anchor=False)
    cells = [
        {
            "customer": line.customer,
            "tier": tables.word(line.tier),
            "order": f"{line.order_number} / {line.order_line}",
            "impact": line.impact.label + (", emergency" if line.emergency else ""),
            "open": f"{number(line.open)} of {number(line.quantity)}",
            "price": line.unit_price,
            "value": line.value,
            "need": line.need_date,
            "manager": line.account_manager,
        }
        for line in found.affected
    ]
    columns = {
        "customer": tables.text("Customer", 175),
        "tier": tables.badge("Tier", tables.TIER_COLOURS, width=86),
        "order": tables.text("Order / line", 120),
        "impact": tables.text("Impact", 134),
        "open": tables.text("Open of short", 100, "Units still missing, of those short at first"),
        "price": tables.money(
            "Unit price", frame.settings.currency, None, 90, [line.unit_price for line in found.affected]
        ),
        "value": tables.money("Open value", frame.settings.currency, width=98),
        "need": tables.date("Needed by", width=96),
        "manager": tables.text("Account manager", 128),
    }
    tables.show(cells, columns, "Customer order lines that wait for these units")
    ruled = sum(line.by_rule for line in found.affected)
    if ruled:
        which = "These units are" if ruled == len(found.affected) else f"{ruled} of these lines are"
        st.caption(f"{which} allocated by rule (need date, then priority): no file said who gets what.")


def score(frame: Frame, found: BackorderDetail) -> None:
    """The score term by term, and what would change its band."""
    st.subheader("Why this score", anchor=False)
    if not found.terms:
        st.caption("Nothing is open any more, so there is nothing to score.")
        return
    per_day = number(frame.settings.priority.per_delay_day)
    st.caption(
        f"Each order line adds **multiplier × (open value ÷ 100 + {per_day} × "
        f"{count(found.delay, 'day')} of delay + impact points)**. Delay is the larger of slip "
        "and days overdue."
    )
    _terms(found)
    if found.moves:
        st.markdown("**What would change its band**")
        for move in found.moves:
            st.markdown(f"- {safe(worded(move.sentence))}")
    else:
        st.caption("No change of date or delivery alone would move it to another band.")


def _terms(found: BackorderDetail) -> None:
    total = sum((term.total for term in found.terms), ZERO)
    cells = [
        {
            "who": term.customer,
            "order": f"{term.order_number} / {term.order_line}",
            "factor": term.multiplier,
            "value": term.value_points,
            "delay": term.delay_points,
            "impact": term.impact_points,
            "total": term.total,
        }
        for term in found.terms
    ]
    blank = dict.fromkeys(("factor", "value", "delay", "impact"))
    columns = {
        "who": tables.text("Customer", 190),
        "order": tables.text("Order / line", 130),
        "factor": tables.number("Multiplier", [term.multiplier for term in found.terms], width=90),
        "value": tables.number("Value points", [t.value_points for t in found.terms], None, 105, EXACT),
        "delay": tables.number("Delay points", [t.delay_points for t in found.terms], None, 105, EXACT),
        "impact": tables.number("Impact points", [t.impact_points for t in found.terms], None, 110, EXACT),
        "total": tables.number("Points", [*(t.total for t in found.terms), total], None, 100, EXACT),
    }
    last = {"who": "Score", "order": "", **blank, "total": total}
    tables.show([*cells, last], columns, "Terms of the priority score; they sum to it", missing="")


def approval(frame: Frame, found: BackorderDetail) -> None:
    """Who must approve, in which order, and how each step stands."""
    st.subheader("Approval", anchor=False)
    if not found.approvals:
        limit = money(frame.settings.approvals.automatic_below, frame.settings.currency)
        st.markdown(f"Approved automatically: worth less than {safe(limit)} and no VIP customer waits.")
        return
    first = found.approvals[0]
    st.caption(f"{safe(first.reason)}; value routed: {safe(money(first.value, frame.settings.currency))}")
    st.markdown("\n".join(_step(frame, step) for step in found.approvals))


def _step(frame: Frame, step: ApprovalStep) -> str:
    words, colour = STATES.get(step.state, (step.state.replace("_", " "), "gray"))
    by = f" by {safe(step.decided_by)}" if step.decided_by else ""
    when = f", {moment(step.decided_at, frame.settings.time_zone)}" if step.decided_at else ""
    said = f": {safe(step.comment)}" if step.comment else ""
    return f"{step.step}. **{step.role.label}** :{colour}-badge[{words}]{by}{when}{said}"


def dates(found: BackorderDetail) -> None:
    """Every date ever given, the original promise first."""
    st.subheader("Promised dates", anchor=False)
    cells = [
        {
            "step": "Original promise",
            "date": found.original_due,
            "moved": "",
            "words": "",
            "source": "Purchase order",
            "on": found.order_date,
            "who": "",
        }
    ] + [
        {
            "step": "ETA when created" if one.ordinal == 0 else f"Revision {one.ordinal}",
            "date": one.new,
            "moved": story.moved(one),
            "words": one.words,
            "source": one.source,
            "on": one.on,
            "who": one.who,
        }
        for one in found.etas
    ]
    columns = {
        "step": tables.text("Step", 130),
        "date": tables.date("Expected"),
        "moved": tables.text("Change", 150),
        "words": tables.text("Supplier's words", 260),
        "source": tables.text("Source", 170),
        "on": tables.date("Said on"),
        "who": tables.text("Recorded by", 120),
    }
    tables.show(cells, columns, "Chain of expected dates")


def history(frame: Frame, found: BackorderDetail) -> None:
    """What happened to it, newest first."""
    st.subheader("History", anchor=False)
    with st.container(border=True):
        for entry in reversed(found.history):
            said = " · ".join(safe(phrase) for phrase in story.changes(entry, frame.settings.currency))
            recorded = moment(entry.at, frame.settings.time_zone)
            st.markdown(
                f"**{day(entry.on)} · {safe(story.title(entry))}** "
                f":small[:gray[by {safe(entry.who)}, recorded {recorded}]]  \n{said or 'Nothing to see'}"
            )
