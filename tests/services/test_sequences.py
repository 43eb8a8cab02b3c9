"""Random days of work: after every step, whatever was refused or done, the store proves sound.

``BACKORDERS_SEQUENCES=1000`` in the environment runs a thousand sequences, not just the few of every run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backorder_core.delivery.channels import set_channel
from backorder_core.delivery.outbound import send_due
from backorder_core.domain import approvals
from backorder_core.domain.care import ConditionState
from backorder_core.domain.errors import Refusal
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.values import Actor, Impact, OfferKind, Policy, Quality, Trigger
from backorder_core.services import reports
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.backorders import as_json as backorders_json
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.escalations import sweep
from backorder_core.services.filling import Sharing
from backorder_core.services.holding import Seen
from backorder_core.services.imports import list_imports, undo_import
from backorder_core.services.inbox import mark_all_read
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.states import State, load_states
from backorder_core.services.work import (
    cancelling,
    caring,
    choosing,
    creating,
    deciding,
    ending,
    escalating,
    etas,
    finding,
    following,
    fulfilling,
    lists,
    purchases,
    reopening,
    talking,
    transfers,
)
from backorder_core.store import PastStore, Store, open_store
from tests.small_company import (
    ADMIN,
    APPROVERS,
    CREATED,
    LISA,
    MIKE,
    PLANNER,
    SmallCompany,
    waiting_step,
)

LINES = ("PO-1", "PO-2", "PO-3")
SEQUENCES = int(os.environ.get("BACKORDERS_SEQUENCES", "8"))
NUMBERS = [f"BO-2025-{one:04d}" for one in range(1, 200)]
NEXT = "next"
ONWARDS = {"requested": "confirm", "confirmed": "ship", "shipped": "receive"}
BOUGHT = {"requested": "order", "ordered": "receive"}
D = Decimal
lines = st.sampled_from(LINES)
units = st.integers(1, 60).map(Decimal)
pick = st.integers(0, 5)
ahead = st.one_of(st.none(), st.integers(-3, 40))


class Days(RuleBasedStateMachine):
    """One company, three PO lines, two locations; days only go forward.

    Every write is checked, or in runs of a few sequences every third: what is wrong stays wrong.
    """

    unchecked = 3 if SEQUENCES <= 8 else 1

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(str(shutil.copy(_first_day(), Path(self.folder.name) / "days.duckdb")))
        self.company = SmallCompany(self.store, Path(self.folder.name), loaded=True)
        self.day = CREATED
        self.said: dict[date, tuple[object, object]] = {}
        self.lists: tuple[int, list[State]] = (-1, [])
        self.checked = -1

    def teardown(self) -> None:
        try:
            assert check(self.store) == ()
            self.as_said(*self.said)
        finally:
            self.store.close()
            self.folder.cleanup()

    @invariant()
    def sound(self) -> None:
        """Nothing that was written is wrong; the last step is looked at in any case."""
        written = self.store.data_version()
        if written >= self.checked + self.unchecked:
            assert check(self.store) == ()
            self.checked = written

    def as_said(self, *days: date) -> None:
        """What was said of a day is still what was known on it."""
        for day in days:
            assert self.reports(PastStore(self.store, day), day) == self.said[day]

    def attempt(self, work: Callable[[], object]) -> None:
        """A step may be refused; then nothing may be written."""
        before = self.store.data_version()
        try:
            work()
        except Refusal:
            assert self.store.data_version() == before

    def listed(self, state: str) -> list[State]:
        """Backorders as they stand, by number; read plainly, as the list costs more than most steps."""
        written = self.store.data_version()
        if self.lists[0] != written:
            with self.store.read() as reader:
                ids = [row["id"] for row in reader.dicts("backorders_by_number", numbers=NUMBERS)]
                found = load_states(reader, ids).values()
            self.lists = (written, sorted(found, key=lambda one: one.number))
        wanted = {"open": (False,), "closed": (True,), "all": (False, True)}[state]
        return [one for one in self.lists[1] if one.status.closed in wanted]

    def numbers(self, *, state: str = "open") -> list[str]:
        return [row.number for row in self.listed(state)]

    def some(self, place: int, *, state: str = "open") -> Seen:
        found = self.listed(state)
        if not found:
            return Seen("BO-2025-9999")
        one = found[place % len(found)]
        return Seen(one.number, one.version)

    def names(self, seen: Seen) -> list[str]:
        if seen.version is None:
            return ["SO-X / 1"]
        found = show_backorder(self.store, seen.number, self.day)
        return [f"{line.order_number} / {line.order_line}" for line in found.affected]

    def eta(self, days: int | None) -> date | None:
        return None if days is None else self.day + timedelta(days=days)

    @rule(days=st.integers(1, 6))
    def another_day(self, days: int) -> None:
        self.as_said(*list(self.said)[-1:])
        self.said[self.day] = self.reports(self.store)
        self.day += timedelta(days=days)

    def reports(self, store: Store, day: date | None = None) -> tuple[object, object]:
        """What the reports say of a day at its end."""
        on = day or self.day
        found = list_backorders(store, Filters(state="all"), on, SortKey.NUMBER, False, limit=0)
        return reports.as_json(reports.command_center(store, on)), backorders_json(found)

    @rule(rows=st.lists(st.tuples(lines, ahead), min_size=1, max_size=3))
    def a_delay_file(self, rows: list[tuple[str, int | None]]) -> None:
        said = [f"{number},10,{self.eta(days) or ''},late again,," for number, days in rows]
        self.attempt(lambda: self.company.delays(*said, as_of=self.day))

    @rule()
    def the_newest_import_is_undone(self) -> None:
        standing = [one for one in list_imports(self.store) if one.changed and not one.undone_at]
        if standing:
            self.attempt(lambda: undo_import(self.store, standing[0].import_id, PLANNER, self.day))

    @rule(place=pick, days=ahead, trigger=st.sampled_from(list(Trigger)))
    def a_new_eta(self, place: int, days: int | None, trigger: Trigger) -> None:
        update = etas.EtaUpdate((self.some(place),), self.eta(days), trigger, "said on the phone")
        self.attempt(lambda: etas.update_etas(self.store, update, PLANNER, self.day))

    @rule(number=lines, quantity=units, policy=st.sampled_from(list(Policy)))
    def a_receipt(self, number: str, quantity: Decimal, policy: Policy) -> None:
        receipt = Receipt(number, "10", quantity, self.day, Sharing(policy))
        self.attempt(lambda: receive(self.store, [receipt], LISA, self.day))

    @rule(number=lines, quantity=units, days=ahead, overrule=st.sampled_from(["", "all the same"]))
    def by_hand(self, number: str, quantity: Decimal, days: int | None, overrule: str) -> None:
        wish = creating.Wish(number, "10", quantity, self.eta(days), "heard of it", overrule)
        self.attempt(lambda: creating.create_backorder(self.store, wish, PLANNER, self.day))

    @rule(number=lines)
    def a_line_ends(self, number: str) -> None:
        wanted = ending.LineEnd(number, "10", "nothing more will come")
        self.attempt(lambda: ending.end_line(self.store, wanted, PLANNER, self.day))

    @rule(place=pick, quantity=units)
    def a_transfer(self, place: int, quantity: Decimal) -> None:
        request = transfers.TransferRequest(self.some(place), "WEST", quantity, self.day, D(300))
        self.attempt(lambda: transfers.request_transfer(self.store, request, PLANNER, self.day))

    @rule(
        place=pick,
        steps=st.lists(st.sampled_from([*[NEXT] * 12, *transfers.STEPS]), min_size=1, max_size=3),
        quantity=st.one_of(st.none(), units),
    )
    def steps_of_a_transfer(self, place: int, steps: list[str], quantity: Decimal | None) -> None:
        for step in steps:
            found = [one for one in lists.supplies(self.store) if one.transfer and one.moving]
            if found:
                one = found[place % len(found)]
                named = ONWARDS[one.state] if step == NEXT else step
                wanted = transfers.TransferStep(
                    one.number, named, tracking="1Z", quantity=quantity, why="no need"
                )
                self.attempt(lambda: transfers.step_transfer(self.store, wanted, LISA, self.day))  # noqa: B023

    @rule(place=pick, choice=pick, set_eta=st.booleans())
    def a_plan(self, place: int, choice: int, set_eta: bool) -> None:
        def work() -> None:
            seen = self.some(place)
            offered = finding.find_sources(self.store, seen.number, self.day).plans
            plan = offered[choice % len(offered)].plan if offered else None
            taken = {line.option.name: line.quantity for line in plan.lines} if plan else {}
            wanted = choosing.PlanChoice(seen, taken, "best", set_eta)
            choosing.choose_plan(self.store, wanted, PLANNER, self.day)

        self.attempt(work)

    @rule(
        place=pick,
        step=st.sampled_from([NEXT, NEXT, NEXT, *purchases.STEPS]),
        quantity=st.one_of(st.none(), units),
    )
    def a_step_of_a_purchase(self, place: int, step: str, quantity: Decimal | None) -> None:
        found = [one for one in lists.supplies(self.store) if not one.transfer and one.moving]
        if found:
            one = found[place % len(found)]
            number, step = one.number, BOUGHT[one.state] if step == NEXT else step
            wanted = purchases.PurchaseStep(number, step, quantity=quantity, why="no need")
            self.attempt(lambda: purchases.step_purchase(self.store, wanted, LISA, self.day))

    @rule(place=pick, kind=st.sampled_from([OfferKind.EXPEDITE, OfferKind.DROP_SHIP]), quantity=units)
    def a_purchase(self, place: int, kind: OfferKind, quantity: Decimal) -> None:
        with self.store.read() as reader:
            row = reader.dicts("po_line_to_delay", po_number="PO-1", po_line="10")[0]
        wish = purchases.PurchaseWish(
            self.some(place), kind, row["supplier_id"], row["product_id"], quantity, self.day, D(100), D(1)
        )
        self.attempt(lambda: purchases.request_purchase(self.store, wish, PLANNER, self.day))

    @rule(place=pick, line=pick, strategy=st.sampled_from(list(Strategy)))
    def a_decision(self, place: int, line: int, strategy: Strategy) -> None:
        seen = self.some(place, state="all")
        names = self.names(seen)
        decision = fulfilling.CustomerDecision(seen, names[line % len(names)], strategy, "urgent", "Ms Metro")
        self.attempt(lambda: fulfilling.decide(self.store, decision, MIKE, self.day))

    @rule(place=pick)
    def a_shipment(self, place: int) -> None:
        planned = [one for one in lists.shipments(self.store) if one.state == "planned"]
        if planned:
            number = planned[place % len(planned)].number
            self.attempt(lambda: fulfilling.ship(self.store, number, "1Z", LISA, self.day))

    @rule(
        place=pick,
        decision=st.sampled_from([*approvals.DECISIONS, *[approvals.StepState.APPROVED] * 4]),
        who=st.sampled_from([None, None, None, None, PLANNER, *APPROVERS.values()]),
    )
    def a_decision_on_an_approval(self, place: int, decision: approvals.StepState, who: Actor | None) -> None:
        seen = self.some(place)
        step = waiting_step(self.store, seen.number) if seen.version else None
        if step is None:
            return
        conditions = ("Ask first",) if decision is approvals.StepState.CONDITIONAL else ()
        verdict = deciding.Verdict(seen, step.id, decision, "so it is", conditions)
        actor = who or APPROVERS[step.role]
        self.attempt(lambda: deciding.decide_approval(self.store, verdict, actor, self.day))

    @rule(place=pick)
    def everybody_approves(self, place: int) -> None:
        seen = self.some(place)
        while seen.version and (step := waiting_step(self.store, seen.number)):
            before = self.store.data_version()
            verdict = deciding.Verdict(Seen(seen.number), step.id, approvals.StepState.APPROVED)
            self.attempt(
                lambda: deciding.decide_approval(self.store, verdict, APPROVERS[step.role], self.day)  # noqa: B023
            )
            if self.store.data_version() == before:  # who decided before, in another's place, may not again
                return

    @rule(place=pick)
    def it_is_asked_again(self, place: int) -> None:
        seen = self.some(place)
        self.attempt(lambda: deciding.submit_again(self.store, seen, "changed", PLANNER, self.day))

    @rule(place=pick, level=st.integers(1, 5))
    def an_escalation(self, place: int, level: int) -> None:
        seen = self.some(place)
        self.attempt(lambda: escalating.escalate(self.store, seen, level, "why not", PLANNER, self.day))

    @rule(place=pick)
    def a_clearing(self, place: int) -> None:
        seen = self.some(place)
        self.attempt(lambda: escalating.clear(self.store, seen, "calm again", PLANNER, self.day))

    @rule()
    def the_escalation_check(self) -> None:
        self.attempt(lambda: sweep(self.store, self.day, PLANNER))

    @rule(place=pick, line=pick, quantity=units)
    def a_cancellation(self, place: int, line: int, quantity: Decimal) -> None:
        seen = self.some(place)
        names = self.names(seen)
        wish = cancelling.CancelWish(seen, {names[line % len(names)]: quantity}, "too late", "none")
        self.attempt(lambda: cancelling.cancel_units(self.store, wish, MIKE, self.day))

    @rule(place=pick, line=pick, wanted=st.integers(0, 20), unusable=st.integers(0, 20))
    def a_reopening(self, place: int, line: int, wanted: int, unusable: int) -> None:
        seen = self.some(place, state="closed")
        names = self.names(seen)
        name = names[line % len(names)]
        wish = reopening.ReopenWish(seen, "not over", {name: D(wanted)}, {name: D(unusable)})
        self.attempt(lambda: reopening.reopen(self.store, wish, PLANNER, self.day))

    @rule(place=pick, code=st.sampled_from(["C-METRO", "C-INDUS"]))
    def a_customer_is_told(self, place: int, code: str) -> None:
        seen = self.some(place, state="all")
        words = talking.Words(seen, code, "Your order", "It is late", "phone", self.day)
        self.attempt(lambda: talking.tell(self.store, words, MIKE, self.day))

    @precondition(lambda self: self.numbers(state="all"))
    @rule(place=pick)
    def care(self, place: int) -> None:
        seen = self.some(place, state="all")
        self.attempt(lambda: caring.assign(self.store, [seen], "Mike", PLANNER, self.day))
        self.attempt(lambda: caring.comment(self.store, seen.number, "@Mike look", PLANNER, self.day))
        self.attempt(lambda: caring.add_condition(self.store, seen.number, "Ask", "x", PLANNER, self.day))
        self.attempt(lambda: caring.rate(self.store, seen.number, "C-METRO", 4, "", MIKE, self.day))
        reminder = following.Reminder(seen, self.day, "Call")
        self.attempt(lambda: following.remind(self.store, reminder, MIKE, self.day))

    @rule(most=st.integers(1, 3), read=st.booleans())
    def the_post_goes_out(self, most: int, read: bool) -> None:
        send_due(self.store, most)
        if read:
            mark_all_read(self.store, MIKE, self.day)

    @rule(place=pick)
    def a_follow_up_is_done(self, place: int) -> None:
        due = following.follow_ups(self.store, self.day).rows
        if due:
            one = due[place % len(due)].id
            self.attempt(lambda: following.finish(self.store, one, "done", MIKE, self.day))

    @rule(place=pick, state=st.sampled_from(list(ConditionState)))
    def a_condition_is_settled(self, place: int, state: ConditionState) -> None:
        for number in self.numbers()[:1]:
            for one in caring.circle(self.store, number).conditions[:1]:
                settle = caring.settle_condition
                self.attempt(lambda: settle(self.store, one.id, state, "so", MIKE, self.day))  # noqa: B023


@cache
def _first_day() -> str:
    """A store file with three late lines for two customers each, and what can be done about them."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Written on its own day: what was known on a day is found by when it was written.
    store = open_store(str(folder / "first.duckdb"), clock=lambda: datetime.combine(CREATED, time(8)))
    company = SmallCompany(store, folder)
    for place, number in enumerate(LINES):
        company.po_line(number, ordered=60 + 10 * place)
        company.order(f"SO-{number}-A", number, 30, "C-METRO", Impact.CRITICAL)
        company.order(f"SO-{number}-B", number, 20, "C-INDUS")
    places = [{"code": code, "name": code.title()} for code in ("MAIN", "WEST")]
    load(store, "locations", places, PLANNER, CREATED)
    stock = {"location": "WEST", "product": "CM-500", "on_hand": D(45), "promised": D(5)}
    load(store, "stock", [stock], PLANNER, CREATED)
    load(store, "people", [{"name": "Mike", "role": 2}], ADMIN, CREATED)
    load(store, "offers", [_substitute()], PLANNER, CREATED)
    set_channel(store, "Team", "json://127.0.0.1:9/nobody-listens", ADMIN, CREATED)
    company.delays(*(f"{number},10,2025-02-10,late,," for number in LINES))
    store.close()
    return store.url


def _substitute() -> dict[str, object]:
    empty = {"supplier": None, "location": None, "po_number": None, "po_line": None}
    return {
        **empty,
        "code": "SUB",
        "kind": int(OfferKind.SUBSTITUTE),
        "product": "CM-500",
        "substitute": "CM-510",
        "available": D(15),
        "lead_days": 2,
        "fixed_cost": D(20),
        "unit_cost": D(5),
        "quality": int(Quality.SUBSTITUTE),
        "offered_on": CREATED,
        "expires_on": None,
    }


Days.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=40,
    deadline=None,
    derandomize=SEQUENCES <= 8,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
TestDays = Days.TestCase
