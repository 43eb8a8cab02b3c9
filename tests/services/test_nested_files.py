"""Lines under their order: what the order's first row says holds for the others, where somebody says so."""

from __future__ import annotations

import pytest

from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.values import Outcome
from backorder_core.services.imports import ImportOptions, preview_file, preview_rows
from tests.small_company import TODAY, SmallCompany

ODOO = """"Order Reference","Vendor","Order Lines/Product","Order Lines/Quantity","Due Date"
"P00012","Azure Interior","E-COM07","10.0","2025-12-15 12:00:00"
"","","FURN_7777","5.0","2025-12-20 12:00:00"
"P00013","Wood Corner","FURN_0096","7.0","2025-12-18 12:00:00"
"","","E-COM07","1.0","2025-12-19 12:00:00"
"","","","8.0",""
"""
PRODUCT = "Order Lines/Product"
MAPPED = {"po_line": PRODUCT, "product": PRODUCT}
SLIP = "po_number,po_line,supplier,product,ordered,original_due\n"


def judged(
    company: SmallCompany, text: str, blanks: str | None = None, **mapping: str
) -> list[tuple[Outcome, str, str]]:
    path = company.folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    answers = {"blanks": blanks} if blanks else {}
    options = ImportOptions(with_lines=True, mapping=mapping, answers=answers)
    preview = preview_file(company.store, "po-lines", path, path.name, TODAY, options)
    rows = preview_rows(company.store, preview)
    return [(row.outcome, row.said.get("po_number", ""), row.said.get("supplier", "")) for row in rows]


def test_lines_under_their_order_are_asked_about(company: SmallCompany) -> None:
    with pytest.raises(NeedsAnswer) as asked:
        judged(company, ODOO, **MAPPED)
    assert asked.value.sentence == (
        "2 rows lack 'Order Reference' and 'Vendor', the first on line 3, as where lines stand under "
        "their order: say whether the row above holds for them with --blanks above or --blanks reject."
    )
    assert (asked.value.field, list(asked.value.choices)) == ("blanks", ["above", "reject"])


def test_what_stands_above_holds_for_lines_and_for_no_total(company: SmallCompany) -> None:
    assert judged(company, ODOO, "above", **MAPPED) == [
        (Outcome.CREATED, "P00012", "Azure Interior"),
        (Outcome.CREATED, "P00012", "Azure Interior"),
        (Outcome.CREATED, "P00013", "Wood Corner"),
        (Outcome.CREATED, "P00013", "Wood Corner"),
        (Outcome.REJECTED, "", ""),
    ]


def test_or_they_are_rejected(company: SmallCompany) -> None:
    outcomes = [outcome for outcome, _, _ in judged(company, ODOO, "reject", **MAPPED)]
    created, rejected = Outcome.CREATED, Outcome.REJECTED
    assert outcomes == [created, rejected, created, rejected, rejected]


def test_what_only_some_lines_lack_is_not_taken_from_above(company: SmallCompany) -> None:
    text = f"{SLIP}P1,10,ABC,A,5,2025-12-01\n,20,,B,5,\n,30,,C,5,2025-12-03\n"
    first, second, _ = judged(company, text, "above")
    assert (first[0], second) == (Outcome.CREATED, (Outcome.REJECTED, "P1", "ABC"))


def test_a_slip_among_many_rows_is_rejected_without_a_question(company: SmallCompany) -> None:
    many = "".join(f"P1,{line},ABC,A,5,2025-12-01\n" for line in range(1, 30))
    outcomes = [outcome for outcome, _, _ in judged(company, f"{SLIP}{many},30,,A,5,2025-12-01\n")]
    assert outcomes == [Outcome.CREATED] * 29 + [Outcome.REJECTED]


def test_lines_without_a_number_are_told_apart_by_their_product(company: SmallCompany) -> None:
    text = ODOO.replace("Order Lines/Product", "Product Code")
    with pytest.raises(NeedsAnswer) as asked:
        judged(company, text)
    assert asked.value.sentence.endswith(
        "; where lines have no number, their product tells them apart: "
        '--map po_line="Product Code" --map product="Product Code".'
    )
