"""Spend a budget on expediting: what can be expedited, what is worth it, what more money would protect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain import priority
from backorder_core.domain.expediting import Candidate, earlier, total, worth
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import CENT, OfferKind
from backorder_core.services.expedite_solver import choose
from backorder_core.services.holding import hold_one
from backorder_core.services.reports import foremost_customers
from backorder_core.services.work.finding import sourcing_of
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

POINTS = 8


@dataclass(frozen=True)
class Spending:
    """What a budget buys: offers taken and left, why each was left, and the curve of other budgets.

    ``curve`` are (budget, weighted revenue that comes earlier); money.
    """

    budget: Decimal
    chosen: tuple[Candidate, ...]
    left: tuple[tuple[Candidate, str], ...]
    curve: tuple[tuple[Decimal, Decimal], ...]

    @property
    def cost(self) -> Decimal:
        """What the chosen offers cost."""
        return total(self.chosen, "cost")

    @property
    def protected(self) -> Decimal:
        """Weighted revenue that comes earlier."""
        return total(self.chosen, "protected")


def spending(store: Store, budget: Decimal, as_of: date) -> Spending:
    """The best use of a budget as of a day."""
    with store.read() as reader:
        found = candidates(reader, as_of)
    chosen = choose(found, budget)
    taken = {one.number for one in chosen}
    return Spending(
        budget=budget,
        chosen=chosen,
        left=tuple((one, _why_left(one, budget, taken)) for one in found if one not in chosen),
        curve=tuple((at, total(choose(found, at), "protected")) for at in _budgets(found, budget)),
    )


def candidates(reader: Reader, as_of: date) -> tuple[Candidate, ...]:
    """Every offer to expedite an open backorder as of a day, by number."""
    settings = read_settings(reader)[1]
    rows = reader.dicts("expeditable", as_of=as_of)
    customers = foremost_customers(reader, [row["id"] for row in rows], as_of)
    return tuple(
        one
        for row in rows
        for one in _of_backorder(reader, row["number"], customers.get(row["id"], ""), as_of, settings)
    )


def _of_backorder(
    reader: Reader, number: str, customer: str, as_of: date, settings: Settings
) -> Iterator[Candidate]:
    held = hold_one(reader, number)
    sourcing = sourcing_of(reader, held, as_of, settings)
    delay = priority.delay(held.state.original_due, held.state.eta, as_of)
    for source in sourcing.sources:
        option = source.option
        quantity = min(option.available, sourcing.missing)
        if option.kind is not OfferKind.EXPEDITE or quantity <= 0:
            continue
        revenue, weighted, in_time = worth(held.state.demands, quantity, option.ready_on, delay, settings)
        yield Candidate(
            number=number,
            option=option.name,
            customer=customer,
            units=quantity,
            cost=(option.fixed_cost + option.unit_cost * quantity).quantize(CENT),
            revenue=revenue,
            protected=weighted if earlier(option.ready_on, held.state.eta) else Decimal(0),
            eta=held.state.eta,
            ready_on=option.ready_on,
            in_time=in_time,
            orders=len({demand.order_number for demand in held.state.demands}),
        )


def _why_left(one: Candidate, budget: Decimal, taken: set[str]) -> str:
    if one.protected <= 0:
        return "it comes no earlier than the ETA"
    if one.number in taken:
        return "another offer for it protects more"
    if one.cost > budget:
        return "it costs more than the whole budget"
    return "the budget protects more elsewhere"


def _budgets(found: Sequence[Candidate], budget: Decimal) -> list[Decimal]:
    """Budgets of the curve, from nothing to what all offers cost, with the one asked for among them."""
    whole = total(found, "cost")
    steps = {(whole * step / POINTS).quantize(CENT) for step in range(POINTS + 1)}
    return sorted({*steps, budget})


def as_json(found: Spending) -> dict[str, object]:
    """What a budget buys, as the command line gives it: money as text."""
    return {
        "budget": f"{found.budget:.2f}",
        "cost": f"{found.cost:.2f}",
        "protected": f"{found.protected:.2f}",
        "chosen": [_candidate(one) for one in found.chosen],
        "left": [{**_candidate(one), "why": why} for one, why in found.left],
        "curve": [{"budget": f"{at:.2f}", "protected": f"{gain:.2f}"} for at, gain in found.curve],
    }


def _candidate(one: Candidate) -> dict[str, object]:
    return {
        "number": one.number,
        "option": one.option,
        "customer": one.customer,
        "units": float(one.units),
        "cost": f"{one.cost:.2f}",
        "revenue": f"{one.revenue:.2f}",
        "protected": f"{one.protected:.2f}",
        "eta": one.eta.isoformat() if one.eta else None,
        "ready_on": one.ready_on.isoformat(),
    }
