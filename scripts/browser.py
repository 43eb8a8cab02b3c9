"""Makes sure that a Chromium for the browser tests is here: found, installed, or refused in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system_browser() -> str | None:
    """Path of a browser that this machine has, or that CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def bundled_browser() -> bool:
    """Whether Playwright has a browser of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def main() -> None:
    """Find or install a browser; exit code 2 with one sentence where neither works."""
    if system_browser() or bundled_browser():
        return
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tries += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in tries:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not (system_browser() or bundled_browser()):
        sys.stderr.write("No Chromium for the browser tests: install it (Debian: apt install chromium).\n")
        raise SystemExit(2)


if __name__ == "__main__":
    main()
