"""What patterns say and what could be done, by hand-made facts: truth tables of sentences and rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.change import Sample, Verdict, compare
from backorder_core.domain.insights import insights
from backorder_core.domain.opportunities import opportunities
from backorder_core.domain.patterns import (
    Cell,
    Facts,
    Month,
    Narrow,
    Part,
    Past,
    Patterns,
    Shortage,
    Tally,
    holiday_factor,
    in_control,
    running,
    season,
    share,
    year_before,
)
from backorder_core.domain.values import Cause
from backorder_core.domain.windows import Window

D = Decimal
WINDOW = Window(date(2025, 1, 1), date(2025, 1, 31))


def parts(names: dict[str, int], deliveries: dict[str, int] | None = None) -> tuple[Part, ...]:
    whole = sum(names.values())
    sums = running(list(names.values()))
    return tuple(
        Part(
            key.lower(),
            key,
            Tally(count, D(100 * count), Sample(count, 8 * count, 64 * count)),
            share(count, whole),
            so_far,
            deliveries=None if deliveries is None else deliveries.get(key, 0),
        )
        for (key, count), so_far in zip(names.items(), sums, strict=True)
    )


def facts(count: int = 100, **changed: object) -> Facts:
    """So many backorders, half of them of supplier A, which has a quarter of the deliveries."""
    half = count // 2
    made = Facts(
        window=WINDOW,
        days=30,
        total=Tally(count, D(100 * count), Sample(count, 8 * count, 64 * count)),
        causes=parts({"Supplier": half, "Quality": count - half}),
        suppliers=parts({"A": half, "B": count - half}, {"A": 25, "B": 75}),
        categories=parts({"Valves": half, "Sensors": count - half}),
        shortages=(),
        supplier_causes=(),
        category_causes=(),
        category_suppliers=(),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def past(found: Facts, before: int, slip: Verdict = Verdict.NOISE) -> Past:
    change = compare(found.total.count, before, 30, 30)
    return Past(WINDOW.before, Tally(before, D(1), Sample(before, 8 * before, 64 * before)), change, slip)


def patterns(found: Facts, before: Past | None = None, **changed: object) -> Patterns:
    made = Patterns(
        facts=found,
        as_of=date(2025, 2, 1),
        narrow=Narrow(),
        before=before,
        year_before=None,
        products=(),
        customers=(),
        tiers=(),
        months=(),
        timeline=(),
        weekdays=(),
        season=season(WINDOW),
        holiday_factor=None,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def said(found: Patterns, kind: str) -> str:
    return " ".join(one.sentence for one in insights(found, "EUR") if one.kind == kind)


@pytest.mark.parametrize(
    ("count", "before", "words", "notable"),
    [
        (100, 40, "That is more than the 40 of the 30 days before, by more than noise (p < 0.001).", True),
        (100, 200, "That is fewer than the 200 of the 30 days before, by more than noise (p < 0.001).", True),
        (100, 95, "Against 95 in the 30 days before that is no more than noise (p = 0.775).", False),
        (8, 6, "8 backorders: too few to tell from the 6 of the 30 days before.", False),
        (8, 0, "That is more than the 0 of the 30 days before, by more than noise (p = 0.008).", True),
    ],
)
def test_a_change_is_called_one_only_beyond_noise(count: int, before: int, words: str, notable: bool) -> None:
    found = facts(count)
    first = insights(patterns(found, past(found, before)), "EUR")[0]
    assert first.sentence.endswith(words)
    assert first.notable is notable


def test_days_that_have_not_come_yet_are_no_days_of_the_window_before() -> None:
    found = facts(50, days=15)
    (first, *_) = insights(patterns(found, past(found, 50)), "EUR")
    assert "were created in 15 days, 3.3 a day" in first.sentence
    assert "50 in the 30 days before" in first.sentence


def test_without_a_window_before_that_is_said() -> None:
    assert said(patterns(facts()), "volume") == (
        "100 backorders worth EUR 10,000 were created in 30 days, 3.3 a day (95 % interval of the count: "
        "81 to 122). Nothing is known of the days before to compare with."
    )
    assert said(patterns(facts()), "trend") == ""


def test_no_backorder_is_no_pattern_but_the_seasons_remain() -> None:
    nothing = facts(0, causes=(), suppliers=(), categories=())
    (only,) = insights(patterns(nothing), "EUR")
    assert only.sentence == "No backorder was created from 2025-01-01 to 2025-01-30: there is no pattern."


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (
            100,
            "A has the most: 50 of 100 backorders (50 %) on 25.0 % of the deliveries, more",
        ),
        (6, "A has the most: 3 of 6 backorders (50 %) on 25.0 % of the deliveries, too few to tell whether"),
    ],
)
def test_a_supplier_has_too_many_only_beyond_its_part_of_the_deliveries(count: int, words: str) -> None:
    assert words in said(patterns(facts(count)), "supplier")


def test_who_delivered_and_made_none_is_named_and_several_are_named_together() -> None:
    suppliers = parts({"A": 90, "B": 10, "C": 0, "D": 0}, {"A": 10, "B": 10, "C": 4})
    assert "C (4 deliveries) has none." in said(patterns(facts(suppliers=suppliers)), "supplier")
    suppliers = parts({"A": 90, "B": 10, "C": 0, "D": 0}, {"A": 10, "B": 10, "C": 4, "D": 3})
    assert "C (4 deliveries) and D (3 deliveries) have none." in said(
        patterns(facts(suppliers=suppliers)), "supplier"
    )
    assert said(patterns(facts(suppliers=suppliers)), "pareto") == "1 of 2 suppliers make 90 % of them."


def test_narrowed_to_a_supplier_nothing_is_said_of_the_most_and_the_fewest() -> None:
    narrowed = patterns(facts(suppliers=parts({"A": 100}, {"A": 5})), narrow=Narrow(supplier="a"))
    assert said(narrowed, "supplier") == ""
    assert said(narrowed, "cause") != ""


def test_parts_that_changed_are_named_and_otherwise_that_none_did() -> None:
    found = facts()
    changed = replace(found.suppliers[0], before=10, change=compare(50, 10, 30, 30, tests=2))
    same = replace(found.suppliers[1], before=45, change=compare(50, 45, 30, 30, tests=2))
    one = patterns(replace(found, suppliers=(changed, same)), past(found, 55))
    assert said(one, "trend") == "A: 50 after 10 in the 30 days before, a change beyond noise (p < 0.001)."
    none = patterns(replace(found, suppliers=(same,)), past(found, 95))
    assert (
        said(none, "trend")
        == "No supplier and no category changed by more than noise against the days before."
    )


def test_a_crossing_is_told_only_where_it_is_no_chance() -> None:
    cells = (Cell("a", "quality", 30, 12.0), Cell("b", "quality", 14, 12.0))
    assert said(patterns(facts(supplier_causes=cells)), "crossing") == (
        "Quality and A meet more often than by chance: 30 times, 12.0 would be expected."
    )
    assert said(patterns(facts(supplier_causes=cells[1:])), "crossing") == ""


def months(late: dict[int, int], orders: int = 100) -> tuple[Month, ...]:
    return in_control(
        [Month(date(2024, n, 1), 30, late.get(n, 3), orders, late.get(n, 3)) for n in range(1, 13)]
    )


def test_the_holiday_factor_is_the_rate_of_two_months_against_ten() -> None:
    year = months({11: 9, 12: 9})
    assert holiday_factor(year) == D("3.0")
    assert holiday_factor(year[:10]) is None
    assert holiday_factor(months({11: 9, 12: 9} | dict.fromkeys(range(1, 11), 0))) is None
    assert holiday_factor(months({}, orders=0)) is None
    words = said(
        patterns(facts(), timeline=months({11: 30, 12: 30, 2: 1, 3: 2}), holiday_factor=D("3.0")), "season"
    )
    assert "3.0 times" in words
    assert "lowest were February and March" in words
    assert "Above the control limits: November 2024 (30, ordinary up to" in words


def test_a_month_is_out_of_the_ordinary_for_its_days() -> None:
    few = in_control(
        [Month(date(2025, n, 1), days, 3 * days, 0, 0) for n, days in ((1, 31), (2, 28), (3, 5))]
    )
    assert not any(month.outside for month in few)
    assert [month.rate for month in few] == [None, None, None]
    assert in_control([]) == ()


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ((2024, 10, 1), (2025, 1, 1), ((2024, 1, 1), (2025, 1, 1))),
        ((2025, 1, 21), (2025, 1, 28), ((2024, 1, 1), (2025, 1, 1))),
        ((2023, 5, 9), (2025, 1, 28), ((2023, 5, 1), (2025, 1, 1))),
    ],
)
def test_the_season_is_twelve_whole_months_or_all_of_a_longer_window(
    since: tuple[int, int, int],
    until: tuple[int, int, int],
    expected: tuple[tuple[int, int, int], tuple[int, int, int]],
) -> None:
    assert season(Window(date(*since), date(*until))) == Window(date(*expected[0]), date(*expected[1]))


def test_a_year_before_the_29th_of_february_is_the_28th() -> None:
    leap = Window(date(2024, 2, 1), date(2024, 2, 29))
    assert year_before(leap) == Window(date(2023, 2, 1), date(2023, 2, 28))


def test_cumulative_shares_run_to_a_hundred_and_nothing_has_none() -> None:
    assert running([3, 1]) == [D("75.0"), D("100.0")]
    assert running([0]) == [None]
    assert (share(1, 3), share(0, 3), share(0, 0)) == (D("33.3"), D("0.0"), None)


def cells(cause: Cause, count: int) -> tuple[Cell, ...]:
    return (Cell("valves", cause.key, count, 1.0), Cell("sensors", cause.key, 1, 1.0))


@pytest.mark.parametrize(
    ("cause", "kind", "title"),
    [
        (Cause.SUPPLIER, "second_source", "Add a second source for Valves"),
        (Cause.QUALITY, "quality", "Work on quality with the suppliers of Valves"),
        (Cause.DEMAND, "forecast", "Forecast the demand for Valves better"),
    ],
)
def test_a_cause_that_repeats_in_a_category_calls_for_something(cause: Cause, kind: str, title: str) -> None:
    def offered(count: int) -> dict[str, str]:
        found = facts(suppliers=(), category_causes=cells(cause, count))
        return {one.kind: one.title for one in opportunities(found, found)}

    assert offered(2) == {kind: title}
    assert offered(1) == {}


@pytest.mark.parametrize(
    ("delivered", "called"), [({"A": 25, "B": 75}, True), ({"A": 60, "B": 40}, False), ({}, False)]
)
def test_a_supplier_is_talked_to_where_it_has_more_than_its_part(
    delivered: dict[str, int], called: bool
) -> None:
    found = facts(suppliers=parts({"A": 50, "B": 50}, delivered))
    assert any(one.kind == "supplier" for one in opportunities(found, found)) is called


def shortage(code: str, count: int, urgent: int = 0) -> Shortage:
    return Shortage(code, f"Product {code}", "Valves", count, D(30), D(20), urgent, 0)


def test_a_buffer_is_for_products_short_again_the_most_often_and_most_urgent_first() -> None:
    found = facts(
        suppliers=(), shortages=(shortage("X", 1), shortage("Y", 2), shortage("Z", 2, 1), shortage("W", 3))
    )
    offers = opportunities(found, found)
    assert [one.title for one in offers] == [
        "Raise the safety stock of Product W",
        "Raise the safety stock of Product Z",
    ]
    assert offers[1].evidence == (
        "2 backorders, 1 of them for a VIP or a critical order, 30 units in all; a buffer of 20 would have "
        "covered the largest."
    )
    assert offers[1].narrow == Narrow(product="Z")


def test_a_rule_without_a_case_in_the_window_looks_at_the_longer_time_and_says_so() -> None:
    longer = Window(date(2024, 11, 2), date(2025, 1, 31))
    ground = facts(60, window=longer, days=90, suppliers=(), category_causes=cells(Cause.DEMAND, 3))
    found = facts(8, suppliers=(), category_causes=cells(Cause.DEMAND, 1))
    (offer,) = opportunities(found, ground)
    assert offer.window == longer
    assert offer.evidence.endswith("in Valves. In the 90 days up to 2025-01-30.")
    (near,) = opportunities(replace(found, category_causes=cells(Cause.DEMAND, 2)), ground)
    assert near.window == WINDOW
    assert near.evidence.endswith("A hint: too few to prove it.")
