"""Play the demo company through the services: load, then day by day import, receive and escalate."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from backorder_core.demo import agreements, company
from backorder_core.demo.plan import AS_OF_DATE, SEED, Dataset, plan
from backorder_core.demo.ratings import rate_resolved
from backorder_core.domain.errors import IllegalStep
from backorder_core.domain.values import Actor, Role
from backorder_core.services import backorders, digests, escalations, inbox, reference
from backorder_core.services.imports import apply_file
from backorder_core.services.receipts import Receipt, receive
from backorder_core.store import Store

DEMO = Actor("demo", Role.ADMINISTRATOR)
WAREHOUSE = Actor("demo warehouse", Role.WAREHOUSE)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DemoSummary:
    """What was made; ``open`` is how many backorders are open as of the demo's date."""

    as_of: date
    backorders: int
    open: int
    po_lines: int
    order_lines: int
    delay_files: int
    receipts: int
    escalations: int


def build_demo(
    store: Store, rows: int | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoSummary:
    """Fill an empty store with the demo company and pin its as-of date (RULES, Command centre).

    ``rows`` scales the past to about that many backorders. ``progress`` is told days done and days in all.
    Raises ``IllegalStep`` where the store holds data already.
    """
    with store.read() as reader:
        empty = reader.one("anything_loaded") is None
    if not empty:
        raise IllegalStep(f"The store {store.url} holds data already: give the demo a new store.")
    data = plan(rows, seed)
    for kind, table in data.loads:
        reference.load(store, kind, table, DEMO, data.days[0])
    played = _play(store, data, progress)
    store.mark_demo(AS_OF_DATE, DEMO)
    return played


def _play(store: Store, data: Dataset, progress: Progress | None) -> DemoSummary:
    files, arrivals = _by_day(data.delays), _by_day(data.receipts)
    made = escalated = 0
    kept = list(agreements.notes())
    with tempfile.TemporaryDirectory() as folder:
        for done, day in enumerate(data.days, start=1):
            if day == AS_OF_DATE:
                _read_everything(store, day)
            while kept and kept[0][0] <= day:
                kept.pop(0)[1](store, day)
            if day in files:
                made += _import(store, Path(folder), day, files[day])
            if day in arrivals:
                receive(store, _receipts(arrivals[day]), WAREHOUSE, day)
                rate_resolved(store, day)
            if day in data.checks:
                escalated += escalations.sweep(store, day, DEMO)
            if day == AS_OF_DATE:
                digests.tell_day(store, DEMO, day)
            if progress:
                progress(done, len(data.days))
    tables = dict(data.loads)
    return DemoSummary(
        as_of=AS_OF_DATE,
        backorders=made,
        open=backorders.list_backorders(store, backorders.Filters(), AS_OF_DATE, limit=1).total,
        po_lines=tables["po_lines"].num_rows,
        order_lines=tables["order_lines"].num_rows,
        delay_files=len(files),
        receipts=data.receipts.num_rows,
        escalations=escalated,
    )


def _read_everything(store: Store, day: date) -> None:
    """Everybody begins the last day with what that day brings."""
    for name, role in company.PEOPLE:
        inbox.mark_all_read(store, Actor(name, role), day)


def _by_day(table: pa.Table) -> dict[date, pa.Table]:
    if not table.num_rows:
        return {}
    days = table["on"].to_numpy()
    starts = np.flatnonzero(np.r_[True, days[1:] != days[:-1]])
    rest = table.drop_columns(["on"])
    spans = zip(starts, np.diff(np.r_[starts, len(days)]), strict=True)
    return {days[start].astype(object): rest.slice(start, length) for start, length in spans}


def _import(store: Store, folder: Path, day: date, rows: pa.Table) -> int:
    path = folder / f"po_delays_{day}.csv"
    csv.write_csv(rows, path)
    result = apply_file(store, "po-delays", path, path.name, day, None, DEMO)
    path.unlink()
    return result.created


def _receipts(rows: pa.Table) -> list[Receipt]:
    names = ("po_number", "po_line", "quantity", "received_on")
    values = zip(*(rows[name].to_pylist() for name in names), strict=True)
    return [Receipt(number, line, Decimal(units), on) for number, line, units, on in values]
