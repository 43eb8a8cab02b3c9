"""Random days on which things go wrong: restarts, forms sent twice or late, clocks that step, failed posts.

``Days`` does everybody's work and proves the store after every step; this adds the mishaps, and what must be
true of approvals, notices and answers however the steps fall.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from backorder_core.delivery import outbound
from backorder_core.delivery.jobs import JOBS
from backorder_core.delivery.outbound import send_due
from backorder_core.domain import approvals
from backorder_core.domain.errors import Conflict, NotAllowed, Refusal
from backorder_core.domain.settings import ApprovalThresholds, EscalationTimeline, Settings
from backorder_core.domain.values import Actor, Role, Trigger
from backorder_core.services import jobs, settings
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.states import State, load_past_states, load_states
from backorder_core.services.work import (
    cancelling,
    caring,
    deciding,
    delegating,
    escalating,
    etas,
    following,
    transfers,
)
from backorder_core.store import Reader, open_store
from tests.random_days import Days, pick
from tests.reliability.requirements import must_decide
from tests.small_company import ADMIN, APPROVERS, CREATED, LISA, MIKE, PLANNER, waiting_step

SECOND = Actor("Ben Second", Role.ADMINISTRATOR)
MORNING = time(9)
WORK = tuple(job for job in JOBS if job.key != "backups")
FEW = 12
HOURS = (-30, -26, -2, -1, 1, 5, 26)
ONWARDS = frozenset({"confirmed", "shipped", "ordered"})
Send = Callable[["Mishaps", Seen, date, str], object]


def _eta(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    update = etas.EtaUpdate((seen,), day + timedelta(days=9), Trigger.EXPEDITING, key)
    return etas.update_etas(one.store, update, PLANNER, day, key)


def _comment(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    return caring.comment(one.store, seen.number, f"@Mike {key}", PLANNER, day, key)


def _condition(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    return caring.add_condition(one.store, seen.number, key, "a test", PLANNER, day, key)


def _reminder(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    return following.remind(one.store, following.Reminder(seen, day, key), MIKE, day, key)


def _escalation(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    return escalating.escalate(one.store, seen, 3, key, PLANNER, day, key)


def _transfer(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    wish = transfers.TransferRequest(seen, "WEST", Decimal(1), day, note=key)
    return transfers.request_transfer(one.store, wish, PLANNER, day, key)


def _cancellation(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    line = one.lines_named.setdefault((key, seen.number), one.names(seen)[0])
    wish = cancelling.CancelWish(seen, {line: Decimal(1)}, key, "none")
    return cancelling.cancel_units(one.store, wish, MIKE, day, key)


def _receipt(one: Mishaps, _: Seen, day: date, key: str) -> object:
    return receive(one.store, [Receipt("PO-2", "10", Decimal(1), day, document=key)], LISA, day, key)


def _again(one: Mishaps, seen: Seen, day: date, key: str) -> object:
    return deciding.submit_again(one.store, seen, key, PLANNER, day, key)


SENT: Mapping[str, Send] = {
    one.__name__: one
    for one in (
        _eta,
        _comment,
        _condition,
        _reminder,
        _escalation,
        _transfer,
        _cancellation,
        _receipt,
        _again,
    )
}
LOOKING: Mapping[str, Send] = {
    one.__name__: one for one in (_eta, _escalation, _transfer, _cancellation, _again)
}
"""Those that name the version that they saw."""


@dataclass(frozen=True)
class Answered:
    """A form that was done, and what it answered."""

    send: Callable[[], object]
    answer: object


class Mishaps(Days):
    """The same company on days on which things go wrong; ``steps`` counts those of all sequences."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.offset, self.stepped = timedelta(), False
        self.store.clock = self.now
        self.answers: list[Answered] = []
        self.lines_named: dict[tuple[str, str], str] = {}
        self.looked_at: list[Seen] = []
        self.granted: dict[int, bool] = {}
        self.onwards: set[tuple[str, str]] = set()
        self.watched = -1
        people = [{"name": one.name, "role": int(one.role)} for one in (*APPROVERS.values(), PLANNER_NAMED)]
        load(self.store, "people", people, ADMIN, CREATED)

    def now(self) -> datetime:
        """Instants lie on the company's days, unless the clock stepped."""
        return datetime.combine(self.day, MORNING) + self.offset

    def as_said(self, *days: date) -> None:
        """What was known on a day hangs on the clock: asked only where it went right."""
        if not self.stepped:
            super().as_said(*days)

    def entries(self) -> int:
        with self.store.read() as reader:
            return int((reader.one("read_counter", name="ledger") or (0,))[0])

    def refused(self, work: Callable[[], object], kind: type[Refusal]) -> None:
        """It must be refused, and leave nothing."""
        before = self.store.data_version()
        with pytest.raises(kind):
            work()
        assert self.store.data_version() == before

    @rule()
    def a_restart(self) -> None:
        version = self.store.data_version()
        self.store.close()
        self.store = open_store(self.store.url, clock=self.now)
        self.company.store = self.store
        jobs.forget_interrupted(self.store)
        assert self.store.data_version() == version

    @rule(hours=st.sampled_from(HOURS))
    def the_clock_steps(self, hours: int) -> None:
        self.offset = timedelta() if abs(self.offset) > timedelta(days=3) else self.offset
        self.offset += timedelta(hours=hours)
        self.stepped = True

    @rule()
    def scheduled_work(self) -> None:
        jobs.run_due(self.store, WORK)
        done = self.entries()
        assert jobs.run_due(self.store, WORK) == 0
        assert self.entries() == done
        assert all(run.result != jobs.FAULT for run in jobs.recent_runs(self.store))

    @rule(place=pick, what=st.sampled_from(list(SENT)))
    def a_form_is_sent_twice(self, place: int, what: str) -> None:
        seen = self.some(place, state="all")
        send = partial(SENT[what], self, seen, self.day, f"key-{len(self.answers)}-{self.day}-{place}")
        before = self.store.data_version()
        try:
            answer = send()
        except Refusal:
            assert self.store.data_version() == before
            return
        done = self.entries()
        assert send() == answer
        assert self.entries() == done
        self.answers.append(Answered(send, answer))

    @precondition(lambda self: self.answers)
    @rule(which=st.integers(0, 50))
    def an_old_form_comes_again(self, which: int) -> None:
        one, done = self.answers[which % len(self.answers)], self.entries()
        assert one.send() == one.answer
        assert self.entries() == done

    @rule(place=pick)
    def somebody_looks(self, place: int) -> None:
        self.looked_at = [*self.looked_at[-4:], self.some(place)]

    @precondition(lambda self: self.looked_at)
    @rule(which=pick, what=st.sampled_from(list(LOOKING)))
    def a_form_is_sent_too_late(self, which: int, what: str) -> None:
        seen = self.looked_at[which % len(self.looked_at)]
        now = {row.number: row.version for row in self.listed("all")}
        if seen.version is not None and now.get(seen.number, seen.version) != seen.version:
            self.refused(lambda: LOOKING[what](self, seen, self.day, "too late"), Conflict)

    @rule(
        place=pick, who=st.sampled_from(["Sam", "Meg", "Dan"]), deputy=st.sampled_from(["Meg", "Dan", "Amy"])
    )
    def somebody_stands_in(self, place: int, who: str, deputy: str) -> None:
        principal = next(one for one in APPROVERS.values() if one.name == who)
        absence = delegating.Absence(deputy, self.day, self.day + timedelta(days=place), "on leave")
        self.attempt(lambda: delegating.delegate(self.store, absence, principal, self.day))

    @rule(place=pick, who=st.sampled_from(list(APPROVERS.values())))
    def a_deputy_decides(self, place: int, who: Actor) -> None:
        seen = self.some(place)
        step = waiting_step(self.store, seen.number) if seen.version else None
        if step is not None:
            verdict = deciding.Verdict(seen, step.id, approvals.StepState.APPROVED)
            self.attempt(lambda: deciding.decide_approval(self.store, verdict, who, self.day))

    @rule(
        below=st.sampled_from([0, 100, 1_000, 5_000]),
        above=st.sampled_from([0, 5_000, 40_000]),
        climb=st.booleans(),
    )
    def thresholds_are_proposed(self, below: int, above: int, climb: bool) -> None:
        low, mid = Decimal(below), Decimal(below + above)
        wanted = ApprovalThresholds(
            automatic_below=low, supervisor_below=mid, manager_up_to=mid + above, climb_the_ladder=climb
        )
        self.saved({"approvals": wanted})

    @rule(confirm=st.booleans())
    def thresholds_are_settled(self, confirm: bool) -> None:
        waiting = settings.waiting_proposal(self.store)
        if waiting is None:
            return
        settle = settings.confirm_thresholds if confirm else settings.withdraw_thresholds
        if confirm:
            before = self.store.settings()
            self.refused(
                lambda: settings.confirm_thresholds(self.store, waiting.id, ADMIN, self.day), NotAllowed
            )
            assert self.store.settings() == before
        settle(self.store, waiting.id, SECOND, self.day)

    @rule(first=st.integers(1, 5), vip=st.integers(1, 9))
    def settings_change(self, first: int, vip: int) -> None:
        now = self.store.settings()[1]
        days = EscalationTimeline(days=(first, first + 4, first + 11, first + 18))
        scoring = now.priority.model_copy(update={"vip": Decimal(vip)})
        self.saved({"escalation": days, "priority": scoring})

    def saved(self, changes: dict[str, Any]) -> None:
        base, now = self.store.settings()
        wanted = now.model_copy(update=changes)
        self.refused(lambda: settings.save(self.store, base - 1, wanted, "late", ADMIN, self.day), Conflict)
        self.attempt(lambda: settings.save(self.store, base, wanted, "so", ADMIN, self.day))

    @rule()
    def the_post_fails_for_good(self) -> None:
        kept = self.offset
        if outbound.post(self.store).queued > FEW:
            return
        self.stepped = True
        for _ in range(9):
            self.offset += timedelta(hours=5)
            send_due(self.store)
        self.offset = kept
        assert outbound.post(self.store).sent == 0, "nobody listens"
        dead = [one.id for one in outbound.post(self.store).letters if one.state == "dead"]
        if dead:
            self.attempt(lambda: outbound.retry(self.store, dead, ADMIN, self.day))

    @invariant()
    def as_required(self) -> None:
        """Nothing is approved or carried out without everybody who must, nothing is told twice."""
        Mishaps.steps += 1
        written = self.store.data_version()
        if written == self.watched:
            return
        self.watched = written
        with self.store.read() as reader:
            granted = self.required_people(reader)
            self.carried_out(reader)
            for table in ("notices", "deliveries"):
                told = reader.cursor.execute(TWICE[table]).fetchall()
                assert told == [], f"{table}: {told}"
        self.granted = granted

    def required_people(self, reader: Reader) -> dict[int, bool]:
        """Whether each backorder's newest round is granted; each round by whom it must be."""
        bodies = {one.version: one.settings for one in settings.history(self.store)}
        bodies[0] = bodies.get(0, Settings())
        newest: dict[int, bool] = {}
        for rows in must_decide(reader):
            backorder = rows.backorder_id
            state = _state(reader, backorder, rows.version)
            assert rows.value >= state.value
            rows.follow(bodies[rows.settings_version].approvals, state.vip_open)
            newest[backorder] = rows.granted
        return newest

    def carried_out(self, reader: Reader) -> None:
        """What goes on now was granted before it did."""
        rows = reader.cursor.execute(MOVED).fetchall()
        for backorder, number, state in rows:
            if state in ONWARDS and (number, state) not in self.onwards:
                assert self.granted.get(backorder), f"{number} is {state} without approval"
                self.onwards.add((number, state))


def _state(reader: Reader, backorder_id: int, version: int) -> State:
    state = load_states(reader, [backorder_id])[backorder_id]
    return (
        state if state.version == version else load_past_states(reader, {backorder_id: version})[backorder_id]
    )


PLANNER_NAMED = Actor("Nora", Role.CUSTOMER_SERVICE)
TWICE = {
    "notices": "select notice_key, count(*) from notices group by all having count(*) > 1",
    "deliveries": "select delivery_key, count(*) from deliveries group by all having count(*) > 1",
}
MOVED = """
    select backorder_id, number, state from transfers
    union all select backorder_id, number, state from purchase_requests
"""
