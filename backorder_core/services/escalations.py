"""The escalation check: raise every open backorder to the level that the calendar asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from backorder_core.domain import escalation, lifecycle, notices
from backorder_core.domain.access import Permission
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor, Tier
from backorder_core.services.changes import Changes
from backorder_core.services.making import subject_of
from backorder_core.services.permitted import permitted
from backorder_core.services.states import derived, load_states
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings


@permitted(Permission.SWEEP)
def sweep(store: Store, as_of: date, actor: Actor) -> int:
    """Escalate what is due on a day (RULES, Escalation); how many were raised. Safe to run again."""
    with store.read() as reader:
        settings = read_settings(reader)[1]
        due = _due(reader.rows("open_for_escalation"), as_of, settings)
    return store.write(lambda writer: _sweep(writer, as_of, actor)) if due else 0


def _due(
    rows: list[tuple[int, date, int, int]], as_of: date, settings: Settings
) -> dict[int, escalation.Escalation]:
    raised = {}
    for backorder_id, original_due, tier, level in rows:
        overdue = max(0, (as_of - original_due).days)
        asked = escalation.due(overdue, tier == Tier.VIP, original_due, as_of, settings)
        if asked is not None and asked.level > level:
            raised[backorder_id] = asked
    return raised


def _sweep(writer: Writer, as_of: date, actor: Actor) -> int:
    version, settings = read_settings(writer)
    raised = _due(writer.rows("open_for_escalation"), as_of, settings)
    changes = Changes(writer, actor, as_of)
    products = {row[0]: row[1:] for row in writer.rows("product_of_backorders", ids=list(raised))}
    count = 0
    for backorder_id, state in load_states(writer, list(raised)).items():
        # Changed under a clock that was ahead: its turn comes, and others do not wait for it.
        if state.valid_from > as_of:
            continue
        count += 1
        due = raised[backorder_id]
        after = replace(state.with_facts(lifecycle.escalate(state.facts, due.level)), level_reason=due.reason)
        saved = changes.change(state, derived(after, settings, version, as_of), "escalated")
        about = subject_of(saved, *products[backorder_id])
        changes.notify(saved, notices.for_escalation(about, due.level, due.reason, settings.notifications))
    changes.flush()
    return count
