"""What a person does and sees in the browser, so that the tests read as what they check."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def settle(page: Page) -> None:
    """Wait until the page is drawn and nothing runs any more."""
    page.wait_for_timeout(300)
    page.wait_for_selector(SETTLED)
    page.wait_for_timeout(300)


def visit(page: Page, url: str) -> None:
    """Open an address and wait until its page is drawn."""
    page.goto(url)
    page.wait_for_selector("h1, [data-testid=stAlert]")
    settle(page)


def figure_of(page: Page, label: str) -> Locator:
    """Where the value under the label of a figure stands."""
    metric = page.locator('[data-testid="stMetric"]').filter(
        has=page.locator('[data-testid="stMetricLabel"]').get_by_text(label, exact=True)
    )
    return metric.locator('[data-testid="stMetricValue"]')


def figure(page: Page, label: str) -> str:
    """The value that stands under the label of a figure."""
    return figure_of(page, label).inner_text()


def amount(text: str) -> Decimal:
    """An amount as the screen writes it, as a number."""
    return Decimal(text.replace("$", "").replace(",", ""))


def totals(page: Page) -> tuple[int, Decimal]:
    """Number and value of the open backorders on the command centre."""
    return int(figure(page, "Total backorders").replace(",", "")), amount(figure(page, "Total value"))


def listed(page: Page) -> tuple[int, Decimal]:
    """Number and value that stand over the list of backorders."""
    text = page.locator("h3").filter(has_text="at risk").inner_text()
    count, value = text.split(" · ")
    return int(count.split(" ")[0].replace(",", "")), amount(value.removesuffix(" at risk"))


def upload(page: Page, name: str, content: str) -> None:
    """Drop a file on the import page."""
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )
    settle(page)


def follow(page: Page, name: str) -> None:
    """Click a link and wait for its page."""
    page.get_by_role("link", name=name, exact=True).first.click()
    settle(page)


def press(page: Page, name: str) -> None:
    """Press a button and wait for what it does."""
    page.get_by_role("button", name=name).first.click()
    settle(page)


def click_row(page: Page, table: Locator, row: int) -> None:
    """Click into a row of a table, the first being 0."""
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 150, box["y"] + 38 + 36 * row + 18)


def table(page: Page, alt: str) -> Locator:
    """The table with an accessible name."""
    found = page.locator('[data-testid="stDataFrame"]').filter(has=page.get_by_label(alt))
    expect(found.first).to_be_visible()
    return found.first
