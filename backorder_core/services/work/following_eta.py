"""The ETA of a backorder follows its plan once everybody who must has approved it, never before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from backorder_core.domain.care import ChosenPlan
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import OfferKind, Trigger, units
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.holding import Held
from backorder_core.services.records import records_from
from backorder_core.services.revising import NewEta, revise_etas
from backorder_core.services.states import load_past_states
from backorder_core.store import Reader

Line = Mapping[str, str]


def plan_of(reader: Reader, backorder_id: int, plan_id: int | None) -> ChosenPlan | None:
    """The plan that a round of approvals is about."""
    plans = records_from(ChosenPlan, reader.dicts("plans_of", backorder_id=backorder_id))
    return next((one for one in plans if one.id == plan_id), None)


def follow_plan(changes: Changes, held: Held, plan: ChosenPlan, settings: Settings, version: int) -> None:
    """Give a backorder the date of its approved plan.

    Not where the date has passed by now, where the plan was replaced, or where the ETA was moved since the
    plan was chosen: later news of it count more.
    """
    eta, state = plan.new_eta, held.state
    if eta is None or plan.state != "chosen" or eta < changes.on or _moved_since(changes, held, plan):
        return
    lines: Sequence[Line] = json.loads(plan.lines)
    expedited = all(line["kind"] == OfferKind.EXPEDITE.key for line in lines)
    if expedited:
        _move_po_line(changes, held, eta)
    new = NewEta(
        state=state,
        eta=eta,
        trigger=Trigger.EXPEDITING if expedited else Trigger.ALTERNATIVE_SOURCING,
        source="sourcing plan",
        words=", ".join(f"{units(Decimal(line['quantity']))} from {line['option']}" for line in lines),
        product=held.product,
        product_name=held.product_name,
    )
    revise_etas(changes, [new], settings, version)


def _moved_since(changes: Changes, held: Held, plan: ChosenPlan) -> bool:
    state = held.state
    if plan.backorder_version == state.version:
        return False
    then = load_past_states(changes.writer, {state.id: plan.backorder_version}).get(state.id)
    return then is None or then.revisions != state.revisions


def _move_po_line(changes: Changes, held: Held, eta: date) -> None:
    """The PO line's own date moves only where its supplier expedites it."""
    before = PoLine.of(held.line)
    changes.change_po_line(before, replace(before, eta=eta), f"ETA updated with {held.state.number}")
