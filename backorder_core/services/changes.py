"""What one use-case writes, collected while it decides and written in bulk at its end.

Each changed backorder gets one new version, one superseded state and one ledger entry; the statement that
changes it names the version it was read in, so a change made meanwhile by somebody else is never lost.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from backorder_core.domain.approvals import Route
from backorder_core.domain.errors import Conflict, IllegalStep
from backorder_core.domain.notices import Notice
from backorder_core.domain.values import Actor, Role, Trigger, line_value
from backorder_core.services.outbox import Cause, Done, Outbox
from backorder_core.services.records import Record, columns_of, kind_of, text_of
from backorder_core.services.states import QUANTITY, State, ledger_facts
from backorder_core.store import LedgerEntry, Writer

FIRST_BLOCK, LARGEST_BLOCK = 25, 25_600
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True)
class PoLine:
    """What changes on a PO line; quantities in units, ``eta`` None where unknown."""

    id: int
    eta: date | None
    received: Decimal
    cancelled: Decimal
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """What a row of ``po_lines`` says."""
        return cls(row["id"], row["eta"], row["received"], row["cancelled"], row["version"])

    def as_text(self) -> dict[str, str | None]:
        """Ledgered fields as DuckDB casts them to text."""
        return {
            "eta": self.eta.isoformat() if self.eta else None,
            "received": str(self.received.quantize(QUANTITY)),
            "cancelled": str(self.cancelled.quantize(QUANTITY)),
        }


@dataclass(frozen=True)
class EtaChange:
    """One given ETA; ordinal 0 is the one a backorder is made with."""

    backorder: State
    ordinal: int
    previous: date | None
    new: date | None
    trigger: Trigger
    source: str
    words: str


class Changes:
    """Collects the writes of one use-case in one transaction; nothing is written before ``flush``.

    What changes holds from ``on``; the ledger says that it was entered on ``entered_on``, which may be later.
    """

    def __init__(
        self,
        writer: Writer,
        actor: Actor,
        on: date,
        import_id: int | None = None,
        entered_on: date | None = None,
    ) -> None:
        self.writer = writer
        self.actor = actor
        self.on = on
        self.entered_on = entered_on or on
        self.import_id = import_id
        self._ids: Iterator[int] = iter(())
        self._block = FIRST_BLOCK
        self._outbox = Outbox(writer, Cause(actor.name, on, import_id), self.new_id)
        self._begin()

    def _begin(self) -> None:
        self._ledger: list[LedgerEntry] = []
        self._created: list[State] = []
        self._changed: list[tuple[State, State]] = []
        self._po_lines: list[PoLine] = []
        self._confirmed: list[int] = []
        self._rows: defaultdict[str, list[Mapping[str, object]]] = defaultdict(list)
        self._records: defaultdict[tuple[int, str], list[Mapping[str, object]]] = defaultdict(list)
        self._retold: list[int] = []
        self._rescheduled: list[int] = []

    def new_id(self) -> int:
        """An id that no row has yet."""
        taken = next(self._ids, None)
        if taken is None:
            self._ids = iter(self.writer.numbers("id", self._block))
            self._block = min(self._block * 4, LARGEST_BLOCK)
            taken = next(self._ids)
        return taken

    def add(self, name: str, row: Mapping[str, object]) -> None:
        """A row for one of the ``append_…`` statements."""
        self._rows[name].append(row)

    def enter(
        self,
        action: str,
        kind: str,
        subject: int,
        version: int,
        before: Mapping[str, str | None],
        after: Mapping[str, str | None],
    ) -> None:
        """A ledger entry with the fields that differ; several of one use-case keep their order."""
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        entry = LedgerEntry(
            business_on=self.entered_on,
            who=self.actor.name,
            action=action,
            kind=kind,
            subject=subject,
            version=version,
            before=_json({name: before[name] for name in changed if name in before}),
            after=_json({name: after[name] for name in changed if name in after}),
            import_id=self.import_id,
        )
        self._ledger.append(entry)

    def create(self, state: State, action: str) -> None:
        """A new backorder with its lines."""
        self._created.append(state)
        self.enter(action, "backorder", state.id, state.version, {}, ledger_facts(state))

    def change(self, before: State, after: State, action: str) -> State:
        """The next version of a backorder; ``IllegalStep`` where it changed on a later day already."""
        if before.valid_from > self.on:
            raise IllegalStep(
                f"{before.number} was already changed on {before.valid_from}: "
                f"a change dated {self.on} cannot be entered before it."
            )
        saved = replace(after, version=before.version + 1, valid_from=self.on)
        self._changed.append((before, saved))
        self._outbox.happened(Done(saved.id, saved.number, saved.version, action))
        was, now = ledger_facts(before, saved), ledger_facts(saved, before)
        self.enter(action, "backorder", saved.id, saved.version, was, now)
        return saved

    def change_po_line(self, before: PoLine, after: PoLine, action: str) -> None:
        """The next version of a PO line."""
        saved = replace(after, version=before.version + 1)
        self._po_lines.append(saved)
        self.enter(action, "po_line", saved.id, saved.version, before.as_text(), saved.as_text())

    def confirm(self, po_line_ids: Iterable[int]) -> None:
        """The supplier's date for these lines was heard again today."""
        self._confirmed.extend(po_line_ids)

    def put(self, before: Record | None, after: Record, action: str) -> None:
        """The first version of a record where ``before`` is None, or the next one, with its ledger entry."""
        kind = kind_of(after)
        version = before.version + 1 if before else 1
        self.enter(action, kind.name, after.id, version, text_of(before) if before else {}, text_of(after))
        statement = kind.statement if before else kind.first
        self._records[version, statement].append({**columns_of(after), "version": version})

    def give_eta(self, given: EtaChange) -> None:
        """A row in the chain of ETAs."""
        self.add(
            "append_eta_revisions",
            {
                "id": self.new_id(),
                "po_line_id": given.backorder.po_line_id,
                "backorder_id": given.backorder.id,
                "ordinal": given.ordinal,
                "previous_eta": given.previous,
                "new_eta": given.new,
                "cause_of_change": int(given.trigger),
                "source": given.source,
                "words": given.words,
                "who": self.actor.name,
                "revised_on": self.on,
                "import_id": self.import_id,
                "recorded_at": self.writer.now,
            },
        )

    def ask_approval(
        self,
        state: State,
        route: Route,
        value: Decimal,
        settings_version: int,
        round_: int = 1,
        plan_id: int | None = None,
    ) -> None:
        """The approval steps that a backorder needs by a version of the settings, or that it needs none."""
        steps = [(role, "waiting") for role in route.steps] or [(Role.SUPERVISOR, "automatic")]
        for step, (role, condition) in enumerate(steps, start=1):
            self.add(
                "append_approvals",
                {
                    "id": self.new_id(),
                    "backorder_id": state.id,
                    "step": step,
                    "role": int(role),
                    "state": condition,
                    "reason": route.reason,
                    "value": value,
                    "backorder_version": state.version,
                    "settings_version": settings_version,
                    "requested_on": self.on,
                    "requested_by": self.actor.name,
                    "round": round_,
                    "plan_id": plan_id,
                },
            )

    def withdraw_approvals(self, state: State, round_: int) -> None:
        """What still waits of a backorder's approvals up to a round is not asked any more."""
        self.add("withdraw_approvals", {"id": state.id, "round": round_})

    def notify(self, state: State, notices: Sequence[Notice]) -> None:
        """Queue notices; customer notices replace those still pending for the same backorder."""
        if any(notice.kind == "customer" for notice in notices):
            self._retold.append(state.id)
        self._outbox.tell(state.id, notices)

    def announce(self, notices: Sequence[Notice]) -> None:
        """Queue notices that speak of no single backorder."""
        self._outbox.tell(None, notices)

    def schedule(self, state: State, due_on: date, why: str) -> None:
        """Replace the follow-up by cadence that is due for a backorder by another one."""
        self._rescheduled.append(state.id)
        self.add(
            "append_follow_ups",
            {
                "id": self.new_id(),
                "backorder_id": state.id,
                "due_on": due_on,
                "why": why,
                "state": "due",
                "created_on": self.on,
                "import_id": self.import_id,
            },
        )

    def close_follow_ups(self, state: State) -> None:
        """Nothing is to be asked any more about a backorder that is closed."""
        self._rescheduled.append(state.id)

    def flush(self) -> None:
        """Write everything; ``Conflict`` where a backorder or PO line changed since it was read.

        Large use-cases do so after each part of their work, so that one part at a time is in memory.
        """
        self._write_created()
        self._write_changed()
        self._write_po_lines()
        writer = self.writer
        if self._retold:
            writer.append("supersede_customer_notices", self._ids_of(self._retold))
        if self._rescheduled:
            writer.append("drop_follow_ups", self._ids_of(self._rescheduled))
        for name, rows in self._rows.items():
            writer.append(name, rows)
        self._outbox.flush()
        for (_, statement), records in sorted(self._records.items(), key=lambda item: item[0]):
            if writer.append(statement, records) != len(records):
                raise Conflict("Somebody else changed this meanwhile: reload and try again.")
        writer.record(self._ledger)
        self._begin()

    def _ids_of(self, ids: Sequence[int]) -> list[dict[str, object]]:
        return [{"id": one, "import_id": self.import_id, "valid_from": self.on} for one in ids]

    def _write_created(self) -> None:
        writer = self.writer
        writer.append("append_backorders", [self._columns(state) for state in self._created])
        writer.append("append_backorder_lines", [row for state in self._created for row in _line_rows(state)])

    def _write_changed(self) -> None:
        if not self._changed:
            return
        writer = self.writer
        rows = [self._columns(after) for _, after in self._changed]
        writer.append("keep_past_states", rows)
        if writer.append("change_backorders", rows) != len(rows):
            raise Conflict("A backorder was changed by somebody else meanwhile: reload and try again.")
        moved = [after for before, after in self._changed if before.lines != after.lines]
        writer.append("close_backorder_lines", [{"id": s.id, "valid_from": self.on} for s in moved])
        writer.append("append_backorder_lines", [row for state in moved for row in _line_rows(state)])

    def _write_po_lines(self) -> None:
        rows = [vars(line) for line in self._po_lines]
        if self.writer.append("change_po_lines", rows) != len(rows):
            raise Conflict("A PO line was changed by somebody else meanwhile: reload and try again.")
        self.writer.append(
            "confirm_po_lines",
            [{"id": one, "confirmed_on": self.on} for one in dict.fromkeys(self._confirmed)],
        )

    def _columns(self, state: State) -> dict[str, object]:
        codes = {name: int(value) for name, value in vars(state).items() if isinstance(value, int)}
        row = {**vars(state), **codes, "recorded_at": self.writer.now, "level_cleared": state.level_cleared}
        del row["lines"]
        return row


def _line_rows(state: State) -> list[dict[str, object]]:
    return [
        {
            "backorder_id": state.id,
            "order_line_id": line.order_line_id,
            "customer_id": line.customer_id,
            "tier": int(line.tier),
            "impact": int(line.impact),
            "emergency": line.emergency,
            "unit_price": line.unit_price,
            "quantity": line.quantity,
            "received": line.received,
            "cancelled": line.cancelled,
            "value": line_value(line.open, line.unit_price),
            "score_base": line.score.base,
            "score_per_day": line.score.per_day,
            "version": state.version,
            "valid_from": state.valid_from,
        }
        for line in state.lines
    ]
