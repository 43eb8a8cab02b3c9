"""PO delays: each makes a backorder, updates its ETA, confirms it, or is noted with the reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from backorder_core.domain.contracts import Contract, FieldType, Unknown
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services.changes import Changes
from backorder_core.services.imports import late_lines
from backorder_core.services.imports.bringing import Bringing, write_brought
from backorder_core.services.imports.case import Case, Progress, Written
from backorder_core.services.imports.judging import Judge
from backorder_core.services.imports.lines_writing import LineWriter
from backorder_core.services.imports.typing_rows import LINES_A_STEP, Key
from backorder_core.services.imports.understanding import BLANKS
from backorder_core.services.imports.verdicts import keep
from backorder_core.services.states import load_demands
from backorder_core.store import Reader, Writer
from backorder_core.store.session import read_settings

KEYS = ("po_number", "po_line")
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
        needed = [case.positions[name] - 1 for name in KEYS]
        repeats = _repeats(reader, draft, width)
        judge = Judge(case.shape.headers, needed, case.as_of, case.settings, repeats, case.seen_before)
        bringing = Bringing(case) if case.options.with_lines else None
        total, low, last = (reader.one("staged_line_range", draft=draft) or (0, 0, 0))[:3]
        done = 0
        while low <= last and total:
            rows = reader.dicts("staged_delays", draft=draft, low=low, high=low + LINES_A_STEP - 1)
            ids = sorted({row["po_line_id"] for row in rows if row["po_line_id"] is not None})
            demands = load_demands(reader, ids) if ids else {}
            _show_cells(reader, draft, [row for row in rows if _doubtful(row, width)])
            if bringing:
                bringing.complete(reader, rows)
            verdicts = [judge.verdict(row, demands.get(row["po_line_id"], ())) for row in rows]
            keep(reader, draft, verdicts)
            if bringing:
                bringing.count(zip(rows, verdicts, strict=True))
            low += LINES_A_STEP
            done += len(rows)
            if progress:
                progress(done, total)
        return bringing.notes(reader) if bringing else ()

    def write(self, changes: Changes, case: Case, written: Written) -> None:
        """Write new backorders, new ETAs, delays that made no backorder, and confirmations."""
        version, settings = read_settings(changes.writer)
        writer, source = changes.writer, case.file_name
        late_lines.create(changes, _to_write(writer, case, Outcome.CREATED), settings, version, source)
        late_lines.update(changes, _to_write(writer, case, Outcome.UPDATED), settings, version, source)
        late_lines.note(changes, _to_write(writer, case, Outcome.NOT_NEEDED))
        if case.options.with_lines:
            write_brought(changes, case, written)
        changes.confirm(row[0] for row in changes.writer.rows("lines_to_confirm", draft=case.draft))

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo the PO lines that the file brought; every undo puts back backorders and dates."""
        return LineWriter().take_back(changes, import_id)


def _doubtful(row: Mapping[str, Any], width: int) -> bool:
    return row["width"] != width or row["po_number"] is None or row["po_line"] is None


def _show_cells(reader: Reader, draft: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give rows that may be no records the texts of all their cells."""
    if rows:
        low, high = rows[0]["line"], rows[-1]["line"]
        cells = {row[0]: row[2] for row in reader.rows("staged_cells", draft=draft, low=low, high=high)}
        for row in rows:
            row["cells"] = cells[row["line"]]


def _stage(reader: Reader, case: Case) -> None:
    rows: list[tuple[object, ...]] = []
    delays = PO_DELAYS.lean
    for name, column in case.readings.items():
        if name not in delays.names:
            continue
        dated = case.contract.field(name).type is FieldType.DATE
        for text, (value, problem) in column.items():
            known = None if isinstance(value, Unknown) else value
            rows.append((name, text, known if dated else None, None if dated else known, problem))
    if rows:
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, READINGS, strict=True)]
        reader.with_rows("stage_readings", pa.Table.from_arrays(arrays, schema=READINGS), draft=case.draft)
    places = {one.name: case.positions.get(one.name) for one in delays.fields}
    reader.rows("stage_delays", draft=case.draft, blanks=BLANKS, **places)


def _repeats(reader: Reader, draft: str, width: int) -> dict[Key, tuple[tuple[int, ...], bool]]:
    return {
        (row[0], row[1]): (tuple(row[2]), row[3] == 1)
        for row in reader.rows("staged_line_repeats", draft=draft, width=width)
    }


def _to_write(writer: Writer, case: Case, outcome: Outcome) -> list[dict[str, Any]]:
    return writer.dicts("verdicts_to_write", draft=case.draft, outcome=int(outcome))
