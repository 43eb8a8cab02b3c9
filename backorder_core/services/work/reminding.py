"""What nobody need remember: asking again where an ETA went stale, reminding people of their follow-ups."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.notices import Notice
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.permitted import permitted
from backorder_core.services.states import load_states
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings


@permitted(Permission.DELIVER)
def ask_about_stale_etas(store: Store, actor: Actor, as_of: date) -> int:
    """Plan a follow-up for today wherever an ETA is stale and nobody is to ask; how many. Safe to repeat."""
    with store.read() as reader:
        if not _stale(reader, as_of):
            return 0

    def work(writer: Writer) -> int:
        changes = Changes(writer, actor, as_of)
        stale = {row["id"]: row["confirmed_on"] for row in _stale(writer, as_of)}
        for backorder_id, state in load_states(writer, list(stale)).items():
            heard = stale[backorder_id]
            since = f"not confirmed since {heard}" if heard else "never confirmed"
            changes.schedule(state, as_of, f"Ask the supplier for the ETA: {since}")
        told = {"follow_ups": str(len(stale))}
        changes.enter("follow-ups planned for stale ETAs", "job", changes.new_id(), 1, {}, told)
        changes.flush()
        return len(stale)

    return store.write(work)


def _stale(reader: Reader, as_of: date) -> list[dict[str, Any]]:
    _, settings = read_settings(reader)
    return reader.dicts(
        "stale_and_not_asked",
        as_of=as_of,
        critical=settings.priority.critical_from,
        urgent=settings.cadences.urgent_days,
        routine=settings.cadences.routine_days,
    )


@permitted(Permission.DELIVER)
def remind_people(store: Store, actor: Actor, as_of: date) -> int:
    """Tell people of their follow-ups that are due; how many. One reminder each and due day, for ever."""
    with store.read() as reader:
        if not reader.rows("reminders_due", as_of=as_of):
            return 0

    def work(writer: Writer) -> int:
        changes = Changes(writer, actor, as_of)
        rows = writer.dicts("reminders_due", as_of=as_of)
        changes.announce([_reminder(row) for row in rows])
        changes.flush()
        return len(rows)

    return store.write(work)


def _reminder(row: dict[str, Any]) -> Notice:
    """To its person by name; to whoever plans where nobody has it."""
    return Notice(
        key=f"reminder:{row['id']}:{row['due_on']}",
        kind="reminder",
        role=Role.PLANNER,
        subject=f"{row['number']}: {row['why']}",
        body=f"This follow-up of {row['number']} is due on {row['due_on']}: {row['why']}",
        person=row["person"],
    )


@permitted(Permission.DELIVER)
def remind_approvers(store: Store, actor: Actor, as_of: date) -> int:
    """Tell approvers of decisions that wait too long; how many reminders are new.

    The first after ``cadences.decision_days``, then again after as many, each once however often this runs.
    """
    with store.read() as reader:
        if not _unreminded(reader, as_of):
            return 0

    def work(writer: Writer) -> int:
        changes = Changes(writer, actor, as_of)
        notices = _unreminded(writer, as_of)
        changes.announce(notices)
        changes.flush()
        return len(notices)

    return store.write(work)


def _unreminded(reader: Reader, as_of: date) -> list[Notice]:
    _, settings = read_settings(reader)
    every = settings.cadences.decision_days
    rows = reader.dicts("waiting_too_long", before=as_of - timedelta(days=every))
    found = [_overdue(row, (as_of - row["since"]).days, every) for row in rows]
    known = {row[0] for row in reader.rows("known_notices", keys=[one.key for one in found])}
    return [one for one in found if one.key not in known]


def _overdue(row: dict[str, Any], days: int, every: int) -> Notice:
    """To the role whose turn it is."""
    return Notice(
        key=f"overdue:{row['number']}:{row['step_id']}:{days // every}",
        kind="reminder",
        role=Role(row["role"]),
        subject=f"{row['number']} has waited {days} days for your decision",
        body=f"{row['number']} waits for your decision since {row['since']}: open Approvals to decide.",
    )
