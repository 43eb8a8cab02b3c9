"""PO delays: each makes a backorder, updates its ETA, confirms it, or is noted with the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa

from backorder_core.domain.contracts import Contract, FieldType, Unknown
from backorder_core.domain.intake import cause_of
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Outcome, Trigger
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.imports.case import Case, Progress
from backorder_core.services.imports.judging import Judge
from backorder_core.services.imports.typing_rows import LINES_A_STEP
from backorder_core.services.imports.understanding import BLANKS
from backorder_core.services.imports.verdicts import keep
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.revising import NewEta, revise_etas
from backorder_core.services.states import load_demands, load_states
from backorder_core.store import Reader, Writer
from backorder_core.store.session import read_settings

T = TypeVar("T")
BACKORDERS_A_STEP = 2_000
READINGS = pa.schema(
    [
        ("field", pa.string()),
        ("text", pa.string()),
        ("day", pa.date32()),
        ("amount", pa.decimal128(18, 3)),
        ("problem", pa.string()),
    ]
)


@dataclass(frozen=True)
class DelayMachine:
    """Judges and writes the rows of a delay file (RULES, Intake and ETA updates)."""

    contract: Contract = PO_DELAYS

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every staged row into staging, a bounded number of rows at a time."""
        draft = case.draft
        _stage(reader, case)
        width = len(case.shape.headers)
        judge = Judge(width, case.as_of, case.settings, _repeats(reader, draft, width), case.seen_before)
        total, low, last = (reader.one("staged_line_range", draft=draft) or (0, 0, 0))[:3]
        done = 0
        while low <= last and total:
            rows = reader.dicts("staged_delays", draft=draft, low=low, high=low + LINES_A_STEP - 1)
            ids = sorted({row["po_line_id"] for row in rows if row["po_line_id"] is not None})
            demands = load_demands(reader, ids) if ids else {}
            keep(reader, draft, [judge.verdict(row, demands.get(row["po_line_id"], ())) for row in rows])
            low += LINES_A_STEP
            done += len(rows)
            if progress:
                progress(done, total)
        return ()

    def write(self, changes: Changes, case: Case) -> None:
        """Write new backorders, new ETAs, delays that made no backorder, and confirmations."""
        version, settings = read_settings(changes.writer)
        _create(changes, case, settings, version)
        _update(changes, case, settings, version)
        _note_delays(changes, case)
        changes.confirm(row[0] for row in changes.writer.rows("lines_to_confirm", draft=case.draft))

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Nothing beside the backorders and PO lines, which every undo puts back."""
        return 0


def _stage(reader: Reader, case: Case) -> None:
    rows: list[tuple[object, ...]] = []
    for name, column in case.readings.items():
        dated = case.contract.field(name).type is FieldType.DATE
        for text, (value, problem) in column.items():
            known = None if isinstance(value, Unknown) else value
            rows.append((name, text, known if dated else None, None if dated else known, problem))
    if rows:
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, READINGS, strict=True)]
        reader.with_rows("stage_readings", pa.Table.from_arrays(arrays, schema=READINGS), draft=case.draft)
    places = {one.name: case.positions.get(one.name) for one in PO_DELAYS.fields}
    reader.rows("stage_delays", draft=case.draft, blanks=BLANKS, **places)


def _repeats(reader: Reader, draft: str, width: int) -> dict[int, tuple[tuple[int, ...], bool]]:
    return {
        row[0]: (tuple(row[1]), row[2] == 1)
        for row in reader.rows("staged_line_repeats", draft=draft, width=width)
    }


def _create(changes: Changes, case: Case, settings: Settings, version: int) -> None:
    for rows in _steps(_to_write(changes.writer, case, Outcome.CREATED)):
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
        made = make_backorders(changes, wanted, settings, version, source=case.file_name)
        for row, state in zip(rows, made, strict=True):
            _move_line(changes, row, f"ETA given with {state.number}")


def _update(changes: Changes, case: Case, settings: Settings, version: int) -> None:
    for rows in _steps(_to_write(changes.writer, case, Outcome.UPDATED)):
        states = load_states(changes.writer, [row["backorder_id"] for row in rows])
        given = [
            NewEta(
                state=states[row["backorder_id"]],
                eta=row["new_eta"],
                trigger=Trigger.SUPPLIER_COMMUNICATION,
                source=case.file_name,
                words=row["words"],
                product=row["product"],
                product_name=row["product_name"],
            )
            for row in rows
        ]
        revise_etas(changes, given, settings, version)
        for row in rows:
            _move_line(changes, row, f"ETA updated with {states[row['backorder_id']].number}")


def _note_delays(changes: Changes, case: Case) -> None:
    for row in _to_write(changes.writer, case, Outcome.NOT_NEEDED):
        changes.add(
            "append_delays",
            {
                "id": changes.new_id(),
                "po_line_id": row["po_line_id"],
                "reported_on": case.as_of,
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


def _to_write(writer: Writer, case: Case, outcome: Outcome) -> list[dict[str, Any]]:
    return writer.dicts("verdicts_to_write", draft=case.draft, outcome=int(outcome))


def _steps(rows: Iterable[T]) -> Iterator[Sequence[T]]:
    source = iter(rows)
    while step := list(islice(source, BACKORDERS_A_STEP)):
        yield step
