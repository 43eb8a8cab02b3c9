"""The server itself, as started by ``backorders serve``."""

from __future__ import annotations

import json
import re
import shutil
import socket
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from backorder_core.store import open_store
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser


def other_address() -> str | None:
    """An address of this machine that is not loopback."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if found.startswith("127.") else found


def test_the_server_answers_on_loopback_and_stops_cleanly_on_ctrl_c(
    demo_store_file: Path, tmp_path: Path
) -> None:
    store = Path(shutil.copy(demo_store_file, tmp_path / "live.duckdb"))
    with serving(store) as app:
        with urllib.request.urlopen(f"{app.url}/healthz", timeout=10) as answer:
            health = json.load(answer)
        assert health["status"] == "ok"
        assert health["data_version"] > 0
        port = int(app.url.rsplit(":", 1)[1])
        address = other_address()
        if address:
            with closing(socket.socket()) as probe:
                assert probe.connect_ex((address, port)) != 0
    said = store.with_suffix(".log").read_text()
    assert re.sub(r"\s+", " ", said).strip() == (
        f"Backorder Command Centre: http://localhost:{port} (Ctrl-C stops it)"
    )
    open_store(str(store), create=False).close()
