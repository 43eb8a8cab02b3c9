"""Templates of every kind are files that the app reads, and the page of the documents says what it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from backorder_core.delivery.kinds import kinds_markdown, template
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.starting import FIRST
from backorder_core.services.files import ReadOptions, inspect
from scripts.kinds import PLACE
from tests.commands import run


def test_the_page_of_kinds_is_what_the_contracts_say() -> None:
    assert PLACE.read_text(encoding="utf-8") == kinds_markdown(), "write it anew: python -m scripts.kinds"


def test_the_page_of_kinds_names_every_field_with_its_example() -> None:
    text = PLACE.read_text(encoding="utf-8")
    for kind, contract in KINDS.items():
        section = text.split(f"(`{kind}`)\n\n", 1)[1].split("\n## ", 1)[0]
        assert contract.about in section
        for one in contract.fields:
            row = next(line for line in section.splitlines() if line.startswith(f"| `{one.name}` |"))
            assert row.endswith(f"| {one.example} |")
            assert ("| needed |" in row) == one.required


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_reads_as_its_contract(tmp_path: Path, kind: str, form: str) -> None:
    contract = KINDS[kind].lean
    file = tmp_path / f"some.{form}"
    file.write_bytes(template(contract, form))
    shape = inspect(file, ReadOptions(contract=contract, name=file.name))
    assert shape.headers == contract.names
    said = [shape.samples.get(name, ("",))[0] for name in contract.names if contract.field(name).example]
    if form == "csv":
        assert said == [one.example for one in contract.fields if one.example]


def test_a_workbook_to_fill_in_explains_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "some.xlsx"
    file.write_bytes(template(KINDS["po-lines"], "xlsx"))
    sheet = load_workbook(file)[KINDS["po-lines"].title]
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    assert notes["ordered"] == "Units ordered. Decimal above 0, needed. Empty: not allowed."
    assert (
        notes["received"]
        == "Units received so far, all receipts together. Decimal not below 0, may be left out."
    )


def test_a_folder_of_templates_is_a_company_with_one_backorder(tmp_path: Path) -> None:
    folder, store = tmp_path / "files", tmp_path / "own.duckdb"
    folder.mkdir()
    for kind in KINDS:
        told = run("export", "template", kind, "--to", str(folder / f"{kind}.xlsx"))
        assert told.code == 0
    done: dict[str, Any] = run(
        "import", "folder", str(folder), "--as-of", "2025-01-28", "--format", "json", store=store
    ).json
    assert done["applied"] is True
    assert [one["kind"] for one in done["files"]] == list(KINDS)
    assert done["totals"]["rejected"] == 0
    assert done["missing"] == done["unclear"] == []
    start: dict[str, Any] = run("report", "start", "--format", "json", store=store).json
    assert (start["ready"], start["backorders"], start["empty"]) == (True, 1, False)
    assert {one["kind"]: one["records"] > 0 for one in start["kinds"]} == dict.fromkeys(KINDS, True)


def test_a_store_says_what_it_needs_first_and_what_that_costs(tmp_path: Path) -> None:
    store = tmp_path / "own.duckdb"
    run("people", "add", "Ann", "--role", "planner", store=store)
    start: dict[str, Any] = run("report", "start", "--format", "json", store=store).json
    assert start["empty"] is True
    assert {one["kind"] for one in start["kinds"] if one["standing"] == "needed"} == set(FIRST)
    text = run("report", "start", store=store).out
    assert text.startswith("Load what is needed first: suppliers, products, customers,")
    assert "Nothing can be late" in text


def test_a_template_of_no_kind_and_a_workbook_without_a_file_are_refused() -> None:
    assert run("export", "template", "things").code == 2
    assert run("export", "template", "stock", "--format", "xlsx").code == 2
