"""The audit trail: who did what when, before and after; read page by page, its chain proved when asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.services.proofs import Finding
from backorder_core.services.proofs.ledger import chain_breaks
from backorder_core.store import Store

MOST_EXPORTED = 200_000
A_SLICE = 20_000
SHOWN_BREAKS = 20


@dataclass(frozen=True)
class AuditFilters:
    """What the trail is narrowed to; None does not narrow. Both days are included.

    ``number`` is that of a backorder, PO, transfer, purchase request or shipment; an ``action`` stands for
    all that begin with these words.
    """

    who: str | None = None
    action: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    number: str | None = None


@dataclass(frozen=True)
class AuditEntry:
    """One entry; ``name`` is what it is about, ``number`` the backorder that this belongs to.

    ``before`` and ``after`` are the changed fields as text; ``at`` is UTC.
    """

    seq: int
    at: datetime
    on: date
    who: str
    action: str
    kind: str
    subject: int
    before: dict[str, Any]
    after: dict[str, Any]
    name: str
    number: str


@dataclass(frozen=True)
class AuditPage:
    """One page, newest first, and how many entries match in all."""

    total: int
    rows: tuple[AuditEntry, ...]


@dataclass(frozen=True)
class AuditChoices:
    """People, actions and kinds of things that the trail speaks of."""

    people: tuple[str, ...]
    actions: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """Whether the chain of hashes is unbroken; ``breaks`` names the first places where it is not."""

    entries: int
    newest: int
    breaks: tuple[Finding, ...]


@permitted(Permission.AUDIT)
def audit_trail(store: Store, filters: AuditFilters, actor: Actor, limit: int, offset: int = 0) -> AuditPage:
    """A page of ledger entries, newest first."""
    if filters.since and filters.until and filters.since > filters.until:
        raise InvalidInput(f"{filters.since} is after {filters.until}: choose an earlier first day.")
    number = (filters.number or "").strip().upper() or None
    with store.read() as reader:
        rows = reader.dicts("audit_page", **{**vars(filters), "number": number}, count=limit, skip=offset)
    return AuditPage(rows[0]["total"] if rows else 0, tuple(_entry(row) for row in rows))


@permitted(Permission.AUDIT)
def audit_choices(store: Store, actor: Actor) -> AuditChoices:
    """What the trail can be narrowed to."""
    with store.read() as reader:
        rows = reader.rows("audit_choices")
    found = {way: tuple(word for kind, word, _ in rows if kind == way) for way in ("who", "action", "kind")}
    return AuditChoices(found["who"], found["action"], found["kind"])


@permitted(Permission.AUDIT)
def every_entry(store: Store, filters: AuditFilters, actor: Actor) -> Iterator[AuditEntry]:
    """All entries that match, newest first, in slices; ``InvalidInput`` for more than a file should hold."""
    first = audit_trail(store, filters, actor, A_SLICE)
    if first.total > MOST_EXPORTED:
        raise InvalidInput(
            f"{first.total:,} entries are more than the {MOST_EXPORTED:,} of one file: narrow the filters."
        )
    return _slices(store, filters, actor, first)


def _slices(store: Store, filters: AuditFilters, actor: Actor, first: AuditPage) -> Iterator[AuditEntry]:
    yield from first.rows
    for offset in range(A_SLICE, first.total, A_SLICE):
        yield from audit_trail(store, filters, actor, A_SLICE, offset).rows


@permitted(Permission.AUDIT)
def prove_chain(store: Store, actor: Actor) -> Proof:
    """Compute every hash of the ledger anew and compare; in one snapshot."""
    with store.read() as reader:
        reader.rows("begin_snapshot")
        (head,) = reader.dicts("ledger_head")
        breaks = tuple(islice(chain_breaks(reader, store.chain), SHOWN_BREAKS))
        reader.rows("end_snapshot")
    return Proof(head["entries"], head["newest"], breaks)


def _entry(row: dict[str, Any]) -> AuditEntry:
    before, after = json.loads(row["before"]), json.loads(row["after"])
    named = row["name"] or after.get("number") or after.get("name") or ""
    return AuditEntry(
        seq=row["seq"],
        at=row["recorded_at"],
        on=row["business_on"],
        who=row["who"],
        action=row["action"],
        kind=row["kind"],
        subject=row["subject"],
        before=before,
        after=after,
        name=str(named),
        number=row["number"] or "",
    )
