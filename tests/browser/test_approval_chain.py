"""BO-2025-0167 of the chapter in the browser: three people approve, one after the other, with conditions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backorder_core.domain.values import Impact
from backorder_core.services.checks import check
from backorder_core.services.reference import load
from backorder_core.store import open_store
from tests.browser.conftest import LiveApp, serving
from tests.browser.steps import figure, settle, visit
from tests.browser.test_chapter_day import become, decide, say, told
from tests.small_company import ADMIN, AMY, APPROVERS, MEG, PLANNER, SAM, TODAY, SmallCompany

pytestmark = pytest.mark.browser
NUMBER = "BO-2025-0001"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[LiveApp]:
    path = tmp_path / "live.duckdb"
    store = open_store(str(path))
    company = SmallCompany(store, tmp_path)
    company.po_line("PO-2025-0167")
    company.order("SO-167", "PO-2025-0167", 100, "C-METRO", Impact.CRITICAL, price="450")
    company.delays("PO-2025-0167,10,2025-02-15,Machine breakdown,,")
    people = [{"name": one.name, "role": int(one.role)} for one in APPROVERS.values()]
    load(store, "people", people, ADMIN, TODAY)
    store.mark_demo(TODAY, PLANNER)
    store.close()
    with serving(path) as served:
        yield served
    store = open_store(str(path))
    assert check(store) == ()
    store.close()


def choose(page: Page, decision: str) -> None:
    page.get_by_test_id("stMain").get_by_text(decision, exact=True).first.click()
    settle(page)


def test_box_example_approval_workflow_in_the_browser(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/approvals")
    expect(page.get_by_text("supervisors, managers, directors and account managers decide")).to_be_visible()
    become(page, SAM.name)
    assert figure(page, "Value at risk") == "$45,000"
    expect(page.get_by_text("Value from 10,000 to 50,000, VIP customer").first).to_be_visible()
    say(page, "Comment", "standard process")
    decide(page)
    told(page, f"{NUMBER}: approved. The next step waits for its turn.")
    become(page, MEG.name)
    choose(page, "Approve with conditions")
    conditions = page.get_by_role("textbox", name="Conditions, one a line")
    conditions.fill("Explore expedited shipping\nOffer 10% discount for delay")
    conditions.press("Control+Enter")
    settle(page)
    told(page, f"{NUMBER}: approved with conditions.")
    become(page, AMY.name)
    expect(page.get_by_text("approved with conditions").first).to_be_visible()
    say(page, "Comment", "Discount acceptable for retention")
    decide(page)
    told(page, f"{NUMBER}: approved.")
    visit(page, f"{app.url}/backorder?number={NUMBER}&as_of=2025-01-28")
    text = page.get_by_test_id("stMain").inner_text()
    for one in ("standard process", "Discount acceptable for retention"):
        assert one in text
    page.get_by_role("tab", name="Together").click()
    settle(page)
    for one in ("Explore expedited shipping", "Offer 10% discount for delay"):
        expect(page.get_by_text(one).first).to_be_visible()


def test_two_sessions_cannot_both_decide(app: LiveApp, page: Page) -> None:
    other = page.context.new_page()
    for one in (page, other):
        visit(one, f"{app.url}/approvals")
        become(one, SAM.name)
    decide(page)
    told(page, f"{NUMBER}: approved.")
    decide(other)
    said = other.get_by_test_id("stAlert").filter(has_text="was decided on meanwhile")
    expect(said.or_(other.get_by_text("Nothing waits here."))).to_be_visible()
    other.close()
