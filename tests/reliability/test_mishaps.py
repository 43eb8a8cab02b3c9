"""Random days on which things go wrong leave a sound store (`make soak`: two thousand of them)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.reliability.mishaps import Mishaps

Mishaps.TestCase.settings = settings(
    max_examples=2,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
TestMishaps = Mishaps.TestCase
