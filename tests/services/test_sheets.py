"""Pages to print: the sheet of one backorder, and what all of them share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from backorder_core.delivery.digests import as_html
from backorder_core.delivery.sheets import MOST_ROWS, backorder_html
from backorder_core.domain.errors import NotFound
from backorder_core.services.reviews import Period, digest
from backorder_core.services.sheets import sheet_of
from backorder_core.store import Store
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, TODAY, SmallCompany


def test_the_sheet_of_a_backorder_says_what_its_page_says(short: SmallCompany) -> None:
    document = sheet_of(short.store, "BO-2025-0001", TODAY)
    page = backorder_html(document)
    for said in ("BO-2025-0001", "as of 2025-01-28", "35,000.00", "Machine breakdown", "Metro Manufacturing"):
        assert said in page
    assert "No plan was chosen." in page
    assert "level_reason" not in page
    assert page.count("<thead>") == 5


def test_foreign_text_on_a_sheet_runs_nothing(store: Store, tmp_path: Path) -> None:
    company = BusyCompany(store, tmp_path)
    company.short("PO-1", created=CREATED, eta=date(2025, 2, 1), why="<script>alert(1)</script>")
    page = backorder_html(sheet_of(store, "BO-2025-0001", TODAY))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_long_lists_are_cut_and_the_sheet_says_so(short: SmallCompany) -> None:
    document = sheet_of(short.store, "BO-2025-0001", TODAY)
    many = {**document, "affected": document["affected"] * MOST_ROWS}
    assert f"{len(many['affected']) - MOST_ROWS} more order lines wait." in backorder_html(many)


def test_an_unknown_backorder_has_no_sheet(store: Store) -> None:
    with pytest.raises(NotFound):
        sheet_of(store, "BO-2025-0009", TODAY)


def test_every_page_prints_light_with_repeated_heads_and_numbered_pages(short: SmallCompany) -> None:
    pages = (
        backorder_html(sheet_of(short.store, "BO-2025-0001", TODAY)),
        as_html(digest(short.store, Period.WEEKLY, TODAY)),
    )
    for page in pages:
        assert "counter(page)" in page
        assert re.search(r"thead \{ display: table-header-group; \}", page)
        assert re.search(r"As of 2025-01-2\d", page)
        assert re.search(r"<thead>\s*<tr>", page)
