"""What stands escalated: as a board by level, as a list, and the check that raises more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.domain.values import Tier
from backorder_core.services import escalations
from backorder_core.services.work.boards import Escalated, Level
from pages.parts import cards, doing, links, tables
from pages.parts.format import capital, count, money, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

CARDS = 8


def board(frame: Frame, levels: Sequence[Level]) -> None:
    """Four columns, the highest level first; under each other where there is little room."""
    with st.grid(4, min_column_width=230):
        for level in levels:
            with st.container(gap="small"):
                _head(frame, level)
                for one in level.rows[:CARDS]:
                    _card(frame, one)
                if level.count > CARDS:
                    st.caption(f"And {level.count - CARDS:,} more: choose “List” above to see them.")


def _head(frame: Frame, level: Level) -> None:
    cards.figure(
        "escalation_level",
        f"{level.count:,}",
        about=f"worth {money(level.value, frame.settings.currency)}",
        name=f"Level {level.level} · {level.told.label}",
    )
    st.caption(f"From {count(level.from_days, 'day')} overdue on: the {level.told.label.lower()} is told.")
    if not level.count:
        st.caption("Nothing stands here.")


def _card(frame: Frame, one: Escalated) -> None:
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            links.backorder_link(frame, one.number)
            if one.tier is Tier.VIP:
                st.badge(one.tier.label, color=tables.TIER_COLOURS[one.tier])  # type: ignore[arg-type]
            if one.cleared:
                st.badge("Cleared", icon=":material/check:", color="green")
        st.markdown(f"**{safe(one.customer)}** · {safe(money(one.value, frame.settings.currency))}")
        st.caption(f"{count(one.days_overdue, 'day')} overdue · {safe(reason(one))}")


def reason(one: Escalated) -> str:
    """Why it stands at its level, or why it was cleared."""
    said = worded(one.reason)
    if one.cleared:
        return capital(said)
    return f"Raised {said}" if said.startswith("by hand") else f"Raised: {said}"


def table(
    frame: Frame, rows: Sequence[Escalated], key: str, every: Sequence[Escalated] | None = None
) -> None:
    """Escalated backorders as a list; a click opens one."""
    cells = _cells(rows)
    columns = {
        "number": tables.text("Backorder", 108, pinned=True),
        "level": tables.number("Level", [1], width=52),
        "customer": tables.text("Customer", 180),
        "overdue": tables.number("Overdue", [1], "Days since the original due date", 74),
        "value": tables.money("Value", frame.settings.currency, "Open units × unit price", 96),
        "reason": tables.text("Why", 390),
        "status": tables.badge("Status", tables.STATUS_COLOURS, width=136),
    }
    alt = "Escalated backorders, the highest level first"
    place = tables.picked(cells, columns, key, alt, every=lambda: _cells(every or rows))
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def _cells(rows: Sequence[Escalated]) -> list[dict[str, object]]:
    return [
        {
            "level": one.level,
            "number": one.number,
            "customer": one.customer,
            "overdue": one.days_overdue,
            "value": one.value,
            "reason": capital(worded(one.reason)),
            "status": tables.word(one.status),
        }
        for one in rows
    ]


def check(frame: Frame) -> None:
    """Raise what the calendar asks for, as the nightly check does."""
    if st.button(
        "Run the escalation check",
        icon=":material/keyboard_double_arrow_up:",
        help="Raises every open backorder to the level that its days overdue ask for. Safe to run again.",
    ):

        def work(_: str) -> str:
            raised = escalations.sweep(frame.store, frame.as_of, frame.actor)
            if not raised:
                return "Nothing to raise: every backorder stands where its days overdue ask for."
            return f"{count(raised, 'backorder')} raised, and those in charge are told."

        doing.attempt("sweep", work)
