"""Who must decide, written a second time from RULES (Approvals) and from nothing of the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from backorder_core.domain.settings import ApprovalThresholds
from backorder_core.domain.values import Role
from backorder_core.store import Reader
from tests.small_company import APPROVERS

ROUNDS = """
    select a.backorder_id, a.round, a.role, a.state, a.value, a.backorder_version, a.settings_version,
        coalesce(a.decided_by, ''), coalesce(a.decided_for, ''), d.decided_on, d.decided_by, d.decision
    from approvals as a left join approval_decisions as d on d.approval_id = a.id
    order by a.backorder_id, a.round, a.step
"""
MAKERS = "select distinct backorder_id, requested_by from approvals"
DELEGATIONS = "select principal, deputy, from_on, until_on from delegations"
YES = ("approved", "approved_with_conditions")
OWN = {one.name: one.role for one in APPROVERS.values()}


@dataclass(frozen=True)
class Step:
    """One step of a round, and who took it, in whose place and when."""

    role: Role
    state: str
    by: str
    instead_of: str
    on: date | None


@dataclass(frozen=True)
class Asked:
    """A round of approvals as it was asked for."""

    backorder_id: int
    number: int
    value: Decimal
    version: int
    settings_version: int
    steps: tuple[Step, ...]
    makers: frozenset[str]
    deputies: tuple[tuple[str, str, date, date], ...]

    @property
    def granted(self) -> bool:
        """Whether everybody agreed, or nobody had to."""
        return all(step.state in (*YES, "automatic") for step in self.steps)

    def follow(self, thresholds: ApprovalThresholds, vip: bool) -> None:
        """Its steps are those that the rules name, and each was taken by somebody who may take it."""
        asked = [step.role for step in self.steps if step.state != "automatic"]
        wanted = required(self.value, vip, thresholds)
        assert asked == wanted, f"round {self.number}: {asked} instead of {wanted} for {self.value}"
        people = [step.by for step in self.steps if step.by]
        assert len(people) == len(set(people)), f"one person in two roles: {people}"
        for step in self.steps:
            if step.by:
                assert step.by not in self.makers, f"{step.by} made it"
                assert self._may(step), f"{step.by} is no {step.role.label}"

    def _may(self, step: Step) -> bool:
        if not step.instead_of:
            return OWN[step.by] is step.role
        stands_in = any(
            (principal, deputy) == (step.instead_of, step.by) and first <= (step.on or date.min) <= last
            for principal, deputy, first, last in self.deputies
        )
        return stands_in and OWN[step.instead_of] is step.role


def required(value: Decimal, vip: bool, thresholds: ApprovalThresholds) -> list[Role]:
    """Whom a value needs: the chapter's ladder, and the account manager where a VIP waits."""
    ladder: list[Role] = []
    if value >= thresholds.automatic_below:
        ladder.append(Role.SUPERVISOR)
    if value >= max(thresholds.automatic_below, thresholds.supervisor_below):
        ladder.append(Role.MANAGER)
    if value >= thresholds.automatic_below and value > thresholds.manager_up_to:
        ladder.append(Role.DIRECTOR)
    if not thresholds.climb_the_ladder:
        ladder = ladder[-1:]
    return [*ladder, Role.ACCOUNT_MANAGER] if vip else ladder


def must_decide(reader: Reader) -> Iterator[Asked]:
    """Every round of every backorder, the newest of each last."""
    makers: dict[int, set[str]] = {}
    for backorder, who in reader.cursor.execute(MAKERS).fetchall():
        makers.setdefault(backorder, set()).add(who)
    deputies = tuple(reader.cursor.execute(DELEGATIONS).fetchall())
    rows = reader.cursor.execute(ROUNDS).fetchall()
    for (backorder, number), steps in groupby(rows, key=itemgetter(0, 1)):
        found = list(steps)
        for row in found:
            assert (row[10], row[11]) == ((row[7], row[3]) if row[7] else (None, None)), "decided apart"
        taken = tuple(Step(Role(row[2]), row[3], row[7], row[8], row[9]) for row in found)
        value, version, settings_version = found[0][4:7]
        whole = frozenset(makers[backorder])
        yield Asked(backorder, number, value, version, settings_version, taken, whole, deputies)
