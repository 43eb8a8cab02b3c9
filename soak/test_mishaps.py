"""Thousands of random days on which things go wrong."""

from __future__ import annotations

from soak.conftest import Figures, Scale
from soak.parts import Parts, run_in_parts
from tests.reliability.mishaps import Mishaps

STEPS = 50


def test_random_days(scale: Scale, figures: Figures, parts: Parts) -> None:
    sequences = scale(2_000)
    Mishaps.steps, Mishaps.unchecked = 0, 1

    def done() -> dict[str, int]:
        steps, Mishaps.steps = Mishaps.steps, 0
        return {"steps": steps}

    run_in_parts(Mishaps, sequences, STEPS, parts, done)
    assert parts.done["steps"] >= sequences * STEPS // 2
    figures(
        "Random days with mishaps",
        f"{sequences:,} sequences of up to {STEPS} steps, {parts.done['steps']:,} steps in all, the store "
        "proved after each: no finding",
        parts=parts,
    )
