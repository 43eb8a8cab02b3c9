"""Uploaded files wait beside the store, each once, and do not stay for ever."""

from __future__ import annotations

import io
import os
import time
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.services import imports
from backorder_core.services.detail import show_backorder
from backorder_core.store import Store
from pages.parts import frame, places, running, uploads
from tests.pages.conftest import Opened
from tests.small_company import PLANNER, TODAY, SmallCompany


class Uploaded(io.BytesIO):
    """What the upload widget hands over."""

    def __init__(self, content: bytes, name: str = "delays.csv", file_id: str = "ab-1/../x") -> None:
        super().__init__(content)
        self.name = name
        self.file_id = file_id


def test_an_upload_is_kept_under_a_harmless_name_and_written_once(served: Store) -> None:
    now = frame.here()
    path = uploads.kept(now, Uploaded(b"one"))
    assert path.parent == uploads.folder(now)
    assert path.read_bytes() == b"one"
    assert uploads.kept(now, Uploaded(b"two")) == path
    assert path.read_bytes() == b"one"
    uploads.forget(path)
    uploads.forget(path)
    assert not path.exists()


def test_what_was_left_behind_for_a_day_goes_with_the_next_upload(served: Store) -> None:
    now = frame.here()
    old = uploads.kept(now, Uploaded(b"one", file_id="old"))
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    fresh = uploads.kept(now, Uploaded(b"two", file_id="fresh"))
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_file_that_cannot_be_read_gets_its_sentence_and_the_page_stays_whole(opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("nothing.csv", b"just one column\nand a row\n")
    app.run()
    assert not app.exception
    assert "has only one column" in app.error[0].value
    assert "Past imports" in [subheader.value for subheader in app.subheader]


DELAYS = b"po_number,po_line,new_eta,reason\nPO-2025-0089,10,2025-03-01,Strike\n"


def test_a_file_that_was_not_applied_is_offered_again_in_another_session(
    company: SmallCompany, opened: Opened
) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.csv", DELAYS)
    app.run()
    again = opened(places.IMPORTS)
    assert any("late" in one.value and "not applied" in one.value for one in again.caption)
    pressed(again, "Continue")
    assert r"Preview of late\.csv" in [one.value for one in again.subheader]
    pressed(again, "Apply this file: 1 row")
    assert show_backorder(company.store, "BO-2025-0001", TODAY).row.eta == date(2025, 3, 1)
    assert not any("not applied" in one.value for one in opened(places.IMPORTS).caption)


def test_a_waiting_file_can_be_removed(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.csv", DELAYS)
    app.run()
    again = opened(places.IMPORTS)
    pressed(again, "Remove")
    assert not any("not applied" in one.value for one in again.caption)


def test_an_import_whose_end_the_page_did_not_see_is_told_as_applied(
    company: SmallCompany, opened: Opened
) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.csv", DELAYS)
    app.run()
    preview = app.session_state["draft"][1]
    key = f"screen:{preview.draft}"
    path = uploads.waiting(frame.here())[0].path
    imports.apply_file(company.store, "po-delays", path, "late.csv", TODAY, None, PLANNER, command_key=key)
    app.session_state["begun"] = preview.draft
    app.run()
    assert any("is applied" in one.value or "1 updated" in one.value for one in app.success)


def test_a_stopped_import_is_told_as_not_written(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.csv", DELAYS)
    app.run()
    app.session_state["begun"] = app.session_state["draft"][1].draft
    app.run()
    assert any("Cancelled: nothing of the file was written" in one.value for one in app.info)
    assert show_backorder(company.store, "BO-2025-0001", TODAY).row.eta != date(2025, 3, 1)


def test_a_file_without_a_header_gets_its_columns_by_number(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.tsv", b"PO-2025-0089\t10\t2025-03-01\nPO-2025-0089\t10\t2025-03-01\n")
    app.run()
    picked(app, "Header", "none")
    for name, column in (("PO number", 1), ("PO line", 2), ("New ETA", 3)):
        picked(app, f"{name} (needed)", f"Column {column}", run=False)
    pressed(app, "Use these columns, and remember them")
    assert r"Preview of late\.tsv" in [one.value for one in app.subheader]
    assert any("PO number ← “Column 1”" in one.value for one in app.caption)


def test_words_for_an_unknown_date_are_chosen_beside_the_preview(
    company: SmallCompany, opened: Opened
) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("late.csv", DELAYS.replace(b"2025-03-01", b"TBD"))
    app.run()
    assert app.multiselect[0].options == ["TBD"]
    app.multiselect[0].set_value(["TBD"])
    app.run()
    pressed(app, "Apply this file: 1 row")
    assert show_backorder(company.store, "BO-2025-0001", TODAY).row.eta is None


def test_work_that_is_watched_says_how_far_and_how_fast_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 102.0))
    monkeypatch.setattr("pages.parts.running.time.monotonic", lambda: next(clock))
    shown: list[tuple[float, str]] = []
    monkeypatch.setattr("pages.parts.running.st.progress", lambda *_: Bar(shown))
    with running.watched("Reading…", "x", lambda: None) as watch:
        watch("Judging")(5_000, 20_000)
    assert shown == [(0.25, "Judging: 5,000 of 20,000 rows, 2,500 rows a second…")]


class Bar:
    """Keeps what a progress bar is told."""

    def __init__(self, shown: list[tuple[float, str]]) -> None:
        self.shown = shown

    def progress(self, done: float, text: str) -> None:
        self.shown.append((done, text))


def pressed(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception


def picked(app: AppTest, label: str, value: str, run: bool = True) -> None:
    next(one for one in app.selectbox if one.label == label).set_value(value)
    if run:
        app.run()


def test_the_page_says_why_a_column_was_taken_and_asks_where_nothing_decides(opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.selectbox(key="kind").set_value("po-lines").run()
    decided = b"PO;Item;Material;Quantity;Delivery Date\nB-1;10;CM-500;5;2025-02-17\n"
    app.file_uploader[0].upload("decided.csv", decided)
    app.run()
    columns = next(one.value for one in app.caption if one.value.startswith("Columns:"))
    assert "PO line ← “Item” (“Material” is the product)" in columns
    asked = b"PO;Item;Quantity;Delivery Date\nB-1;10;5;2025-02-17\n"
    app.file_uploader[0].upload("asked.csv", asked)
    app.run()
    assert "Item could be PO line or Product: say which column it is" in app.warning[0].value
