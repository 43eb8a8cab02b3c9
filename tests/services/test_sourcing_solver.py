"""HiGHS says which options to use; worked out again, that agrees with looking at every plan."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from backorder_core.domain import fixed_charge, sourcing
from backorder_core.domain.fixed_charge import BranchAndBound, Case, Charges, Enumerated, Source, filled
from backorder_core.domain.hull import total
from backorder_core.services.sourcing import best_plans
from backorder_core.services.sourcing_solver import suggest
from tests.domain.sourcing_cases import AS_OF, large


def random_case(random: Random) -> Case:
    """A case of up to ten sources with more than is needed."""
    sources = tuple(
        Source(
            most=random.randint(1, 900),
            fixed=random.choice([0, random.randint(0, 9_000)]),
            each=(random.randint(0, 40), random.randint(0, 15), random.randint(0, 1)),
        )
        for _ in range(random.randint(1, 10))
    )
    return Case(random.randint(1, sum(one.most for one in sources)), sources)


def test_the_options_suggested_are_those_of_a_best_plan() -> None:
    random = Random(11)
    for _ in range(100):
        case = random_case(random)
        weight = (1, random.randint(0, 20), random.randint(0, 60))
        charges = case.charges(weight)
        used = suggest(charges)
        assert used is not None
        best = Enumerated(case).best(weight)
        assert total(weight, case.point(filled(charges, used))) == total(weight, best)


def test_with_the_solver_at_every_price_the_plans_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [large(Random(seed), 9, 5_000) for seed in range(5)]
    every = [best_plans(Decimal(5_000), options, AS_OF) for options in cases]
    asked: list[Charges] = []

    def counting(charges: Charges) -> list[int] | None:
        asked.append(charges)
        return suggest(charges)

    monkeypatch.setattr(sourcing, "MOST_ENUMERATED", 0)
    monkeypatch.setattr(fixed_charge, "FIRST_NODES", 0)
    monkeypatch.setattr(fixed_charge, "MOST_HARD", 1_000)
    assert [sourcing.plans(Decimal(5_000), options, AS_OF, counting) for options in cases] == every
    assert len(asked) > len(cases)


def test_with_the_solver_alone_the_costs_are_the_same_though_not_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = large(Random(4), 12, 5_000)
    every = best_plans(Decimal(5_000), options, AS_OF)
    monkeypatch.setattr(sourcing, "MOST_ENUMERATED", 0)
    monkeypatch.setattr(fixed_charge, "FIRST_NODES", 0)
    monkeypatch.setattr(fixed_charge, "MORE_NODES", 0)
    monkeypatch.setattr(fixed_charge, "MOST_HARD", 1_000)
    alone = best_plans(Decimal(5_000), options, AS_OF)
    assert [one.plan.cost for one in alone] == [one.plan.cost for one in every]
    assert {one.proven for one in alone} == {False}


def test_forty_options_are_proven_best() -> None:
    offered = best_plans(Decimal(5_000), large(Random(8), 40, 5_000), AS_OF)
    assert len(offered) > 10
    assert {one.proven for one in offered} == {True}


def test_a_suggestion_that_does_not_fill_the_need_is_not_taken() -> None:
    charges = Charges(need=10, most=(4, 10), fixed=(1, 50), each=(0, 0))
    search = BranchAndBound(charges)
    search.offer_use([0])
    search.run(100)
    assert (search.best, search.finished) == ((0, 10), True)


def test_impossible_needs_have_no_suggestion() -> None:
    assert suggest(Charges(need=10, most=(4, 5), fixed=(1, 1), each=(1, 1))) is None
