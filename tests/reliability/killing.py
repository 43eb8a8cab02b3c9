"""Processes that are killed in the midst of work: started cheaply, heard until their last word."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType

PATIENCE = 120.0
"""Seconds that anything may take that is waited for, on the slowest machine."""
# The server imports everything once and opens nothing: each process begins as a copy of it, in milliseconds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.reliability.victims"])


@dataclass
class Victim:
    """A process that tells of what it finished; what it said before it died still counts."""

    process: BaseProcess
    ear: Connection
    heard: list[str] = field(default_factory=list)

    def listen(self, words: int) -> bool:
        """Wait until it has said so much in all; whether it has, or has ended before."""
        while len(self.heard) < words:
            if not self.ear.poll(PATIENCE):
                raise TimeoutError(f"It said {len(self.heard)} of {words} words, then none for {PATIENCE} s.")
            try:
                self.heard.append(self.ear.recv_bytes().decode())
            except (EOFError, ConnectionResetError):
                return False
        return True

    def kill(self) -> bool:
        """Kill it at once and hear what it had said; whether the kill met it alive."""
        self.process.kill()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            raise TimeoutError(
                f"Process {self.process.pid} was killed and is still there after {PATIENCE} s."
            )
        self.hear()
        self.ear.close()
        return self.process.exitcode == -signal.SIGKILL

    def hear(self) -> list[str]:
        """All that it has said until now."""
        with suppress(EOFError, OSError):
            while self.ear.poll():
                self.heard.append(self.ear.recv_bytes().decode())
        return self.heard


def start(work: Callable[..., None], *words: object) -> Victim:
    """Begin ``work(mouth, *words)`` in a process of its own; it says things through ``mouth.send_bytes``."""
    ear, mouth = multiprocessing.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(mouth, *words), daemon=True)
    with _nothing_to_run():
        process.start()
    mouth.close()
    return Victim(process, ear)


def leave_none() -> None:
    """Kill what a failed test left running: it would hold the output of the run open, and so the run."""
    for process in multiprocessing.active_children():
        process.kill()
        process.join(PATIENCE)


@contextmanager
def _nothing_to_run() -> Iterator[None]:
    """A new process runs the file of ``__main__`` again, and tests of pages leave one of the app there."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
