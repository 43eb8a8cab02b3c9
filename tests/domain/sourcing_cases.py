"""Sourcing cases for tests: the chapter's, random ones, and every plan of a small one counted out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from backorder_core.domain.sourcing import Option, Plan
from backorder_core.domain.values import OfferKind, Quality
from tests.domain.builders import jan

AS_OF = jan(28)
Triple = tuple[Fraction, Fraction, Fraction]


def option(
    name: str = "A",
    available: str = "50",
    ready_on: date = AS_OF,
    fixed: str = "0",
    each: str = "0",
    quality: Quality = Quality.SAME,
    kind: OfferKind = OfferKind.ALTERNATIVE_SUPPLIER,
    reliability: Decimal | None = None,
) -> Option:
    """An option that is ready at once and costs nothing unless told otherwise."""
    return Option(
        name, kind, Decimal(available), ready_on, Decimal(fixed), Decimal(each), quality, reliability
    )


def chapter() -> list[Option]:
    """The chapter's alternatives for 50 control modules; what each costs is paid once."""
    return [
        option("Expedite", "50", jan(30), "2500", kind=OfferKind.EXPEDITE),
        option("Other supplier", "50", jan(29), "1750", quality=Quality.EQUIVALENT),
        option("Transfer", "30", jan(28), "300", kind=OfferKind.TRANSFER),
    ]


def small(random: Random) -> tuple[Decimal, list[Option]]:
    """At most four options of a few whole units, with ties, shortages and options that have nothing."""
    options = [
        option(
            f"Option {at}",
            str(random.randint(0, 5)),
            AS_OF + timedelta(days=random.randint(-2, 4)),
            str(random.choice([0, 0, 5, 10, 20, random.randint(0, 5_000) / Decimal(100)])),
            str(random.choice([0, 0, 1, 2, 5, random.randint(0, 50_000) / Decimal(10_000)])),
            random.choice(list(Quality)),
        )
        for at in range(random.randint(1, 4))
    ]
    return Decimal(random.randint(0, 12)), options


def large(random: Random, count: int, need: int, spare: float = 1.6) -> list[Option]:
    """Options that together have about ``spare`` times what is needed."""
    most = int(need / count * spare)
    return [
        option(
            f"Option {at}",
            str(random.randint(most // 2, most * 3 // 2) + Decimal(random.randint(0, 999)) / 1000),
            AS_OF + timedelta(days=random.randint(0, 20)),
            str(Decimal(random.randint(0, 500_000)) / 100),
            str(Decimal(random.randint(0, 300_000)) / 10_000),
            random.choice(list(Quality)),
        )
        for at in range(count)
    ]


def assignments(left: int, most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to take exactly ``left`` whole units."""
    if not most:
        if not left:
            yield ()
        return
    for taken in range(min(left, most[0]) + 1):
        for rest in assignments(left - taken, most[1:]):
            yield (taken, *rest)


def counted(quantity: Decimal, options: Sequence[Option]) -> dict[Triple, int]:
    """What every plan in whole units comes to, with the fewest options for it."""
    most = [int(one.available) for one in options]
    fewest: dict[Triple, int] = {}
    for taken in assignments(min(int(quantity), sum(most)), most):
        used = [(one, units) for one, units in zip(options, taken, strict=True) if units]
        cost = sum(
            (Fraction(one.fixed_cost) + units * Fraction(one.unit_cost) for one, units in used), Fraction()
        )
        late = Fraction(sum(units * max(0, (one.ready_on - AS_OF).days) for one, units in used))
        risk = Fraction(sum(units for one, units in used if one.quality is not Quality.SAME))
        known = fewest.get((cost, late, risk), len(used))
        fewest[cost, late, risk] = min(known, len(used))
    return fewest


def triple(plan: Plan) -> Triple:
    """Cost, late unit-days and units at risk."""
    return Fraction(plan.cost), Fraction(plan.late_unit_days), Fraction(plan.units_at_risk)


def priced(one: Triple, day: Fraction, risk: Fraction) -> Fraction:
    """What a plan costs at prices of a late unit-day and of a unit at risk."""
    return one[0] + day * one[1] + risk * one[2]


def some_prices(random: Random) -> tuple[Fraction, Fraction]:
    """Two prices of 0 or more, small, large or none."""
    day, risk = (
        random.choice(
            [Fraction(0), Fraction(random.randint(0, 5_000), 100), Fraction(random.randint(0, 10**8), 7)]
        )
        for _ in range(2)
    )
    return day, risk
