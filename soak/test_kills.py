"""Hundreds of kills during commits, and a hundred during imports."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from soak.conftest import Figures, Scale
from tests.reliability import kills, victims
from tests.templates import Templates

KILLS_A_STORE = 25
WORDS = dict(zip(victims.LOGS, (65, 35), strict=True))
IMPORTED_ROWS = 10_000


def test_kills_during_commits(templates: Templates, tmp_path: Path, scale: Scale, figures: Figures) -> None:
    count: Counter[str] = Counter()
    acknowledged = 0
    for log, words in WORDS.items():
        while count[log] < scale(260):
            path = templates.copy(tmp_path / "store.duckdb", "five-late-lines", kills.five_late_lines)
            killed = kills.Killed(path, log, words, seed=count.total())
            while killed.kills < KILLS_A_STORE and count[log] + killed.kills < scale(260):
                killed.round()
            count[log] += killed.kills
            acknowledged += killed.heard
            path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
            print(f"{log}: {count[log]} kills, {acknowledged} acknowledged", flush=True)
    assert acknowledged >= scale(20_000)
    each = ", ".join(f"{number} with the {log}" for log, number in count.items())
    figures(
        "kill -9 during commits",
        f"{count.total()} kills ({each}), {acknowledged:,} acknowledged writes, none lost, none twice, "
        "none by half, `check` clean after each",
    )


def test_kills_during_an_import(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    big = kills.big_import(tmp_path, IMPORTED_ROWS)
    chance = random.Random(7)
    ends: Counter[str] = Counter()
    finished = 0
    while ends.total() < scale(100):
        assert finished <= 10 * scale(100), f"only {ends.total()} kills met an import"
        end = kills.kill_import(big, chance.choice(list(victims.LOGS)), chance)
        finished += end is None
        ends[end or ""] += end is not None
        print(f"{ends.total()} kills, {finished} too late", flush=True)
    figures(
        f"kill -9 during an import of {IMPORTED_ROWS:,} rows",
        f"{ends.total()} kills: {ends['nothing']} left nothing, {ends['all']} all of it, none a part; "
        "sent again, every file stood exactly once, `check` clean after each",
    )
