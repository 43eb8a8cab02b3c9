"""The app on a shared store goes on by itself where the database ended its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from replicas.conftest import Lake
from tests.browser.conftest import ROOT, free_port, healthy

PATIENCE = 90.0


def children(process: int) -> list[int]:
    said = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [int(one) for one in said.split()]


def until(url: str, keeper: subprocess.Popen[bytes], *, old: int = 0) -> int:
    """The server's process once it is healthy and no longer ``old``."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert keeper.poll() is None, "nobody keeps it any more"
        found = [one for one in children(keeper.pid) if one != old]
        if found and healthy(url):
            return found[0]
        time.sleep(0.2)
    raise AssertionError("it is not there")


def test_a_server_that_its_database_ends_comes_back_with_the_catalog(lake: Lake, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    words = ["serve", "--store", lake.address, "--port", str(port)]
    with (
        (tmp_path / "served.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "backorder_core.cli", *words], cwd=ROOT, stdout=log, stderr=log
        ) as keeper,
    ):
        try:
            first = until(url, keeper)
            lake.postgres.stop("immediate")
            try:
                os.kill(first, signal.SIGABRT)
                time.sleep(4)
                assert not healthy(url)
            finally:
                lake.postgres.start()
            second = until(url, keeper, old=first)
        finally:
            keeper.send_signal(signal.SIGINT)
        assert keeper.wait(60) == 0
    assert not Path(f"/proc/{second}").exists()
    assert "started again" in (tmp_path / "served.log").read_text(encoding="utf-8")
