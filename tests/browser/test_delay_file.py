"""The main job in a real browser: a supplier's file in, the command centre moves, undo, it moves back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backorder_core.domain.values import Actor, Outcome
from backorder_core.services import backorders, imports, reports
from backorder_core.store import Store
from pages.parts.format import money
from tests.browser.conftest import LiveApp
from tests.browser.steps import figure, follow, press, settle, totals, upload, visit

pytestmark = pytest.mark.browser

TODAY = date(2025, 1, 28)
SAMPLE = Path(__file__).parent.parent.parent / "data" / "sample_po_delays_2025-01-28.csv"
HEADERS = ["po_number", "po_line", "new_eta", "reason", "quantity", "note"]


@dataclass(frozen=True)
class Chosen:
    """A delay file made from the store's own lines, and what it must do."""

    text: str
    created: str
    value: Decimal
    customer: str


def _rows_by_outcome(store: Store) -> dict[Outcome, list[str]]:
    preview = imports.preview_file(store, "po-delays", SAMPLE, SAMPLE.name, TODAY)
    found: dict[Outcome, list[str]] = {}
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        cells = dict(enumerate(csv.reader(stream), start=1))
    for row in imports.preview_rows(store, preview):
        found.setdefault(row.outcome, cells[row.line])
    imports.discard(store, preview.draft)
    return found


def _file(store: Store) -> str:
    found = _rows_by_outcome(store)
    good = found[Outcome.CREATED]
    rows = [
        good,
        found[Outcome.UNCHANGED],
        found[Outcome.NOT_NEEDED],
        ["PO-00000", "10", "2025-02-20", "no such order", "", ""],
        [found[Outcome.UPDATED][0], found[Outcome.UPDATED][1], "soon", "no date", "", ""],
        found[Outcome.REJECTED],
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADERS, *rows])
    return out.getvalue()


@pytest.fixture
def chosen(demo_store: Store, tmp_path: Path) -> Chosen:
    text = _file(demo_store)
    path = tmp_path / "delays.csv"
    path.write_text(text, encoding="utf-8")
    before = reports.command_center(demo_store, TODAY).summary
    imports.apply_file(demo_store, "po-delays", path, path.name, TODAY, None, Actor("twin"))
    after = reports.command_center(demo_store, TODAY).summary
    filters = backorders.Filters(age_to=0)
    newest = backorders.list_backorders(
        demo_store, filters, TODAY, backorders.SortKey.NUMBER, descending=True, limit=1
    ).rows[0]
    assert (after.open, after.value) == (before.open + 1, before.value + newest.value)
    return Chosen(text, newest.number, newest.value, newest.customer)


def test_a_delay_file_moves_the_command_centre_by_what_its_preview_says_and_undo_moves_it_back(
    chosen: Chosen, live_app: LiveApp, page: Page
) -> None:
    url = live_app.url
    visit(page, url)
    count, value = totals(page)

    follow(page, "Import files")
    upload(page, "monday.csv", chosen.text)
    outcomes = {
        label: figure(page, label) for label in ("Created", "Updated", "Unchanged", "Not needed", "Rejected")
    }
    assert outcomes == {"Created": "1", "Updated": "0", "Unchanged": "1", "Not needed": "1", "Rejected": "3"}
    follow(page, "Command centre")
    assert totals(page) == (count, value), "a preview writes nothing"

    follow(page, "Import files")
    upload(page, "monday.csv", chosen.text)
    press(page, "Apply this file: 6 rows")
    expect(page.get_by_text("is applied")).to_be_visible()
    follow(page, chosen.created)
    expect(page.locator("h1")).to_have_text(chosen.created)
    assert Decimal(figure(page, "Value at risk").replace("$", "").replace(",", "")) == chosen.value
    follow(page, "Command centre")
    assert totals(page) == (count + 1, value + chosen.value)

    follow(page, "Import files")
    press(page, "Undo import")
    press(page, "Yes, undo it")
    expect(page.get_by_text("is undone")).to_be_visible()
    follow(page, "Command centre")
    assert totals(page) == (count, value)


def test_rejected_rows_come_back_as_a_file_with_their_reasons(
    chosen: Chosen, live_app: LiveApp, page: Page
) -> None:
    visit(page, f"{live_app.url}/imports")
    upload(page, "monday.csv", chosen.text)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 3 rejected rows with reasons").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert rows[0] == [*HEADERS, "line", "column", "value", "why_rejected"]
    assert [row[-4] for row in rows[1:]] == ["5", "6", "7"]
    assert all(row[-1] for row in rows[1:])


