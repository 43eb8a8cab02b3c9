"""Every file of the csv-spectrum collection reads as the JSON beside it, as text and as a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backorder_core.services.files import ReadOptions, batches, inspect
from tests.workbooks import saved, workbook

FOLDER = Path(__file__).parent.parent / "data" / "csv_spectrum"
NAMES = sorted(path.stem for path in (FOLDER / "csvs").iterdir())


def records(path: Path) -> list[dict[str, str]]:
    shape = inspect(path, ReadOptions())
    found = []
    for batch in batches(path, shape):
        for _, cells, *texts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            assert cells == len(shape.headers)
            found.append(dict(zip(shape.headers, texts, strict=True)))
    return found


def expected(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((FOLDER / "json" / f"{name}.json").read_text("utf-8"))
    return found


def test_the_collection_is_complete() -> None:
    assert len(NAMES) == 11
    assert sorted(path.stem for path in (FOLDER / "json").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_text_reads_as_its_json(name: str) -> None:
    assert records(FOLDER / "csvs" / f"{name}.csv") == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_as_a_workbook_reads_as_its_json(tmp_path: Path, name: str) -> None:
    wanted = expected(name)
    book = workbook({"Sheet": [tuple(wanted[0]), *(tuple(one.values()) for one in wanted)]})
    found = records(saved(tmp_path, book))
    # a workbook keeps one kind of line end
    assert found == [{key: text.replace("\r\n", "\n") for key, text in one.items()} for one in wanted] or (
        found == wanted
    )
