"""Several files at once: recognised, put in order, tried on a copy, applied one by one, joined."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backorder_core.domain.errors import Conflict, InvalidInput, NotFound
from backorder_core.domain.headers import header_key
from backorder_core.domain.mappings import Mappings
from backorder_core.domain.readings import DateOrder
from backorder_core.domain.values import Tier
from backorder_core.services.checks import check
from backorder_core.services.imports import list_imports, remember_mapping, undo_import
from backorder_core.services.imports.case import Counts
from backorder_core.services.imports.folder import Answers, Judged, apply_files, judge_files, sources_in
from backorder_core.services.imports.mappings import (
    mappings_from_toml,
    mappings_to_toml,
    read_mappings,
    remembered_mappings,
)
from backorder_core.services.kinds_out import export_kind
from backorder_core.store import Store, open_store
from tests import adventure
from tests.commands import ROOT, run
from tests.small_company import PLANNER

DAY = date(2025, 1, 28)
FILES = {
    "5 what customers want.csv": "order_number,order_line,customer,product,quantity,unit_price,need_date\n"
    "SO-1,1,C1,P1,5,10,2025-02-01\nSO-1,2,C1,P9,5,10,2025-02-01\nSO-2,1,C7,P9,1,10,2025-02-01\n",
    "items.csv": "Item No.,Description\nP1,Pump\nP2,Valve\n",
    "people.csv": "Customer No,Customer Name,Tier\nC1,Metro,vip\n",
    "morning.txt": "PO\tLine\tVendor\tItem\tOrdered\tReceived\tDue date\n"
    "PO-1\t10\tV1\tP1\t5\t0\t2025-02-01\nPO-2\t10\tV8\tP9\t5\t0\t2025-02-01\n",
    "who delivers.csv": "Vendor No;Vendor Name\nV1;Acme\n",
}
ADVENTURE = ROOT / "data" / "mappings" / "adventureworks.toml"


def folder(place: Path, files: Mapping[str, str]) -> Path:
    made = place / "files"
    made.mkdir()
    for name, text in files.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def judged(store: Store, files: Path, mappings: Mappings | None = None, **said: Any) -> Judged:
    return judge_files(
        store, sources_in(files), DAY, PLANNER, mappings=mappings or Mappings(), answers=Answers(**said)
    )


def adds_up(counts: Any) -> bool:
    names = [one.name for one in fields(Counts)]
    return sum(int(getattr(counts, name)) for name in names[1:]) == int(counts.rows)


def test_each_file_sees_what_the_earlier_ones_would_bring_and_nothing_is_written(
    store: Store, tmp_path: Path
) -> None:
    version = store.data_version()
    found = judged(store, folder(tmp_path, FILES))
    assert [(one.step.source.name, one.step.kind) for one in found.files] == [
        ("who delivers.csv", "suppliers"),
        ("items.csv", "products"),
        ("people.csv", "customers"),
        ("morning.txt", "po-lines"),
        ("5 what customers want.csv", "order-lines"),
    ]
    assert [(one.result.created, one.result.rejected) for one in found.files] == [
        (1, 0),
        (2, 0),
        (1, 0),
        (1, 1),
        (1, 2),
    ]
    assert all(adds_up(one.result) for one in found.files)
    assert adds_up(found.totals)
    assert found.totals.rows == 9
    assert found.unclear == ()
    assert store.data_version() == version
    assert list_imports(store) == []


def test_missing_records_of_all_files_are_one_report(store: Store, tmp_path: Path) -> None:
    document = judged(store, folder(tmp_path, FILES)).as_json()
    assert document["missing"] == [
        {"kind": "customers", "id": "C7", "files": [_in("5 what customers want.csv", 4)]},
        {
            "kind": "products",
            "id": "P9",
            "files": [_in("morning.txt", 3), _in("5 what customers want.csv", 3, 4)],
        },
        {"kind": "suppliers", "id": "V8", "files": [_in("morning.txt", 3)]},
    ]


def _in(name: str, *lines: int) -> dict[str, object]:
    return {"file": name, "lines": lines, "rows": len(lines)}


def test_delays_of_unknown_lines_are_in_the_report_too(store: Store, tmp_path: Path) -> None:
    files = {"d.csv": "po_number,po_line,new_eta,reason\nPO-7,10,2025-03-01,Strike\n"}
    (one,) = judged(store, folder(tmp_path, files)).missing
    assert (one.kind, one.id) == ("po-lines", "PO-7 / 10")


def test_every_file_is_applied_with_an_undo_of_its_own(store: Store, tmp_path: Path) -> None:
    tried = judged(store, folder(tmp_path, FILES))
    done = apply_files(store, tried, PLANNER)
    assert done.applied
    assert [one.result.import_id for one in done.files] == [1, 2, 3, 4, 5]
    assert [one.result.created for one in done.files] == [one.result.created for one in tried.files]
    for past in list_imports(store):
        undo_import(store, past.import_id, PLANNER)
    assert check(store) == ()


def test_what_was_judged_before_somebody_else_wrote_is_not_applied(store: Store, tmp_path: Path) -> None:
    tried = judged(store, folder(tmp_path, {"items.csv": FILES["items.csv"]}))
    remember_mapping(store, "products", ["a"], {}, PLANNER)
    with pytest.raises(Conflict, match="look at them again"):
        apply_files(store, tried, PLANNER)


UNCLEAR = {
    **FILES,
    "late.csv": "po_number,po_line,new_eta,reason\nPO-1,10,03/04/2025,Strike\n",
    "notes.txt": "just words\nof somebody\n",
    "what.csv": "code,name\nX,Y\n",
}


def test_one_unclear_file_holds_all_back_unless_told_to_keep_going(store: Store, tmp_path: Path) -> None:
    tried = judged(store, folder(tmp_path, UNCLEAR))
    assert {one.file: one.asks for one in tried.unclear} == {
        "late.csv": "dates",
        "notes.txt": "",
        "what.csv": "kind",
    }
    held = apply_files(store, tried, PLANNER)
    assert not held.applied
    assert list_imports(store) == []
    done = apply_files(store, tried, PLANNER, keep_going=True)
    assert done.applied
    assert len(list_imports(store)) == len(done.files) == 5


def test_an_answer_for_all_files_is_used_where_one_asks(store: Store, tmp_path: Path) -> None:
    files = folder(tmp_path, {name: UNCLEAR[name] for name in (*FILES, "late.csv")})
    tried = judged(store, files, dates=DateOrder.DMY)
    assert tried.unclear == ()
    late = next(one for one in tried.files if one.step.kind == "po-delays")
    assert (late.step.options.dates, late.result.created) == (DateOrder.DMY, 1)
    assert next(one for one in tried.files if one.step.kind == "po-lines").step.options.dates is None


def test_a_folder_without_tables_or_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(InvalidInput, match="has no CSV, TSV, TXT or XLSX file"):
        sources_in(tmp_path)
    with pytest.raises(InvalidInput, match="is not a folder"):
        sources_in(tmp_path / "photo.jpg")
    with pytest.raises(NotFound, match="There is no folder"):
        sources_in(tmp_path / "nowhere")


def test_tables_of_adventureworks_come_in_through_their_mappings(store: Store, tmp_path: Path) -> None:
    tried = judged(store, adventure.write(tmp_path / "aw"), read_mappings(ADVENTURE))
    assert [(one.step.source.name, one.step.kind, one.result.created) for one in tried.files] == [
        ("Vendor.csv", "suppliers", 2),
        ("Product.csv", "products", 2),
        ("ProductInventory.csv", "locations", 2),
        ("PurchaseOrderDetail.csv", "po-lines", 3),
        ("ProductInventory.csv", "stock", 3),
        ("ProductVendor.csv", "offers", 2),
    ]
    assert tried.passed == (("PurchaseOrderHeader.csv", "joined to PurchaseOrderDetail.csv"),)
    assert tried.totals.rejected == 0
    done = apply_files(store, tried, PLANNER)
    assert check(store) == ()
    lines = export_kind(store, "po-lines", PLANNER)
    cells = [dict(zip(lines.columns, row, strict=True)) for row in lines.rows]
    assert [(one["po_number"], one["supplier"], one["ordered"], one["received"]) for one in cells] == [
        ("1", "1580", 4, 3),
        ("2", "1496", 3, 3),
        ("2", "1496", 3, 1),
    ]
    assert done.totals == tried.totals


def test_lines_without_their_head_and_heads_at_odds_are_told(store: Store, tmp_path: Path) -> None:
    heads = adventure.TABLES["PurchaseOrderHeader"]
    mappings = read_mappings(ADVENTURE)
    files = adventure.write(tmp_path / "aw", PurchaseOrderHeader=heads[:1])
    (lines,) = [one for one in judged(store, files, mappings).files if one.step.kind == "po-lines"]
    assert (lines.result.created, lines.result.rejected) == (1, 2)
    assert [(row.line, row.reason) for row in lines.result.rejections] == [
        (2, "no row of the file that is joined to it goes with it"),
        (3, "no row of the file that is joined to it goes with it"),
    ]
    adventure.write(files, PurchaseOrderHeader=(*heads, heads[0].replace("|1580|", "|1496|")))
    (odd,) = judged(store, files, mappings).unclear
    assert odd.reason == (
        "PurchaseOrderHeader.csv has rows that say different things about PurchaseOrderID 1: keep one"
    )
    (files / "PurchaseOrderHeader.csv").unlink()
    (alone,) = judged(store, files, mappings).unclear
    assert "joins it to one file PurchaseOrderHeader.csv, but there is none" in alone.reason


def test_a_text_given_for_every_row_counts_as_a_column(store: Store, tmp_path: Path) -> None:
    mappings = mappings_from_toml(
        '[[file]]\nfile = "*.csv"\nkind = "customers"\nmap = {code = "A", name = "B"}\ngiven = {tier = "vip"}'
    )
    tried = judged(store, folder(tmp_path, {"x.csv": "A,B\n1,Metro\n2,Premium\n"}), mappings)
    apply_files(store, tried, PLANNER)
    with store.read() as reader:
        assert [row[:3] for row in reader.rows("all_customers")] == [
            ("1", "Metro", Tier.VIP),
            ("2", "Premium", Tier.VIP),
        ]


def test_files_are_left_out_by_their_names(store: Store, tmp_path: Path) -> None:
    files = folder(tmp_path, {"items.csv": FILES["items.csv"], "Read me.txt": "words\n"})
    tried = judged(store, files, mappings_from_toml('leave_out = ["read*"]'))
    assert tried.unclear == ()
    assert tried.passed == (("Read me.txt", "left out by the mappings"),)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("file = [", "not TOML"),
        ('[[file]]\nkind = "cats"\nfile = "a*"', "file 1 (a*): 'cats' is not a kind of file"),
        ('[[file]]\nkind = "stock"', "it says of no file"),
        ('[[file]]\nfile = "a"\nkind = "stock"\nmapp = {}', "file 1 (a), mapp: there is no such setting"),
        ('[[file]]\nfile = "a"\nkind = "stock"\nmap = {colour = "x"}', "'colour' is no field of stock"),
        (
            '[[file]]\nfile = "a"\nkind = "stock"\nheader = false',
            "header = false and columns belong together",
        ),
        (
            '[[file]]\nfile = "a"\nkind = "stock"\nheader = false\ncolumns = ["x"]\nmap = {product = "y"}',
            "there is no column 'y': choose from x",
        ),
        ('[[file]]\nfile = "a"\nkind = "stock"\ndates = "dym"', "file 1 (a), dates: input should be 'dmy'"),
        (
            '[[file]]\nfile = "a"\nkind = "stock"\n[[file.join]]\nfile = "b"\ntake = ["x"]',
            "file 1 (a), join 1, on: field required",
        ),
        ('[[file]]\nfile = "a"\nkind = "stock"\nmap = {product = "x"}\ngiven = {product = "y"}', "keep one"),
    ],
)
def test_wrong_mappings_are_refused_in_one_sentence(toml: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        mappings_from_toml(toml)
    assert said in refused.value.sentence


def test_remembered_mappings_are_taken_out_and_serve_another_store(store: Store, tmp_path: Path) -> None:
    headers = ["Nr", "Wer", "Ort"]
    remember_mapping(store, "customers", headers, {"code": "Nr", "name": "Wer", "tier": ""}, PLANNER)
    text = mappings_to_toml(remembered_mappings(store))
    again = mappings_from_toml(text)
    assert header_key(again.file[0].headers) == header_key(headers)
    other = open_store(str(tmp_path / "other.duckdb"))
    files = folder(tmp_path, {"x.csv": "Nr,Wer,Ort\n1,Metro,Bern\n", "items.csv": FILES["items.csv"]})
    tried = judged(other, files, again)
    assert [(one.step.kind, one.result.created) for one in tried.files] == [("products", 2), ("customers", 1)]
    assert [one.step.kind for one in judged(store, files).files] == ["products", "customers"]
    other.close()


def test_the_command_tries_a_folder_without_a_store_and_loads_it(tmp_path: Path) -> None:
    files, path = folder(tmp_path, FILES), tmp_path / "store.duckdb"
    tried = run(
        "import", "folder", str(files), "--dry-run", "--format", "json", "--as-of", "2025-01-28", store=path
    )
    assert (tried.code, path.exists()) == (0, False)
    assert tried.json["order"][0] == "who delivers.csv"
    assert [one["import_id"] for one in tried.json["files"]] == [None] * 5
    done = run("import", "folder", str(files), "--as-of", "2025-01-28", store=path)
    assert done.code == 0, done.err
    assert "Missing" in done.out
    shutil.copy(files / "items.csv", files / "again.csv")
    (files / "what.csv").write_text(UNCLEAR["what.csv"])
    held = run("import", "folder", str(files), "--format", "json", "--missing", "keep", store=path)
    assert held.code == 2
    assert held.err.count("\n") == 1
    assert "Nothing was applied, 1 file is not clear" in held.err
    assert held.json["applied"] is False
    assert held.json["totals"]["unchanged"] == 8


def test_options_of_one_file_and_of_a_folder_are_not_mixed(tmp_path: Path) -> None:
    folder(tmp_path, FILES)
    one = run("import", "folder", str(tmp_path / "files"), "--map", "a=b", store=tmp_path / "s.duckdb")
    assert (one.code, "--map belongs to one file" in one.err) == (2, True)
    other = run("import", "stock", str(tmp_path / "files"), "--keep-going", store=tmp_path / "s.duckdb")
    assert (other.code, "--keep-going belongs to a folder" in other.err) == (2, True)


def test_a_file_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / os.fsdecode(b"suppliers-caf\xe9.csv")).write_text("supplier code,supplier name\nV1,Acme\n")
    (source,) = sources_in(folder)
    assert source.name == "suppliers-caf?.csv"
    assert source.path.exists()
