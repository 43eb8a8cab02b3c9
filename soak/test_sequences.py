"""A thousand random days of work, the whole store proved sound after every write."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from soak.conftest import Figures, Scale
from tests.conftest import one_thread
from tests.services.test_sequences import Days

SEQUENCES, STEPS = 1_000, 40


class CheckedDays(Days):
    """Looks at the store after every step that wrote."""

    unchecked = 1


def test_whatever_is_done_in_whatever_order_the_store_stays_sound(scale: Scale, figures: Figures) -> None:
    count = scale(SEQUENCES)
    with one_thread():
        run_state_machine_as_test(
            CheckedDays,
            settings=settings(
                max_examples=count,
                stateful_step_count=STEPS,
                deadline=None,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    figures("Random days of work", f"{count:,} sequences of up to {STEPS} steps, sound after every write")
