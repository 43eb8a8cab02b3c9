"""PO delays: each makes a backorder, updates its ETA, confirms it, or is noted with the reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backorder_core.domain import intake
from backorder_core.domain.contracts import Contract
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services.changes import Changes
from backorder_core.services.imports import late_lines
from backorder_core.services.imports.bringing import Bringing, write_brought
from backorder_core.services.imports.case import Case, Progress, Written
from backorder_core.services.imports.cells import ROWS_A_STEP, Numbers
from backorder_core.services.imports.delay_rows import KEYS, said, worded
from backorder_core.services.imports.judging import Judge
from backorder_core.services.imports.lines_writing import LineWriter
from backorder_core.services.imports.typing_rows import Key
from backorder_core.services.imports.verdicts import keep
from backorder_core.services.states import load_demands
from backorder_core.store import Reader, Writer
from backorder_core.store.session import read_settings

Repeats = dict[Key, tuple[tuple[int, ...], bool]]


@dataclass(frozen=True)
class DelayMachine:
    """Judges and writes the rows of a delay file (RULES, Intake and ETA updates)."""

    contract: Contract = PO_DELAYS

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every row into staging; of rows that the rule sees alike, one is judged."""
        needed = [case.positions[name] - 1 for name in KEYS]
        repeats = _stage(reader, case)
        judge = Judge(case.shape.headers, needed, case.as_of, case.settings, repeats, case.seen_before)
        bringing = Bringing(case) if case.options.with_lines else None
        lines = reader.arrow("lines_to_judge", draft=case.draft)["line"].to_numpy()
        for done in range(0, len(lines), ROWS_A_STEP):
            if progress:
                progress(done * len(case.cells) // len(lines), len(case.cells))
            rows = _rows(reader, case, lines[done : done + ROWS_A_STEP])
            ids = sorted({row["po_line_id"] for row in rows if row["po_line_id"] is not None})
            demands = load_demands(reader, ids) if ids else {}
            if bringing:
                bringing.complete(rows)
            verdicts = [judge.verdict(row, demands.get(row["po_line_id"], ())) for row in rows]
            keep(reader, case.draft, verdicts)
            if bringing:
                bringing.count(zip(rows, verdicts, strict=True))
        if progress:
            progress(len(case.cells), len(case.cells))
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
        writer.run("confirm_lines_of_file", draft=case.draft, on=changes.on)

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo the PO lines that the file brought; every undo puts back backorders and dates."""
        return LineWriter().take_back(changes, import_id)


def _stage(reader: Reader, case: Case) -> Repeats:
    """Find what the rows speak of, and which of them are alike; the PO lines that several rows name."""
    reader.with_rows(
        "stage_delays",
        said(case, case.cells),
        draft=case.draft,
        as_of=case.as_of,
        farthest=intake.farthest(case.as_of),
        least_slip=case.settings.intake_from_days,
    )
    known = np.sort(reader.arrow("staged_po_lines", draft=case.draft)["po_line_id"].to_numpy())
    several = np.unique(known[1:][known[1:] == known[:-1]]).tolist()
    if several:
        reader.rows("set_delays_apart", draft=case.draft, po_line_ids=several)
    found = reader.arrow("lines_of_po_lines", draft=case.draft, po_line_ids=several)["line"].to_numpy()
    told = worded(case, case.cells.on(found))
    rows = reader.with_rows("staged_line_repeats", told, width=len(case.shape.headers))
    return {(row[0], row[1]): (tuple(row[2]), row[3] == 1) for row in rows}


def _rows(reader: Reader, case: Case, lines: Numbers) -> list[dict[str, Any]]:
    """Rows beside what they speak of; those that may be no records with the texts of all cells."""
    rows = reader.dicts_with("staged_delays", worded(case, case.cells.on(lines)), draft=case.draft)
    doubtful = {row["line"]: row for row in rows if _doubtful(row, len(case.shape.headers))}
    for line, _, texts in case.cells.at(doubtful):
        doubtful[line]["cells"] = texts
    return rows


def _doubtful(row: Mapping[str, Any], width: int) -> bool:
    return row["width"] != width or row["po_number"] is None or row["po_line"] is None


def _to_write(writer: Writer, case: Case, outcome: Outcome) -> Iterator[dict[str, Any]]:
    asked = {"draft": case.draft, "outcome": int(outcome)}
    lines = writer.arrow("written_lines", **asked)["line"].to_numpy()
    for start in range(0, len(lines), ROWS_A_STEP):
        told = worded(case, case.cells.on(lines[start : start + ROWS_A_STEP]))
        yield from writer.dicts_with("verdicts_to_write", told, draft=case.draft)
