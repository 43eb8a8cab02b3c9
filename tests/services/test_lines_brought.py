"""A delay file that carries supplier, product and first promise may bring the lines that it speaks of."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services.checks import check
from backorder_core.services.imports import (
    ImportOptions,
    ImportResult,
    apply_file,
    mapping_of,
    preview_file,
    preview_rows,
    undo_import,
)
from tests.small_company import PLANNER, TODAY, SmallCompany

D = Decimal
BRING = ImportOptions(with_lines=True)
HEAD = (
    "po_number,po_line,new_eta,reason,quantity,supplier,supplier_name,product,product_name,unit_cost,"
    "order_date,original_due"
)
LATE = "B-1,010,2025-03-01,Strike,40,XYZ,Xyz Works,NEW-1,Brand new,12.50,2025-01-02,2025-02-01"
ON_TIME = "B-2,10,2025-02-01,,7,ABC,,CM-500,,,,2025-02-01"


def file(company: SmallCompany, *rows: str, head: str = HEAD) -> Path:
    path = company.folder / "brought.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def applied(company: SmallCompany, *rows: str, options: ImportOptions = BRING) -> ImportResult:
    path = file(company, *rows)
    result = apply_file(company.store, "po-delays", path, path.name, TODAY, options, PLANNER)
    assert check(company.store) == ()
    return result


def ends(company: SmallCompany, *rows: str, head: str = HEAD) -> list[tuple[Outcome, str | None, str]]:
    path = file(company, *rows, head=head)
    preview = preview_file(company.store, "po-delays", path, path.name, TODAY, BRING)
    return [(row.outcome, row.column, row.reason) for row in preview_rows(company.store, preview)]


def lines(company: SmallCompany) -> dict[str, tuple[object, ...]]:
    with company.store.read() as reader:
        return {row[0]: row[1:] for row in reader.rows("all_po_lines")}


def test_the_rows_bring_lines_suppliers_and_products_and_the_delay_is_noted(company: SmallCompany) -> None:
    path = file(company, LATE, ON_TIME)
    preview = preview_file(company.store, "po-delays", path, path.name, TODAY, BRING)
    told = "Brings 2 PO lines, 1 supplier and 1 product that the store does not know."
    assert preview.notes == (told,)
    result = applied(company, LATE, ON_TIME)
    assert (result.rows, result.not_needed, result.notes) == (2, 2, (told,))
    found = lines(company)
    assert set(found) == {"B-1", "B-2"}
    assert found["B-1"][:4] == ("010", "XYZ", "NEW-1", D(40))
    assert [str(one) for one in found["B-1"] if "2025" in str(one)] == [
        *("2025-01-02", "2025-02-01", "2025-03-01"),
    ]


def test_the_undo_takes_the_lines_back_and_the_same_file_may_come_again(company: SmallCompany) -> None:
    result = applied(company, LATE, ON_TIME)
    undo_import(company.store, result.import_id or 0, PLANNER)
    assert check(company.store) == ()
    assert lines(company) == {}
    assert applied(company, LATE, ON_TIME).not_needed == 2


def test_a_second_file_knows_the_lines(company: SmallCompany) -> None:
    applied(company, LATE)
    assert applied(company, LATE).unchanged == 1
    assert lines(company)["B-1"][3] == D(40)


def test_brought_lines_serve_customers_who_wait_by_rule(company: SmallCompany) -> None:
    path = company.folder / "orders.csv"
    path.write_text(
        "order_number,order_line,customer,product,quantity,unit_price,need_date\n"
        "SO-1,1,C-METRO,CM-500,5,100,2025-02-12\n",
        encoding="utf-8",
    )
    apply_file(company.store, "order-lines", path, path.name, TODAY, None, PLANNER)
    late = "B-3,10,2025-03-01,Strike,40,ABC,,CM-500,,12,2025-01-02,2025-02-01"
    assert applied(company, late).notes[-1] == "1 of these PO lines is late already and made a backorder."


REFUSED = [
    ("product", LATE.replace("NEW-1", ""), "'product' is empty or no column of the file"),
    ("original_due", LATE.replace("2025-02-01", ""), "'original_due' is empty or no column of the file"),
    ("ordered", LATE.replace(",40,", ",,"), "neither 'ordered' nor 'quantity' says how many units it has"),
    ("original_due", LATE.replace("2025-01-02", "2025-02-03"), "2025-02-01 is before its order date"),
    ("unit_cost", LATE.replace("12.50", "a lot"), "'a lot'"),
]


@pytest.mark.parametrize(("column", "row", "why"), REFUSED)
def test_a_row_that_cannot_bring_its_line_says_what_it_lacks(
    company: SmallCompany, column: str, row: str, why: str
) -> None:
    ((outcome, at, reason),) = ends(company, row)
    assert (outcome, at) == (Outcome.REJECTED, column)
    assert reason.startswith("no PO line B-1 / 010 in the store, and the row cannot bring it: ")
    assert why in reason


def test_two_rows_of_a_new_line_agree_or_are_both_named(company: SmallCompany) -> None:
    same, other = LATE, LATE.replace("2025-03-01", "2025-03-09")
    assert [one[0] for one in ends(company, LATE, same)] == [Outcome.NOT_NEEDED, Outcome.UNCHANGED]
    both = ends(company, LATE, other)
    assert [one[0] for one in both] == [Outcome.REJECTED, Outcome.REJECTED]
    assert "line 2 and line 3 say different things about B-1 / 010" in both[0][2]


def test_without_with_lines_nothing_is_brought_and_their_columns_do_not_matter(company: SmallCompany) -> None:
    row = LATE.replace("12.50", "a lot")
    result = applied(company, row, options=ImportOptions())
    assert (result.rejected, lines(company)) == (1, {})
    assert result.rejections[0].reason == "no PO line B-1 / 010 in the store: load its purchase order first"


def test_a_column_for_lines_is_asked_for_together_with_them(company: SmallCompany) -> None:
    with pytest.raises(InvalidInput, match="'product' belongs to PO lines that"):
        applied(company, LATE, options=ImportOptions(mapping={"product": "product"}))


def test_fields_may_be_called_by_their_words() -> None:
    said = mapping_of(PO_DELAYS, ("price=Unit Price", "vendor=Vendor", "new_eta=Delivered"), "--map")
    assert said == {"unit_cost": "Unit Price", "supplier": "Vendor", "new_eta": "Delivered"}
    with pytest.raises(InvalidInput, match="--map colour=C is not FIELD=HEADER"):
        mapping_of(PO_DELAYS, ("colour=C",), "--map")
