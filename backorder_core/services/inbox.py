"""The inbox of each person: notices for their role or for them by name, unread until they read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backorder_core.domain.access import Permission
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.store import Store

MOST = 200


@dataclass(frozen=True)
class Item:
    """A notice in an inbox; ``number`` is empty where it speaks of no backorder; ``created_at`` is UTC."""

    id: int
    number: str
    kind: str
    subject: str
    body: str
    created_on: date
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class Inbox:
    """The unread notices of a person and then the newest read ones, and how many there are of both."""

    total: int
    unread: int
    items: tuple[Item, ...]


def inbox(store: Store, person: str, as_of: date, limit: int = MOST) -> Inbox:
    """What a person was told up to a day, unread first, of each the newest first."""
    with store.read() as reader:
        total, unread = reader.rows("count_inbox", person=person, as_of=as_of)[0]
        rows = reader.dicts("inbox_of", person=person, as_of=as_of, count=limit)
    return Inbox(total, unread, tuple(Item(**row) for row in rows))


@permitted(Permission.PERSONAL)
def mark_read(store: Store, ids: Sequence[int], actor: Actor) -> int:
    """Note that somebody has read notices of their inbox; how many were unread."""
    return store.write(
        lambda writer: writer.run("mark_read", ids=list(ids), person=actor.name, now=writer.now)
    )


@permitted(Permission.PERSONAL)
def mark_all_read(store: Store, actor: Actor, as_of: date) -> int:
    """Note that somebody has read everything that they were told up to a day; how many were unread."""
    return store.write(
        lambda writer: writer.run("mark_all_read", person=actor.name, as_of=as_of, now=writer.now)
    )
