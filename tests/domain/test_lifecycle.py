"""RULES, Status: a headline over facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.errors import IllegalStep, InvalidInput, Refusal
from backorder_core.domain.lifecycle import (
    Facts,
    cancel,
    clear_escalation,
    escalate,
    headline,
    receive,
    reopen,
    revise,
)
from backorder_core.domain.values import Status

FRESH = Facts(Decimal(70))
RESOLVED = Facts(Decimal(70), received=Decimal(70))


def facts(received: str, cancelled: str, revisions: int = 0, level: int = 0, cleared: bool = False) -> Facts:
    return Facts(Decimal(70), Decimal(received), Decimal(cancelled), revisions, level, cleared)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts("0", "0"), Status.OPEN),
        (facts("0", "0", revisions=1), Status.ETA_UPDATED),
        (facts("0", "30"), Status.OPEN),
        (facts("0", "30", revisions=1), Status.ETA_UPDATED),
        (facts("0.001", "0"), Status.PARTIALLY_RESOLVED),
        (facts("69.999", "0"), Status.PARTIALLY_RESOLVED),
        (facts("30", "0", revisions=2), Status.PARTIALLY_RESOLVED),
        (facts("0", "0", level=1), Status.OPEN),
        (facts("0", "0", level=2), Status.ESCALATED),
        (facts("0", "0", level=4, revisions=1), Status.ESCALATED),
        (facts("30", "0", level=2, revisions=1), Status.ESCALATED),
        (facts("30", "0", level=1), Status.PARTIALLY_RESOLVED),
        (facts("30", "0", level=2, cleared=True), Status.PARTIALLY_RESOLVED),
        (facts("0", "0", level=3, cleared=True), Status.OPEN),
        (facts("0", "0", level=3, cleared=True, revisions=1), Status.ETA_UPDATED),
        (facts("70", "0"), Status.RESOLVED),
        (facts("70", "0", level=4, revisions=3), Status.RESOLVED),
        (facts("30", "40"), Status.RESOLVED),
        (facts("0.001", "69.999"), Status.RESOLVED),
        (facts("0", "70"), Status.CANCELLED),
        (facts("0", "70", level=4, revisions=3), Status.CANCELLED),
        (facts("0", "69.999"), Status.OPEN),
    ],
)
def test_the_headline_follows_from_the_facts(given: Facts, expected: Status) -> None:
    assert headline(given) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("30", ("30", None)),
        ("70", ("70", None)),
        ("70.001", ("70", "70.001 units arrived but only 70 were open: 0.001 not booked.")),
        ("100.000", ("70", "100 units arrived but only 70 were open: 30 not booked.")),
    ],
)
def test_an_over_receipt_is_capped_at_what_is_open_with_a_warning(
    given: str, expected: tuple[str, str | None]
) -> None:
    after, taken, warning = receive(FRESH, Decimal(given))
    assert (taken, warning) == (Decimal(expected[0]), expected[1])
    assert after.received == taken
    assert after.open == 70 - taken


def test_a_partial_receipt_does_not_clear_an_escalation() -> None:
    escalated = escalate(FRESH, 2)
    after, _, _ = receive(escalated, Decimal(30))
    assert headline(after) is Status.ESCALATED
    assert after.level == 2


def test_a_full_receipt_resolves_an_escalated_backorder() -> None:
    after, _, _ = receive(escalate(FRESH, 4), Decimal(70))
    assert headline(after) is Status.RESOLVED


@pytest.mark.parametrize(("given", "expected"), [("0.001", "69.999"), ("70", "0")])
def test_units_that_are_open_can_be_cancelled(given: str, expected: str) -> None:
    assert cancel(FRESH, Decimal(given)).open == Decimal(expected)


def test_more_than_is_open_cannot_be_cancelled() -> None:
    with pytest.raises(InvalidInput, match=r"^Only 70 units are open: 70\.001 cannot be cancelled\.$"):
        cancel(FRESH, Decimal("70.001"))


@pytest.mark.parametrize("given", ["0", "-1"])
def test_a_quantity_that_is_not_above_zero_is_refused(given: str) -> None:
    with pytest.raises(InvalidInput, match="not above 0"):
        receive(FRESH, Decimal(given))
    with pytest.raises(InvalidInput, match="not above 0"):
        cancel(FRESH, Decimal(given))


@pytest.mark.parametrize("closed", [RESOLVED, facts("30", "40"), facts("0", "70")])
@pytest.mark.parametrize(
    "step",
    [
        lambda facts: receive(facts, Decimal(1)),
        lambda facts: cancel(facts, Decimal(1)),
        revise,
        lambda facts: escalate(facts, 4),
    ],
)
def test_a_closed_backorder_accepts_nothing(step: Callable[[Facts], object], closed: Facts) -> None:
    with pytest.raises(IllegalStep, match="closed: reopen it with a reason"):
        step(closed)


def test_each_revision_is_counted() -> None:
    assert revise(revise(FRESH)).revisions == 2
    assert headline(revise(FRESH)) is Status.ETA_UPDATED


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((0, False, 1), 1),
        ((1, False, 2), 2),
        ((1, False, 4), 4),
        ((2, False, 2), None),
        ((2, False, 1), None),
        ((2, True, 2), 2),
        ((2, True, 3), 3),
        ((2, True, 1), None),
        ((0, False, 0), None),
        ((4, False, 5), None),
    ],
)
def test_an_escalation_only_goes_up_and_a_new_one_undoes_a_clearing(
    given: tuple[int, bool, int], expected: int | None
) -> None:
    level, cleared, wanted = given
    before = replace(FRESH, level=level, level_cleared=cleared)
    if expected is None:
        with pytest.raises(Refusal):
            escalate(before, wanted)
    else:
        after = escalate(before, wanted)
        assert (after.level, after.level_cleared) == (expected, False)


@pytest.mark.parametrize(
    ("given", "expected"), [((1, False), False), ((2, False), True), ((4, False), True), ((2, True), False)]
)
def test_only_a_standing_escalation_can_be_cleared(given: tuple[int, bool], expected: bool) -> None:
    before = replace(FRESH, level=given[0], level_cleared=given[1])
    if expected:
        assert headline(clear_escalation(before, "supplier delivers daily now")) is Status.OPEN
    else:
        with pytest.raises(IllegalStep, match="not escalated"):
            clear_escalation(before, "supplier delivers daily now")


@pytest.mark.parametrize("given", ["", "  \n"])
def test_clearing_an_escalation_needs_a_reason(given: str) -> None:
    with pytest.raises(InvalidInput, match="needs a reason"):
        clear_escalation(escalate(FRESH, 2), given)


PARTED = Facts(Decimal(70), received=Decimal(50), cancelled=Decimal(20))


@pytest.mark.parametrize(
    ("wanted", "unusable", "expected"),
    [
        (20, 0, (50, 0, Status.PARTIALLY_RESOLVED)),
        (5, 0, (50, 15, Status.PARTIALLY_RESOLVED)),
        (0, 50, (0, 20, Status.OPEN)),
        (20, 50, (0, 0, Status.OPEN)),
    ],
)
def test_a_closed_backorder_opens_again(
    wanted: int, unusable: int, expected: tuple[int, int, Status]
) -> None:
    after = reopen(PARTED, Decimal(wanted), Decimal(unusable), "counted wrong")
    assert (after.received, after.cancelled, headline(after)) == expected
    assert after.quantity == after.received + after.cancelled + after.open


def test_an_escalation_that_stood_at_the_end_stands_again() -> None:
    before = replace(RESOLVED, level=3)
    assert headline(reopen(before, Decimal(0), Decimal(1), "broken")) is Status.ESCALATED


@pytest.mark.parametrize(
    ("facts_", "wanted", "unusable", "why", "said"),
    [
        (replace(PARTED, cancelled=Decimal(19)), 1, 0, "so", "is open: there is nothing to reopen"),
        (PARTED, 0, 0, "so", "Nothing is chosen"),
        (PARTED, -1, 2, "so", "Nothing is chosen"),
        (PARTED, 21, 0, "so", "20 units were cancelled and 50 received"),
        (PARTED, 0, 51, "so", "20 units were cancelled and 50 received"),
        (PARTED, 1, 0, " ", "needs a reason"),
    ],
)
def test_a_reopening_is_refused(facts_: Facts, wanted: int, unusable: int, why: str, said: str) -> None:
    with pytest.raises((IllegalStep, InvalidInput), match=said):
        reopen(facts_, Decimal(wanted), Decimal(unusable), why)


amounts = st.decimals(min_value=0, max_value=100, places=3)


@given(
    amounts,
    amounts,
    amounts,
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=0, max_value=4),
    st.booleans(),
)
def test_all_facts_have_exactly_one_headline(
    received: Decimal, cancelled: Decimal, left: Decimal, revisions: int, level: int, cleared: bool
) -> None:
    quantity = received + cancelled + left
    status = headline(Facts(quantity, received, cancelled, revisions, level, cleared))
    assert status.closed is (left == 0)
    assert (status is Status.ESCALATED) is (left > 0 and level >= 2 and not cleared)
    assert status is not Status.PARTIALLY_RESOLVED or received > 0
    assert status is not Status.CANCELLED or received == 0
    assert status is not Status.OPEN or (revisions == 0 and received == 0)


steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "cancel", "revise", "escalate", "clear"]),
        st.decimals(min_value=-1, max_value=60, places=3),
    ),
    max_size=12,
)


@given(steps)
def test_no_sequence_of_steps_loses_or_invents_a_unit(taken: list[tuple[str, Decimal]]) -> None:
    now = FRESH
    for step, amount in taken:
        level_before = now.level
        try:
            now = _step(now, step, amount)
        except Refusal:
            continue
        assert now.quantity == now.received + now.cancelled + now.open == 70
        assert min(now.received, now.cancelled, now.open) >= 0
        assert now.level >= level_before
        headline(now)


def _step(now: Facts, step: str, amount: Decimal) -> Facts:
    if step == "receive":
        after, units, warning = receive(now, amount)
        assert units == after.received - now.received
        assert (warning is None) is (units == amount)
        return after
    if step == "cancel":
        return cancel(now, amount)
    if step == "escalate":
        return escalate(now, int(amount) % 5)
    return revise(now) if step == "revise" else clear_escalation(now, "sorted out")
