"""What is taken out comes back in without a change: every kind as CSV and XLSX, the store as Parquet."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from backorder_core.delivery.exports import sheet_csv, sheet_xlsx
from backorder_core.domain.errors import InvalidInput, NotAllowed
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import OfferKind, Role
from backorder_core.services import whole
from backorder_core.services.imports import ImportOptions, apply_file
from backorder_core.services.kinds_out import export_kind, unmistakable
from backorder_core.services.people import PersonWish, save_person
from backorder_core.services.reference import load
from backorder_core.services.supplier_records import Trouble, note_incident
from backorder_core.services.tokens import add_token
from backorder_core.services.whole import export_whole
from backorder_core.store import Store
from backorder_core.store.whole import LEFT_OUT, STAYING
from tests.busy_company import BusyCompany
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY

RUNNING = ("=1+1", "+49", "-5", "@me", "'=1", "it's")


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """Something of every kind, with texts that a spreadsheet would run and numbers that could be misread."""
    company = BusyCompany(store, tmp_path)
    load(store, "suppliers", [{"code": one, "name": f"{one} Ltd"} for one in RUNNING], PLANNER, CREATED)
    names = [{"code": one, "name": one, "category": one} for one in RUNNING]
    load(store, "products", names, PLANNER, CREATED)
    load(store, "locations", [{"code": one, "name": one} for one in RUNNING], PLANNER, CREATED)
    company.stock("WEST", "CM-500", 40, 3)
    company.offer(OfferKind.ALTERNATIVE_SUPPLIER, supplier="=1+1", fixed_cost=1250)
    company.offer(OfferKind.EXPEDITE, supplier="ABC", product="+49", expires_on=date(2025, 3, 1))
    company.short("PO-1", created=CREATED, eta=date(2025, 2, 15), why="=late", supplier="-5")
    company.short("PO-2", created=CREATED, eta=None)
    company.supply("PO-3", date(2025, 1, 20), product="@me", ordered="6.395")
    company.arrives("PO-3", "1.395", date(2025, 1, 21))
    wish = Trouble("Q-1", "=1+1", CREATED, Decimal("6.395"), "-broken")
    note_incident(store, wish, PLANNER, CREATED)
    return store


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_own_export_of_every_kind_is_read_back_as_unchanged(
    full: Store, tmp_path: Path, form: str
) -> None:
    found, held = {}, {}
    for kind in KINDS:
        records = export_kind(full, kind, PLANNER)
        made = sheet_csv if form == "csv" else lambda columns, rows: sheet_xlsx("Records", columns, rows)
        path = tmp_path / f"{kind}.{form}"
        path.write_bytes(made(records.columns, records.rows))
        result = apply_file(full, kind, path, path.name, TODAY, ImportOptions(), PLANNER, dry_run=True)
        found[kind], held[kind] = (result.rows, result.unchanged), len(records.rows)
    assert found == {kind: (rows, rows) for kind, rows in held.items()}
    assert all(held.values())


def test_a_number_with_three_decimals_cannot_be_taken_for_thousands() -> None:
    assert [f"{unmistakable(Decimal(one)):f}" for one in ("6.395", "40.000", "1500", "1.250", "-0.5")] == [
        "6.3950",
        "40",
        "1500",
        "1.25",
        "-0.5",
    ]


def test_every_table_comes_back_from_parquet_as_it_is(full: Store, tmp_path: Path) -> None:
    save_person(full, PersonWish("Ann", Role.MANAGER, "ann@example.com"), ADMIN, CREATED)
    token = add_token(full, "feeder", Role.PLANNER, ADMIN, CREATED)
    folder = tmp_path / "out"
    made = export_whole(full, folder, TODAY, ADMIN)
    with closing(duckdb.connect()) as reading, full.read() as reader:
        for table in made.tables:
            if table.name in ("codes", "backorders_in_words", "ledger"):
                continue
            there = reading.read_parquet(str(folder / table.file))
            here = reader.cursor.table(table.name).select(*map(duckdb.ColumnExpression, table.columns))
            assert (there.columns, there.types) == (here.columns, here.types), table.name
            assert there.fetchall() == here.fetchall(), table.name
        entries = reading.read_parquet(str(folder / "ledger.parquet")).fetchall()
        assert len(entries) == len(reader.cursor.table("ledger").fetchall())
        words = reading.read_parquet(str(folder / "backorders_in_words.parquet"))
        assert set(words.select("status").fetchall()) == {("Escalated",)}
    assert json.loads((folder / "manifest.json").read_text()) == json.loads(json.dumps(made.as_json()))
    inside = b"".join(one.read_bytes() for one in folder.iterdir())
    assert b"ann@example.com" not in inside
    assert token.encode() not in inside
    left = {(table.name, column) for table in made.tables for column in table.columns}
    secret = {(name, column) for name, columns in LEFT_OUT.items() for column in columns}
    assert not left & secret
    assert not {table.name for table in made.tables} & set(STAYING)


def test_a_folder_with_files_is_left_alone_and_an_export_only_replaced_when_asked(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    export_whole(store, folder, TODAY, ADMIN)
    with pytest.raises(InvalidInput, match="say --overwrite"):
        export_whole(store, folder, TODAY, ADMIN)
    export_whole(store, folder, TODAY, ADMIN, overwrite=True)
    (folder / "mine.txt").write_text("keep")
    with pytest.raises(InvalidInput, match="holds other files"):
        export_whole(store, folder, TODAY, ADMIN, overwrite=True)
    assert (folder / "mine.txt").read_text() == "keep"
    with pytest.raises(InvalidInput, match="is a file"):
        export_whole(store, folder / "mine.txt", TODAY, ADMIN)


def test_an_export_that_fails_leaves_what_was_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    export_whole(store, folder, TODAY, ADMIN)
    before = (folder / "manifest.json").read_bytes()

    def broken(*_: object) -> None:
        raise RuntimeError("in the midst")

    monkeypatch.setattr(whole, "_written", broken)
    with pytest.raises(RuntimeError, match="in the midst"):
        export_whole(store, folder, TODAY, ADMIN, overwrite=True)
    assert (folder / "manifest.json").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["out"]


def test_not_everybody_takes_the_whole_store_with_them(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="may not take the whole store"):
        export_whole(store, tmp_path / "out", TODAY, replace(PLANNER, role=Role.SALES_REP))
