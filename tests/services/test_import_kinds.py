"""Files of every kind: what a row makes, changes, leaves alone or is refused for; applied, and taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backorder_core.domain.errors import Conflict, InvalidInput, NeedsAnswer
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.readings import DecimalSign
from backorder_core.domain.values import Outcome
from backorder_core.services.checks import check
from backorder_core.services.imports import (
    ImportOptions,
    ImportResult,
    apply_file,
    list_imports,
    preview_file,
    preview_rows,
    undo_import,
)
from backorder_core.store import Store
from tests.small_company import PLANNER, SmallCompany

DAY = date(2025, 1, 28)


def file(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def apply(
    store: Store, folder: Path, kind: str, text: str, options: ImportOptions | None = None
) -> ImportResult:
    return apply_file(store, kind, file(folder, text), f"{kind}.csv", DAY, options, PLANNER)


def verdicts(store: Store, folder: Path, kind: str, text: str) -> list[tuple[Outcome, str | None, str]]:
    preview = preview_file(store, kind, file(folder, text), "f.csv", DAY)
    rows = preview_rows(store, preview)
    counts = preview.counts
    assert counts.rows == len(rows)
    assert counts.rows == sum(getattr(counts, one.key) for one in Outcome)
    return [(row.outcome, row.column, row.reason) for row in rows]


def held(store: Store, statement: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return reader.rows(statement)


def test_suppliers_are_made_changed_and_taken_back(store: Store, tmp_path: Path) -> None:
    first = apply(store, tmp_path, "suppliers", "code,name,buyer\nV1,Acme,Pat\nV2,Beta,\n")
    assert (first.rows, first.created, first.rejected) == (2, 2, 0)
    second = apply(store, tmp_path, "suppliers", "code,name\nV1,Acme Ltd\nV2,Beta\nV3,Gamma\n")
    assert (second.created, second.updated, second.unchanged) == (1, 1, 1)
    assert held(store, "all_suppliers") == [
        ("V1", "Acme Ltd", "Pat"),
        ("V2", "Beta", ""),
        ("V3", "Gamma", ""),
    ]
    assert second.import_id is not None
    assert first.import_id is not None
    undo_import(store, second.import_id, PLANNER)
    assert held(store, "all_suppliers") == [("V1", "Acme", "Pat"), ("V2", "Beta", "")]
    undo_import(store, first.import_id, PLANNER)
    assert held(store, "all_suppliers") == []
    assert check(store) == ()


def test_a_blank_of_any_kind_around_a_cell_is_none_of_it(store: Store, tmp_path: Path) -> None:
    blanks = [sign for sign in map(chr, range(0x3001)) if sign.isspace() and sign not in "\r\n"]
    rows = [f'"{sign}V{place}{sign}","{sign}Acme{sign}"' for place, sign in enumerate(blanks)]
    apply(store, tmp_path, "suppliers", "\n".join(["code,name", *rows]) + "\n")
    codes = {row[0] for row in held(store, "all_suppliers")}
    assert codes == {f"V{place}" for place in range(len(blanks))}
    line = "PO-1\x85,\u20281,V0,P1,5,2025-01-20,2025-01-28"
    apply(store, tmp_path, "products", "code,name\nP1,One\n")
    apply(
        store,
        tmp_path,
        "po-lines",
        f"po_number,po_line,supplier,product,ordered,order_date,original_due\n{line}\n",
    )
    incident = "Q1,V0,2025-01-15,Cracked,PO-1\x85,\u20281"
    noted = apply(
        store, tmp_path, "quality", f"code,supplier,occurred_on,description,po_number,po_line\n{incident}\n"
    )
    assert noted.created == 1


def test_a_record_that_is_used_by_now_is_not_taken_back(store: Store, tmp_path: Path) -> None:
    apply(store, tmp_path, "products", "code,name\nP1,Pump\n")
    apply(store, tmp_path, "locations", "code,name\nWEST,\n")
    made = list_imports(store)
    apply(store, tmp_path, "stock", "location,product,on_hand\nWEST,P1,5\n")
    stock = list_imports(store)[0]
    undo_import(store, stock.import_id, PLANNER)
    assert held(store, "all_stock") == []
    company = SmallCompany(store, tmp_path)
    company.po_line("PO-1")
    apply(store, tmp_path, "products", "code,name\nCM-500,Renamed\nP9,New\n")
    undo_import(store, list_imports(store)[0].import_id, PLANNER)
    assert len(made) == 2


def test_what_people_use_since_keeps_an_import_from_being_undone(store: Store, tmp_path: Path) -> None:
    made = apply(store, tmp_path, "suppliers", "code,name\nABC,Acme\n")
    SmallCompany(store, tmp_path).po_line("PO-1")
    assert made.import_id is not None
    with pytest.raises(Conflict, match="cannot be undone: supplier ABC"):
        undo_import(store, made.import_id, PLANNER)


def test_rows_are_refused_with_the_column_and_the_reason(store: Store, tmp_path: Path) -> None:
    apply(store, tmp_path, "products", "code,name\nP1,Pump\n")
    apply(store, tmp_path, "locations", "code,name\nWEST,West\n")
    found = verdicts(
        store,
        tmp_path,
        "stock",
        "location,product,on_hand,promised\nWEST,P1,5,9\nNOWHERE,P1,5,0\nWEST,,5,0\nWEST,P9,5,0\nWEST,P1,-1,0\n"
        "WEST,P1,many,0\nWEST,1.447296e+09,5,0\nWEST,P1\n",
    )
    assert [one[:2] for one in found] == [
        (Outcome.REJECTED, "promised"),
        (Outcome.REJECTED, "location"),
        (Outcome.REJECTED, "product"),
        (Outcome.REJECTED, "product"),
        (Outcome.REJECTED, "on_hand"),
        (Outcome.REJECTED, "on_hand"),
        (Outcome.REJECTED, "product"),
        (Outcome.REJECTED, None),
    ]
    assert found[1][2] == "no location NOWHERE in the store: load locations first"
    assert "spreadsheet" in found[6][2]


def test_a_column_that_only_may_be_a_code_counts_where_its_cells_are_codes(
    store: Store, tmp_path: Path
) -> None:
    head = "Customer No.,Name,Customer Group\n"
    path = file(tmp_path, f"{head}C1,One,01\nC2,Two,Retail\n")
    preview = preview_file(store, "customers", path, "f.csv", DAY)
    assert preview.notes == ("“Customer Group” holds nothing that is known as a tier: left out.",)
    assert (preview.counts.created, "tier" in preview.case.mapping) == (2, False)
    found = verdicts(store, tmp_path, "customers", f"{head}C1,One,Gold\nC2,Two,Retail\n")
    assert [one[:2] for one in found] == [(Outcome.CREATED, None), (Outcome.REJECTED, "tier")]
    found = verdicts(store, tmp_path, "customers", "Customer No.,Name,Tier\nC1,One,Retail\n")
    assert found[0][:2] == (Outcome.REJECTED, "tier")
    said = ImportOptions(mapping={"tier": "Customer Group"})
    path = file(tmp_path, f"{head}C1,One,01\nC2,Two,Retail\n")
    preview = preview_file(store, "customers", path, "f.csv", DAY, said)
    assert (preview.notes, preview.counts.rejected) == ((), 2)


def test_a_record_twice_in_a_file_is_the_same_or_refused_with_both_lines(
    store: Store, tmp_path: Path
) -> None:
    found = verdicts(store, tmp_path, "suppliers", "code,name\nV1,Acme\nV1,Acme\nV2,Beta\nV2,Better\n")
    assert [one[0] for one in found] == [
        Outcome.CREATED,
        Outcome.UNCHANGED,
        Outcome.REJECTED,
        Outcome.REJECTED,
    ]
    assert found[1][2] == "the same as line 2"
    assert found[2][2] == "line 4 and line 5 say different things about V2: keep one"


def test_offers_need_their_source_and_get_a_code_where_they_have_none(store: Store, tmp_path: Path) -> None:
    apply(store, tmp_path, "products", "code,name\nP1,Pump\nP2,Pump 2\n")
    apply(store, tmp_path, "suppliers", "code,name\nV1,Acme\n")
    head = "product,supplier,substitute,available,lead_days,unit_cost\n"
    text = f"{head}P1,V1,,50,5,1.25\nP1,V1,P2,9,1,0\nP1,,,5,5,1\n"
    made = apply(store, tmp_path, "offers", text)
    assert (made.created, made.rejected) == (2, 1)
    assert [row[0] for row in held(store, "all_offers")] == ["ALT-P1-V1", "SUB-P1-V1-P2"]
    assert apply(store, tmp_path, "offers", text).unchanged == 2
    assert made.rejections[0].column == "supplier"


def test_an_order_line_is_not_cut_below_what_is_allocated_to_it(
    company: SmallCompany, tmp_path: Path
) -> None:
    company.chapter_shortage()
    head = "order_number,order_line,customer,product,quantity,unit_price,need_date\n"
    text = head + "SO-1,1,C-METRO,CM-500,40,500,2025-01-27\nSO-2,001,C-INDUS,CM-500,20,600,2025-01-29\n"
    found = verdicts(company.store, tmp_path, "order-lines", text)
    assert found[0] == (Outcome.REJECTED, "quantity", "40 units are fewer than the 50 allocated to it")
    assert found[1][0] is Outcome.UPDATED
    assert found[1][2] == "Unit price 500 → 600, Need date 2025-01-27 → 2025-01-29"


def test_an_ambiguous_decimal_is_asked_and_never_assumed(store: Store, tmp_path: Path) -> None:
    apply(store, tmp_path, "products", "code,name\nP1,Pump\n")
    apply(store, tmp_path, "locations", "code,name\nWEST,\n")
    text = "location,product,on_hand\nWEST,P1,6.395\n"
    with pytest.raises(NeedsAnswer, match=r"'on_hand'.*'6\.395', line 2.*--decimal point or --decimal comma"):
        apply(store, tmp_path, "stock", text)
    apply(store, tmp_path, "stock", text, ImportOptions(decimal=DecimalSign.COMMA))
    assert str(held(store, "all_stock")[0][2]) == "6395.000"


def test_an_unknown_kind_or_field_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(
        InvalidInput, match="'vendors' is not a kind of file: choose one of suppliers, products"
    ):
        apply(store, tmp_path, "vendors", "code,name\nV1,Acme\n")
    with pytest.raises(InvalidInput, match="'colour' is no field of suppliers"):
        apply(store, tmp_path, "suppliers", "code,name\nV1,A\n", ImportOptions(mapping={"colour": "name"}))


def test_every_kind_refers_to_kinds_that_can_be_loaded_before_it() -> None:
    order = list(KINDS)
    for kind, contract in KINDS.items():
        assert all(order.index(one.kind) < order.index(kind) for one in contract.references), kind
        assert all(contract.field(name).required or kind in ("offers", "receipts") for name in contract.keys)


def test_only_the_open_po_report_brings_names_along(store: Store, tmp_path: Path) -> None:
    with pytest.raises(
        InvalidInput, match="A file of stock brings no PO lines along: import them as po-lines first"
    ):
        apply(
            store, tmp_path, "stock", "location,product,on_hand\nWEST,P1,5\n", ImportOptions(with_lines=True)
        )
