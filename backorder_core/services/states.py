"""A backorder as the use-cases hold it: the facts, who is short, and what follows from both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from backorder_core.domain import priority
from backorder_core.domain.lifecycle import Facts, headline
from backorder_core.domain.priority import Demand, Score
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Cause, Impact, Status, Tier, line_value
from backorder_core.store import Reader

SCORE = Decimal("0.000001")
QUANTITY = Decimal("0.001")
CENT = Decimal("0.01")
SCALES = {
    "quantity": QUANTITY,
    "received": QUANTITY,
    "cancelled": QUANTITY,
    "value": CENT,
    "amount": CENT,
    "score_base": SCORE,
    "score_per_day": SCORE,
    "cost": CENT,
    "fixed_cost": CENT,
    "unit_cost": Decimal("0.0001"),
    "compensation_cost": CENT,
    "late_unit_days": QUANTITY,
    "units_at_risk": QUANTITY,
    "on_time": CENT,
    "penalty": Decimal("0.0001"),
    "cap": CENT,
    "rating": CENT,
}
NO_SCORE = Score(ZERO, ZERO)
ORDERED = ("order_number", "order_line", "need_date", "order_date")
UNLEDGERED = {"id", "version", "valid_from", "lines"}


@dataclass(frozen=True)
class Line:
    """One affected customer order line; quantities in units, ``unit_price`` as ordered."""

    order_line_id: int
    order_number: str
    order_line: str
    customer_id: int
    customer: str
    tier: Tier
    impact: Impact
    emergency: bool
    unit_price: Decimal
    need_date: date
    order_date: date
    quantity: Decimal
    received: Decimal = ZERO
    cancelled: Decimal = ZERO
    score: Score = field(default=NO_SCORE, compare=False)

    @property
    def open(self) -> Decimal:
        """Units still missing."""
        return self.quantity - self.received - self.cancelled

    def demand(self) -> Demand:
        """The same as the priority rules want it."""
        return Demand(
            order_line_id=self.order_line_id,
            order_number=self.order_number,
            order_line=self.order_line,
            customer_id=self.customer_id,
            customer=self.customer,
            tier=self.tier,
            impact=self.impact,
            emergency=self.emergency,
            open_quantity=self.open,
            unit_price=self.unit_price,
            need_date=self.need_date,
            order_date=self.order_date,
        )

    @classmethod
    def of(cls, demand: Demand, quantity: Decimal) -> Self:
        """A line that is short by ``quantity`` of a demand."""
        return cls(
            order_line_id=demand.order_line_id,
            order_number=demand.order_number,
            order_line=demand.order_line,
            customer_id=demand.customer_id,
            customer=demand.customer,
            tier=demand.tier,
            impact=demand.impact,
            emergency=demand.emergency,
            unit_price=demand.unit_price,
            need_date=demand.need_date,
            order_date=demand.order_date,
            quantity=quantity,
        )


@dataclass(frozen=True)
class State:
    """One version of a backorder: the columns of ``backorders`` and its current lines."""

    id: int
    number: str
    po_line_id: int
    supplier_id: int
    product_id: int
    created_on: date
    cause: Cause
    reason: str
    original_due: date
    quantity: Decimal
    received: Decimal
    cancelled: Decimal
    eta: date | None
    revisions: int
    level: int
    level_cleared: bool
    level_reason: str
    closed_on: date | None
    status: Status
    value: Decimal
    score_base: Decimal
    score_per_day: Decimal
    tier: Tier
    customers: int
    settings_version: int
    version: int
    valid_from: date
    lines: tuple[Line, ...]

    @property
    def facts(self) -> Facts:
        """The facts that the headline follows from."""
        return Facts(
            self.quantity, self.received, self.cancelled, self.revisions, self.level, self.level_cleared
        )

    def with_facts(self, facts: Facts) -> Self:
        """The same backorder with other facts; derive it again before saving."""
        return replace(self, **vars(facts))

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Lines with something open."""
        return tuple(line.demand() for line in self.lines if line.open > 0)

    @property
    def vip_open(self) -> bool:
        """Whether a VIP still waits."""
        return any(line.tier is Tier.VIP and line.open > 0 for line in self.lines)

    def days_overdue(self, as_of: date) -> int:
        """Days since the original due date, never below 0."""
        return max(0, (as_of - self.original_due).days)

    def score_at(self, as_of: date) -> Decimal:
        """Priority score on a day."""
        return self.score_base + self.score_per_day * priority.delay(self.original_due, self.eta, as_of)


def derived(state: State, settings: Settings, settings_version: int, on: date) -> State:
    """Everything that follows from facts and lines: value, score parts, tier, customers, headline."""
    demands = state.demands
    lines = tuple(replace(line, score=priority.line_score(line.demand(), settings)) for line in state.lines)
    score = priority.score(demands, settings)
    status = headline(state.facts)
    return replace(
        state,
        lines=lines,
        value=sum((line_value(line.open, line.unit_price) for line in state.lines), ZERO).quantize(CENT),
        score_base=score.base,
        score_per_day=score.per_day,
        tier=min((d.tier for d in demands), default=state.tier),
        customers=len({d.customer_id for d in demands}),
        settings_version=settings_version,
        status=status,
        closed_on=(state.closed_on or on) if status.closed else None,
    )


