"""Every role at every step of every value, VIP or not, creator or not: exactly the allowed cells succeed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.approvals import StepState
from backorder_core.domain.errors import IllegalStep, NotAllowed, Refusal
from backorder_core.domain.values import Actor, OfferKind, Role
from backorder_core.services import approving
from backorder_core.services.checks import check
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.work import deciding, purchases, turns
from backorder_core.services.work.deciding import Verdict
from backorder_core.store import Store
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

S, G, D, A = Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR, Role.ACCOUNT_MANAGER
EDGES: dict[str, tuple[Role, ...]] = {
    "0": (),
    "999.99": (),
    "1000": (S,),
    "9999.99": (S,),
    "10000": (S, G),
    "50000": (S, G),
    "50000.01": (S, G, D),
}
CELLS = [(value, vip) for vip in (False, True) for value in EDGES]
NUMBERS = {cell: f"BO-2025-{place:04d}" for place, cell in enumerate(CELLS, start=1)}


def fill(store: Store, folder: Path) -> None:
    """One backorder a value, for a VIP and for somebody else, each with a purchase that was asked for."""
    company = SmallCompany(store, folder)
    for place, (value, vip) in enumerate(CELLS):
        company.po_line(f"PO-{place}")
        company.order(f"SO-{place}", f"PO-{place}", 1, "C-METRO" if vip else "C-INDUS", price=value)
    company.delays(*(f"PO-{place},10,2025-02-15,late,," for place in range(len(CELLS))))
    for number in NUMBERS.values():
        with store.read() as reader:
            product = hold_one(reader, number).state.product_id
        wish = purchases.PurchaseWish(Seen(number), OfferKind.DROP_SHIP, None, product, Decimal(1), TODAY)
        purchases.request_purchase(store, wish, PLANNER, CREATED)


FILLS = {"cells": fill}


@pytest.fixture
def cells(store: Store) -> Store:
    return store


def everybody(maker: bool) -> Iterator[Actor]:
    """One person of every role, or the one who made it all in every role."""
    for role in Role:
        if role is not Role.CUSTOMER:
            yield Actor(PLANNER.name if maker else f"Robin, {role.label}", role)


def state(store: Store, number: str) -> approving.Round:
    with store.read() as reader:
        return approving.round_of(reader, hold_one(reader, number, closed=True).state.id)


def tries(store: Store, number: str, step_id: int, who: Actor) -> bool:
    """Whether somebody can decide; the queue, the page and the use-case say the same to every approver."""
    listed = told = False
    if who.role in (S, G, D, A):
        listed = number in [one.number for one in turns.queue(store, who, TODAY, mine=True).rows]
        told = turns.turn(store, number, who, TODAY).why_not is None
    verdict = Verdict(Seen(number), step_id, StepState.APPROVED)
    try:
        deciding.decide_approval(store, verdict, who, TODAY)
    except Refusal:
        assert (listed, told) == (False, False), (number, who)
        return False
    assert (listed, told) == (True, True), (number, who)
    return True


def orders(store: Store, number: str) -> bool:
    """Whether what was asked for can be carried out."""
    place = list(NUMBERS.values()).index(number) + 1
    step = purchases.PurchaseStep(f"PR-2025-{place:04d}", "order")
    try:
        purchases.step_purchase(store, step, PLANNER, TODAY)
    except IllegalStep:
        return False
    return True


@pytest.mark.parametrize(("value", "vip"), CELLS)
def test_exactly_the_allowed_cells_succeed(
    cells: Store, value: str, vip: bool, caplog: pytest.LogCaptureFixture
) -> None:
    number = NUMBERS[value, vip]
    expected = (*EDGES[value], A) if vip else EDGES[value]
    found = state(cells, number)
    asked = [step.role for step in found.steps if step.state is not StepState.AUTOMATIC]
    assert asked == list(expected)
    with caplog.at_level(logging.WARNING, "backorder_core.refusals"):
        for place, wanted in enumerate(expected):
            step = found.steps[place]
            assert not orders(cells, number)
            assert not [who for who in everybody(maker=True) if tries(cells, number, step.id, who)]
            others = [who for who in everybody(maker=False) if who.role is not wanted]
            assert not [who for who in others if tries(cells, number, step.id, who)]
            assert tries(cells, number, step.id, Actor(f"Robin, {wanted.label}", wanted))
        before = len(caplog.records)
        for who in everybody(maker=False):
            with pytest.raises((IllegalStep, NotAllowed)):
                deciding.decide_approval(
                    cells, Verdict(Seen(number), found.steps[0].id, StepState.APPROVED), who, TODAY
                )
    roles = len(list(everybody(maker=True)))
    assert before == len(expected) * (2 * roles - 1)
    assert orders(cells, number)
    if (value, vip) == CELLS[-1]:
        assert check(cells) == ()
