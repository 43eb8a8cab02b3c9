"""What each role finds on its desk: one function a role, each list opening what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from backorder_core.domain.supply import TransferState
from backorder_core.domain.values import Role
from backorder_core.services.backorders import Filters
from backorder_core.services.work import boards
from backorder_core.services.work.boards import Resolved, StaleEta, Unreliable, Week
from pages.parts import cards, escalated, figures, links, moves, places, promised, reads, reminders, tables
from pages.parts.files import ALL, Said
from pages.parts.format import UNKNOWN, count, day, money, percent
from pages.parts.frame import ACTOR, Frame
from pages.parts.text import safe

TOP = 10
GREEN = ":material/task_alt:"
STATES = (
    (TransferState.REQUESTED, "Requested: confirm availability and condition"),
    (TransferState.CONFIRMED, "Confirmed: ship them"),
    (TransferState.SHIPPED, "Shipped: get ready to receive"),
)


def role_of(frame: Frame) -> Role:
    """The role whose desk is shown first: the person's own, else the purchasing manager's."""
    return frame.actor.role if frame.actor != ACTOR and frame.actor.role in DESKS else Role.PURCHASING_MANAGER


def _section(frame: Frame, title: str, target: Path, label: str, icon: str) -> None:
    st.space("xsmall")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="content")
        links.page(frame, target, label, icon)


def purchasing_manager(frame: Frame) -> None:
    """Critical backorders and what to do, what went up, which follow-ups were missed."""
    critical = reads.command_center(frame).critical
    if critical:
        figures.critical(frame, critical)
    else:
        st.success(f"Nothing is open on {day(frame.as_of)}.", icon=GREEN)
    _section(frame, "Escalations", places.ESCALATIONS, "The board by level", ":material/priority_high:")
    levels = reads.escalations(frame)
    standing = [one for level in levels for one in level.rows if not one.cleared]
    rows = standing[:TOP]
    if rows:
        _top(len(rows), sum(level.count for level in levels), "the highest level first")
        escalated.table(frame, rows, "day_escalated", standing)
    else:
        st.success("Nothing is escalated.", icon=GREEN)
    _follow_ups(frame, "Follow-ups overdue", "overdue", None)


def customer_service(frame: Frame) -> None:
    """Promises that broke, follow-ups of one's own, shipments that are planned."""
    _section(frame, "Broken promises", places.PROMISES, "Write to customers", ":material/send:")
    broken = reads.broken_promises(frame)
    if broken.rows:
        _top(min(TOP, broken.total), broken.total, "the worst first")
        promised.opened(frame, broken.rows[:TOP], "day_promises")
    else:
        st.success("Every customer knows the truth.", icon=GREEN)
    _follow_ups(frame, "Your follow-ups", "all", frame.actor.name)
    _shipments(frame, "Planned shipments")


def _top(shown: int, total: int, order: str) -> None:
    first = f"The first {shown:,} of {total:,}" if shown < total else f"All {total:,}"
    st.caption(f"{first}, {order}. Click a row to open its backorder.")


def _follow_ups(frame: Frame, title: str, span: str, person: str | None) -> None:
    _section(frame, title, places.FOLLOW_UPS, "All follow-ups", ":material/event_upcoming:")
    found = reads.follow_ups(frame, span, person)
    total = found.overdue if span == "overdue" else found.overdue + found.today + found.later
    if total:
        _top(min(TOP, total), total, "the earliest due first")
        reminders.opened(frame, found.rows[:TOP], f"day_follow_ups_{span}", span, person)
    elif person and frame.actor == ACTOR:
        st.info("Choose who you are in the sidebar to see what is yours.", icon=":material/person:")
    else:
        st.success("Nothing waits here.", icon=GREEN)


def _shipments(frame: Frame, title: str) -> None:
    _section(frame, title, places.SOURCING, "Sourcing and shipping", ":material/local_shipping:")
    planned = [one for one in reads.shipments(frame) if one.state == "planned"]
    for one in planned:
        moves.shipment_card(frame, one)
    if not planned:
        st.caption(
            "No shipment is planned: units that arrive for a backorder are planned by themselves, and a "
            "customer's decision on the “Fulfilment” tab plans one."
        )


