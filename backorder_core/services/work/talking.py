"""Talk with customers about a backorder: what they were told, what is true now, and the message between.

Source: RULES, ETA updates (a broken promise); chapter, "How do I communicate backorders to customers".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import cadence, priority, promises
from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, InvalidInput
from backorder_core.domain.promises import Item, Range, Told
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor, Role, Tier
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

CHANNELS = ("email", "phone", "portal", "in person")
MOST = 200


@dataclass(frozen=True)
class BrokenPromise:
    """A customer for whom the truth is worse than what was said last; units and money are what is open.

    ``stale`` says that the truth itself was not confirmed within its cadence.
    """

    number: str
    customer_code: str
    customer: str
    tier: Tier
    account_manager: str
    product_name: str
    told: date
    told_on: date | None
    truth: date | None
    quantity: Decimal
    value: Decimal
    stale: bool

    @property
    def gap(self) -> str:
        """How much worse, in words."""
        return promises.gap(self.told, self.truth)


@dataclass(frozen=True)
class Broken:
    """The worst broken promises, and how many there are in all, worth how much."""

    total: int
    value: Decimal
    rows: tuple[BrokenPromise, ...]


@dataclass(frozen=True)
class Draft:
    """A message to one customer about one backorder, ready to be changed and sent."""

    number: str
    version: int
    customer_code: str
    customer: str
    subject: str
    body: str
    told: Told
    expected: Range


@dataclass(frozen=True)
class Message:
    """What was said to a customer, or waits to be said; ``promised`` None where no date was promised."""

    id: int
    customer_code: str
    customer: str
    subject: str
    body: str
    state: str
    channel: str
    promised: date | None
    said_on: date
    who: str


@dataclass(frozen=True)
class Words:
    """What is said to a customer: by which channel, and the date that it promises (None: not known)."""

    backorder: Seen
    customer_code: str
    subject: str
    body: str
    channel: str
    promised: date | None


def broken_promises(store: Store, as_of: date, limit: int = MOST, owner: str | None = None) -> Broken:
    """Customers whose last word is worse by now: unknown dates first, then the most days, then the value.

    Of backorders of one owner, or of all.
    """
    with store.read() as reader:
        _, settings = read_settings(reader)
        rows = reader.dicts("broken_promises", as_of=as_of, count=limit, owner=owner)
    if not rows:
        return Broken(0, Decimal(0), ())
    total, value = rows[0]["total"], rows[0]["total_value"]
    return Broken(total, value, tuple(_broken(row, as_of, settings) for row in rows))


def _broken(row: dict[str, Any], as_of: date, settings: Settings) -> BrokenPromise:
    vip = row.pop("best_tier") == Tier.VIP
    band, confirmed_on = priority.band(row.pop("score"), settings), row.pop("confirmed_on")
    fields = {name: value for name, value in row.items() if name not in ("total", "total_value")}
    stale = cadence.is_stale(confirmed_on, as_of, band, vip, settings)
    return BrokenPromise(**{**fields, "tier": Tier(row["tier"]), "stale": stale})


def draft_message(store: Store, number: str, customer_code: str, as_of: date) -> Draft:
    """A message that lists what is not shipped and says honestly when it can be expected.

    Raises ``InvalidInput`` where the customer does not wait for this backorder.
    """
    with store.read() as reader:
        held = hold_one(reader, number)
        items = _items(reader, held, customer_code)
        told = _told(reader, held, customer_code)
        revisions = [row[0] for row in reader.rows("supplier_revisions", supplier_id=held.state.supplier_id)]
    expected = promises.honest_range(held.state.eta, revisions)
    customer = next(line.customer for line in held.state.lines if line.customer_id == items[1])
    sorry = promises.broken(told.eta, held.state.eta)
    subject, body = promises.message(customer, items[0], expected, told, sorry=sorry)
    return Draft(
        held.state.number, held.state.version, customer_code, customer, subject, body, told, expected
    )


@permitted(Permission.TALK)
def tell(store: Store, words: Words, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Send words to a customer, in place of the pending notice where there is one; the notice's id.

    Raises ``InvalidInput`` without a subject or text or by an unknown channel, ``Conflict`` where the
    backorder changed since the message was written: it might promise what is not true any more.
    """
    required(words.subject, "The subject of the message")
    required(words.body, "The text of the message")
    if words.channel not in CHANNELS:
        raise InvalidInput(
            f"'{words.channel}' is not a way to tell a customer: choose {', '.join(CHANNELS)}."
        )
    return int(once(store, key, (words, as_of), lambda writer: _tell(writer, words, actor, as_of)))


