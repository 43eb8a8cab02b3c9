"""A sender process that is killed between sending and marking: the message comes again, and counts once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from backorder_core.delivery import channels, outbound
from backorder_core.delivery.outbound import LEASE, send_due
from backorder_core.services.checks import check
from backorder_core.services.inbox import inbox
from backorder_core.store import open_store
from tests.delivery.conftest import PATIENCE, Clock, Hook, Mailbox, by_mail, late
from tests.small_company import ADMIN, CREATED, TODAY, SmallCompany

SENDER = """
import sys
from datetime import datetime
from backorder_core.delivery.outbound import send_due
from backorder_core.store import open_store
path, now = sys.argv[1:]
print(send_due(open_store(path, clock=lambda: datetime.fromisoformat(now))))
"""


def run_sender(path: str, clock: Clock, on_arrival: Callable[[int], None]) -> int:
    """A sender in a process of its own, whose id is told to what happens when a message arrives."""
    sender = subprocess.Popen([sys.executable, "-c", SENDER, path, clock.now.isoformat()])
    try:
        on_arrival(sender.pid)
        return sender.wait(PATIENCE)
    finally:
        sender.kill()
        sender.wait(PATIENCE)


@pytest.mark.parametrize("way", ["mail", "webhook"])
def test_a_killed_sender_loses_nothing_and_counts_nothing_twice(
    company: SmallCompany, mailbox: Mailbox, hook: Hook, clock: Clock, way: str
) -> None:
    store = company.store
    if way == "mail":
        by_mail(store, mailbox, "Mike")
    else:
        channels.set_channel(store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    store.close()

    def kill_on_arrival(pid: int) -> None:
        mailbox.on_data = hook.on_call = lambda: os.kill(pid, signal.SIGKILL)

    for _ in range(2):
        assert run_sender(store.url, clock, kill_on_arrival) == -signal.SIGKILL
        again = open_store(store.url, clock=clock)
        assert send_due(again).sent == 0, "its lease still holds: nothing is sent"
        again.close()
        clock.pass_by(seconds=LEASE.total_seconds() + 1)
    mailbox.on_data = hook.on_call = lambda: None
    company.store = store = open_store(store.url, clock=clock)
    assert outbound.post(store).queued == 1
    assert send_due(store).sent == 1
    assert send_due(store).sent == 0
    keys = [str(mail["Message-ID"]) for mail in mailbox.mails] or hook.keys
    assert len(keys) == 3
    assert len(set(keys)) == 1
    counted = outbound.post(store)
    assert (counted.sent, counted.queued, counted.dead) == (1, 0, 0)
    assert (counted.letters[0].tries, inbox(store, "Mike", TODAY).total) == (3, 1)
    assert check(store) == ()
