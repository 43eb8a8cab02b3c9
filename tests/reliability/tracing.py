"""What the operating system saw: that an acknowledgement comes after its write is on the disk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SCRIPT = """
import os, sys
from tests.reliability.victims import comment, opened
path, log, number, count = sys.argv[1:]
store = opened(path, log)
for turn in range(int(count)):
    comment(store, number, f"comment-{turn}", None)
    os.write(1, f"acknowledged {turn}\\n".encode())
"""
CALLS = "trace=write,pwrite64,writev,pwritev,fsync,fdatasync"
LINE = re.compile(
    r"^(?P<pid>\d+) +(?:<\.\.\. (?P<resumed>\w+) resumed>|(?P<call>\w+)\(\d+<(?P<file>[^>]*)>(?P<rest>.*))"
)
SYNCS = ("fsync", "fdatasync")
STRACE = ("strace", "-f", "-y", "-s", "32", "-e", CALLS, "-o")
OURS = (sys.executable, "-m", "tests.reliability.ptracing")


def tracers() -> list[Sequence[str]]:
    """How a program can be traced on this machine, the best first."""
    return [*([STRACE] if shutil.which("strace") else []), OURS]


@dataclass(frozen=True)
class Event:
    """Something that ended: a write into a file, a file brought to the disk, or an acknowledgement."""

    kind: str
    file: str


@dataclass
class Trace:
    """Acknowledgements, those of them that stood on unsynced writes, and how often each file was synced."""

    acknowledged: int = 0
    unsynced: list[int] = field(default_factory=list)
    unwritten: list[int] = field(default_factory=list)
    syncs: Counter[str] = field(default_factory=Counter)


def trace(store: Path, log: str, number: str, count: int, tracer: Sequence[str] = ()) -> Trace:
    """Write ``count`` comments, traced by strace or by a tracer of our own, and read what it saw."""
    seen = store.with_suffix(".strace")
    words = [*(tracer or tracers()[0]), str(seen)]
    program = [sys.executable, "-c", SCRIPT, str(store), log, number, str(count)]
    subprocess.run(
        [*words, *program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        timeout=500,
    )
    return read(events(seen.read_text(errors="replace").splitlines(), store))


def read(happened: Iterator[Event]) -> Trace:
    """Go through what happened in its order."""
    found, dirty, written = Trace(), set[str](), False
    for event in happened:
        if event.kind == "wrote":
            dirty.add(event.file)
            written = True
        elif event.kind == "synced":
            dirty.discard(event.file)
            found.syncs[event.file] += 1
        else:
            found.unsynced += [found.acknowledged] if dirty else []
            found.unwritten += [] if written else [found.acknowledged]
            found.acknowledged += 1
            written = False
    return found


def events(lines: list[str], store: Path) -> Iterator[Event]:
    """Writes count from when they begin, a sync from when it has ended."""
    begun: dict[str, str] = {}
    for line in lines:
        match = LINE.match(line)
        if match is None:
            continue
        pid, call, file = match["pid"], match["call"], match["file"] or ""
        if match["resumed"] in SYNCS and pid in begun:
            file = begun.pop(pid)
            if line.endswith("= 0"):
                yield Event("synced", file)
        elif call in SYNCS and Path(file).name.startswith(store.name):
            if "unfinished" in match["rest"]:
                begun[pid] = Path(file).name
            elif line.endswith("= 0"):
                yield Event("synced", Path(file).name)
        elif call and call not in SYNCS and Path(file).name.startswith(store.name):
            yield Event("wrote", Path(file).name)
        elif call == "write" and '"acknowledged ' in match["rest"]:
            yield Event("acknowledged", "")
