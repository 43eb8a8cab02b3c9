"""Where the missing units of a backorder could come from: offers, stock elsewhere, substitutes, compared.

Source: chapter, "Viewing Alternative Sources"; RULES, Alternative sources and the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from backorder_core.domain.settings import Settings
from backorder_core.domain.sourcing import Offered, Option
from backorder_core.domain.values import ZERO, OfferKind, Quality, money
from backorder_core.services.approving import round_of
from backorder_core.services.holding import Held, hold_one
from backorder_core.services.sourcing import best_plans
from backorder_core.services.states import Line
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

RELIABLE_OVER_DAYS = 365
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Source:
    """One way to get units: the option that plans count with, and what a buyer must know beside it.

    ``landed_cost`` is money for a unit when as many as possible are taken, purchase price included;
    ``constraint`` says what must happen first, empty where nothing must. ``location`` is the code of a
    transfer's start. ``late_for`` are the waiting customers whose need date it misses, and by how many days.
    """

    option: Option
    lead_days: int
    landed_cost: Decimal
    constraint: str
    product_id: int
    supplier_id: int | None = None
    location: str = ""
    late_for: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Sourcing:
    """What is missing, where it could come from, and the plans worth offering, cheapest first.

    ``under_way`` units are asked for already and not missing any more; ``round`` is that of the approvals,
    which another plan would begin anew.
    """

    number: str
    version: int
    round: int
    missing: Decimal
    under_way: Decimal
    sources: tuple[Source, ...]
    plans: tuple[Offered, ...]


def find_sources(store: Store, number: str, as_of: date) -> Sourcing:
    """Sources and plans for a backorder as of a day; ``NotFound``, ``IllegalStep`` where it is closed."""
    with store.read() as reader:
        _, settings = read_settings(reader)
        held = hold_one(reader, number)
        return sourcing_of(reader, held, as_of, settings)


def sourcing_of(reader: Reader, held: Held, as_of: date, settings: Settings) -> Sourcing:
    """Sources and plans inside another use-case."""
    asked = reader.one("units_asked", backorder_id=held.state.id)
    under_way = asked[0] if asked else ZERO
    missing = max(ZERO, held.state.facts.open - under_way)
    sources = _sources(reader, held, as_of, settings, missing)
    plans = best_plans(missing, [source.option for source in sources], as_of) if missing > 0 else ()
    state, round_ = held.state, round_of(reader, held.state.id).number
    return Sourcing(state.number, state.version, round_, missing, under_way, sources, plans)


def _sources(
    reader: Reader, held: Held, as_of: date, settings: Settings, missing: Decimal
) -> tuple[Source, ...]:
    rows = reader.dicts(
        "sources_of", backorder_id=held.state.id, as_of=as_of, home=settings.receiving_location
    )
    suppliers = [row["supplier_id"] for row in rows if row["supplier_id"] is not None]
    punctual = reliabilities(reader, suppliers, as_of)
    named: dict[str, int] = {}
    found = []
    for row in rows:
        name = row["name"]
        named[name] = named.get(name, 0) + 1
        if named[name] > 1:
            name = f"{name}, offer {row['code']}"
        one = _source(row, name, punctual, as_of, settings, missing)
        found.append(replace(one, late_for=_late_for(held.state.lines, one.option.ready_on)))
    return tuple(found)


def _late_for(lines: Sequence[Line], ready_on: date) -> tuple[tuple[str, int], ...]:
    late: dict[str, int] = {}
    for line in lines:
        if line.open > 0 and ready_on > line.need_date:
            late[line.customer] = max(late.get(line.customer, 0), (ready_on - line.need_date).days)
    return tuple(sorted(late.items(), key=lambda one: (-one[1], one[0])))


def _source(
    row: Mapping[str, Any],
    name: str,
    punctual: Mapping[int, Decimal],
    as_of: date,
    settings: Settings,
    missing: Decimal,
) -> Source:
    kind, quality = OfferKind(row["kind"]), Quality(row["quality"])
    offered = row["code"] is not None
    lead = row["lead_days"] if offered else settings.transfers.days
    fixed = row["fixed_cost"] if offered else settings.transfers.fixed_cost
    each = row["unit_cost"] if offered else ZERO
    most = min(row["available"], missing)
    landed = row["base_cost"] + each + (fixed / most if most > 0 else ZERO)
    return Source(
        option=Option(
            name=name,
            kind=kind,
            available=row["available"],
            ready_on=as_of + timedelta(days=lead),
            fixed_cost=fixed,
            unit_cost=each,
            quality=quality,
            reliability=punctual.get(row["supplier_id"]),
        ),
        lead_days=lead,
        landed_cost=money(landed),
        constraint=_constraint(kind, quality, row["expires_on"]),
        product_id=row["product_id"],
        supplier_id=row["supplier_id"],
        location=row["location"] or "",
    )


def _constraint(kind: OfferKind, quality: Quality, expires_on: date | None) -> str:
    needs = []
    if quality is Quality.SUBSTITUTE:
        needs.append("the customer must approve")
    elif quality is Quality.EQUIVALENT:
        needs.append("incoming quality check")
    if kind is OfferKind.DROP_SHIP:
        needs.append("ships straight to the customer")
    if expires_on is not None:
        needs.append(f"offer ends {expires_on.isoformat()}")
    return "; ".join(needs)


def reliabilities(reader: Reader, suppliers: list[int], as_of: date) -> dict[int, Decimal]:
    """Share of each supplier's lines of the last year that came by their first promise, 0 to 1.

    Suppliers without a line that was due are left out: nobody knows.
    """
    since = as_of - timedelta(days=RELIABLE_OVER_DAYS)
    sums: dict[int, tuple[Fraction, int]] = {}
    for row in reader.dicts("on_time_by_supplier", ids=suppliers, since=since, as_of=as_of):
        if row["lines"]:
            arrived, lines = sums.get(row["id"], (Fraction(0), 0))
            share = Fraction(row["arrived"]) / Fraction(row["ordered"]) * row["lines"]
            sums[row["id"]] = (arrived + share, lines + row["lines"])
    return {
        one: (Decimal(arrived.numerator) / arrived.denominator / lines).quantize(THOUSANDTH)
        for one, (arrived, lines) in sums.items()
    }
