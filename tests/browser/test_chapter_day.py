"""The chapter's Monday lived in the browser: escalation, plan, transfer, customer, shipment, evening."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backorder_core.services.checks import check
from backorder_core.store import open_store
from pages.parts.doing import SECOND_CLICK
from tests import chapter_day
from tests.browser.conftest import LiveApp, serving
from tests.browser.steps import click_row, figure, figure_of, settle, table, visit
from tests.chapter_day import AS_OF, NUMBER
from tests.small_company import SARAH

pytestmark = pytest.mark.browser


@pytest.fixture
def app(tmp_path: Path) -> Iterator[LiveApp]:
    path = tmp_path / "monday.duckdb"
    store = open_store(str(path))
    chapter_day.fill(store, tmp_path)
    store.mark_demo(AS_OF, SARAH)
    store.close()
    with serving(path) as served:
        yield served


def become(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="You are").click()
    page.get_by_role("option", name=name).click()
    settle(page)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    settle(page)


def act(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).first.click()
    settle(page)


def say(page: Page, label: str, text: str) -> None:
    field = page.get_by_test_id("stMain").get_by_role("textbox", name=label, exact=True).first
    field.fill(text)
    field.press("Tab")
    settle(page)


def told(page: Page, text: str) -> None:
    expect(page.get_by_test_id("stAlert").filter(has_text=text)).to_be_visible()


def test_the_chapter_s_day_from_the_escalation_to_the_evening(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/backorder?number={NUMBER}")
    expect(page.get_by_text("Escalated", exact=True).first).to_be_visible()
    assert figure(page, "Value at risk") == "$25,000"
    become(page, "Sarah")
    _source(page)
    _approve(page)
    become(page, "Mike")
    _tell(page)
    become(page, "Lisa")
    _move(page)
    tab(page, "Overview")
    assert figure(page, "Open units") == "20"
    expect(page.get_by_text("Escalated", exact=True).first).to_be_visible()
    become(page, "Sarah")
    act(page, "Clear the escalation")
    say(page, "What changed?", "The customer starts with 30 and gets 20 on Wednesday")
    press(page, "Clear the escalation")
    expect(page.get_by_text("Partially Resolved", exact=True).first).to_be_visible()
    tab(page, "History")
    _sound(app)
    for happened in ("Plan chosen", "Transfer received", "Customer told", "Escalation cleared"):
        expect(page.get_by_text(happened).first).to_be_visible()
    _evening(page)


def _evening(page: Page) -> None:
    """What the day brought, that customers know the truth, and that the quality check alone is left."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="My day").click()
    settle(page)
    assert (figure(page, "Partially resolved"), figure(page, "New")) == ("1", "0")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Escalations").click()
    settle(page)
    expect(page.get_by_text("Cleared: The customer starts with 30").first).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Broken promises").click()
    settle(page)
    expect(page.get_by_text("Every customer knows the truth.")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Follow-ups").click()
    settle(page)
    assert (figure(page, "Overdue"), figure(page, "Due today")) == ("0", "1")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Review").click()
    settle(page)
    brought = [figure(page, name) for name in ("New", "Resolved", "Received in part", "Total value")]
    assert brought == ["0", "0", "1", "$10,000"]
    assert figure(page, "Resolution cost") == "$2,095"
    expect(page.get_by_text("transfers $300").first).to_be_visible()


def _sound(app: LiveApp) -> None:
    """Prove a copy of the store, as the server has the store itself open."""
    copy = app.store.with_name("evening.duckdb")
    copy.write_bytes(app.store.read_bytes())
    log = app.store.with_name(f"{app.store.name}.wal")
    if log.exists():
        copy.with_name(f"{copy.name}.wal").write_bytes(log.read_bytes())
    store = open_store(str(copy))
    assert check(store) == ()
    store.close()


def _source(page: Page) -> None:
    tab(page, "Sourcing")
    page.get_by_text("Plan 2: 20 × XYZ Components + 30 × Transfer from West Coast Warehouse").click()
    say(page, "Why this one?", "60 % at once, all by the 29th")
    press(page, "Choose this plan")
    told(page, "The plan for $2,050 waits for the approval of the supervisor")


def _tell(page: Page) -> None:
    tab(page, "Customers")
    how = page.get_by_test_id("stMain").get_by_role("combobox", name="How")
    how.scroll_into_view_if_needed()
    settle(page)
    how.click()
    page.get_by_role("option", name="phone").click()
    settle(page)
    press(page, "Note as said")
    told(page, "Premium Manufacturing was told: 29 Jan 2025")
    tab(page, "Together")
    say(page, "What for?", "Confirm the remaining 20 units")
    press(page, "Plan it")
    told(page, f"A follow-up on {NUMBER} is planned for 29 Jan 2025")


def decide(page: Page) -> None:
    """The button says its keys as well."""
    page.get_by_test_id("stMain").get_by_role("button", name="Decide").first.click()
    settle(page)


def _approve(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name="Approvals").click()
    settle(page)
    for name in ("Sam", "Meg", "Amy"):
        become(page, name)
        expect(page.get_by_text("20 × XYZ Components + 30 × Transfer").first).to_be_visible()
        decide(page)
        told(page, f"{NUMBER}: approved.")
    act(page, "Waiting on others")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Backorders", exact=True).click()
    settle(page)
    click_row(page, table(page, "Backorders that match the filters"), 0)
    settle(page)


def _move(page: Page) -> None:
    tab(page, "Sourcing")
    press(page, "Confirm availability")
    for step in ("Clear dock space", "Plan the pick", "Tell the customer"):
        press(page, step)
    say(page, "Tracking number", "1Z999")
    press(page, "Ship")
    press(page, "Receive 30 units")
    told(page, "receive 30 units is done")
    tab(page, "Fulfilment")
    say(page, "Tracking number", "1Z1000")
    press(page, "Ship")
    told(page, "is on its way to Premium Manufacturing")


def test_a_double_click_escalates_once_and_books_a_receipt_once(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/backorder?number={NUMBER}")
    act(page, "Escalate")
    say(page, "Why?", "The plant has stopped")
    page.get_by_test_id("stMain").get_by_role("button", name="Escalate", exact=True).last.dblclick()
    settle(page)
    tab(page, "History")
    assert page.get_by_text("Escalated by hand").count() <= 1
    act(page, "Receive units")
    field = page.get_by_role("spinbutton", name="Units received")
    field.fill("5")
    field.press("Tab")
    settle(page)
    tab(page, "Overview")
    for between, left in ((50, "45"), (400, "40")):
        box = page.get_by_role("button", name="Book the receipt").bounding_box()
        assert box is not None
        place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.click(*place)
        page.wait_for_timeout(between)
        page.mouse.click(*place)
        expect(figure_of(page, "Open units")).to_have_text(left)
        told(page, "5 units of PO-2025-0201 / 10 received.")
        settle(page)
        # A click that comes later than this after the answer was drawn is another booking.
        page.wait_for_timeout(1_000 * SECOND_CLICK + 500)
        assert figure(page, "Open units") == left
