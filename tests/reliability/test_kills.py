"""A killed process loses nothing that it acknowledged and leaves nothing half done (`make soak`: in full)."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.delivery.conftest import Clock, Mailbox
from tests.reliability import killing, kills, sending, victims
from tests.templates import Templates


@pytest.mark.parametrize("log", victims.LOGS)
def test_killed_writers_lose_nothing_that_was_acknowledged(
    templates: Templates, tmp_path: Path, log: str
) -> None:
    path = templates.copy(tmp_path / "store.duckdb", "five-late-lines", kills.five_late_lines)
    killed = kills.Killed(path, log, words=4, seed=1)
    for _ in range(3):
        killed.round()
    assert killed.kills >= 3
    assert len(killed.acknowledged) >= 3


def test_a_killed_import_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    big = kills.big_import(tmp_path, rows=300)
    chance = random.Random(1)
    ends = [kills.kill_import(big, log, chance) for log in victims.LOGS for _ in range(2)]
    assert any(ends), "every import was finished before its kill"


def test_killed_senders_lose_no_mail(tmp_path: Path, mailbox: Mailbox, clock: Clock) -> None:
    path = tmp_path / "store.duckdb"
    post = sending.Post(path, mailbox, clock, random.Random(3))
    post.with_store(lambda store: sending.to_be_told(store, tmp_path, mailbox, 12))
    for _ in range(20):
        if post.left() and post.kills < 4:
            post.kill()
    post.finish()
    copies = post.prove(12)
    assert post.kills >= 3
    assert copies <= post.kills


def test_a_process_to_be_killed_runs_nothing_but_its_own_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    Path(page.__file__).write_text("raise SystemExit('a page that a test of pages drew')")
    monkeypatch.setitem(sys.modules, "__main__", page)
    victim = killing.start(victims.says, "here")
    try:
        assert victim.listen(1), "it ended before its first word"
    finally:
        assert victim.kill()
    assert victim.heard == ["here"]
