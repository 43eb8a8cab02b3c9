"""RULES, Approvals: whoever has a hand in a backorder does not decide on it, and nobody decides twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backorder_core.domain.approvals import Hands, Step, StepState, Voter, in_place_of, must_decide, why_not
from backorder_core.domain.errors import IllegalStep, NotAllowed
from backorder_core.domain.values import Role

ACCOUNT, SUPERVISOR, MANAGER = Role.ACCOUNT_MANAGER, Role.SUPERVISOR, Role.MANAGER
OWN = "nobody decides on what they created themselves"
CHANGED = "nobody decides on a value that they changed themselves"
TWICE = "Meg decided in another role already"
NOBODY = Hands()


def waiting(role: Role = MANAGER, *before: str) -> Sequence[Step]:
    """The step of a role that waits, after steps of the supervisor that somebody approved."""
    done = [Step(place, SUPERVISOR, StepState.APPROVED, who) for place, who in enumerate(before)]
    return (*done, Step(9, role, StepState.WAITING))


@pytest.mark.parametrize(
    ("steps", "hands", "reason"),
    [
        (waiting(), NOBODY, None),
        (waiting(), Hands(makers=("Pat",)), None),
        (waiting(), Hands(makers=("Pat", "Meg")), OWN),
        (waiting(), Hands(editor="Pat"), None),
        (waiting(), Hands(editor="Meg"), CHANGED),
        (waiting(MANAGER, "Sam"), NOBODY, None),
        (waiting(MANAGER, "Meg"), NOBODY, TWICE),
        (waiting(), Hands(decided={"Meg": (SUPERVISOR,)}), TWICE),
        (waiting(), Hands(decided={"Meg": (MANAGER,)}), None),
        (waiting(), Hands(decided={"Sam": (SUPERVISOR,)}), None),
        (waiting(SUPERVISOR), NOBODY, "it is the supervisor's turn"),
        ((Step(1, MANAGER, StepState.APPROVED, "Sam"),), NOBODY, "nothing waits any more, it is approved"),
    ],
)
def test_who_may_not_take_the_next_step(steps: Sequence[Step], hands: Hands, reason: str | None) -> None:
    assert why_not(Voter("Meg", MANAGER), steps, hands) == reason


@pytest.mark.parametrize(
    ("managers", "reason"),
    [
        ((), None),
        (("Amy",), None),
        (("Amy", "Bob"), None),
        (("Bob",), "it is the turn of the customer's own account manager, Bob"),
    ],
)
def test_an_account_manager_decides_for_their_own_customers(
    managers: Sequence[str], reason: str | None
) -> None:
    assert why_not(Voter("Amy", ACCOUNT), waiting(ACCOUNT), Hands(managers=managers)) == reason


@pytest.mark.parametrize(
    ("hands", "place"),
    [
        (NOBODY, "Meg"),
        (Hands(makers=("Meg",)), None),
        (Hands(editor="Meg"), None),
        (Hands(decided={"Meg": (SUPERVISOR,)}), None),
    ],
)
def test_a_deputy_has_no_more_right_than_whom_they_stand_in_for(hands: Hands, place: str | None) -> None:
    deputy = Voter("Sam", SUPERVISOR, {"Meg": MANAGER})
    assert in_place_of(deputy, waiting(), hands) == place
    assert (why_not(deputy, waiting(), hands) is None) is (place is not None)


def test_a_deputy_who_made_it_decides_for_nobody() -> None:
    deputy = Voter("Sam", SUPERVISOR, {"Meg": MANAGER})
    assert why_not(deputy, waiting(), Hands(makers=("Sam",))) == OWN


def test_what_may_not_be_decided_is_refused_in_a_sentence() -> None:
    meg = Voter("Meg", MANAGER)
    assert must_decide("BO-1", meg, waiting(), NOBODY).id == 9
    with pytest.raises(NotAllowed, match=f"Meg cannot decide on BO-1: {OWN}"):
        must_decide("BO-1", meg, waiting(), Hands(makers=("Meg",)))
    with pytest.raises(IllegalStep, match="Nothing waits for a decision on BO-1: it is approved"):
        must_decide("BO-1", meg, (Step(1, MANAGER, StepState.APPROVED, "Sam"),), NOBODY)
