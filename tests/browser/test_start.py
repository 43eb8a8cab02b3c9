"""A company with its own files, from the first visit of an empty store to its command centre."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backorder_core.delivery.kinds import template
from backorder_core.domain.kinds import KINDS
from tests.browser.conftest import serving
from tests.browser.steps import follow, press, settle, totals, visit
from tests.templates import Templates

pytestmark = pytest.mark.browser


def test_a_folder_of_files_becomes_the_first_command_centre(
    templates: Templates, tmp_path: Path, page: Page
) -> None:
    folder = tmp_path / "our files"
    folder.mkdir()
    for place, (kind, contract) in enumerate(KINDS.items()):
        form = ("csv", "xlsx")[place % 2]
        (folder / f"{kind}.{form}").write_bytes(template(contract, form))
    (folder / "read me.pdf").write_bytes(b"%PDF-1.7 nothing of ours")
    with serving(templates.copy(tmp_path / "own.duckdb", "empty")) as app:
        visit(page, f"{app.url}/?as_of=2025-01-28")
        press(page, "Start on this machine, without signing in")
        expect(page.locator("h1")).to_have_text("Start with your data")
        expect(page.get_by_text("Load what is needed first:")).to_be_visible()
        page.get_by_text("A whole folder").click()
        settle(page)
        page.locator('input[type="file"]').set_input_files(folder)
        press(page, "Apply 12 files: 12 rows")
        expect(page.get_by_text("The command centre is ready.")).to_be_visible()
        follow(page, "Open the command centre")
        expect(page.locator("h1")).to_have_text("Backorder command centre")
        # 70 units are open on the PO line, 50 of them promised: what came before went to nobody.
        assert totals(page) == (1, 25_000)
        follow(page, "Start with your data")
        expect(page.get_by_text("12 kinds of 12 loaded")).to_be_visible()
        with page.expect_download() as download:
            press(page, "Template XLSX")
        assert download.value.suggested_filename == "suppliers.xlsx"
