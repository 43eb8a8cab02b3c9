"""Every figure and every bar of the command centre opens the rows behind it, with the same total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backorder_core.services import reports
from backorder_core.store import Store
from tests.browser.conftest import LiveApp, serving
from tests.browser.steps import amount, click_row, figure, follow, listed, press, settle, table, totals, visit

pytestmark = pytest.mark.browser

COUNT_VALUE = re.compile(r"([0-9,]+) · \$([0-9,.]+)")


@pytest.fixture(scope="module")
def app(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    copy = tmp_path_factory.mktemp("figures") / "live.duckdb"
    copy.write_bytes(demo_store_file.read_bytes())
    with serving(copy) as served:
        yield served


def bars(page: Page, chart: str) -> list[tuple[int, Decimal]]:
    """Count and value written on the bars of a chart, from top to bottom."""
    texts = page.locator(f".st-key-{chart} .bartext").all_text_contents()
    found = [COUNT_VALUE.search(text) for text in texts]
    return [(int(one[1].replace(",", "")), Decimal(one[2].replace(",", ""))) for one in found if one]


def click_bar(page: Page, chart: str, place: int) -> None:
    shape = page.locator(f".st-key-{chart} .point path").nth(place)
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/backorders?**")
    settle(page)


def look_at(page: Page, app: LiveApp, chart: str) -> None:
    """The command centre with a chart in view."""
    visit(page, app.url)
    if chart == "root_causes":
        page.get_by_role("tab", name="Root causes").click()
        settle(page)


def rows_links(page: Page) -> list[tuple[int, str]]:
    """How many rows each "Open … rows" of a page promises, and where it leads."""
    links = page.get_by_role("link", name=re.compile(r"^Open [0-9,]+ rows?\b"))
    found = []
    for place in range(links.count()):
        words, address = links.nth(place).inner_text(), links.nth(place).get_attribute("href")
        assert address is not None
        found.append((int(words.split()[1].replace(",", "")), address))
    return found


@pytest.mark.parametrize(
    ("address", "at_least"),
    [("", 4), ("review", 2), ("review?review=The+seven+days+before", 2), ("patterns", 1)],
)
def test_every_tile_of_a_page_is_the_number_of_its_rows(
    app: LiveApp, page: Page, address: str, at_least: int
) -> None:
    visit(page, f"{app.url}/{address}")
    page.get_by_role("link", name=re.compile(r"^Open [0-9,]+ rows?\b")).nth(at_least - 1).wait_for()
    promised = rows_links(page)
    assert len(promised) >= at_least
    for count, target in promised:
        page.goto(f"{app.url}/{target.removeprefix('/')}")
        page.wait_for_selector("h3")
        settle(page)
        assert listed(page)[0] == count, target


def test_every_metric_is_what_its_rows_add_up_to(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/metrics")
    worth = amount(figure(page, "Revenue at risk"))
    page.locator(".st-key-rows_of_risk_at_end button").click()
    settle(page)
    expect(table(page, "Rows behind Revenue at risk")).to_be_visible()
    expect(page.get_by_text("47 rows. One row is one open backorder")).to_be_visible()
    visit(page, app.url)
    assert (totals(page)[1], totals(page)[0]) == (worth, 47)


def test_the_figures_open_rows_with_the_same_total(app: LiveApp, page: Page) -> None:
    visit(page, app.url)
    everything = totals(page)
    high = int(figure(page, "High priority"))
    follow(page, f"Open {everything[0]} rows")
    assert listed(page) == everything
    follow(page, "Command centre")
    follow(page, f"Open {high} rows")
    assert listed(page)[0] == high


@pytest.mark.parametrize("chart", ["aging", "resolution_pipeline", "root_causes"])
def test_every_bar_opens_rows_with_the_same_total_and_the_bars_add_up(
    app: LiveApp, page: Page, chart: str
) -> None:
    look_at(page, app, chart)
    page.locator(f".st-key-{chart} .bartext").first.wait_for()
    written = bars(page, chart)
    everything = totals(page)
    assert (sum(count for count, _ in written), sum(value for _, value in written)) == everything
    for place, (count, value) in enumerate(written):
        if count:
            look_at(page, app, chart)
            page.locator(f".st-key-{chart} .point path").first.wait_for(state="attached")
            click_bar(page, chart, place)
            assert listed(page) == (count, value)


def test_filters_live_in_the_address_and_survive_a_reload(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/backorders?band=Critical&band=High&tier=VIP&age_from=3")
    before = listed(page)
    expect(page.get_by_text("priority Critical or High · tier VIP · age from 3 days")).to_be_visible()
    page.reload()
    page.wait_for_selector("h1")
    settle(page)
    assert listed(page) == before
    assert "band=Critical&band=High" in page.url
    press(page, "Clear all filters")
    assert "band" not in page.url
    assert listed(page)[0] > before[0]


def test_filters_of_one_visit_do_not_creep_into_the_next_link(app: LiveApp, page: Page) -> None:
    visit(page, app.url)
    everything = totals(page)
    follow(page, "8–14 days")
    assert listed(page) != everything
    follow(page, "Command centre")
    follow(page, f"Open {everything[0]} rows")
    assert listed(page) == everything


def test_a_click_on_a_row_opens_that_backorder_and_the_way_back_keeps_the_filters(
    app: LiveApp, page: Page
) -> None:
    visit(page, f"{app.url}/backorders?band=Critical")
    before = listed(page)
    click_row(page, table(page, "Backorders that match the filters"), 0)
    page.wait_for_url("**/backorder?number=**")
    settle(page)
    expect(page.locator("h1")).to_have_text(re.compile(r"BO-2025-\d{4}"))
    expect(page.get_by_text("Critical priority")).to_be_visible()
    follow(page, "Back to the filtered list")
    assert listed(page) == before


def test_another_day_is_kept_on_the_way_through_the_pages(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/?as_of=2025-01-21")
    then = totals(page)
    follow(page, "Backorders")
    assert "as_of=2025-01-21" in page.url
    assert listed(page) == then
    press(page, "Back to 28 Jan 2025")
    assert "as_of" not in page.url
    assert listed(page) != then


def test_a_download_holds_every_row_that_is_filtered_not_just_the_page(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/backorders")
    count, _ = listed(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == count + 1
    with page.expect_download() as sheet:
        page.get_by_role("button", name="XLSX", exact=True).click()
    assert sheet.value.path().read_bytes()[:2] == b"PK"


def test_a_supplier_and_a_critical_backorder_open_with_a_click_on_their_row(
    app: LiveApp, page: Page, demo_store: Store
) -> None:
    center = reports.command_center(demo_store, date(2025, 1, 28))
    visit(page, app.url)
    click_row(page, table(page, "Critical backorders with their recommended action"), 1)
    page.wait_for_url("**/backorder?number=**")
    settle(page)
    expect(page.locator("h1")).to_have_text(center.critical[1].number)
    follow(page, "Command centre")
    page.get_by_role("tab", name="Supplier performance").click()
    settle(page)
    click_row(page, table(page, "Supplier performance"), 2)
    page.wait_for_url("**/backorders?supplier=**")
    settle(page)
    assert listed(page) == (center.suppliers[2].count, center.suppliers[2].value)


def test_a_click_on_a_past_day_opens_the_rows_of_that_day(app: LiveApp, page: Page) -> None:
    visit(page, f"{app.url}/?as_of=2025-01-24")
    expect(page.locator(".st-key-aging .bartext").first).to_be_visible()
    count, value = next(one for one in bars(page, "aging") if one[0])
    place = [bar[0] > 0 for bar in bars(page, "aging")].index(True)
    click_bar(page, "aging", place)
    expect(page.locator("h1")).to_have_text("Backorders")
    assert "as_of=2025-01-24" in page.url
    assert listed(page) == (count, value)
