"""The disk fills up under an open store: nothing acknowledged is lost, a sentence says so, it goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability import victims
from tests.reliability.filling import AFTERWARDS, fill_up
from tests.reliability.kills import five_late_lines
from tests.templates import Templates

KEPT, AT_ONCE = victims.LOGS


@pytest.mark.parametrize(
    ("log", "size", "limit"),
    [
        (KEPT, 20_000, lambda _: 150_000),
        (AT_ONCE, 20_000, lambda store: store + 6_400_000),
        (KEPT, 1_000_000, lambda store: store + 300_000),
    ],
    ids=["the log", "each commit written back", "the whole log written back"],
)
def test_a_full_disk_loses_nothing_that_was_acknowledged(
    templates: Templates, tmp_path: Path, log: str, size: int, limit: Callable[[int], int]
) -> None:
    path = templates.copy(tmp_path / "store.duckdb", "five-late-lines", five_late_lines)
    filled = fill_up(path, log, size, limit(path.stat().st_size))
    assert filled.saved > AFTERWARDS
    assert {one.split(": nothing was saved")[0].rpartition(", ")[2] for one in filled.sentences} == {
        "its disk is full"
    }
