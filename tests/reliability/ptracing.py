"""A tracer for machines without strace: the calls that write and sync, one line each, as strace says them.

``python -m tests.reliability.ptracing OUT PROGRAM WORD…`` runs a program and writes its calls into OUT. Linux
tells any process about its own children (ptrace); on x86-64 and ARM only the numbers of the calls differ.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

NUMBERS = {
    "x86_64": {1: "write", 18: "pwrite64", 20: "writev", 296: "pwritev", 74: "fsync", 75: "fdatasync"},
    "aarch64": {64: "write", 68: "pwrite64", 66: "writev", 70: "pwritev", 82: "fsync", 83: "fdatasync"},
}
SYNCS = ("fsync", "fdatasync")
TRACE_ME, NEXT_CALL, SET_OPTIONS, CALL_INFO = 0, 24, 0x4200, 0x420E
GOOD_STOPS, FORKS, VFORKS, CLONES, DIE_WITH_ME = 1, 2, 4, 8, 0x100000
ALL_CHILDREN = 0x40000000
ENTRY, EXIT = 1, 2
AT_A_CALL = signal.SIGTRAP | 0x80


class Info(ctypes.Structure):
    """What the kernel says of a stop at a call (struct ptrace_syscall_info)."""

    _fields_ = (
        ("op", ctypes.c_uint8),
        ("arch", ctypes.c_uint32),
        ("at", ctypes.c_uint64 * 2),
        ("words", ctypes.c_uint64 * 7),
    )


LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
LIBC.ptrace.restype = ctypes.c_long


def ask(what: int, pid: int, place: int = 0, value: int = 0) -> None:
    """One request to the kernel; ``OSError`` where it is refused."""
    if LIBC.ptrace(what, pid, place, value) < 0:
        raise OSError(ctypes.get_errno(), f"ptrace {what} of {pid}")


def run(out: TextIO, program: list[str]) -> int:
    """Run a program to its end; its exit code."""
    first = os.fork()
    if not first:
        ask(TRACE_ME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        os.execv(program[0], program)
    os.waitpid(first, 0)
    ask(SET_OPTIONS, first, 0, GOOD_STOPS | FORKS | VFORKS | CLONES | DIE_WITH_ME)
    ask(NEXT_CALL, first)
    begun: dict[int, str] = {}
    ended = 1
    while True:
        try:
            pid, status = os.waitpid(-1, ALL_CHILDREN)
        except ChildProcessError:
            return ended
        if not os.WIFSTOPPED(status):
            ended = os.waitstatus_to_exitcode(status) if pid == first else ended
            continue
        stop = os.WSTOPSIG(status)
        if stop == AT_A_CALL:
            _tell(out, pid, begun)
        passed_on = 0 if stop in (AT_A_CALL, signal.SIGTRAP, signal.SIGSTOP) else stop
        with suppress(ProcessLookupError):
            ask(NEXT_CALL, pid, 0, passed_on)


def _tell(out: TextIO, pid: int, begun: dict[int, str]) -> None:
    info = Info()
    ask(CALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
    if info.op == EXIT and pid in begun:
        out.write(f"{pid} <... {begun.pop(pid)} resumed>) = {ctypes.c_int64(info.words[0]).value}\n")
    call = NUMBERS[platform.machine()].get(info.words[0]) if info.op == ENTRY else None
    if call is None:
        return
    handle, place, size = info.words[1:4]
    file = _file(pid, handle)
    if call in SYNCS:
        begun[pid] = call
        out.write(f"{pid} {call}({handle}<{file}> <unfinished ...>\n")
    else:
        begins = _memory(pid, place, min(size, 32)) if call == "write" else ""
        out.write(f'{pid} {call}({handle}<{file}>, "{begins}"...) = {size}\n')


def _file(pid: int, handle: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/fd/{handle}").readlink())
    except OSError:
        return ""


def _memory(pid: int, place: int, size: int) -> str:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(place)
        return memory.read(size).decode(errors="replace").replace("\n", "\\n")


if __name__ == "__main__":
    with Path(sys.argv[1]).open("w", encoding="utf-8") as told:
        sys.exit(run(told, sys.argv[2:]))
