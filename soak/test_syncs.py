"""Every acknowledgement comes after what it acknowledges was brought to the disk, as a tracer saw it."""

from __future__ import annotations

from pathlib import Path

from backorder_core.store import open_store
from soak.conftest import Figures, Scale
from tests.reliability.kills import NUMBERS, five_late_lines
from tests.reliability.tracing import STRACE, trace, tracers
from tests.reliability.victims import LOGS


def test_a_sync_before_every_acknowledgement(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    count = scale(200)
    told = []
    by = "strace" if tracers()[0] == STRACE else "our tracer"
    for place, log in enumerate(LOGS):
        path = tmp_path / f"store-{place}.duckdb"
        store = open_store(str(path))
        five_late_lines(store, tmp_path)
        store.close()
        seen = trace(path, log, NUMBERS[0], count)
        assert (seen.acknowledged, seen.unsynced, seen.unwritten) == (count, [], [])
        syncs = ", ".join(
            f"{number} of {name.removeprefix(path.stem)}" for name, number in seen.syncs.items()
        )
        told.append(f"{count} acknowledged with the {log} (syncs: {syncs})")
    figures("fsync before every acknowledgement", f"{'; '.join(told)}; each after its sync, as {by} saw it")
