"""Forms that are sent twice: every kind, in every way in which it happens, has one effect and one answer."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest

from backorder_core.delivery import channels
from backorder_core.domain.care import CostWay
from backorder_core.domain.errors import Conflict
from backorder_core.domain.settings import EscalationTimeline
from backorder_core.domain.values import Impact, OfferKind, Role, Trigger
from backorder_core.services import people, receipts, settings
from backorder_core.services.checks import check
from backorder_core.services.holding import Seen
from backorder_core.services.imports import ImportOptions, apply_file
from backorder_core.services.reference import load
from backorder_core.services.work import (
    cancelling,
    caring,
    costs,
    etas,
    following,
    purchases,
    talking,
    transfers,
)
from backorder_core.store import Store, open_store
from tests.small_company import ADMIN, CREATED, LISA, MIKE, PLANNER, SmallCompany

LATE = "PO-1"
BACKORDER = "BO-2025-0001"
D = Decimal


def company_at_work(store: Store, folder: Path) -> None:
    """A backorder large enough for thousands of forms, stock to move, people, and a channel."""
    company = SmallCompany(store, folder)
    company.po_line(LATE, ordered=900_000)
    company.order("SO-1", LATE, 800_000, "C-METRO", Impact.CRITICAL)
    company.delays(f"{LATE},10,2025-02-15,late,,")
    places = [{"code": code, "name": code.title()} for code in ("MAIN", "WEST")]
    load(store, "locations", places, PLANNER, CREATED)
    stock = {"location": "WEST", "product": "CM-500", "on_hand": D(500_000), "promised": D(0)}
    load(store, "stock", [stock], PLANNER, CREATED)
    load(store, "people", [{"name": "Mike", "role": int(Role.CUSTOMER_SERVICE)}], ADMIN, CREATED)
    channels.set_channel(store, "Team", "json://127.0.0.1:9/nobody-listens", ADMIN, CREATED)


@dataclass(frozen=True)
class Form:
    """What somebody sends; ``turn`` makes each one different, ``base`` is the settings' version seen."""

    folder: Path
    key: str
    turn: int
    base: int

    @property
    def words(self) -> str:
        """Words that no other form has."""
        return f"said {self.turn}"

    @property
    def day(self) -> date:
        """A day that the form before does not have."""
        return CREATED + timedelta(days=30 + self.turn % 1_500)


def new_eta(store: Store, form: Form) -> object:
    update = etas.EtaUpdate((Seen(BACKORDER),), form.day, Trigger.SUPPLIER_COMMUNICATION, form.words)
    return etas.update_etas(store, update, PLANNER, CREATED, form.key)


def comment(store: Store, form: Form) -> object:
    return caring.comment(store, BACKORDER, f"@Mike {form.words}", PLANNER, CREATED, form.key)


def condition(store: Store, form: Form) -> object:
    return caring.add_condition(store, BACKORDER, form.words, "a test", PLANNER, CREATED, form.key)


def rating(store: Store, form: Form) -> object:
    return caring.rate(store, BACKORDER, "C-METRO", 4, form.words, MIKE, CREATED, form.key)


def reminder(store: Store, form: Form) -> object:
    wanted = following.Reminder(Seen(BACKORDER), form.day, form.words)
    return following.remind(store, wanted, MIKE, CREATED, form.key)


def cost(store: Store, form: Form) -> object:
    return costs.add_cost(store, BACKORDER, CostWay.TRANSPORT, D(5), form.words, PLANNER, CREATED, form.key)


def receipt(store: Store, form: Form) -> object:
    came = receipts.Receipt(LATE, "10", D(1), CREATED, document=form.words)
    return receipts.receive(store, [came], LISA, CREATED, form.key)


def cancellation(store: Store, form: Form) -> object:
    wish = cancelling.CancelWish(Seen(BACKORDER), {"SO-1 / 1": D(1)}, form.words, "none")
    return cancelling.cancel_units(store, wish, MIKE, CREATED, form.key)


def transfer(store: Store, form: Form) -> object:
    wish = transfers.TransferRequest(Seen(BACKORDER), "WEST", D(1), CREATED, note=form.words)
    return transfers.request_transfer(store, wish, PLANNER, CREATED, form.key)


