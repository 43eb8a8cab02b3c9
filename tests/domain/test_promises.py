"""Promises to customers: broken where the truth is worse than what was said last."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain import promises
from backorder_core.domain.promises import Item, Range, Told

EARLY, SAID, LATE = date(2025, 2, 14), date(2025, 2, 15), date(2025, 2, 16)


@pytest.mark.parametrize(
    ("told", "truth", "broken", "days"),
    [
        (SAID, EARLY, False, -1),
        (SAID, SAID, False, 0),
        (SAID, LATE, True, 1),
        (SAID, None, True, None),
        (None, LATE, False, None),
        (None, None, False, None),
    ],
)
def test_a_promise_is_broken_where_the_truth_is_worse(
    told: date | None, truth: date | None, broken: bool, days: int | None
) -> None:
    assert promises.broken(told, truth) is broken
    assert promises.worse_by(told, truth) == days


def test_the_gap_in_words() -> None:
    assert promises.gap(SAID, LATE) == "1 day later than told"
    assert promises.gap(SAID, None) == "told a date, now unknown"


@pytest.mark.parametrize(
    ("revisions", "latest"),
    [
        ([], 15),
        ([-3, -1], 15),
        ([7], 22),
        ([7, -7], 19),  # 7 days in every second revision: 3.5, rounded up
        ([1, -1, -1], 16),
        ([10, 4], 22),
    ],
)
def test_the_honest_range_moves_as_the_supplier_usually_moves(revisions: list[int], latest: int) -> None:
    assert promises.honest_range(SAID, revisions) == Range(SAID, date(2025, 2, latest))


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert promises.honest_range(None, [7]).words == "not yet known"
    assert Range(SAID, SAID).words == "2025-02-15"
    assert Range(SAID, LATE).words == "between 2025-02-15 and 2025-02-16"


def test_a_message_lists_what_is_missing_and_owns_the_delay() -> None:
    items = [Item("SO-1", "10", "CM-500", "Control Module", Decimal("50.000"))]
    subject, body = promises.message("Metro", items, Range(SAID, LATE), Told(EARLY, EARLY), sorry=True)
    assert subject == "Your order of Control Module: delivery between 2025-02-15 and 2025-02-16"
    assert "- 50 × Control Module (CM-500), order SO-1 line 10" in body
    assert "We had told you 2025-02-14." in body
    assert "We are sorry" in body
    calm = promises.message("Metro", items, Range(None, None), Told(None, None), sorry=False)[1]
    assert "cannot name a date" in calm
    assert "sorry" not in calm
    assert "We had told you" not in calm
