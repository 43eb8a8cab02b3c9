"""Sourcing plans (RULES, Alternative sources and the plan), held against every plan counted out."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from backorder_core.domain import fixed_charge, sourcing
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.hull import lower_hull, total, undominated
from backorder_core.domain.sourcing import Offered, Option, plans, price_of_earlier
from backorder_core.domain.values import Quality
from backorder_core.domain.winning import Limit, dollars
from tests.domain.builders import feb, jan
from tests.domain.sourcing_cases import (
    AS_OF,
    chapter,
    counted,
    large,
    option,
    priced,
    small,
    some_prices,
    triple,
)

FIFTY = Decimal(50)


def lines(offered: Offered) -> dict[str, Decimal]:
    return {one.option.name: one.quantity for one in offered.plan.lines}


def figures(offered: Offered) -> tuple[Decimal, Decimal, Decimal]:
    plan = offered.plan
    return plan.cost, plan.late_unit_days, plan.units_at_risk


def test_box_alternative_source_analysis_four_plans_are_offered() -> None:
    offered = plans(FIFTY, chapter(), AS_OF)
    assert [(lines(one), figures(one), one.plan.ready_on) for one in offered] == [
        ({"Other supplier": 50}, (1_750, 50, 50), jan(29)),
        ({"Transfer": 30, "Other supplier": 20}, (2_050, 20, 20), jan(29)),
        ({"Expedite": 50}, (2_500, 100, 0), jan(30)),
        ({"Transfer": 30, "Expedite": 20}, (2_800, 40, 0), jan(30)),
    ]
    assert {(one.plan.filled, one.plan.short, one.proven) for one in offered} == {(FIFTY, Decimal(0), True)}


def test_box_alternative_source_analysis_the_prices_at_which_the_combination_wins() -> None:
    wins = plans(FIFTY, chapter(), AS_OF)[1].wins
    assert set(wins.limits) == {
        Limit(Fraction(-10), 1, 1),
        Limit(Fraction(75, 2), 1, -1),
        Limit(Fraction(45, 2), 4, -1),
    }
    assert wins.sentence == (
        "Wins where a unit at risk costs less than $22.50 plus the price of 4 late unit-days, "
        "a late unit-day and a unit at risk together cost more than $10.00, "
        "and a unit at risk costs less than $37.50 plus the price of a late unit-day."
    )
    assert set(wins.corners) == {(0, 10), (0, Fraction(45, 2)), (10, 0), (5, Fraction(85, 2))}
    assert wins.hold(Decimal("9"), Decimal("2"))
    assert not wins.hold(9, Fraction(1, 2))


def test_box_alternative_source_analysis_the_price_of_the_earlier_date() -> None:
    earlier = [one.earlier for one in plans(FIFTY, chapter(), AS_OF)]
    assert [one and (one.extra_cost, one.days_saved, one.price) for one in earlier] == [
        None,
        (300, 30, 10),
        None,
        (300, 60, 5),
    ]
    assert earlier[1] is not None
    assert earlier[1].sentence == "$300.00 more saves 30 late unit-days: $10.00 a late unit-day."


def test_with_the_premium_per_unit_the_combination_is_the_cheapest() -> None:
    expedite, _, transfer = chapter()
    other = option("Other supplier", "50", jan(29), "500", "25", Quality.EQUIVALENT)
    offered = plans(FIFTY, [expedite, other, transfer], AS_OF)
    assert [figures(one) for one in offered] == [(1_300, 20, 20), (2_500, 100, 0), (2_800, 40, 0)]


def test_a_thousand_random_cases_agree_with_every_plan_counted_out() -> None:
    random = Random(20250128)
    for _ in range(1_000):
        quantity, options = small(random)
        every = counted(quantity, options)
        offered = plans(quantity, options, AS_OF)
        found = [triple(one.plan) for one in offered]
        assert found == sorted(set(found))
        for one in offered:
            assert len(one.plan.lines) == every[triple(one.plan)]
            assert one.plan.filled + one.plan.short == quantity == sum(lines(one).values()) + one.plan.short
        corners = [corner for one in offered for corner in one.wins.corners]
        for day, risk in [*corners, *(some_prices(random) for _ in range(5))]:
            least = min(priced(one, day, risk) for one in every)
            assert least == min(priced(one, day, risk) for one in found)
            for one in offered:
                assert one.wins.hold(day, risk) == (priced(triple(one.plan), day, risk) == least)


def test_every_plan_offered_is_the_only_best_one_at_some_prices() -> None:
    random = Random(1)
    for _ in range(200):
        quantity, options = small(random)
        every = counted(quantity, options)
        for one in plans(quantity, options, AS_OF):
            day, risk = one.wins.example
            own = priced(triple(one.plan), day, risk)
            assert all(own < priced(other, day, risk) for other in every if other != triple(one.plan))


def test_fractions_of_units_and_of_cents_are_exact() -> None:
    options = [option("A", "0.3", each="0.0001"), option("B", "2.125", jan(29), "0.01", "1.2345")]
    (offered,) = plans(Decimal("2.425"), options, AS_OF)
    assert figures(offered) == (Decimal("2.6333425"), Decimal("2.125"), 0)
    assert offered.plan.short == 0


def test_the_largest_and_the_smallest_numbers_together_are_exact() -> None:
    much, little = "999999999.999", "0.001"
    options = [
        option("A", much, date(9999, 12, 31), "999999999.99", "999999999.9999", Quality.SUBSTITUTE),
        option("B", little, fixed="0.01", each="0.0001"),
        option("C", much, date(9999, 12, 31), "999999999.98", "999999999.9999"),
    ]
    offered = plans(Decimal(much), options, date(1, 1, 1))
    assert [lines(one) for one in offered] == [{"C": Decimal("999999999.998"), "B": Decimal(little)}]
    offered = plans(Decimal(little), options, date(1, 1, 1))
    assert [figures(one) for one in offered] == [(Decimal("0.0100001"), Decimal("739.278"), 0)]
    early, late = option("A", much, AS_OF, much[:-1], "1"), option("B", much, jan(29), each="0.9999")
    first, second = plans(Decimal(little), [early, late], AS_OF)
    assert (first.wins.sentence, second.earlier and second.earlier.price) == (
        "Wins where a late unit-day costs less than about $999,999,999,990.00.",
        Decimal("999999999990.00"),
    )


def test_a_shortage_takes_everything_and_says_what_is_short() -> None:
    (offered,) = plans(Decimal(100), chapter()[1:], AS_OF)
    assert (lines(offered), offered.plan.filled, offered.plan.short) == (
        {"Other supplier": 50, "Transfer": 30},
        80,
        20,
    )
    assert offered.wins.sentence == "Wins at all prices."


@pytest.mark.parametrize(
    ("quantity", "options", "short"),
    [("0", chapter(), 0), ("5", [], 5), ("5", [option(available="0")], 5), ("0", [], 0)],
)
def test_nothing_needed_or_nothing_there_is_one_empty_plan(
    quantity: str, options: list[Option], short: int
) -> None:
    (offered,) = plans(Decimal(quantity), options, AS_OF)
    assert (offered.plan.lines, figures(offered), offered.plan.short) == ((), (0, 0, 0), short)
    assert offered.plan.ready_on is None


def test_a_single_option_is_used_as_far_as_needed() -> None:
    (offered,) = plans(Decimal(20), [option(available="50", ready_on=feb(1), fixed="10", each="2")], AS_OF)
    assert (lines(offered), figures(offered), offered.plan.ready_on) == ({"A": 20}, (50, 80, 0), feb(1))


def test_what_is_ready_before_the_day_is_not_late() -> None:
    (offered,) = plans(Decimal(5), [option(ready_on=jan(2))], AS_OF)
    assert offered.plan.late_unit_days == 0


def test_a_tie_goes_to_fewer_options_then_to_the_earlier_one() -> None:
    halves = [option("Half", "5", each="1"), option("Other half", "5", each="1")]
    whole, same = option("Whole", "10", each="1"), option("Same", "10", fixed="10")
    for options in ([*halves, whole, same], [whole, *halves, same]):
        (offered,) = plans(Decimal(10), options, AS_OF)
        assert lines(offered) == {"Whole": 10}
    assert lines(plans(Decimal(10), [*halves, same], AS_OF)[0]) == {"Same": 10}


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (option(available="-1"), "The available quantity of option 'A' is -1: it cannot be negative."),
        (option(fixed="-2.50"), "The fixed cost of option 'A' is -2.50: it cannot be negative."),
        (option(each="-0.01"), "The unit cost of option 'A' is -0.01: it cannot be negative."),
        (
            option(available="1.0005"),
            "The available quantity of option 'A' is 1.0005: give at most 3 decimals.",
        ),
        (option(fixed="1.001"), "The fixed cost of option 'A' is 1.001: give at most 2 decimals."),
        (option(each="0.00001"), "The unit cost of option 'A' is 0.00001: give at most 4 decimals."),
        (option(each="NaN"), "The unit cost of option 'A' is NaN: give a number."),
        (option(fixed="1E+30"), "The fixed cost of option 'A' is 1E+30: give less than 1,000,000,000."),
        (
            option(reliability=Decimal("NaN")),
            "The reliability of option 'A' is NaN: give a share from 0 to 1.",
        ),
        (option(reliability=Decimal(95)), "The reliability of option 'A' is 95: give a share from 0 to 1."),
    ],
)
def test_numbers_that_make_no_sense_are_refused(one: Option, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        plans(Decimal(5), [one], AS_OF)
    assert refused.value.sentence == sentence


def test_a_negative_need_and_two_options_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidInput, match="The quantity needed is -5: it cannot be negative"):
        plans(Decimal(-5), [], AS_OF)
    with pytest.raises(InvalidInput, match="Option 'A' is given twice"):
        plans(Decimal(5), [option(), option()], AS_OF)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(Fraction(-5), 1, 0), "a late unit-day costs more than $5.00"),
        (Limit(Fraction(1250), 0, -1), "a unit at risk costs less than $1,250.00"),
        (Limit(Fraction(10, 3), -1, 0), "a late unit-day costs less than about $3.33"),
        (Limit(Fraction(-60), 2, 3), "2 late unit-days and 3 units at risk together cost more than $60.00"),
        (Limit(Fraction(60), -1, -3), "a late unit-day and 3 units at risk together cost less than $60.00"),
        (Limit(Fraction(9), -2, 1), "2 late unit-days cost less than $9.00 plus the price of a unit at risk"),
        (
            Limit(Fraction(-9), 1, -1),
            "a late unit-day costs more than $9.00 plus the price of a unit at risk",
        ),
        (Limit(Fraction(0), 1, -1250), "1,250 units at risk cost less than the price of a late unit-day"),
    ],
)
def test_limits_in_words(limit: Limit, words: str) -> None:
    assert limit.words == words


def test_money_in_words() -> None:
    assert [dollars(Fraction(one)) for one in ("75/2", "1234567", "1/8")] == [
        "$37.50",
        "$1,234,567.00",
        "about $0.13",
    ]


def test_a_plan_that_saves_no_days_has_no_price_of_an_earlier_date() -> None:
    first, second, third, _ = (one.plan for one in plans(FIFTY, chapter(), AS_OF))
    assert price_of_earlier(third, second) is None
    assert price_of_earlier(third, first) is None


def test_twelve_options_and_5000_units_take_less_than_a_second() -> None:
    options = large(Random(3), 12, 5_000)
    start = time.process_time()
    offered = plans(Decimal(5_000), options, AS_OF)
    assert time.process_time() - start < 1
    assert len(offered) > 3
    assert all(one.plan.filled == 5_000 for one in offered)


@pytest.mark.parametrize("seed", range(4))
def test_searching_gives_the_plans_that_looking_at_all_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = large(Random(seed), 11, 5_000)
    every = plans(Decimal(5_000), options, AS_OF)
    monkeypatch.setattr(sourcing, "MOST_ENUMERATED", 0)
    assert plans(Decimal(5_000), options, AS_OF) == every


def test_searching_small_cases_gives_the_same_with_all_their_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(7)
    cases = [small(random) for _ in range(300)]
    every = [plans(*case, AS_OF) for case in cases]
    monkeypatch.setattr(sourcing, "MOST_ENUMERATED", 0)
    assert [plans(*case, AS_OF) for case in cases] == every


def test_twenty_options_agree_with_a_table_over_the_units_at_random_prices() -> None:
    random = Random(13)
    for _ in range(10):
        options = [
            replace(one, available=Decimal(random.randint(1, 9)))
            for one in large(random, 20, random.randint(20, 90))
        ]
        need = random.randint(1, int(sum(one.available for one in options)))
        found = [triple(one.plan) for one in plans(Decimal(need), options, AS_OF)]
        for day, risk in (some_prices(random) for _ in range(6)):
            assert min(priced(one, day, risk) for one in found) == _least(options, need, day, risk)


def _least(options: list[Option], need: int, day: Fraction, risk: Fraction) -> Fraction:
    """The least cost of every number of units, option by option."""
    table: dict[int, Fraction] = {0: Fraction()}
    for one in options:
        late = max(0, (one.ready_on - AS_OF).days)
        each = Fraction(one.unit_cost) + day * late + (risk if one.quality is not Quality.SAME else 0)
        before = dict(table)
        for units, cost in before.items():
            for taken in range(1, min(int(one.available), need - units) + 1):
                sums = cost + Fraction(one.fixed_cost) + taken * each
                table[units + taken] = min(sums, table.get(units + taken, sums))
    return table[need]


def test_a_search_that_is_cut_short_says_that_it_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixed_charge, "FIRST_NODES", 1)
    monkeypatch.setattr(fixed_charge, "MORE_NODES", 1)
    offered = plans(Decimal(5_000), large(Random(2), 20, 5_000), AS_OF)
    assert {one.proven for one in offered} == {False}
    assert all(one.plan.filled == 5_000 for one in offered)


def test_the_hull_of_points_leaves_out_what_lies_on_a_side_or_above() -> None:
    points = [(0, 10, 0), (10, 0, 0), (5, 5, 0), (6, 6, 0), (0, 10, 5), (4, 4, 1)]
    hull = lower_hull(lambda weight: min(points, key=lambda point: total(weight, point)))
    assert set(hull) == {(0, 10, 0), (10, 0, 0), (4, 4, 1)}


def test_undominated_points_are_those_that_nothing_betters() -> None:
    random = Random(5)
    for _ in range(100):
        points = [(random.randint(0, 6), random.randint(0, 6), random.randint(0, 6)) for _ in range(40)]
        betters = {
            one: any(all(a <= b for a, b in zip(other, one, strict=True)) for other in points if other != one)
            for one in points
        }
        assert undominated(points) == sorted(one for one, worse in betters.items() if not worse)


def test_the_day_of_a_plan_is_that_of_its_last_line() -> None:
    options = [option("A", "5", date(2025, 3, 1)), option("B", "5", date(2025, 2, 1))]
    (offered,) = plans(Decimal(10), options, AS_OF)
    assert offered.plan.ready_on == date(2025, 3, 1)
