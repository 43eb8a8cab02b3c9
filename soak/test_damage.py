"""Full disks, damaged files, forged ledgers: told in a sentence, nothing lost, changed or shown unseen."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from backorder_core.services import ledger_keys
from backorder_core.store import keys, open_store
from soak.conftest import Figures, Scale
from tests.reliability import damaging, filling, forging, victims
from tests.reliability.kills import five_late_lines
from tests.small_company import ADMIN
from tests.templates import Templates

KEPT, AT_ONCE = victims.LOGS
LOG_SIZES = (60_000, 150_000, 400_000, 1_000_000, 2_500_000, 5_000_000, 9_000_000, 13_000_000)
BEYOND = (100_000, 4_000_000, 5_000_000, 6_300_000, 6_400_000, 6_500_000)
WHOLE_LOG = (100_000, 300_000, 1_000_000, 4_000_000, 8_000_000, 16_000_000)
ROOM = 32 << 20
"""More than the log holds before it is written back: with less no write ends, and each is refused."""
SMALL_DISKS = (1, 2, 4, 6, 7, 8, 12, 16, 20, 24)


def test_a_disk_that_fills_up(templates: Templates, tmp_path: Path, scale: Scale, figures: Figures) -> None:
    path = tmp_path / "store.duckdb"
    base = templates.copy(path, "five-late-lines", five_late_lines).stat().st_size
    points = [(KEPT, size // 12, size) for size in LOG_SIZES]
    points += [(AT_ONCE, 20_000, base + more) for more in BEYOND]
    points += [(KEPT, 400_000, base + more) for more in WHOLE_LOG]
    chance = random.Random(6)
    saved = refused = 0
    for log, size, limit in chance.sample(points, scale(len(points))):
        templates.copy(path, "five-late-lines", five_late_lines)
        filled = filling.fill_up(path, log, size, limit)
        saved, refused = saved + filled.saved, refused + len(filled.sentences)
    disks = 0
    for spare in SMALL_DISKS[: scale(len(SMALL_DISKS))]:
        with filling.small_disk(tmp_path / "disk", base + ROOM + (spare << 20)) as disk:
            if disk is not None:
                (disk / filling.BALLAST).write_bytes(bytes(ROOM))
                small = templates.copy(disk / "store.duckdb", "five-late-lines", five_late_lines)
                filled = filling.fill_up(small, chance.choice((KEPT, AT_ONCE)), 100_000, None)
                saved, refused = saved + filled.saved, refused + len(filled.sentences)
                disks += 1
    figures(
        "Disk full under the open store",
        f"{scale(len(points))} fill points by a limit on files, {disks} on small disks of their own: "
        f"{saved:,} writes acknowledged, none lost; {refused:,} refused in a sentence, none of them there; "
        "each went on by itself when there was room, `check` clean after each",
    )


def test_files_damaged_at_random(
    templates: Templates, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    one = damaging.sound(templates.file("five-late-lines", five_late_lines), tmp_path)
    chance = random.Random(8)
    ended = Counter(damaging.harmed(one, chance, tmp_path / "harmed")[1] for _ in range(scale(200)))
    figures(
        "Files damaged at random",
        f"{ended.total()} (a byte, a run of bytes, a header, an emptied sector, a cut; file or log): "
        f"{ended['told in a sentence']} told in a sentence, {ended['named by check']} named by `check`, "
        f"{ended['unharmed']} where nothing stands; no wrong value shown",
    )


def test_forged_ledgers(
    tmp_path: Path, scale: Scale, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.VARIABLE, str(tmp_path / keys.NAME))
    path, chance = tmp_path / "store.duckdb", random.Random(17)
    open_store(str(path)).close()
    forging.as_before_keys(str(path), chance, 20)
    store = open_store(str(path))
    forging.written(store, chance, 20)
    ledger_keys.rotate(store, ADMIN, date(2025, 1, 28))
    forging.written(store, chance, 20)
    forger = forging.Forger(store, chance)
    tried: Counter[str] = Counter()
    for _ in range(scale(1_000)):
        what, found = forger.attempt()
        assert found, f"{what} was not seen"
        tried[what] += 1
    for _ in range(scale(100)):
        forging.written(store, chance, chance.randint(1, 20))
        if chance.random() < 0.1:
            ledger_keys.rotate(store, ADMIN, date(2025, 1, 28))
        assert forging.sound(store)
    store.close()
    figures(
        "Ledgers changed without the key",
        f"{tried.total():,} changes in {len(tried)} ways (edited, deleted, inserted, reordered, cut; covered "
        f"up by new links or new hashes), all found; {scale(100)} clean ledgers, no false alarm",
    )
