"""People with a browser tab each, without the browser: they speak Streamlit's protocol to the real server."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 120.0
PAGES_A_TAB = 12
CHECKED = Subprotocol("streamlit")


@dataclass
class Seen:
    """What all tabs saw together: how long each page took, and everything that went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    tabs: int = 0

    def quantile(self, share: float) -> float:
        """Seconds that this share of the pages needed at most."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


class Tab:
    """One open tab: it asks for a page and waits until the page is drawn."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.pages: dict[str, str] = {}

    async def visit(self, name: str) -> list[str]:
        """Draw a page by its address; what went wrong on it."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages.get(name, "")
        asked.rerun_script.page_name = name
        await self.socket.send(asked.SerializeToString())
        wrong: list[str] = []
        while True:
            said = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            told = ForwardMsg()
            told.ParseFromString(said if isinstance(said, bytes) else said.encode())
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.pages = {one.url_pathname: one.page_script_hash for one in told.navigation.app_pages}
            elif kind == "delta" and told.delta.new_element.WhichOneof("type") == "exception":
                wrong.append(f"{name or 'start'}: {told.delta.new_element.exception.message[:200]}")
            elif kind == "page_not_found":
                wrong.append(f"{name}: there is no such page")
            elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    wrong.append(f"{name or 'start'}: ended with {told.script_finished}")
                return wrong


async def browse(url: str, until: float, pause: float, seen: Seen, chance: random.Random) -> None:
    """One person: opens a tab, looks at pages with pauses between them, closes it, opens another."""
    await asyncio.sleep(chance.uniform(0, pause))
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    while time.monotonic() < until:
        try:
            async with connect(address, subprotocols=[CHECKED], max_size=None) as socket:
                seen.tabs += 1
                await _look(Tab(socket), until, pause, seen, chance)
        except (OSError, TimeoutError) as failure:
            seen.errors.append(f"{type(failure).__name__}: {failure}")
        except Exception as failure:  # whatever a tab dies of is what this run looks for
            seen.errors.append(f"{type(failure).__name__}: {failure}")


async def _look(tab: Tab, until: float, pause: float, seen: Seen, chance: random.Random) -> None:
    name = ""
    for _ in range(PAGES_A_TAB):
        began = time.monotonic()
        seen.errors += await tab.visit(name)
        seen.seconds.append(time.monotonic() - began)
        if time.monotonic() > until:
            return
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
        name = chance.choice(sorted(tab.pages) or [""])


async def crowd(url: str, people: int, until: float, pause: float) -> Seen:
    """So many people at once, until a monotonic instant."""
    seen = Seen()
    await asyncio.gather(*(browse(url, until, pause, seen, random.Random(place)) for place in range(people)))
    return seen


@dataclass(frozen=True)
class Size:
    """What a process holds at an instant: memory in MB, open handles, threads."""

    at: float
    memory: float
    handles: int
    threads: int


def size_of(pid: int) -> Size:
    """How large a process is now."""
    folder = Path("/proc") / str(pid)
    pages = int((folder / "statm").read_text().split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
    handles, threads = (len(list((folder / name).iterdir())) for name in ("fd", "task"))
    return Size(time.monotonic(), memory, handles, threads)


def middle(values: Iterable[float]) -> float:
    """The median."""
    found = sorted(values)
    return found[len(found) // 2]
