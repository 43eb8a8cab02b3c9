"""Keep the server of a shared store running where a fault of the database ends its process."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

FAULTS = frozenset({-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS})
"""How a process ends that ended by a fault of its own."""
ENDS_IT = (signal.SIGINT, signal.SIGTERM)
AS_TOLD = frozenset({0, -signal.SIGINT, -signal.SIGTERM})
LONGEST_PAUSE = 15.0
LIVED = 60.0
"""Seconds after which a server that ran counts as well again: the next pause is a short one."""


def kept_running(words: Sequence[str], say: Callable[[str], None], pause: float = 1.0) -> int:
    """Run the server until it ends by itself or is told to (0); how it ended, as a shell says it.

    A fault starts it again, and so does whatever keeps it from starting after one, such as a catalog that is
    not back yet: after ``pause`` seconds, each time twice as long, at most ``LONGEST_PAUSE``.
    """
    faulty, wait = False, pause
    while True:
        began = time.monotonic()
        with _handing_on(words) as (server, told):
            ended = server.wait()
        if told and ended in AS_TOLD:
            return 0
        faulty = faulty or ended in FAULTS
        if told or ended == 0 or not faulty:
            return ended if ended >= 0 else 128 - ended
        wait = pause if time.monotonic() - began > LIVED else wait
        say(f"The server ended by a fault ({ended}) and is started again in {wait:g} s.")
        time.sleep(wait)
        wait = min(2 * wait, LONGEST_PAUSE)


@contextmanager
def _handing_on(words: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A process that is told to end where this one is, and the signals that came."""
    told: list[int] = []
    # A session of its own: Ctrl-C reaches it once, from here.
    with subprocess.Popen(list(words), start_new_session=True) as server:  # noqa: S603 - our own words

        def hand_on(number: int, _: FrameType | None) -> None:
            told.append(number)
            # Not the same again: a service manager signals both, and a second SIGINT waits for nothing.
            server.terminate()

        before = {number: signal.signal(number, hand_on) for number in ENDS_IT}
        try:
            yield server, told
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
