"""What the processes do that are killed in the midst of it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from backorder_core.delivery.outbound import send_due
from backorder_core.domain.values import Trigger
from backorder_core.services.holding import Seen
from backorder_core.services.imports import ImportOptions, ImportResult, apply_file
from backorder_core.services.work import caring, etas, following
from backorder_core.store import Store, open_store, opening
from backorder_core.store.opening import utc_now
from tests.small_company import CREATED, PLANNER

WRITERS = 3
LONGEST = 300.0
"""Seconds after which a process that nobody killed ends by itself, so that it outlives no run."""
LOGS: dict[str, tuple[str, ...]] = {
    "log kept until 16 MB": (),
    "log written back at every commit": ("set checkpoint_threshold = '1KB'",),
}
"""Both ways a commit ends: in the log beside the store, or written back into the store at once."""

Step = Callable[[Store, str, str, random.Random], object]


def new_eta(store: Store, number: str, key: str, chance: random.Random) -> object:
    """The words carry the key, so that what was written can be found by it."""
    eta = CREATED + timedelta(days=chance.randint(5, 900))
    update = etas.EtaUpdate((Seen(number),), eta, Trigger.SUPPLIER_COMMUNICATION, key)
    return etas.update_etas(store, update, PLANNER, CREATED, key)


def comment(store: Store, number: str, key: str, _: random.Random) -> object:
    return caring.comment(store, number, key, PLANNER, CREATED, key)


def condition(store: Store, number: str, key: str, _: random.Random) -> object:
    return caring.add_condition(store, number, key, "a test", PLANNER, CREATED, key)


def reminder(store: Store, number: str, key: str, _: random.Random) -> object:
    return following.remind(store, following.Reminder(Seen(number), CREATED, key), PLANNER, CREATED, key)


STEPS: dict[str, Step] = {"eta": new_eta, "comment": comment, "condition": condition, "reminder": reminder}


def opened(path: str, log: str, clock: Callable[[], datetime] = utc_now) -> Store:
    """The store as the product opens it, with one of the ``LOGS``."""
    setattr(opening, "LOCKDOWN", (*LOGS[log], *opening.LOCKDOWN))  # noqa: B010 - longer than it is declared
    return open_store(path, clock=clock)


def writes(mouth: Connection, path: str, log: str, numbers: list[str], run: str) -> None:
    """Several threads write on and on; each says the key of every write that was acknowledged to it."""
    store = opened(path, log)
    mouth.send_bytes(b"open")
    telling = threading.Lock()

    def write(thread: int) -> None:
        chance = random.Random(f"{run}-{thread}")
        for turn in range(100_000):
            name = chance.choice(list(STEPS))
            key = f"{name}-{run}-{thread}-{turn}"
            STEPS[name](store, chance.choice(numbers), key, chance)
            with telling:
                mouth.send_bytes(key.encode())

    threads = [threading.Thread(target=write, args=(place,), daemon=True) for place in range(WRITERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def imports(mouth: Connection, path: str, log: str, file: str, now: datetime) -> None:
    """Apply a file; it says when the store is open and when all of it was acknowledged."""
    store = opened(path, log, lambda: now)
    mouth.send_bytes(b"open")
    late_lines(store, Path(file))
    mouth.send_bytes(b"done")
    time.sleep(LONGEST)


def late_lines(store: Store, file: Path) -> ImportResult:
    """Apply a file of delays under a key, as a form does."""
    return apply_file(
        store, "po-delays", file, file.name, CREATED, ImportOptions(), PLANNER, command_key="late"
    )


def sends(mouth: Connection, path: str, now: datetime) -> None:
    """Send what is due, and say so."""
    store = open_store(path, clock=lambda: now)
    mouth.send_bytes(b"open")
    send_due(store)
    mouth.send_bytes(b"done")
    time.sleep(LONGEST)


def says(mouth: Connection, word: str) -> None:
    """Say a word and wait for the end."""
    mouth.send_bytes(word.encode())
    time.sleep(LONGEST)
