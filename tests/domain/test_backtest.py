"""The forecast tried on the past: only what was known, scored right, good whatever suppliers are like."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from math import exp

import pytest

from backorder_core.domain.backtest import Pending, Promise, Replay, Score, Trial, backtest, pinball, score
from backorder_core.domain.forecast import Kind, Slips, blend

DAY = date(2020, 1, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def promise(made: int, quoted: int, arrived: int | None, supplier: int = 1, count: int = 1) -> Promise:
    when = None if arrived is None else on(arrived)
    return Promise(supplier, Kind.FIRST, on(made), on(quoted), when, count)


@pytest.mark.parametrize(
    ("slip", "said", "share", "loss"),
    [
        (5, 0, 0.5, 2.5),
        (-5, 0, 0.5, 2.5),
        (5, 0, 0.9, 4.5),
        (-5, 0, 0.9, 0.5),
        (3, 3, 0.9, 0),
        (0, 10, 0.9, 1),
    ],
)
def test_pinball_loss_is_what_the_share_makes_of_the_days(
    slip: int, said: int, share: float, loss: float
) -> None:
    assert pinball(slip, said, share) == pytest.approx(loss)


def test_scores_are_means_over_promises() -> None:
    trials = [
        Trial(promise(0, 10, 14, count=3), slip=4, p50=0, p90=5, mean=2.0, deliveries=1, borrowed=True),
        Trial(promise(0, 10, 20), slip=10, p50=0, p90=5, mean=2.0, deliveries=1, borrowed=True),
    ]
    found = score(trials)
    assert found is not None
    assert (found.n, found.coverage_p50, found.coverage_p90) == (4, 0, 0.75)
    assert found.pinball_p50 == found.pinball_quoted_p50 == pytest.approx((3 * 2 + 5) / 4)
    assert found.pinball_p90 == pytest.approx((3 * 0.1 + 4.5) / 4)
    assert found.pinball_quoted_p90 == pytest.approx((3 * 3.6 + 9) / 4)
    assert found.pinball_mean_p50 == pytest.approx((3 * 1 + 4) / 4)
    assert found.pinball_mean_p90 == pytest.approx((3 * 1.8 + 7.2) / 4)


def test_nothing_tried_has_no_score() -> None:
    assert score(list(backtest([]))) is None
    assert score(list(backtest([promise(0, 10, None), promise(1, 10, 12)]))) is None


@pytest.mark.parametrize(("n", "least"), [(10_000, 0.89412), (100, 0.8412)])
def test_coverage_is_held_against_its_binomial_interval(n: int, least: float) -> None:
    found = Score(n, 0.5, least - 0.0001, 0, 0, 0, 0, 0, 0)
    assert found.least_coverage == pytest.approx(least, abs=1e-4)
    assert not found.kept
    assert Score(n, 0.5, least + 0.0001, 0, 0, 0, 0, 0, 0).kept


def test_what_arrives_on_the_day_of_the_forecast_is_not_known_yet() -> None:
    first = promise(0, 10, 15)
    assert list(backtest([first, promise(15, 30, 30)])) == []
    (tried,) = backtest([first, promise(16, 30, 30)])
    assert (tried.deliveries, tried.mean) == (1, 5.0)


def random_promises(chance: random.Random, count: int) -> list[Promise]:
    found = []
    for _ in range(count):
        made = chance.randint(0, 600)
        quoted = made + chance.randint(1, 90)
        slip = chance.choice((0, 0, 0, -6, 3, 12, 45))
        arrived = None if chance.random() < 0.1 else max(made, quoted + slip)
        found.append(promise(made, quoted, arrived, chance.randint(1, 5)))
    return found


def said(given: list[Promise]) -> set[tuple[object, ...]]:
    """Every forecast with what it is about."""
    return {
        (one.promise.made_on, one.promise.quoted, one.promise.supplier, one.p50, one.p90, one.mean)
        for one in backtest(given)
    }


@pytest.mark.parametrize("cut", [100, 250, 400, 600])
def test_the_future_never_changes_a_forecast(cut: int) -> None:
    promises = [one for one in random_promises(random.Random(5), 400) if one.made_on < on(cut)]
    otherwise = [
        one if one.arrived and one.arrived < on(cut) else replace(one, arrived=on(cut + 500))
        for one in promises
    ]
    assert otherwise != promises
    assert len(said(promises)) > 20
    assert said(promises) <= said(otherwise)


def test_equal_promises_counted_together_are_the_same_as_one_by_one() -> None:
    chance = random.Random(6)
    promises = random_promises(chance, 150)
    singly = [one for one in promises for _ in range(3)]
    together = [Promise(one.supplier, one.kind, one.made_on, one.quoted, one.arrived, 3) for one in promises]
    first, second = score(list(backtest(singly))), score(list(backtest(together)))
    assert first is not None
    assert second is not None
    assert vars(second) == pytest.approx(vars(first))


def test_the_order_of_rows_does_not_matter() -> None:
    chance = random.Random(7)
    promises = random_promises(chance, 300)
    shuffled = chance.sample(promises, len(promises))
    first, second = score(list(backtest(promises))), score(list(backtest(shuffled)))
    assert first is not None
    assert second is not None
    assert vars(second) == pytest.approx(vars(first))


def test_a_forecast_is_settled_when_nearly_all_such_lines_should_be_in_whatever_came_of_it() -> None:
    curve = blend(Slips([(0, 80e9), (10, 15e9), (30, 5e9)]), [])
    came = {slip: Pending(promise(0, 20, 20 + slip), curve, -21) for slip in (0, 10, 30)}
    assert {one.due for one in came.values()} == {on(50)}
    needed = {slip: one.needed(on(51)) for slip, one in came.items()}
    assert needed == pytest.approx({0: 0, 10: 0.8, 30: 0.95}, abs=1e-6)
    assert came[30].needed(on(50)) == Pending(promise(0, 20, None), curve, -21).needed(on(51)) == 1


def test_a_line_that_is_late_already_is_settled_by_what_was_left_of_its_curve() -> None:
    curve = blend(Slips([(0, 80e9), (10, 15e9), (30, 5e9)]), [])
    late = Pending(promise(21, 20, 50), curve, 0)
    assert late.needed(on(60)) == pytest.approx(0.75, abs=1e-6)


def test_forecasts_that_came_true_too_rarely_make_p90_reach_further() -> None:
    """Every supplier's habits are fine until year two, when one line in six comes weeks late."""
    chance = random.Random(4)
    given = []
    for _ in range(4_000):
        made = chance.randint(0, 1_400)
        late = made > 400 and chance.random() < 1 / 6
        given.append(
            promise(made, made + 20, made + 20 + (chance.randint(10, 60) if late else 0), supplier=1)
        )
    replay = Replay(DAY)
    before = replay.level.on(DAY)
    for _ in backtest(given, replay):
        pass
    assert before == 0.91
    assert replay.level.on(on(1_400)) > 0.915


