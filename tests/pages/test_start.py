"""From an empty store to the first command centre on the page, with a whole folder of files at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.delivery.kinds import template
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import Role
from backorder_core.services.imports import apply_file, list_imports
from backorder_core.services.people import PersonWish, save_person
from backorder_core.store import Store
from pages.parts import frame, places, uploads
from tests.pages.conftest import Opened
from tests.small_company import ADMIN

DAY = "2025-01-28"
TEMPLATES = {f"{kind}.csv": template(one, "csv") for kind, one in KINDS.items()}


def guide(opened: Opened) -> AppTest:
    app = opened(places.COMMAND_CENTER, as_of=DAY)
    assert app.title[0].value == "Start with your data"
    return app


def drop(app: AppTest, files: Mapping[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files.items()])
    return checked(app)


def checked(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label.startswith(label)).click()
    return checked(app)


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(one.value for found in kinds for one in found).replace("\\", "")


def table(app: AppTest, column: str) -> list[list[str]]:
    found = next(one.value for one in app.dataframe if column in one.value.columns)
    return [[str(cell) for cell in row] for row in found.itertuples(index=False)]


def test_an_empty_store_leads_to_its_first_command_centre(served: Store, opened: Opened) -> None:
    app = guide(opened)
    first = "suppliers, products, customers, purchase order lines and customer order lines"
    assert f"**Load what is needed first: {first}.**" in said(app)
    assert sum("Needed first" in one.value for one in app.markdown) == 5
    assert "Without them: Nothing can be late" in said(app)

    app = drop(app, TEMPLATES)
    order = [row[1] for row in table(app, "place")]
    assert order == [f"{kind}.csv" for kind in KINDS]
    assert list_imports(served) == []

    app = press(app, "Apply 12 files: 12 rows")
    assert len(list_imports(served)) == 12
    assert "**The command centre is ready.**" in said(app)
    assert "12 files applied" in "".join(one.proto.body + one.proto.title for one in app.success)
    assert not any("Needed first" in one.value or "Without them" in one.value for one in app.caption)
    assert uploads.waiting(frame.here(), uploads.SEVERAL) == []
    center = opened(places.COMMAND_CENTER, as_of=DAY)
    assert center.title[0].value == "Backorder command centre"
    assert "BO-2025-0001" in str(center.dataframe[0].value)


def test_what_files_lack_is_told_for_all_of_them_by_file_and_line(opened: Opened) -> None:
    files = {name: content for name, content in TEMPLATES.items() if name != "suppliers.csv"}
    app = drop(guide(opened), files)
    missing = table(app, "lines")
    assert ["supplier", "V-1001", "po-lines.csv", "1", "2"] in missing
    assert ["PO line", "PO-45812 / 10", "receipts.csv", "1", "2"] in missing
    next(one for one in app.checkbox if one.key == "many_with_lines").check()
    assert not any("lines" in one.value.columns for one in checked(app).dataframe)


LATE = b"PO;Line;New date\nPO-45812;10;03/04/2025\n"


def test_a_file_that_is_not_clear_is_asked_about_and_the_others_can_go_first(
    served: Store, opened: Opened
) -> None:
    few = {f"{kind}.csv": TEMPLATES[f"{kind}.csv"] for kind in ("suppliers", "products", "po-lines")}
    files = {**few, "late.csv": LATE, "what.csv": b"Wort;Zahl\nA;1\n"}
    app = drop(guide(opened), files)
    assert "The dates can be read day-first or month-first" in said(app)
    assert "No kind of file has the headers Wort, Zahl. Nothing is read yet." in said(app)
    assert "--dates" not in said(app)
    app.radio[0].set_value("mdy")
    app = checked(app)
    assert "late.csv" in [row[1] for row in table(app, "place")]

    app = press(app, "Apply 4 files without the 1 that is not clear")
    assert len(list_imports(served)) == 4
    assert "what.csv was not applied" in said(app)
    app = press(app, "Load more files")
    assert [one.name for one in uploads.waiting(frame.here(), uploads.SEVERAL)] == ["what.csv"]
    app = press(app, "Continue")
    assert "No kind of file has the headers" in said(app)
    next(one for one in app.selectbox if one.label == "What the file holds").set_value("suppliers")
    app = checked(app)
    for name, header in (("Code (needed)", "Zahl"), ("Name (needed)", "Wort")):
        next(one for one in app.selectbox if one.label == name).set_value(header)
    app = press(app, "Use these columns, and remember them")
    app = press(app, "Apply 1 file: 1 row")
    assert list_imports(served)[0].kind == "suppliers"


def test_files_that_were_not_applied_wait_apart_from_single_ones(served: Store, opened: Opened) -> None:
    drop(guide(opened), TEMPLATES)
    now = frame.here()
    assert len(uploads.waiting(now, uploads.SEVERAL)) == 12
    assert uploads.waiting(now) == []
    again = opened(places.START)
    assert "**12 files** (" in said(again)
    again = press(again, "Remove")
    assert uploads.waiting(now, uploads.SEVERAL) == []
    assert "uploaded and not applied" not in said(again)


def test_saved_mappings_may_lie_beside_the_files_and_folders_may_have_the_same_names(opened: Opened) -> None:
    mapping = b'leave_out = ["notes*"]\n[[file]]\nfile = "list*.csv"\nkind = "suppliers"\nheader = false\n'
    mapping += b'columns = ["a", "b"]\nmap = { code = "a", name = "b" }\n'
    files = {
        "x/saved.toml": mapping,
        "x/list.csv": b"V1,Acme\n",
        "y/list.csv": b"V2,Beta\n",
        "notes.txt": b"any, thing\n",
    }
    app = drop(guide(opened), files)
    assert [row[1:4] for row in table(app, "place")] == [
        ["list (2).csv", "Suppliers", "1"],
        ["list.csv", "Suppliers", "1"],
    ]
    assert "notes.txt: left out by the mappings." in said(app)


def test_a_store_that_nobody_used_can_be_begun_from_this_machine(
    empty_store: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty_store.url
    monkeypatch.setenv("BACKORDERS_STORE", url)
    empty_store.close()
    app = opened()
    assert "This store is empty." in said(app)
    app = press(app, "Start on this machine, without signing in")
    assert app.title[0].value == "Start with your data"
    frame.close(url)


def test_who_may_not_import_sees_how_far_the_data_are(served: Store, opened: Opened) -> None:
    save_person(served, PersonWish("Ann", Role.ANALYST), ADMIN, date(2025, 1, 28))
    app = opened(places.START)
    app.selectbox(key="me").set_value("Ann")
    app = checked(app)
    assert "Planners and their leaders import files" in said(app)
    assert len(app.file_uploader) == 0
    assert "Without them" in said(app)


def test_files_whose_data_changed_meanwhile_are_shown_anew_before_they_are_applied(
    served: Store, opened: Opened, tmp_path: Path
) -> None:
    app = drop(guide(opened), TEMPLATES)
    suppliers = tmp_path / "suppliers.csv"
    suppliers.write_bytes(TEMPLATES["suppliers.csv"])
    apply_file(served, "suppliers", suppliers, "suppliers.csv", date(2025, 1, 28), None, ADMIN)
    app = press(app, "Apply 12 files")
    assert "The data changed since these files were tried: look again." in said(app)
    assert len(list_imports(served)) == 1
    assert table(app, "place")[0][3:6] == ["1", "0", "0"]
    press(app, "Apply 12 files")
    assert len(list_imports(served)) == 13


def test_a_file_that_cannot_be_read_is_called_by_its_own_name(opened: Opened) -> None:
    assert "tiny.csv has only one column" in said(drop(guide(opened), {"tiny.csv": b"a\n"}))
