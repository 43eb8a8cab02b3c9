"""Senders killed around sending: everything arrives, and what arrives again can be told by its id."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backorder_core.delivery import outbound
from backorder_core.delivery.outbound import LEASE, retry
from backorder_core.services.checks import check
from backorder_core.services.reference import load
from backorder_core.store import Store, open_store
from tests.delivery.conftest import PEOPLE, Clock, Mailbox, by_mail, quiet
from tests.reliability import victims
from tests.reliability.killing import PATIENCE, Victim, start
from tests.small_company import ADMIN, CREATED, SmallCompany

READERS = ("Mike", "Rita", "Ann Account")
MOST_MAILS_BEFORE = 8


def to_be_told(store: Store, folder: Path, mailbox: Mailbox, backorders: int) -> None:
    """So many new backorders of a VIP, of each of which three people are told by mail."""
    company = SmallCompany(store, folder)
    load(store, "people", [{"name": name, "role": int(role)} for name, role in PEOPLE], ADMIN, CREATED)
    quiet(store)
    by_mail(store, mailbox, *READERS)
    for place in range(backorders):
        company.po_line(f"PO-{place}")
        company.order(f"SO-{place}", f"PO-{place}", 1)
    company.delays(*(f"PO-{place},10,2025-02-15,late,," for place in range(backorders)))


@dataclass
class Post:
    """A store with post to send, the mail server it goes to, and how often its sender was killed."""

    path: Path
    mailbox: Mailbox
    clock: Clock
    chance: random.Random
    kills: int = 0
    dead: int = 0

    def kill(self) -> None:
        """Start a sender and kill it around one of its next mails; then its lease runs out."""
        reached = threading.Event()
        left = self.chance.randint(1, MOST_MAILS_BEFORE)
        at_once = self.chance.random() < 0.5
        sender: list[Victim] = []

        def arrived() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                reached.set()
                if at_once:  # the mail is taken, and the sender will never hear of it
                    sender[0].process.kill()

        sender.append(start(victims.sends, str(self.path), self.clock.now))
        self.mailbox.on_data = arrived
        deadline = time.monotonic() + PATIENCE
        while not reached.wait(0.05) and "done" not in sender[0].hear() and sender[0].process.is_alive():
            assert time.monotonic() < deadline, f"the sender neither sends nor ends: {sender[0].heard}"
        time.sleep(0 if at_once else self.chance.uniform(0, 0.04))
        killed = sender[0].kill()
        assert killed or "done" in sender[0].heard, f"it ended by itself after saying {sender[0].heard}"
        self.mailbox.on_data = lambda: None
        self.kills += killed and "done" not in sender[0].heard
        self.clock.pass_by(seconds=LEASE.total_seconds() + 1)
        self.with_store(self._prove)

    def with_store(self, work: Callable[[Store], None]) -> None:
        store = open_store(str(self.path), clock=self.clock)
        try:
            work(store)
        finally:
            store.close()

    def _prove(self, store: Store) -> None:
        assert check(store) == ()

    def left(self) -> int:
        """How many wait to be sent."""
        waiting: list[int] = []
        self.with_store(lambda store: waiting.append(outbound.post(store).queued))
        return waiting[0]

    def finish(self) -> None:
        """A sender that nobody kills sends the rest; a person tries again what was given up."""

        def send(store: Store) -> None:
            dead = [one.id for one in outbound.post(store, 10_000).letters if one.state == "dead"]
            if dead:
                self.dead += retry(store, dead, ADMIN, CREATED)
            outbound.send_due(store, 10_000)

        deadline = time.monotonic() + PATIENCE
        self.with_store(send)
        while self.left() and time.monotonic() < deadline:
            self.clock.pass_by(seconds=LEASE.total_seconds() + 1)
            self.with_store(send)

    def prove(self, backorders: int) -> int:
        """Nothing missing, once in each inbox, the same id on every copy; how many mails were copies."""
        ids = defaultdict(set)
        for mail in self.mailbox.mails:
            ids[str(mail["To"]), str(mail["Subject"])].add(str(mail["Message-ID"]))
        assert len(ids) == backorders * len(READERS), "a mail is missing"
        assert {len(found) for found in ids.values()} == {1}, "a copy under another Message-ID"
        assert len(set.union(*ids.values())) == len(ids), "two mails under one Message-ID"

        def look(store: Store) -> None:
            counted = outbound.post(store)
            assert (counted.sent, counted.queued, counted.dead) == (len(ids), 0, 0)
            with store.read() as reader:
                rows = reader.cursor.execute(
                    "select i.person, count(*), count(distinct n.notice_key) from inbox as i "
                    "join notices as n on n.id = i.notice_id where n.kind = 'created' group by all"
                ).fetchall()
            told = {row[0]: row[1:] for row in rows}
            assert told == dict.fromkeys(READERS, (backorders, backorders)), "not once in each inbox"

        self.with_store(look)
        return len(self.mailbox.mails) - len(ids)
