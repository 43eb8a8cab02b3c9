"""Give open backorders a new ETA by hand: the impact first, then all of it in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backorder_core.domain import care, intake, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Actor, Band, Outcome, Trigger, plain
from backorder_core.domain.working_days import Calendar, moved
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.holding import Held, Seen, hold
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.revising import NewEta, revise_etas, revised, say_again
from backorder_core.services.supplier_calendars import calendars
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings

BY_HAND = "entered by hand"


@dataclass(frozen=True)
class EtaUpdate:
    """What the supplier said about one or several backorders; ``eta`` None where the date is unknown."""

    backorders: tuple[Seen, ...]
    eta: date | None
    trigger: Trigger
    words: str
    source: str = BY_HAND


@dataclass(frozen=True)
class EtaImpact:
    """What a new ETA does to one backorder; scores in points, values in money, days may be negative.

    ``outcome`` is UPDATED, or UNCHANGED where the same date is confirmed. ``delivers_on`` is the next day on
    which the supplier delivers, where the new ETA is none.
    """

    number: str
    version: int
    product: str
    outcome: Outcome
    previous: date | None
    eta: date | None
    additional_delay: int | None
    orders: int
    customers: int
    score_before: Decimal
    score_after: Decimal
    band_before: Band
    band_after: Band
    value_before: Decimal
    value_after: Decimal
    escalation: str | None
    level_after: int
    delivers_on: date | None = None


def open_of(store: Store, *, po_number: str | None = None, supplier: str | None = None) -> tuple[Seen, ...]:
    """The open backorders of one PO, or of one supplier (by code or name); ``NotFound`` without any."""
    with store.read() as reader:
        rows = reader.rows("open_backorders_of", po_number=po_number, supplier=supplier)
    if not rows:
        raise NotFound(f"Nothing of {po_number or supplier} is on backorder: check the name.")
    return tuple(Seen(*row) for row in rows)


def eta_impact(store: Store, update: EtaUpdate, as_of: date) -> tuple[EtaImpact, ...]:
    """What an update would do, backorder by backorder (RULES, ETA updates); nothing is written."""
    with store.read() as reader:
        version, settings = read_settings(reader)
        held = hold(reader, update.backorders)
        outcomes = _judged(held, update, as_of, settings)
        days_of = calendars(reader)
    impacts = (
        _impact(one, update.eta, outcome, as_of, settings, version)
        for one, outcome in zip(held, outcomes, strict=True)
    )
    return tuple(
        replace(impact, delivers_on=_other_day(days_of.get(one.state.supplier_id), update.eta))
        for one, impact in zip(held, impacts, strict=True)
    )


def _other_day(known: Calendar | None, eta: date | None) -> date | None:
    then = moved(known, eta)
    return None if then == eta else then


@permitted(Permission.DATE)
def update_etas(
    store: Store, update: EtaUpdate, actor: Actor, as_of: date, key: str | None = None
) -> tuple[str, ...]:
    """Save an update; the numbers of the backorders whose ETA changed.

    The same ETA is a confirmation. Raises ``InvalidInput`` for a date that cannot be, ``Conflict`` where a
    backorder changed since it was seen, ``IllegalStep`` for a closed one.
    """
    care.required(update.words, "What the supplier said")
    answer = once(store, key, (update, as_of), lambda writer: _update(writer, update, actor, as_of))
    return tuple(answer.split(",")) if answer else ()


def _update(writer: Writer, update: EtaUpdate, actor: Actor, as_of: date) -> str:
    version, settings = read_settings(writer)
    held = hold(writer, update.backorders)
    outcomes = _judged(held, update, as_of, settings)
    changes = Changes(writer, actor, as_of)
    moving = [one for one, how in zip(held, outcomes, strict=True) if how is Outcome.UPDATED]
    given = [
        NewEta(
            state=one.state,
            eta=update.eta,
            trigger=update.trigger,
            source=update.source,
            words=update.words.strip(),
            product=one.product,
            product_name=one.product_name,
        )
        for one in moving
    ]
    revise_etas(changes, given, settings, version)
    for one in moving:
        before = PoLine.of(one.line)
        if before.eta != update.eta:
            after = replace(before, eta=update.eta)
            changes.change_po_line(before, after, f"ETA updated with {one.state.number}")
    for one, how in zip(held, outcomes, strict=True):
        if how is Outcome.UNCHANGED:
            say_again(changes, one.state)
    changes.confirm(one.state.po_line_id for one in held)
    changes.flush()
    return ",".join(one.state.number for one in moving)


def _judged(held: Sequence[Held], update: EtaUpdate, as_of: date, settings: Settings) -> list[Outcome]:
    """UPDATED or UNCHANGED for each; ``InvalidInput`` where the date cannot be."""
    if len({one.state.id for one in held}) < len(held):
        raise InvalidInput("A backorder stands twice in this update: name each once.")
    outcomes = []
    for one in held:
        decision = intake.decide(_situation(one), intake.DelayReport(update.eta, None, ""), as_of, settings)
        if decision.outcome is Outcome.REJECTED:
            raise InvalidInput(f"{one.state.number}: {decision.reason}.")
        # a line whose units all came with receipts still has its backorder's units under way from elsewhere
        same = update.eta == one.state.eta
        outcomes.append(Outcome.UNCHANGED if same else Outcome.UPDATED)
    return outcomes


def _situation(one: Held) -> intake.LineSituation:
    return intake.LineSituation(
        po_number=one.po_number,
        po_line=one.po_line,
        order_date=one.line["order_date"],
        original_due=one.state.original_due,
        eta=one.state.eta,
        ordered=one.line["ordered"],
        received=one.line["received"],
        cancelled=one.line["cancelled"],
        demands=(),
        has_open_backorder=True,
        backorder_open=one.state.facts.open,
    )


def _impact(
    one: Held, eta: date | None, outcome: Outcome, as_of: date, settings: Settings, version: int
) -> EtaImpact:
    before = one.state
    after, raised = (before, None)
    if outcome is Outcome.UPDATED:
        after, raised = revised(before, eta, as_of, settings, version)
    demands = after.demands
    scores = before.score_at(as_of), after.score_at(as_of)
    return EtaImpact(
        number=before.number,
        version=before.version,
        product=one.product_name,
        outcome=outcome,
        previous=before.eta,
        eta=eta,
        additional_delay=(eta - before.eta).days if eta and before.eta else None,
        orders=len({demand.order_number for demand in demands}),
        customers=len({demand.customer_id for demand in demands}),
        score_before=scores[0],
        score_after=scores[1],
        band_before=priority.band(scores[0], settings),
        band_after=priority.band(scores[1], settings),
        value_before=before.value,
        value_after=after.value if after.facts.open > 0 else ZERO,
        escalation=raised.reason if raised else None,
        level_after=after.level,
    )


def as_json(impact: EtaImpact) -> dict[str, object]:
    """One impact as the command line and the API give it."""
    return {
        "number": impact.number,
        "outcome": impact.outcome.key,
        "previous": impact.previous.isoformat() if impact.previous else None,
        "eta": impact.eta.isoformat() if impact.eta else None,
        "additional_delay_days": impact.additional_delay,
        "orders": impact.orders,
        "customers": impact.customers,
        "score": {"before": plain(impact.score_before), "after": plain(impact.score_after)},
        "band": {"before": impact.band_before.label, "after": impact.band_after.label},
        "value": f"{impact.value_after:.2f}",
        "escalation": impact.escalation,
        "delivers_on": impact.delivers_on.isoformat() if impact.delivers_on else None,
    }
