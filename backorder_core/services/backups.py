"""Backups: made while the app works, read through and proved before they count, put back the same way."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound, Unavailable
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.services.proofs.ledger import chain_breaks
from backorder_core.services.state_hash import StateHash, state_of
from backorder_core.store import Chain, Store, copying, is_shared, open_store, path_of
from backorder_core.store.anchor import anchor_file, note, noted
from backorder_core.store.chain import Head
from backorder_core.store.keys import key_file, read_keys
from backorder_core.store.opening import utc_now
from backorder_core.store.writing import head_of

VARIABLE = "BACKORDERS_BACKUPS"
"""Path of the folder of backups; unset, it is ``backups`` beside the store."""
FOLDER, ENDING, STAMP = "backups", ".json", "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """A backup as its label beside it says: when (UTC), of which schema, up to which ledger entry.

    ``state`` is the state hash, ``vouched`` binds it to the ledger's key, whose id ``key`` is.
    """

    file: str
    taken_at: str
    schema: int
    entries: int
    rows: int
    state: str
    store_id: str
    key: str
    vouched: str


@dataclass(frozen=True)
class Restored:
    """What stands now, what stood there before (empty: nothing), how many ledger entries came after it."""

    backup: Backup
    kept: str
    newer_entries: int
    doubt: str


def folder_of(store: Path) -> Path:
    """Where the backups of a store are kept."""
    said = os.environ.get(VARIABLE, "").strip()
    return Path(said) if said else store.resolve().with_name(FOLDER)


@permitted(Permission.KEEP)
def make_backup(store: Store, folder: Path, actor: Actor, *, keep: int | None = None) -> Backup:
    """A copy of the store in ``folder``, every value read, its ledger proved; the newest ``keep`` stay.

    Work goes on meanwhile; only writers wait while the file is copied. ``Unavailable`` where there is no
    room or the copy does not prove: then there is no new backup and no earlier one is removed.
    """
    stem = path_of(store.url).stem
    place = folder / f"{stem}-{store.clock():{STAMP}}.duckdb"
    aside = folder / f".{place.stem}-{os.getpid()}.duckdb"
    if place.exists():
        raise Unavailable(f"The backup {place} was made this very second: it is the one that you want.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copying.copy_of_open(store, aside)
        made = _proved(aside, place, store.chain, store.clock)
        copying.onto_disk(aside)
        _label(place).write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")
        aside.replace(place)
        copying.onto_disk(place)
    except OSError as refused:
        with suppress(OSError):
            _label(place).unlink(missing_ok=True)
        raise Unavailable(
            f"The backup {place} was not made ({refused.strerror}): make its folder writable, make room, or "
            f"name another folder with {VARIABLE}."
        ) from refused
    finally:
        copying.remove(aside)
    if keep:
        _forget_older(folder, stem, keep)
    return made


def _proved(aside: Path, place: Path, chain: Chain, clock: Callable[[], datetime]) -> Backup:
    with closing(open_store(str(aside), clock=clock, copy_of=chain)) as copy, copy.read() as reader:
        breaks = list(chain_breaks(reader, copy.chain))
        head = head_of(reader)
    if breaks:
        raise Unavailable(f"The store was not backed up, for its ledger does not prove: {breaks[0].sentence}")
    with copying.looked_into(aside) as (reader, schema):
        state = state_of(reader)
    vouched = chain.vouch(head.key, state.digest) or ""
    taken_at = f"{clock():%Y-%m-%dT%H:%M:%SZ}"
    return Backup(
        *(place.name, taken_at, schema, head.seq, state.rows),
        *(state.digest, chain.store_id, head.key, vouched),
    )


def _forget_older(folder: Path, stem: str, keep: int) -> None:
    for old in made_in(folder, stem)[keep:]:
        old.unlink(missing_ok=True)
        _label(old).unlink(missing_ok=True)


def made_in(folder: Path, stem: str) -> list[Path]:
    """The backups of a store in a folder, the newest first."""
    ours = re.compile(rf"{re.escape(stem)}-\d{{8}}T\d{{6}}Z\.duckdb")
    return sorted((one for one in folder.glob("*.duckdb") if ours.fullmatch(one.name)), reverse=True)


@permitted(Permission.KEEP)
def put_back(file: Path, url: str, actor: Actor, *, doubtful: bool = False) -> Restored:
    """Put a backup where the store ``url`` is; what was there stays beside it under another name.

    Everything is proved before anything is moved: every value is read, the state hash is the one that was
    noted with the backup, the ledger holds. ``doubtful`` restores what is readable though it does not prove.
    Raises ``InUse`` while the app runs, ``NotFound``, ``InvalidInput`` or ``Unavailable`` where it cannot be
    restored; the store is as it was then.
    """
    if is_shared(url):
        raise InvalidInput(
            "A backup is restored into a file: bring it into a new shared store with 'backorders copy "
            "BACKUP ADDRESS'."
        )
    place = Path(url).resolve()
    if not file.is_file():
        raise NotFound(f"There is no backup at {file}.")
    if file.resolve() == place:
        raise InvalidInput(f"{file} is the store itself: name a backup of it.")
    copying.let_go(place)
    aside = place.with_name(f".{place.stem}-{os.getpid()}.duckdb")
    kept = place.with_name(f"{place.stem}-before-{utc_now():{STAMP}}.duckdb")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        copying.copy_files(file, aside)
        backup, state = _looked_at(aside, file)
        doubt, chain, head = _prove(aside, place, backup, state, doubtful)
        copying.onto_disk(aside)
        was_there = copying.take_the_place(place, aside, kept)
    except OSError as refused:
        raise Unavailable(
            f"The store {place} was not restored ({refused.strerror}): make room and its folder writable."
        ) from refused
    finally:
        copying.remove(aside)
    newer = 0 if doubt else _note_again(anchor_file(place), chain, head)
    return Restored(backup, str(kept) if was_there else "", newer, doubt)


def _looked_at(aside: Path, file: Path) -> tuple[Backup, StateHash]:
    """What the label says, or what is there where there is none; the state hash of what is there."""
    label = _label(file)
    with copying.looked_into(aside) as (reader, schema):
        state = state_of(reader)
    if not label.exists():
        return Backup(file.name, "", schema, 0, state.rows, state.digest, "", "", ""), state
    try:
        return Backup(**json.loads(label.read_text(encoding="utf-8"))), state
    except (ValueError, TypeError) as strange:
        raise InvalidInput(
            f"The label {label} is damaged: restore another backup, or remove it."
        ) from strange


def _prove(
    aside: Path, place: Path, backup: Backup, state: StateHash, doubtful: bool
) -> tuple[str, Chain, Head]:
    """Why the copy cannot be believed, if it cannot, with its chain and head; it is brought up to date."""
    keys = read_keys(key_file(place))
    opened = open_store(str(aside), create=False, copy_of=Chain("", keys), doubtful=True)
    with closing(opened) as copy, copy.read() as reader:
        breaks, head = list(chain_breaks(reader, copy.chain)), head_of(reader)
        doubt = breaks[0].sentence if breaks else _unlike_its_label(backup, state, copy.chain)
    if doubt and not doubtful:
        raise Unavailable(
            f"The backup {backup.file} was not restored, for it does not prove: {doubt} Restore another one, "
            "or this one all the same with --doubtful."
        )
    return doubt, copy.chain, head


def _unlike_its_label(backup: Backup, state: StateHash, chain: Chain) -> str:
    if backup.state != state.digest:
        return "It does not hold what its label says."
    if backup.key and chain.vouch(backup.key, backup.state) != backup.vouched:
        return "Its label was not written with the key of this installation."
    return ""


def _note_again(anchored: Path | None, chain: Chain, head: Head) -> int:
    """Let the store go on from an earlier entry than was noted; how many entries were noted after it."""
    last = noted(anchored, chain)
    note(anchored, chain, head)
    return max(0, last.seq - head.seq) if last else 0


def copy_to(made: Backup, usual: Path, folder: Path) -> Path:
    """Copy a backup and its label from the usual folder into another one; that folder."""
    source, target = usual / made.file, folder / made.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one, copy in ((source, target), (_label(source), _label(target))):
            aside = copy.with_name(f".{copy.name}-{os.getpid()}")
            shutil.copyfile(one, aside)
            copying.onto_disk(aside)
            aside.replace(copy)
    except OSError as refused:
        raise Unavailable(
            f"The backup is {source}, but it could not be copied to {folder} ({refused.strerror})."
        ) from refused
    return folder


def _label(backup: Path) -> Path:
    return backup.with_name(backup.name + ENDING)
