"""Every acknowledgement comes after its sync (`make soak`: hundreds of them), and how a trace is read."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.kills import NUMBERS, five_late_lines
from tests.reliability.tracing import OURS, events, read, trace
from tests.reliability.victims import LOGS
from tests.templates import Templates

STORE = Path("/a/store.duckdb")
WRITE = '7 pwrite64(4</a/store.duckdb.wal>, "x"..., 512, 0) = 512'
SYNC = "7 fsync(4</a/store.duckdb.wal>) = 0"
SAID = '7 write(1<pipe:[5]>, "acknowledged 0\\n", 15) = 15'
OTHER = "7 fsync(9</a/other.wal>) = 0"
BEGUN = "7 fsync(4</a/store.duckdb.wal> <unfinished ...>"
ENDED = "7 <... fsync resumed>) = 0"


def unsynced(*lines: str) -> list[int]:
    return read(events(list(lines), STORE)).unsynced


def test_an_acknowledgement_after_its_sync_is_sound() -> None:
    assert unsynced(WRITE, SYNC, SAID, WRITE, WRITE, BEGUN, ENDED, SAID) == []


def test_an_acknowledgement_before_its_sync_is_found() -> None:
    assert unsynced(WRITE, SAID) == [0]
    assert unsynced(WRITE, SYNC, SAID, WRITE, OTHER, SAID) == [1]
    assert unsynced(WRITE, SYNC, WRITE, SAID) == [0]
    assert unsynced(WRITE, BEGUN, SAID, ENDED) == [0]
    assert unsynced(WRITE, SYNC.replace("= 0", "= -1 EIO"), SAID) == [0]
    assert unsynced(WRITE, BEGUN, ENDED.replace("= 0", "= -5"), SAID) == [0]


def test_an_acknowledgement_without_any_write_is_found() -> None:
    assert read(events([WRITE, SYNC, SAID, SAID], STORE)).unwritten == [1]


def test_what_is_acknowledged_was_brought_to_the_disk(templates: Templates, tmp_path: Path) -> None:
    path = templates.copy(tmp_path / "store.duckdb", "five-late-lines", five_late_lines)
    seen = trace(path, next(iter(LOGS)), NUMBERS[0], 5, OURS)
    assert (seen.acknowledged, seen.unsynced, seen.unwritten) == (5, [], [])
    assert seen.syncs[f"{path.name}.wal"] >= 5
