"""The store keeps to the memory that it is given, and says what is wrong with an amount."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.store import Store, open_store
from backorder_core.store.opening import MEMORY_VARIABLE


def limit(store: Store) -> str:
    row = store._connection.cursor().execute("select current_setting('memory_limit')").fetchone()
    return str(row[0]) if row else ""


@pytest.mark.parametrize(("said", "kept"), [(None, "286.1 MiB"), ("", "286.1 MiB"), ("2GB", "1.8 GiB")])
def test_the_store_keeps_to_the_memory_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, kept: str
) -> None:
    if said is not None:
        monkeypatch.setenv(MEMORY_VARIABLE, said)
    store = open_store(str(tmp_path / "s.duckdb"))
    assert limit(store) == kept
    assert pa.default_memory_pool().backend_name == "system"
    store.close()


def test_an_amount_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "lots")
    with pytest.raises(InvalidInput, match="BACKORDERS_MEMORY is 'lots', which is no amount of memory"):
        open_store(str(tmp_path / "s.duckdb"))


def test_what_was_dropped_from_staging_takes_no_room(empty_store: Store) -> None:
    cursor = empty_store._connection.cursor()
    cursor.execute(
        "insert into staging.verdicts by name select 'a' as draft, range as reason from range(50_000)"
    )
    cursor.execute("delete from staging.verdicts")
    kept = "select count(*) from pragma_storage_info('staging.verdicts') where segment_type = 'VARCHAR'"
    before = cursor.execute(kept).fetchone()
    empty_store.tidy_staging()
    after = cursor.execute(kept).fetchone()
    assert before is not None
    assert after is not None
    assert after[0] < before[0]
