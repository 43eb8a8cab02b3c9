"""Make backorders: who goes short, what it is worth, who must approve, who is told, when to follow up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backorder_core.domain import cadence, escalation, intake, notices, priority
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Status, Tier, Trigger
from backorder_core.services import approving
from backorder_core.services.changes import Changes, EtaChange
from backorder_core.services.states import Line, State, derived

Earlier = dict[int, list[tuple[date, Decimal, set[int]]]]


@dataclass(frozen=True)
class NewBackorder:
    """What a backorder is made of: a PO line, the delayed quantity (units) and the date given."""

    po_line_id: int
    po_number: str
    supplier_id: int
    supplier: str
    product_id: int
    product: str
    product_name: str
    original_due: date
    previous_eta: date | None
    eta: date | None
    quantity: Decimal
    words: str
    demands: tuple[Demand, ...]


def make_backorders(
    changes: Changes, wanted: Sequence[NewBackorder], settings: Settings, version: int, source: str
) -> list[State]:
    """Make one backorder each, in the order given, with everything that follows (RULES, Intake)."""
    if not wanted:
        return []
    earlier = _earlier(changes, [new.po_line_id for new in wanted])
    counter = f"BO-{changes.on.year}"
    numbers = changes.writer.numbers(counter, len(wanted))
    made = []
    for number, new in zip(numbers, wanted, strict=True):
        state = _state(changes, new, f"{counter}-{number:04d}", settings, version)
        changes.create(state, "created")
        changes.give_eta(
            EtaChange(state, 0, new.previous_eta, new.eta, Trigger.SUPPLIER_COMMUNICATION, source, new.words)
        )
        _follow(changes, state, new, settings, earlier[new.po_line_id])
        made.append(state)
    return made


def _earlier(changes: Changes, po_line_ids: list[int]) -> Earlier:
    earlier: Earlier = defaultdict(list)
    for row in changes.writer.rows("values_asked_before", po_line_ids=po_line_ids):
        earlier[row[0]].append((row[1], row[2], set(row[3])))
    return earlier


def _state(changes: Changes, new: NewBackorder, number: str, settings: Settings, version: int) -> State:
    short = intake.shortfall(new.demands, new.quantity, new.original_due, new.eta, changes.on, settings)
    lines = tuple(
        Line.of(demand, short[demand.order_line_id])
        for demand in new.demands
        if demand.order_line_id in short
    )
    plain = State(
        id=changes.new_id(),
        number=number,
        po_line_id=new.po_line_id,
        supplier_id=new.supplier_id,
        product_id=new.product_id,
        created_on=changes.on,
        cause=intake.cause_of(new.words),
        reason=new.words,
        original_due=new.original_due,
        quantity=new.quantity,
        received=ZERO,
        cancelled=ZERO,
        eta=new.eta,
        revisions=0,
        level=0,
        level_cleared=False,
        level_reason="",
        closed_on=None,
        status=Status.OPEN,
        value=ZERO,
        score_base=ZERO,
        score_per_day=ZERO,
        tier=Tier.STANDARD,
        customers=0,
        settings_version=version,
        version=1,
        valid_from=changes.on,
        lines=lines,
    )
    return derived(_escalated(plain, changes.on, settings), settings, version, changes.on)


def _escalated(state: State, on: date, settings: Settings) -> State:
    due = escalation.due(state.days_overdue(on), state.vip_open, state.original_due, on, settings)
    return replace(state, level=due.level, level_reason=due.reason) if due else state


def _follow(
    changes: Changes,
    state: State,
    new: NewBackorder,
    settings: Settings,
    earlier: Sequence[tuple[date, Decimal, set[int]]],
) -> None:
    route, value = approving.routed(state, settings, earlier, changes.on)
    about = subject_of(state, new.product, new.product_name)
    approving.begin(changes, state, about, route, value)
    told = [*notices.for_creation(about, automatic=route.automatic, rules=settings.notifications)]
    if state.level:
        told += notices.for_escalation(about, state.level, state.level_reason, settings.notifications)
    changes.notify(state, told)
    band = priority.band(state.score_at(changes.on), settings)
    changes.schedule(
        state,
        cadence.follow_up_on(changes.on, band, state.vip_open, settings),
        "Ask the supplier for the ETA",
    )


def subject_of(state: State, product: str, product_name: str) -> notices.About:
    """What notices say about a backorder."""
    return notices.About(
        number=state.number,
        version=state.version,
        product=product,
        product_name=product_name,
        original_due=state.original_due,
        eta=state.eta,
        value=state.value,
        vip=state.vip_open,
        demands=state.demands,
    )
