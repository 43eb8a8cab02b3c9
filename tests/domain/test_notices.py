"""Who is told what (chapter, Settings Management: notification rules; RULES, Escalation and Approvals)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from backorder_core.domain.notices import About, Notice, for_creation, for_escalation, for_eta_update
from backorder_core.domain.values import Role
from tests.domain.builders import ORIGINAL_DUE, demand, feb, industrial, metro

ABOUT = About(
    number="BO-2025-0156",
    version=3,
    product="CM-500",
    product_name="Control Module CM-500",
    original_due=ORIGINAL_DUE,
    eta=feb(15),
    value=Decimal("35000.00"),
    vip=True,
    demands=(metro(), industrial()),
)
PLAIN = replace(ABOUT, vip=False, demands=(industrial(),), value=Decimal("10000.00"))


def roles(told: tuple[Notice, ...]) -> list[Role]:
    return [notice.role for notice in told if notice.kind != "customer"]


def to_customers(told: tuple[Notice, ...]) -> list[Notice]:
    return [notice for notice in told if notice.kind == "customer"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((PLAIN, False), [Role.CUSTOMER_SERVICE, Role.SALES_REP]),
        ((ABOUT, False), [Role.CUSTOMER_SERVICE, Role.SALES_REP, Role.ACCOUNT_MANAGER]),
        ((PLAIN, True), [Role.CUSTOMER_SERVICE, Role.SALES_REP, Role.SUPERVISOR]),
    ],
)
def test_a_new_backorder_is_told_at_once(given: tuple[About, bool], expected: list[Role]) -> None:
    about, automatic = given
    assert roles(for_creation(about, automatic=automatic)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (PLAIN, [Role.CUSTOMER_SERVICE, Role.SALES_REP]),
        (ABOUT, [Role.CUSTOMER_SERVICE, Role.SALES_REP, Role.ACCOUNT_MANAGER]),
    ],
)
def test_a_new_eta_is_told_to_the_same_people(given: About, expected: list[Role]) -> None:
    assert roles(for_eta_update(given, feb(1))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((PLAIN, 1), [Role.SUPERVISOR]),
        ((PLAIN, 2), [Role.MANAGER]),
        ((PLAIN, 3), [Role.DIRECTOR]),
        ((PLAIN, 4), [Role.EXECUTIVE]),
        ((ABOUT, 2), [Role.MANAGER, Role.ACCOUNT_MANAGER]),
    ],
)
def test_an_escalation_tells_the_role_of_its_level_and_for_a_vip_the_account_manager(
    given: tuple[About, int], expected: list[Role]
) -> None:
    about, level = given
    told = for_escalation(about, level, "7 days overdue")
    assert roles(told) == expected


def test_the_keys_name_one_notice_for_each_event() -> None:
    assert [notice.key for notice in for_creation(PLAIN, automatic=True)] == [
        "created:BO-2025-0156:customer_service",
        "created:BO-2025-0156:sales_rep",
        "automatic:BO-2025-0156:supervisor",
        "promise:BO-2025-0156:2:3",
    ]
    assert [notice.key for notice in for_eta_update(PLAIN, None)] == [
        "eta:3:BO-2025-0156:customer_service",
        "eta:3:BO-2025-0156:sales_rep",
        "promise:BO-2025-0156:2:3",
    ]
    assert [notice.key for notice in for_escalation(ABOUT, 2, "why")] == [
        "escalation:BO-2025-0156:2:manager",
        "escalation:BO-2025-0156:2:account_manager",
    ]


def test_a_repeated_escalation_check_has_the_same_keys_and_a_further_level_others() -> None:
    first = {notice.key for notice in for_escalation(ABOUT, 2, "7 days overdue")}
    again = {notice.key for notice in for_escalation(replace(ABOUT, version=9), 2, "8 days overdue")}
    higher = {notice.key for notice in for_escalation(ABOUT, 3, "14 days overdue")}
    assert first == again
    assert not first & higher


def test_a_later_version_is_a_new_promise() -> None:
    before = {notice.key for notice in for_eta_update(ABOUT, feb(1))}
    after = {notice.key for notice in for_eta_update(replace(ABOUT, version=4), feb(1))}
    assert not before & after


def test_each_affected_customer_gets_exactly_one_notice() -> None:
    orders = (metro(), industrial(), demand(3, quantity="5", customer=2), demand(4, quantity="0"))
    told = to_customers(for_creation(replace(ABOUT, demands=orders), automatic=False))
    assert [notice.customer_id for notice in told] == [1, 2]
    assert {notice.role for notice in told} == {Role.CUSTOMER}
