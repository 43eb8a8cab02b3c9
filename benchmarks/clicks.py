"""What a user waits for after a click, in a real Chromium, from the click until everything is drawn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.figures import Figure, figure
from scripts.browser import FLAGS, system_browser

ROOT = Path(__file__).parent.parent
PORT = 8655
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SOMETHING = '[data-testid="stMain"] h1, [data-testid="stMain"] button'
QUIET = 300
"""Milliseconds without a message after which a run is over that was too short for the page to show."""
CLICKING = """
window.lastMessage = 0;
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', () => { window.lastMessage = performance.now(); });
  }
};
window.untilDrawn = (element, charts) => new Promise(resolve => {
  const app = document.querySelector('[data-testid="stApp"]');
  const drawn = () => document.querySelectorAll('.js-plotly-plot').length >= charts
    && [...document.querySelectorAll('.js-plotly-plot')].every(one => one.querySelector('.main-svg'))
    && !document.querySelector('[data-testid="stSkeleton"]');
  const start = performance.now();
  const wait = () => requestAnimationFrame(() => drawn() ? resolve(performance.now() - start) : wait());
  let ran = false;
  const watch = new MutationObserver(changes => {
    ran = ran || changes.some(change => change.oldValue !== 'notRunning');
    if (app.getAttribute('data-test-script-state') !== 'notRunning') ran = true;
    else if (ran) { watch.disconnect(); wait(); }
  });
  watch.observe(app, {attributeOldValue: true, attributeFilter: ['data-test-script-state']});
  const unseen = setInterval(() => {
    if (ran) clearInterval(unseen);
    else if (window.lastMessage > start && performance.now() - window.lastMessage > QUIET) {
      clearInterval(unseen);
      watch.disconnect();
      window.unseenRuns = (window.unseenRuns || 0) + 1;
      resolve(window.lastMessage - start);
    }
  }, 50);
  element.click();
});
""".replace("QUIET", str(QUIET))


@dataclass
class Visitor:
    """One person at one browser."""

    page: Page
    url: str

    def open(self, path: str) -> None:
        """Go to a page by its address and wait until it is drawn."""
        self.page.goto(f"{self.url}/{path}")
        self.page.wait_for_selector(SOMETHING)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector(SETTLED)
        self.page.wait_for_timeout(150)

    def click(self, target: Locator, charts: int = 0) -> float:
        """Seconds from the click until everything is drawn, with so many pictures of charts at least."""
        target.wait_for(state="visible")
        seconds = target.evaluate("(element, charts) => window.untilDrawn(element, charts)", charts) / 1000
        self.page.wait_for_timeout(120)
        return float(seconds)

    def link(self, name: str) -> Locator:
        """A page's link in the sidebar."""
        return self.page.locator('[data-testid="stSidebar"] a').filter(has_text=name).first


