"""Photographs the pages of the demo company for docs/images, so that the pictures show this version."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from backorder_core.demo import build_demo
from backorder_core.store import open_store
from scripts.browser import FLAGS, system_browser
from tests.browser.conftest import serving
from tests.browser.steps import settle, upload, visit

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
DELAYS = ROOT / "data" / "sample_po_delays_2025-01-28.csv"
WIDE, HIGHEST = 1440, 1700


def photograph(page: Page, name: str) -> None:
    """The whole page, as far as it is worth looking at."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDE, "height": min(height, HIGHEST)})
    settle(page)
    page.screenshot(path=str(IMAGES / f"{name}.png"))
    page.set_viewport_size({"width": WIDE, "height": 1000})


def main() -> None:
    """Serve a fresh demo company and photograph it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "pictures.duckdb"
        opened = open_store(str(store))
        build_demo(opened)
        opened.close()
        browser = playwright.chromium.launch(executable_path=system_browser(), args=list(FLAGS))
        with serving(store) as app:
            page = browser.new_page(viewport={"width": WIDE, "height": 1000})
            for name, address in {
                "command-center": "/",
                "my-day": "/my_day",
                "backorder": "/backorder?number=BO-2025-0011",
                "escalations": "/escalations",
                "patterns": "/patterns",
                "metrics": "/metrics",
                "suppliers": "/suppliers",
            }.items():
                visit(page, f"{app.url}{address}")
                photograph(page, name)
            visit(page, f"{app.url}/imports")
            upload(page, DELAYS.name, DELAYS.read_text(encoding="utf-8"))
            photograph(page, "import-preview")
        browser.close()


if __name__ == "__main__":
    main()
