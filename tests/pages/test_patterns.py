"""The patterns page: its figures, its words, narrowing from the address, and an empty window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backorder_core.delivery import pattern_sheet
from backorder_core.domain.patterns import Narrow, Part, Tally
from backorder_core.domain.values import Cause, Tier
from backorder_core.domain.windows import Window
from backorder_core.services.measures import contract
from backorder_core.services.patterns import review
from backorder_core.store import Store
from pages.parts import crossing, pattern_reads, pattern_tabs, places, tables
from pages.parts.pattern_tabs import labels
from pages.parts.tables import Every, Rows
from pages.parts.text import LONGEST_LABEL
from tests.busy_company import BusyCompany
from tests.pages.conftest import Opened
from tests.small_company import PLANNER, TODAY

DAYS = {"period": "7 days"}


@pytest.fixture
def busy(served: Store, tmp_path: Path) -> BusyCompany:
    """Three backorders of the last days: two suppliers, two causes."""
    company = BusyCompany(served, tmp_path)
    company.short("PO-1", created=date(2025, 1, 24), eta=date(2025, 2, 3), value="1000", supplier="GLOB")
    company.short(
        "PO-2",
        created=date(2025, 1, 27),
        eta=date(2025, 2, 5),
        value="500",
        supplier="GLOB",
        why="quality hold",
    )
    company.short("PO-3", created=TODAY, eta=None, value="250", customer="C-METRO", product="SKU-12459")
    served.mark_demo(TODAY, PLANNER)
    return company


def shown(app: object) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}  # type: ignore[attr-defined]


def text(app: object) -> str:
    return "\n".join(one.value for one in (*app.markdown, *app.caption))  # type: ignore[attr-defined]


def test_the_figures_of_the_window_stand_on_top(busy: BusyCompany, opened: Opened) -> None:
    app = opened(places.PATTERNS, **DAYS)
    assert not app.exception
    assert shown(app) == {
        "Backorders created": "3",
        "Value when created": "$1,750",
        "Mean delay": "30.0 days",
        "Holiday factor": "no data",
    }
    assert all(one.help for one in app.metric)
    assert "Global Manufacturing has the most: 2 of 3 backorders" in text(app).replace("\\", "")


def test_of_many_customers_the_largest_are_listed_and_the_file_holds_all(
    busy: BusyCompany, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[int] = []
    monkeypatch.setattr(pattern_reads, "MOST_PARTS", 1)
    monkeypatch.setattr(pattern_tabs, "MOST_PARTS", 1)
    picked = tables.picked

    def picking(cells: Rows, *given: Any, every: Every | None = None, **more: Any) -> int | None:
        offered.extend([len(cells), len(every())] if every else [])
        place: int | None = picked(cells, *given, every=every, **more)
        return place

    monkeypatch.setattr(tables, "picked", picking)
    app = opened(places.PATTERNS, **DAYS)
    app.session_state["patterns_of"] = "Customers"
    assert "The 1 largest; the files hold every customer" in text(app.run())
    assert offered[-2:] == [1, 2]


def test_the_address_narrows_the_whole_page_and_a_button_widens_it(busy: BusyCompany, opened: Opened) -> None:
    app = opened(places.PATTERNS, only_supplier="GLOB", only_cause="quality", **DAYS)
    assert shown(app)["Backorders created"] == "1"
    names = [button.label for button in app.button]
    assert "Supplier: Global Manufacturing" in names
    assert "Cause: Quality issue" in names
    app.button(key="clear_cause").click().run()
    assert shown(app)["Backorders created"] == "2"
    next(button for button in app.button if button.label.startswith("Supplier")).click().run()
    assert shown(app)["Backorders created"] == "3"


def test_a_window_without_backorders_says_no_data_and_never_nought_percent(
    busy: BusyCompany, opened: Opened
) -> None:
    app = opened(places.PATTERNS, period="Chosen days", **{"from": "2023-01-01", "last": "2023-01-31"})
    assert not app.exception
    assert "1 Jan 2023 to 31 Jan 2023, 31 days" in text(app)
    assert shown(app)["Mean delay"] == "no data"
    assert "there is no pattern" in text(app)
    assert "0 %" not in text(app)


@pytest.mark.parametrize("tab", ["When", "Suppliers", "Products", "Customers", "Causes", "Supplier × cause"])
def test_every_tab_opens(busy: BusyCompany, opened: Opened, tab: str) -> None:
    app = opened(places.PATTERNS, **DAYS)
    app.session_state["patterns_of"] = tab
    app.run()
    assert not app.exception


def test_the_sheet_holds_every_table_once(busy: BusyCompany) -> None:
    found = review(busy.store, Window(date(2025, 1, 22), date(2025, 1, 29)), TODAY).patterns
    rows = pattern_sheet.rows(found)
    assert {len(row) for row in rows} == {len(pattern_sheet.COLUMNS)}
    for table in ("Cause", "Supplier", "Category", "Product", "Tier", "Weekday", "Month", "Supplier × cause"):
        assert sum(int(str(row[3])) for row in rows if row[0] == table) == 3, table


def test_labels_of_an_axis_are_harmless_short_and_each_there_once() -> None:
    parts = [
        Part(key, name, Tally(1, Decimal(1)), None)
        for key, name in (("A", "Same & <b>"), ("B", "Same & <b>"), ("C", "x" * 60))
    ]
    assert labels(parts) == [
        "Same &amp; &lt;b&gt; · A",
        "Same &amp; &lt;b&gt; · B",
        "x" * (LONGEST_LABEL - 1) + "…",
    ]


def test_narrowing_further_keeps_what_was_narrowed_before() -> None:
    both = crossing.within(Narrow(supplier="ABC"), Narrow(cause=Cause.QUALITY, tier=Tier.VIP))
    assert both == Narrow(supplier="ABC", cause=Cause.QUALITY, tier=Tier.VIP)
    assert crossing.state_key("causes", both) != crossing.state_key("causes", Narrow(supplier="ABC"))


def test_every_figure_of_the_page_has_its_definition() -> None:
    source = "".join(
        (places.PAGES / "parts" / name).read_text(encoding="utf-8")
        for name in ("patterned.py", "pattern_tabs.py")
    )
    known = {key for key in contract().measures if key.startswith("pattern_")} - {"pattern_shortage"}
    assert all(f'"{key}"' in source for key in known)
    assert pattern_tabs.MOST_BARS > 0
