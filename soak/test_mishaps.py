"""Thousands of random days on which things go wrong."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from soak.conftest import Figures, Scale
from soak.parts import Parts
from tests.conftest import one_thread
from tests.reliability.mishaps import Mishaps

STEPS, AT_ONCE = 50, 25


def test_random_days(scale: Scale, figures: Figures, parts: Parts) -> None:
    """In parts of some sequences each, which are kept: it may be ended at any time and goes on from there."""
    sequences = scale(2_000)
    Mishaps.unchecked = 1
    while parts.done["sequences"] < sequences:
        most = min(AT_ONCE, sequences - parts.done["sequences"])
        wanted = settings(
            max_examples=most,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        )
        Mishaps.steps = 0
        with one_thread():
            run_state_machine_as_test(Mishaps, settings=wanted)
        parts.add(sequences=most, steps=Mishaps.steps)
        print(f"{parts.done['sequences']:,} sequences, {parts.done['steps']:,} steps", flush=True)
    assert parts.done["steps"] >= sequences * STEPS // 2
    figures(
        "Random days with mishaps",
        f"{sequences:,} sequences of up to {STEPS} steps, {parts.done['steps']:,} steps in all, the store "
        "proved after each: no finding",
        parts=parts,
    )