def analyst(frame: Frame) -> None:
    """The week's balance, why its new backorders came, and what it resolved."""
    week = reads.week(frame)
    _section(frame, "The week", places.COMMAND_CENTER, "Command centre", ":material/monitoring:")
    st.caption(f"From {day(week.since)} up to, and without, {day(week.until)}")
    with st.grid(4, min_column_width=150):
        cards.figure("week_new", f"{week.new:,}")
        cards.figure("week_resolved", f"{week.resolved:,}")
        cards.figure("week_net", f"{week.net:+,}".replace("-", "−"))
        _satisfaction(frame)
    _causes(frame, week)
    st.subheader("Resolved in the week", anchor=False)
    if not week.resolved_rows:
        st.caption("Nothing was resolved in this week.")
        return
    cells = _resolved_cells(week.resolved_rows)
    columns = {
        "number": tables.text("Backorder", 108, pinned=True),
        "closed": tables.date("Resolved on"),
        "took": tables.number("Took, days", [1], "From created to resolved", 90),
        "customer": tables.text("Customer", 185),
        "supplier": tables.text("Supplier", 170),
        "product": tables.text("Product", 220),
        "cause": tables.text("Cause", 130),
    }

    def every() -> list[dict[str, object]]:
        return _resolved_cells(boards.week(frame.store, frame.as_of, ALL).resolved_rows)

    place = tables.picked(cells, columns, "day_resolved", "Backorders resolved in the week", every=every)
    if place is not None:
        links.open_backorder(frame, week.resolved_rows[place].number)


def _resolved_cells(rows: Sequence[Resolved]) -> list[dict[str, object]]:
    return [
        {
            "number": one.number,
            "closed": one.closed_on,
            "took": (one.closed_on - one.created_on).days,
            "customer": one.customer,
            "supplier": one.supplier,
            "product": one.product_name,
            "cause": one.cause.label,
        }
        for one in rows
    ]


def _satisfaction(frame: Frame) -> None:
    found = reads.satisfaction(frame)
    unhappy = f", {found.unhappy:,} of 2 or worse" if found.unhappy else ""
    cards.figure(
        "satisfaction_recent",
        f"{found.mean} of 5" if found.mean is not None else None,
        about=f"{count(found.count, 'rating')}{unhappy} since {day(found.since)}",
    )


def _causes(frame: Frame, week: Week) -> None:
    st.subheader("Why the new ones came", anchor=False)
    if not week.causes:
        st.caption("No backorder was made in this week.")
        return
    made = Filters(state="all", age_from=1, age_to=(week.until - week.since).days)
    cells = [
        {"cause": one.cause.label, "count": one.count, "share": percent(one.share)} for one in week.causes
    ]
    columns = {
        "cause": tables.text("Cause", 220),
        "count": tables.number("New", [1]),
        "share": tables.text("Share", 90),
    }
    st.caption("Click a cause to open its backorders.")
    place = tables.picked(cells, columns, "day_causes", "Causes of the week's new backorders")
    links.rows_link(frame, f"Open all {week.new:,}", made)
    if place is not None:
        chosen = week.causes[place].cause
        links.open_rows(frame, Filters(**{**vars(made), "causes": (chosen,)}))


def procurement(frame: Frame) -> None:
    """Suppliers whose dates keep moving, ETAs to ask for again, purchases under way."""
    st.subheader("Suppliers that cannot be relied on", anchor=False)
    st.caption(
        "Of the lines on backorder in the last 365 days, more than 30 % had their ETA moved, or one had it "
        "moved 3 times or more."
    )
    found = reads.unreliable_suppliers(frame)
    for one in found:
        _unreliable(frame, one)
    if not found:
        st.success("No supplier keeps moving its dates.", icon=GREEN)
    _stale(frame)
    _section(
        frame, "Purchase requests", places.SOURCING, "Sourcing and shipping", ":material/local_shipping:"
    )
    moves.stack(
        frame,
        [one for one in reads.supplies(frame) if not one.transfer and one.moving],
        "No purchase is under way: choose a plan on a backorder's “Sourcing” tab to ask for one.",
    )


