"""The printed sheet of one backorder: what ``show`` says of it, and the plan that was chosen."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from backorder_core.domain.care import ChosenPlan
from backorder_core.domain.values import plain
from backorder_core.services.detail import show_backorder
from backorder_core.services.detail_json import as_json
from backorder_core.services.records import records_from
from backorder_core.store import Store
from backorder_core.store.session import read_settings


def sheet_of(store: Store, number: str, as_of: date) -> dict[str, Any]:
    """The document of ``show`` with the day, the currency and the newest plan; ``NotFound`` as there."""
    document = as_json(show_backorder(store, number, as_of))
    with store.read() as reader:
        held = reader.dicts("one_backorder", number=document["number"], as_of=as_of)[0]
        plans = records_from(ChosenPlan, reader.dicts("plans_of", backorder_id=held["id"]))
        currency = read_settings(reader)[1].currency
    chosen = [plan for plan in plans if plan.chosen_on <= as_of]
    plan = _plan(chosen[-1]) if chosen else None
    return {**document, "as_of": as_of.isoformat(), "currency": currency, "plan": plan}


def _plan(plan: ChosenPlan) -> dict[str, Any]:
    return {
        "chosen_on": plan.chosen_on.isoformat(),
        "state": plan.state.replace("_", " "),
        "lines": [f"{one['quantity']} × {one['option']}" for one in json.loads(plan.lines)],
        "cost": f"{plan.cost:.2f}",
        "late_unit_days": plain(plan.late_unit_days),
        "units_at_risk": plain(plan.units_at_risk),
        "ready_on": plan.ready_on.isoformat() if plan.ready_on else "unknown",
        "reason": plan.reason,
    }
