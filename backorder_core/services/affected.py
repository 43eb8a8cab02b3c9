"""Open backorders follow the customers and orders that they hold up: tier, price, impact, emergency.

Source: RULES, Approvals: an approval is reopened when the value rises into a higher band or a VIP becomes
affected; RULES, Escalation: at once where a VIP waits and the original due date has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backorder_core.domain import escalation, lifecycle, notices
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Impact, Tier
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.making import subject_of
from backorder_core.services.states import State, derived, load_states
from backorder_core.store.session import read_settings

KINDS = ("customers", "order_lines", "order-lines")
Facts = Mapping[int, Mapping[str, Any]]


def follow(changes: Changes) -> int:
    """Bring open backorders to what their orders and customers say by now; how many changed.

    It holds from the day of the use-case, or from the latest day that one of them changed on.
    """
    writer = changes.writer
    facts: dict[int, dict[int, Mapping[str, Any]]] = {}
    for row in writer.dicts("lines_apart_from_orders"):
        facts.setdefault(row["backorder_id"], {})[row["order_line_id"]] = row
    if not facts:
        return 0
    version, settings = read_settings(writer)
    states = load_states(writer, list(facts))
    day = max(changes.on, *(state.valid_from for state in states.values()))
    follower = Changes(writer, changes.actor, day, changes.import_id, max(day, changes.entered_on))
    products = {row[0]: row[1:] for row in writer.rows("product_of_backorders", ids=list(states))}
    for state in states.values():
        _change(follower, state, facts[state.id], products[state.id], settings, version)
    follower.flush()
    return len(states)


def _change(
    changes: Changes,
    before: State,
    facts: Facts,
    product: tuple[str, str],
    settings: Settings,
    version: int,
) -> None:
    lines = tuple(
        replace(
            line,
            tier=Tier(facts[line.order_line_id]["tier"]),
            impact=Impact(facts[line.order_line_id]["impact"]),
            emergency=facts[line.order_line_id]["emergency"],
            unit_price=facts[line.order_line_id]["unit_price"],
        )
        if line.order_line_id in facts
        else line
        for line in before.lines
    )
    after = replace(before, lines=lines)
    raised = escalation.due(
        before.days_overdue(changes.on), after.vip_open, before.original_due, changes.on, settings
    )
    if raised is not None and raised.level > before.level:
        facts_after = lifecycle.escalate(after.facts, raised.level)
        after = replace(after.with_facts(facts_after), level_reason=raised.reason)
    saved = changes.change(
        before, derived(after, settings, version, changes.on), "orders or customers changed"
    )
    about = subject_of(saved, *product)
    if saved.level > before.level:
        told = notices.for_escalation(about, saved.level, saved.level_reason, settings.notifications)
        changes.notify(saved, told)
    approving.mind_drift(changes, saved, about, settings)
