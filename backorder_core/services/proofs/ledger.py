"""The ledger: its chain is unbroken, and replaying it gives what stands in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backorder_core.services.proofs import MOST, Finding
from backorder_core.store import LedgerEntry, Reader
from backorder_core.store.session import chained

ENTRIES_A_SLICE = 50_000

Facts = Mapping[str, str | None]


def chain_breaks(reader: Reader) -> Iterator[Finding]:
    """Entries that are missing, repeated, altered, or do not follow the one before them."""
    first, last, given = reader.rows("ledger_extent")[0]
    before, seq = "", 0
    for low in range(min(first, 1), last + 1, ENTRIES_A_SLICE):
        for entry in reader.rows("ledger_slice", low=low, high=low + ENTRIES_A_SLICE):
            yield from _entry_breaks(entry, seq, before)
            seq, before = entry[0], entry[3]
    if (given or 0) != last:
        yield Finding("chain", "ledger", f"The ledger gave out {given or 0} numbers but ends with {last}.")
    elif (reader.one("read_meta", name="ledger_head") or ("",))[0] != before:
        yield Finding("chain", "ledger", f"The stored head is not the hash of the newest entry, {last}.")


def _entry_breaks(entry: tuple[Any, ...], seq: int, before: str) -> Iterator[Finding]:
    number, recorded_at, previous, digest = entry[:4]
    subject = f"entry {number}"
    if number != seq + 1:
        yield Finding(
            "chain", subject, f"Ledger entry {number} comes after entry {seq}: {_gap(number, seq)}."
        )
    elif previous != before:
        yield Finding(
            "chain", subject, f"Ledger entry {number} does not follow entry {seq} as it stands now."
        )
    if chained(previous, number, recorded_at, LedgerEntry(*entry[4:])) != digest:
        yield Finding("chain", subject, f"Ledger entry {number} was altered after it was written.")


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
