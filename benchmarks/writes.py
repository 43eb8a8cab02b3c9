"""What saving costs, against a bare transaction that updates one row and inserts one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb

from backorder_core.domain.approvals import StepState
from backorder_core.domain.values import Actor, Role, Trigger
from backorder_core.services.backorders import BackorderRow, Filters, SortKey, list_backorders
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import turns
from backorder_core.services.work.deciding import Verdict, decide_approval
from backorder_core.services.work.etas import EtaUpdate, update_etas
from backorder_core.store import Store
from benchmarks.figures import Figure, figure
from benchmarks.large_store import AS_OF

SUPERVISOR = Actor("Sue", Role.SUPERVISOR)
PLANNER = Actor("Sarah", Role.PURCHASING_MANAGER)
LIMIT = 5.0


def seconds_of(works: Sequence[Callable[[], object]]) -> list[float]:
    """Seconds of each piece of work, the first two left out."""
    found = []
    for work in works:
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found[2:]


def bare(runs: int) -> list[float]:
    """A DuckDB file, one row updated and one inserted in each transaction."""
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "bare.duckdb"))
        connection.execute("create table facts (id bigint primary key, version integer)")
        connection.execute("create table entries (id bigint primary key, what varchar)")
        connection.execute("insert into facts select i, 1 from range(1000) as r(i)")

        def once(at: int) -> None:
            cursor = connection.cursor()
            cursor.execute("begin transaction")
            cursor.execute("update facts set version = version + 1 where id = $id", {"id": at})
            cursor.execute("insert into entries values ($id, 'changed')", {"id": at})
            cursor.execute("commit")
            cursor.close()

        found = seconds_of([partial(once, at) for at in range(runs + 2)])
        connection.close()
    return found


def writes(store: Store, runs: int) -> list[Figure]:
    """An ETA update, a receipt and an approval, each on backorders of their own."""
    base = figure("Bare transaction: one row updated, one inserted", bare(runs))
    rows = list_backorders(store, Filters(), AS_OF, SortKey.NUMBER, limit=3 * (runs + 2)).rows
    etas, receipts = rows[: runs + 2], rows[runs + 2 : 2 * (runs + 2)]
    waiting = turns.queue(store, SUPERVISOR, AS_OF, mine=True, limit=runs + 2).rows
    found = [base]
    for what, works in (
        ("ETA update", [partial(_date, store, row) for row in etas]),
        ("Receipt of some units", [partial(_receive, store, row) for row in receipts]),
        ("Approval", [partial(_approve, store, one) for one in waiting]),
    ):
        found.append(figure(what, seconds_of(works), "the bare transaction", base.median, LIMIT))
    return found


def _date(store: Store, row: BackorderRow) -> None:
    later: date = (row.eta or AS_OF) + timedelta(days=9)
    seen = (Seen(row.number, row.version),)
    update_etas(store, EtaUpdate(seen, later, Trigger.SUPPLIER_COMMUNICATION, "A week later"), PLANNER, AS_OF)


def _receive(store: Store, row: BackorderRow) -> None:
    receive(store, [Receipt(row.po_number, row.po_line, Decimal(3), AS_OF)], PLANNER, AS_OF)


def _approve(store: Store, turn: turns.Waiting) -> None:
    verdict = Verdict(Seen(turn.number, turn.version), turn.step_id, StepState.APPROVED)
    decide_approval(store, verdict, SUPERVISOR, AS_OF)
