"""The whole store as Parquet files for analysts: typed, all of one state, all or nothing, without secrets."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, Unavailable
from backorder_core.domain.values import (
    Actor,
    Cause,
    Code,
    Impact,
    OfferKind,
    Outcome,
    Quality,
    Role,
    Status,
    Tier,
)
from backorder_core.services.permitted import permitted
from backorder_core.store import Store
from backorder_core.store.whole import LEFT_OUT, STAYING, streams

MANIFEST = "manifest.json"
CODES: dict[str, type[Code]] = {
    "cause": Cause,
    "impact": Impact,
    "offer_kind": OfferKind,
    "outcome": Outcome,
    "quality": Quality,
    "role": Role,
    "status": Status,
    "tier": Tier,
}


@dataclass(frozen=True)
class Table:
    """One file: its table, how many rows, and the types of its columns as Arrow names them."""

    name: str
    file: str
    rows: int
    columns: dict[str, str]


@dataclass(frozen=True)
class Manifest:
    """What an export holds: as of which day, of which state of the store, table by table; what stays."""

    as_of: str
    data_version: int
    tables: tuple[Table, ...]
    left_out: dict[str, tuple[str, ...]]

    def as_json(self) -> dict[str, object]:
        """The manifest as it stands beside the files."""
        return asdict(self)


@permitted(Permission.EXPORT)
def export_whole(
    store: Store, folder: Path, as_of: date, actor: Actor, *, overwrite: bool = False
) -> Manifest:
    """One Parquet file per table into ``folder``, the backorders in words as of a day, and a manifest.

    Written beside and put in place at the end, so that a folder is whole or not there. Raises
    ``InvalidInput`` for a folder that holds files (``overwrite`` replaces an earlier export, never anything
    else), ``Unavailable`` where it cannot be written.
    """
    _may_take(folder, overwrite)
    try:
        with _put_in_place(folder) as building:
            tables = [_written(building, name, rows) for name, rows in streams(store, as_of, _codes())]
            tables.append(_written(building, "codes", _codes().to_reader()))
            left = {**LEFT_OUT, **dict.fromkeys(STAYING, ("everything",))}
            made = Manifest(as_of.isoformat(), store.data_version(), tuple(tables), left)
            text = json.dumps(made.as_json(), indent=1)
            (building / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    except OSError as refused:
        why = refused.strerror or "it cannot be written"
        raise Unavailable(f"The folder {folder} cannot be written ({why}): nothing is exported.") from refused
    return made


def _may_take(folder: Path, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file: name a folder that is not there yet.")
    there = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    if not there:
        return
    foreign = [name for name in there if name != MANIFEST and not name.endswith(".parquet")]
    if foreign or MANIFEST not in there:
        raise InvalidInput(f"The folder {folder} holds other files: name a folder that is not there yet.")
    if not overwrite:
        raise InvalidInput(f"The folder {folder} holds an export: name another, or say --overwrite.")


@contextmanager
def _put_in_place(folder: Path) -> Iterator[Path]:
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    building, old = (target.parent / f".{target.name}.{os.getpid()}.{end}" for end in ("new", "old"))
    try:
        building.mkdir()
        yield building
        if target.exists():
            target.rename(old)
        try:
            building.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _written(folder: Path, name: str, rows: pa.RecordBatchReader) -> Table:
    file, count = f"{name}.parquet", 0
    with pq.ParquetWriter(folder / file, rows.schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch)
            count += batch.num_rows
    return Table(name, file, count, {field.name: str(field.type) for field in rows.schema})


def _codes() -> pa.Table:
    rows = [(name, int(code), code.label) for name, codes in CODES.items() for code in codes]
    lists, codes, words = zip(*rows, strict=True)
    return pa.table({"list": lists, "code": pa.array(codes, pa.int16()), "word": words})