def _tell(writer: Writer, words: Words, actor: Actor, as_of: date) -> str:
    held = hold_one(writer, words.backorder.number, words.backorder.version, closed=True)
    customer_id = _customer_id(writer, held, words.customer_code)
    changes = Changes(writer, actor, as_of)
    pending = writer.one("pending_notice", backorder_id=held.state.id, customer_id=customer_id)
    notice_id, version = pending or (changes.new_id(), 0)
    row = {
        "id": notice_id,
        "notice_key": f"said:{held.state.number}:{customer_id}:{notice_id}",
        "kind": "customer",
        "role": int(Role.CUSTOMER),
        "customer_id": customer_id,
        "backorder_id": held.state.id,
        "subject": words.subject.strip(),
        "body": words.body.strip(),
        "created_on": as_of,
        "created_at": writer.now,
        "promised_eta": words.promised,
        "channel": words.channel,
        "sent_on": as_of,
        "sent_by": actor.name,
        "version": version + 1,
    }
    if writer.append("send_notices", [row]) != 1:
        raise Conflict("Somebody else sent this message meanwhile: reload and look again.")
    said = {
        "channel": words.channel,
        "customer": words.customer_code,
        "promised": words.promised.isoformat() if words.promised else None,
        "subject": words.subject.strip(),
    }
    changes.enter("customer told", "notice", notice_id, version + 1, {}, said)
    changes.flush()
    return str(notice_id)


def messages(store: Store, number: str) -> tuple[Message, ...]:
    """Everything said to customers about a backorder and what still waits to be said, newest first."""
    with store.read() as reader:
        held = hold_one(reader, number, closed=True)
        rows = reader.dicts("messages_of", backorder_id=held.state.id)
    return tuple(Message(**row) for row in rows)


def messages_of_customer(
    store: Store, customer_code: str, limit: int = MOST
) -> tuple[tuple[str, Message], ...]:
    """(backorder number, message) of everything said to one customer, newest first."""
    with store.read() as reader:
        rows = reader.dicts("messages_of_customer", customer=customer_code, count=limit)
    return tuple((row.pop("number"), Message(**row)) for row in rows)


def _items(reader: Reader, held: Held, customer_code: str) -> tuple[list[Item], int]:
    customer_id = _customer_id(reader, held, customer_code)
    items = [
        Item(line.order_number, line.order_line, held.product, held.product_name, line.open)
        for line in held.state.lines
        if line.customer_id == customer_id and line.open > 0
    ]
    if not items:
        raise InvalidInput(f"Nothing of {held.state.number} is missing for {customer_code} any more.")
    return items, customer_id


def _customer_id(reader: Reader, held: Held, customer_code: str) -> int:
    row = reader.one("customer_by_code", code=customer_code)
    if row is None or row[0] not in {line.customer_id for line in held.state.lines}:
        raise InvalidInput(
            f"Customer {customer_code} does not wait for {held.state.number}: choose one that does."
        )
    return int(row[0])


def _told(reader: Reader, held: Held, customer_code: str) -> Told:
    row = reader.one("last_told", backorder_id=held.state.id, customer=customer_code)
    return Told(row[0], row[1]) if row else Told(held.state.original_due, None)
