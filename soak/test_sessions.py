"""Many people for long: no error, and the server holds no more than after warming up."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.tokens import add_token
from backorder_core.store import open_store
from soak.browsing import Seen, Size, crowd, middle, size_of
from soak.conftest import Figures, Scale
from tests.browser.conftest import LiveApp, serving
from tests.small_company import ADMIN, TODAY

PAUSE = 10.0
LOOK_EVERY, IMPORT_EVERY = 5.0, 30.0
WARM = 0.25
MORE_MEMORY, MORE_HANDLES, MORE_THREADS = 1.08, 12, 6
LINES = ("PO-46135,20", "PO-45920,10")


@dataclass
class Watch:
    """Looks at the server while people use it, and lets a file come in now and then, so that caches empty."""

    app: LiveApp
    token: str
    until: float
    sizes: list[Size] = field(default_factory=list)
    imports: int = 0

    async def run(self) -> None:
        next_import = time.monotonic()
        while time.monotonic() < self.until:
            self.sizes.append(size_of(self.app.pid))
            if time.monotonic() >= next_import:
                next_import += IMPORT_EVERY
                await asyncio.to_thread(self._import)
            await asyncio.sleep(LOOK_EVERY)

    def _import(self) -> None:
        self.imports += 1
        day = 1 + self.imports % 27
        rows = "".join(f"{line},2025-03-{day:02d},moved again\n" for line in LINES)
        request = urllib.request.Request(
            f"{self.app.url}/api/imports/po-delays?file_name=delays-{self.imports}.csv",
            data=f"po_number,po_line,new_eta,reason\n{rows}".encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "text/csv"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            counts = json.load(answer)
        assert counts["rejected"] == 0, counts

    def grown(self) -> tuple[Size, Size]:
        """The typical size after warming up, and at the end."""
        fifth = max(1, len(self.sizes) // 5)
        warm = int(len(self.sizes) * WARM)
        return typical(self.sizes[warm : warm + fifth]), typical(self.sizes[-fifth:])


def typical(sizes: list[Size]) -> Size:
    """The middle of some sizes."""
    return Size(
        sizes[0].at,
        middle(one.memory for one in sizes),
        int(middle(one.handles for one in sizes)),
        int(middle(one.threads for one in sizes)),
    )


@pytest.mark.parametrize(("people", "minutes"), [(100, 15), (10, 120)], ids=["crowd", "day"])
def test_sessions(
    people: int, minutes: int, demo_store_file: Path, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    path = Path(shutil.copy(demo_store_file, tmp_path / "live.duckdb"))
    store = open_store(str(path))
    token = add_token(store, "loader", Role.PLANNER, ADMIN, TODAY)
    store.close()

    async def both(app: LiveApp) -> tuple[Seen, Watch]:
        until = time.monotonic() + scale(minutes * 60)
        watch = Watch(app, token, until)
        seen, _ = await asyncio.gather(crowd(app.url, people, until, PAUSE), watch.run())
        return seen, watch

    with serving(path) as app:
        seen, watch = asyncio.run(both(app))
    log = path.with_suffix(".log").read_text()
    assert seen.errors == [], f"{len(seen.errors)} errors, first: {seen.errors[:3]}"
    assert "Traceback" not in log, log[log.index("Traceback") :][:2_000]
    first, last = watch.grown()
    said = (
        f"{people} people for {scale(minutes * 60) / 60:g} min: {len(seen.seconds):,} pages in {seen.tabs:,} "
        f"tabs, {watch.imports} imports, no error; memory {first.memory:.0f} → {last.memory:.0f} MB, handles "
        f"{first.handles} → {last.handles}, threads {first.threads} → {last.threads}; a page took "
        f"{seen.quantile(0.5):.2f} s in the middle, {seen.quantile(0.95):.2f} s at most for 95 %"
    )
    print(said, flush=True)
    assert last.memory <= first.memory * MORE_MEMORY, "memory grows"
    assert last.handles <= first.handles + MORE_HANDLES, "handles grow"
    assert last.threads <= first.threads + MORE_THREADS, "threads grow"
    figures(f"Sessions: {people} for {minutes} min", said)
