"""What would have helped: past shortages replayed with a safety stock, a second source or earlier orders.

A unit is late where it came after the day its customer needed it and the supplier had first promised it, the
later of the two; only late units count. Quantities and money are exact decimals. One unit never helps twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from itertools import pairwise

from backorder_core.domain.values import ZERO, money

MOST_SIZES, MOST_REPLAYS = 500, 20_000


class Helped(StrEnum):
    """How much of a backorder a remedy would have avoided."""

    WHOLLY = "avoided"
    PARTLY = "partly avoided"
    NOT = "not avoided"
    HARMLESS = "in time anyway"


@dataclass(frozen=True)
class Wanted:
    """Units that one customer order line was short of, and the last day on which they are not late."""

    quantity: Decimal
    unit_price: Decimal
    by: date


@dataclass(frozen=True)
class Late:
    """Late units of one customer order line: ``came`` says which arrived when; the others never did."""

    quantity: Decimal
    unit_price: Decimal
    by: date
    came: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Shortage:
    """One backorder as it was made, with its late units in the order in which customers are served."""

    number: str
    product: str
    created_on: date
    late: tuple[Late, ...]

    @property
    def units(self) -> Decimal:
        """How many units were late."""
        return sum((one.quantity for one in self.late), ZERO)

    @property
    def value(self) -> Decimal:
        """Revenue that was at risk by them, money to the cent."""
        return sum((money(one.quantity * one.unit_price) for one in self.late), ZERO)


@dataclass(frozen=True)
class Outcome:
    """What a remedy does for one backorder: units there in time after all, and what they are worth."""

    shortage: Shortage
    units: Decimal
    value: Decimal

    @property
    def helped(self) -> Helped:
        """Wholly, partly, not at all, or not needed."""
        if not self.shortage.units:
            return Helped.HARMLESS
        if self.units == self.shortage.units:
            return Helped.WHOLLY
        return Helped.PARTLY if self.units else Helped.NOT


@dataclass(frozen=True)
class Total:
    """What a remedy of one size does over all backorders; ``size`` in units or days."""

    size: int
    wholly: int
    partly: int
    units: Decimal
    value: Decimal


def lateness(
    wanted: Sequence[Wanted], arrivals: Sequence[tuple[date, Decimal]], as_of: date
) -> tuple[Late, ...]:
    """The late units of a backorder: what arrives goes to the lines in their order, earliest arrivals first.

    Units that never came are late once their day has passed; before that nobody knows.
    """
    coming = [*sorted(arrivals)]
    found = []
    for line in wanted:
        missing, came = line.quantity, []
        while missing and coming:
            day, there = coming[0]
            taken = min(there, missing)
            missing -= taken
            coming[0] = (day, there - taken)
            if coming[0][1] == 0:
                coming.pop(0)
            if day > line.by:
                came.append((day, taken))
        never = missing if as_of > line.by else ZERO
        quantity = never + sum((units for _, units in came), ZERO)
        if quantity:
            found.append(Late(quantity, line.unit_price, line.by, tuple(came)))
    return tuple(found)


def safety_stock(shortages: Sequence[Shortage], size: int) -> tuple[Outcome, ...]:
    """A stock of ``size`` units of each product, full at the beginning; outcomes in the order given.

    A backorder takes what is there on the day it is made, earlier and foremost ones first. What its supplier
    delivers goes to customers still short, the rest back into the stock, to be had from the next day on.
    """
    stock: defaultdict[str, Decimal] = defaultdict(lambda: Decimal(size))
    covered = [ZERO] * len(shortages)
    came = [ZERO] * len(shortages)
    for _, receipt, place, units in _events(shortages):
        one = shortages[place]
        if not receipt:
            covered[place] = min(stock[one.product], one.units)
            stock[one.product] -= covered[place]
        else:
            before = _spare(one, covered[place], came[place])
            came[place] += units
            stock[one.product] += _spare(one, covered[place], came[place]) - before
    return tuple(_covering(one, units) for one, units in zip(shortages, covered, strict=True))


def _events(shortages: Sequence[Shortage]) -> list[tuple[date, bool, int, Decimal]]:
    """Every backorder made and every late arrival, by day; the arrivals of a day after its backorders."""
    made = [(one.created_on, False, place, ZERO) for place, one in enumerate(shortages)]
    came = [
        (max(day, one.created_on), True, place, units)
        for place, one in enumerate(shortages)
        for line in one.late
        for day, units in line.came
    ]
    return sorted([*made, *came])


def _spare(one: Shortage, covered: Decimal, came: Decimal) -> Decimal:
    """Units that came and that no customer is short of any more."""
    return max(ZERO, came - (one.units - covered))


def _covering(one: Shortage, units: Decimal) -> Outcome:
    """The first ``units`` of a backorder, in the order in which its customers are served."""
    left, value = units, ZERO
    for line in one.late:
        taken = min(left, line.quantity)
        left -= taken
        value += money(taken * line.unit_price)
    return Outcome(one, units, value)


def second_source(shortages: Sequence[Shortage], lead_days: int) -> tuple[Outcome, ...]:
    """Late units bought elsewhere on the day the backorder is made, there ``lead_days`` later."""

    def in_time(one: Shortage, line: Late) -> Decimal:
        return line.quantity if one.created_on + timedelta(days=lead_days) <= line.by else ZERO

    return _by_line(shortages, in_time)


def ordered_earlier(shortages: Sequence[Shortage], days: int) -> tuple[Outcome, ...]:
    """Every order placed ``days`` earlier: what came arrives so much sooner, what never came does not."""

    def in_time(_: Shortage, line: Late) -> Decimal:
        return sum((units for day, units in line.came if day - timedelta(days=days) <= line.by), ZERO)

    return _by_line(shortages, in_time)


def _by_line(
    shortages: Sequence[Shortage], in_time: Callable[[Shortage, Late], Decimal]
) -> tuple[Outcome, ...]:
    found = []
    for one in shortages:
        saved = [(in_time(one, line), line.unit_price) for line in one.late]
        units = sum((quantity for quantity, _ in saved), ZERO)
        value = sum((money(quantity * price) for quantity, price in saved), ZERO)
        found.append(Outcome(one, units, value))
    return tuple(found)


def total(size: int, outcomes: Sequence[Outcome]) -> Total:
    """All outcomes of a remedy together."""
    return Total(
        size=size,
        wholly=sum(one.helped is Helped.WHOLLY for one in outcomes),
        partly=sum(one.helped is Helped.PARTLY for one in outcomes),
        units=sum((one.units for one in outcomes), ZERO),
        value=sum((one.value for one in outcomes), ZERO),
    )


def frontier(
    sizes: Sequence[int], remedy: Callable[[int], Sequence[Outcome]], *, more_is_dearer: bool = True
) -> tuple[Total, ...]:
    """The sizes worth considering: each saves more value than every cheaper one.

    More costs more for a stock and for earlier orders; of a second source the slower one is the cheaper.
    """
    found: list[Total] = []
    for size in sorted(set(sizes), reverse=not more_is_dearer):
        one = total(size, remedy(size))
        if one.value > (found[-1].value if found else ZERO):
            found.append(one)
    return tuple(found)


@dataclass(frozen=True)
class Step:
    """One step towards the best stock: ``more`` units of a product, then ``size`` of it are kept.

    ``gain`` is the value that these units avoid, money; ``units`` and ``value`` are all steps so far.
    """

    product: str
    more: int
    size: int
    gain: Decimal
    units: int
    value: Decimal


def best_stock(shortages: Sequence[Shortage]) -> tuple[Step, ...]:
    """Where stock avoids most: the units of most value each first, whatever their product.

    After each step no other stock of as many units in all avoids more value: the steps of a product are the
    corners of the upper hull of what its stock avoids, so taking them by their slope is exact. Of products
    that were short of very many units, only some sizes are tried.
    """
    steps: list[tuple[Decimal, str, int, int, Decimal]] = []
    for product in sorted({one.product for one in shortages if one.late}):
        some = of_product(shortages, product)
        corners = _upper_hull(_avoided_by_size(some))
        for (size, value), (larger, most) in pairwise(corners):
            steps.append((-(most - value) / (larger - size), product, larger, larger - size, most - value))
    found: list[Step] = []
    units, value = 0, ZERO
    for _, product, size, more, gain in sorted(steps):
        units, value = units + more, value + gain
        found.append(Step(product, more, size, gain, units, value))
    return tuple(found)


def _avoided_by_size(shortages: Sequence[Shortage]) -> list[tuple[int, Decimal]]:
    most = int(sum((one.units for one in shortages), ZERO).to_integral_value(ROUND_CEILING))
    everything = sum((one.value for one in shortages), ZERO)
    tries = max(20, min(MOST_SIZES, MOST_REPLAYS // len(shortages)))
    step = -(-most // tries)
    found = [(0, ZERO)]
    for size in (*range(step, most, step), most):
        found.append((size, total(size, safety_stock(shortages, size)).value))
        if found[-1][1] == everything:
            break
    return found


def _upper_hull(points: Sequence[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """Corners of the upper hull of points that ascend, as far as it rises."""
    corners: list[tuple[int, Decimal]] = []
    for size, value in points:
        while len(corners) > 1:
            (first, low), (last, high) = corners[-2:]
            if (high - low) * (size - last) > (value - high) * (last - first):
                break
            corners.pop()
        corners.append((size, value))
    while len(corners) > 1 and corners[-1][1] <= corners[-2][1]:
        corners.pop()
    return corners


def of_product(shortages: Sequence[Shortage], product: str | None) -> tuple[Shortage, ...]:
    """The shortages of one product, of all where none is named."""
    return tuple(one for one in shortages if product in (None, one.product))


def stock_cost(size: int, products: int, days: int, holding: Decimal) -> Decimal:
    """What keeping ``size`` units of each product costs for so many days, at a price per unit and year."""
    return money(Decimal(size * products * days) * holding / 365)


def purchase_cost(units: Decimal, premium: Decimal) -> Decimal:
    """What a second source costs more, for units bought there at a premium each."""
    return money(units * premium)


def earlier_cost(units: Decimal, days: int, holding: Decimal) -> Decimal:
    """What it costs to have ``units`` lie for so many more days, at a holding cost per unit and year."""
    return money(units * days * holding / 365)
