"""Two hundred random days with mishaps leave a sound store (`make soak`: two thousand of them)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import one_thread
from tests.reliability.mishaps import Mishaps

PARTS, EACH = 20, 10
"""Parts that each begin anew, so that no test is a long one; the first sequence of a part is always empty."""
WANTED = settings(
    max_examples=1 + EACH,
    stateful_step_count=50,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_days_leave_a_sound_store(part: int) -> None:
    machine = seed(part)(type("MishapsOfPart", (Mishaps,), {}))
    with one_thread():
        run_state_machine_as_test(machine, settings=WANTED)
