"""Apply a delay file: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import Conflict
from backorder_core.domain.intake import cause_of
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor, Outcome, Trigger
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.imports.judging import Progress
from backorder_core.services.imports.preview import (
    Counts,
    DelayOptions,
    DelayPreview,
    Rejection,
    discard,
    file_digest,
    preview_delays,
    rejections,
)
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.permitted import permitted
from backorder_core.services.revising import NewEta, revise_etas
from backorder_core.services.states import load_demands, load_states
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

T = TypeVar("T")
BACKORDERS_A_STEP = 2_000


@dataclass(frozen=True)
class ImportResult:
    """What an import did; the five outcomes add up to ``rows``. ``import_id`` is None for a dry run."""

    import_id: int | None
    rows: int
    created: int
    updated: int
    unchanged: int
    not_needed: int
    rejected: int
    rejections: tuple[Rejection, ...]

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
def apply_delays(
    store: Store,
    path: Path,
    file_name: str,
    as_of: date,
    options: DelayOptions | None,
    actor: Actor,
    *,
    expected: str | None = None,
    command_key: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Judge a delay file as of a day and write everything that follows in one transaction.

    ``expected`` is the digest of the preview that the user approved: where the store changed so that the
    same file would now do something else, ``Conflict`` asks to look again. ``command_key`` makes a repeated
    submit answer as the first one did. A dry run writes nothing.
    """
    if command_key is not None:
        with store.read() as reader:
            earlier = _answered(reader, command_key, file_digest(path))
        if earlier is not None:
            return earlier
    judge = partial(preview_delays, store, path, file_name, as_of, options, progress)
    preview = judge()
    try:
        found = _agreed(store, preview, expected)
        if dry_run:
            return _result(None, preview, found)
        return store.write(lambda writer: _apply(writer, preview, found, actor, command_key))
    except _Stale:
        return store.write(
            lambda writer: _apply_undisturbed(store, writer, judge, expected, actor, command_key)
        )
    finally:
        discard(store, preview.draft)


def _agreed(store: Store, preview: DelayPreview, expected: str | None) -> tuple[Rejection, ...]:
    if expected is not None and preview.digest != expected:
        raise Conflict(
            "The data changed since this preview was made: look at the new preview before applying."
        )
    return rejections(store, preview.draft)


def _apply_undisturbed(
    store: Store,
    writer: Writer,
    judge: Callable[[], DelayPreview],
    expected: str | None,
    actor: Actor,
    command_key: str | None,
) -> ImportResult:
    """Judge again while no other writer can come between, then write."""
    preview = judge()
    try:
        found = _agreed(store, preview, expected)
        return _apply(writer, preview, found, actor, command_key)
    finally:
        discard(store, preview.draft)


def _result(import_id: int | None, preview: DelayPreview, found: tuple[Rejection, ...]) -> ImportResult:
    return ImportResult(import_id=import_id, **asdict(preview.counts), rejections=found)


def _apply(
    writer: Writer,
    preview: DelayPreview,
    found: tuple[Rejection, ...],
    actor: Actor,
    command_key: str | None,
) -> ImportResult:
    if command_key is not None:
        earlier = _answered(writer, command_key, preview.file_hash)
        if earlier is not None:
            return earlier
    current = writer.one("data_version")
    if current is None or int(current[0]) != preview.data_version:
        raise _Stale
    import_id = writer.numbers("import")[0]
    version, settings = read_settings(writer)
    changes = Changes(writer, actor, preview.as_of, import_id)
    writer.run("keep_import_rows", draft=preview.draft, import_id=import_id)
    _create(changes, preview, settings, version)
    _update(changes, preview, settings, version)
    _note_delays(changes, preview)
    changes.confirm(row[0] for row in writer.rows("lines_to_confirm", draft=preview.draft))
    _keep_import(changes, preview, import_id)
    changes.flush()
    if command_key is not None:
        writer.run(
            "insert_command",
            key=command_key,
            request_hash=preview.file_hash,
            answer=str(import_id),
            now=writer.now,
        )
    return _result(import_id, preview, found)


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


