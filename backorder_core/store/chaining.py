"""How the ledger's chain begins, and whether an opened store's can be believed."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path

import duckdb

from backorder_core.domain.errors import Unavailable
from backorder_core.store import anchor
from backorder_core.store.chain import KIND, Chain, Head, LedgerEntry
from backorder_core.store.keys import VARIABLE, Keys, add_key
from backorder_core.store.link import Link
from backorder_core.store.reading import Reader
from backorder_core.store.writing import TAMPERED, Writer, doubt, head_of

KEYED = "ledger keyed"
SYSTEM = "system"


def chain_of(link: Link, keys: Keys, now: datetime, anchored: Path | None) -> Chain:
    """The chain of an open store, begun where the store is new or from before there were keys."""
    with link.cursor() as cursor:
        reader = Reader(cursor)
        store_id, head = _store_id(reader), head_of(reader)
        if not store_id:
            return _begun(cursor, keys, now, anchored)
        chain = Chain(store_id, keys)
        return Chain(store_id, keys, _doubt(reader, chain, anchored) if head.key else doubt(TAMPERED))


def _begun(cursor: duckdb.DuckDBPyConnection, keys: Keys, now: datetime, anchored: Path | None) -> Chain:
    """Chain with a key from here on; what stands is bound as it is by an entry that names its end."""
    reader = Reader(cursor)
    head, old = head_of(reader), (reader.one("newest_entry") or (0, ""))[0]
    chain = Chain(uuid.uuid4().hex, keys if keys.current else add_key(keys))
    if old and anchor.knows_others(anchored):
        return Chain("", keys, doubt(f"its ledger has no key, but {anchored} knows one that has"))
    cursor.execute("begin transaction")
    try:
        writer = Writer(cursor, now, chain)
        writer.run("write_meta", name="store_id", value=chain.store_id)
        key = chain.keys.current
        if old:
            words = {"key": key, "entries": str(old), "head": head.hash}
            before, after = json.dumps({"key": ""}), json.dumps(words)
            entry = LedgerEntry(now.date(), SYSTEM, KEYED, KIND, 0, 1, before, after)
            writer.rebind(key, entry)
        else:
            writer.seal(Head(0, "", key, ""))
        writer.keep_counters()
        cursor.execute("commit")
    except BaseException:
        cursor.execute("rollback")
        raise
    return chain


def _store_id(reader: Reader) -> str:
    row = reader.one("read_meta", name="store_id")
    return str(row[0]) if row else ""


def _doubt(reader: Reader, chain: Chain, anchored: Path | None) -> str:
    head = head_of(reader)
    if head.key not in chain.keys.secrets:
        return (
            f"The key {head.key} of the store's ledger is not in {chain.keys.path}: say where it is with "
            f"{VARIABLE}, or go on with a new one by 'backorders ledger accept --because WHY'."
        )
    if not chain.holds(head):
        return doubt(TAMPERED)
    last = anchor.noted(anchored, chain)
    if last is None or last.seq == 0 or reader.one("entry_with_hash", seq=last.seq, hash=last.hash):
        return ""
    why = f"its ledger ends with entry {head.seq} and lacks an entry {last.seq} that {anchored} knows"
    return doubt(why)


def must_be_believed(chain: Chain) -> None:
    """``Unavailable`` where the ledger cannot be believed."""
    if chain.doubt:
        raise Unavailable(chain.doubt)
