"""Penalties by cases worked out by hand, and which agreement binds on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.service_levels import Basis, Batch, ServiceLevel, in_force, penalty, valid

D = Decimal
LEVEL = ServiceLevel(1, 7, date(2025, 1, 1), None, D(95), Basis.UNIT, D("2.50"), None, "", "Sarah")


@pytest.mark.parametrize(
    ("basis", "rate", "cap", "batches", "cost", "expected"),
    [
        # 10 units late at 2.50 each, however late
        (Basis.UNIT, "2.50", None, [(10, 1)], "100", "25.00"),
        (Basis.UNIT, "2.50", None, [(4, 1), (6, 30)], "100", "25.00"),
        # 10 units × 100 × 0.5 % × 3 days
        (Basis.VALUE_DAY, "0.5", None, [(10, 3)], "100", "15.00"),
        # (4 × 2 + 6 × 10 unit-days) × 100 × 0.5 %
        (Basis.VALUE_DAY, "0.5", None, [(4, 2), (6, 10)], "100", "34.00"),
        # rounded once, at the end: 3 × 1 × 0.0333 × 5 % = 0.004995
        (Basis.VALUE_DAY, "5", None, [(1, 1), (1, 1), (1, 1)], "0.0333", "0.00"),
        (Basis.VALUE_DAY, "5", None, [(1, 1)], "0.1", "0.01"),
        (Basis.VALUE_DAY, "0.5", "12", [(10, 3)], "100", "12.00"),
        (Basis.UNIT, "2.50", "25", [(10, 1)], "100", "25.00"),
        (Basis.UNIT, "2.50", "0", [(10, 1)], "100", "0.00"),
        (Basis.UNIT, "2.50", None, [], "100", "0.00"),
    ],
)
def test_a_penalty_is_exact_and_capped(
    basis: Basis, rate: str, cap: str | None, batches: list[tuple[int, int]], cost: str, expected: str
) -> None:
    level = replace(LEVEL, basis=basis, penalty=D(rate), cap=None if cap is None else D(cap))
    found = penalty(level, [Batch(D(quantity), days) for quantity, days in batches], D(cost))
    assert found == D(expected)


def test_the_level_that_began_last_binds_until_it_ends() -> None:
    first = replace(LEVEL, until_on=date(2025, 12, 31))
    second = replace(LEVEL, id=2, from_on=date(2025, 3, 1), until_on=date(2025, 3, 31))
    days = {
        date(2024, 12, 31): None,
        date(2025, 1, 1): first,
        date(2025, 2, 28): first,
        date(2025, 3, 1): second,
        date(2025, 3, 31): second,
        # the second replaced the first for good
        date(2025, 4, 1): None,
    }
    assert {day: in_force([second, first], day) for day in days} == days
    assert in_force([], date(2025, 1, 1)) is None
    assert in_force([LEVEL], date(2099, 1, 1)) is LEVEL


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until_on": date(2024, 12, 31)}, "cannot end on 2024-12-31"),
        ({"on_time": D(101)}, "agree on 0 to 100"),
        ({"on_time": D(-1)}, "agree on 0 to 100"),
        ({"penalty": D(-1)}, "makes no sense"),
        ({"basis": Basis.VALUE_DAY, "penalty": D(101)}, "more than all of it"),
        ({"cap": D(-1)}, "makes no sense"),
        ({"on_time": D("95.123")}, "at most 2"),
        ({"penalty": D("0.00001")}, "at most 4"),
        ({"cap": D("0.001")}, "at most 2"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        valid(replace(LEVEL, **fields))  # type: ignore[arg-type]


def test_a_penalty_says_itself_in_words() -> None:
    assert LEVEL.words == "2.5 a late unit"
    daily = replace(LEVEL, basis=Basis.VALUE_DAY, penalty=D("0.5"), cap=D(500))
    assert daily.words == "0.5 % of the late value a day, at most 500 a PO line"
