"""Headings, totals and headers printed again are told from records; a record is never called one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.rows import not_a_record

HEADERS = ("PO", "Line", "Vendor", "Due date", "Qty (1)", "Qty (2)")
NEEDED = (0, 1)
GROUP = "it is a heading of a group, not a record"
TOTAL = "it is a total, not a record"
REPEATED = "it repeats the header, it is not a record"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("Vendor: ACME", "", "", "", "", ""), GROUP),
        (("Vendor:", "ACME", "", "", "", ""), None),
        (("Vendor:", "", "ACME", "", "", ""), GROUP),
        (("", "", "ACME Ltd.", "", "", ""), GROUP),
        (("", "", "ACME", "", "", ""), GROUP),
        (("Plant 1000", "", "", "", "", ""), GROUP),
        (("Lieferant 4711 Müller GmbH", "", "", "", "", ""), GROUP),
        (("PO-1", "", "", "", "", ""), None),
        (("4500012345", "", "", "", "", ""), None),
        (("Total", "", "", "", "70", "80"), TOTAL),
        (("", "", "Total:", "", "70", ""), TOTAL),
        (("", "", "", "Summe", "70", ""), TOTAL),
        (("Toplam", "", "", "", "70", ""), TOTAL),
        (("Genel Toplam", "", "", "", "70", ""), TOTAL),
        (("ARA TOPLAM", "", "", "", "70", ""), TOTAL),
        (("Gesamt", "", "", "", "70", ""), TOTAL),
        (("Gesamtsumme", "", "", "", "70", ""), TOTAL),
        (("Zwischensumme ACME", "", "", "", "70", ""), TOTAL),
        (("Total général", "", "", "", "70", ""), TOTAL),
        (("Sous-total", "", "", "", "70", ""), TOTAL),
        (("Suma", "", "", "", "70", ""), TOTAL),
        (("Total general", "", "", "", "70", ""), TOTAL),
        (("Subtotal", "", "", "", "70", ""), TOTAL),
        (("Grand total for ACME", "", "", "", "70", ""), TOTAL),
        (("Total ACME", "", "", "", "", ""), TOTAL),
        (("Totally Parts Ltd", "", "", "", "", ""), GROUP),
        (("Summer parts", "", "", "", "", ""), GROUP),
        (("-----", "----", "---", "", "", ""), "it is a ruled line, not a record"),
        (("", "", "", "", "======", "======"), "it is a ruled line, not a record"),
        (("Page 2 of 9", "", "", "", "", ""), "it is a line of the printed page, not a record"),
        (("Seite 2", "", "", "", "", ""), "it is a line of the printed page, not a record"),
        (("*** End of report ***", "", "", "", "", ""), "it is a line of the printed page, not a record"),
        (("1,204 rows", "", "", "", "", ""), GROUP),
        (("\ufeff", "\u200b", "", " ", "", ""), "it is empty, not a record"),
        (HEADERS, REPEATED),
        (("po", " LINE ", "vendor", "Due  Date", "Qty", "Qty"), REPEATED),
        (("\ufeffPO", "Line", "Vendor", "Due date", "Qty", "Qty"), REPEATED),
        (("PO", "Line", "ACME", "Due date", "Qty", "Qty"), None),
        (("PO", "Line", "", "", "", ""), None),
        (("-", "-", "", "", "", ""), None),
        (("PO-1", "10", "Total", "", "", ""), None),
        (("Total", "10", "", "", "", ""), None),
        (("Vendor: ACME", "10", "", "", "", ""), None),
        (("", "10", "ACME", "2025-02-15", "5", "6"), None),
        (("PO-1", "", "ACME", "2025-02-15", "5", "6"), None),
        (("PO-1", "", "Total Parts Inc", "2025-02-15", "5", "6"), None),
    ],
)
def test_a_row_is_told_for_what_it_is(row: tuple[str, ...], why: str | None) -> None:
    assert not_a_record(row, NEEDED, HEADERS) == why


def test_a_short_row_is_judged_by_the_cells_that_it_has() -> None:
    assert not_a_record(("Vendor: ACME",), NEEDED, HEADERS) == GROUP
    assert not_a_record(("Total", "70"), (0, 3), HEADERS) == TOTAL
    assert not_a_record(("PO", "Line"), NEEDED, HEADERS) is None


def test_without_headers_nothing_repeats_them() -> None:
    assert not_a_record(HEADERS, NEEDED) is None


CELL = st.text(max_size=8) | st.sampled_from(["Total", "Summe:", "Vendor: ACME", "---", "Page 2", ""])


@given(st.lists(CELL, min_size=6, max_size=6), st.sets(st.integers(0, 5), min_size=1))
def test_a_row_with_every_needed_cell_is_always_a_record(row: list[str], needed: set[int]) -> None:
    full = [text if place not in needed else f"{text}x" for place, text in enumerate(row)]
    assert not_a_record(full, sorted(needed), HEADERS) is None