def test_lines_that_never_come_do_not_move_the_dates_of_those_that_do() -> None:
    given = [promise(10 * n, 10 * n + 14, None if n % 7 == 0 else 10 * n + 9) for n in range(200)]
    later = [one for one in backtest(given) if one.promise.made_on > on(800)]
    assert {one.p50 for one in later} == {-5}
    assert {one.p90 for one in later} <= {-5, 0}


def _deliveries(
    seed: int, early: float, late: float, *, size: float, drift: float, lines: int
) -> list[Promise]:
    """Ten years of forty suppliers, a few of them large; shares of early and late differ and may drift."""
    chance = random.Random(seed)
    suppliers = [
        (
            early * 2 * chance.random(),
            late * 2 * chance.random(),
            exp(chance.gauss(2.5, 0.6)),
            exp(chance.gauss(4.3, 0.4)),
        )
        for _ in range(40)
    ]
    places = [1 / (place + 1) ** 1.5 for place in range(40)]
    found: list[Promise] = []
    while len(found) < 6_000:
        (who,) = chance.choices(range(40), places)
        soon, behind, days, lead = suppliers[who]
        made = chance.randint(0, 3_300)
        quoted = made + max(3, int(lead * exp(chance.gauss(0, 0.3))))
        behind = min(0.9, behind * exp(drift * (quoted - 1_600) / 1_600))
        draw = chance.random()
        slip = 0
        if draw < behind:
            slip = max(1, int(days * exp(chance.gauss(0, size))))
        elif draw < behind + soon:
            slip = -max(1, int(days * exp(chance.gauss(0, 0.7))))
        arrived = max(made, quoted + slip)
        found += [promise(made, quoted, arrived, who) for _ in range(chance.randint(1, lines))]
    return found


@pytest.mark.parametrize(
    ("name", "early", "late", "size", "drift", "lines"),
    [
        ("mostly to the day", 0.05, 0.15, 1.0, 0.0, 1),
        ("often weeks early", 0.40, 0.20, 1.0, 0.0, 1),
        ("late by months", 0.20, 0.35, 1.5, 0.0, 1),
        ("worse every year", 0.20, 0.15, 1.0, 0.9, 1),
        ("better every year", 0.20, 0.20, 1.0, -0.9, 1),
        ("many lines at once", 0.25, 0.15, 1.0, 0.3, 8),
        ("few large shipments", 0.25, 0.15, 1.0, 0.3, 40),
        ("few large shipments, later every year", 0.1, 0.3, 1.0, 0.6, 60),
    ],
)
@pytest.mark.parametrize("seed", [1])
def test_the_forecast_beats_trust_and_means_whatever_the_suppliers_are_like(
    seed: int, name: str, early: float, late: float, size: float, drift: float, lines: int
) -> None:
    found = score(list(backtest(_deliveries(seed, early, late, size=size, drift=drift, lines=lines))))
    assert found is not None
    assert found.kept, (name, found)
    assert found.pinball_p50 <= min(found.pinball_quoted_p50, found.pinball_mean_p50) + 1e-9, (name, found)
    assert found.pinball_p90 < 0.97 * min(found.pinball_quoted_p90, found.pinball_mean_p90), (name, found)
