"""Decide on approvals: one step, or the same simple decision on several; ask again after a rejection.

Source: RULES, Approvals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backorder_core.domain import approvals, notices
from backorder_core.domain.access import Permission
from backorder_core.domain.approvals import Decision, Step, StepState
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput
from backorder_core.domain.values import Actor
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one, who_changed
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.states import load_past_states
from backorder_core.services.work import caring, following_eta, voting
from backorder_core.services.work.calling_off import call_off_plan
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

SIMPLE = (StepState.APPROVED, StepState.REJECTED)


@dataclass(frozen=True)
class Verdict:
    """What somebody decides on the step that they saw waiting, in the version of the backorder they saw."""

    backorder: Seen
    step_id: int
    decision: StepState
    comment: str = ""
    conditions: tuple[str, ...] = ()


@permitted(Permission.APPROVE)
def decide_approval(
    store: Store, verdict: Verdict, actor: Actor, as_of: date, key: str | None = None
) -> StepState:
    """Take one decision; where the whole round stands after it.

    Raises ``Conflict`` where the step was decided, or the value, ETA or plan changed since it was seen,
    ``NotAllowed`` where it is not this person's to decide, ``InvalidInput`` for an incomplete decision.
    """
    approvals.must_be_complete(verdict.decision, verdict.conditions, verdict.comment)

    def work(writer: Writer) -> str:
        changes = Changes(writer, actor, as_of)
        standing = _decide(changes, verdict)
        changes.flush()
        return standing.value

    return StepState(once(store, key, (verdict, as_of), work))


@permitted(Permission.APPROVE)
def decide_several(
    store: Store, verdicts: Sequence[Verdict], actor: Actor, as_of: date, key: str | None = None
) -> int:
    """The same simple decision on several backorders, all or none; how many were decided.

    Raises as ``decide_approval`` does, and ``InvalidInput`` where the decisions differ, set conditions or
    name a backorder twice.
    """
    _must_be_alike(verdicts)

    def work(writer: Writer) -> str:
        changes = Changes(writer, actor, as_of)
        for one in verdicts:
            _decide(changes, one)
        changes.flush()
        return str(len(verdicts))

    return int(once(store, key, (tuple(verdicts), as_of), work))


def _must_be_alike(verdicts: Sequence[Verdict]) -> None:
    if not verdicts:
        raise InvalidInput("Nothing is chosen: tick the backorders that you decide on.")
    if len({(one.decision, one.comment) for one in verdicts}) > 1 or verdicts[0].decision not in SIMPLE:
        raise InvalidInput("Several are decided together only by the same approval or the same rejection.")
    times = Counter(one.backorder.number.strip().upper() for one in verdicts)
    number, most = times.most_common(1)[0]
    if most > 1:
        raise InvalidInput(f"{number} stands twice among those to decide on: name each once.")
    for one in verdicts:
        approvals.must_be_complete(one.decision, one.conditions, one.comment)


def _decide(changes: Changes, verdict: Verdict) -> StepState:
    writer, actor = changes.writer, changes.actor
    held = hold_one(writer, verdict.backorder.number)
    found = approving.round_of(writer, held.state.id)
    _must_be_current(writer, held, found, verdict)
    voter, hands = voting.voter(writer, actor, changes.on), voting.hands(writer, held.state.id)
    step = approvals.must_decide(held.state.number, voter, found.steps, hands)
    behalf = approvals.in_place_of(voter, found.steps, hands) or ""
    _settle(changes, held, found, step, verdict, behalf)
    steps = [replace(one, state=verdict.decision) if one is step else one for one in found.steps]
    _follow(changes, held, found, tuple(steps), verdict, step)
    return approvals.standing(steps)


def _must_be_current(reader: Reader, held: Held, found: approving.Round, verdict: Verdict) -> None:
    step = approvals.next_step(found.steps)
    state = held.state
    if step is not None and step.id != verdict.step_id:
        if verdict.step_id in {one.id for one in found.steps}:
            raise Conflict(f"{state.number} was decided on meanwhile: reload and look again.")
        raise Conflict(f"The plan or value of {state.number} changed meanwhile: reload and look again.")
    seen = verdict.backorder.version
    if seen is None or seen == state.version:
        return
    past = load_past_states(reader, {state.id: seen}).get(state.id)
    if past is None or (past.value, past.eta) != (state.value, state.eta):
        raise Conflict(who_changed(reader, state))


def _settle(
    changes: Changes, held: Held, found: approving.Round, step: Step, verdict: Verdict, behalf: str
) -> None:
    changes.add(
        "settle_approvals",
        {
            "id": step.id,
            "state": verdict.decision.value,
            "decided_by": changes.actor.name,
            "decided_for": behalf,
            "decided_at": changes.writer.now,
            "comment": verdict.comment.strip(),
        },
    )
    record = Decision(
        id=changes.new_id(),
        approval_id=step.id,
        backorder_id=held.state.id,
        round=found.number,
        role=step.role,
        decision=verdict.decision,
        comment=verdict.comment.strip(),
        decided_by=changes.actor.name,
        decided_for=behalf,
        decided_on=changes.on,
        backorder_version=held.state.version,
        plan_id=found.plan_id,
        value=held.state.value,
    )
    changes.put(None, record, f"{step.role.label.lower()}: {verdict.decision.label}")


def _follow(
    changes: Changes,
    held: Held,
    found: approving.Round,
    steps: tuple[Step, ...],
    verdict: Verdict,
    step: Step,
) -> None:
    state = held.state
    about = held.about(state)
    for condition in verdict.conditions:
        if condition.strip():
            caring.tie(changes, state.id, condition.strip(), f"approval of the {step.role.label.lower()}")
    told = [
        notices.for_decision(
            about, verdict.decision.label, changes.actor.name, verdict.comment.strip(), f"{step.id}"
        )
    ]
    after = approvals.next_step(steps)
    if after is not None:
        place = steps.index(after) + 1
        told.append(notices.for_approval(about, after.role, found.number, place))
    elif verdict.decision in approvals.STOPPED:
        changes.withdraw_approvals(state, found.number)
    plan = following_eta.plan_of(changes.writer, state.id, found.plan_id)
    if plan is not None and approvals.standing(steps) in approvals.GRANTED:
        version, settings = read_settings(changes.writer)
        following_eta.follow_plan(changes, held, plan, settings, version)
    if verdict.decision is StepState.REJECTED:
        call_off_plan(changes, state.id, f"rejected by {changes.actor.name}", "rejected")
    changes.notify(state, told)


@permitted(Permission.SOURCE)
def submit_again(
    store: Store, seen: Seen, why: str, actor: Actor, as_of: date, key: str | None = None
) -> int:
    """Ask for approval once more after a rejection or a request for alternatives; the new round's number.

    Raises ``IllegalStep`` where nothing was rejected, ``InvalidInput`` without what changed.
    """
    reason = required(why, "What changed since the decision")

    def work(writer: Writer) -> str:
        _, settings = read_settings(writer)
        held = hold_one(writer, seen.number, seen.version)
        found = approving.round_of(writer, held.state.id)
        if found.standing not in approvals.STOPPED:
            raise IllegalStep(f"{held.state.number} is {found.standing.label}: nothing is to be asked again.")
        changes = Changes(writer, actor, as_of)
        approving.ask_again(changes, held.state, held.about(held.state), settings, f"asked again: {reason}")
        changes.flush()
        return str(found.number + 1)

    return int(once(store, key, (seen, why, as_of), work))
