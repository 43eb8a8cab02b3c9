"""Tabs without a browser draw pages of the real server and notice what is wrong (`make soak`: for hours)."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from soak.browsing import CHECKED, Tab, crowd, middle, size_of
from tests.browser.conftest import LiveApp, serving

SECONDS = 4


@pytest.fixture
def app(demo_store_file: Path, tmp_path: Path) -> Iterator[LiveApp]:
    with serving(Path(shutil.copy(demo_store_file, tmp_path / "live.duckdb"))) as app:
        yield app


async def wrong_page(app: LiveApp) -> tuple[list[str], list[str]]:
    """What a tab says of the start, and of a page that there is not."""
    address = f"{app.url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(address, subprotocols=[CHECKED], max_size=None) as socket:
        tab = Tab(socket)
        start = await tab.visit("")
        assert len(tab.pages) > 10
        return start, await tab.visit("no-such-page")


def test_tabs_look_at_pages_and_notice_what_is_wrong(app: LiveApp) -> None:
    assert asyncio.run(wrong_page(app)) == ([], ["no-such-page: there is no such page"])
    seen = asyncio.run(crowd(app.url, people=3, until=time.monotonic() + SECONDS, pause=0.2))
    assert seen.errors == []
    assert seen.tabs >= 3
    assert len(seen.seconds) >= 3
    size = size_of(app.pid)
    assert (size.memory > 50, size.handles > 5, size.threads > 1) == (True, True, True)
    assert middle([3, 1, 2]) == 2
