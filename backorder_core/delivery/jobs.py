"""The scheduled work of this product: which jobs there are."""

from __future__ import annotations

from datetime import date

from backorder_core.domain.schedule import rule
from backorder_core.domain.values import Actor
from backorder_core.services.backups import folder_of, make_backup
from backorder_core.services.digests import tell_day, tell_week
from backorder_core.services.escalations import sweep
from backorder_core.services.jobs import Job
from backorder_core.services.moving import keep_small
from backorder_core.services.work.reminding import ask_about_stale_etas, remind_approvers, remind_people
from backorder_core.store import Store, path_of


def _count(amount: int, noun: str) -> str:
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"


def _escalate(store: Store, actor: Actor, _: date, today: date) -> str:
    return f"{_count(sweep(store, today, actor), 'backorder')} escalated."


def _ask(store: Store, actor: Actor, _: date, today: date) -> str:
    return f"{_count(ask_about_stale_etas(store, actor, today), 'follow-up')} planned."


def _remind(store: Store, actor: Actor, _: date, today: date) -> str:
    told = _count(remind_people(store, actor, today), "follow-up")
    return f"Reminded of {told} and {_count(remind_approvers(store, actor, today), 'decision')}."


def _daily(store: Store, actor: Actor, day: date, _: date) -> str:
    return f"Digest of {day} told to {_count(tell_day(store, actor, day), 'role')}."


def _weekly(store: Store, actor: Actor, day: date, _: date) -> str:
    return f"Summary of the week before {day} told to {_count(tell_week(store, actor, day), 'role')}."


def _back_up(store: Store, actor: Actor, _: date, __: date) -> str:
    keep = store.settings()[1].hours.backups_kept
    if not keep:
        return "Backups are switched off: the setting is to keep none."
    folder = folder_of(path_of(store.url))
    made = make_backup(store, folder, actor, keep=keep)
    return f"{made.file}: {_count(made.rows, 'row')}, proved up to ledger entry {made.entries}."


def _keep_small(store: Store, actor: Actor, _: date, __: date) -> str:
    days = store.settings()[1].hours.states_kept
    if not days:
        return "Upkeep is switched off: the setting is to keep states for 0 days."
    done = keep_small(store, days, actor)
    files = f"{_count(done.files_before, 'file')} became {done.files_after:,}"
    return f"{files}; {_count(done.states_forgotten, 'state')} older than {_count(days, 'day')} forgotten."


JOBS = (
    Job(
        "escalations",
        "Escalation check",
        "Raises every open backorder to the level that its days overdue ask for.",
        lambda hours: rule(hours.escalations),
        _escalate,
    ),
    Job(
        "stale_etas",
        "Follow-ups for stale ETAs",
        "Plans to ask the supplier wherever an ETA was not confirmed within its cadence.",
        lambda hours: rule(hours.stale_etas),
        _ask,
    ),
    Job(
        "reminders",
        "Reminders",
        "Tells people of their follow-ups that are due, and approvers of decisions that wait.",
        lambda hours: rule(hours.reminders),
        _remind,
    ),
    Job(
        "daily_digest",
        "Daily digest",
        "Tells what the day brought to the roles that the notification rules name.",
        lambda hours: rule(hours.daily_digest),
        _daily,
    ),
    Job(
        "weekly_summary",
        "Weekly summary",
        "Tells what the seven days before brought.",
        lambda hours: rule(hours.weekly_summary, hours.weekly_on),
        _weekly,
    ),
    Job(
        "backups",
        "Backup",
        "Copies the store, reads the copy through, proves its ledger and removes the oldest copies.",
        lambda hours: rule(hours.backup),
        _back_up,
    ),
    Job(
        "upkeep",
        "Upkeep",
        "Makes files of small changes, few files of many, and forgets states that are not wanted any more.",
        lambda hours: rule(hours.upkeep),
        _keep_small,
        only_shared=True,
    ),
)
