"""What changed since somebody looked last, and what waits for them (chapter, A Day in the Life)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backorder_core.domain.values import Role
from backorder_core.store import Store, Writer

# What the ledger calls it, and what a person calls it; an escalation comes with many actions.
COUNTED = {
    "created": "new",
    "resolved": "resolved",
    "partially received": "partially resolved",
    "raised": "escalated",
    "ETA updated": "eta_updates",
    "cancelled": "cancelled",
}
MOST = 50


@dataclass(frozen=True)
class Happening:
    """Something that happened to a backorder that somebody watches, owns, or is mentioned on."""

    number: str
    happened_on: date
    who: str
    action: str
    why: str


@dataclass(frozen=True)
class News:
    """Backorders by what happened to them since the last look; ``since`` None where there was none.

    Without an earlier look, the news are those of the day.
    """

    since: date | None
    new: int
    resolved: int
    partially_resolved: int
    escalated: int
    eta_updates: int
    cancelled: int
    happenings: tuple[Happening, ...]


def news(store: Store, person: str, as_of: date) -> News:
    """What changed since a person's last look, and what of it concerns them."""
    with store.read() as reader:
        seen = reader.one("last_visit", person=person)
        after, since = (int(seen[0]), seen[1]) if seen else (0, None)
        first = None if seen else as_of
        counts = {row[0]: int(row[1]) for row in reader.rows("news_since", after=after, first=first)}
        role = next((Role(row[1]).label for row in reader.rows("people") if row[0] == person), person)
        rows = reader.dicts(
            "news_for", person=person, names=[person, role], after=after, first=first, count=MOST
        )
    return News(since, **_named(counts), happenings=tuple(Happening(**row) for row in rows))


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts under their fields; an action may say in brackets where the units came from."""
    found = dict.fromkeys((word.replace(" ", "_") for word in COUNTED.values()), 0)
    for action, count in counts.items():
        word = COUNTED.get(action.partition(" (")[0])
        if word:
            found[word.replace(" ", "_")] += count
    return found


def look(store: Store, person: str, as_of: date) -> None:
    """Note that a person has seen everything so far."""

    def work(writer: Writer) -> None:
        head = writer.one("read_counter", name="ledger")
        writer.run("note_visit", person=person, seq=head[0] if head else 0, seen_on=as_of)

    store.write(work)


def save_draft(store: Store, person: str, place: str, body: str) -> None:
    """Keep typed text over a reload; an empty text drops what was kept."""

    def work(writer: Writer) -> None:
        writer.run("drop_draft", person=person, place=place)
        if body.strip():
            writer.run("keep_draft", person=person, place=place, body=body, now=writer.now)

    store.write(work)


def draft(store: Store, person: str, place: str) -> str:
    """The text that was kept, empty where there is none."""
    with store.read() as reader:
        row = reader.one("find_draft", person=person, place=place)
    return str(row[0]) if row else ""


def other_draft(store: Store, person: str, beginning: str, place: str) -> str:
    """The newest text kept at another place that begins alike, empty where there is none."""
    with store.read() as reader:
        row = reader.one("find_other_draft", person=person, beginning=beginning, place=place)
    return str(row[0]) if row else ""


def drop_drafts(store: Store, person: str, beginning: str) -> None:
    """Drop every text that was kept at places that begin so."""
    store.write(lambda writer: writer.run("drop_drafts", person=person, beginning=beginning))