def test_dates_that_could_be_read_two_ways_are_asked_about_and_never_assumed(
    chosen: Chosen, live_app: LiveApp, page: Page
) -> None:
    first, second = list(csv.reader(io.StringIO(chosen.text)))[:2]
    row = [*second[:2], "03/04/2025", *second[3:]]
    text = "\n".join([",".join(first), ",".join(f'"{cell}"' for cell in row)]) + "\n"
    visit(page, f"{live_app.url}/imports")
    upload(page, "ambiguous.csv", text)
    expect(page.get_by_text("Are the dates written day first or month first?").first).to_be_visible()
    expect(page.get_by_role("button", name="Apply this file")).to_have_count(0)
    page.get_by_text("Month first: 03/04/2025 is").click()
    settle(page)
    expect(page.get_by_text("Month first: 01/28/2025").first).to_be_visible()
    assert figure(page, "Created") == "1"


def test_a_double_click_on_apply_applies_once_and_other_windows_see_it_without_reloading(
    chosen: Chosen, live_app: LiveApp, page: Page, chromium: Browser
) -> None:
    other = chromium.new_page()
    visit(other, live_app.url)
    count, value = totals(other)
    visit(page, f"{live_app.url}/imports")
    newest = page.get_by_role("button", name="Undo import").inner_text()
    upload(page, "monday.csv", chosen.text)
    page.get_by_role("button", name="Apply this file").dblclick()
    expect(page.get_by_text("is applied")).to_be_visible()
    settle(page)
    assert _number(page.get_by_role("button", name="Undo import").inner_text()) == _number(newest) + 1
    expect(other.get_by_text(money(value + chosen.value), exact=True)).to_be_visible(timeout=40_000)
    assert totals(other) == (count + 1, value + chosen.value)
    other.close()


def test_the_same_file_again_changes_nothing_and_a_corrected_mapping_is_remembered(
    chosen: Chosen, live_app: LiveApp, page: Page
) -> None:
    text = chosen.text.replace("po_number,po_line", "Auftrag X,Zeile Y", 1)
    visit(page, f"{live_app.url}/imports")
    upload(page, "odd.csv", text)
    expect(page.get_by_text("No column of the file was recognised as PO number and PO line")).to_be_visible()
    for label, header in (("PO number (needed)", "Auftrag X"), ("PO line (needed)", "Zeile Y")):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=header).click()
    press(page, "Use these columns, and remember them")
    assert figure(page, "Created") == "1"
    press(page, "Apply this file: 6 rows")
    expect(page.get_by_text("is applied")).to_be_visible()
    upload(page, "odd.csv", text)
    expect(page.get_by_text("This very file was applied before")).to_be_visible()
    assert (figure(page, "Created"), figure(page, "Rejected")) == ("0", "3")
    expect(page.get_by_role("button", name="Apply this file")).to_have_count(0)


def _number(label: str) -> int:
    return int("".join(sign for sign in label if sign.isdigit()))


def test_a_file_of_another_kind_is_seen_applied_and_taken_back(live_app: LiveApp, page: Page) -> None:
    visit(page, f"{live_app.url}/imports?kind=Suppliers")
    upload(page, "vendors.csv", "Vendor No;Vendor Name;Buyer\nV-1;Acme;Pat\nV-2;Beta;\n;No number;\n")
    labels = ("Created", "Updated", "Unchanged", "Not needed", "Rejected")
    found = {label: figure(page, label) for label in labels}
    assert found == {"Created": "2", "Updated": "0", "Unchanged": "0", "Not needed": "0", "Rejected": "1"}
    press(page, "Apply this file: 3 rows")
    expect(page.get_by_text("is applied")).to_be_visible()
    press(page, "Undo import")
    press(page, "Yes, undo it")
    expect(page.get_by_text("is undone")).to_be_visible()


def test_the_open_po_report_asks_what_it_cannot_know(live_app: LiveApp, page: Page) -> None:
    visit(page, f"{live_app.url}/imports?kind=Purchase+order+lines")
    head = "PO;Line;Vendor;Item No;Ordered Qty;Due Date;Status"
    upload(page, "open-po.csv", f"{head}\nPO-NEW-1;10;NEW-1;P-NEW;5;2025-02-20;Closed\n")
    assert figure(page, "Rejected") == "1"
    page.get_by_text("Bring suppliers and products that are not known yet").click()
    expect(page.get_by_text("closed or cancelled in the file with units still open")).to_be_visible()
    page.get_by_text("They stay open").click()
    expect(page.get_by_text("Brings 1 supplier that the store does not know.")).to_be_visible()
    assert figure(page, "Created") == "1"
