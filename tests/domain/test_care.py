"""What people keep about a backorder: mentions, conditions, ratings, and texts that must be there."""

from __future__ import annotations

from datetime import date

import pytest

from backorder_core.domain import care
from backorder_core.domain.care import Condition, ConditionState
from backorder_core.domain.errors import IllegalStep, InvalidInput

DAY = date(2025, 1, 28)
OPEN = Condition(1, 2, "Offer 10 % discount", "manager")
NAMES = ("Sarah", "Mike", "Warehouse", "Account manager")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("please look", ()),
        ("@sarah please look", ("Sarah",)),
        ("@Mike, ask @WAREHOUSE and @Mike", ("Mike", "Warehouse")),
        ("ask the @account manager", ("Account manager",)),
        ("mail sarah@example.org", ()),
    ],
)
def test_people_and_roles_are_mentioned_with_an_at(body: str, found: tuple[str, ...]) -> None:
    assert care.mentioned(body, NAMES) == found


@pytest.mark.parametrize(("value", "exists"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_rating_is_one_to_five(value: int, exists: bool) -> None:
    if exists:
        assert care.rating_of(value) == value
    else:
        with pytest.raises(InvalidInput, match="does not exist"):
            care.rating_of(value)


def test_a_condition_is_met_without_and_waived_with_a_reason_once() -> None:
    met = care.settle(OPEN, ConditionState.MET, DAY, "Mike", "")
    assert (met.state, met.settled_on, met.settled_by) == (ConditionState.MET, DAY, "Mike")
    with pytest.raises(InvalidInput, match="waiving"):
        care.settle(OPEN, ConditionState.WAIVED, DAY, "Mike", "  ")
    waived = care.settle(OPEN, ConditionState.WAIVED, DAY, "Mike", " not needed ")
    assert waived.note == "not needed"
    with pytest.raises(InvalidInput, match="met or waived"):
        care.settle(OPEN, ConditionState.OPEN, DAY, "Mike", "")
    for settled in (met, waived):
        with pytest.raises(IllegalStep, match="already"):
            care.settle(settled, ConditionState.MET, DAY, "Mike", "")


def test_a_required_text_says_what_is_missing() -> None:
    assert care.required(" because ", "The reason") == "because"
    with pytest.raises(InvalidInput, match=r"^The reason is missing"):
        care.required(" \n", "The reason")
