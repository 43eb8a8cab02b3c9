"""Settings in the browser: the effect is seen, the change is saved, and every screen follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveApp
from tests.browser.steps import figure, settle, visit
from tests.browser.test_chapter_day import become, say, told

pytestmark = pytest.mark.browser


def enter(page: Page, label: str, value: str) -> None:
    field = page.get_by_role("spinbutton", name=label)
    field.fill(value)
    field.press("Tab")
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).first.click()
    settle(page)


def test_a_change_is_previewed_saved_and_seen_everywhere(live_app: LiveApp, page: Page) -> None:
    visit(page, live_app.url)
    assert figure(page, "High priority") == "21"
    page.get_by_test_id("stSidebar").get_by_role("link", name="Settings").click()
    settle(page)
    become(page, "Ada")
    enter(page, "VIP multiplier", "1")
    press(page, "See what this would change")
    expect(page.get_by_text("changes for 12 backorders, at once")).to_be_visible()
    say(page, "Why?", "VIPs count like others")
    press(page, "Save")
    told(page, "Saved as version 2.")
    expect(page.get_by_role("spinbutton", name="VIP multiplier")).to_have_value("1")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Command centre").click()
    settle(page)
    assert figure(page, "High priority") == "14"


def test_thresholds_need_a_second_person(live_app: LiveApp, page: Page) -> None:
    visit(page, f"{live_app.url}/settings")
    become(page, "Ada")
    page.get_by_role("tab", name="Approval thresholds").click()
    settle(page)
    enter(page, "Manager up to, director above", "30000")
    say(page, "Why?", "a smaller company")
    press(page, "Save")
    told(page, "apply after a second person confirms")
    press(page, "Confirm")
    expect(page.get_by_text("ask a second person")).to_be_visible()
    become(page, "David")
    press(page, "Confirm")
    told(page, "The thresholds apply from now on, as version 2.")
