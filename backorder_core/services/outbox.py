"""Notices written with their cause: into the inboxes of those they are for, and on their way out.

Everything here happens in the transaction of the use-case that notifies: never one without the other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backorder_core.domain import notices
from backorder_core.domain.notices import Notice
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Role, Tier
from backorder_core.services.wording import worded
from backorder_core.store import Writer
from backorder_core.store.session import read_settings

PLACE = "{address}"


@dataclass(frozen=True)
class Told:
    """A notice with its row's id and, where it speaks of one, its backorder."""

    id: int
    backorder_id: int | None
    notice: Notice


@dataclass(frozen=True)
class Done:
    """A backorder that was changed, for those who watch it."""

    backorder_id: int
    number: str
    version: int
    action: str


@dataclass(frozen=True)
class Cause:
    """Who did it, on which business day, by which import."""

    who: str
    on: date
    import_id: int | None = None


@dataclass(frozen=True)
class Circle:
    """Who there is and how they are reached; ``managers`` are the account managers of a backorder's VIPs."""

    people: Mapping[str, Role]
    shared: frozenset[str]
    personal: frozenset[str]
    reached: frozenset[tuple[str, str]]
    managers: Mapping[int, frozenset[str]]

    def addressees(self, told: Told) -> list[str]:
        """Names of those a notice is for; a VIP's own account manager instead of all of them."""
        notice = told.notice
        if notice.person:
            return [notice.person] if notice.person in self.people else []
        named = [name for name, role in self.people.items() if role is notice.role]
        if notice.role is Role.ACCOUNT_MANAGER and told.backorder_id is not None:
            own = self.managers.get(told.backorder_id, frozenset())
            return [name for name in named if name in own] or named
        return named

    def ways(self, wanted: Sequence[str]) -> list[str]:
        """Channels that a rule means and that there are; none named means all of them."""
        known = sorted(self.shared | self.personal)
        return [name for name in known if not wanted or name in wanted]


class Outbox:
    """Collects what a use-case tells, and writes it with everything that follows."""

    def __init__(self, writer: Writer, cause: Cause, new_id: Callable[[], int]) -> None:
        self._writer = writer
        self._cause = cause
        self._new_id = new_id
        self._told: list[Told] = []
        self._keys: set[str] = set()
        self._done: dict[int, Done] = {}

    def tell(self, backorder_id: int | None, notices_: Iterable[Notice]) -> None:
        """Queue notices; a key that is known already will not be written again."""
        for notice in notices_:
            if notice.key not in self._keys:
                self._keys.add(notice.key)
                self._told.append(Told(self._new_id(), backorder_id, notice))

    def happened(self, done: Done) -> None:
        """A backorder changed: who watches it hears of it, unless a notice tells them more."""
        self._done[done.backorder_id] = done

    def flush(self) -> None:
        """Write the notices, their places in inboxes and their deliveries."""
        if not self._told and not self._done:
            return
        settings = read_settings(self._writer)[1]
        circle = _circle(self._writer, self._told)
        named = [(one, circle.addressees(one)) for one in self._told]
        named += [(one, [one.notice.person]) for one in self._for_watchers(named, circle)]
        words: dict[tuple[str, int], tuple[str, str]] = {}
        rows = []
        for one, _ in named:
            known = (one.notice.kind, id(one.notice.facts)) if one.notice.facts else None
            said = words.get(known) if known else None
            said = said or worded(one.notice, settings.templates)
            if known:
                words[known] = said
            rows.append(self._row(one, *said))
        self._append(rows)
        self._writer.append(
            "append_inbox",
            [{"notice_id": one.id, "person": name} for one, names in named for name in dict.fromkeys(names)],
        )
        self._writer.append("append_deliveries", list(self._deliveries(named, circle, settings)))
        self._told, self._done = [], {}

    def _append(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keys are looked up first: that nothing is known of most is found sooner than by a merge."""
        keys = [row["notice_key"] for row in rows]
        known = {key for (key,) in self._writer.rows("known_notices", keys=keys)} if keys else set()
        self._writer.append("append_notices", [row for row in rows if row["notice_key"] not in known])
        self._writer.append("tell_again", [row for row in rows if row["notice_key"] in known])

    def _for_watchers(self, named: Sequence[tuple[Told, list[str]]], circle: Circle) -> Iterator[Told]:
        if not self._done or not circle.people:
            return
        heard = {(one.backorder_id, name) for one, names in named for name in names}
        for backorder_id, person in self._writer.rows("people_who_watch", ids=list(self._done)):
            if person in circle.people and person != self._cause.who and (backorder_id, person) not in heard:
                done, role = self._done[backorder_id], circle.people[person]
                notice = notices.for_watcher(
                    done.number, done.version, done.action, self._cause.who, person, role
                )
                yield Told(self._new_id(), backorder_id, notice)

    def _row(self, one: Told, subject: str, body: str) -> dict[str, object]:
        notice = one.notice
        return {
            "id": one.id,
            "notice_key": notice.key,
            "kind": notice.kind,
            "role": int(notice.role),
            "customer_id": notice.customer_id,
            "backorder_id": one.backorder_id,
            "person": notice.person,
            "subject": subject,
            "body": body,
            "state": "pending",
            "created_on": self._cause.on,
            "created_at": self._writer.now,
            "import_id": self._cause.import_id,
        }

    def _deliveries(
        self, named: Sequence[tuple[Told, list[str]]], circle: Circle, settings: Settings
    ) -> Iterator[dict[str, object]]:
        written: set[str] = set()
        for one, names in named:
            for channel in circle.ways(settings.notifications.channels(one.notice.kind)):
                for key, person in _keys(one, names, channel, circle):
                    if key not in written:
                        written.add(key)
                        yield self._delivery(one, key, person, channel)

    def _delivery(self, one: Told, key: str, person: str, channel: str) -> dict[str, object]:
        return {
            "id": self._new_id(),
            "delivery_key": key,
            "notice_id": one.id,
            "person": person,
            "channel": channel,
            "due_at": self._writer.now,
            "created_at": self._writer.now,
        }


def _keys(one: Told, names: Sequence[str], channel: str, circle: Circle) -> Iterator[tuple[str, str]]:
    """The key of each delivery of a notice by a channel, and to whom; empty for everybody who reads there.

    What concerns one person by name, or is written for a customer, is never put where many read.
    """
    if channel in circle.shared and (one.notice.person or one.notice.role is Role.CUSTOMER):
        return
    if channel in circle.shared:
        yield _key(one.notice.event, "", channel), ""
        return
    for name in names:
        if (name, channel) in circle.reached:
            yield _key(one.notice.key, name, channel), name


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _circle(writer: Writer, told: Sequence[Told]) -> Circle:
    channels = writer.kept("channel_urls")
    vips: defaultdict[int, set[str]] = defaultdict(set)
    asked = {one.backorder_id for one in told if one.notice.role is Role.ACCOUNT_MANAGER}
    if asked:
        ids = [one for one in asked if one is not None]
        for backorder_id, name in writer.rows("account_managers", ids=ids, vip=int(Tier.VIP)):
            vips[backorder_id].add(name)
    return Circle(
        people={row[0]: Role(row[1]) for row in writer.kept("people")},
        shared=frozenset(name for name, url in channels if PLACE not in url),
        personal=frozenset(name for name, url in channels if PLACE in url),
        reached=frozenset((row[0], row[1]) for row in writer.kept("addresses")),
        managers={one: frozenset(names) for one, names in vips.items()},
    )
