"""Rounds of approvals: asked, asked again when a plan or the value changes, needed before anything is done.

Source: RULES, Approvals; chapter, "Backorder Approval Workflows".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain import approvals, notices
from backorder_core.domain.approvals import GRANTED, Route, Step, StepState
from backorder_core.domain.errors import IllegalStep
from backorder_core.domain.notices import About
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Role
from backorder_core.services.changes import Changes
from backorder_core.services.states import State, load_states
from backorder_core.store import Reader
from backorder_core.store.session import read_settings

Earlier = Sequence[tuple[date, Decimal, set[int]]]


@dataclass(frozen=True)
class Round:
    """The newest round of a backorder's approvals; ``value`` is the one that was routed, in money."""

    number: int
    steps: tuple[Step, ...]
    plan_id: int | None
    value: Decimal
    reason: str
    backorder_version: int

    @property
    def standing(self) -> StepState:
        """Where it stands as a whole."""
        return approvals.standing(self.steps)


def round_of(reader: Reader, backorder_id: int) -> Round:
    """The newest round of a backorder; every backorder has one."""
    known = reader.dicts("rounds_of_approval", backorder_id=backorder_id)
    rows = [row for row in known if row["round"] == known[-1]["round"]]
    steps = tuple(
        Step(row["id"], Role(row["role"]), StepState(row["state"]), row["decided_by"]) for row in rows
    )
    first = rows[0]
    return Round(
        first["round"], steps, first["plan_id"], first["value"], first["reason"], first["backorder_version"]
    )


def routed(state: State, settings: Settings, earlier: Earlier, asked_on: date) -> tuple[Route, Decimal]:
    """The route of a backorder and the value that it follows from: its own and that of its likes."""
    customers = {line.customer_id for line in state.lines}
    same = [(day, value) for day, value, affected in earlier if affected & customers]
    value = approvals.routing_value(state.value, same, asked_on, settings)
    return approvals.route(value, state.vip_open, settings), value


def begin(changes: Changes, state: State, about: About, route: Route, value: Decimal) -> None:
    """The first round of a new backorder."""
    changes.ask_approval(state, route, value, state.settings_version)
    _tell_next(changes, state, about, 1, route)


def ask_again(
    changes: Changes, state: State, about: About, settings: Settings, why: str, plan_id: int | None = None
) -> Route:
    """A new round, because the plan changed or the value grew; what still waited is not asked any more.

    Returns whom it asks.
    """
    before = round_of(changes.writer, state.id)
    route, value = _route_now(changes.writer, state, settings)
    changes.withdraw_approvals(state, before.number)
    number = before.number + 1
    reason = f"{route.reason}; {why}"
    again = Route(route.automatic, route.steps, reason)
    plan = before.plan_id if plan_id is None else plan_id
    changes.ask_approval(state, again, value, read_settings(changes.writer)[0], number, plan)
    _tell_next(changes, state, about, number, again)
    return again


def mind_drift(changes: Changes, state: State, about: About, settings: Settings) -> None:
    """Ask again where the value rose into a higher band, or a VIP waits for whom nobody was asked."""
    before = round_of(changes.writer, state.id)
    route, _ = _route_now(changes.writer, state, settings)
    if approvals.drifted(before.steps, route):
        ask_again(changes, state, about, settings, "the value or the customers changed")


def _route_now(reader: Reader, state: State, settings: Settings) -> tuple[Route, Decimal]:
    rows = reader.rows("values_asked_before", po_line_ids=[state.po_line_id])
    earlier = [(row[1], row[2], set(row[3])) for row in rows if row[4] != state.id]
    return routed(state, settings, earlier, state.created_on)


def must_be_approved(reader: Reader, backorder_id: int) -> None:
    """``IllegalStep`` where the handling of a backorder is not approved by everybody who must."""
    found = round_of(reader, backorder_id)
    standing = found.standing
    if standing in GRANTED:
        return
    number = load_states(reader, [backorder_id])[backorder_id].number
    step = approvals.next_step(found.steps)
    if step is not None:
        raise IllegalStep(
            f"{number} waits for the approval of the {step.role.label.lower()}: "
            "nothing of its plan can be carried out before."
        )
    raise IllegalStep(
        f"The plan of {number} was not approved ({standing.label}): choose another one before you go on."
    )


def _tell_next(changes: Changes, state: State, about: About, number: int, route: Route) -> None:
    if route.steps:
        changes.notify(state, [notices.for_approval(about, route.steps[0], number, 1)])
