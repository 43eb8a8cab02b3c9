"""Where the time of a run goes: statements, Python, what is sent; asked for with ``?profile=1``."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from backorder_core.domain.values import Role
from backorder_core.store.tracing import Trace, traced
from pages.parts.format import count
from pages.parts.frame import Frame

LOG = logging.getLogger("backorders.profile")
ASKED = "profile"
VARIABLE = "BACKORDERS_PROFILE"
"""Set to 1, it makes every run of every page write one line to the log."""


@dataclass
class Sent:
    """What went to the browser: messages, bytes, and seconds to serialise them."""

    messages: int = 0
    size: int = 0
    seconds: float = 0.0


class Run:
    """One run of a page while it is measured."""

    def __init__(self, trace: Trace, sent: Sent) -> None:
        self.trace, self._sent, self._started = trace, sent, perf_counter()

    def tell(self, frame: Frame, page: str) -> None:
        """Say where the time went: to an administrator whose address asks, and in the log where wished."""
        words = told(perf_counter() - self._started, self.trace, self._sent)
        if _asked() and frame.actor.role is Role.ADMINISTRATOR:
            st.caption(f":material/speed: {words}")
        if _logging():
            LOG.warning("%s: %s", page or "command_center", words)


@contextmanager
def measured() -> Iterator[Run]:
    """Measure what a run does in here; what is sent is counted only where somebody asked."""
    with traced() as trace, _counted() as sent:
        yield Run(trace, sent)


def _asked() -> bool:
    return st.query_params.get(ASKED) == "1"


def _logging() -> bool:
    return os.environ.get(VARIABLE) == "1"


def told(seconds: float, trace: Trace, sent: Sent) -> str:
    """One line: the whole, SQL with its slowest query, Python, and what was sent."""
    slowest = trace.slowest
    slow = ""
    if slowest:
        slow = f", slowest {slowest.statement} {_ms(slowest.seconds)} for {count(slowest.rows, 'row')}"
    python = max(0.0, seconds - trace.seconds - sent.seconds)
    queries = count(len(trace.ran), "query", "queries")
    return (
        f"{_ms(seconds)} in all: SQL {_ms(trace.seconds)} in {queries} "
        f"with {count(trace.rows, 'row')}{slow} · "
        f"Python {_ms(python)} · serialisation {_ms(sent.seconds)}, "
        f"{sent.size / 1000:,.0f} kB in {count(sent.messages, 'message')}"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


@contextmanager
def _counted() -> Iterator[Sent]:
    """Count what this run sends; serialised once more for it, hence only while somebody measures."""
    sent, context = Sent(), get_script_run_ctx()
    if context is None or not (_asked() or _logging()):
        yield sent
        return
    send = context._enqueue

    def counting(message: Any) -> None:
        started = perf_counter()
        size = len(message.SerializeToString())
        sent.seconds += perf_counter() - started
        sent.messages += 1
        sent.size += size
        send(message)

    context._enqueue = counting
    try:
        yield sent
    finally:
        context._enqueue = send
