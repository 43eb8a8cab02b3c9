"""Thousands of random days on which things go wrong."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from soak.conftest import Figures, Scale
from tests.conftest import one_thread
from tests.reliability.mishaps import Mishaps

STEPS = 50


def test_random_days(scale: Scale, figures: Figures) -> None:
    sequences = scale(2_000)
    wanted = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    Mishaps.steps, Mishaps.unchecked = 0, 1
    with one_thread():
        run_state_machine_as_test(Mishaps, settings=wanted)
    assert Mishaps.steps >= sequences * STEPS // 2
    figures(
        "Random days with mishaps",
        f"{sequences:,} sequences of up to {STEPS} steps, {Mishaps.steps:,} steps in all, the store proved "
        "after each: no finding",
    )
