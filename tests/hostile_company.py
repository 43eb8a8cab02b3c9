"""A company in which every text is out to do harm: each cell of each file, each word that people type.

Everything goes in by the product's own doors, files and use-cases, as it would from a supplier or a form.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count, cycle, product
from pathlib import Path
from typing import Any

from backorder_core.delivery.channels import set_channel
from backorder_core.domain.approvals import StepState
from backorder_core.domain.care import ConditionState, CostWay
from backorder_core.domain.contracts import FieldType
from backorder_core.domain.errors import Refusal
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.scenarios import SlipSupplier
from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.service_levels import Basis
from backorder_core.domain.settings import Settings
from backorder_core.domain.shipping import Strategy
from backorder_core.domain.values import Actor, OfferKind, Role, Trigger
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.detail import show_backorder
from backorder_core.services.escalations import sweep
from backorder_core.services.holding import Seen
from backorder_core.services.imports import ImportOptions, apply_file, remember_mapping
from backorder_core.services.people import PersonWish, let_choose, save_person
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.scenarios import keep
from backorder_core.services.settings import save
from backorder_core.services.supplier_records import (
    Agreement,
    Opinion,
    Trouble,
    note_incident,
    rate_supplier,
    set_service_level,
)
from backorder_core.services.work import (
    cancelling,
    caring,
    choosing,
    costs,
    deciding,
    delegating,
    ending,
    escalating,
    etas,
    finding,
    following,
    fulfilling,
    purchases,
    reopening,
    talking,
    transfers,
)
from backorder_core.store import Store
from tests.hostile import PAYLOADS
from tests.small_company import ADMIN, APPROVERS, CREATED, DUE, LISA, MIKE, PLANNER, TODAY, waiting_step

COUNT = len(PAYLOADS)
LATER = TODAY + timedelta(days=20)
CHANNEL = "json://127.0.0.1:9/nobody-listens"
SENT = "sent.json"
D = Decimal
FIXED: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"tier": ("vip", "premium", "standard")},
    "stock": {"on_hand": ("40",), "promised": ("0",)},
    "po-lines": {
        "ordered": ("100",),
        "unit_cost": ("3",),
        "order_date": ("2025-01-01",),
        "original_due": (DUE.isoformat(),),
        "eta": (DUE.isoformat(),),
    },
    "order-lines": {
        "quantity": ("60",),
        "unit_price": ("500", "20", "2"),
        "need_date": ("2025-01-27",),
        "order_date": ("2025-01-02",),
        "impact": ("critical", "normal"),
        "emergency": ("no",),
    },
    "allocations": {"quantity": ("60",)},
    "offers": {
        "kind": tuple(one.key for one in OfferKind),
        "available": ("30",),
        "lead_days": ("2",),
        "fixed_cost": ("10",),
        "unit_cost": ("1",),
        "quality": ("same",),
        "offered_on": ("2025-01-20",),
        "expires_on": ("2026-01-20",),
    },
    "receipts": {"quantity": ("1",), "received_on": ("2025-01-20",)},
    "po-delays": {"new_eta": ("2025-02-15",)},
    "quality": {
        "occurred_on": ("2025-01-15",),
        "quantity": ("3",),
        "severity": ("major",),
        "cost": ("9",),
    },
}
"""What stands in the columns that hold no text, by kind of file: repeated down the rows."""
OWN_CODE = {"suppliers": "supplier", "products": "product", "locations": "location", "customers": "customer"}
SHIFTS = {
    "supplier": 0,
    "product": 1,
    "substitute": 2,
    "location": 3,
    "customer": 4,
    "po_number": 5,
    "po_line": 6,
    "order_number": 7,
    "order_line": 8,
}
ROLES: list[Role] = [role for role in Role if role is not Role.CUSTOMER]
DEPUTY = PAYLOADS[ROLES.index(Role.MANAGER)].strip()


def text(place: int, shift: int = 0) -> str:
    """The payload of a row, another one for each column."""
    return PAYLOADS[(place + shift) % COUNT]


def rows_of(kind: str) -> list[list[str]]:
    """A file of a kind: its header, and a row for each payload with others in its other columns."""
    contract = KINDS[kind].lean
    fixed = FIXED.get(kind, {})
    named = [one.name for one in contract.fields if one.type is FieldType.TEXT or one.name in fixed]

    def cell(name: str, place: int) -> str:
        if name in fixed:
            return fixed[name][place % len(fixed[name])]
        known = OWN_CODE.get(kind, name) if name == "code" else name
        return text(place, SHIFTS.get(known, 9 + named.index(name)))

    return [named, *([cell(name, place) for name in named] for place in range(COUNT))]


def written(folder: Path, kind: str) -> Path:
    """The file of a kind."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows_of(kind))
    return path


