"""Where time goes: the statements run while somebody listens, each with its time and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter


@dataclass(frozen=True)
class Ran:
    """One statement that was run: its name, seconds from asking until its rows were there, how many rows."""

    statement: str
    seconds: float
    rows: int


@dataclass
class Trace:
    """The statements of one run, in their order."""

    ran: list[Ran] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Seconds spent in statements."""
        return sum(one.seconds for one in self.ran)

    @property
    def rows(self) -> int:
        """Rows that the statements gave."""
        return sum(one.rows for one in self.ran)

    @property
    def slowest(self) -> Ran | None:
        """The statement that took longest; None where none was run."""
        return max(self.ran, key=lambda one: one.seconds, default=None)


_LISTENING: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[Trace]:
    """A trace of what this thread runs meanwhile; what is traced inside another counts in both."""
    trace, around = Trace(), _LISTENING.get()
    before = _LISTENING.set(trace)
    try:
        yield trace
    finally:
        _LISTENING.reset(before)
        if around is not None:
            around.ran.extend(trace.ran)


@contextmanager
def timing(statement: str) -> Iterator[list[int]]:
    """Time one statement; the number of its rows is put into the list."""
    rows: list[int] = []
    started = perf_counter()
    try:
        yield rows
    finally:
        trace = _LISTENING.get()
        if trace is not None:
            trace.ran.append(Ran(statement, perf_counter() - started, sum(rows)))
