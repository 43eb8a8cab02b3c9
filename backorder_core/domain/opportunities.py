"""What could be done about a pattern, by rule, each with the evidence that calls for it (chapter, Patterns).

A rule looks at the window first; where that holds too little for it, at the longer time up to its end, and
says so. Fewer than twenty backorders behind a rule are a hint, not a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorder_core.domain.insights import FEW, count_of, listed, of_all
from backorder_core.domain.patterns import Cell, Facts, Narrow, Part, Shortage
from backorder_core.domain.values import Cause, units
from backorder_core.domain.windows import Window

LEAST = 2
MOST_BUFFERS = 2
GROUND_DAYS = 90


@dataclass(frozen=True)
class Opportunity:
    """Something to do: its kind, a title, the evidence in words, and the rows behind it in their window."""

    kind: str
    title: str
    evidence: str
    narrow: Narrow
    window: Window


Rule = Callable[[Facts], Sequence[tuple[str, str, str, Narrow]]]


def opportunities(facts: Facts, ground: Facts) -> tuple[Opportunity, ...]:
    """What the rules offer, in the order in which it usually pays; ``ground`` is the longer time."""
    found: list[Opportunity] = []
    for rule in (_second_source, _quality, _conversation, _forecast, _safety_stock):
        for source in (facts, ground):
            offers = rule(source)
            if offers:
                found.extend(_worded(offer, source, source is not facts) for offer in offers)
                break
    return tuple(found)


def _worded(offer: tuple[str, str, str, Narrow], source: Facts, longer: bool) -> Opportunity:
    kind, title, evidence, narrow = offer
    where = f" In the {source.days} days up to {source.window.last}." if longer else ""
    hint = " A hint: too few to prove it." if source.total.count < FEW else ""
    return Opportunity(kind, title, f"{evidence}.{where}{hint}", narrow, source.window)


def _top(cells: Sequence[Cell], column: str) -> Cell | None:
    """The part that a cause hits most often, where it does so more than once."""
    mine = [cell for cell in cells if cell.column == column and cell.count >= LEAST and cell.row]
    return max(mine, key=lambda cell: (cell.count, cell.row), default=None)


def _named(parts: Sequence[Part], key: str) -> str:
    return next((part.name for part in parts if part.key == key), key)


def _behind(facts: Facts, category: str, most: int = 2) -> str:
    """The suppliers behind a category's backorders, the largest first."""
    mine = sorted(
        (cell for cell in facts.category_suppliers if cell.row == category),
        key=lambda cell: (-cell.count, cell.column),
    )
    return listed([f"{_named(facts.suppliers, cell.column)} ({cell.count:,})" for cell in mine[:most]])


def _second_source(facts: Facts) -> list[tuple[str, str, str, Narrow]]:
    cell = _top(facts.category_causes, Cause.SUPPLIER.key)
    if cell is None:
        return []
    name, mine = _named(facts.categories, cell.row), [s for s in facts.shortages if s.category == cell.row]
    alone = sum(1 for one in mine if not one.others)
    evidence = (
        f"{of_all(cell.count, facts.total.count)} are supplier delays in {name}, most from "
        f"{_behind(facts, cell.row)}; no other supplier offers {alone:,} of its {len(mine):,} late products"
    )
    narrow = Narrow(category=cell.row, cause=Cause.SUPPLIER)
    return [("second_source", f"Add a second source for {name}", evidence, narrow)]


def _quality(facts: Facts) -> list[tuple[str, str, str, Narrow]]:
    cell = _top(facts.category_causes, Cause.QUALITY.key)
    if cell is None:
        return []
    name = _named(facts.categories, cell.row)
    evidence = (
        f"{of_all(cell.count, facts.total.count)} are quality issues in {name}; "
        f"its backorders come from {_behind(facts, cell.row)}"
    )
    narrow = Narrow(category=cell.row, cause=Cause.QUALITY)
    return [("quality", f"Work on quality with the suppliers of {name}", evidence, narrow)]


def _conversation(facts: Facts) -> list[tuple[str, str, str, Narrow]]:
    """The supplier with the most, where it has more than its part of the deliveries."""
    delivered = sum(part.deliveries or 0 for part in facts.suppliers)
    top = facts.suppliers[0] if facts.suppliers else None
    if top is None or top.count < LEAST or not delivered:
        return []
    part = Decimal(top.deliveries or 0) / delivered
    if top.count <= facts.total.count * part:
        return []
    slip = f", {top.tally.mean_slip:.1f} days late in the mean" if top.tally.mean_slip is not None else ""
    evidence = f"{of_all(top.count, facts.total.count)} on {100 * part:.1f} % of the deliveries{slip}"
    return [("supplier", f"Talk to {top.name} about its dates", evidence, Narrow(supplier=top.key))]


def _forecast(facts: Facts) -> list[tuple[str, str, str, Narrow]]:
    cell = _top(facts.category_causes, Cause.DEMAND.key)
    if cell is None:
        return []
    name = _named(facts.categories, cell.row)
    evidence = f"{of_all(cell.count, facts.total.count)} come from demand beyond the forecast in {name}"
    narrow = Narrow(category=cell.row, cause=Cause.DEMAND)
    return [("forecast", f"Forecast the demand for {name} better", evidence, narrow)]


def _safety_stock(facts: Facts) -> list[tuple[str, str, str, Narrow]]:
    again = [one for one in facts.shortages if one.count >= LEAST]
    again.sort(key=lambda one: (-one.count, -one.urgent, -one.units, one.code))
    return [_buffer(one) for one in again[:MOST_BUFFERS]]


def _buffer(one: Shortage) -> tuple[str, str, str, Narrow]:
    urgent = f", {one.urgent:,} of them for a VIP or a critical order" if one.urgent else ""
    evidence = (
        f"{count_of(one.count)}{urgent}, {units(one.units)} units in all; a buffer of {units(one.most)} "
        "would have covered the largest"
    )
    return ("safety_stock", f"Raise the safety stock of {one.name}", evidence, Narrow(product=one.code))
