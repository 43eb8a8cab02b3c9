"""The pieces of one backorder's page."""

from __future__ import annotations

import streamlit as st

from backorder_core.domain.values import ZERO, Role
from backorder_core.services.detail import ApprovalStep, BackorderDetail
from pages.parts import story, tables
from pages.parts.format import count, day, moment, money, number
from pages.parts.frame import Frame
from pages.parts.text import safe

STATES = {
    "waiting": ("waits for", "gray"),
    "approved": ("approved by", "green"),
    "approved_with_conditions": ("approved with conditions by", "green"),
    "rejected": ("rejected by", "red"),
    "alternatives": ("alternatives asked for by", "orange"),
    "withdrawn": ("withdrawn for", "gray"),
    "automatic": ("automatic, told to", "green"),
}


def badges(found: BackorderDetail) -> None:
    """Status, band and tier as coloured words."""
    row = found.row
    with st.container(horizontal=True, gap="small"):
        st.badge(row.status.label, color=tables.STATUS_COLOURS[row.status])  # type: ignore[arg-type]
        st.badge(f"{row.band.label} priority", color=tables.BAND_COLOURS[row.band])  # type: ignore[arg-type]
        st.badge(f"{row.tier.label} customer", color=tables.TIER_COLOURS[row.tier])  # type: ignore[arg-type]
        if row.stale:
            heard = f"last confirmed {day(found.confirmed_on)}" if found.confirmed_on else "never confirmed"
            st.badge(f"Stale ETA, {heard}", icon=":material/schedule:", color="orange")


def figures(frame: Frame, found: BackorderDetail) -> None:
    """What is at risk, how urgent it is, what is missing and when it comes."""
    row = found.row
    closed = found.received + found.cancelled
    with st.grid(4, min_column_width=170):
        _metric("Value at risk", money(row.value, frame.settings.currency), "open units × unit price")
        _metric("Priority score", number(row.score), f"band {row.band.label}")
        _metric(
            "Open units",
            number(row.open),
            f"of {number(row.quantity)}; {number(closed)} received or cancelled",
        )
        _metric("ETA", day(row.eta), f"originally due {day(found.original_due)}")


def days(found: BackorderDetail) -> None:
    """The three numbers of days that are so often confused, each with what it counts from."""
    row = found.row
    past = f"since the ETA of {day(row.eta)}" if row.eta else "the ETA is unknown"
    with st.grid(3, min_column_width=170):
        _metric("Age", count(row.age_days, "day"), f"since it was created on {day(found.created_on)}")
        _metric(
            "Days overdue",
            count(row.days_overdue, "day"),
            f"since the original due date, {day(found.original_due)}",
        )
        _metric("Days past ETA", count(row.days_past_eta, "day"), past)


def _metric(label: str, value: str, meaning: str) -> None:
    st.metric(
        label, value, delta=meaning, delta_color="off", delta_arrow="off", border=True, height="stretch"
    )


def next_step(found: BackorderDetail) -> None:
    """The recommended action and the day of the next follow-up."""
    if found.closed_on or found.action is None:
        st.success(
            f"Closed on {day(found.closed_on)}: nothing is left to do.", icon=":material/check_circle:"
        )
        return
    due = f"Next follow-up with the supplier: {day(found.follow_up_on)}." if found.follow_up_on else ""
    st.info(due or "No follow-up is due.", title=safe(found.action.sentence), icon=":material/bolt:")


