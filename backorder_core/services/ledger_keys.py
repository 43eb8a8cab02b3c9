"""The keys of the ledger: the one in use, a new one, and going on where the ledger cannot be believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.store import LedgerEntry, Store
from backorder_core.store.chain import KIND
from backorder_core.store.writing import head_of

ROTATED = "ledger key changed"
ACCEPTED = "ledger taken as it stands"


@dataclass(frozen=True)
class Bound:
    """How the ledger is bound: newest entry, the key's id and file, where the head is noted ('' nowhere)."""

    store_id: str
    entry: int
    hash: str
    key: str
    key_file: str
    anchor: str
    doubt: str


def bound(store: Store) -> Bound:
    """How the ledger of a store is bound."""
    with store.read() as reader:
        head = head_of(reader)
    chain = store.chain
    noted = str(store.anchored or "")
    return Bound(chain.store_id, head.seq, head.hash, head.key, str(chain.keys.path), noted, chain.doubt)


@permitted(Permission.KEEP)
def rotate(store: Store, actor: Actor, on: date) -> str:
    """Chain with a new key from here on; its id. The earlier keys stay in the file, for they prove the past.

    An ``IllegalStep`` where the ledger cannot be believed as it is.
    """
    if store.chain.doubt:
        raise IllegalStep(store.chain.doubt)
    with store.read() as reader:
        before = head_of(reader).key
    key = store.new_key()
    store.bind_again(key, _entry(store, actor, on, ROTATED, before, {"key": key}))
    return key


@permitted(Permission.KEEP)
def accept(store: Store, because: str, actor: Actor, on: date) -> str:
    """Go on with a ledger that cannot be believed, as it stands; the id of the key that it goes on with.

    The reason is written into the ledger, and what was altered stays a finding of every check.
    ``IllegalStep`` where nothing is wrong with it, ``InvalidInput`` without a reason.
    """
    said = because.strip()
    if not said:
        raise InvalidInput("Say why the ledger is taken as it stands: --because WHY.")
    doubt = store.chain.doubt
    if not doubt:
        raise IllegalStep("There is nothing to accept: the ledger is as this program left it.")
    with store.read() as reader:
        before = head_of(reader).key
    keys = store.chain.keys
    key = before if before in keys.secrets else keys.current or store.new_key()
    after = {"key": key, "why": said, "doubt": doubt}
    store.bind_again(key, _entry(store, actor, on, ACCEPTED, before, after))
    return key


def _entry(
    store: Store, actor: Actor, on: date, action: str, before: str, after: Mapping[str, str]
) -> LedgerEntry:
    with store.read() as reader:
        row = reader.one("times_bound")
    version = int(row[0]) + 1 if row else 1
    return LedgerEntry(
        on, actor.name, action, KIND, 0, version, json.dumps({"key": before}), json.dumps(after)
    )
