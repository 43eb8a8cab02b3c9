"""Try a scenario out: the command centre before and after, and which backorders change; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.scenarios import SpendBudget, Step, as_words
from backorder_core.domain.values import Actor, Role, plain
from backorder_core.services import reports
from backorder_core.services.backorders import BackorderRow, Filters, list_backorders
from backorder_core.services.expediting import Spending, spending
from backorder_core.services.expediting import as_json as spending_json
from backorder_core.services.reports import CommandCenter
from backorder_core.services.scenarios.carrying import carry_out
from backorder_core.store import Inside, Store, Writer

# nothing of a trial is kept, so nobody's permission is used up by it
TRIAL = Actor("a trial", Role.ADMINISTRATOR)
SUPPOSED = "Supposed in a scenario"
MOST = 200


@dataclass(frozen=True)
class Changed:
    """One backorder before and after; ``before`` None where it would be new."""

    before: BackorderRow | None
    after: BackorderRow

    @property
    def score_change(self) -> Decimal:
        """By how many points its score changes."""
        return self.after.score - (self.before.score if self.before else Decimal(0))


@dataclass(frozen=True)
class Tried:
    """What steps would do as of a day, worked out on the ledger up to entry ``seq``."""

    steps: tuple[Step, ...]
    as_of: date
    seq: int
    before: CommandCenter
    after: CommandCenter
    changed: tuple[Changed, ...]
    changes: int
    spent: Spending | None = None


def try_out(store: Store, steps: Sequence[Step], as_of: date) -> Tried:
    """What the steps would do, one after the other, on today's store; all of it is taken back.

    Raises what carrying out a step refuses, and ``InvalidInput`` where there is no step.
    """
    if not steps:
        raise InvalidInput("Nothing is supposed yet: add a step first.")
    return store.rehearse(lambda writer: _measured(store, writer, tuple(steps), as_of))


def _measured(store: Store, writer: Writer, steps: tuple[Step, ...], as_of: date) -> Tried:
    """Carry the steps out in a transaction, as if approved, and compare before with after."""
    inside = Inside(store, writer)
    seq = int(writer.rows("ledger_head_seq")[0][0])
    before, rows = reports.command_center(inside, as_of), _rows(inside, as_of)
    spent = None
    for step in steps:
        if isinstance(step, SpendBudget):
            spent = spending(inside, step.amount, as_of)
        carry_out(store, writer, step, SUPPOSED, TRIAL, as_of, approved=True)
    after = reports.command_center(inside, as_of)
    known = {row.number: row for row in rows}
    found = [Changed(known.get(row.number), row) for row in _rows(inside, as_of)]
    moved = [one for one in found if one.before is None or _differs(one.before, one.after)]
    moved.sort(key=lambda one: (-abs(one.score_change), one.after.number))
    return Tried(steps, as_of, seq, before, after, tuple(moved), len(moved), spent)


def _rows(store: Store, as_of: date) -> tuple[BackorderRow, ...]:
    return list_backorders(store, Filters(), as_of, limit=0).rows


def _differs(before: BackorderRow, after: BackorderRow) -> bool:
    watched = ("score", "band", "status", "eta", "value", "stale")
    return any(getattr(before, name) != getattr(after, name) for name in watched)


def locations(store: Store) -> tuple[tuple[str, str], ...]:
    """Code and name of every place where stock can lie."""
    with store.read() as reader:
        return tuple((row[0], row[1]) for row in reader.rows("location_choices"))


def as_json(found: Tried) -> dict[str, Any]:
    """The document of ``backorders whatif``."""
    return {
        "as_of": found.as_of.isoformat(),
        "steps": [{**as_words(step), "sentence": step.sentence} for step in found.steps],
        "before": reports.as_json(found.before),
        "after": reports.as_json(found.after),
        "changes": found.changes,
        "expedite": spending_json(found.spent) if found.spent else None,
        "changed": [
            {
                "number": one.after.number,
                "new": one.before is None,
                "customer": one.after.customer,
                "supplier": one.after.supplier,
                "value": f"{one.after.value:.2f}",
                "score": {
                    "before": plain(one.before.score) if one.before else None,
                    "after": plain(one.after.score),
                },
                "band": {
                    "before": one.before.band.label if one.before else None,
                    "after": one.after.band.label,
                },
                "eta": {
                    "before": one.before.eta.isoformat() if one.before and one.before.eta else None,
                    "after": one.after.eta.isoformat() if one.after.eta else None,
                },
            }
            for one in found.changed[:MOST]
        ],
    }