def _unreliable(frame: Frame, one: Unreliable) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{safe(one.name)}** · {one.revised:,} of {count(one.lines, 'line')} moved, "
                f"{safe(percent(one.share))} · at most {count(one.most, 'revision')} of one line",
                width="content",
            )
            links.rows_link(frame, "Its open backorders", Filters(supplier=one.code))
        cells = [
            {
                "number": chain.number,
                "dates": " → ".join(map(day, (chain.original_due, *chain.etas))),
                "product": chain.product_name,
                "value": Said(money(chain.value, frame.settings.currency), chain.value)
                if chain.open
                else "closed",
            }
            for chain in one.chains
        ]
        columns = {
            "number": tables.text("Backorder", 108, pinned=True),
            "dates": tables.text("Dates given: original, first ETA, then each revision", 480),
            "product": tables.text("Product", 220),
            "value": tables.text("Open value", 96),
        }
        place = tables.picked(cells, columns, f"chains_{one.code}", f"Dates that {one.name} gave")
        if place is not None:
            links.open_backorder(frame, one.chains[place].number)


def _stale(frame: Frame) -> None:
    st.subheader("ETAs to ask for again", anchor=False)
    stale = reads.stale_etas(frame)
    if not stale.rows:
        st.success("Every ETA was confirmed within its cadence.", icon=GREEN)
        return
    rows = stale.rows[:TOP]
    _top(len(rows), stale.total, "the highest score first; not confirmed within their cadence")
    cells = _stale_cells(rows)
    columns = {
        "number": tables.text("Backorder", 108, pinned=True),
        "supplier": tables.text("Supplier", 185),
        "eta": tables.text("ETA", 96, f"“{UNKNOWN}” where the supplier names none"),
        "confirmed": tables.text("Last confirmed", 110),
        "customer": tables.text("Customer", 185),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 96),
        "band": tables.badge("Priority", tables.BAND_COLOURS, width=84),
    }

    def every() -> list[dict[str, object]]:
        return _stale_cells(boards.stale_etas(frame.store, frame.as_of, ALL).rows)

    alt = "ETAs not confirmed within their cadence"
    place = tables.picked(cells, columns, "day_stale", alt, every=every)
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def _stale_cells(rows: Sequence[StaleEta]) -> list[dict[str, object]]:
    return [
        {
            "number": one.number,
            "supplier": one.supplier,
            "eta": Said(day(one.eta), one.eta),
            "confirmed": Said(day(one.confirmed_on) if one.confirmed_on else "never", one.confirmed_on),
            "customer": one.customer,
            "value": one.value,
            "band": tables.word(one.band),
        }
        for one in rows
    ]


def warehouse(frame: Frame) -> None:
    """Transfers by how far they are, each with its checklist, and shipments to pick."""
    _section(frame, "Transfers", places.SOURCING, "Sourcing and shipping", ":material/local_shipping:")
    moving = [one for one in reads.supplies(frame) if one.transfer and one.moving]
    if not moving:
        st.caption("No transfer is under way: one is asked for on a backorder's “Sourcing” tab.")
    for state, label in STATES:
        rows = [one for one in moving if one.state == state.value]
        if rows:
            st.markdown(f"**{label}** :gray-badge[{len(rows):,}]")
            moves.stack(frame, rows, "")
    _shipments(frame, "Shipments to pick")


DESKS: Mapping[Role, tuple[str, Callable[[Frame], None]]] = {
    Role.PURCHASING_MANAGER: ("Purchasing manager", purchasing_manager),
    Role.CUSTOMER_SERVICE: ("Customer service", customer_service),
    Role.ANALYST: ("Analyst", analyst),
    Role.PLANNER: ("Procurement", procurement),
    Role.WAREHOUSE: ("Warehouse", warehouse),
}
