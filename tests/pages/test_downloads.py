"""Everything that is shown can be had as CSV and XLSX: every row, harmless, made only when it is clicked."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from backorder_core.delivery import exports
from pages.parts import files, places
from pages.parts.files import Said, Sheet
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany

PAGES = places.PAGES
DRAWING = {
    "dataframe": {"tables.py"},
    "table": set(),
    "data_editor": set(),
    "plotly_chart": {"charts.py", "plots.py"},
}
WITH_TABLES = (
    places.COMMAND_CENTER,
    places.REVIEW,
    places.BACKORDERS,
    places.BACKORDER,
    places.ESCALATIONS,
    places.FOLLOW_UPS,
    places.PROMISES,
    places.IMPORTS,
    places.METRICS,
    places.PATTERNS,
    places.SUPPLIERS,
    places.FORECAST,
    places.PEOPLE,
)


def _drawn() -> Iterator[tuple[str, str]]:
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "st":
                yield node.attr, path.name


def test_tables_and_charts_are_drawn_in_the_one_place_that_offers_their_files() -> None:
    drawn = set(_drawn())
    for function, homes in DRAWING.items():
        assert {name for attr, name in drawn if attr == function} <= homes
    assert ("dataframe", "tables.py") in drawn


@pytest.mark.parametrize("path", WITH_TABLES, ids=lambda path: path.stem)
def test_every_table_and_chart_of_a_page_has_its_files(
    company: SmallCompany, opened: Opened, path: Path
) -> None:
    app = opened(path, number="BO-2025-0001", supplier="GM")
    offered = [button.proto.id for button in app.get("download_button")]
    shown = len(app.dataframe) + len(app.get("plotly_chart"))
    for ending in ("csv", "xlsx"):
        assert sum(name.endswith(f"_{ending}") for name in offered) >= min(1, shown)
    if path not in (places.BACKORDERS, places.PATTERNS):
        assert sum(name.endswith("_csv") for name in offered) >= shown


CELLS = (
    {"name": "=1+1", "left": Decimal("-3.50"), "on": date(2025, 1, 28), "eta": Said("unknown", None)},
    {"name": "-5", "left": 7, "on": None, "eta": Said("28 Jan 2025", date(2025, 1, 28))},
)
HEADINGS = {"name": "Name", "left": "Left", "on": "On", "eta": "ETA"}


def _sheet() -> Sheet:
    return files.of_cells("What is left", HEADINGS, lambda: CELLS)


def test_a_table_as_csv_holds_values_and_nothing_that_runs() -> None:
    sheet = _sheet()
    text = exports.sheet_csv(sheet.columns, sheet.rows()).decode()
    assert list(csv.reader(io.StringIO(text))) == [
        ["Name", "Left", "On", "ETA"],
        ["'=1+1", "-3.50", "2025-01-28", ""],
        ["'-5", "7", "", "2025-01-28"],
    ]


def test_a_table_as_xlsx_keeps_numbers_numbers_and_dates_dates() -> None:
    sheet = _sheet()
    book = load_workbook(io.BytesIO(exports.sheet_xlsx(sheet.name, sheet.columns, list(sheet.rows()))))
    first, second = list(book.worksheets[0].iter_rows(min_row=2))
    day = datetime(2025, 1, 28)  # noqa: DTZ001 - a date of a spreadsheet has no zone
    assert [(cell.value, cell.data_type) for cell in first[:2]] == [("=1+1", "s"), (-3.5, "n")]
    assert [cell.value for cell in first[2:]] == [day, None]
    assert [cell.value for cell in second] == ["-5", 7, None, day]


def test_headings_that_stand_twice_are_told_apart_in_a_file() -> None:
    headings = dict(zip("abcd", ("First promise, %", "Lines", "Last agreed date, %", "Lines"), strict=True))
    assert files.of_cells("On time", headings, list).columns == (
        *("First promise, %", "First promise, %: Lines", "Last agreed date, %"),
        "Last agreed date, %: Lines",
    )


def _short_list() -> None:
    from pages.parts import tables

    first, second = {"name": "first"}, {"name": "second"}
    tables.show([first], {"name": tables.text("Name")}, "Names", every=lambda: [first, second])


def test_a_file_of_a_short_list_holds_the_rows_that_a_screen_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[Sheet] = []
    monkeypatch.setattr(files, "offer", lambda sheet, *_, **__: offered.append(sheet))
    app = AppTest.from_function(_short_list).run()
    assert len(app.dataframe[0].value) == 1
    assert [list(row) for sheet in offered for row in sheet.rows()] == [["first"], ["second"]]


def test_a_file_is_made_only_when_it_is_clicked() -> None:
    app = AppTest.from_function(_short_list).run()
    buttons = app.get("download_button")
    assert [button.proto.label for button in buttons] == ["CSV", "XLSX"]
    assert all(button.proto.deferred_file_id and not button.proto.url for button in buttons)
