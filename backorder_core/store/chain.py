"""The chain of the ledger: each entry is bound to the one before it and a secret key, the newest is sealed.

Who can change the file but does not have the key can neither alter, add nor take away an entry unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime

from backorder_core.store.keys import Keys

KIND = "ledger"
"""Entries of this kind are about the chain itself: from each on it is chained with the key that it names."""


@dataclass(frozen=True)
class LedgerEntry:
    """One change of one subject; ``before`` and ``after`` are JSON texts of the changed fields only."""

    business_on: date
    who: str
    action: str
    kind: str
    subject: int
    version: int
    before: str
    after: str
    import_id: int | None = None


@dataclass(frozen=True)
class Head:
    """The newest entry as the store says it: its number, its hash, the key's id and the seal over them."""

    seq: int
    hash: str
    key: str
    seal: str


@dataclass(frozen=True)
class Chain:
    """How the ledger of one store is chained; ``doubt`` says why it cannot be believed, if it cannot."""

    store_id: str
    keys: Keys
    doubt: str = ""

    def hash(self, key: str, previous: str, seq: int, at: datetime, entry: LedgerEntry) -> str | None:
        """Hash of an entry after the one before it, in hex; None where the key is not here.

        HMAC-SHA-256 over all of it and the store's id; SHA-256 for entries from before there were keys.
        """
        if not key:
            return chained(previous, seq, at, entry)
        said = (
            *(self.store_id, previous, seq, at.isoformat(), entry.business_on.isoformat()),
            *(entry.who, entry.action, entry.kind, entry.subject, entry.version),
            *(entry.before, entry.after, entry.import_id),
        )
        return self._mac(key, said)

    def seal(self, key: str, seq: int, digest: str) -> str | None:
        """What binds the head of the chain to the key, so that the newest entries cannot be cut off."""
        return self._mac(key, (self.store_id, "head", seq, digest))

    def holds(self, head: Head) -> bool:
        """Whether the head is what this program wrote last."""
        sealed = self.seal(head.key, head.seq, head.hash)
        return sealed is not None and hmac.compare_digest(sealed, head.seal)

    def vouch(self, key: str, state: str) -> str | None:
        """What shows that a state hash was said by who has the key; None where the key is not here."""
        return self._mac(key, (self.store_id, "state", state))

    def _mac(self, key: str, said: tuple[object, ...]) -> str | None:
        secret = self.keys.secrets.get(key)
        if secret is None:
            return None
        return hmac.new(secret, json.dumps(said).encode(), hashlib.sha256).hexdigest()


def chained(previous: str, seq: int, recorded_at: datetime, entry: LedgerEntry) -> str:
    """Hash of an entry and of the one before it as it was before there were keys, SHA-256 in hex."""
    body = "\x1f".join(
        (
            previous,
            str(seq),
            recorded_at.isoformat(),
            entry.business_on.isoformat(),
            entry.who,
            entry.action,
            entry.kind,
            str(entry.subject),
            str(entry.version),
            entry.before,
            entry.after,
            str(entry.import_id or ""),
        )
    )
    return hashlib.sha256(body.encode()).hexdigest()
