"""The ETA follows a chosen plan with the last of its approvals, and not before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backorder_core.domain.approvals import StepState
from backorder_core.domain.values import Actor, Trigger
from backorder_core.services.checks import check
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.reference import load
from backorder_core.services.work import cancelling, deciding, etas
from backorder_core.store import Store
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER
from tests.services.test_chapter_day import EXPEDITE, XYZ, D, chosen, shown
from tests.small_company import AMY, MEG, SAM, SARAH, approve_all, waiting_step


@pytest.fixture
def day(store: Store, tmp_path: Path) -> Store:
    chapter_day.fill(store, tmp_path)
    return store


def decide(store: Store, who: Actor, decision: StepState = StepState.APPROVED, comment: str = "") -> None:
    step = waiting_step(store, NUMBER)
    assert step is not None
    deciding.decide_approval(store, deciding.Verdict(Seen(NUMBER), step.id, decision, comment), who, AS_OF)


def dates(store: Store) -> tuple[date | None, date | None]:
    """The ETA of the backorder and that of its PO line."""
    with store.read() as reader:
        held = hold_one(reader, NUMBER)
        (row,) = reader.dicts("po_lines_of_backorders", ids=[held.state.id])
    return held.state.eta, row["eta"]


def letters(store: Store) -> int:
    """Notices for customers that wait for a person to tell them."""
    with store.read() as reader:
        return len(reader.cursor.table("notices").filter("kind = 'customer'").fetchall())


def test_the_eta_waits_for_the_last_approval(day: Store) -> None:
    chosen(day, {EXPEDITE: D(50)})
    for who in (SAM, MEG):
        decide(day, who)
        assert dates(day) == (date(2025, 2, 5), date(2025, 2, 5))
    decide(day, AMY)
    assert dates(day) == (date(2025, 1, 30), date(2025, 1, 30))
    assert check(day) == ()


def test_a_rejected_plan_moves_no_date_and_tells_no_customer(day: Store) -> None:
    before = letters(day)
    chosen(day, {XYZ: D(50)})
    decide(day, SAM)
    decide(day, MEG, StepState.REJECTED, comment="too risky")
    assert (shown(day).row.eta, letters(day)) == (date(2025, 2, 5), before)
    assert check(day) == ()


@pytest.mark.parametrize(("heard", "on", "expected"), [(8, AS_OF, 8), (None, date(2025, 2, 1), 5)])
def test_a_plan_s_date_gives_way_to_later_news_and_never_lies_in_the_past(
    day: Store, heard: int | None, on: date, expected: int
) -> None:
    chosen(day, {XYZ: D(50)})
    if heard:
        given = etas.EtaUpdate(
            (Seen(NUMBER),), date(2025, 2, heard), Trigger.SUPPLIER_COMMUNICATION, "heard again"
        )
        etas.update_etas(day, given, SARAH, AS_OF)
    approve_all(day, NUMBER, on)
    assert shown(day).row.eta == date(2025, 2, expected)


def test_a_plan_that_nobody_must_approve_moves_the_date_at_once(day: Store) -> None:
    wish = cancelling.CancelWish(Seen(NUMBER), {"SO-201 / 1": D(49)}, "fewer", "none")
    cancelling.cancel_units(day, wish, SARAH, AS_OF)
    row = {"code": "C-PREM", "name": "Premium Manufacturing", "tier": 3, "account_manager": "Ann Account"}
    load(day, "customers", [row], SARAH, AS_OF)
    assert chosen(day, {XYZ: D(1)}).waits_for == ""
    assert shown(day).row.eta == date(2025, 1, 29)
    assert check(day) == ()
