"""Garbage is collected after a run, as Streamlit does, but not while somebody else waits for theirs.

With ten people clicking, collecting after each run took almost half of what the interpreter could do. While
runs overlap, Python's own collector keeps up.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_COUNTING = threading.Lock()
_going_on = 0


@contextmanager
def after_the_last() -> Iterator[None]:
    """One run of a script; where no other is going on at its end, garbage is collected."""
    _count(1)
    try:
        yield
    finally:
        if _count(-1) == 0:
            gc.collect()


def _count(more: int) -> int:
    global _going_on
    with _COUNTING:
        _going_on += more
        return _going_on
