"""The share that P90 aims at: told by settled forecasts, believed in the more the more there are of them."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from backorder_core.domain.calibration import LEVELS, Level

DAY = date(2024, 1, 1)


def settled(needed: list[float], day: date = DAY) -> float:
    level = Level(DAY)
    for one in needed:
        level.settles(day, 1, one)
    return level.on(DAY)


@pytest.mark.parametrize(
    ("needed", "share"),
    [
        ([], 0.91),  # curves are believed until something is known
        ([0.5] * 100_000, 0.9),  # never less than nine of ten
        ([1.0] * 100_000, 0.97),  # nothing is far enough
        ([0.0] * 92_000 + [0.945] * 8_000, 0.9),
        ([0.0] * 89_000 + [0.945] * 11_000, 0.946),  # two of a hundred more are missing: reach past them
        ([0.0] * 890 + [0.945] * 110, 0.93),  # a thousand are half believed
    ],
)
def test_p90_aims_where_nine_of_ten_settled_forecasts_would_have_come_true(
    needed: list[float], share: float
) -> None:
    assert settled(needed) == share


def test_curves_that_are_right_keep_their_share() -> None:
    chance = random.Random(3)
    assert settled([chance.random() for _ in range(20_000)]) == pytest.approx(0.91, abs=0.004)


def test_old_forecasts_fade_and_many_count_as_one_by_one() -> None:
    missed = [1.0] * 500
    assert settled(missed, DAY - timedelta(days=7_300)) < 0.912 < 0.95 < settled(missed)
    together = Level(DAY)
    together.settles(DAY, 500, 1.0)
    assert together.on(DAY) == settled(missed)


def test_the_shares_ascend_from_nine_of_ten() -> None:
    assert LEVELS[0] == 0.9
    assert list(LEVELS) == sorted(LEVELS)
