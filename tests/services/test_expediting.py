"""A budget for expediting: HiGHS against every subset, and what is carried out from it."""

from __future__ import annotations

import itertools
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.expediting import Candidate, earlier, total
from backorder_core.domain.scenarios import SpendBudget
from backorder_core.domain.values import OfferKind
from backorder_core.services.checks import check
from backorder_core.services.expedite_solver import choose
from backorder_core.services.expediting import as_json, spending
from backorder_core.services.scenarios import commit, keep, try_out
from backorder_core.services.work.lists import supplies
from backorder_core.store import Store
from tests.busy_company import BusyCompany
from tests.small_company import PLANNER, TODAY, waiting_step

D = Decimal
ON = date(2025, 2, 1)


def candidate(number: int, option: int, cost: int, protected: int) -> Candidate:
    cents = D("0.01")
    return Candidate(
        f"BO-{number}",
        f"offer {option}",
        "",
        D(1),
        cost * cents,
        protected * cents,
        protected * cents,
        None,
        ON,
        1,
        1,
    )


def best_by_brute_force(candidates: list[Candidate], budget: Decimal) -> Decimal:
    best = D(0)
    for size in range(len(candidates) + 1):
        for some in itertools.combinations(candidates, size):
            if len({one.number for one in some}) == size and total(some, "cost") <= budget:
                best = max(best, total(some, "protected"))
    return best


def test_a_thousand_random_budgets_are_spent_as_well_as_can_be() -> None:
    draw = random.Random(7)
    for _ in range(1_000):
        count = draw.randint(0, 8)
        most = draw.choice((20, 1_000, 300_000))
        found = [
            candidate(draw.randint(1, 6), place, draw.randint(1, most), draw.randint(0, most * 30))
            for place in range(count)
        ]
        budget = D(draw.randint(0, most * 3)) / 100
        chosen = choose(found, budget)
        assert total(chosen, "cost") <= budget
        assert len({one.number for one in chosen}) == len(chosen)
        assert total(chosen, "protected") == best_by_brute_force(found, budget)


@pytest.mark.parametrize(
    ("ready", "eta", "helps"),
    [(ON, None, True), (ON, date(2025, 2, 2), True), (ON, ON, False), (ON, date(2025, 1, 31), False)],
)
def test_an_offer_helps_where_it_comes_earlier(ready: date, eta: date | None, helps: bool) -> None:
    assert earlier(ready, eta) is helps


@pytest.fixture
def busy(store: Store, tmp_path: Path) -> BusyCompany:
    """Three backorders with an offer each, ready on Jan 31: a VIP's, a standard one's, a useless one."""
    found = BusyCompany(store, tmp_path)
    for po_number, customer, eta in (
        ("PO-1", "C-METRO", date(2025, 2, 20)),
        ("PO-2", "C-INDUS", date(2025, 2, 20)),
        ("PO-3", "C-INDUS", date(2025, 1, 30)),
    ):
        found.short(po_number, created=date(2025, 1, 20), eta=eta, value="1000", customer=customer)
        found.offer(OfferKind.EXPEDITE, supplier="ABC", po_number=po_number, fixed_cost=250)
    return found


def test_the_budget_goes_where_it_protects_most(busy: BusyCompany) -> None:
    found = spending(busy.store, D(10_000), TODAY)
    assert [one.number for one in found.chosen] == ["BO-2025-0001", "BO-2025-0002"]
    assert [one.protected for one in found.chosen] == [D("5000.00"), D("1000.00")]
    assert [(one.number, why) for one, why in found.left] == [
        ("BO-2025-0003", "it comes no earlier than the ETA")
    ]
    one_only = spending(busy.store, found.chosen[0].cost, TODAY)
    assert [one.number for one in one_only.chosen] == ["BO-2025-0001"]
    assert one_only.left[0][1] == "the budget protects more elsewhere"
    nothing = spending(busy.store, D("0.01"), TODAY)
    assert (nothing.chosen, nothing.left[0][1]) == ((), "it costs more than the whole budget")
    gains = [gain for _, gain in found.curve]
    assert gains == sorted(gains)
    assert as_json(found)["protected"] == "6000.00"


def test_a_committed_budget_asks_for_purchases_that_still_need_approval(busy: BusyCompany) -> None:
    store = busy.store
    steps = [SpendBudget(D(10_000))]
    tried = try_out(store, steps, TODAY)
    assert {one.after.eta for one in tried.changed} == {date(2025, 1, 31)}
    assert tried.spent is not None
    number = keep(store, steps, "hurry", PLANNER, TODAY)
    commit(store, number, PLANNER, TODAY)
    assert len(supplies(store)) == 2
    assert waiting_step(store, "BO-2025-0001") is not None
    assert check(store) == ()
