"""Follow-ups: due today, overdue, mine; made by cadence, by hand or by a condition, done with an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain import cadence, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Actor, Band
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.states import load_states
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings

WHENS = ("overdue", "today", "later", "all")
MOST = 200


@dataclass(frozen=True)
class FollowUp:
    """Something to ask or do about a backorder on a day; ``kind`` says what made it."""

    id: int
    number: str
    supplier: str
    product_name: str
    customer: str
    due_on: date
    why: str
    kind: str
    assignee: str
    value: Decimal
    band: Band
    version: int


@dataclass(frozen=True)
class FollowUps:
    """A page of follow-ups, and how many there are of each: overdue, due today, later."""

    overdue: int
    today: int
    later: int
    rows: tuple[FollowUp, ...]


@dataclass(frozen=True)
class Reminder:
    """A follow-up to be made by hand; without an assignee it is the owner's."""

    backorder: Seen
    due_on: date
    why: str
    assignee: str = ""
    kind: str = "hand"


def follow_ups(
    store: Store, as_of: date, when: str = "all", person: str | None = None, limit: int = MOST
) -> FollowUps:
    """What is due, the earliest first, of one day the highest score; ``person`` narrows to theirs."""
    if when not in WHENS:
        raise InvalidInput(f"'{when}' is not a time of a follow-up: choose one of {', '.join(WHENS)}.")
    with store.read() as reader:
        _, settings = read_settings(reader)
        overdue, today, later = reader.one("count_follow_ups", as_of=as_of, person=person) or (0, 0, 0)
        rows = reader.dicts("due_follow_ups", as_of=as_of, span=when, person=person, count=limit)
    found = []
    for row in rows:
        score = row.pop("score")
        found.append(FollowUp(**row, band=priority.band(score, settings)))
    return FollowUps(overdue, today, later, tuple(found))


@permitted(Permission.COLLABORATE)
def remind(store: Store, reminder: Reminder, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Make a follow-up; its id. Raises ``InvalidInput`` for a day in the past or no reason."""
    required(reminder.why, "What the follow-up is for")
    if reminder.due_on < as_of:
        raise InvalidInput(f"{reminder.due_on} is in the past: choose {as_of} or a later day.")

    def work(writer: Writer) -> str:
        held = hold_one(writer, reminder.backorder.number, closed=True)
        changes = Changes(writer, actor, as_of)
        made = changes.new_id()
        row = {
            "id": made,
            "backorder_id": held.state.id,
            "due_on": reminder.due_on,
            "why": reminder.why.strip(),
            "state": "due",
            "created_on": as_of,
            "kind": reminder.kind,
            "assignee": reminder.assignee.strip(),
        }
        changes.add("append_follow_ups", row)
        said = {"backorder": held.state.number, "due_on": reminder.due_on.isoformat(), "why": row["why"]}
        changes.enter("follow-up planned", "follow-up", made, 1, {}, {k: str(v) for k, v in said.items()})
        changes.flush()
        return str(made)

    return int(once(store, key, (reminder, as_of), work))


@permitted(Permission.COLLABORATE)
def finish(
    store: Store,
    follow_up: int,
    outcome: str,
    actor: Actor,
    as_of: date,
    version: int | None = None,
    key: str | None = None,
) -> date | None:
    """Done, with its outcome; the day of the next one by cadence, None where none follows.

    Raises ``NotFound``, ``IllegalStep`` where it is done or dropped, ``Conflict`` where it changed meanwhile.
    """
    said = required(outcome, "The outcome of the follow-up")

    def work(writer: Writer) -> str:
        row = next(iter(writer.dicts("one_follow_up", id=follow_up)), None)
        if row is None:
            raise NotFound(f"There is no follow-up {follow_up}: reload the list.")
        if row["state"] != "due":
            raise IllegalStep(f"This follow-up was already {row['state']} on {row['done_on']}.")
        if version is not None and version != row["version"]:
            raise Conflict("This follow-up was changed meanwhile: reload and look again.")
        changes = Changes(writer, actor, as_of)
        done = {"id": follow_up, "done_on": as_of, "outcome": said, "version": row["version"] + 1}
        if writer.append("finish_follow_ups", [done]) != 1:
            raise Conflict("This follow-up was changed meanwhile: reload and look again.")
        changes.enter("follow-up done", "follow-up", follow_up, row["version"] + 1, {}, {"outcome": said})
        after = _next(changes, row["backorder_id"]) if row["kind"] == "cadence" else None
        changes.flush()
        return after.isoformat() if after else ""

    answer = once(store, key, (follow_up, outcome, version, as_of), work)
    return date.fromisoformat(answer) if answer else None


def _next(changes: Changes, backorder_id: int) -> date | None:
    _, settings = read_settings(changes.writer)
    state = load_states(changes.writer, [backorder_id])[backorder_id]
    if state.status.closed:
        return None
    band = priority.band(state.score_at(changes.on), settings)
    due_on = cadence.follow_up_on(changes.on, band, state.vip_open, settings)
    changes.schedule(state, due_on, "Ask the supplier for the ETA")
    return due_on
