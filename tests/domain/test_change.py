"""What is a change and what is noise: limits, intervals and comparisons against tables and plain sums."""

from __future__ import annotations

import math

import pytest

from backorder_core.domain import change
from backorder_core.domain.change import (
    Sample,
    Verdict,
    at_most,
    compare,
    compare_means,
    interval,
    limits,
    more_than_share,
    two_sided,
)


def poisson(count: int, mean: float) -> float:
    return math.exp(-mean) * mean**count / math.factorial(count)


@pytest.mark.parametrize("mean", [0.3, 1.0, 4.0, 9.5, 40.0])
@pytest.mark.parametrize("count", [0, 1, 3, 8, 30, 60])
def test_the_chance_of_a_count_is_the_plain_sum(mean: float, count: int) -> None:
    assert at_most(count, mean) == pytest.approx(sum(poisson(k, mean) for k in range(count + 1)), abs=1e-12)


def test_chances_at_the_edges() -> None:
    assert (at_most(-1, 3.0), at_most(0, 0.0)) == (0.0, 1.0)
    assert at_most(1_000_000, 1_000_000.0) == pytest.approx(0.5, abs=0.01)


# Ulm, 1990: exact 95 % limits of a Poisson count
@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (8, 3.454, 15.763),
     (10, 4.795, 18.390), (30, 20.241, 42.827), (100, 81.364, 121.627)],
)  # fmt: skip
def test_the_interval_of_a_count_is_the_tabled_one(count: int, low: float, high: float) -> None:
    assert interval(count) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


@pytest.mark.parametrize("mean", [0.5, 1, 4, 10, 36.5, 400])
def test_beyond_a_limit_lies_at_most_the_tail_of_three_deviations(mean: float) -> None:
    low, high = limits(mean)
    assert low <= mean <= high
    assert at_most(low - 1, mean) < 0.00135 <= at_most(low, mean)
    assert 1 - at_most(high, mean) <= 0.00135 < 1 - at_most(high - 1, mean)


def test_limits_of_nothing_and_of_many() -> None:
    assert limits(0.0) == (0, 0)
    low, high = limits(10_000.0)
    assert (low, high) == (pytest.approx(9_700, abs=10), pytest.approx(10_300, abs=10))


def test_limits_of_a_million_are_found_by_halving(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counting(count: int, mean: float) -> float:
        asked.append(count)
        return at_most(count, mean)

    monkeypatch.setattr(change, "at_most", counting)
    low, high = limits(1_000_000.0)
    assert (low, high) == (pytest.approx(997_000, abs=20), pytest.approx(1_003_000, abs=20))
    assert len(asked) < 40


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        # even all on one side of five is one chance in sixteen
        (5, 0, Verdict.TOO_FEW),
        (6, 0, Verdict.MORE),
        (0, 6, Verdict.FEWER),
        (0, 0, Verdict.TOO_FEW),
        (8, 8, Verdict.TOO_FEW),
        (8, 19, Verdict.TOO_FEW),
        (8, 20, Verdict.FEWER),
        (40, 50, Verdict.NOISE),
        (100, 130, Verdict.NOISE),
        (100, 131, Verdict.FEWER),
        (131, 100, Verdict.MORE),
    ],
)
def test_two_equal_windows(now: int, before: int, verdict: Verdict) -> None:
    assert compare(now, before, 7, 7).verdict is verdict
    assert compare(now, before, 7, 7).verdict.is_change is (verdict in (Verdict.MORE, Verdict.FEWER))


def test_a_longer_window_is_expected_to_hold_more() -> None:
    assert compare(200, 100, 14, 7).verdict is Verdict.NOISE
    assert compare(200, 100, 7, 7).verdict is Verdict.MORE
    assert compare(100, 100, 14, 7).verdict is Verdict.FEWER
    assert compare(5, 5, 0, 7).verdict is Verdict.TOO_FEW


def test_who_compares_many_things_needs_more() -> None:
    assert compare(30, 14, 7, 7).verdict is Verdict.MORE
    assert compare(30, 14, 7, 7, tests=9).verdict is Verdict.TOO_FEW
    assert compare(300, 140, 7, 7, tests=9).verdict is Verdict.MORE


@pytest.mark.parametrize(
    ("count", "together", "share"), [(3, 10, 0.5), (9, 10, 0.5), (2, 30, 0.25), (0, 4, 0.9)]
)
def test_the_two_sided_chance_is_twice_the_smaller_plain_sum(count: int, together: int, share: float) -> None:
    chance = [math.comb(together, k) * share**k * (1 - share) ** (together - k) for k in range(together + 1)]
    expected = min(1.0, 2 * min(sum(chance[: count + 1]), sum(chance[count:])))
    assert two_sided(count, together, share) == pytest.approx(expected)


def test_more_than_its_share_must_be_more_than_chance() -> None:
    assert more_than_share(45, 100, 0.25)
    assert not more_than_share(30, 100, 0.25)
    assert not more_than_share(3, 8, 0.25)
    assert not more_than_share(5, 100, 0.25)
    assert not more_than_share(3, 3, 1.0)


def sample(*numbers: int) -> Sample:
    return Sample(len(numbers), sum(numbers), sum(one * one for one in numbers))


def test_means_differ_only_where_their_spread_allows_it() -> None:
    wide, narrow = (1, 20) * 20, (10, 11) * 20
    assert compare_means(sample(*wide), sample(*(one + 1 for one in wide))) is Verdict.NOISE
    assert compare_means(sample(*narrow), sample(*(one + 1 for one in narrow))) is Verdict.FEWER
    assert compare_means(sample(*(one + 1 for one in narrow)), sample(*narrow)) is Verdict.MORE
    assert compare_means(sample(1, 2, 3), sample(*narrow)) is Verdict.TOO_FEW
    assert compare_means(sample(*[5] * 40), sample(*[5] * 40)) is Verdict.NOISE
    assert (sample().mean, sample(4).error) == (None, None)
