"""Remedies replayed over past shortages: no unit helps twice, no stock is ever below nothing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.prevention import (
    Helped,
    Late,
    Shortage,
    Step,
    Total,
    Wanted,
    best_stock,
    earlier_cost,
    frontier,
    lateness,
    of_product,
    ordered_earlier,
    purchase_cost,
    safety_stock,
    second_source,
    stock_cost,
    total,
)

DAY = date(2025, 1, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def arrivals(*given: tuple[int, int]) -> tuple[tuple[date, Decimal], ...]:
    return tuple((on(day), Decimal(units)) for day, units in given)


def wanted(units: int, by: int = 10, price: str = "100") -> Wanted:
    return Wanted(Decimal(units), Decimal(price), on(by))


def shortage(
    units: int,
    made: int,
    *came: tuple[int, int],
    by: int = 10,
    price: str = "100",
    product: str = "A",
    number: str = "BO-1",
) -> Shortage:
    return Shortage(
        number, product, on(made), (Late(Decimal(units), Decimal(price), on(by), arrivals(*came)),)
    )


@pytest.mark.parametrize(
    ("lines", "came", "as_of", "late"),
    [
        ([wanted(10)], [(11, 10)], 40, [(10, [(11, 10)])]),
        ([wanted(10)], [(10, 10)], 40, []),  # on its last day is not late
        ([wanted(10)], [(5, 4), (12, 6)], 40, [(6, [(12, 6)])]),
        ([wanted(10)], [(5, 4)], 40, [(6, [])]),  # the rest never came
        ([wanted(10)], [(5, 4)], 10, []),  # its day has not passed: nobody knows
        ([wanted(10), wanted(5)], [(9, 10), (20, 5)], 40, [(5, [(20, 5)])]),  # the first line is served first
        ([wanted(10), wanted(5, by=30)], [(20, 15)], 40, [(10, [(20, 10)])]),
        ([wanted(3), wanted(3)], [(12, 4), (15, 2)], 40, [(3, [(12, 3)]), (3, [(12, 1), (15, 2)])]),
    ],
)
def test_only_units_after_their_day_are_late(
    lines: Sequence[Wanted],
    came: Sequence[tuple[int, int]],
    as_of: int,
    late: Sequence[tuple[int, Sequence[tuple[int, int]]]],
) -> None:
    found = lateness(lines, arrivals(*came), on(as_of))
    assert [(one.quantity, one.came) for one in found] == [(units, arrivals(*there)) for units, there in late]


@pytest.mark.parametrize(
    ("size", "covered"),
    [(0, [0, 0, 0]), (4, [4, 0, 0]), (10, [10, 0, 5]), (12, [10, 2, 5]), (13, [10, 3, 5]), (99, [10, 3, 5])],
)
def test_a_stock_is_used_up_and_filled_again_by_what_comes(size: int, covered: list[int]) -> None:
    shortages = [shortage(10, 0, (20, 10)), shortage(3, 5), shortage(5, 21)]
    found = safety_stock(shortages, size)
    # with 4, 6 of the 10 that come go to customers and 4 back; they are there for the third
    expected = [4, 0, 4] if size == 4 else covered
    assert [one.units for one in found] == expected


def test_what_comes_today_is_on_the_shelf_tomorrow() -> None:
    made = [shortage(5, 0, (20, 5)), shortage(5, 20), shortage(5, 21)]
    assert [one.units for one in safety_stock(made, 5)] == [5, 0, 5]


def test_customers_still_short_are_served_before_the_stock_is_filled() -> None:
    made = [shortage(10, 0, (20, 7), (30, 3)), shortage(9, 21), shortage(9, 31)]
    assert [one.units for one in safety_stock(made, 4)] == [4, 1, 3]


def test_each_product_has_a_stock_of_its_own() -> None:
    made = [shortage(5, 0), shortage(5, 1, product="B"), shortage(5, 2)]
    assert [one.units for one in safety_stock(made, 5)] == [5, 5, 0]


def test_value_follows_the_order_in_which_customers_are_served() -> None:
    one = Shortage(
        "BO-1",
        "A",
        on(0),
        (Late(Decimal(4), Decimal("10.255"), on(1), ()), Late(Decimal(6), Decimal(100), on(1), ())),
    )
    assert one.value == Decimal("641.02")
    (found,) = safety_stock([one], 5)
    assert (found.units, found.value, found.helped) == (5, Decimal("141.02"), Helped.PARTLY)


@pytest.mark.parametrize(("lead", "units"), [(0, 10), (7, 10), (10, 10), (11, 0)])
def test_a_second_source_helps_if_it_is_there_in_time(lead: int, units: int) -> None:
    (found,) = second_source([shortage(10, 0)], lead)
    assert found.units == units


@pytest.mark.parametrize(("days", "units"), [(0, 0), (1, 0), (2, 4), (9, 4), (10, 7), (500, 7)])
def test_earlier_orders_bring_what_came_so_many_days_sooner(days: int, units: int) -> None:
    (found,) = ordered_earlier([shortage(10, 0, (12, 4), (20, 3))], days)
    assert found.units == units


@pytest.mark.parametrize(
    ("units", "size", "helped"),
    [(5, 5, Helped.WHOLLY), (5, 4, Helped.PARTLY), (5, 0, Helped.NOT), (0, 5, Helped.HARMLESS)],
)
def test_a_backorder_is_avoided_wholly_partly_or_not(units: int, size: int, helped: Helped) -> None:
    made = shortage(units, 0) if units else Shortage("BO-1", "A", on(0), ())
    (found,) = safety_stock([made], size)
    assert found.helped is helped


def test_totals_count_what_is_avoided() -> None:
    made = [shortage(5, 0), shortage(5, 1, product="B"), shortage(9, 2, product="C", price="1")]
    assert total(5, safety_stock(made, 5)) == Total(5, 2, 1, Decimal(15), Decimal(1005))


def test_the_frontier_keeps_sizes_that_avoid_more_than_cheaper_ones() -> None:
    made = [shortage(5, 0), shortage(8, 1, product="B", by=3)]
    assert [one.size for one in frontier([0, 3, 5, 6, 8, 20], lambda n: safety_stock(made, n))] == [
        3,
        5,
        6,
        8,
    ]
    slow_first = frontier([1, 2, 3, 9, 10, 11], lambda n: second_source(made, n), more_is_dearer=False)
    assert [(one.size, one.value) for one in slow_first] == [(10, 500), (2, 1300)]
    assert frontier([1, 2], lambda n: safety_stock([], n)) == ()


def test_costs_are_prices_times_units_and_days() -> None:
    assert stock_cost(10, 3, 73, Decimal("7.30")) == Decimal("43.80")
    assert purchase_cost(Decimal("12.5"), Decimal("0.33")) == Decimal("4.13")
    assert earlier_cost(Decimal(100), 73, Decimal(2)) == Decimal("40.00")


def test_one_product_can_be_looked_at() -> None:
    made = (shortage(5, 0), shortage(5, 1, product="B"))
    assert of_product(made, "B") == made[1:]
    assert of_product(made, None) == made


def best_by_trying(shortages: Sequence[Shortage], units: int) -> Decimal:
    """The most value that so many units avoid, spread over products A and B in any way."""
    return max(
        sum(
            (
                total(size, safety_stock(of_product(shortages, product), size)).value
                for product, size in (("A", here), ("B", units - here))
            ),
            Decimal(0),
        )
        for here in range(units + 1)
    )


@pytest.mark.parametrize("seed", range(80))
def test_no_other_stock_of_as_many_units_avoids_more(seed: int) -> None:
    shortages = random_shortages(random.Random(seed))
    steps = best_stock(shortages)
    for step in steps:
        assert step.value == best_by_trying(shortages, step.units)
    if steps:
        assert steps[-1].value == sum((one.value for one in shortages), Decimal(0))
        gains = [step.gain / step.more for step in steps]
        assert gains == sorted(gains, reverse=True)


def test_the_best_stock_takes_the_dearest_units_first() -> None:
    made = [shortage(2, 0, price="10"), shortage(3, 0, product="B", price="70"), shortage(1, 1, price="40")]
    assert best_stock(made) == (
        Step("B", 3, 3, Decimal(210), 3, Decimal(210)),
        Step("A", 3, 3, Decimal(60), 6, Decimal(270)),
    )
    assert best_stock([]) == ()


def random_shortages(chance: random.Random) -> list[Shortage]:
    found = []
    for number in range(chance.randint(1, 7)):
        made = chance.randint(0, 20)
        late = []
        for _ in range(chance.randint(0, 3)):
            by, units = chance.randint(0, 15), chance.randint(1, 4)
            came = sorted((chance.randint(by + 1, 30), 1) for _ in range(chance.randint(0, units)))
            late.append(Late(Decimal(units), Decimal(chance.randint(1, 9)), on(by), arrivals(*came)))
        found.append(Shortage(f"BO-{number}", chance.choice("AB"), on(made), tuple(late)))
    return found


def unit_by_unit(shortages: Sequence[Shortage], product: str, size: int) -> dict[str, int]:
    """Each unit of the stock by itself: where it is, day by day; how many units every backorder got."""
    shelf, owed = [on(-1)] * size, {one.number: 0 for one in shortages if one.product == product}
    got = dict(owed)
    for day in range(40):
        for one in shortages:
            if one.product == product and one.created_on == on(day):
                for _ in range(int(one.units)):
                    ready = [when for when in shelf if when < on(day)]
                    if ready:
                        shelf.remove(ready[0])
                        got[one.number] += 1
        for one in shortages:
            if one.product != product:
                continue
            there = [max(when, one.created_on) for line in one.late for when, _ in line.came]
            for _ in range(there.count(on(day))):
                owed[one.number] += 1
                if owed[one.number] > int(one.units) - got[one.number]:
                    shelf.append(on(day))
        assert len(shelf) <= size
    return got


@pytest.mark.parametrize("seed", range(200))
def test_the_replay_is_what_following_every_unit_gives(seed: int) -> None:
    chance = random.Random(seed)
    shortages = random_shortages(chance)
    size = chance.randint(0, 8)
    expected = {**unit_by_unit(shortages, "A", size), **unit_by_unit(shortages, "B", size)}
    assert {one.shortage.number: one.units for one in safety_stock(shortages, size)} == expected


@pytest.mark.parametrize("seed", range(60))
def test_a_larger_stock_never_avoids_less_of_any_backorder(seed: int) -> None:
    shortages = random_shortages(random.Random(seed))
    before = [Decimal(0)] * len(shortages)
    for size in range(12):
        now = [one.units for one in safety_stock(shortages, size)]
        assert all(more >= less for more, less in zip(now, before, strict=True))
        assert all(units <= one.units for units, one in zip(now, shortages, strict=True))
        before = now
    sooner = [ordered_earlier(shortages, days) for days in range(20)]
    for less, more in itertools.pairwise(sooner):
        assert all(a.units <= b.units for a, b in zip(less, more, strict=True))
