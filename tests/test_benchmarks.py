"""What the benchmarks measure on must open and take writes as any other store."""

from __future__ import annotations

from pathlib import Path

from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.holding import Seen
from backorder_core.services.work import caring
from backorder_core.store import open_store
from benchmarks.large_store import AS_OF, fill
from tests.small_company import PLANNER


def test_the_large_store_is_believed_and_takes_writes(tmp_path: Path) -> None:
    fill(tmp_path / "large.duckdb", 1_000)
    store = open_store(str(tmp_path / "large.duckdb"))
    try:
        found = list_backorders(store, Filters(), AS_OF, SortKey.SCORE, True, limit=1)
        before = store.data_version()
        caring.assign(store, [Seen(found.rows[0].number)], "Buyer 3", PLANNER, AS_OF)
        assert found.total == 100
        assert store.data_version() > before
    finally:
        store.close()
