"""A server that a fault of the database ends is started again; one that ends otherwise is not."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backorder_core.keeping import kept_running

# Each time it is started, it does the next thing that is asked of it.
SERVER = """
import os, signal, sys, time
from pathlib import Path

turns = Path(sys.argv[1])
turn = len(turns.read_text()) if turns.exists() else 0
turns.write_text("x" * (turn + 1))
how = sys.argv[2 + turn]
if how == "stays":
    time.sleep(60)
if how.startswith("-"):
    os.kill(os.getpid(), -int(how))
sys.exit(int(how))
"""
ABORTED, KILLED = str(-signal.SIGABRT), str(-signal.SIGKILL)


@pytest.mark.parametrize(
    ("turns", "ended", "starts"),
    [
        (("0",), 0, 1),
        (("3",), 3, 1),
        ((KILLED,), 137, 1),
        ((ABORTED, "0"), 0, 2),
        ((str(-signal.SIGSEGV), "1", "1", "0"), 0, 4),
        ((ABORTED, KILLED, "0"), 0, 3),
    ],
)
def test_a_fault_starts_it_again_until_it_is_well(
    tmp_path: Path, turns: tuple[str, ...], ended: int, starts: int
) -> None:
    said: list[str] = []
    words = [sys.executable, "-c", SERVER, str(tmp_path / "turns"), *turns]
    assert kept_running(words, said.append, pause=0.01) == ended
    assert len((tmp_path / "turns").read_text()) == starts
    assert len(said) == starts - 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_keeps_it_hands_on_that_it_shall_end(tmp_path: Path, number: signal.Signals) -> None:
    turns = tmp_path / "turns"
    words = [sys.executable, "-c", SERVER, str(turns), ABORTED, "stays"]
    keeper = (
        "import sys; from backorder_core.keeping import kept_running; "
        f"sys.exit(kept_running({words!r}, print, 0.01))"
    )
    with subprocess.Popen([sys.executable, "-c", keeper], cwd=Path(__file__).parent.parent) as running:
        deadline = time.monotonic() + 30
        while not turns.exists() or len(turns.read_text()) < 2:
            assert time.monotonic() < deadline, "it was not started again"
            time.sleep(0.02)
        running.send_signal(number)
        assert running.wait(20) == 0
    assert turns.read_text() == "xx"
