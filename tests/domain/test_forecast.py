"""Arrival forecasts: what is known of slips, whose pattern is borrowed, and which date follows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from backorder_core.domain.forecast import (
    ON_TIME,
    Forecast,
    Slips,
    arrival,
    blend,
    fade,
    forecast,
    product_limit,
)


def slips(arrived: Sequence[int], waiting: Sequence[int] = ()) -> Slips:
    """Deliveries of equal weight on different days, and open lines that slip more than so many days."""
    return Slips(
        tuple((one, float(arrived.count(one))) for one in sorted(set(arrived))),
        tuple((one, float(waiting.count(one))) for one in sorted(set(waiting))),
        len(arrived),
        float(len(arrived)),
    )


COMPANY = slips([0] * 70 + [5] * 10 + [20] * 20)


def of(own: Slips, after: int | None = None, company: Slips = COMPANY) -> Forecast:
    return forecast(blend(own, [(company, product_limit(company))]), after)


@pytest.mark.parametrize(
    ("arrived", "waiting", "beyond"),
    [
        ([], [], {-1: 1, 0: 0}),
        ([0, 0, 0, 4], [], {-1: 1, 0: 1 / 4, 3: 1 / 4, 4: 0}),
        ([-5, 0, 10], [], {-6: 1, -5: 2 / 3, 0: 1 / 3, 9: 1 / 3, 10: 0}),
        # of four at risk at 0 one arrives; the line open at 3 is then gone from those at risk at 10
        ([0, 10, 10], [3], {0: 3 / 4, 3: 3 / 4, 10: 0}),
        # a line that is 20 late and still open: nothing seen goes so far, so it comes right behind
        ([0, 0], [20], {0: 1 / 3, 19: 1 / 3, 20: 1 / 3, 21: 0}),
        # lines that are not due yet say nothing about days after today
        ([0, 2], [-40, -40, -40], {0: 1 / 2, 2: 0}),
        # but that they did not come that early
        ([-60, 0], [-40, -40], {-60: 3 / 4, -41: 3 / 4, 0: 0}),
        # a tail that nobody has seen never ends before the quoted date
        ([-60], [-40], {-60: 1 / 2, -1: 1 / 2, 0: 0}),
    ],
)
def test_open_lines_count_as_slipping_more(
    arrived: list[int], waiting: list[int], beyond: dict[int, float]
) -> None:
    curve = product_limit(slips(arrived, waiting))
    assert {days: curve.beyond(days) for days in beyond} == pytest.approx(beyond)


def test_leaving_open_lines_out_would_be_too_hopeful() -> None:
    arrived = [0] * 32 + [3] * 8
    assert of(slips(arrived, [5] * 120)).p90 == 6
    assert of(slips(arrived)).p90 == 3


def test_without_open_lines_the_curve_is_the_share_that_slipped_more() -> None:
    chance = random.Random(11)
    for _ in range(50):
        arrived = [chance.randint(-9, 9) for _ in range(chance.randint(1, 30))]
        curve = product_limit(slips(arrived))
        for days in range(-11, 12):
            assert curve.beyond(days) == pytest.approx(sum(one > days for one in arrived) / len(arrived))


def test_a_quantile_is_the_first_day_by_which_the_share_has_come() -> None:
    chance = random.Random(12)
    for _ in range(50):
        own = slips([chance.randint(-9, 30) for _ in range(chance.randint(1, 30))])
        mixed = blend(own, [(COMPANY, product_limit(COMPANY))])
        for share in (0.1, 0.5, 0.9, 0.99):
            days = mixed.quantile(share)
            assert mixed.beyond(days) <= 1 - share + 1e-6
            assert mixed.beyond(days - 1) > 1 - share
            late = mixed.quantile(share, after=2)
            assert late >= 3
            assert mixed.beyond(late) <= (1 - share) * mixed.beyond(2) + 1e-6


def test_nothing_known_at_all_trusts_the_date() -> None:
    assert forecast(blend(Slips(), [(Slips(), ON_TIME)])) == Forecast(0, 0, 0.0, 0, blind=True)
    assert (
        forecast(blend(Slips(), [(Slips(), ON_TIME)])).words == "no delivery of anybody yet: the quoted date"
    )
    late = forecast(blend(Slips(), [(Slips(), ON_TIME)]), after=4)
    assert (late.p50, late.words) == (None, "no delivery of anybody yet: no pattern to go by")


def test_a_supplier_without_history_has_the_company_s_pattern_and_says_so() -> None:
    made = of(Slips())
    assert (made.p50, made.p90, made.own) == (0, 20, 0.0)
    assert made.words == "no delivery of this supplier yet: the company's pattern"


@pytest.mark.parametrize(
    ("count", "p90", "words"),
    [
        (1, 20, "1 delivery of this supplier: mostly the company's pattern"),
        (3, 20, "3 deliveries of this supplier: mostly the company's pattern"),
        (9, 20, "9 deliveries of this supplier: mostly the company's pattern"),
        (10, 20, "10 deliveries of this supplier: mostly its own pattern"),
        (12, 5, "12 deliveries of this supplier: mostly its own pattern"),
        (40, 1, "40 deliveries of this supplier: mostly its own pattern"),
    ],
)
def test_the_more_a_supplier_delivered_the_less_it_borrows(count: int, p90: int, words: str) -> None:
    made = of(slips([1] * count))
    assert (made.p90, made.words) == (p90, words)


@pytest.mark.parametrize(
    ("arrived", "p50"),
    [
        ([0] * 51 + [-7] * 49, 0),  # most keep the day
        ([-7] * 11 + [0] * 9, 0),  # a few more early than not prove nothing
        ([-7] * 160 + [0] * 40, -7),
        ([9] * 11 + [0] * 9, 0),
        ([9] * 160 + [0] * 40, 9),
        ([2] * 70 + [9] * 130, 9),
        ([2] * 105 + [9] * 95, 2),  # late for sure, by 2 or 9 is not sure: no further than sure
    ],
)
def test_p50_leaves_the_quoted_date_only_where_history_is_sure(arrived: list[int], p50: int) -> None:
    assert of(slips(arrived)).p50 == p50


def test_lines_of_one_shipment_are_not_many_witnesses() -> None:
    arrived = slips([-7] * 160 + [0] * 40)
    one_day = Slips(arrived.arrived, (), arrived.deliveries, evidence=1.0)
    assert of(arrived).p50 == -7
    assert of(one_day).p50 == 0


@pytest.mark.parametrize(
    ("after", "p50", "p90"),
    [(None, 0, 8), (-1, 0, 8), (0, 8, 20), (7, 8, 20), (8, 20, 30), (29, 30, 30), (30, None, None)],
)
def test_a_line_past_its_date_is_compared_with_those_that_were_as_late(
    after: int | None, p50: int | None, p90: int | None
) -> None:
    own = slips([0] * 80 + [8] * 15 + [20] * 4 + [30] * 1)
    made = of(own, after, own)
    assert (made.p50, made.p90) == (p50, p90)
    assert ("no pattern" in made.words) is (p90 is None)


def test_p50_is_never_after_p90() -> None:
    chance = random.Random(13)
    for _ in range(300):
        own = slips([chance.choice((-20, -3, 0, 0, 4, 60)) for _ in range(chance.randint(0, 40))])
        after = chance.choice((None, -30, -2, 0, 3))
        made = of(own, after)
        assert made.p50 is not None
        assert made.p90 is not None
        assert made.p50 <= made.p90
        assert after is None or made.p50 > after


def test_a_delivery_of_a_year_ago_counts_half() -> None:
    assert fade(date(2024, 1, 29), date(2025, 1, 28)) == pytest.approx(0.5)
    assert fade(date(2025, 1, 28), date(2025, 1, 28)) == 1


def test_a_slip_becomes_a_date() -> None:
    assert arrival(date(2025, 1, 28), 4) == date(2025, 2, 1)
    assert arrival(date(2025, 1, 28), None) is None
