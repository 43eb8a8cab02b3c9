"""RULES, Intake: which delay becomes a backorder, and who goes short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.intake import DelayReport, LineSituation, decide, shortfall
from backorder_core.domain.priority import Demand, line_score
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import Impact, Outcome, Tier
from tests.domain.builders import ORIGINAL_DUE, dates, demand, demand_lists, feb, industrial, jan, metro

AS_OF, TOLD = jan(20), feb(15)
LINE = LineSituation(
    po_number="PO-2025-0089",
    po_line="1",
    order_date=jan(2),
    original_due=ORIGINAL_DUE,
    eta=ORIGINAL_DUE,
    ordered=Decimal(100),
    received=Decimal(0),
    cancelled=Decimal(0),
    demands=(metro(), industrial()),
    has_open_backorder=False,
    backorder_open=Decimal(0),
)
UNALLOCATED = replace(LINE, demands=())
BACKORDERED = replace(LINE, eta=feb(15), has_open_backorder=True, backorder_open=Decimal(70))


def report(eta: date | None, quantity: str | None = None) -> DelayReport:
    return DelayReport(eta, None if quantity is None else Decimal(quantity), "supplier delay")


def outcome(line: LineSituation, given: DelayReport, settings: Settings = DEFAULTS) -> Outcome:
    return decide(line, given, AS_OF, settings).outcome


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (jan(24), (Outcome.NOT_NEEDED, "not late: the new ETA 2025-01-24 is on or before")),
        (jan(26), (Outcome.NOT_NEEDED, "delay of 1 day is under the 3-day threshold")),
        (jan(27), (Outcome.NOT_NEEDED, "delay of 2 days is under the 3-day threshold")),
        (jan(28), (Outcome.CREATED, "70 of 70 allocated units short for 2 customers, 3 days late")),
        (feb(15), (Outcome.CREATED, "70 of 70 allocated units short for 2 customers, 21 days late")),
        (None, (Outcome.CREATED, "70 of 70 allocated units short for 2 customers, ETA unknown")),
    ],
)
def test_a_slip_of_three_days_or_an_unknown_eta_makes_a_backorder(
    given: date | None, expected: tuple[Outcome, str]
) -> None:
    decision = decide(LINE, report(given), AS_OF, DEFAULTS)
    assert decision.outcome is expected[0]
    assert decision.reason.startswith(expected[1])
    assert decision.quantity == (70 if expected[0] is Outcome.CREATED else 0)


def test_a_date_that_is_not_late_says_both_dates() -> None:
    moved = replace(LINE, eta=jan(27))
    assert decide(moved, report(ORIGINAL_DUE), AS_OF, DEFAULTS).reason == (
        "not late: the new ETA 2025-01-25 is on or before the original due date 2025-01-25"
    )


@pytest.mark.parametrize(("given", "expected"), [(jan(29), Outcome.NOT_NEEDED), (jan(30), Outcome.CREATED)])
def test_the_threshold_is_a_setting(given: date, expected: Outcome) -> None:
    assert outcome(LINE, report(given), Settings(intake_from_days=5)) is expected


@pytest.mark.parametrize("given", [jan(26), feb(15), None])
def test_without_an_allocated_customer_order_no_backorder_is_made(given: date | None) -> None:
    decision = decide(UNALLOCATED, report(given), AS_OF, DEFAULTS)
    assert (decision.outcome, decision.reason) == (Outcome.NOT_NEEDED, "no customer order affected")


def test_orders_with_nothing_open_are_not_affected() -> None:
    filled = replace(LINE, demands=(metro("0"), industrial("0")))
    assert decide(filled, report(feb(15)), AS_OF, DEFAULTS).reason == "no customer order affected"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((UNALLOCATED, ORIGINAL_DUE), Outcome.UNCHANGED),
        ((LINE, ORIGINAL_DUE), Outcome.UNCHANGED),
        ((replace(UNALLOCATED, eta=None), None), Outcome.UNCHANGED),
        ((replace(UNALLOCATED, eta=None), feb(15)), Outcome.NOT_NEEDED),
        ((replace(UNALLOCATED, eta=feb(15)), None), Outcome.NOT_NEEDED),
        ((replace(LINE, eta=feb(15)), feb(15)), Outcome.CREATED),
        ((replace(LINE, eta=None), None), Outcome.CREATED),
    ],
)
def test_the_same_eta_changes_nothing_unless_a_backorder_is_missing(
    given: tuple[LineSituation, date | None], expected: Outcome
) -> None:
    assert outcome(given[0], report(given[1])) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((BACKORDERED, feb(22)), (Outcome.UPDATED, "ETA 2025-02-15 → 2025-02-22, 7 days later")),
        ((BACKORDERED, feb(14)), (Outcome.UPDATED, "ETA 2025-02-15 → 2025-02-14, 1 day earlier")),
        ((BACKORDERED, ORIGINAL_DUE), (Outcome.UPDATED, "ETA 2025-02-15 → 2025-01-25, 21 days earlier")),
        ((BACKORDERED, None), (Outcome.UPDATED, "ETA now unknown, was 2025-02-15")),
        ((replace(BACKORDERED, eta=None), feb(15)), (Outcome.UPDATED, "ETA unknown → 2025-02-15")),
        ((BACKORDERED, feb(15)), (Outcome.UNCHANGED, "the ETA 2025-02-15 is confirmed")),
        ((replace(BACKORDERED, eta=None), None), (Outcome.UNCHANGED, "the ETA unknown is confirmed")),
    ],
)
def test_a_second_delay_is_an_eta_update_or_a_confirmation(
    given: tuple[LineSituation, date | None], expected: tuple[Outcome, str]
) -> None:
    decision = decide(given[0], report(given[1]), AS_OF, DEFAULTS)
    assert (decision.outcome, decision.reason) == expected
    assert decision.quantity == 0


@pytest.mark.parametrize("given", [feb(15), feb(22)])
def test_a_different_quantity_in_a_second_delay_is_said_and_not_applied(given: date) -> None:
    decision = decide(BACKORDERED, report(given, "40"), AS_OF, DEFAULTS)
    assert decision.reason.endswith(
        ", quantity in the file (40) differs from the 70 open and is not changed by an ETA update"
    )
    assert "quantity" not in decide(BACKORDERED, report(given, "70.000"), AS_OF, DEFAULTS).reason


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("0", "0", None), "70"),
        (("0", "0", "100"), "70"),
        (("0", "0", "70"), "70"),
        (("0", "0", "69.5"), "69.5"),
        (("0", "0", "0.001"), "0.001"),
        (("50", "0", None), "50"),
        (("50", "20", None), "30"),
        (("50", "20", "40"), "30"),
    ],
)
def test_the_quantity_is_what_is_delayed_but_never_more_than_is_allocated(
    given: tuple[str, str, str | None], expected: str
) -> None:
    received, cancelled, quantity = given
    line = replace(LINE, received=Decimal(received), cancelled=Decimal(cancelled))
    decision = decide(line, report(feb(15), quantity), AS_OF, DEFAULTS)
    assert (decision.outcome, decision.quantity) == (Outcome.CREATED, Decimal(expected))


def test_only_customers_that_go_short_are_counted() -> None:
    decision = decide(LINE, report(feb(15), "20"), AS_OF, DEFAULTS)
    assert decision.reason == "20 of 70 allocated units short for 1 customer, 21 days late"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (jan(1), Outcome.REJECTED),
        (jan(2), Outcome.NOT_NEEDED),
        (date(2030, 1, 20), Outcome.CREATED),
        (date(2030, 1, 21), Outcome.REJECTED),
    ],
)
def test_an_eta_before_the_order_or_more_than_five_years_ahead_is_rejected(
    given: date, expected: Outcome
) -> None:
    decision = decide(LINE, report(given), AS_OF, DEFAULTS)
    assert decision.outcome is expected
    assert decision.column == ("new_eta" if expected is Outcome.REJECTED else None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [(date(2029, 2, 28), Outcome.CREATED), (date(2029, 3, 1), Outcome.REJECTED)],
)
def test_five_years_after_a_leap_day_is_the_last_of_february(given: date, expected: Outcome) -> None:
    line = replace(LINE, order_date=jan(2) - timedelta(days=365))
    assert decide(line, report(given), date(2024, 2, 29), DEFAULTS).outcome is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("-1", Outcome.REJECTED),
        ("0", Outcome.REJECTED),
        ("0.001", Outcome.CREATED),
        ("100", Outcome.CREATED),
        ("100.001", Outcome.REJECTED),
    ],
)
def test_a_quantity_of_nothing_or_of_more_than_was_ordered_is_rejected(given: str, expected: Outcome) -> None:
    for line in (LINE, BACKORDERED):
        decision = decide(line, report(feb(22), given), AS_OF, DEFAULTS)
        assert (decision.outcome is Outcome.REJECTED) is (expected is Outcome.REJECTED)
        assert decision.column == ("quantity" if expected is Outcome.REJECTED else None)


def test_a_rejection_says_which_value_and_why() -> None:
    early = decide(LINE, report(jan(1)), AS_OF, DEFAULTS).reason
    assert early == "2025-01-01 is before the PO line's order date 2025-01-02"
    far = decide(LINE, report(date(2052, 2, 15)), AS_OF, DEFAULTS).reason
    assert far == "2052-02-15 is more than 5 years after 2025-01-20"
    assert decide(LINE, report(feb(15), "0"), AS_OF, DEFAULTS).reason == "a quantity of 0 is not above 0"
    much = decide(LINE, report(feb(15), "101"), AS_OF, DEFAULTS).reason
    assert much == "101 units are more than the 100 ordered"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("100", "0"), Outcome.NOT_NEEDED),
        (("60", "40"), Outcome.NOT_NEEDED),
        (("60", "39.999"), Outcome.CREATED),
    ],
)
def test_a_line_with_nothing_open_any_more_needs_no_backorder(
    given: tuple[str, str], expected: Outcome
) -> None:
    line = replace(LINE, received=Decimal(given[0]), cancelled=Decimal(given[1]))
    decision = decide(line, report(feb(15)), AS_OF, DEFAULTS)
    assert decision.outcome is expected
    closed = decision.reason == "nothing of this PO line is open any more"
    assert closed is (expected is Outcome.NOT_NEEDED)


def test_a_bad_value_is_rejected_even_where_nothing_is_open() -> None:
    assert outcome(replace(LINE, received=Decimal(100)), report(feb(15), "0")) is Outcome.REJECTED


def short(demands: list[Demand], quantity: str, eta: date = TOLD) -> dict[int, str]:
    found = shortfall(demands, Decimal(quantity), ORIGINAL_DUE, eta, AS_OF, DEFAULTS)
    return {line: f"{units.normalize():f}" for line, units in found.items()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0", {}),
        ("0.5", {2: "0.5"}),
        ("20", {2: "20"}),
        ("20.5", {2: "20", 1: "0.5"}),
        ("70", {2: "20", 1: "50"}),
        ("71", {2: "20", 1: "50"}),
    ],
)
def test_the_lowest_line_score_goes_short_first(given: str, expected: dict[int, str]) -> None:
    assert short([metro(), industrial()], given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"need": jan(30)}, 2),
        ({"need": jan(20)}, 1),
        ({"ordered": jan(3)}, 2),
        ({"ordered": jan(1)}, 1),
        ({"need": jan(30), "ordered": jan(1)}, 2),
        ({}, 2),
    ],
)
def test_on_a_tie_the_later_need_date_then_the_later_order_goes_short(
    given: dict[str, Any], expected: int
) -> None:
    assert short([demand(1), demand(2, **given)], "5") == {expected: "5"}


def test_the_delay_can_decide_who_goes_short() -> None:
    dear_standard = demand(1, Tier.STANDARD, "60", impact=Impact.HIGH)
    cheap_vip = demand(2, Tier.VIP, "10")
    assert short([dear_standard, cheap_vip], "1", ORIGINAL_DUE) == {2: "1"}
    assert short([dear_standard, cheap_vip], "1", feb(22)) == {1: "1"}


@given(demand_lists(), st.decimals(min_value=0, max_value=20_000, places=3), dates, dates, dates)
def test_a_shortfall_is_shared_out_completely_and_weakest_first(
    demands: tuple[Demand, ...], quantity: Decimal, due: date, eta: date, as_of: date
) -> None:
    missing = shortfall(demands, quantity, due, eta, as_of, DEFAULTS)
    opened = {one.order_line_id: one.open_quantity for one in demands}
    assert sum(missing.values()) == min(quantity, sum(opened.values()))
    assert all(0 < units <= opened[line] for line, units in missing.items())
    late = max(0, (eta - due).days, (as_of - due).days)
    score_of = {one.order_line_id: line_score(one, DEFAULTS).at(late) for one in demands}
    spared = [line for line in opened if missing.get(line, Decimal(0)) < opened[line]]
    assert all(score_of[hit] <= score_of[line] for line in spared for hit in missing)


@given(
    demand_lists(),
    st.none() | dates,
    st.none() | st.decimals(min_value=-5, max_value=120, places=3),
    st.none() | dates,
    st.decimals(min_value=0, max_value=60, places=3),
    st.decimals(min_value=0, max_value=40, places=3),
    st.booleans(),
)
def test_every_report_ends_as_exactly_one_of_the_five_outcomes(
    demands: tuple[Demand, ...],
    eta: date | None,
    quantity: Decimal | None,
    current: date | None,
    received: Decimal,
    cancelled: Decimal,
    backordered: bool,
) -> None:
    line = replace(
        LINE,
        demands=demands,
        eta=current,
        received=received,
        cancelled=cancelled,
        has_open_backorder=backordered,
        backorder_open=Decimal(1) if backordered else Decimal(0),
    )
    decision = decide(line, DelayReport(eta, quantity, ""), AS_OF, DEFAULTS)
    allocated = sum((one.open_quantity for one in demands), Decimal(0))
    assert decision.reason
    assert (decision.column is not None) is (decision.outcome is Outcome.REJECTED)
    assert (decision.quantity > 0) is (decision.outcome is Outcome.CREATED)
    assert decision.quantity <= min(allocated, 100 - received - cancelled)
    assert not (backordered and decision.outcome is Outcome.CREATED)
    assert backordered or decision.outcome is not Outcome.UPDATED
