"""RULES, Escalation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.escalation import Escalation, due, level_by_days, on_update, role_of
from backorder_core.domain.settings import DEFAULTS, EscalationTimeline, Settings
from backorder_core.domain.values import Role
from tests.domain.builders import ORIGINAL_DUE, feb, jan

LEVELS = [(0, 0), (2, 0), (3, 1), (6, 1), (7, 2), (13, 2), (14, 3), (20, 3), (21, 4), (400, 4)]


@pytest.mark.parametrize(("given", "expected"), LEVELS)
def test_the_calendar_raises_the_level_at_its_day(given: int, expected: int) -> None:
    assert level_by_days(given, DEFAULTS) == expected


@pytest.mark.parametrize(("given", "expected"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4)])
def test_the_days_are_a_setting(given: int, expected: int) -> None:
    settings = Settings(escalation=EscalationTimeline(days=(1, 2, 5, 10)))
    assert level_by_days(given, settings) == expected


@pytest.mark.parametrize(("given", "expected"), LEVELS)
def test_without_a_vip_only_the_calendar_escalates(given: int, expected: int) -> None:
    asked = due(given, False, ORIGINAL_DUE, date.fromordinal(ORIGINAL_DUE.toordinal() + given), DEFAULTS)
    assert (asked.level if asked else 0) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((0, jan(24)), None),
        ((0, jan(25)), 2),
        ((1, jan(26)), 2),
        ((7, feb(1)), 2),
        ((13, feb(7)), 2),
        ((14, feb(8)), 3),
        ((21, feb(15)), 4),
    ],
)
def test_a_waiting_vip_is_level_2_from_the_original_due_date(
    given: tuple[int, date], expected: int | None
) -> None:
    overdue, as_of = given
    asked = due(overdue, True, ORIGINAL_DUE, as_of, DEFAULTS)
    assert (asked.level if asked else None) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((feb(15), feb(22), True), 2),
        ((feb(15), feb(16), True), 2),
        ((feb(15), feb(15), True), None),
        ((feb(15), feb(14), True), None),
        ((feb(15), None, True), 2),
        ((None, feb(15), True), None),
        ((None, None, True), None),
        ((feb(15), feb(22), False), None),
        ((feb(15), None, False), None),
    ],
)
def test_a_known_date_moved_later_for_a_vip_escalates_at_once(
    given: tuple[date | None, date | None, bool], expected: int | None
) -> None:
    asked = on_update(*given)
    assert (asked.level if asked else None) == expected


def test_the_reason_says_what_happened() -> None:
    assert due(3, False, ORIGINAL_DUE, jan(28), DEFAULTS) == Escalation(1, "3 days overdue")
    vip = due(0, True, ORIGINAL_DUE, jan(25), DEFAULTS)
    assert vip == Escalation(2, "VIP customer waiting and the original due date has come")
    assert due(7, True, ORIGINAL_DUE, feb(1), DEFAULTS) == Escalation(2, "7 days overdue")
    assert on_update(feb(15), feb(16), True) == Escalation(
        2, "the ETA of a VIP customer's units moved 1 day later"
    )
    assert on_update(feb(15), feb(22), True) == Escalation(
        2, "the ETA of a VIP customer's units moved 7 days later"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [(1, Role.SUPERVISOR), (2, Role.MANAGER), (3, Role.DIRECTOR), (4, Role.EXECUTIVE)],
)
def test_each_level_tells_its_role(given: int, expected: Role) -> None:
    assert role_of(given) is expected


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=500))
def test_more_days_overdue_never_lower_the_level(days: int, more: int) -> None:
    assert level_by_days(days, DEFAULTS) <= level_by_days(days + more, DEFAULTS)
