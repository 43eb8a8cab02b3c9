"""Random days of work: after every step, whatever was refused or done, the store proves sound.

``BACKORDERS_SEQUENCES=1000`` in the environment runs a thousand sequences, not just the few of every run.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.random_company import SEQUENCES
from tests.random_days import Days

Days.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=40,
    deadline=None,
    derandomize=SEQUENCES <= 8,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
TestDays = Days.TestCase
