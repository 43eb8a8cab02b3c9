"""What a scenario would do, and what can be done with it: before and after, keep, carry out, drop."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from backorder_core.domain.buckets import Tally
from backorder_core.domain.expediting import Candidate, total
from backorder_core.domain.scenarios import Scenario, ScenarioState, Step
from backorder_core.services import scenarios
from backorder_core.services.measures import measure
from backorder_core.services.reports import Summary
from backorder_core.services.scenarios import Changed, Tried
from pages.parts import cards, doing, links, tables
from pages.parts.format import count, day, money
from pages.parts.frame import Frame
from pages.parts.text import safe

MOST = 200
ALT = "Backorders that would change"


def figures(frame: Frame, found: Tried) -> None:
    """The four headline figures after, and by how much each changes."""
    before, after, currency = found.before.summary, found.after.summary, frame.settings.currency
    said = f"{count(found.changes, 'backorder')} would change or be new."
    st.markdown(f"**Supposed, as of {day(found.as_of)}; nothing is saved.** {said}")
    with st.grid(4, min_column_width=190):
        for key, name in (
            ("open_backorders", "open"),
            ("revenue_at_risk", "value"),
            ("customers_affected", "customers"),
            ("high_priority", "high_count"),
        ):
            _card(key, name, before, after, currency)


def _card(key: str, name: str, before: Summary, after: Summary, currency: str) -> None:
    def show(amount: Decimal | int) -> str:
        return money(Decimal(amount), currency) if name == "value" else f"{amount:,}"

    was, is_ = getattr(before, name), getattr(after, name)
    change = is_ - was
    said = f"{'+' if change > 0 else '-'}{show(abs(change))}" if change else None
    cards.figure(key, show(is_), about=f"as today, {show(was)}", change=said)


def spent(frame: Frame, found: Tried) -> None:
    """What a budget for expediting is spent on, what is left out and why, and what more would bring."""
    bought, currency = found.spent, frame.settings.currency
    if bought is None:
        return
    with st.container(border=True):
        gained = money(total(bought.chosen, "revenue"), currency)
        st.markdown(
            f"**{money(bought.cost, currency)} of {money(bought.budget, currency)} is spent on "
            f"{count(len(bought.chosen), 'offer')}**, bringing {gained} of revenue earlier. Of all ways to "
            "spend the budget this one brings the most weighted revenue.",
            help=measure("weighted_revenue").sentence,
        )
        rows = [*((one, "chosen") for one in bought.chosen), *bought.left]
        tables.show([_offer(one, why) for one, why in rows], _offer_columns(currency), "Offers to expedite")
        curve = "; ".join(f"{money(at, currency)} → {money(gain, currency)}" for at, gain in bought.curve)
        st.caption(safe(f"Budget → weighted revenue that comes earlier: {curve}"))


def _offer(one: Candidate, why: str) -> dict[str, object]:
    return {
        "number": one.number,
        "customer": one.customer,
        "cost": one.cost,
        "revenue": one.revenue,
        "protected": one.protected,
        "eta": one.eta,
        "ready": one.ready_on,
        "why": why,
    }


def _offer_columns(currency: str) -> dict[str, Any]:
    return {
        "number": tables.text("Backorder", 108),
        "customer": tables.text("Customer", 170),
        "cost": tables.money("Cost", currency),
        "revenue": tables.money("Revenue", currency),
        "protected": tables.money("Weighted", currency),
        "eta": tables.date("ETA today"),
        "ready": tables.date("Ready"),
        "why": tables.text("Chosen, or why not", 250),
    }


def buckets(frame: Frame, found: Tried) -> None:
    """Aging and pipeline before and after."""
    for title, before, after in (
        ("Aging", found.before.aging, found.after.aging),
        ("Resolution pipeline", found.before.pipeline, found.after.pipeline),
    ):
        st.markdown(f"**{title}**")
        tables.show(
            [_bucket(was, is_) for was, is_ in zip(before, after, strict=True)],
            {
                "bucket": tables.text("Bucket", 180),
                "was": tables.number("Before", [0]),
                "now": tables.number("After", [0]),
                "value_was": tables.money("Value before", frame.settings.currency),
                "value_now": tables.money("Value after", frame.settings.currency),
            },
            title,
        )


def _bucket(was: Tally, is_: Tally) -> dict[str, object]:
    return {
        "bucket": was.bucket.label,
        "was": was.count,
        "now": is_.count,
        "value_was": was.value,
        "value_now": is_.value,
    }


def changed(frame: Frame, found: Tried) -> None:
    """The backorders that change, those whose score changes most first."""
    if not found.changed:
        st.caption("No backorder changes.")
        return
    shown = found.changed[:MOST]
    if found.changes > len(shown):
        st.caption(f"The first {len(shown):,} of {found.changes:,}, by the change of the score.")
    cells = _changes(shown)
    columns = {
        "number": tables.text("Backorder", 108),
        "customer": tables.text("Customer", 185),
        "supplier": tables.text("Supplier", 185),
        "value": tables.money("Value", frame.settings.currency),
        "was": tables.text("Priority before", 110),
        "now": tables.badge("Priority after", tables.BAND_COLOURS),
        "score": tables.number("Score, change", [0]),
        "eta": tables.date("ETA after"),
    }
    place = tables.picked(cells, columns, "supposed", ALT, every=lambda: _changes(found.changed))
    if place is not None and shown[place].before:
        links.open_backorder(frame, shown[place].after.number)


def _changes(rows: Sequence[Changed]) -> list[dict[str, object]]:
    return [
        {
            "number": one.after.number if one.before else "new",
            "customer": one.after.customer,
            "supplier": one.after.supplier,
            "value": one.after.value,
            "was": one.before.band.label if one.before else "",
            "now": tables.word(one.after.band),
            "score": tables.whole(one.score_change),
            "eta": one.after.eta,
        }
        for one in rows
    ]


def keep(frame: Frame, steps: Sequence[Step]) -> None:
    """Keep the steps under a name, to be carried out as they were tried."""
    if not doing.workable(frame):
        return
    with st.form("keep", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Keep as a scenario called", placeholder="Global slips a week")
        if not st.form_submit_button("Keep", icon=":material/bookmark_add:"):
            return

    def work(key: str) -> str:
        number = scenarios.keep(frame.store, steps, name, frame.actor, frame.as_of, key)
        return f"Kept as {number}. Nothing is changed until it is carried out."

    doing.attempt("keep_scenario", work)


def kept(frame: Frame) -> None:
    """The scenarios that were kept, each with what can be done."""
    found = scenarios.scenarios(frame.store)
    if not found:
        return
    st.subheader("Scenarios", anchor=False)
    for one in found:
        with st.container(border=True):
            _scenario(frame, one)


def _scenario(frame: Frame, one: Scenario) -> None:
    said = "; ".join(safe(step.sentence) for step in scenarios.steps_of(one))
    st.markdown(f"**{safe(one.number)} {safe(one.name)}**: {said}")
    st.caption(f"{one.state.value.capitalize()}, tried by {safe(one.who)} on {day(one.tried_on)}.")
    if one.state is not ScenarioState.DRAFT or not frame.live:
        return
    with st.container(horizontal=True):
        sure = st.checkbox("I want this to be carried out", key=f"sure_{one.number}")
        if st.button(
            "Carry out",
            key=f"commit_{one.number}",
            icon=":material/play_arrow:",
            type="primary",
            disabled=not sure,
        ):
            doing.attempt(f"commit_{one.number}", lambda key: _committed(frame, one.number, key))
        if st.button("Drop", key=f"discard_{one.number}", icon=":material/delete:"):
            doing.attempt(f"discard_{one.number}", lambda key: _dropped(frame, one.number, key))


def _committed(frame: Frame, number: str, key: str) -> str:
    changes = scenarios.commit(frame.store, number, frame.actor, frame.as_of, key)
    return f"{number} is carried out: {count(changes, 'backorder')} changed."


def _dropped(frame: Frame, number: str, key: str) -> str:
    scenarios.discard(frame.store, number, frame.actor, frame.as_of, key)
    return f"{number} is dropped."
