"""The ledger: its chain is unbroken, and replaying it gives what stands in the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from backorder_core.services.proofs import MOST, Finding
from backorder_core.store import Chain, LedgerEntry, Reader
from backorder_core.store.chain import KIND
from backorder_core.store.writing import head_of

ENTRIES_A_SLICE = 50_000

Facts = Mapping[str, str | None]


def chain_breaks(reader: Reader, chain: Chain) -> Iterator[Finding]:
    """Entries that are missing, repeated, altered, or do not follow the one before them; a head unsealed."""
    if chain.doubt:
        yield Finding("chain", "ledger", chain.doubt)
    first, last, given = reader.rows("ledger_extent")[0]
    walk = _Walk(chain, _first_key(reader))
    for low in range(min(first, 1), last + 1, ENTRIES_A_SLICE):
        for entry in reader.rows("ledger_slice", low=low, high=low + ENTRIES_A_SLICE):
            yield from walk.breaks(entry)
    head = head_of(reader)
    if (given or 0) != last:
        yield Finding("chain", "ledger", f"The ledger gave out {given or 0} numbers but ends with {last}.")
    elif head.hash != walk.before:
        yield Finding("chain", "ledger", f"The stored head is not the hash of the newest entry, {last}.")
    if head.key != walk.key or not (chain.holds(head) or head.key in walk.missing):
        yield Finding(
            "chain", "ledger", f"The seal on the newest entry, {last}, is not that of this program."
        )


def _first_key(reader: Reader) -> str:
    """The id of the key that the ledger begins with; empty where it began before there were keys."""
    row = reader.one("first_change_of_key")
    return (_key_in(row[0]) or "") if row else head_of(reader).key


def _key_in(text: str) -> str | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    key = said.get("key") if isinstance(said, dict) else None
    return key if isinstance(key, str) else None


class _Walk:
    """Goes through the ledger entry by entry, with the key that each is chained with."""

    def __init__(self, chain: Chain, key: str) -> None:
        self._chain = chain
        self.key = key
        self.seq, self.before = 0, ""
        self.missing: set[str] = set()

    def breaks(self, row: tuple[Any, ...]) -> Iterator[Finding]:
        number, recorded_at, previous, digest = row[:4]
        entry, subject = LedgerEntry(*row[4:]), f"entry {number}"
        if number != self.seq + 1:
            said = f"Ledger entry {number} comes after entry {self.seq}: {_gap(number, self.seq)}."
            yield Finding("chain", subject, said)
        elif previous != self.before:
            said = f"Ledger entry {number} does not follow entry {self.seq} as it stands now."
            yield Finding("chain", subject, said)
        if entry.kind == KIND:
            self.key = _key_in(entry.after) or self.key
        right = self._chain.hash(self.key, previous, number, recorded_at, entry)
        if right is None:
            yield from self._unproved(number)
        elif right != digest:
            yield Finding("chain", subject, f"Ledger entry {number} was altered after it was written.")
        self.seq, self.before = number, digest

    def _unproved(self, number: int) -> Iterator[Finding]:
        if self.key not in self.missing:
            self.missing.add(self.key)
            said = f"From ledger entry {number} on nothing can be proved: its key {self.key} is not here."
            yield Finding("chain", f"entry {number}", said)


def _gap(number: int, seq: int) -> str:
    if number <= seq:
        return "it is repeated"
    return f"{number - seq - 1} missing between them"


def replay_breaks(reader: Reader) -> Iterator[Finding]:
    """Versions of backorders and of the settings that the ledger does not lead to."""
    low, high, entries = reader.rows("extent_of_backorders")[0]
    width = max(1, (high - low + 1) * ENTRIES_A_SLICE // max(entries, 1))
    named: set[int] = set()
    for start in range(low, high + 1, width):
        for row in reader.dicts("backorders_against_ledger", low=start, high=start + width, most=MOST):
            if row["id"] not in named and len(named) < MOST:
                named.add(row["id"])
                yield Finding("replay", row["subject"], _difference(row))
    for row in reader.dicts("settings_against_ledger", most=MOST):
        sentence = f"Settings version {row['version']} is not what the ledger says was saved."
        yield Finding("replay", f"settings version {row['version']}", sentence)


def _difference(row: Mapping[str, Any]) -> str:
    where = f"{row['subject']}, version {row['version']}"
    if row["lost"]:
        return f"{where} stands in the ledger, but not in the store."
    if row["unsaid"]:
        return f"{where} stands in the store, but no ledger entry leads to it."
    if row["stored"] != row["told"]:
        return f"{where}: {_fields(row['stored'], row['told'])}."
    return f"{where}: its entry starts from another state: {_fields(row['previous'], row['claimed'])}."


def _fields(stored: Facts, told: Facts) -> str:
    differing = [name for name in stored if stored[name] != told[name]]
    shown = [
        f"{name} is {stored[name] or 'unset'} in the store, {told[name] or 'unset'} by the ledger"
        for name in differing[:3]
    ]
    more = [f"and {len(differing) - 3} fields more"] if len(differing) > 3 else []
    return "; ".join([*shown, *more])
