"""Many at once on the same backorders: nothing lost, and of two who decide exactly one does."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from backorder_core.domain.approvals import StepState
from backorder_core.domain.errors import Conflict, Refusal
from backorder_core.domain.values import Actor, Role, Trigger
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.checks import check
from backorder_core.services.holding import Seen
from backorder_core.services.work import deciding, etas
from backorder_core.store import Store
from tests.reliability.kills import LINES, NUMBERS
from tests.small_company import CREATED, PLANNER, SAM, SmallCompany, waiting_step

SUE = Actor("Sue", Role.SUPERVISOR)
TRIES = 10_000


def unguarded(store: Store) -> Store:
    """Take the queue of writers away: what then keeps them apart is the store's own snapshot isolation."""
    setattr(store, "_writing", nullcontext())  # noqa: B010 - it is a lock
    return store


def versions(store: Store) -> dict[str, int]:
    """The version of every open backorder."""
    page = list_backorders(store, Filters(), CREATED, SortKey.NUMBER, False, limit=0)
    return {row.number: row.version for row in page.rows}


def all_at_once(work: Sequence[Callable[[], None]]) -> None:
    """Run everything in a thread each, begun together; the first failure is raised."""
    start = threading.Barrier(len(work))

    def begin(one: Callable[[], None]) -> None:
        start.wait(60)
        one()

    with ThreadPoolExecutor(len(work)) as pool:
        list(pool.map(begin, work))


def update_together(store: Store, threads: int, updates: int) -> int:
    """``threads`` times ``updates`` new ETAs on five backorders; how many were applied, none of them lost.

    Every fourth thread says which version it saw, and looks again where that changed.
    """
    before = versions(store)
    each = -(-updates // LINES)

    def work(thread: int) -> None:
        for turn in range(updates):
            place = (turn + thread) % LINES
            eta = CREATED + timedelta(days=30 + thread * each + turn // LINES)
            _update(store, NUMBERS[place], eta, f"eta-{thread}-{turn}", looking=thread % 4 == 0)

    all_at_once([partial(work, thread) for thread in range(threads)])
    after = versions(store)
    with store.read() as reader:
        words = reader.cursor.execute("select words from eta_revisions where words like 'eta-%'").fetchall()
    said = Counter(row[0] for row in words)
    assert said == Counter(f"eta-{thread}-{turn}" for thread in range(threads) for turn in range(updates))
    assert sum(after.values()) - sum(before.values()) == said.total()
    assert check(store) == ()
    return said.total()


def _update(store: Store, number: str, eta: date, words: str, *, looking: bool) -> None:
    for _ in range(TRIES):
        seen = Seen(number, versions(store)[number] if looking else None)
        update = etas.EtaUpdate((seen,), eta, Trigger.SUPPLIER_COMMUNICATION, words)
        try:
            assert etas.update_etas(store, update, PLANNER, CREATED) == (number,)
        except Conflict:
            continue
        return
    raise AssertionError(f"{words} found no gap in {TRIES} tries")


def to_decide(store: Store, folder: Path, count: int) -> None:
    """So many backorders that wait for a supervisor."""
    company = SmallCompany(store, folder)
    for place in range(count):
        company.po_line(f"PO-{place}")
        company.order(f"SO-{place}", f"PO-{place}", 10, "C-INDUS")
    company.delays(*(f"PO-{place},10,2025-02-15,late,," for place in range(count)))


def race_of_approvers(store: Store, number: str, chance: random.Random) -> str:
    """Two supervisors decide on the same step at once; who did. The other one is refused, in a sentence."""
    step = waiting_step(store, number)
    assert step is not None
    choices = chance.choices((StepState.APPROVED, StepState.REJECTED), k=2)
    seen = Seen(number, versions(store)[number])
    done: list[str] = []

    def decide(actor: Actor, decision: StepState) -> None:
        try:
            deciding.decide_approval(
                store, deciding.Verdict(seen, step.id, decision, "so it is"), actor, CREATED
            )
        except Refusal:
            return
        done.append(actor.name)

    all_at_once([partial(decide, *one) for one in zip((SAM, SUE), choices, strict=True)])
    assert len(done) == 1, f"{number} was decided {len(done)} times"
    with store.read() as reader:
        rows = reader.cursor.execute(
            "select s.state, s.decided_by, d.decision, d.decided_by from approvals as s "
            "join approval_decisions as d on d.approval_id = s.id where s.id = $id",
            {"id": step.id},
        ).fetchall()
    decided = choices[(SAM.name, SUE.name).index(done[0])].value
    assert rows == [(decided, done[0], decided, done[0])]
    return done[0]


def race_of_eta_and_approval(store: Store, number: str, days: int, chance: random.Random) -> str:
    """A new ETA and an approval of what was seen before it, at once: never an approval of what changed."""
    step = waiting_step(store, number)
    assert step is not None
    seen = Seen(number, versions(store)[number])
    done: list[str] = []
    later = chance.uniform(-0.02, 0.02)

    def approve() -> None:
        time.sleep(max(0, later))
        verdict = deciding.Verdict(seen, step.id, StepState.APPROVED)
        try:
            deciding.decide_approval(store, verdict, SAM, CREATED)
        except Refusal:
            return
        done.append("approved")

    def update() -> None:
        time.sleep(max(0, -later))
        eta = CREATED + timedelta(days=days)
        wanted = etas.EtaUpdate((seen,), eta, Trigger.SUPPLIER_COMMUNICATION, "moved")
        etas.update_etas(store, wanted, PLANNER, CREATED)
        done.append("moved")

    all_at_once([approve, update])
    assert "moved" in done
    with store.read() as reader:
        rows = reader.cursor.execute(
            "select (select max(l.seq) from ledger as l where l.kind = 'backorder' and l.subject = b.id), "
            "(select max(l.seq) from ledger as l "
            " join approval_decisions as d on l.kind = 'decision' and l.subject = d.id "
            " where d.backorder_id = b.id) "
            "from backorders as b where b.number = $number",
            {"number": number},
        ).fetchall()
    moved, approved = rows[0]
    assert (approved is not None) == ("approved" in done)
    assert approved is None or approved < moved, f"{number} was approved after its ETA had changed"
    return "approved first" if approved else "refused as stale"
