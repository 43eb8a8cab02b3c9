"""A worker that dies is one failure of one test, and the run goes on to its end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIES = "import os\ndef test_before(): pass\ndef test_dies(): os._exit(1)\ndef test_after(): pass\n"
PASSES = "def test_first(): pass\ndef test_second(): pass\n"


def run(folder: Path) -> str:
    """What two workers say of a folder of tests at the end."""
    words = ["-m", "pytest", "-p", "tests.scheduling", "-n", "2", "--dist", "loadfile", "-q", str(folder)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, *words, "-p", "no:cacheprovider", "--rootdir", str(folder)],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return re.sub(r" in .*", "", done.stdout.strip().splitlines()[-1]).strip("= ")


def test_a_worker_that_dies_ends_neither_the_run_nor_the_others(tmp_path: Path) -> None:
    for place in range(3):
        (tmp_path / f"test_{place}.py").write_text(PASSES)
    (tmp_path / "test_z.py").write_text(DIES)
    assert run(tmp_path) == "1 failed, 8 passed"
