"""Makes sure that a Chromium for the browser tests is here: found, installed, or refused in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def system_browser() -> str | None:
    """Path of a browser that this machine has, or that CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def starts() -> bool:
    """Whether a browser is here and has everything it needs to start."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        if not system_browser() and not Path(own).exists():
            return False
        try:
            playwright.chromium.launch(executable_path=system_browser(), args=list(FLAGS)).close()
        except Error:
            return False
    return True


def installers() -> list[list[str]]:
    """Commands that may bring a browser to this machine, the least intrusive first."""
    ours = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return [[*ours, "chromium"]]
    apt = "apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core"
    return [[*ours, "--with-deps", "chromium"], ["sh", "-c", apt]]


def main() -> None:
    """Find or install a browser; exit code 2 with one sentence where neither works."""
    if starts():
        return
    if os.environ.get("CHROMIUM"):
        raise SystemExit(f"The browser that CHROMIUM names does not start: {os.environ['CHROMIUM']}.")
    print("No Chromium for the browser tests yet: installing one …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in installers():
        subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if starts():
            return
    raise SystemExit("The browser tests need a Chromium: install one (Debian: apt install chromium).")


if __name__ == "__main__":
    main()
