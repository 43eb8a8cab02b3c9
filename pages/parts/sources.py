"""Where missing units can come from: the sources compared, the plans drawn and explained, one chosen."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.errors import Refusal
from backorder_core.domain.sourcing import Offered, Plan
from backorder_core.domain.values import ZERO, Quality
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.work import choosing
from backorder_core.services.work.finding import Source, Sourcing
from pages.parts import amounts, doing, files, moves, plots, reads, tables
from pages.parts import frame as frames
from pages.parts.files import Sheet
from pages.parts.format import count, day, money, number, worded
from pages.parts.frame import Frame
from pages.parts.remembering import drawn_once
from pages.parts.text import LONGEST_HINT, drawn, safe

RISKS = {Quality.SAME: "Same", Quality.EQUIVALENT: "Equivalent", Quality.SUBSTITUTE: "Substitute"}
LANDED = "Purchase price, premium and fixed cost, when as many as needed are taken"
ON_TIME = "Lines of the last year that came by the first promise"
LATE_FOR = "Waiting customers whose need date this source misses, and by how much"
HOVER = "%{customdata[0]}<br>%{y:,.0f}, %{x} late unit-days, %{customdata[1]} at risk<extra></extra>"


def sourcing(frame: Frame, found: BackorderDetail) -> None:
    """Everything about alternative sources of one backorder."""
    if not found.closed_on:
        try:
            sources = reads.sources(frame, found.row.number)
        except Refusal as refusal:
            frames.refuse(refusal)
            return
        _missing(sources)
        _compared(frame, sources)
        if sources.plans and sources.sources:
            _plans(frame, sources)
            if doing.workable(frame):
                seen = doing.as_drawn(f"round_{sources.number}", sources.round)
                _choose(frame, sources, seen)
                _own(frame, sources, seen)
    st.subheader("Transfers and purchase requests", anchor=False)
    moves.of_backorder(frame, found.row.number)


def _missing(sources: Sourcing) -> None:
    said = f"**{number(sources.missing)} units** are missing"
    if sources.under_way:
        said += f", {number(sources.under_way)} more are under way from elsewhere"
    st.markdown(f"{said}.")


def _compared(frame: Frame, sources: Sourcing) -> None:
    if not sources.sources:
        st.info(
            "Nobody offers this product, and no other location has it free: "
            "ask the supplier to expedite, or ask the customer about a substitute.",
            icon=":material/search_off:",
        )
        return
    currency = frame.settings.currency
    cells = [_cell(one) for one in sources.sources]
    columns = {
        "name": tables.text("Source", 200, pinned=True),
        "available": tables.number("Available", [s.option.available for s in sources.sources], width=72),
        "lead": tables.number("Days", [1], "Lead time in days", width=48),
        "ready": tables.date("Ready on", width=90),
        "landed": tables.money("Landed cost", currency, LANDED, 92),
        "quality": tables.text("Quality", 82),
        "reliable": tables.text("On time", 74, ON_TIME),
        "late": tables.text("Too late for", 172, LATE_FOR),
        "needs": tables.text("What must happen first", 190),
        "fixed": tables.money("Fixed cost", currency, width=90),
        "each": tables.money("Extra per unit", currency, None, 100),
        "kind": tables.text("Kind", 130),
    }
    tables.show(cells, columns, "Alternative sources compared", missing="")


def _cell(one: Source) -> dict[str, object]:
    option = one.option
    known = option.reliability
    return {
        "name": option.name,
        "kind": option.kind.label,
        "available": option.available,
        "ready": option.ready_on,
        "lead": one.lead_days,
        "fixed": option.fixed_cost,
        "each": option.unit_cost,
        "landed": one.landed_cost,
        "quality": RISKS[option.quality],
        "reliable": f"{number(known * 100)} %" if known is not None else "not known",
        "late": ", ".join(f"{who} ({count(days, 'day')})" for who, days in one.late_for) or "nobody",
        "needs": worded(one.constraint),
    }


def _plans(frame: Frame, sources: Sourcing) -> None:
    st.subheader("Plans worth choosing from", anchor=False)
    st.caption(
        "Each of these is best at some price of a day of waiting and of a unit of another quality; "
        "any other way costs more for the same."
    )
    _chart(frame, sources.plans)
    with st.grid(2, min_column_width=380):
        for place, offered in enumerate(sources.plans, start=1):
            _plan(frame, place, offered)


def _plan(frame: Frame, place: int, offered: Offered) -> None:
    plan = offered.plan
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{_letter(place)} · {safe(_words(plan))}**")
        st.markdown(
            f"{safe(money(plan.cost, frame.settings.currency))} · all by {day(plan.ready_on)} · "
            f"{number(plan.late_unit_days)} late unit-days · {number(plan.units_at_risk)} units at risk"
            + (f" · {number(plan.short)} stay short" if plan.short else "")
        )
        st.caption(safe(offered.wins.sentence))
        if offered.earlier:
            st.caption(f"The earlier date: {safe(offered.earlier.sentence)}")


def _chart(frame: Frame, plans: tuple[Offered, ...]) -> None:
    head = ("Plan", "What", "Cost", "All by", "Late unit-days", "Units at risk", "Stay short", "Wins")
    sheet = Sheet(files.named("Plans"), head, lambda: _rows(plans), ("Cost",))
    plots.shown(_figure(plans, frame.settings.currency), "plans", _alt(plans), sheet.name, sheet)
    st.caption("Blue: same quality. Orange: units of another quality are in it.")


@drawn_once(32)
def _figure(plans: tuple[Offered, ...], currency: str) -> go.Figure:
    widest = max(float(one.plan.late_unit_days) for one in plans)
    figure = go.Figure(
        go.Scatter(
            x=[float(one.plan.late_unit_days) for one in plans],
            y=[float(one.plan.cost) for one in plans],
            text=[f"{_letter(place)}" for place in range(1, len(plans) + 1)],
            customdata=[
                [drawn(_words(one.plan), LONGEST_HINT), float(one.plan.units_at_risk)] for one in plans
            ],
            mode="markers+text",
            textposition="top center",
            marker={
                "size": 16,
                "color": ["#d55e00" if one.plan.units_at_risk else "#0072b2" for one in plans],
            },
            hovertemplate=HOVER,
            cliponaxis=False,
        )
    )
    figure.update_layout(
        xaxis={"title": "Late unit-days", "range": [0, widest * 1.1 or 1]},
        yaxis={"title": f"Cost in {currency}", "rangemode": "tozero", "tickformat": ",.0f"},
        height=280,
        margin={"l": 10, "r": 10, "t": 20, "b": 10},
        showlegend=False,
    )
    return figure


def _rows(plans: tuple[Offered, ...]) -> list[tuple[Cell, ...]]:
    return [
        (
            *(_letter(place), _words(one.plan), one.plan.cost, one.plan.ready_on, one.plan.late_unit_days),
            *(one.plan.units_at_risk, one.plan.short, one.wins.sentence),
        )
        for place, one in enumerate(plans, start=1)
    ]


def _alt(plans: tuple[Offered, ...]) -> str:
    return "; ".join(
        f"{_letter(place)}: cost {number(one.plan.cost)}, {number(one.plan.late_unit_days)} late unit-days"
        for place, one in enumerate(plans, start=1)
    )


def _letter(place: int) -> str:
    return f"Plan {place}"


def _words(plan: Plan) -> str:
    return " + ".join(f"{number(line.quantity)} × {line.option.name}" for line in plan.lines) or "nothing"


def _choose(frame: Frame, sources: Sourcing, seen_round: int) -> None:
    names = tuple(f"{_letter(place)}: {_words(one.plan)}" for place, one in enumerate(sources.plans, start=1))
    fresh = doing.as_drawn(f"plans_{sources.number}", names) == names
    with st.form(f"choose_{sources.number}"):
        place = st.radio(
            "Choose a plan",
            list(range(len(names))),
            format_func=lambda one: safe(names[one]),
            key=f"chosen_plan_{sources.number}",
        )
        reason = st.text_input("Why this one?")
        set_eta = st.checkbox("Make its last date the new ETA once it is approved", value=True)
        if st.form_submit_button("Choose this plan", type="primary", icon=":material/rocket_launch:"):
            if not fresh:
                st.error("The sources changed meanwhile: look at the plans again.", icon=":material/block:")
                return
            plan = sources.plans[int(place or 0)].plan
            choice = choosing.PlanChoice(
                doing.seen(sources.number, sources.version),
                {line.option.name: line.quantity for line in plan.lines},
                reason,
                set_eta,
                seen_round,
            )
            doing.attempt(f"plan_{sources.number}", lambda key: _carried_out(frame, choice, key))


def _own(frame: Frame, sources: Sourcing, seen_round: int) -> None:
    """A plan of one's own: units of whatever sources, no more than are missing."""
    name = sources.number
    with st.expander("Put a plan together yourself", icon=":material/tune:"):
        typed = {
            one.option.name: amounts.units(
                f"{safe(one.option.name)}, up to {number(one.option.available)}",
                f"own_{name}_{one.option.name}",
                most=one.option.available,
            )
            for one in sources.sources
        }
        taken = {option: units for option, units in typed.items() if units}
        cost = sum((_cost(one, taken.get(one.option.name, ZERO)) for one in sources.sources), ZERO)
        total = sum(taken.values(), ZERO)
        st.markdown(
            f"**{number(total)} of {number(sources.missing)} units** for "
            f"{safe(money(cost, frame.settings.currency))}"
        )
        reason = st.text_input("Why this way?", key=f"own_why_{name}")
        if st.button("Choose it", icon=":material/rocket_launch:", key=f"own_go_{name}"):
            seen = doing.seen(name, sources.version)
            choice = choosing.PlanChoice(seen, taken, reason, set_eta=True, round=seen_round)
            doing.attempt(f"own_{name}", lambda key: _carried_out(frame, choice, key))


def _cost(source: Source, units: Decimal) -> Decimal:
    option = source.option
    return option.fixed_cost + option.unit_cost * units if units else ZERO


def _carried_out(frame: Frame, choice: choosing.PlanChoice, key: str) -> str:
    made = choosing.choose_plan(frame.store, choice, frame.actor, frame.as_of, key)
    asked = ", ".join((*made.transfers, *made.purchases))
    tied = f"; {count(len(made.conditions), 'condition')} set" if made.conditions else ""
    waits = f"waits for the approval of the {made.waits_for}" if made.waits_for else "is on its way"
    return f"The plan for {money(made.cost, frame.settings.currency)} {waits}: {asked}{tied}."
