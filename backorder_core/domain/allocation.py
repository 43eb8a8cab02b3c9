"""Which supply is meant for whom where nobody says it: by need date, then by priority (chapter, Allocation).

The earliest supply goes to whoever needs it first; units that are promised already take no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain.priority import Demand, multiplier
from backorder_core.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Supply:
    """Units of one PO line that are still to come and promised to nobody; ``eta`` None where unknown."""

    po_line_id: int
    units: Decimal
    eta: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """Units of a PO line that are meant for a customer order line."""

    po_line_id: int
    order_line_id: int
    units: Decimal


def by_rule(supplies: Iterable[Supply], demands: Iterable[Demand], settings: Settings) -> Iterator[Share]:
    """Share out the supply of one product: earliest arrival first, to the earliest need date first.

    Customers who need it on the same day are served by the multiplier of their tier and emergency, then by
    impact, then by the day of their order. A date that nobody knows comes last. What supply or demand is left
    over gets no share.
    """
    queue = iter(sorted(demands, key=lambda one: _rank(one, settings)))
    demand = next(queue, None)
    wanted = demand.open_quantity if demand else Decimal(0)
    for supply in sorted(supplies, key=lambda one: (one.eta is None, one.eta or date.max, one.po_line_id)):
        left = supply.units
        while demand is not None and left > 0:
            units = min(left, wanted)
            if units > 0:
                yield Share(supply.po_line_id, demand.order_line_id, units)
            left, wanted = left - units, wanted - units
            if wanted <= 0:
                demand = next(queue, None)
                wanted = demand.open_quantity if demand else Decimal(0)


def _rank(one: Demand, settings: Settings) -> tuple[date, Decimal, int, date, int]:
    return one.need_date, -multiplier(one, settings), int(one.impact), one.order_date, one.order_line_id
