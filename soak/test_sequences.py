"""A thousand random days of work, the whole store proved sound after every write."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from soak.conftest import Figures, Scale
from soak.parts import Parts
from tests.conftest import one_thread
from tests.services.test_sequences import Days

SEQUENCES, STEPS, AT_ONCE = 1_000, 40, 25


class CheckedDays(Days):
    """Looks at the store after every step that wrote."""

    unchecked = 1


def test_whatever_is_done_in_whatever_order_the_store_stays_sound(
    scale: Scale, figures: Figures, parts: Parts
) -> None:
    """In parts of some sequences each, which are kept: it may be ended at any time and goes on from there."""
    count = scale(SEQUENCES)
    while parts.done["sequences"] < count:
        most = min(AT_ONCE, count - parts.done["sequences"])
        wanted = settings(
            max_examples=most,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        )
        with one_thread():
            run_state_machine_as_test(CheckedDays, settings=wanted)
        parts.add(sequences=most)
        print(f"{parts.done['sequences']:,} sequences", flush=True)
    figures(
        "Random days of work",
        f"{count:,} sequences of up to {STEPS} steps, sound after every write",
        parts=parts,
    )