def column_text(name: str, value: object) -> str | None:
    """A column's value as DuckDB casts it to text, the form that the ledger keeps."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(value.quantize(SCALES[name]))
    if isinstance(value, int):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def ledger_facts(state: State, beside: State | None = None) -> dict[str, str | None]:
    """All ledgered fields of a state as text, with ``lines`` folded into one field.

    Given another version, only those that differ from it: what is equal has the same text.
    """
    facts = {
        name: column_text(name, value)
        for name, value in vars(state).items()
        if name not in UNLEDGERED and (beside is None or getattr(beside, name) != value)
    }
    if beside is None or beside.lines != state.lines:
        facts["lines"] = ";".join(
            f"{line.order_line_id}:{line.quantity:.3f}/{line.received:.3f}/{line.cancelled:.3f}"
            for line in sorted(state.lines, key=lambda line: line.order_line_id)
        )
    return facts


def load_states(reader: Reader, ids: Sequence[int]) -> dict[int, State]:
    """Current states by id, with their current lines; ids that do not exist are left out."""
    if not ids:
        return {}
    return {state.id: state for state in states_of(reader, reader.dicts("current_backorders", ids=list(ids)))}


def states_of(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[State]:
    """The states that rows of ``backorders`` are, with their current lines, in the order given."""
    lines = _current_lines(reader, [row["id"] for row in rows])
    return [_state_of(row, lines[row["id"]]) for row in rows]


def by_id(reader: Reader, name: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The rows of a named statement that looks ids up, by id; each table alone is found by its key.

    A join of them would be planned longer than all of them take, and read what no key leads to.
    """
    wanted = list(dict.fromkeys(ids))
    return {row["id"]: row for row in reader.dicts(name, ids=wanted)} if wanted else {}


def _current_lines(reader: Reader, ids: Sequence[int]) -> Mapping[int, Sequence[Line]]:
    rows = reader.dicts("current_backorder_lines", ids=list(ids)) if ids else []
    orders = by_id(reader, "order_lines_by_id", (row["order_line_id"] for row in rows))
    customers = by_id(reader, "customers_by_id", (row["customer_id"] for row in rows))
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for row in rows:
        order = {name: orders[row["order_line_id"]][name] for name in ORDERED}
        named = {**row, **order, "customer": customers[row["customer_id"]]["name"]}
        lines[named.pop("backorder_id")].append(line_of(named))
    return lines


def load_past_states(reader: Reader, versions: Mapping[int, int]) -> dict[int, State]:
    """Superseded states by id, each in the version asked for, with its lines."""
    asked = {"ids": list(versions), "versions": list(versions.values())}
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for row in reader.dicts("past_backorder_lines", **asked):
        score = Score(row.pop("score_base"), row.pop("score_per_day"))
        lines[row.pop("backorder_id")].append(line_of({**row, "score": score}))
    return {row["id"]: _state_of(row, lines[row["id"]]) for row in reader.dicts("past_backorders", **asked)}


def line_of(row: Mapping[str, Any]) -> Line:
    """A line from its columns."""
    return Line(**{**row, "tier": Tier(row["tier"]), "impact": Impact(row["impact"])})


def _state_of(row: Mapping[str, Any], lines: Iterable[Line]) -> State:
    known = {name: row[name] for name in State.__dataclass_fields__ if name != "lines"}
    codes = {"cause": Cause(row["cause"]), "status": Status(row["status"]), "tier": Tier(row["tier"])}
    return State(**{**known, **codes}, lines=tuple(lines))


def load_demands(reader: Reader, po_line_ids: Sequence[int]) -> dict[int, tuple[Demand, ...]]:
    """Open customer demands by PO line: what is allocated and neither received nor released."""
    rows = reader.dicts("open_allocations", po_line_ids=list(po_line_ids)) if po_line_ids else []
    orders = by_id(reader, "order_lines_by_id", (row["order_line_id"] for row in rows))
    customers = by_id(reader, "customers_by_id", (order["customer_id"] for order in orders.values()))
    demands: defaultdict[int, list[Demand]] = defaultdict(list)
    for row in rows:
        order = orders[row["order_line_id"]]
        demand = _demand_of(row, order, customers[order["customer_id"]])
        demands[row["po_line_id"]].append(demand)
    return {key: tuple(value) for key, value in demands.items()}


def _demand_of(row: Mapping[str, Any], order: Mapping[str, Any], customer: Mapping[str, Any]) -> Demand:
    return Demand(
        order_line_id=order["id"],
        order_number=order["order_number"],
        order_line=order["order_line"],
        customer_id=customer["id"],
        customer=customer["name"],
        tier=Tier(customer["tier"]),
        impact=Impact(order["impact"]),
        emergency=order["emergency"],
        open_quantity=row["open_quantity"],
        unit_price=order["unit_price"],
        need_date=order["need_date"],
        order_date=order["order_date"],
    )
