"""Records: replaying their ledger entries gives what stands in their tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from backorder_core.services.proofs import Finding
from backorder_core.services.records import NAMES
from backorder_core.store import Reader

Key = tuple[str, int]
Facts = dict[str, str | None]


def record_breaks(reader: Reader) -> Iterator[Finding]:
    """Records that the ledger does not lead to, or whose versions have gaps."""
    told = {}
    for key, entries in groupby(reader.rows("entries_of_records", kinds=list(NAMES)), key=itemgetter(0, 1)):
        facts: Facts = {}
        removed = False
        for expected, (_, _, version, before, after) in enumerate(entries, start=1):
            removed = after == "{}" != before
            facts.update(_object(after))
            if version != expected:
                yield _finding(key, f"has version {version} in the ledger where {expected} is expected")
        if not removed:
            told[key] = {**facts, "version": str(version)}
    stored = {(row[0], int(row[1])): _object(row[2]) for row in reader.rows("all_records")}
    for key, row in stored.items():
        row.pop("id", None)
        if key not in told:
            yield _finding(key, "stands in the store, but no ledger entry leads to it")
        elif names := [name for name in row if row[name] != told[key].get(name)]:
            yield _finding(key, f"differs from the ledger in {', '.join(names)}")
    for key in told.keys() - stored.keys():
        yield _finding(key, "stands in the ledger, but not in the store")


def _object(text: str) -> Facts:
    try:
        return dict(json.loads(text))
    except (ValueError, TypeError):  # a damaged entry is the chain's finding
        return {}


def _finding(key: Key, sentence: str) -> Finding:
    return Finding("replay", f"{key[0]} {key[1]}", f"The {key[0]} {key[1]} {sentence}.")
