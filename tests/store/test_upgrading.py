"""Stores of every earlier version are brought up to date; a store of a newer one is refused."""

from __future__ import annotations

import lzma
from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.errors import Unavailable
from backorder_core.services.checks import check
from backorder_core.services.reports import command_center
from backorder_core.services.work import caring
from backorder_core.store import migrating, open_store
from tests.small_company import PLANNER, TODAY

FOLDER = Path(__file__).parent.parent / "data" / "stores"
"""What programs of earlier versions wrote: number of the schema, packed; see ``scripts/keep_store.py``."""
NOW = datetime(2025, 1, 28)  # noqa: DTZ001 - as the store keeps it
EARLIER = [number for number, *_ in migrating.migrations()[:-1]]
MOVING = {"schema_migrations", "counters", "meta", "ledger"}


def stored(number: int, folder: Path) -> Path:
    """A store of that schema: one that is kept, or the last one before it brought so far, step by step."""
    kept = max(one for one in FOLDER.glob("*.xz") if int(one.name[:4]) <= number)
    path = folder / "store.duckdb"
    path.write_bytes(lzma.decompress(kept.read_bytes()))
    if int(kept.name[:4]) < number:
        with duckdb.connect(str(path)) as raw, pytest.MonkeyPatch.context() as patch:
            known = tuple(one for one in migrating.migrations() if one[0] <= number)
            patch.setattr(migrating, "migrations", lambda: known)
            migrating.migrate(raw, path, NOW)
    return path


def rows_of(path: Path, columns: dict[str, list[str]] | None = None) -> dict[str, list[str]]:
    """Every row of every table, or of some columns of some tables."""
    with duckdb.connect(str(path), read_only=True) as raw:
        return {
            table: [repr(row) for row in raw.execute(f"select {', '.join(names)} from {table}").fetchall()]
            for table, names in (columns or columns_of(raw)).items()
        }


def columns_of(raw: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in raw.execute(
        "select c.table_name, c.column_name from duckdb_columns() as c join duckdb_tables() as t "
        "using (table_name) order by 1, c.column_index"
    ).fetchall():
        found.setdefault(table, []).append(f'"{column}"')
    return found


@pytest.mark.parametrize("number", EARLIER)
def test_a_store_of_every_earlier_version_is_brought_up_to_date(number: int, tmp_path: Path) -> None:
    path = stored(number, tmp_path)
    with duckdb.connect(str(path), read_only=True) as raw:
        columns = columns_of(raw)
    before = rows_of(path, columns)
    with closing(open_store(str(path), create=False)) as store:
        assert check(store) == ()
        center = command_center(store, TODAY)
        assert center.summary.open > 0
        caring.comment(store, center.critical[0].number, "it goes on", PLANNER, TODAY)
        assert check(store) == ()
    after = rows_of(path, {table: names for table, names in columns.items() if table not in MOVING})
    assert [table for table, rows in after.items() if not set(before[table]) <= set(rows)] == []
    kept = rows_of(path, {"ledger": columns["ledger"]})["ledger"]
    assert set(before["ledger"]) <= set(kept)


def test_a_program_of_an_earlier_version_refuses_and_changes_nothing(tmp_path: Path) -> None:
    path = stored(EARLIER[-1], tmp_path)
    open_store(str(path)).close()
    written = path.read_bytes()
    for number in EARLIER:
        known = tuple(one for one in migrating.migrations() if one[0] <= number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrating, "migrations", lambda known=known: known)
            with pytest.raises(Unavailable, match="is from a newer version") as refused:
                open_store(str(path))
        assert f"this program knows {number}" in refused.value.sentence
        assert path.read_bytes() == written