def customers(frame: Frame, found: BackorderDetail) -> None:
    """Who waits for what, until when, and what that is worth."""
    st.subheader("Customer impact", anchor=False)
    cells = [
        {
            "customer": line.customer,
            "tier": tables.word(line.tier),
            "order": f"{line.order_number} / {line.order_line}",
            "impact": line.impact.label + (", emergency" if line.emergency else ""),
            "open": line.open,
            "quantity": line.quantity,
            "price": line.unit_price,
            "value": line.value,
            "need": line.need_date,
            "manager": line.account_manager,
        }
        for line in found.affected
    ]
    columns = {
        "customer": tables.text("Customer", 190),
        "tier": tables.badge("Tier", tables.TIER_COLOURS),
        "order": tables.text("Order / line", 130),
        "impact": tables.text("Impact", 140),
        "open": tables.number("Open units", [line.open for line in found.affected], width=90),
        "quantity": tables.number("Short units", [line.quantity for line in found.affected], width=90),
        "price": tables.money("Unit price", frame.settings.currency),
        "value": tables.money("Open value", frame.settings.currency),
        "need": tables.date("Needed by"),
        "manager": tables.text("Account manager", 150),
    }
    tables.show(cells, columns, "Customer order lines that wait for these units")


def score(frame: Frame, found: BackorderDetail) -> None:
    """The score term by term, and what would change its band."""
    st.subheader("Why this score", anchor=False)
    if not found.terms:
        st.caption("Nothing is open any more, so there is nothing to score.")
        return
    scoring = frame.settings.priority
    st.caption(
        f"Each order line adds **multiplier × (open value ÷ 100 + {number(scoring.per_delay_day)} × "
        f"{count(found.delay, 'day')} of delay + impact points)**. Delay is the later of slip and days overdue."
    )
    cells: list[dict[str, object]] = [
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
    total = sum((term.total for term in found.terms), ZERO)
    points = [term.total for term in found.terms]
    cells.append(
        {
            "who": "Score",
            "order": "",
            "factor": None,
            "value": None,
            "delay": None,
            "impact": None,
            "total": total,
        }
    )
    columns = {
        "who": tables.text("Customer", 190),
        "order": tables.text("Order / line", 130),
        "factor": tables.number("Multiplier", [t.multiplier for t in found.terms], width=90),
        "value": tables.number("Value points", [t.value_points for t in found.terms], width=105),
        "delay": tables.number("Delay points", [t.delay_points for t in found.terms], width=105),
        "impact": tables.number("Impact points", [t.impact_points for t in found.terms], width=110),
        "total": tables.number("Points", [*points, total], width=100),
    }
    tables.show(cells, columns, "Terms of the priority score; they sum to it", missing="")
    if found.moves:
        st.markdown("**What would change its band**")
        for move in found.moves:
            st.markdown(f"- {safe(move.sentence)}")
    else:
        st.caption("No change of date or delivery alone would move it to another band.")


def approval(frame: Frame, found: BackorderDetail) -> None:
    """Who must approve, in which order, and how each step stands."""
    st.subheader("Approval", anchor=False)
    if not found.approvals:
        limit = money(frame.settings.approvals.automatic_below, frame.settings.currency)
        st.markdown(f"Approved automatically: worth less than {safe(limit)} and no VIP customer waits.")
        return
    first = found.approvals[0]
    st.caption(f"{safe(first.reason)}; value routed: {safe(money(first.value, frame.settings.currency))}")
    for step in found.approvals:
        _step(frame, step)


def _step(frame: Frame, step: ApprovalStep) -> None:
    words, colour = STATES.get(step.state, (step.state.replace("_", " "), "gray"))
    by = f" {safe(step.decided_by)}" if step.decided_by else ""
    when = f", {moment(step.decided_at, frame.settings.time_zone)}" if step.decided_at else ""
    said = f" — {safe(step.comment)}" if step.comment else ""
    role: Role = step.role
    st.markdown(f"{step.step}. :{colour}-badge[{words}] **{role.label}**{by}{when}{said}")


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
    for entry in reversed(found.history):
        with st.container(border=True, gap="xxsmall"):
            st.markdown(
                f"**{safe(story.title(entry))}** — {day(entry.on)}, by {safe(entry.who)} "
                f":gray[(recorded {moment(entry.at, frame.settings.time_zone)})]"
            )
            said = story.changes(entry, frame.settings.currency)
            st.markdown(" · ".join(safe(phrase) for phrase in said) or "no visible change")
