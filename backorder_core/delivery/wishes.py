"""Backups that somebody wishes for while the app has the store: a file beside the store asks, one answers.

Only the app can open the store then. Who may write beside the store may ask; what they wrote is never read.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from backorder_core.domain.errors import Refusal, Unavailable
from backorder_core.domain.values import SYSTEM
from backorder_core.services.backups import Backup, folder_of, make_backup
from backorder_core.store import Store, path_of

LOG = logging.getLogger("backorder_core.backups")
WISHED, TAKEN, ANSWERED = "wished", "taken", "answered"
HEARD_WITHIN, DONE_WITHIN, LOOK = 20.0, 1800.0, 0.2
"""Seconds: until somebody takes a wish up, until it is answered, between two looks."""
STALE = 3600.0
FAULT = "The backup failed; the log of the app says what."


def wish(store: Path, heard_within: float = HEARD_WITHIN) -> tuple[Backup, Path]:
    """Ask whoever has the store open for a backup; the backup and its folder.

    ``Unavailable`` with the app's own sentence where it refuses, or where nobody answers.
    """
    place, name = store.resolve(), uuid.uuid4().hex
    wished, answered = _file(place, name, WISHED), _file(place, name, ANSWERED)
    try:
        wished.touch(exist_ok=False)
        _wait(wished, answered, heard_within)
        said = json.loads(answered.read_text(encoding="utf-8"))
    except OSError as refused:
        raise Unavailable(
            f"No backup could be asked for beside {place} ({refused.strerror}): make its folder writable."
        ) from refused
    finally:
        for state in (WISHED, ANSWERED):
            with suppress(OSError):
                _file(place, name, state).unlink(missing_ok=True)
    if "refused" in said:
        raise Unavailable(said["refused"])
    return Backup(**said["backup"]), Path(said["folder"])


def _wait(wished: Path, answered: Path, heard_within: float) -> None:
    began = time.monotonic()
    while not answered.exists():
        waited = time.monotonic() - began
        if wished.exists() and waited > heard_within:
            raise Unavailable(
                f"The process that has the store does not answer after {heard_within:.0f} s: wait until it "
                "has started, or stop it and ask again."
            )
        if waited > DONE_WITHIN:
            raise Unavailable("The app took the wish for a backup up and gave no answer: see its log.")
        time.sleep(LOOK)


def answer_wishes(store: Store) -> int:
    """Make the backups that were wished for beside an open store; how many wishes were answered."""
    place, done = path_of(store.url), 0
    for one in place.parent.glob(f".{place.name}.*"):
        found = re.fullmatch(rf"\.{re.escape(place.name)}\.([0-9a-f]{{32}})\.(\w+)", one.name)
        if found and found[2] == WISHED:
            one.rename(taken := _file(place, found[1], TAKEN))
            aside = _file(place, found[1], "answering")
            aside.write_text(json.dumps(_answer(store)), encoding="utf-8")
            aside.replace(_file(place, found[1], ANSWERED))
            taken.unlink()
            done += 1
        elif found and time.time() - one.stat().st_mtime > STALE:
            one.unlink(missing_ok=True)
    return done


def _answer(store: Store) -> dict[str, object]:
    folder = folder_of(path_of(store.url))
    try:
        made = make_backup(store, folder, SYSTEM, keep=store.settings()[1].hours.backups_kept)
    except Refusal as refusal:
        return {"refused": refusal.sentence}
    except Exception:
        LOG.exception("A backup that was wished for failed")
        return {"refused": FAULT}
    return {"backup": asdict(made), "folder": str(folder)}


def _file(place: Path, name: str, state: str) -> Path:
    return place.with_name(f".{place.name}.{name}.{state}")