@contextmanager
def serving(store: Path, port: int = PORT) -> Iterator[tuple[str, int]]:
    """The app with the benchmark's own pages on a store: its address and the number of its process."""
    started = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bench_app"],
        cwd=ROOT,
        env={**os.environ, "BACKORDERS_STORE": str(store), "BACKORDERS_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        healthy(url)
        yield url, started.pid
    finally:
        started.terminate()
        started.wait(20)


def healthy(url: str, seconds: float = 60) -> float:
    """Wait until the app says that it is well; how long that took."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1) as answer:
                if answer.status == 200:
                    return time.perf_counter() - start
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"{url} was not healthy within {seconds} seconds")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=list(FLAGS))
        yield browser
        browser.close()


def visitor(browser: Browser, url: str) -> Visitor:
    """Somebody with a cold browser, 1440 pixels wide."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.add_init_script(CLICKING)
    context.set_default_timeout(60_000)
    return Visitor(context.new_page(), url)


def first_paint(browser: Browser, url: str, path: str, charts: int, runs: int = 9) -> list[float]:
    """Seconds until a page is drawn in a browser that was never here."""
    seconds = []
    for _ in range(runs):
        who = visitor(browser, url)
        start = time.perf_counter()
        who.page.goto(f"{url}/{path}")
        who.page.wait_for_selector(SOMETHING)
        who.page.wait_for_selector(SETTLED)
        who.page.wait_for_function(
            f"document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length >= {charts}"
        )
        seconds.append(time.perf_counter() - start)
        who.page.context.close()
    return seconds


def clicks(store: Path, runs: int) -> list[Figure]:
    """Every kind of click on a store, each as a multiple of the same click on the empty page."""
    with serving(store) as (url, _), chromium() as browser:
        who = visitor(browser, url)
        other = visitor(browser, url)
        empty = figure("Empty page, run again (F)", again(who, "empty_page", runs))
        opened = figure("Empty page, opened", opening(who, "Empty", 0, runs))
        found = [
            empty,
            figure("List, next page", paging(who, runs), "F", empty.median, 2.5),
            figure("List, another filter", filtering(who, runs), "F", empty.median, 2.5),
            figure("Patterns, one chart: another tab", charting(who, runs), "F", empty.median, 3.0),
            figure("Command centre, run again", again(who, "", runs, 2), "F", empty.median, 4.0),
            figure(
                "Command centre, first time after a write",
                after_a_write(who, other, runs),
                "F",
                empty.median,
                8.0,
            ),
            figure("One backorder, another tab", inside_one(who, runs), "F", empty.median, 2.0),
            opened,
            figure(
                "Command centre, opened", opening(who, "Command centre", 2, runs), "the same", opened.median
            ),
            figure("List, opened", opening(who, "Backorders", 0, runs), "the same", opened.median),
            figure(
                "One backorder, opened for the first time", opening_one(who, runs), "the same", opened.median
            ),
        ]
        paint = figure(
            "Empty page, first paint in a cold browser", first_paint(browser, url, "empty_page", 0)
        )
        center = first_paint(browser, url, "", 2)
        found += [paint, figure("Command centre, first paint", center, "the same", paint.median, 2.0)]
    return found


def again(who: Visitor, path: str, runs: int, charts: int = 0) -> list[float]:
    """A page that is run again, nothing having changed."""
    who.open(path)
    button = who.page.get_by_role("button", name="Again")
    return [who.click(button, charts) for _ in range(runs + 2)][2:]


def opening(who: Visitor, name: str, charts: int, runs: int) -> list[float]:
    """From another page to this one, by its link."""
    who.open("starts_page")
    seconds = []
    for _ in range(runs + 1):
        seconds.append(who.click(who.link(name), charts))
        who.click(who.link("Starts"))
    return seconds[1:]


def paging(who: Visitor, runs: int) -> list[float]:
    """To the next page of the list, each seen for the first time."""
    who.open("backorders")
    pager = who.page.get_by_role("button", name="Next page")
    return [who.click(pager) for _ in range(runs + 1)][1:]


def filtering(who: Visitor, runs: int) -> list[float]:
    """The order or a filter of the list is changed."""
    seconds = []
    who.open("backorders")
    for at in range(runs + 1):
        box = who.page.get_by_role("combobox", name="Supplier")
        box.click()
        option = who.page.get_by_role("option").nth(at % 8)
        seconds.append(who.click(option))
        who.settle()
    return seconds[1:]


def charting(who: Visitor, runs: int) -> list[float]:
    """Between the tabs of a page, each with its chart."""
    who.open("patterns")
    return tabbing(who, 3, runs, 1)


def tabbing(who: Visitor, tabs: int, runs: int, charts: int = 0) -> list[float]:
    """From tab to tab of the page that is open, each seen before."""
    found = who.page.get_by_role("tab")
    names = [found.nth(at).inner_text() for at in range(tabs)]
    seconds = [
        who.click(who.page.get_by_role("tab", name=names[(at + 1) % tabs], exact=True), charts)
        for at in range(runs + 2 * tabs)
    ]
    return seconds[2 * tabs :]


def after_a_write(who: Visitor, other: Visitor, runs: int) -> list[float]:
    """The command centre run again when somebody else has just written."""
    other.open("starts_page")
    who.open("")
    seconds = []
    for _ in range(runs + 1):
        other.click(other.page.get_by_role("button", name="Write"))
        seconds.append(who.click(who.page.get_by_role("button", name="Again"), 2))
    return seconds[1:]


def inside_one(who: Visitor, runs: int) -> list[float]:
    """From tab to tab of one backorder."""
    who.open("starts_page")
    who.click(who.page.locator('[data-testid="stMain"] a').first)
    return tabbing(who, 6, runs)


def opening_one(who: Visitor, runs: int) -> list[float]:
    """From a link to one backorder, each of them for the first time."""
    who.open("starts_page")
    seconds = []
    for at in range(runs + 1):
        links = who.page.locator('[data-testid="stMain"] a')
        seconds.append(who.click(links.nth(at % links.count())))
        who.click(who.link("Starts"))
    return seconds[1:]
