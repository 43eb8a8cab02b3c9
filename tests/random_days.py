"""Random days of work: everything that people may do on them, in any order, whether it is refused or done."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backorder_core.delivery.outbound import send_due
from backorder_core.domain import approvals
from backorder_core.domain.care import ConditionState
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.values import Actor, OfferKind, Policy, Trigger
from backorder_core.services.escalations import sweep
from backorder_core.services.filling import Sharing
from backorder_core.services.imports import list_imports, undo_import
from backorder_core.services.inbox import mark_all_read
from backorder_core.services.receipts import Receipt, receive
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
from tests.first_day import LINES
from tests.random_company import CompanyDays
from tests.small_company import (
    APPROVERS,
    LISA,
    MIKE,
    PLANNER,
    approve_next,
    waiting_step,
)

NEXT = "next"
ONWARDS = {"requested": "confirm", "confirmed": "ship", "shipped": "receive"}
BOUGHT = {"requested": "order", "ordered": "receive"}
D = Decimal
lines = st.sampled_from(LINES)
units = st.integers(1, 60).map(Decimal)
pick = st.integers(0, 5)
ahead = st.one_of(st.none(), st.integers(-3, 40))


class Days(CompanyDays):
    """Everybody's work, one rule for each thing that somebody may try."""

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
        before = -1
        while seen.version and before != self.store.data_version():  # who stood in for one may be refused
            before = self.store.data_version()
            self.attempt(lambda: approve_next(self.store, seen.number, self.day))

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
