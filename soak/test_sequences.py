"""A thousand random days of work, the whole store proved sound after every write."""

from __future__ import annotations

from soak.conftest import Figures, Scale
from soak.parts import Parts, run_in_parts
from tests.random_days import Days

SEQUENCES, STEPS = 1_000, 40


class CheckedDays(Days):
    """Looks at the store after every step that wrote."""

    unchecked = 1


def test_whatever_is_done_in_whatever_order_the_store_stays_sound(
    scale: Scale, figures: Figures, parts: Parts
) -> None:
    count = scale(SEQUENCES)
    run_in_parts(CheckedDays, count, STEPS, parts)
    figures(
        "Random days of work",
        f"{count:,} sequences of up to {STEPS} steps, sound after every write",
        parts=parts,
    )
