"""The command line as tests run it: in this process, and as a process where only that proves it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from backorder_core import cli

ROOT = Path(__file__).parent.parent
MODULE = (sys.executable, "-m", "backorder_core.cli")


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: str, store: Path | None = None) -> Answer:
    """Run a command in this process, through the same ``main`` as the installed program."""
    env = {"BACKORDERS_STORE": str(store)} if store else {}
    out, err = io.StringIO(), io.StringIO()
    code: int | str | None = 0
    with (
        mock.patch.object(sys, "argv", ["backorders", *words]),
        mock.patch.dict(os.environ, env),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
    assert code is None or isinstance(code, int), f"no exit code, but {code!r}"
    return Answer(code or 0, out.getvalue(), err.getvalue())


def spawn(*words: str, store: Path, program: tuple[str, ...] = MODULE) -> Answer:
    """Run a command in a process of its own, which takes seconds to start."""
    env = {**os.environ, "BACKORDERS_STORE": str(store), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*program, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)
