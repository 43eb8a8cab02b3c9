"""Garbage is collected as often as Streamlit does, but while nobody waits for it.

Streamlit collects at the end of each run, before it says that the run is over: a quarter of a click in the
list, and with ten people clicking almost half of what the interpreter could do. Here it is done in a pause
after the last run; without pauses Python's own collector keeps up.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.2
"""Seconds in which nothing runs before garbage is collected: a run is sent and drawn by then."""


class Collector:
    """Collects garbage in the pauses between runs."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._turn = threading.Condition()
        self._going_on = 0
        self._ended = 0.0
        self._due = False
        self._working = False

    @contextmanager
    def run(self) -> Iterator[None]:
        """One run of a script, whose garbage is collected some time after it."""
        with self._turn:
            self._going_on += 1
        try:
            yield
        finally:
            self._end()

    def _end(self) -> None:
        with self._turn:
            self._going_on -= 1
            self._ended, self._due = time.monotonic(), True
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="garbage", daemon=True).start()
            self._turn.notify()

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._due and not self._going_on)
                left = self._ended + self._pause - time.monotonic()
                if left > 0:
                    self._turn.wait(left)
                    continue
                self._due = False
            gc.collect()


COLLECTOR = Collector()