def _create(changes: Changes, preview: DelayPreview, settings: Settings, version: int) -> None:
    for rows in _steps(_to_write(changes.writer, preview, Outcome.CREATED)):
        demands = load_demands(changes.writer, [row["po_line_id"] for row in rows])
        wanted = [
            NewBackorder(
                po_line_id=row["po_line_id"],
                po_number=row["po_number"],
                supplier_id=row["supplier_id"],
                supplier=row["supplier"],
                product_id=row["product_id"],
                product=row["product"],
                product_name=row["product_name"],
                original_due=row["original_due"],
                previous_eta=row["eta"],
                eta=row["new_eta"],
                quantity=row["quantity"],
                words=row["words"],
                demands=demands.get(row["po_line_id"], ()),
            )
            for row in rows
        ]
        made = make_backorders(changes, wanted, settings, version, source=preview.file_name)
        for row, state in zip(rows, made, strict=True):
            _move_line(changes, row, f"ETA given with {state.number}")


def _update(changes: Changes, preview: DelayPreview, settings: Settings, version: int) -> None:
    for rows in _steps(_to_write(changes.writer, preview, Outcome.UPDATED)):
        states = load_states(changes.writer, [row["backorder_id"] for row in rows])
        given = [
            NewEta(
                state=states[row["backorder_id"]],
                eta=row["new_eta"],
                trigger=Trigger.SUPPLIER_COMMUNICATION,
                source=preview.file_name,
                words=row["words"],
                product=row["product"],
                product_name=row["product_name"],
            )
            for row in rows
        ]
        revise_etas(changes, given, settings, version)
        for row in rows:
            _move_line(changes, row, f"ETA updated with {states[row['backorder_id']].number}")


def _note_delays(changes: Changes, preview: DelayPreview) -> None:
    for row in _to_write(changes.writer, preview, Outcome.NOT_NEEDED):
        changes.add(
            "append_delays",
            {
                "id": changes.new_id(),
                "po_line_id": row["po_line_id"],
                "reported_on": preview.as_of,
                "previous_eta": row["eta"],
                "new_eta": row["new_eta"],
                "quantity": row["quantity"],
                "cause": int(cause_of(row["words"])),
                "reason": row["words"],
                "why_not": row["reason"],
                "import_id": changes.import_id,
                "recorded_at": changes.writer.now,
            },
        )
        _move_line(changes, row, "delay noted, no backorder needed")


def _move_line(changes: Changes, row: Mapping[str, Any], action: str) -> None:
    if row["new_eta"] == row["eta"]:
        return
    before = PoLine(row["po_line_id"], row["eta"], row["received"], row["cancelled"], row["version"])
    after = PoLine(row["po_line_id"], row["new_eta"], row["received"], row["cancelled"], row["version"])
    changes.change_po_line(before, after, action)


def _to_write(writer: Writer, preview: DelayPreview, outcome: Outcome) -> list[dict[str, Any]]:
    return writer.dicts("verdicts_to_write", draft=preview.draft, outcome=int(outcome))


def _keep_import(changes: Changes, preview: DelayPreview, import_id: int) -> None:
    counts = asdict(preview.counts)
    shape = preview.shape
    dialect = {
        "encoding": shape.encoding,
        "delimiter": shape.delimiter,
        "headers": list(shape.headers),
        "dates": preview.understood.dates,
        "decimal": preview.understood.decimal,
    }
    changes.writer.run(
        "insert_import",
        id=import_id,
        kind=PO_DELAYS.kind,
        file_name=preview.file_name,
        file_hash=preview.file_hash,
        as_of=preview.as_of,
        dialect=json.dumps(dialect),
        mapping=json.dumps(preview.mapping, ensure_ascii=False),
        row_count=counts.pop("rows"),
        **counts,
        changed=preview.writes > 0,
        who=changes.actor.name,
        now=changes.writer.now,
    )
    after = {
        "file": preview.file_name,
        **{name: str(value) for name, value in asdict(preview.counts).items()},
    }
    changes.enter("import applied", "import", import_id, 1, {}, after)


def _steps(rows: Iterable[T]) -> Iterator[Sequence[T]]:
    source = iter(rows)
    while step := list(islice(source, BACKORDERS_A_STEP)):
        yield step
