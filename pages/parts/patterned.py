"""The head of the patterns page: its figures, what they say, what could be done, and its tables as files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from backorder_core.delivery import pattern_sheet
from backorder_core.domain.change import Change, Verdict
from backorder_core.domain.insights import Insight
from backorder_core.domain.opportunities import Opportunity
from backorder_core.domain.patterns import Narrow, Past, Patterns
from backorder_core.domain.windows import Window
from backorder_core.services.measures import measure
from backorder_core.services.patterns import Review, filters_of
from pages.parts import cards, files, links
from pages.parts.crossing import within
from pages.parts.files import Sheet
from pages.parts.format import count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

NO_DATA = "no data"
SHORT = {
    Verdict.MORE: "longer now",
    Verdict.FEWER: "shorter now",
    Verdict.NOISE: "only noise",
    Verdict.TOO_FEW: "too few to tell",
}
PICTURES = (
    "Each chart can be kept as a picture: point at it and click the camera in its corner. Your browser draws "
    "it, as SVG or PNG, whichever is chosen here."
)
BEFORE = "before: not known"
ICONS = {
    "second_source": ":material/call_split:",
    "quality": ":material/fact_check:",
    "supplier": ":material/forum:",
    "forecast": ":material/trending_up:",
    "safety_stock": ":material/inventory_2:",
}


def figures(frame: Frame, found: Patterns) -> None:
    """Four figures of the window, each with its definition, beside those of the window before."""
    facts, before = found.facts, found.before
    mean, factor = facts.total.mean_slip, found.holiday_factor
    with st.grid(4, min_column_width=200):
        with st.container(border=True, gap="xsmall"):
            cards.figure(
                "pattern_count", f"{facts.total.count:,}", about=_verdict(before) or BEFORE, border=False
            )
            if facts.total.count:
                rows = f"Open {count(facts.total.count, 'row')}"
                links.rows_link(frame, rows, filters_of(facts.window, found.narrow))
        with st.container(border=True, gap="xsmall"):
            worth = None if before is None else f"before {money(before.tally.value, frame.settings.currency)}"
            shown = money(facts.total.value, frame.settings.currency) if facts.total.count else NO_DATA
            cards.figure("pattern_value", shown, about=worth or BEFORE, border=False)
        with st.container(border=True, gap="xsmall"):
            cards.figure("pattern_delay", _days(mean), about=_slower(before) or BEFORE, border=False)
        with st.container(border=True, gap="xsmall"):
            months = f"{found.season.since:%b %Y} to {found.season.last:%b %Y}"
            cards.figure(
                "holiday_factor",
                NO_DATA if factor is None else f"{factor} ×",
                about=months,
                border=False,
            )


def _verdict(before: Past | None) -> str | None:
    return None if before is None else f"before {before.change.before:,}: {_said(before.change)}"


def _said(change: Change) -> str:
    return f"{change.verdict} now" if change.verdict.is_change else SHORT[change.verdict]


def _slower(before: Past | None) -> str | None:
    if before is None or before.tally.mean_slip is None:
        return None
    return f"before {before.tally.mean_slip:.1f}: {SHORT[before.slip]}"


def _days(mean: Decimal | None) -> str:
    return NO_DATA if mean is None else f"{mean:.1f} days"


def said(frame: Frame, found: Review) -> None:
    """What the figures say, and what could be done; each with its rows."""
    with st.grid(2, min_column_width=420):
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown("**What the figures say**", help=measure("pattern_change").sentence)
            for one in found.insights:
                _insight(frame, found.patterns, one)
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown("**What could be done**")
            if not found.opportunities:
                st.caption("No rule finds anything here: nothing happened often enough in these days.")
            for offer in found.opportunities:
                _opportunity(frame, found.patterns.narrow, offer)


def _insight(frame: Frame, found: Patterns, one: Insight) -> None:
    mark = ":material/priority_high:" if one.notable else ":material/chevron_right:"
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.markdown(f"{mark} {safe(worded(one.sentence))}", width="stretch")
        if one.narrow != Narrow() and found.facts.total.count:
            wanted = filters_of(found.facts.window, within(found.narrow, one.narrow))
            with st.container(width=84):
                links.rows_link(frame, "Rows", wanted)


def _opportunity(frame: Frame, narrow: Narrow, one: Opportunity) -> None:
    st.markdown(f"{ICONS[one.kind]} **{safe(one.title)}**")
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.caption(safe(worded(one.evidence)), width="stretch")
        with st.container(width=84):
            links.rows_link(frame, "Rows", filters_of(one.window, within(narrow, one.narrow)))


def keeping(found: Patterns) -> str:
    """Downloads of the tables, and how charts are kept: the kind of picture that is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = file_name(found.facts.window, found.as_of)
        sheet = Sheet(name, pattern_sheet.COLUMNS, lambda: pattern_sheet.rows(found), pattern_sheet.AMOUNTS)
        files.offer(sheet, "patterns", "Every table of this page, as it is filtered", quiet=False)
        picture = st.segmented_control(
            "Charts as", ["SVG", "PNG"], default="SVG", key="picture", help=PICTURES, width="content"
        )
    return str(picture or "SVG").lower()


def file_name(window: Window, as_of: date) -> str:
    """What a file of this window is called."""
    return f"patterns-{window.since}-to-{window.last}-as-of-{as_of}"


def compared(found: Patterns) -> str:
    """One line: which days are compared with which."""
    facts = found.facts
    known = f", of which {count(facts.days, 'day')} had come" if facts.days < facts.window.days else ""
    here = f"Created {day(facts.window.since)} to {day(facts.window.last)}{known}"
    if found.before is None:
        return f"{here}; nothing is known of the days before"
    then = found.before
    return (
        f"{here}, against {number(then.tally.count)} from {day(then.window.since)} to {day(then.window.last)}"
    )
