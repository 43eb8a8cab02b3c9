"""Every page, wide and narrow, light and dark: nothing broken, nothing raw, nothing loaded from elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

from backorder_core.domain.kinds import KINDS
from pages.parts import places
from tests.browser.conftest import Listener, LiveApp, serving
from tests.browser.steps import upload, visit
from tests.hostile import MARK, PAYLOADS, SITE, marks, seen

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
MORE = {
    "/start": "Start with your data",
    "/review": "Review",
    "/metrics": None,
    "/patterns": None,
    "/suppliers": None,
    "/what_if": None,
    "/backorders?q=![x](http://evil.example/q.png)": "Backorders",
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


@pytest.fixture(scope="module")
def hostile_app(hostile_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The same pages over a company in which every text is out to do harm."""
    copy = tmp_path_factory.mktemp("hostile") / "live.duckdb"
    copy.write_bytes(hostile_store_file.read_bytes())
    with serving(copy) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_clean(app: LiveApp, chromium: Browser, path: str) -> None:
    opens_clean(app, chromium, path, 1440, "light")


@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_a_page_full_of_harmful_texts_shows_them_as_they_were_typed_and_calls_nobody(
    hostile_app: LiveApp, chromium: Browser, listener: Listener, path: str
) -> None:
    text = opens_clean(hostile_app, chromium, path, 800, "dark")
    assert listener.calls == []
    assert as_typed(text) == set()


def test_every_page_is_opened_here() -> None:
    opened = {urlsplit(path).path.strip("/") or places.COMMAND_CENTER.stem for path in (*PAGES, *MORE)}
    assert opened == {one.path.stem for section in places.SECTIONS.values() for one in section}


def test_a_file_full_of_harmful_texts_is_shown_as_it_is_before_it_is_applied(
    hostile_app: LiveApp, chromium: Browser, listener: Listener
) -> None:
    names = KINDS["po-delays"].names
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, *([payload] * len(names) for payload in PAYLOADS)])
    page = chromium.new_page()
    dialogs = dismissed(page)
    visit(page, f"{hostile_app.url}/imports")
    upload(page, f"![n](http:{SITE}).csv", text.getvalue())
    page.get_by_text("rejected").first.wait_for()
    live = page.locator(f'[href*="{SITE}"], [src*="{SITE}"], [href^="javascript"], [data*="{SITE}"]')
    assert (live.count(), dialogs, listener.calls) == (0, [], [])
    assert as_typed(page.locator('[data-testid="stApp"]').inner_text()) == set()
    page.close()


def test_the_listener_would_hear_a_text_that_is_obeyed(chromium: Browser, listener: Listener) -> None:
    page = chromium.new_page()
    page.set_content(f"<img src=http://{SITE}/heard.png>")
    page.wait_for_load_state("networkidle")
    page.close()
    assert len(listener.calls) >= 1
    assert "GET /heard.png" in listener.calls[0]
    listener.calls.clear()


def dismissed(page: Page) -> list[str]:
    """What dialogs of a page say; each is closed at once, or the page would wait for ever."""
    said: list[str] = []

    def close(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    return said


def as_typed(text: str) -> set[str]:
    """Payloads that a page shows something of, but not as they were typed."""
    shown = seen(text)
    whole = {MARK.findall(one)[0]: seen(one) for one in PAYLOADS}
    return {mark for mark in marks(shown) if whole[mark] not in shown}


def opens_clean(
    app: LiveApp, chromium: Browser, path: str, width: int, scheme: Literal["light", "dark"]
) -> str:
    """Open a page and look for anything broken, raw, or from elsewhere; what it says."""
    context = chromium.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    dialogs = dismissed(page)
    page.on("console", lambda message: complaints.append(message.text) if _matters(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: complaints.append(request.url) if not _ours(app, request.url) else None
    )
    visit(page, f"{app.url}{path}")
    text = page.locator('[data-testid="stApp"]').inner_text()
    title = {**PAGES, **MORE}[path]
    if title:
        assert page.locator("h1").inner_text() == title
    assert [word for word in NEVER if word in text] == []
    assert page.locator('[data-testid="stException"]').count() == 0
    assert (complaints, dialogs) == ([], [])
    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= width, "nothing sticks out at the side"
    live = page.locator(f'[href*="{SITE}"], [src*="{SITE}"], [href^="javascript"], [data*="{SITE}"]')
    assert live.count() == 0, "no text became a link or a picture"
    context.close()
    return text


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
