"""What people keep about one supplier: ratings, service levels, incidents; each with its form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from backorder_core.domain.access import Permission, may
from backorder_core.domain.scorecard import Criterion, quarter_of
from backorder_core.domain.service_levels import Basis, Severity
from backorder_core.domain.working_days import DAYS, EVERY, Calendar
from backorder_core.services.supplier_calendars import WorkingDays, holidays_in, set_calendar
from backorder_core.services.supplier_records import (
    Agreement,
    Opinion,
    Trouble,
    note_incident,
    rate_supplier,
    set_service_level,
)
from backorder_core.services.suppliers import SupplierReview
from pages.parts import doing, tables
from pages.parts.files import Said
from pages.parts.format import day, percent
from pages.parts.frame import Frame

RATED = [one for one in Criterion if one.rated]
QUARTERS = 8


def kept(frame: Frame, found: SupplierReview) -> None:
    """Ratings and agreements as they stand, and the forms for those who may."""
    _ratings(found)
    _levels(found)
    _days(found)
    if not doing.workable(frame):
        return
    forms: dict[str, Callable[[Frame, SupplierReview], None]] = {}
    if may(frame.actor, Permission.SUPPLIERS):
        forms |= {"Rate": _rate, "Agree a service level": _agree, "Set days of delivery": _calendar}
    if may(frame.actor, Permission.QUALITY):
        forms |= {"Note an incident": _incident}
    if not forms:
        return
    chosen = st.segmented_control("What do you want to do?", list(forms), key="supplier_form")
    if chosen:
        with st.container(border=True):
            forms[chosen](frame, found)


def _ratings(found: SupplierReview) -> None:
    st.markdown("**Ratings**")
    if not found.ratings:
        st.caption("Nobody rated service or innovation yet: the score leaves them out.")
        return
    rows = [
        {
            "quarter": _quarter(one.quarter),
            "criterion": one.criterion.label,
            "rating": one.rating,
            "why": one.why,
            "who": one.who,
            "on": one.rated_on,
        }
        for one in found.ratings
    ]
    columns = {
        "quarter": tables.text("Quarter", 96),
        "criterion": tables.text("Criterion", 104),
        "rating": tables.number("Rating", [one.rating for one in found.ratings], "0 to 100", 80),
        "why": tables.text("Why", 320),
        "who": tables.text("Who", 160),
        "on": tables.date("Rated on"),
    }
    tables.show(rows, columns, "Ratings", most=8)


def _levels(found: SupplierReview) -> None:
    st.markdown("**Agreed service levels**")
    if not found.levels:
        st.caption("None was agreed.")
        return
    rows = [
        {
            "since": one.from_on,
            "until": Said(day(one.until_on) if one.until_on else "open", one.until_on),
            "on_time": percent(one.on_time),
            "penalty": one.words,
            "note": one.note,
            "who": one.agreed_by,
        }
        for one in found.levels
    ]
    columns = {
        "since": tables.date("From"),
        "until": tables.text("To", 104, "Included; the next agreement ends an open one"),
        "on_time": tables.text("On time", 84),
        "penalty": tables.text("Penalty", 330),
        "note": tables.text("Note", 200),
        "who": tables.text("Agreed by", 160),
    }
    tables.show(rows, columns, "Agreed service levels", most=8)


def _days(found: SupplierReview) -> None:
    st.markdown("**Days of delivery**")
    known = found.now.calendar
    if known is None:
        st.caption("Nobody said on which days it delivers: every day counts.")
        return
    off = ", ".join(day(one) for one in known.holidays if one >= found.as_of)
    st.caption(
        f"Delivers {known.words}{f'; next without {off}' if off else ''}. Forecasts land on such days, and "
        "days late are counted in them; promises, escalations and penalties stay with calendar days."
    )


def _quarter(first: object) -> str:
    return f"Q{(first.month + 2) // 3} {first.year}"  # type: ignore[attr-defined]


def _rate(frame: Frame, found: SupplierReview) -> None:
    quarters = [quarter_of(frame.as_of)]
    while len(quarters) < QUARTERS:
        first = quarters[-1]
        quarters.append(
            first.replace(year=first.year - 1, month=10)
            if first.month == 1
            else first.replace(month=first.month - 3)
        )
    with st.form("rate_supplier", border=False):
        with st.container(horizontal=True):
            criterion = st.selectbox("Criterion", RATED, format_func=lambda one: one.label, width=180)
            quarter = st.selectbox("Quarter", quarters, format_func=_quarter, width=140)
            rating = st.number_input("Rating, 0 to 100", 0.0, 100.0, 75.0, 1.0, format="%.10g", width=160)
        why = st.text_input("Why?")
        if st.form_submit_button("Note the rating", type="primary", icon=":material/star:"):

            def work(key: str) -> str:
                opinion = Opinion(found.now.code, criterion, Decimal(str(rating)), quarter, why)
                rate_supplier(frame.store, opinion, frame.actor, frame.as_of, key)
                return (
                    f"{found.now.name} is rated {rating:.10g} on {criterion.value} for {_quarter(quarter)}."
                )

            doing.attempt("rate_supplier", work)


def _agree(frame: Frame, found: SupplierReview) -> None:
    with st.form("agree_level", border=False):
        with st.container(horizontal=True):
            since = st.date_input("From", value=frame.as_of, format="YYYY-MM-DD", width=150)
            until = st.date_input("To, empty: open", value=None, format="YYYY-MM-DD", width=150)
            on_time = st.number_input("On time, percent", 0.0, 100.0, 95.0, 1.0, format="%.10g", width=150)
        with st.container(horizontal=True):
            basis = st.selectbox("Penalty by", list(Basis), format_func=lambda one: one.label, width=280)
            penalty = st.number_input("Penalty", 0.0, value=0.5, step=0.1, format="%.10g", width=130)
            cap = st.number_input("At most a PO line", 0.0, value=None, step=10.0, format="%.10g", width=150)
        note = st.text_input("Note", placeholder="Such as the contract it stands in")
        if st.form_submit_button("Agree", type="primary", icon=":material/handshake:"):

            def work(key: str) -> str:
                agreed = Agreement(
                    supplier=found.now.code,
                    from_on=since,
                    until_on=until,
                    on_time=Decimal(str(on_time)),
                    basis=basis or Basis.VALUE_DAY,
                    penalty=Decimal(str(penalty)),
                    cap=None if cap is None else Decimal(str(cap)),
                    note=note,
                )
                set_service_level(frame.store, agreed, frame.actor, frame.as_of, key)
                return f"The service level of {found.now.name} holds from {day(since)}."

            doing.attempt("agree_level", work)


def _calendar(frame: Frame, found: SupplierReview) -> None:
    known = found.now.calendar or Calendar()
    with st.form("set_days", border=False):
        works = st.pills(
            "Delivers on",
            list(EVERY),
            selection_mode="multi",
            default=list(known.works_on),
            format_func=lambda one: DAYS[int(one) - 1],
        )
        off = st.text_area(
            "Holidays",
            value="\n".join(one.isoformat() for one in known.holidays),
            placeholder="2025-12-25, one a line",
        )
        if st.form_submit_button("Set the days", type="primary", icon=":material/calendar_month:"):

            def work(key: str) -> str:
                days = WorkingDays(found.now.code, "".join(works), holidays_in(off))
                set_calendar(frame.store, days, frame.actor, frame.as_of, key)
                return f"The days of delivery of {found.now.name} are set."

            doing.attempt("set_days", work)


def _incident(frame: Frame, found: SupplierReview) -> None:
    with st.form("note_incident", border=False):
        with st.container(horizontal=True):
            code = st.text_input("Number", placeholder="Such as QI-2025-07", width=180)
            on = st.date_input("Day", value=frame.as_of, format="YYYY-MM-DD", width=150)
            severity = st.selectbox(
                "Severity", list(Severity), format_func=lambda one: one.value.capitalize(), width=140
            )
            quantity = st.number_input("Units", 0.0, value=1.0, step=1.0, format="%.10g", width=110)
            cost = st.number_input("Cost", 0.0, value=0.0, step=10.0, format="%.10g", width=130)
        with st.container(horizontal=True):
            product = st.text_input("Product code, if known", width=190)
            po_number = st.text_input("PO number, if known", width=190)
            po_line = st.text_input("PO line", width=110)
        words = st.text_input("What happened?")
        if st.form_submit_button("Note the incident", type="primary", icon=":material/report:"):

            def work(key: str) -> str:
                trouble = Trouble(
                    code=code,
                    supplier=found.now.code,
                    occurred_on=on,
                    quantity=Decimal(str(quantity)),
                    description=words,
                    severity=severity or Severity.MINOR,
                    cost=Decimal(str(cost)),
                    product=product,
                    po_number=po_number,
                    po_line=po_line,
                )
                note_incident(frame.store, trouble, frame.actor, frame.as_of, key)
                return f"Incident {code.strip()} is noted."

            doing.attempt("note_incident", work)
