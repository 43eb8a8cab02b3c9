"""One backorder whole: who is affected, why its score is what it is, who decides, what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from backorder_core.domain import priority
from backorder_core.domain.errors import NotFound
from backorder_core.domain.priority import BandMove, Demand, Term
from backorder_core.domain.recommend import Action
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import Cause, Impact, Role, Tier, Trigger
from backorder_core.services.backorders import BackorderRow, row_of
from backorder_core.services.reports import recommended
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class AffectedLine:
    """A customer order line that is short; quantities in units, ``value`` is the open value.

    ``by_rule`` says that no file allocated the units to it but the rule (need date, then priority).
    """

    order_line_id: int
    order_number: str
    order_line: str
    customer: str
    customer_code: str
    account_manager: str
    tier: Tier
    impact: Impact
    emergency: bool
    quantity: Decimal
    received: Decimal
    cancelled: Decimal
    unit_price: Decimal
    value: Decimal
    need_date: date
    by_rule: bool = False

    @property
    def open(self) -> Decimal:
        """Units still missing."""
        return self.quantity - self.received - self.cancelled


@dataclass(frozen=True)
class EtaChange:
    """One given date; ordinal 0 is the one the backorder was made with."""

    ordinal: int
    previous: date | None
    new: date | None
    trigger: Trigger
    source: str
    words: str
    who: str
    on: date


@dataclass(frozen=True)
class HistoryEntry:
    """One ledger entry: the changed fields as text, before and after; ``at`` is UTC."""

    at: datetime
    on: date
    who: str
    action: str
    before: dict[str, str | None]
    after: dict[str, str | None]
    kind: str = "backorder"


@dataclass(frozen=True)
class ApprovalStep:
    """One step of the approval route and how it stands."""

    step: int
    role: Role
    state: str
    reason: str
    value: Decimal
    decided_by: str | None
    decided_at: datetime | None
    comment: str | None


@dataclass(frozen=True)
class NoticeLine:
    """One notice about a backorder."""

    kind: str
    to: str
    subject: str
    state: str
    on: date


@dataclass(frozen=True)
class BackorderDetail:
    """Everything about one backorder as of a day; ``delay`` in days is what its score counts."""

    row: BackorderRow
    category: str
    cause: Cause
    reason: str
    created_on: date
    original_due: date
    order_date: date
    ordered: Decimal
    received: Decimal
    cancelled: Decimal
    closed_on: date | None
    confirmed_on: date | None
    level: int
    level_cleared: bool
    level_reason: str
    settings_version: int
    delay: int
    affected: tuple[AffectedLine, ...]
    terms: tuple[Term, ...]
    moves: tuple[BandMove, ...]
    approvals: tuple[ApprovalStep, ...]
    etas: tuple[EtaChange, ...]
    history: tuple[HistoryEntry, ...]
    notices: tuple[NoticeLine, ...]
    action: Action | None
    follow_up_on: date | None


def show_backorder(store: Store, number: str, as_of: date) -> BackorderDetail:
    """One backorder as of a day; ``NotFound`` where it does not exist or did not exist yet."""
    with store.read() as reader:
        settings = read_settings(reader)[1]
        wanted = number.strip().upper()
        row = next(iter(reader.dicts("one_backorder", number=wanted, as_of=as_of)), None)
        if row is None:
            raise NotFound(_missing(reader, wanted, as_of))
        return _detail(reader, row, as_of, settings)


def _missing(reader: Reader, number: str, as_of: date) -> str:
    created = reader.one("created_on_of", number=number)
    if created and created[0]:
        return f"Backorder {number} was created on {created[0]}, after {as_of}: choose a later as-of date."
    return f"There is no backorder {number}: check the number, or search the list."


def _detail(reader: Reader, row: Mapping[str, Any], as_of: date, settings: Settings) -> BackorderDetail:
    days = priority.delay(row["original_due"], row["eta"], as_of)
    scoring = _scoring(reader, row["settings_version"], settings)
    lines = reader.dicts("affected_lines", id=row["id"], as_of=as_of, delay=days)
    demands = tuple(_demand(line) for line in lines)
    closed = row["closed_on"] is not None
    due = reader.one("next_follow_up", id=row["id"])
    return BackorderDetail(
        row=row_of(row, lines[0]["customer"] if lines else "", as_of, settings),
        category=row["category"],
        cause=Cause(row["cause"]),
        reason=row["reason"],
        created_on=row["created_on"],
        original_due=row["original_due"],
        order_date=row["order_date"],
        ordered=row["ordered"],
        received=row["received"],
        cancelled=row["cancelled"],
        closed_on=row["closed_on"],
        confirmed_on=row["eta_confirmed_on"],
        level=row["level"],
        level_cleared=row["level_cleared"],
        level_reason=row["level_reason"],
        settings_version=row["settings_version"],
        delay=days,
        affected=tuple(_affected(line) for line in lines),
        terms=priority.explain(demands, days, scoring),
        moves=priority.band_moves(demands, row["original_due"], row["eta"], as_of, scoring),
        approvals=_approvals(reader, row["id"]),
        etas=_etas(reader, row["id"], as_of),
        history=_history(reader, row["id"], as_of),
        notices=_notices(reader, row["id"], as_of),
        action=None if closed else recommended(reader, [row], as_of, settings)[row["id"]],
        follow_up_on=due[0] if due else None,
    )


def _scoring(reader: Reader, version: int, settings: Settings) -> Settings:
    """The settings that a score was computed with, under the bands in force."""
    found = reader.one("settings_of_version", version=version)
    then = Settings.model_validate_json(found[0]) if found else DEFAULTS
    bands = {name: getattr(settings.priority, name) for name in ("critical_from", "high_from", "medium_from")}
    return then.model_copy(update={"priority": then.priority.model_copy(update=bands)})


def _approvals(reader: Reader, backorder_id: int) -> tuple[ApprovalStep, ...]:
    steps = reader.rows("approval_steps", id=backorder_id)
    return tuple(ApprovalStep(step[0], Role(step[1]), *step[2:]) for step in steps)


def _etas(reader: Reader, backorder_id: int, as_of: date) -> tuple[EtaChange, ...]:
    given = reader.rows("eta_chain", id=backorder_id, as_of=as_of)
    return tuple(EtaChange(eta[0], eta[1], eta[2], Trigger(eta[3]), *eta[4:]) for eta in given)


def _history(reader: Reader, backorder_id: int, as_of: date) -> tuple[HistoryEntry, ...]:
    entries = reader.rows("history_of", id=backorder_id, as_of=as_of)
    return tuple(
        HistoryEntry(one[0], one[1], one[2], one[3], json.loads(one[4]), json.loads(one[5]), one[6])
        for one in entries
    )


def _notices(reader: Reader, backorder_id: int, as_of: date) -> tuple[NoticeLine, ...]:
    told = reader.rows("notices_of", id=backorder_id, as_of=as_of)
    return tuple(NoticeLine(one[0], one[2] or Role(one[1]).label, *one[3:]) for one in told)


def _demand(line: Mapping[str, Any]) -> Demand:
    return Demand(
        order_line_id=line["order_line_id"],
        order_number=line["order_number"],
        order_line=line["order_line"],
        customer_id=line["customer_id"],
        customer=line["customer"],
        tier=Tier(line["tier"]),
        impact=Impact(line["impact"]),
        emergency=line["emergency"],
        open_quantity=line["quantity"] - line["received"] - line["cancelled"],
        unit_price=line["unit_price"],
        need_date=line["need_date"],
        order_date=line["order_date"],
    )


def _affected(line: Mapping[str, Any]) -> AffectedLine:
    return AffectedLine(
        order_line_id=line["order_line_id"],
        order_number=line["order_number"],
        order_line=line["order_line"],
        customer=line["customer"],
        customer_code=line["customer_code"],
        account_manager=line["account_manager"],
        tier=Tier(line["tier"]),
        impact=Impact(line["impact"]),
        emergency=line["emergency"],
        quantity=line["quantity"],
        received=line["received"],
        cancelled=line["cancelled"],
        unit_price=line["unit_price"],
        value=line["value"],
        need_date=line["need_date"],
        by_rule=line["by_rule"],
    )
