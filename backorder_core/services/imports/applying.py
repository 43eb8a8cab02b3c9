"""Apply a file of any kind: all of it in one transaction, or nothing."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import Conflict
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes
from backorder_core.services.imports.by_rule import KINDS, allocate
from backorder_core.services.imports.case import Counts, ImportOptions, Preview, Progress, Rejection
from backorder_core.services.imports.keeping import keep_file
from backorder_core.services.imports.machines import machine_for
from backorder_core.services.imports.preview import discard, file_digest, preview_file, rejections
from backorder_core.services.permitted import permitted
from backorder_core.store import Reader, Store, Writer

USUAL, SELDOM = gc.get_threshold(), (50_000, 20, 100)


@dataclass(frozen=True)
class ImportResult:
    """What an import did; the five outcomes add up to ``rows``. ``import_id`` is None for a dry run.

    ``notes`` say in sentences what else it did.
    """

    import_id: int | None
    rows: int
    created: int
    updated: int
    unchanged: int
    not_needed: int
    rejected: int
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The document that the command line and the API give."""
        fields = ("line", "column", "value", "reason")
        return {
            **{name: value for name, value in vars(self).items() if name != "rejections"},
            "rejections": [{name: getattr(one, name) for name in fields} for one in self.rejections],
        }


class _Stale(Exception):  # noqa: N818 - a state, not a fault
    """The store changed between judging and writing."""


@permitted(Permission.IMPORT)
def apply_file(
    store: Store,
    kind: str,
    path: Path,
    file_name: str,
    as_of: date,
    options: ImportOptions | None,
    actor: Actor,
    *,
    expected: str | None = None,
    command_key: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    writing: Progress | None = None,
) -> ImportResult:
    """Judge a file of a kind as of a day and write everything that follows in one transaction.

    ``expected`` is the digest of the preview that the user approved: where the store changed so that the
    same file would now do something else, ``Conflict`` asks to look again. ``command_key`` makes a repeated
    submit answer as the first one did. A dry run writes nothing. ``progress`` hears of the rows judged,
    ``writing`` of those written; what either raises ends the import with nothing written.
    """
    earlier = _answer_before(store, path, command_key)
    if earlier is not None:
        return earlier
    judge = partial(preview_file, store, kind, path, file_name, as_of, options, progress)
    preview = judge()
    try:
        found = _agreed(store, preview, expected)
        if dry_run:
            return _result(None, preview, found)
        return store.write(lambda writer: _apply(writer, preview, found, actor, command_key, writing))
    except _Stale:
        return store.write(
            lambda writer: _apply_undisturbed(store, writer, judge, expected, actor, command_key, writing)
        )
    finally:
        discard(store, preview.draft)


def _answer_before(store: Store, path: Path, command_key: str | None) -> ImportResult | None:
    if command_key is None:
        return None
    with store.read() as reader:
        return _answered(reader, command_key, file_digest(path))


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """What an import makes is wanted until it is written: looking for garbage takes an eighth of its time."""
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)


def _agreed(store: Store, preview: Preview, expected: str | None) -> tuple[Rejection, ...]:
    if expected is not None and preview.digest != expected:
        raise Conflict(
            "The data changed since this preview was made: look at the new preview before applying."
        )
    found = rejections(store, preview)
    if len(found) != preview.counts.rejected:
        raise Conflict("The store was opened again while this file was judged: send it again.")
    return found


def _apply_undisturbed(
    store: Store,
    writer: Writer,
    judge: Callable[[], Preview],
    expected: str | None,
    actor: Actor,
    command_key: str | None,
    writing: Progress | None,
) -> ImportResult:
    """Judge again while no other writer can come between, then write."""
    preview = judge()
    try:
        found = _agreed(store, preview, expected)
        return _apply(writer, preview, found, actor, command_key, writing)
    finally:
        discard(store, preview.draft)


def _result(
    import_id: int | None, preview: Preview, found: tuple[Rejection, ...], done: tuple[str, ...] = ()
) -> ImportResult:
    notes = (*preview.notes, *done)
    return ImportResult(import_id, **asdict(preview.counts), rejections=found, notes=notes)


@_seldom_collected()
def _apply(
    writer: Writer,
    preview: Preview,
    found: tuple[Rejection, ...],
    actor: Actor,
    command_key: str | None,
    writing: Progress | None,
) -> ImportResult:
    if command_key is not None:
        earlier = _answered(writer, command_key, preview.case.file_hash)
        if earlier is not None:
            return earlier
    current = writer.one("data_version")
    if current is None or int(current[0]) != preview.data_version or not _still_staged(writer, preview):
        raise _Stale
    import_id = writer.numbers("import")[0]
    changes = Changes(writer, actor, preview.case.as_of, import_id)
    keep_file(writer, preview.case.path, preview.case.file_hash)
    writer.with_rows("keep_import_rows", _own_cells(preview, found), draft=preview.draft, import_id=import_id)
    machine_for(preview.case.contract.kind).write(
        changes, preview.case, lambda done: writing(done, preview.writes) if writing else None
    )
    _keep_import(changes, preview, import_id)
    changes.flush()
    done = allocate(changes, preview.case) if preview.case.contract.kind in KINDS else ()
    if command_key is not None:
        writer.run(
            "insert_command",
            key=command_key,
            request_hash=preview.case.file_hash,
            answer=str(import_id),
            now=writer.now,
        )
    return _result(import_id, preview, found, done)


def _own_cells(preview: Preview, found: tuple[Rejection, ...]) -> pa.Table:
    """The cells of rejected rows, which are given out again, or of all where they come of several files."""
    case, mixed = preview.case, preview.case.options.joined or preview.case.options.given
    return case.cells.raw(case.cells.lines.tolist() if mixed else [one.line for one in found])


def _still_staged(reader: Reader, preview: Preview) -> bool:
    """Staging is empty after the store had to be opened again."""
    staged: int = sum(row[1] for row in reader.rows("count_verdicts", draft=preview.draft))
    return staged == preview.counts.rows


def _answered(reader: Reader, command_key: str, file_hash: str) -> ImportResult | None:
    """What an earlier submit under the same key was answered."""
    earlier = reader.one("find_command", key=command_key)
    if earlier is None:
        return None
    if earlier[0] != file_hash:
        raise Conflict("This submit was already used for another file: start a new import.")
    import_id = int(earlier[1])
    counts = asdict(Counts(*(reader.one("counts_of_import", id=import_id) or ())))
    rows = reader.rows("import_rejections", id=import_id)
    found = tuple(Rejection(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows)
    return ImportResult(import_id, **counts, rejections=found)


def _keep_import(changes: Changes, preview: Preview, import_id: int) -> None:
    counts = asdict(preview.counts)
    shape = preview.shape
    dialect = {
        "encoding": shape.encoding,
        "delimiter": shape.delimiter,
        "headers": list(shape.headers),
        "dates": preview.case.understood.dates,
        "decimal": preview.case.understood.decimal,
    }
    changes.writer.run(
        "insert_import",
        id=import_id,
        kind=preview.case.contract.kind,
        file_name=preview.case.file_name,
        file_hash=preview.case.file_hash,
        as_of=preview.case.as_of,
        dialect=json.dumps(dialect),
        mapping=json.dumps(preview.case.mapping, ensure_ascii=False),
        row_count=counts.pop("rows"),
        **counts,
        changed=preview.writes > 0,
        who=changes.actor.name,
        now=changes.writer.now,
    )
    after = {
        "file": preview.case.file_name,
        **{name: str(value) for name, value in asdict(preview.counts).items()},
    }
    changes.enter("import applied", "import", import_id, 1, {}, after)
