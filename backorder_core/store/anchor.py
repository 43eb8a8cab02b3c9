"""The anchor: the newest entry of the ledger, noted outside the store after each write.

A store that was put back to an earlier state, or lost its newest writes, is sound in itself; only what was
noted elsewhere tells.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from backorder_core.store.chain import Chain, Head

LOG = logging.getLogger("backorder_core.store")
VARIABLE = "BACKORDERS_ANCHOR"
"""Path of the file where the head is noted; ``off`` for nowhere; unset, it is beside the store."""
OFF = "off"
ENDING = ".anchor"
LONGEST = 1 << 20
READ = 64 << 10


def anchor_file(store: Path) -> Path | None:
    """Where the head of a store's ledger is noted; None where it is not."""
    said = os.environ.get(VARIABLE, "").strip()
    if said == OFF:
        return None
    return Path(said) if said else store.with_name(store.name + ENDING)


def note(path: Path | None, chain: Chain, head: Head) -> None:
    """Note the newest entry; a place that cannot be written is logged, for the write itself has been done."""
    if path is None:
        return
    line = json.dumps({"store": chain.store_id, **vars(head)}) + "\n"
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
            long = file.tell() > LONGEST
        if long:
            _shorten(path)
    except OSError as refused:
        LOG.warning("The head of the ledger could not be noted in %s: %s", path, refused)


def noted(path: Path | None, chain: Chain) -> Head | None:
    """What was noted last of this store; lines that this installation did not write are passed over."""
    lines = _newest_lines(path) if path else []
    for line in reversed(lines):
        head = _head(line, chain)
        if head is not None and chain.holds(head):
            return head
    return None


def knows_others(path: Path | None) -> bool:
    """Whether anything was noted there at all."""
    return bool(path and _newest_lines(path))


def _newest_lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - READ))
            return file.read().decode(errors="replace").splitlines()
    except OSError:
        return []


def _head(line: str, chain: Chain) -> Head | None:
    with suppress(ValueError, KeyError, TypeError):
        said = json.loads(line)
        if said["store"] == chain.store_id:
            return Head(int(said["seq"]), str(said["hash"]), str(said["key"]), str(said["seal"]))
    return None


def _shorten(path: Path) -> None:
    """Keep the newest lines; where that is not allowed, such as in a file for appending only, all of them."""
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    with suppress(OSError):
        aside.write_text("\n".join(_newest_lines(path)[1:]) + "\n", encoding="utf-8")
        aside.replace(path)