class Recorded:
    """A connection that writes down every statement it is sent, and passes everything on."""

    def __init__(self, connection: Any, sent: set[str]) -> None:
        self._connection, self._sent = connection, sent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Recorded:
        """A cursor that writes into the same list."""
        return Recorded(self._connection.cursor(), self._sent)

    def execute(self, sql: str, *values: object) -> Any:
        """The same, written down."""
        self._sent.add(sql)
        return self._connection.execute(sql, *values)


def fill(store: Store, folder: Path) -> None:
    """Fill an empty store; what was sent to the database stands in ``SENT`` in the folder afterwards."""
    sent: set[str] = set()
    link = store._link
    connection, link.connection = link.connection, Recorded(link.connection, sent)  # type: ignore[assignment]
    HostileCompany(store, folder)
    link.connection = connection
    (folder / SENT).write_text(json.dumps(sorted(sent)), encoding="utf-8")


class HostileCompany:
    """Fills an empty store; ``refused`` are the steps that a rule did not let through.

    Every payload stands in every column of every kind of file. People speak about ``worked`` backorders, each
    time in other words; 0 means all of them, which takes minutes.
    """

    def __init__(self, store: Store, folder: Path, worked: int = 6) -> None:
        self.store, self.folder = store, folder
        self.refused: list[tuple[str, str]] = []
        let_choose(store, True, text(0), ADMIN)
        for kind in KINDS:
            self.file(kind)
        self.who()
        self.defaults()
        numbers = self.numbers()
        step = len(numbers) // worked if worked else 1
        for turn, place in enumerate(range(0, len(numbers), step)):
            self.work(numbers[place], place, turn)
            self.around(place)
        sweep(store, TODAY, Actor(text(5)))
        store.mark_demo(TODAY, PLANNER)
        self.ways_out()

    def attempt(self, name: str, work: Callable[[], object]) -> None:
        """A step may be refused by a rule; anything else that it raises is a bug."""
        try:
            work()
        except Refusal as refusal:
            self.refused.append((name, refusal.sentence))

    def file(self, kind: str) -> None:
        """Import the file of a kind, under a name that is a payload, too."""
        path = written(self.folder, kind)
        name = text(len(kind))
        result = apply_file(self.store, kind, path, name, CREATED, ImportOptions(), PLANNER)
        assert not result.rejected, (kind, result)

    def numbers(self) -> list[str]:
        """Every backorder."""
        page = list_backorders(self.store, Filters(), TODAY, SortKey.NUMBER, False, limit=0)
        return [row.number for row in page.rows]

    def who(self) -> None:
        """People, channels and tokens."""
        rows = [
            {"name": text(place).strip(), "role": int(ROLES[place % len(ROLES)])} for place in range(COUNT)
        ]
        load(self.store, "people", rows, ADMIN, CREATED)
        wish = PersonWish(DEPUTY, Role.MANAGER, "<svg/onload=alert(6)>@x.yz", 1)
        self.attempt("person", lambda: save_person(self.store, wish, ADMIN, TODAY))
        headers = [text(place) for place in range(COUNT)]
        mapping = dict(zip(KINDS["po-delays"].names, headers, strict=False))
        remember_mapping(self.store, "po-delays", headers, mapping, PLANNER)

    def defaults(self) -> None:
        """Every text of the settings; braces are refused there, since they are the templates' own."""
        words = cycle(one.strip() for one in PAYLOADS if "{" not in one and "%" not in one and len(one) < 200)
        base, body = self.store.settings()
        document = body.model_dump(mode="json")
        for part in ("templates", "benchmarks"):
            for entry in document[part].values():
                for name in ("subject", "body", "source"):
                    if name in entry:
                        entry[name] = f"{entry[name]} {next(words)}"
        for name in [one for one in document["scorecard"] if one.endswith("_follows")]:
            document["scorecard"][name] = next(words)
        document["access"]["role_claim"] = next(words)
        document["receiving_location"] = text(COUNT // 2, SHIFTS["location"]).strip()
        director = Actor(PAYLOADS[0], Role.DIRECTOR)
        wanted = Settings.model_validate(document)
        self.attempt("settings", lambda: save(self.store, base, wanted, PAYLOADS[1], director, TODAY))

    def ways_out(self) -> None:
        """Channels, last of all: every notice of before would leave by each of them."""
        for place in range(0, COUNT, 4):
            name = text(place)
            self.attempt("channel", lambda: set_channel(self.store, name, CHANNEL, ADMIN, TODAY))  # noqa: B023

    def work(self, number: str, place: int, turn: int) -> None:
        """What people write about one backorder; each step on its own, since many wait for each other."""
        spoken = Spoken(self, number, place, turn)
        turns = {
            0: (spoken.moves_units, spoken.gets_approved, spoken.buys),
            1: (spoken.gets_approved, spoken.is_decided_and_shipped),
            2: (spoken.is_cancelled, spoken.gets_approved),
        }
        for step in (spoken.is_talked_about, spoken.is_dated, *turns[turn % len(turns)], spoken.is_told):
            step()

    def around(self, place: int) -> None:
        """What people write about suppliers, each other and what might be."""
        store, supplier = self.store, text(place)
        why, note = text(place, 20), text(place, 21)
        agreed = Agreement(supplier, CREATED, D(95), Basis.UNIT, D(1), note=why)
        opinion = Opinion(supplier, Criterion.SERVICE, D(50), CREATED, why)
        trouble = Trouble(f"QI-{place}", supplier, CREATED, D(1), note)
        absence = delegating.Absence(DEPUTY, TODAY, TODAY + timedelta(days=1), why)
        self.attempt("level", lambda: set_service_level(store, agreed, PLANNER, TODAY))
        self.attempt("rating", lambda: rate_supplier(store, opinion, PLANNER, TODAY))
        self.attempt("incident", lambda: note_incident(store, trouble, LISA, TODAY))
        self.attempt(
            "absence", lambda: delegating.delegate(store, absence, Actor(text(place), Role.MANAGER), TODAY)
        )
        if place % 6 == 0:  # each is tried out on a copy of the state, which takes its time
            steps = [SlipSupplier(supplier, 3)]
            self.attempt("scenario", lambda: keep(store, steps, note, Actor(why), TODAY))


@dataclass
class Spoken:
    """One backorder and what is said of it: every word another payload."""

    company: HostileCompany
    number: str
    place: int
    turn: int

    def __post_init__(self) -> None:
        self.store = self.company.store
        line = next(iter(show_backorder(self.store, self.number, TODAY).affected))
        self.line, self.customer = f"{line.order_number} / {line.order_line}", line.customer_code
        self.words = (text(self.place, shift) for shift in count(1))

    def attempt(self, name: str, work: Callable[[], object]) -> None:
        """A step that a rule may refuse."""
        self.company.attempt(name, work)

    def who(self, role: Role = Role.PLANNER) -> Actor:
        """Somebody with a harmful name."""
        return Actor(next(self.words), role)

    def is_talked_about(self) -> None:
        """Comments, conditions, reminders, costs, an owner, a rating."""
        words, store, number = self.words, self.store, self.number
        body = f"@{next(words)} {next(words)}"
        self.attempt("comment", lambda: caring.comment(store, number, body, self.who(), TODAY))
        owner = Seen(number)
        self.attempt("assign", lambda: caring.assign(store, [owner], next(words), PLANNER, TODAY))
        self.attempt("watch", lambda: caring.watch(store, number, self.who(), TODAY, on=True))
        self.attempt(
            "condition",
            lambda: caring.add_condition(store, number, next(words), next(words), self.who(), TODAY),
        )
        for one in caring.circle(store, number).conditions[:1]:
            state = (ConditionState.MET, ConditionState.WAIVED)[self.turn % 2]
            self.attempt(
                "settle",
                lambda: caring.settle_condition(store, one.id, state, next(words), self.who(), TODAY),  # noqa: B023
            )
        self.attempt(
            "cost", lambda: costs.add_cost(store, number, CostWay.OTHER, D(5), next(words), PLANNER, TODAY)
        )
        reminder = following.Reminder(Seen(number), TODAY, next(words), next(words))
        self.attempt("remind", lambda: following.remind(store, reminder, PLANNER, TODAY))

    def is_dated(self) -> None:
        """A new ETA in somebody's words, and an escalation by hand."""
        words = self.words
        update = etas.EtaUpdate((Seen(self.number),), LATER, Trigger.QUALITY_ISSUE, next(words), next(words))
        self.attempt("eta", lambda: etas.update_etas(self.store, update, self.who(), TODAY))
        self.attempt(
            "escalate",
            lambda: escalating.escalate(self.store, Seen(self.number), 4, next(words), self.who(), TODAY),
        )
        self.attempt(
            "clear", lambda: escalating.clear(self.store, Seen(self.number), next(words), self.who(), TODAY)
        )

    def is_approved(self) -> None:
        """Everybody who must approve does so: a VIP's own account manager is one of those in the file."""
        while step := waiting_step(self.store, self.number):
            verdict = deciding.Verdict(Seen(self.number), step.id, StepState.APPROVED)
            own = [Actor(text(place).strip(), role) for place, role in zip(range(COUNT), cycle(ROLES))]
            for who in (APPROVERS[step.role], *(one for one in own if one.role is step.role)):
                try:
                    deciding.decide_approval(self.store, verdict, who, TODAY)
                    break
                except Refusal as refusal:
                    self.company.refused.append(("approval", refusal.sentence))
            else:
                return

    def moves_units(self) -> None:
        """A transfer, some way along."""
        words, place = self.words, text(self.place, SHIFTS["location"]).strip()
        request = transfers.TransferRequest(Seen(self.number), place, D(5), TODAY, D(7), note=next(words))
        made: list[str] = []
        self.attempt(
            "transfer",
            lambda: made.append(transfers.request_transfer(self.store, request, self.who(), TODAY)),
        )
        self.is_approved()
        for number, step in product(made, ("confirm", "ship")):
            wish = transfers.TransferStep(number, step, tracking=next(words))
            self.attempt(step, lambda: transfers.step_transfer(self.store, wish, LISA, TODAY))  # noqa: B023
        for number in made[: self.turn // 3 % 2]:
            wish = transfers.TransferStep(number, "cancel", why=next(words))
            self.attempt("cancel", lambda: transfers.step_transfer(self.store, wish, LISA, TODAY))  # noqa: B023

    def buys(self) -> None:
        """A purchase request, some way along, or a plan."""
        words, store = self.words, self.store
        po = next(iter(self.row("po_line_to_delay")))
        wish = purchases.PurchaseWish(
            Seen(self.number),
            OfferKind.DROP_SHIP,
            po["supplier_id"],
            po["product_id"],
            D(3),
            TODAY,
            D(2),
            D(1),
            note=next(words),
        )
        made: list[str] = []
        self.attempt(
            "purchase", lambda: made.append(purchases.request_purchase(store, wish, self.who(), TODAY))
        )
        for request in made[: self.turn % 2]:
            step = purchases.PurchaseStep(request, "cancel", why=next(words))
            self.attempt("cancel", lambda: purchases.step_purchase(store, step, self.who(), TODAY))  # noqa: B023
        offered = finding.find_sources(store, self.number, TODAY).plans
        taken = {one.option.name: one.quantity for one in offered[0].plan.lines} if offered else {}
        choice = choosing.PlanChoice(Seen(self.number), taken, next(words))
        self.attempt("plan", lambda: choosing.choose_plan(store, choice, self.who(), TODAY))

    def row(self, statement: str) -> list[dict[str, Any]]:
        """The PO line of this backorder."""
        with self.store.read() as reader:
            shown = show_backorder(self.store, self.number, TODAY).row
            return reader.dicts(statement, po_number=shown.po_number, po_line=shown.po_line)

    def gets_approved(self) -> None:
        """The first step of its approvals, with a comment and a condition."""
        step = waiting_step(self.store, self.number)
        if step is None:
            return
        verdict = deciding.Verdict(
            Seen(self.number), step.id, StepState.CONDITIONAL, next(self.words), (next(self.words),)
        )
        who = self.who(step.role)
        self.attempt("decide", lambda: deciding.decide_approval(self.store, verdict, who, TODAY))
        again = waiting_step(self.store, self.number)
        if again is not None:
            said, why = next(self.words), next(self.words)
            no = deciding.Verdict(Seen(self.number), again.id, StepState.ALTERNATIVES, said)
            who, asks = self.who(again.role), self.who()
            self.attempt("refuse", lambda: deciding.decide_approval(self.store, no, who, TODAY))
            self.attempt(
                "again", lambda: deciding.submit_again(self.store, Seen(self.number), why, asks, TODAY)
            )

    def is_decided_and_shipped(self) -> None:
        """Units arrive, the customer decides, they are shipped; the rest is asked after."""
        words, store = self.words, self.store
        shown = show_backorder(store, self.number, TODAY).row
        receipt = Receipt(shown.po_number, shown.po_line, D(20), TODAY)
        self.attempt("receive", lambda: receive(store, [receipt], self.who(Role.WAREHOUSE), TODAY))
        decision = fulfilling.CustomerDecision(
            Seen(self.number), self.line, Strategy.SHIP_AVAILABLE, next(words), next(words)
        )
        made: list[str] = []
        self.attempt("decision", lambda: made.extend(fulfilling.decide(store, decision, MIKE, TODAY)))
        for number in made:
            self.attempt("shipment", lambda: fulfilling.ship(store, number, next(words), LISA, TODAY))  # noqa: B023
        due = following.follow_ups(store, LATER).rows
        mine = [one for one in due if one.number == self.number][:1]
        for one in mine:
            self.attempt("finish", lambda: following.finish(store, one.id, next(words), MIKE, TODAY))  # noqa: B023

    def is_cancelled(self) -> None:
        """Some or all of it is cancelled, rated, and some of that opened again."""
        words, store = self.words, self.store
        quantity = D(59) if self.turn % 2 else D(10)
        wish = cancelling.CancelWish(
            *(Seen(self.number), {self.line: quantity}, next(words), next(words)),
            *(next(words), D(3), next(words), next(words)),
        )
        self.attempt("cancellation", lambda: cancelling.cancel_units(store, wish, MIKE, TODAY))
        self.attempt(
            "rating", lambda: caring.rate(store, self.number, self.customer, 2, next(words), MIKE, TODAY)
        )
        again = reopening.ReopenWish(Seen(self.number), next(words), {self.line: D(5)})
        if self.turn % 2:
            self.attempt("reopen", lambda: reopening.reopen(store, again, self.who(), TODAY))
        row = show_backorder(store, self.number, TODAY).row
        ended = ending.LineEnd(row.po_number, row.po_line, next(words))
        self.attempt("end", lambda: ending.end_line(store, ended, self.who(), TODAY))

    def is_told(self) -> None:
        """A message to its customer."""
        said = talking.Words(
            *(Seen(self.number), self.customer, next(self.words), next(self.words)),
            *("phone", LATER),
        )
        self.attempt("tell", lambda: talking.tell(self.store, said, self.who(Role.CUSTOMER_SERVICE), TODAY))