def purchase(store: Store, form: Form) -> object:
    with store.read() as reader:
        row = reader.dicts("po_line_to_delay", po_number=LATE, po_line="10")[0]
    whose = row["supplier_id"], row["product_id"]
    wish = purchases.PurchaseWish(
        Seen(BACKORDER), OfferKind.DROP_SHIP, *whose, D(1), form.day, D(1), note=form.words
    )
    return purchases.request_purchase(store, wish, PLANNER, CREATED, form.key)


def message(store: Store, form: Form) -> object:
    words = talking.Words(Seen(BACKORDER), "C-METRO", "Your order", form.words, "phone", CREATED)
    return talking.tell(store, words, MIKE, CREATED, form.key)


def person(store: Store, form: Form) -> object:
    wish = people.PersonWish(f"Person {form.turn}", Role.CUSTOMER_SERVICE)
    return people.save_person(store, wish, ADMIN, CREATED, form.key)


def channel(store: Store, form: Form) -> object:
    url = f"json://127.0.0.1:9/{form.turn}"
    return channels.set_channel(store, "Team", url, ADMIN, CREATED, form.key)


def setting(store: Store, form: Form) -> object:
    days = EscalationTimeline(days=(3, 7, 14, 21 + form.turn % 400))
    wanted = store.settings()[1].model_copy(update={"escalation": days})
    return settings.save(store, form.base, wanted, form.words, ADMIN, CREATED, form.key)


def delay_file(store: Store, form: Form) -> object:
    path = form.folder / f"delays-{form.turn}.csv"
    mine = path.with_suffix(f".{threading.get_ident()}")
    mine.write_text(f"po_number,po_line,new_eta,reason\n{LATE},10,{form.day},{form.words}\n")
    mine.replace(path)  # the other of two at the same time may be reading it
    return apply_file(
        store, "po-delays", path, path.name, CREATED, ImportOptions(), PLANNER, command_key=form.key
    )


Send = Callable[[Store, Form], object]
FORMS: Mapping[str, Send] = {
    one.__name__: one
    for one in (
        *(new_eta, comment, condition, rating, reminder, cost, receipt, cancellation, transfer),
        *(purchase, message, person, channel, setting, delay_file),
    )
}
WAYS = ("one after the other", "at the same time", "after a restart")


@dataclass
class Doubles:
    """A store to which everything is sent twice; ``sent`` counts the forms."""

    path: Path
    sent: int = 0

    def __post_init__(self) -> None:
        self.store = open_store(str(self.path))
        self.turn = 0
        self.effects: dict[str, int] = {}

    def run(self, count: int) -> int:
        """Send so many forms twice, kinds and ways in turn; how many had exactly one effect."""
        chance = random.Random(1)
        for name, send in self._kinds(count):
            if name not in self.effects:
                self.effects[name] = self._added(lambda: send(self.store, self._form()))  # noqa: B023
            self._twice(name, send, chance.choice(WAYS))
            self.sent += 1
        assert check(self.store) == ()
        self.store.close()
        return self.sent

    @staticmethod
    def _kinds(count: int) -> Iterator[tuple[str, Send]]:
        return (found for found, _ in zip(cycle(FORMS.items()), range(count), strict=False))

    def _twice(self, name: str, send: Send, way: str) -> None:
        form = self._form()
        added = self._added(lambda: self._send(send, form, way))
        assert added == self.effects[name], f"{name}, {way}: {added} entries instead of {self.effects[name]}"
        other = replace(self._form(), key=form.key)
        with pytest.raises(Conflict):
            send(self.store, other)
        assert self._added(lambda: send(self.store, form)) == 0, f"{name} has a second effect"

    def _send(self, send: Send, form: Form, way: str) -> None:
        if way == "at the same time":
            with ThreadPoolExecutor(2) as pool:
                first, second = pool.map(lambda _: send(self.store, form), range(2))
        else:
            first = send(self.store, form)
            if way == "after a restart":
                self.store.close()
                self.store = open_store(str(self.path))
            second = send(self.store, form)
        assert first == second, f"{way}: the second answer is {second}, the first was {first}"

    def _form(self) -> Form:
        self.turn += 1
        return Form(self.path.parent, f"form-{self.turn}", self.turn, self.store.settings()[0])

    def _added(self, work: Callable[[], object]) -> int:
        before = self._entries()
        work()
        return self._entries() - before

    def _entries(self) -> int:
        with self.store.read() as reader:
            row = reader.one("read_counter", name="ledger")
        assert row is not None
        return int(row[0])
