"""Walk through random sequences of a machine's steps."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.conftest import one_thread


def walk(machine: type[RuleBasedStateMachine], sequences: int, steps: int) -> None:
    """So many random sequences of at most so many steps; the first one is always as short as can be."""
    wanted = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),  # explaining watches every line that is run
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    with one_thread():
        run_state_machine_as_test(machine, settings=wanted)
