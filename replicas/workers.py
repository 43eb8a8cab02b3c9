"""What replicas of the product do in these tests, each in a process of its own."""

from __future__ import annotations

import random
import threading
import time
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection

from backorder_core.domain.errors import Refusal, Unavailable
from backorder_core.domain.schedule import Hours, Rule, rule
from backorder_core.domain.values import Actor
from backorder_core.services import jobs
from backorder_core.store import Store, open_store
from tests.reliability.victims import STEPS

LONG = 3600.0


def works(mouth: Connection, address: str, numbers: list[str], run: str, count: int) -> None:
    """Do ``count`` mixed use-cases; say each key when it was acknowledged, or what was refused."""
    store = open_store(address)
    mouth.send_bytes(b"open")
    chance = random.Random(run)
    for turn in range(count):
        name = chance.choice(list(STEPS))
        key = f"{name}-{run}-{turn}"
        try:
            STEPS[name](store, chance.choice(numbers), key, chance)
            mouth.send_bytes(key.encode())
        except Refusal as refusal:
            mouth.send_bytes(f"refused {type(refusal).__name__}: {refusal.sentence}".encode())
    mouth.send_bytes(b"done")
    threading.Event().wait(LONG)


def persists(mouth: Connection, address: str, numbers: list[str], run: str, count: int) -> None:
    """As ``works``, by somebody who does again under the same key what was not confirmed."""
    store = open_store(address)
    mouth.send_bytes(b"open")
    chance = random.Random(run)
    for turn in range(count):
        name, number = chance.choice(list(STEPS)), chance.choice(numbers)
        key = f"{name}-{run}-{turn}"
        until = time.monotonic() + 120
        while True:
            try:
                STEPS[name](store, number, key, random.Random(key))
                break
            except Unavailable as refusal:
                mouth.send_bytes(f"refused {refusal.sentence}".encode())
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        mouth.send_bytes(key.encode())
    mouth.send_bytes(b"done")
    threading.Event().wait(LONG)


def schedules(mouth: Connection, address: str, now: datetime, seconds: float) -> None:
    """Look what is due and do the one job there is, which takes so long; say when it begins and ended."""

    def work(_: Store, __: Actor, ___: date, ____: date) -> str:
        mouth.send_bytes(b"begun")
        time.sleep(seconds)
        return "Done."

    def when(_: Hours) -> Rule:
        return rule("06:00", None)

    began = time.monotonic()
    store = open_store(address, clock=lambda: now + timedelta(seconds=time.monotonic() - began))
    mouth.send_bytes(b"open")
    done = jobs.run_due(store, (jobs.Job("counting", "Counting", "Counts.", when, work),))
    mouth.send_bytes(f"ran {done}".encode())
    threading.Event().wait(LONG)
