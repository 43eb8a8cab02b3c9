"""RULES, ETA updates: follow-ups and stale dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backorder_core.domain.cadence import follow_up_on, is_stale
from backorder_core.domain.settings import DEFAULTS, Cadences, Settings
from backorder_core.domain.values import Band
from tests.domain.builders import jan

AS_OF = jan(28)
CADENCES = [
    ((Band.CRITICAL, False), 1),
    ((Band.CRITICAL, True), 1),
    ((Band.HIGH, True), 1),
    ((Band.LOW, True), 1),
    ((Band.HIGH, False), 7),
    ((Band.MEDIUM, False), 7),
    ((Band.LOW, False), 7),
]


@pytest.mark.parametrize(("given", "expected"), CADENCES)
def test_critical_and_vip_are_followed_up_daily_others_weekly(
    given: tuple[Band, bool], expected: int
) -> None:
    assert follow_up_on(AS_OF, *given, DEFAULTS) == AS_OF + timedelta(days=expected)


@pytest.mark.parametrize(("given", "expected"), CADENCES)
def test_an_eta_is_stale_the_day_after_its_cadence_ends(given: tuple[Band, bool], expected: int) -> None:
    within = AS_OF - timedelta(days=expected)
    assert not is_stale(AS_OF, AS_OF, *given, DEFAULTS)
    assert not is_stale(within, AS_OF, *given, DEFAULTS)
    assert is_stale(within - timedelta(days=1), AS_OF, *given, DEFAULTS)


def test_an_eta_that_was_never_confirmed_is_stale() -> None:
    assert is_stale(None, AS_OF, Band.LOW, False, DEFAULTS)


def test_the_cadences_are_settings() -> None:
    settings = Settings(cadences=Cadences(urgent_days=2, routine_days=14))
    assert follow_up_on(AS_OF, Band.LOW, True, settings) == jan(30)
    assert not is_stale(jan(14), AS_OF, Band.LOW, False, settings)
    assert is_stale(jan(13), AS_OF, Band.LOW, False, settings)
