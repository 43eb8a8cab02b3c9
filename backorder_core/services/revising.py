"""Change the ETA of open backorders: history, escalation, customer notices, the next follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backorder_core.domain import cadence, escalation, lifecycle, notices, priority
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Trigger
from backorder_core.services.changes import Changes, EtaChange
from backorder_core.services.making import subject_of
from backorder_core.services.states import State, derived


@dataclass(frozen=True)
class NewEta:
    """A new date for one backorder; ``eta`` None where the supplier no longer knows."""

    state: State
    eta: date | None
    trigger: Trigger
    source: str
    words: str
    product: str
    product_name: str


def revise_etas(changes: Changes, given: Sequence[NewEta], settings: Settings, version: int) -> list[State]:
    """Give each backorder its new ETA (RULES, ETA updates); the saved states in the order given."""
    return [_revise(changes, new, settings, version) for new in given]


def revised(
    before: State, eta: date | None, on: date, settings: Settings, version: int
) -> tuple[State, escalation.Escalation | None]:
    """The state after a new ETA, and the escalation that it causes; nothing is written."""
    after = replace(before, **vars(lifecycle.revise(before.facts)), eta=eta)
    raised = _escalation(before, after, on, settings)
    if raised is not None:
        facts = vars(lifecycle.escalate(after.facts, raised.level))
        after = replace(after, **facts, level_reason=raised.reason)
    return derived(after, settings, version, on), raised


def say_again(changes: Changes, state: State) -> None:
    """Enter that what was known of the ETA was said once more; past days know it from this entry."""
    facts = {"eta": state.eta.isoformat() if state.eta else None}
    changes.enter("ETA confirmed", "confirmation", state.id, state.version, {}, facts)


def _revise(changes: Changes, new: NewEta, settings: Settings, version: int) -> State:
    before = new.state
    after, raised = revised(before, new.eta, changes.on, settings, version)
    saved = changes.change(before, after, "ETA updated")
    changes.give_eta(
        EtaChange(saved, saved.revisions, before.eta, new.eta, new.trigger, new.source, new.words)
    )
    about = subject_of(saved, new.product, new.product_name)
    told = [*notices.for_eta_update(about, before.eta, settings.notifications)]
    if raised is not None:
        told += notices.for_escalation(about, raised.level, raised.reason, settings.notifications)
    changes.notify(saved, told)
    band = priority.band(saved.score_at(changes.on), settings)
    changes.schedule(
        saved,
        cadence.follow_up_on(changes.on, band, saved.vip_open, settings),
        "Ask the supplier for the ETA",
    )
    return saved


def _escalation(before: State, after: State, on: date, settings: Settings) -> escalation.Escalation | None:
    by_update = escalation.on_update(before.eta, after.eta, before.vip_open)
    by_calendar = escalation.due(before.days_overdue(on), before.vip_open, before.original_due, on, settings)
    reached = [one for one in (by_calendar, by_update) if one is not None]
    raised = max(reached, key=lambda one: one.level, default=None)
    if raised is None or raised.level < before.level:
        return None
    if raised.level > before.level:
        return raised
    return by_update if by_update is not None and before.level_cleared else None
