"""Every page, wide and narrow, light and dark: nothing broken, nothing raw, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage

from tests.browser.conftest import LiveApp, serving
from tests.browser.steps import visit

pytestmark = pytest.mark.browser

PAGES = {
    "/": "Backorder command centre",
    "/backorders": "Backorders",
    "/backorder?number=BO-2025-0001": "BO-2025-0001",
    "/backorder?number=BO-1900-0001": None,
    "/my_day": "My day",
    "/inbox": "Inbox",
    "/approvals": "Approvals",
    "/people": "People",
    "/settings": "Settings",
    "/notifications": "Notifications",
    "/escalations": "Escalations",
    "/follow_ups": "Follow-ups",
    "/promises": "Broken promises",
    "/imports": "Import files",
    "/new_backorder": "New backorder",
    "/sourcing": "Sourcing and shipping",
    "/forecast": "Arrival forecast",
    "/prevention": "Prevention",
    "/audit": "Audit trail",
    "/jobs": "Scheduled work",
    "/tokens": "API tokens",
    "/help": "What the words mean",
}
NEVER = ("None", "Traceback", "Exception", "Error:", "NaN", "undefined", "<Band", "Decimal(")


@pytest.fixture(scope="module")
def app(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    copy = tmp_path_factory.mktemp("pages") / "live.duckdb"
    copy.write_bytes(demo_store_file.read_bytes())
    with serving(copy) as served:
        yield served


def _matters(message: ConsoleMessage) -> bool:
    # A page opened at its own address first asks for the server below that address, and then above it.
    probing = "_stcore" in str(message.location.get("url", "")) and "404" in message.text
    return message.type == "error" and not probing


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (800, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_clean(
    app: LiveApp, chromium: Browser, path: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if _matters(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: complaints.append(request.url) if not _ours(app, request.url) else None
    )
    visit(page, f"{app.url}{path}")
    text = page.locator('[data-testid="stApp"]').inner_text()
    title = PAGES[path]
    if title:
        assert page.locator("h1").inner_text() == title
    assert [word for word in NEVER if word in text] == []
    assert page.locator('[data-testid="stException"]').count() == 0
    assert complaints == []
    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= width, "nothing sticks out at the side"
    context.close()


def _ours(app: LiveApp, url: str) -> bool:
    return url.startswith((app.url, app.url.replace("http", "ws"), "data:", "blob:"))


def test_an_unknown_backorder_gets_one_clear_sentence(app: LiveApp, chromium: Browser) -> None:
    page = chromium.new_page()
    visit(page, f"{app.url}/backorder?number=BO-1900-0001")
    alert = page.locator('[data-testid="stAlert"]')
    assert "There is no backorder BO-1900-0001: check the number, or search the list." in alert.inner_text()
    page.close()


def test_what_a_supplier_writes_is_shown_letter_by_letter(app: LiveApp, chromium: Browser) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{app.url}/backorders?q=![x](http://evil.example/p.png) :red[boo] $a$ www.evil.example")
    said = page.locator('[data-testid="stMarkdown"]').filter(has_text="containing").inner_text()
    assert "![x](http://evil.example/p.png) :red[boo] $a$ www.evil.example" in said.replace("\u2060", "")
    assert page.locator('[data-testid="stMain"] a[href*="evil"]').count() == 0
    assert [url for url in asked if "evil.example/p.png" in url and not url.startswith(app.url)] == []
    page.close()
