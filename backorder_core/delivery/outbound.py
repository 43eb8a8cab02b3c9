"""What leaves the house: due deliveries are claimed, sent outside any transaction, and marked.

A sender that dies between sending and marking leaves a lease that runs out; then the message is sent again
under the same key. So everything arrives at least once, and a repeat can be told by its key.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import NotFound
from backorder_core.domain.notifying import TRIES, wait_after
from backorder_core.domain.values import SYSTEM, Actor
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.outbox import PLACE
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, Writer

LEASE = timedelta(minutes=15)
AT_ONCE = 20
MOST = 500


@dataclass(frozen=True)
class Sent:
    """What one round did; ``channels`` is how many ways out there are, none means all stays in the inbox."""

    channels: int
    sent: int = 0
    failed: int = 0
    dead: int = 0


@dataclass(frozen=True)
class Letter:
    """A delivery as people see it; instants are UTC."""

    id: int
    state: str
    channel: str
    person: str
    number: str
    subject: str
    tries: int
    due_at: datetime
    error: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class Post:
    """How many deliveries wait, were sent, and are dead letters, with the newest of each."""

    queued: int
    sent: int
    dead: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class _Claim:
    id: int
    delivery_key: str
    tries: int
    person: str
    channel: str
    subject: str
    body: str
    url: str | None
    address: str | None


def send_due(store: Store, most: int = MOST) -> Sent:
    """Send what is due, ``most`` at once, and say what came of it; stops early where nothing is accepted.

    Blocks while it sends: from asynchronous code, call it in a thread (``asyncio.to_thread``). Any number of
    callers may run at the same time; a delivery belongs to one of them.
    """
    done = {"sent": 0, "failed": 0, "dead": 0}
    while sum(done.values()) < most:
        lease = secrets.token_hex(8)
        claims = _claim(store, lease, min(AT_ONCE, most - sum(done.values())))
        if not claims:
            break
        became = [_mark(store, claim, lease, _send(claim)) for claim in claims]
        for one in became:
            done[one] += 1
        if "sent" not in became:  # a server that hangs must not hold up the rest for hours
            break
    with store.read() as reader:
        return Sent(len(reader.rows("channel_urls")), **done)


def _claim(store: Store, lease: str, count: int) -> list[_Claim]:
    with store.read() as reader:
        if not reader.rows("due_deliveries", now=store.clock(), count=1):
            return []

    def work(writer: Writer) -> list[_Claim]:
        due = [row[0] for row in writer.rows("due_deliveries", now=writer.now, count=count)]
        writer.run("lease_deliveries", ids=due, lease=lease, until=writer.now + LEASE)
        return [_Claim(**row) for row in writer.dicts("leased_deliveries", lease=lease)]

    return store.write(work)


def _send(claim: _Claim) -> str | None:
    if claim.tries > TRIES:
        return "The sender was stopped in the midst of it each time."
    if claim.url is None:
        return f"The channel {claim.channel} is not set up any more."
    if PLACE in claim.url and not claim.address:
        return f"{claim.person} has no address for {claim.channel}."
    from backorder_core.delivery import apprising  # takes a tenth of a second, and most starts send nothing

    message = apprising.Message(claim.delivery_key, claim.subject, claim.body, claim.address or "")
    return apprising.send(claim.url, message)


def _mark(store: Store, claim: _Claim, lease: str, error: str | None) -> str:
    """What became of a claimed delivery: sent, failed (tried again later) or dead."""
    jitter = random.random()  # noqa: S311 - jitter, not a secret
    wait = wait_after(claim.tries, jitter) if error else None
    state = "queued" if wait else "dead" if error else "sent"

    def work(writer: Writer) -> None:
        marked = writer.run(
            "mark_delivery",
            id=claim.id,
            lease=lease,
            state=state,
            error=error or "",
            due_at=writer.now + (wait or timedelta()),
            sent_at=None if error else writer.now,
        )
        if marked and state != "queued":
            changes = Changes(writer, SYSTEM, writer.now.date())
            said = {"channel": claim.channel, "person": claim.person, "subject": claim.subject}
            action = "notice sent" if state == "sent" else "notice not delivered"
            changes.enter(action, "delivery", claim.id, claim.tries, {}, said)
            changes.flush()

    store.write(work)
    return {"queued": "failed"}.get(state, state)


@permitted(Permission.DELIVER)
def retry(store: Store, ids: Sequence[int], actor: Actor, as_of: date, key: str | None = None) -> int:
    """Try dead letters again from the beginning; how many.

    Raises ``NotFound`` where one of them is none, or is none any more.
    """

    def work(writer: Writer) -> str:
        found = writer.rows("dead_letters", ids=list(ids))
        if len(found) != len(set(ids)):
            raise NotFound("One of these is not a dead letter any more: reload and choose again.")
        writer.run("revive_deliveries", ids=list(ids), now=writer.now)
        changes = Changes(writer, actor, as_of)
        for delivery_id, tries in found:
            changes.enter(
                "tried again", "delivery", delivery_id, tries + 1, {"state": "dead"}, {"state": "queued"}
            )
        changes.flush()
        return str(len(found))

    return int(once(store, key, (tuple(ids), as_of), work))


def post(store: Store, limit: int = 50) -> Post:
    """What waits, what was sent and what could not be delivered; of each the newest."""
    with store.read() as reader:
        counts = {row[0]: int(row[1]) for row in reader.rows("deliveries_by_state")}
        rows = reader.dicts("newest_deliveries", count=limit)
    letters = tuple(Letter(**row) for row in rows)
    return Post(counts.get("queued", 0), counts.get("sent", 0), counts.get("dead", 0), letters)
