"""An entry of the ledger says the same whether it is told all fields of two versions or those that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.values import Cause, Impact, Status, Tier
from backorder_core.services.states import Line, State, ledger_facts

DAYS = st.sampled_from([date(2025, 1, 20), date(2025, 2, 15)])
UNITS = st.sampled_from([Decimal(0), Decimal("0.000"), Decimal(5), Decimal("5.000"), Decimal("5.0004")])
MONEY = st.sampled_from([Decimal(1), Decimal("1.00"), Decimal("1.004"), Decimal(2)])


def lines() -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        order_line_id=st.integers(1, 2),
        order_number=st.just("SO-1"),
        order_line=st.just("1"),
        customer_id=st.just(1),
        customer=st.just("Metro"),
        tier=st.sampled_from(Tier),
        impact=st.just(Impact.CRITICAL),
        emergency=st.booleans(),
        unit_price=MONEY,
        need_date=DAYS,
        order_date=DAYS,
        quantity=UNITS,
        received=UNITS,
    )


def states() -> st.SearchStrategy[State]:
    return st.builds(
        State,
        id=st.just(1),
        number=st.just("BO-2025-0001"),
        po_line_id=st.just(2),
        supplier_id=st.just(3),
        product_id=st.just(4),
        created_on=DAYS,
        cause=st.sampled_from(Cause),
        reason=st.sampled_from(["", "late"]),
        original_due=DAYS,
        quantity=UNITS,
        received=UNITS,
        cancelled=UNITS,
        eta=st.none() | DAYS,
        revisions=st.integers(0, 1),
        level=st.integers(0, 1),
        level_cleared=st.booleans(),
        level_reason=st.just(""),
        closed_on=st.none() | DAYS,
        status=st.sampled_from(Status),
        value=MONEY,
        score_base=MONEY,
        score_per_day=MONEY,
        tier=st.sampled_from(Tier),
        customers=st.integers(0, 1),
        settings_version=st.integers(0, 1),
        version=st.just(1),
        valid_from=DAYS,
        lines=st.lists(lines(), max_size=2).map(tuple),
    )


def differing(one: Mapping[str, str | None], other: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: text for name, text in one.items() if other.get(name) != text}


@given(states(), states())
def test_the_fields_that_differ_are_those_whose_texts_differ(one: State, other: State) -> None:
    whole, whole_other = ledger_facts(one), ledger_facts(other)
    part, part_other = ledger_facts(one, other), ledger_facts(other, one)
    assert differing(part, part_other) == differing(whole, whole_other)
    assert differing(part_other, part) == differing(whole_other, whole)


@given(states())
def test_a_version_without_a_change_has_nothing_to_tell(state: State) -> None:
    assert ledger_facts(state, replace(state)) == {}
