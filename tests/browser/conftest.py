"""The real server on a copy of the demo company, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.browser import FLAGS, system_browser
from tests.hostile import SITE

ROOT = Path(__file__).parent.parent.parent
HEALTHY_WITHIN = 120
PATIENCE_MS = float(os.environ.get("BROWSER_TIMEOUT_MS", "20000"))
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class LiveApp:
    """A running server: its address, the store file that it has open, and its process."""

    url: str
    store: Path
    pid: int


def free_port() -> int:
    """A port that nobody listens on right now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(store: Path, port: int | None = None, env: Mapping[str, str] | None = None) -> Iterator[LiveApp]:
    """Serve a store file through the product's own command until the block ends."""
    port = port or free_port()
    words = ["serve", "--store", str(store), "--port", str(port)]
    log = store.with_suffix(".log")
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "backorder_core.cli", *words],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(url, server, log)
        yield LiveApp(url, store, server.pid)
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(15)


def healthy(url: str) -> bool:
    """Whether the server at an address says that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped at once: {log.read_text()}")
        if healthy(url):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The server was not healthy within {HEALTHY_WITHIN} seconds: {log.read_text()}")


@dataclass
class Listener:
    """A socket on this machine that every foreign address means; it counts whoever comes."""

    port: int
    calls: list[str] = field(default_factory=list)


@pytest.fixture(scope="package")
def listener() -> Iterator[Listener]:
    """What harmful texts would call, if anybody obeyed them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = Listener(int(server.getsockname()[1]))

        def listen() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = server.accept()
                    with caller:
                        caller.settimeout(2)
                        heard.calls.append(caller.recv(400).decode(errors="replace"))

        threading.Thread(target=listen, daemon=True).start()
        yield heard


# Of the package, not the session: while it lives, its loop keeps every later asyncio.run() from starting.
@pytest.fixture(scope="package")
def chromium(listener: Listener) -> Iterator[Browser]:
    """One headless Chromium for the tests of this folder, to which a harmful address means the listener."""
    rules = (
        f"--host-resolver-rules=MAP {SITE} 127.0.0.1:{listener.port},MAP *.{SITE} 127.0.0.1:{listener.port}"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=[*FLAGS, rules])
        yield browser
        browser.close()


@pytest.fixture
def live_app(demo_store_file: Path, tmp_path: Path) -> Iterator[LiveApp]:
    """The real server on a copy of the demo company of its own."""
    with serving(Path(shutil.copy(demo_store_file, tmp_path / "live.duckdb"))) as app:
        yield app


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page, 1440 pixels wide."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
