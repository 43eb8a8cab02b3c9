"""Escalate by hand and clear an escalation: a person does it and says why (RULES, Escalation, Status)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from backorder_core.domain import lifecycle, notices
from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.states import State, derived
from backorder_core.store import Store
from backorder_core.store.session import read_settings

Step = Callable[[Changes, Held, Settings, int], State]


@permitted(Permission.ESCALATE)
def escalate(
    store: Store, seen: Seen, level: int, why: str, actor: Actor, as_of: date, key: str | None = None
) -> int:
    """Raise a backorder to a level (1 to 4) by hand; its new version.

    Raises ``IllegalStep`` where it stands that high already, ``InvalidInput`` for no such level or no reason.
    """

    def step(changes: Changes, held: Held, settings: Settings, version: int) -> State:
        reason = required(why, "The reason for the escalation")
        before = held.state
        after = replace(
            before.with_facts(lifecycle.escalate(before.facts, level)), level_reason=f"by hand: {reason}"
        )
        saved = changes.change(before, derived(after, settings, version, changes.on), "escalated by hand")
        told = notices.for_escalation(held.about(saved), level, reason, settings.notifications)
        changes.notify(saved, told)
        return saved

    return _step(store, seen, (level, why), step, actor, as_of, key)


@permitted(Permission.CLEAR)
def clear(store: Store, seen: Seen, why: str, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Take the escalation off the headline, with a reason; the backorder's new version."""

    def step(changes: Changes, held: Held, settings: Settings, version: int) -> State:
        before = held.state
        facts = lifecycle.clear_escalation(before.facts, why)
        after = replace(before.with_facts(facts), level_reason=f"cleared: {why.strip()}")
        return changes.change(before, derived(after, settings, version, changes.on), "escalation cleared")

    return _step(store, seen, ("clear", why), step, actor, as_of, key)


def _step(
    store: Store, seen: Seen, request: object, step: Step, actor: Actor, as_of: date, key: str | None
) -> int:
    return int(
        once(
            store,
            key,
            (seen, request, as_of),
            lambda writer: _saved(Changes(writer, actor, as_of), seen, step),
        )
    )


def _saved(changes: Changes, seen: Seen, step: Step) -> str:
    version, settings = read_settings(changes.writer)
    saved = step(changes, hold_one(changes.writer, seen.number, seen.version), settings, version)
    changes.flush()
    return str(saved.version)
