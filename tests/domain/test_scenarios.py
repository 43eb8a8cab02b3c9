"""Steps of scenarios: what they say, what they refuse, and that they survive being written down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.scenarios import (
    AddStock,
    ChangeSetting,
    LoseSupplier,
    SlipSupplier,
    SpendBudget,
    Step,
    as_words,
    read_step,
    slipped,
)

STEPS: list[tuple[Step, str, bool]] = [
    (SlipSupplier("ABC", 1), "ABC comes 1 day later", True),
    (SlipSupplier("ABC", 7), "ABC comes 7 days later", True),
    (LoseSupplier("ABC"), "ABC fails: no date is known any more", True),
    (AddStock("WEST", "CM-500", Decimal("2.5")), "2.5 more units of CM-500 at WEST", False),
    (ChangeSetting("priority.vip", "7"), "priority.vip is 7", True),
    (SpendBudget(Decimal("1250.50")), "up to 1,250.50 is spent on expediting", True),
]


@pytest.mark.parametrize(("step", "sentence", "committable"), STEPS)
def test_a_step_says_what_it_supposes(step: Step, sentence: str, committable: bool) -> None:
    assert (step.sentence, step.committable) == (sentence, committable)


@pytest.mark.parametrize("step", [one[0] for one in STEPS])
def test_a_step_survives_being_written_down(step: Step) -> None:
    assert read_step(as_words(step)) == step


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "There is no step"),
        ({"kind": "magic"}, "There is no step 'magic'"),
        ({"kind": "slip", "supplier": "ABC"}, "lacks its days"),
        ({"kind": "slip", "supplier": "ABC", "days": "soon"}, "needs a number"),
        ({"kind": "slip", "supplier": "ABC", "days": "0"}, "1 to 365 days"),
        ({"kind": "slip", "supplier": "ABC", "days": "366"}, "1 to 365 days"),
        ({"kind": "lose", "supplier": " "}, "lacks its supplier"),
        ({"kind": "stock", "location": "W", "product": "P", "quantity": "-1"}, "above 0"),
        ({"kind": "stock", "location": "W", "product": "P", "quantity": "x"}, "needs a number"),
        ({"kind": "budget", "amount": "0"}, "above 0, to the cent"),
        ({"kind": "budget", "amount": "1.005"}, "above 0, to the cent"),
        ({"kind": "set", "path": "priority.vip", "value": ""}, "lacks its value"),
    ],
)
def test_what_is_no_step_is_refused_in_one_sentence(words: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_step(words)


@pytest.mark.parametrize(
    ("eta", "days", "expected"),
    [
        (date(2025, 2, 1), 5, date(2025, 2, 6)),
        (date(2025, 1, 1), 5, date(2025, 1, 28)),
        (None, 5, None),
    ],
)
def test_a_slip_never_ends_in_the_past(eta: date | None, days: int, expected: date | None) -> None:
    assert slipped(eta, days, date(2025, 1, 28)) == expected
