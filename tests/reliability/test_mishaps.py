"""Two hundred random days with mishaps leave a sound store (`make soak`: two thousand of them)."""

from __future__ import annotations

import pytest
from hypothesis import seed

from tests.reliability.mishaps import Mishaps
from tests.walking import walk

PARTS, EACH, STEPS = 20, 10, 50
"""Parts that each begin anew, so that no test is a long one; the first sequence of each does nothing."""


@pytest.mark.parametrize("part", range(PARTS))
def test_random_days_leave_a_sound_store(part: int) -> None:
    walk(seed(part)(type("MishapsOfPart", (Mishaps,), {})), 1 + EACH, STEPS)
