"""The ways out of the house: channels, and where each person is reached by them.

A channel's URL holds secrets. It is written to its own table and nowhere else: not into the settings, whose
every version is kept, nor into the ledger, which never forgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backorder_core.delivery import apprising
from backorder_core.delivery.apprising import Message
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound, Unavailable
from backorder_core.domain.notifying import INBOX_ONLY
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.outbox import PLACE
from backorder_core.services.permitted import permitted
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

LONGEST_NAME = 40


@dataclass(frozen=True)
class Channel:
    """A way out by its name; ``service`` names what it is without its secrets.

    A ``personal`` one reaches each person at an address of their own, the others one place for many.
    """

    name: str
    service: str
    personal: bool


@dataclass(frozen=True)
class Reach:
    """A person, and the address by each personal channel that has one."""

    person: str
    role: Role
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ways:
    """What is set up; ``unknown`` are channels that a rule names and nobody has set up.

    ``nobody`` are roles that a rule tells, and no person has.
    """

    channels: tuple[Channel, ...]
    people: tuple[Reach, ...]
    unknown: tuple[str, ...]
    nobody: tuple[Role, ...]


def ways(store: Store) -> Ways:
    """Channels, people with their addresses, and what the rules mean that is not there."""
    with store.read() as reader:
        channels = tuple(
            Channel(name, _service(url), PLACE in url) for name, url in reader.rows("channel_urls")
        )
        contacts = reader.rows("addresses")
        people = reader.rows("people")
        rules = read_settings(reader)[1].notifications
    known = {channel.name for channel in channels}
    reached = tuple(
        Reach(name, Role(role), tuple((row[1], row[2]) for row in contacts if row[0] == name))
        for name, role in people
    )
    there = {one.role for one in reached}
    return Ways(
        channels,
        reached,
        tuple(sorted(rules.named_channels() - known)),
        tuple(role for role in rules.named_roles() if role not in there),
    )


def _service(url: str) -> str:
    try:
        return apprising.checked(url)
    except InvalidInput:
        return "Cannot be read any more: enter its address again"


@permitted(Permission.DELIVER)
def set_channel(
    store: Store, name: str, url: str, actor: Actor, as_of: date, key: str | None = None
) -> Channel:
    """Set up a channel or give it another URL.

    Raises ``InvalidInput`` for a name that cannot be used or a URL that Apprise cannot read.
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or called.lower() == INBOX_ONLY:
        raise InvalidInput(f"A channel needs a name of its own of 1 to {LONGEST_NAME} letters, not 'inbox'.")
    service = apprising.checked(url)

    def work(writer: Writer) -> str:
        before = writer.one("one_channel", name=called)
        changes = Changes(writer, actor, as_of)
        channel_id, version = (before[0], before[1] + 1) if before else (changes.new_id(), 1)
        changes.add(
            "put_channels", {"id": channel_id, "name": called, "url": url.strip(), "version": version}
        )
        action = "channel changed" if before else "channel set up"
        changes.enter(action, "channel", channel_id, version, {}, {"name": called, "service": service})
        changes.flush()
        return called

    once(store, key, ("channel", called, url, as_of), work)
    return Channel(called, service, PLACE in url)


@permitted(Permission.DELIVER)
def remove_channel(store: Store, name: str, actor: Actor, as_of: date, key: str | None = None) -> None:
    """Take a channel away with its addresses; what waits to leave by it becomes a dead letter when due."""

    def work(writer: Writer) -> str:
        before = _channel(writer, name)
        writer.run("remove_channel", name=name)
        writer.run("remove_contacts_of_channel", name=name)
        changes = Changes(writer, actor, as_of)
        changes.enter("channel removed", "channel", before[0], before[1] + 1, {"name": name}, {})
        changes.flush()
        return name

    once(store, key, ("no channel", name, as_of), work)


@permitted(Permission.DELIVER)
def set_address(
    store: Store, person: str, channel: str, address: str, actor: Actor, as_of: date, key: str | None = None
) -> None:
    """Say where a person is reached by a personal channel; an empty address takes them out of it.

    Raises ``NotFound`` for a person or channel that nobody knows, ``InvalidInput`` for a channel of many
    and for more than one address.
    """
    given = apprising.one_address(address)

    def work(writer: Writer) -> str:
        url = _channel(writer, channel)[2]
        found = writer.one("one_person", name=person)
        if found is None:
            raise NotFound(f"Nobody is called {person}: choose one of the people in the list.")
        if PLACE not in url:
            raise InvalidInput(f"{channel} is one place that many read: it takes no addresses of people.")
        before = writer.one("address_of", person=person, channel=channel)
        if given:
            writer.run("put_contact", person=person, channel=channel, address=given)
        else:
            writer.run("remove_contact", person=person, channel=channel)
        changes = Changes(writer, actor, as_of)
        was = {"channel": channel, "address": before[0] if before else None}
        changes.enter("address changed", "contact", found[0], 1, was, {"channel": channel, "address": given})
        changes.flush()
        return person

    once(store, key, ("address", person, channel, given, as_of), work)


@permitted(Permission.DELIVER)
def test_message(store: Store, channel: str, person: str, actor: Actor) -> str:
    """Send a test by a channel at once, to a person's address where it is personal; says where it went.

    Raises ``Unavailable`` with the reason where it was not accepted.
    """
    with store.read() as reader:
        url = _channel(reader, channel)[2]
        row = reader.one("address_of", person=person, channel=channel)
    if PLACE in url and row is None:
        raise InvalidInput(f"{person} has no address for {channel}: enter one first.")
    words = f"{actor.name} tests the channel {channel} of the Backorder Command Centre."
    stamp = store.clock().strftime("%Y%m%d%H%M%S%f")
    message = Message(f"test-{stamp}", "A test message", words, row[0] if row and PLACE in url else "")
    failed = apprising.send(url, message)
    if failed:
        raise Unavailable(f"The test by {channel} was not accepted: {failed.rstrip('.')}. Check the channel.")
    return f"{channel} accepted the test message{f' to {message.address}' if message.address else ''}."


def _channel(reader: Reader, name: str) -> tuple[int, int, str]:
    row = reader.one("one_channel", name=name)
    if row is None:
        raise NotFound(f"There is no channel {name}: choose one of those that are set up.")
    return int(row[0]), int(row[1]), str(row[2])
