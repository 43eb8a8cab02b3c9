"""RULES, Approvals."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.approvals import route, routing_value
from backorder_core.domain.settings import DEFAULTS, ApprovalThresholds, Settings
from backorder_core.domain.values import Role
from tests.domain.builders import jan

SUPERVISOR, MANAGER, DIRECTOR = Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR
LADDER: list[tuple[str, tuple[Role, ...]]] = [
    ("0", ()),
    ("999.99", ()),
    ("1000", (SUPERVISOR,)),
    ("9999.99", (SUPERVISOR,)),
    ("10000", (SUPERVISOR, MANAGER)),
    ("50000", (SUPERVISOR, MANAGER)),
    ("50000.01", (SUPERVISOR, MANAGER, DIRECTOR)),
]


@pytest.mark.parametrize(("given", "expected"), LADDER)
def test_the_value_climbs_the_ladder(given: str, expected: tuple[Role, ...]) -> None:
    routed = route(Decimal(given), False, DEFAULTS)
    assert routed.steps == expected
    assert routed.automatic is (expected == ())


@pytest.mark.parametrize(("given", "expected"), LADDER)
def test_a_vip_adds_the_account_manager_last_at_any_value(given: str, expected: tuple[Role, ...]) -> None:
    routed = route(Decimal(given), True, DEFAULTS)
    assert routed.steps == (*expected, Role.ACCOUNT_MANAGER)
    assert routed.automatic is False


def test_a_500_dollar_vip_backorder_is_not_approved_automatically() -> None:
    routed = route(Decimal(500), True, DEFAULTS)
    assert (routed.automatic, routed.steps) == (False, (Role.ACCOUNT_MANAGER,))
    assert routed.reason == "Value under 1,000, VIP customer"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("999.99", ()), ("1000", (SUPERVISOR,)), ("10000", (MANAGER,)), ("50000.01", (DIRECTOR,))],
)
def test_without_the_ladder_only_the_required_role_decides(given: str, expected: tuple[Role, ...]) -> None:
    settings = Settings(approvals=ApprovalThresholds(climb_the_ladder=False))
    assert route(Decimal(given), False, settings).steps == expected


@pytest.mark.parametrize(("given", "expected"), [("99.99", True), ("100", False)])
def test_the_thresholds_are_settings(given: str, expected: bool) -> None:
    settings = Settings(approvals=ApprovalThresholds(automatic_below=Decimal(100)))
    assert route(Decimal(given), False, settings).automatic is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("999.99", "Value under 1,000"),
        ("1000", "Value from 1,000 to under 10,000"),
        ("50000", "Value from 10,000 to 50,000"),
        ("50000.01", "Value over 50,000"),
    ],
)
def test_the_reason_names_the_threshold(given: str, expected: str) -> None:
    assert route(Decimal(given), False, DEFAULTS).reason == expected


@pytest.mark.parametrize(
    ("given", "expected"), [(-31, "900"), (-30, "1700"), (0, "1700"), (30, "1700"), (31, "900")]
)
def test_splitting_within_the_window_does_not_dodge_a_threshold(given: int, expected: str) -> None:
    other = (jan(28) + timedelta(days=given), Decimal(800))
    assert routing_value(Decimal(900), [other], jan(28), DEFAULTS) == Decimal(expected)


def test_two_backorders_under_the_threshold_together_need_the_supervisor() -> None:
    value = routing_value(Decimal("600"), [(jan(20), Decimal("400"))], jan(28), DEFAULTS)
    assert route(value, False, DEFAULTS).steps == (SUPERVISOR,)


def test_the_window_is_a_setting() -> None:
    settings = Settings(approvals=ApprovalThresholds(sum_window_days=0))
    others = [(jan(27), Decimal(5)), (jan(28), Decimal(7))]
    assert routing_value(Decimal(1), others, jan(28), settings) == 8
