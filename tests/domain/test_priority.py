"""RULES, Priority score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backorder_core.domain.priority import (
    BandMove,
    Demand,
    Score,
    band,
    band_moves,
    delay,
    explain,
    multiplier,
    score,
)
from backorder_core.domain.settings import DEFAULTS, PriorityScoring, Settings
from backorder_core.domain.values import Band, Impact, Tier, line_value
from tests.domain.builders import ORIGINAL_DUE, dates, demand, demand_lists, feb, industrial, jan, metro

days = st.integers(min_value=0, max_value=400)
OTHER_SETTINGS = Settings(
    priority=PriorityScoring(
        vip=Decimal("4.5"),
        emergency=Decimal(2),
        per_delay_day=Decimal("12.5"),
        critical_impact=Decimal(1000),
        medium_from=Decimal(500),
    )
)
settings_of_all_kinds = st.sampled_from([DEFAULTS, OTHER_SETTINGS])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0", Band.LOW),
        ("999.99", Band.LOW),
        ("1000", Band.MEDIUM),
        ("4999.99", Band.MEDIUM),
        ("5000", Band.HIGH),
        ("9999.99", Band.HIGH),
        ("10000", Band.CRITICAL),
        ("10000.01", Band.CRITICAL),
    ],
)
def test_a_band_begins_at_its_floor(given: str, expected: Band) -> None:
    assert band(Decimal(given), DEFAULTS) is expected


@pytest.mark.parametrize(("given", "expected"), [("499.99", Band.LOW), ("500", Band.MEDIUM)])
def test_bands_follow_the_settings(given: str, expected: Band) -> None:
    assert band(Decimal(given), OTHER_SETTINGS) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((Tier.VIP, False), "5"),
        ((Tier.PREMIUM, False), "3"),
        ((Tier.STANDARD, False), "1"),
        ((Tier.VIP, True), "50"),
        ((Tier.PREMIUM, True), "30"),
        ((Tier.STANDARD, True), "10"),
    ],
)
def test_an_emergency_multiplies_the_tier(given: tuple[Tier, bool], expected: str) -> None:
    tier, emergency = given
    assert multiplier(demand(tier=tier, emergency=emergency), DEFAULTS) == Decimal(expected)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((ORIGINAL_DUE, jan(25)), 0),
        ((jan(26), jan(20)), 1),
        ((feb(15), jan(20)), 21),
        ((feb(15), feb(15)), 21),
        ((feb(15), feb(16)), 22),
        ((jan(20), jan(20)), 0),
        ((jan(20), jan(28)), 3),
        ((None, jan(20)), 0),
        ((None, jan(25)), 0),
        ((None, jan(26)), 1),
        ((None, feb(15)), 21),
    ],
)
def test_the_delay_is_the_slip_or_the_days_overdue_whichever_is_more(
    given: tuple[date | None, date], expected: int
) -> None:
    eta, as_of = given
    assert delay(ORIGINAL_DUE, eta, as_of) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (demand(tier=Tier.VIP, quantity="90"), "4875"),
        (demand(tier=Tier.VIP, quantity="90", impact=Impact.CRITICAL), "8875"),
        (demand(tier=Tier.VIP, quantity="90", impact=Impact.HIGH), "6875"),
        (demand(quantity="20"), "625"),
        (demand(quantity="20", emergency=True), "6250"),
        (demand(tier=Tier.PREMIUM, quantity="20"), "1875"),
        (demand(quantity="0", impact=Impact.CRITICAL), "0"),
        (demand(quantity="0.001", price="5"), "525.0001"),
    ],
)
def test_a_line_at_21_days_scores(given: Demand, expected: str) -> None:
    assert score([given], DEFAULTS).at(21) == Decimal(expected)


def test_a_backorder_nobody_waits_for_scores_nothing() -> None:
    assert score([], DEFAULTS) == Score(Decimal(0), Decimal(0))
    assert explain([], 21, DEFAULTS) == ()
    assert band_moves([], ORIGINAL_DUE, feb(15), jan(20), DEFAULTS) == ()


def test_a_line_with_nothing_open_is_not_explained() -> None:
    assert [term.order_number for term in explain([metro("0"), industrial()], 21, DEFAULTS)] == ["SO-0002"]


def test_the_terms_of_the_chapter_example_are_shown_strongest_first() -> None:
    vip, standard = explain([industrial(), metro()], 21, DEFAULTS)
    assert [vip.multiplier, vip.value_points, vip.delay_points, vip.impact_points] == [5, 250, 525, 800]
    assert (vip.customer, vip.tier) == ("Metro Manufacturing", Tier.VIP)
    assert (vip.value, vip.total) == (Decimal(25_000), Decimal(7_875))
    assert [standard.multiplier, standard.value_points, standard.impact_points] == [1, 100, 0]
    assert standard.total == 625


def test_changed_settings_change_the_score() -> None:
    assert score([metro()], OTHER_SETTINGS) == Score(Decimal(5625), Decimal("56.25"))


@given(demand_lists(), days, settings_of_all_kinds)
def test_the_terms_sum_exactly_to_the_score(
    demands: tuple[Demand, ...], late: int, settings: Settings
) -> None:
    total = sum((term.total for term in explain(demands, late, settings)), Decimal(0))
    assert total == score(demands, settings).at(late)


@given(demand_lists(), days)
def test_the_score_is_the_formula_of_the_rules(demands: tuple[Demand, ...], late: int) -> None:
    tiers = {Tier.VIP: 5, Tier.PREMIUM: 3, Tier.STANDARD: 1}
    impacts = {Impact.CRITICAL: 800, Impact.HIGH: 400, Impact.NORMAL: 0}
    expected = sum(
        (
            tiers[one.tier]
            * (10 if one.emergency else 1)
            * (line_value(one.open_quantity, one.unit_price) / 100 + 25 * late + impacts[one.impact])
            for one in demands
            if one.open_quantity
        ),
        Decimal(0),
    )
    assert score(demands, DEFAULTS).at(late) == expected


@given(demand_lists(), days, days, settings_of_all_kinds)
def test_the_score_is_linear_in_the_delay(
    demands: tuple[Demand, ...], late: int, more: int, settings: Settings
) -> None:
    parts = score(demands, settings)
    assert parts.at(late + more) - parts.at(late) == parts.per_day * more
    assert parts.at(0) == parts.base


@given(st.decimals(min_value=0, max_value=20_000, places=4), settings_of_all_kinds)
def test_every_score_has_the_highest_band_whose_floor_it_reaches(points: Decimal, settings: Settings) -> None:
    reached = [one for one in Band if points >= settings.priority.band_floor(one)]
    assert band(points, settings) is min(reached)


def test_the_chapter_example_says_what_would_move_its_band() -> None:
    later, delivered = band_moves([metro(), industrial()], ORIGINAL_DUE, feb(15), jan(20), DEFAULTS)
    assert later == BandMove(Band.CRITICAL, "10 days more delay, to 2025-02-25, makes it Critical.", days=10)
    assert (delivered.to, delivered.units, delivered.order_line_id) == (Band.LOW, Decimal(50), 1)
    assert delivered.sentence == ("Delivering 50 units to Metro Manufacturing (SO-0001 / 1) makes it Low.")


def test_an_earlier_eta_moves_a_band_down_where_the_days_are_not_passed_yet() -> None:
    vip = [demand(tier=Tier.VIP, quantity="20", impact=Impact.CRITICAL)]
    earlier = BandMove(Band.MEDIUM, "An ETA 2 days earlier, 2025-01-28, makes it Medium.", days=-2)
    assert earlier in band_moves(vip, ORIGINAL_DUE, jan(30), jan(20), DEFAULTS)
    assert earlier in band_moves(vip, ORIGINAL_DUE, jan(30), jan(28), DEFAULTS)
    overdue = band_moves(vip, ORIGINAL_DUE, jan(30), jan(29), DEFAULTS)
    assert all(move.days >= 0 for move in overdue)


def test_a_single_day_and_a_single_unit_are_said_in_the_singular() -> None:
    one_short = [demand(tier=Tier.VIP, quantity="1", price="39999")]
    sentences = [move.sentence for move in band_moves(one_short, ORIGINAL_DUE, feb(18), feb(17), DEFAULTS)]
    assert sentences == [
        "1 day more delay, to 2025-02-19, makes it High.",
        "Delivering 1 unit to Metro Manufacturing (SO-0001 / 1) makes it Low.",
    ]


def test_a_critical_backorder_cannot_move_up_and_a_low_one_not_down() -> None:
    critical = [demand(tier=Tier.VIP, quantity="400", impact=Impact.CRITICAL)]
    assert all(
        move.to > Band.CRITICAL for move in band_moves(critical, ORIGINAL_DUE, feb(15), jan(20), DEFAULTS)
    )
    low = band_moves([industrial()], ORIGINAL_DUE, feb(15), jan(20), DEFAULTS)
    assert [move.to for move in low] == [Band.MEDIUM]


def test_delivering_a_line_that_leaves_the_score_exactly_at_the_floor_moves_nothing() -> None:
    large, small = demand(1, quantity="200"), demand(2, quantity="10")
    assert score([large, small], DEFAULTS).at(0) == 1_050
    _, delivered = band_moves([large, small], ORIGINAL_DUE, ORIGINAL_DUE, jan(20), DEFAULTS)
    assert (delivered.order_line_id, delivered.units) == (1, Decimal(11))


def test_a_move_that_jumps_over_a_band_names_the_band_it_lands_in() -> None:
    crowd = [demand(line, Tier.VIP, "0.001", "1", emergency=True) for line in range(1, 6)]
    (up,) = band_moves(crowd, ORIGINAL_DUE, ORIGINAL_DUE, jan(20), DEFAULTS)
    assert (up.to, up.days) == (Band.HIGH, 1)
    assert up.sentence == "1 day more delay, to 2025-01-26, makes it High."


@given(demand_lists(), dates, st.none() | dates, dates, settings_of_all_kinds)
def test_every_stated_move_changes_the_band_and_one_step_less_does_not(
    demands: tuple[Demand, ...], due: date, eta: date | None, as_of: date, settings: Settings
) -> None:
    days_late = delay(due, eta, as_of)
    here = band(score(demands, settings).at(days_late), settings)
    for move in band_moves(demands, due, eta, as_of, settings):
        assert _after(move, demands, due, eta, as_of, settings) is move.to
        assert move.to is not here
        assert (move.to < here) is (move.days > 0)
        shorter = _one_step_less(move)
        assert _after(shorter, demands, due, eta, as_of, settings) is here


@given(demand_lists(), dates, dates, dates)
def test_where_no_move_down_is_stated_none_exists(
    demands: tuple[Demand, ...], due: date, eta: date, as_of: date
) -> None:
    here = band(score(demands, DEFAULTS).at(delay(due, eta, as_of)), DEFAULTS)
    moves = band_moves(demands, due, eta, as_of, DEFAULTS)
    assume(not any(move.days < 0 for move in moves))
    assert band(score(demands, DEFAULTS).at(delay(due, None, as_of)), DEFAULTS) is here
    if not any(move.units for move in moves):
        for left_out in demands:
            rest = [one for one in demands if one is not left_out]
            assert band(score(rest, DEFAULTS).at(delay(due, eta, as_of)), DEFAULTS) is here


def _after(
    move: BandMove,
    demands: tuple[Demand, ...],
    due: date,
    eta: date | None,
    as_of: date,
    settings: Settings,
) -> Band:
    if move.days:
        moved = due + timedelta(days=delay(due, eta, as_of) + move.days)
        new_eta, new_as_of = (None, moved) if eta is None else (moved, as_of)
        return band(score(demands, settings).at(delay(due, new_eta, new_as_of)), settings)
    fewer = [
        replace(one, open_quantity=one.open_quantity - move.units)
        if one.order_line_id == move.order_line_id
        else one
        for one in demands
    ]
    return band(score(fewer, settings).at(delay(due, eta, as_of)), settings)


def _one_step_less(move: BandMove) -> BandMove:
    if move.days:
        return replace(move, days=move.days - 1 if move.days > 0 else move.days + 1)
    return replace(move, units=Decimal(ceil(move.units) - 1))
