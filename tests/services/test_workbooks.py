"""Workbooks come through the same door as text: the sheet is found, every cell says what was typed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from backorder_core.domain.errors import InvalidInput, NeedsAnswer
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services.files import FileShape, ReadOptions, batches, inspect
from tests.workbooks import Cell, packed, saved, sheet_xml, texts_row, workbook, zipped

OPTIONS = ReadOptions(contract=PO_DELAYS)
HEADER = ("po_number", "po_line", "new_eta")
ROWS: tuple[Sequence[Cell], ...] = (HEADER, ("PO-1", 10, date(2025, 2, 15)), ("PO-2", 20, None))
READ = [(2, ["PO-1", "10", "2025-02-15"]), (3, ["PO-2", "20", ""])]


def rows_of(path: Path, shape: FileShape, size: int = 3) -> list[tuple[int, list[str]]]:
    found = []
    for batch in batches(path, shape, size):
        assert 0 < batch.num_rows <= size
        for line, cells, *texts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            assert cells == len(shape.headers)
            found.append((line, texts))
    return found


def read(path: Path, options: ReadOptions = OPTIONS) -> list[tuple[int, list[str]]]:
    return rows_of(path, inspect(path, options))


@pytest.mark.parametrize("name", ["file.xlsx", "file.csv", "file", "file.txt"])
def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, workbook({"Delays": ROWS}), name)
    shape = inspect(path, OPTIONS)
    assert (shape.sheet, shape.headers, shape.header_line, shape.rows_from) == ("Delays", HEADER, 1, 2)
    assert (shape.encoding_name, shape.delimiter_name) == ("Excel workbook", "cells")
    assert shape.format_name == "Excel workbook, sheet Delays"
    assert shape.samples == {
        "po_number": ("PO-1", "PO-2"),
        "po_line": ("10", "20"),
        "new_eta": ("2025-02-15",),
    }
    for size in (1, 2, 50_000):
        assert rows_of(path, shape, size) == READ


def test_a_text_that_is_called_a_workbook_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, b"po_number;po_line;new_eta\nPO-1;10;2025-02-15\n")
    assert inspect(path, OPTIONS).format_name == "Text with semicolons"
    assert read(path) == READ[:1]


NUMBERS = {
    "10": "10",
    "10.0": "10",
    "0.1": "0.1",
    "0.1000000000000001": "0.1",
    "1.1000000000000001": "1.1",
    "0.30000000000000004": "0.3",
    "1E-3": "0.001",
    "1.5E3": "1500",
    "4500012345": "4500012345",
    "123456789012345": "123456789012345",
    "4.5000123456789E+18": "4.50001234567890e+18",
    "-6.395": "-6.395",
    "-0": "0",
    "0.0000001": "0.0000001",
    " 7 ": "7",
    "many": "many",
}


@pytest.mark.parametrize("stored", NUMBERS)
def test_a_number_reads_as_it_was_typed(tmp_path: Path, stored: str) -> None:
    row = f'<row r="2"><c t="inlineStr"><is><t>PO-1</t></is></c><c><v>{stored}</v></c></row>'
    path = saved(tmp_path, packed({"S": sheet_xml(texts_row(1, "a", "b"), row)}))
    assert read(path, ReadOptions()) == [(2, ["PO-1", NUMBERS[stored]])]


FORMATS = [
    ("yyyy-mm-dd", "45703", "2025-02-15"),
    ("dd/mm/yyyy hh:mm", "45703.604166666664", "2025-02-15 14:30:00"),
    ("m/d/yy", "45703", "2025-02-15"),
    ("[$-407]d. mmm yy;@", "45703.25", "2025-02-15 06:00:00"),
    ("[$-F800]dddd, mmmm dd, yyyy", "45703", "2025-02-15"),
    ("yyyy-mm-dd", "59", "1900-02-28"),
    ("yyyy-mm-dd", "61", "1900-03-01"),
    ("yyyy-mm-dd", "0", "1900-01-00"),
    ("yyyy-mm-dd", "-5", "-5"),
    ("yyyy-mm-dd", "99999999", "99999999"),
    ("yyyy-mm-dd", "soon", "soon"),
    ("h:mm", "0.604166666666667", "14:30:00"),
    ("[h]:mm", "1.5", "36:00:00"),
    ("mm:ss", "0.5", "12:00:00"),
    ("0.0%", "0.125", "12.5%"),
    ("0%", "1", "100%"),
    ("00000", "42", "00042"),
    ("000-00", "42", "42"),
    ("#,##0.00", "1250.5", "1250.5"),
    ('0.00 "days"', "3", "3"),
    ("#,##0.00\\ [$€-407]", "4402", "4402"),
    ("0.00E+00", "12500", "12500"),
    ('_-* #,##0.00\\ "DM"_-', "12.5", "12.5"),
    ("[Red]-0.00", "12.5", "12.5"),
    ("@", "45703", "45703"),
    ("General", "45703", "45703"),
]


@pytest.mark.parametrize(("code", "stored", "text"), FORMATS)
def test_the_format_of_a_cell_says_what_its_number_means(
    tmp_path: Path, code: str, stored: str, text: str
) -> None:
    row = f'<row r="2"><c r="A2" s="1"><v>{stored}</v></c><c r="B2" s="0"><v>45703</v></c></row>'
    path = saved(tmp_path, packed({"S": sheet_xml(texts_row(1, "a", "b"), row)}, ("General", code)))
    assert read(path, ReadOptions()) == [(2, [text, "45703"])]


@pytest.mark.parametrize("since_1904", [False, True])
def test_both_date_systems_mean_the_same_day(tmp_path: Path, since_1904: bool) -> None:
    day, moment = date(2025, 2, 15), datetime(2025, 2, 15, 9, 5)  # noqa: DTZ001
    path = saved(tmp_path, workbook({"S": [("a", "b"), (day, moment)]}, since_1904))
    assert read(path, ReadOptions()) == [(2, ["2025-02-15", "2025-02-15 09:05:00"])]


def test_the_first_day_of_the_later_date_system_is_a_day(tmp_path: Path) -> None:
    row = '<row><c s="0"><v>0</v></c><c s="0"><v>1</v></c></row>'
    book = packed({"S": sheet_xml(texts_row(1, "a", "b"), row)}, ("yyyy-mm-dd",), since_1904=True)
    assert read(saved(tmp_path, book), ReadOptions()) == [(2, ["1904-01-01", "1904-01-02"])]


CELLS = {
    '<c t="s"><v>1</v></c>': "second",
    '<c t="s"><v>2</v></c>': "rich text",
    '<c t="s"><v>3</v></c>': "東京",
    '<c t="s"><v>4</v></c>': "a\r\nb",
    '<c t="inlineStr"><is><t xml:space="preserve"> in place </t></is></c>': " in place ",
    '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>': "ab",
    '<c t="b"><v>1</v></c>': "true",
    '<c t="b"><v>0</v></c>': "false",
    '<c t="e"><v>#N/A</v></c>': "#N/A",
    '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>': "#DIV/0!",
    "<c><f>A1*2</f><v>12.50</v></c>": "12.5",
    '<c t="str"><f>A1&amp;""</f><v>PO-7</v></c>': "PO-7",
    '<c t="str"><f>""</f><v></v></c>': "",
    '<c t="d"><v>2025-02-15T00:00:00</v></c>': "2025-02-15",
    '<c t="d"><v>2025-02-15T14:30:00.000Z</v></c>': "2025-02-15T14:30:00",
    "<c/>": "",
    '<c s="7"><v/></c>': "",
    '<c t="inlineStr"><is><t>_xD83D_ _x0000_ _x0041_</t></is></c>': "\N{REPLACEMENT CHARACTER}  A",
}
SHARED = (
    "<t>first</t>",
    "<t>second</t>",
    "<r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r>",
    "<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh>",
    "<t>a_x000D_\nb</t>",
)


@pytest.mark.parametrize("cell", CELLS)
def test_every_kind_of_cell_is_read(tmp_path: Path, cell: str) -> None:
    xml = sheet_xml(texts_row(1, "a", "b", "c"), f"<row>{cell}<c><v>1</v></c></row>")
    assert read(saved(tmp_path, packed({"S": xml}, shared=SHARED)), ReadOptions()) == [
        (2, [CELLS[cell], "1", ""])
    ]


def test_a_prefix_and_the_strict_namespace_are_read_alike(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    xml = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="str">'
        "<x:v>b</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert read(saved(tmp_path, packed({"S": xml})), ReadOptions()) == [(2, ["1", ""])]


def test_rows_keep_their_numbers_and_cells_their_columns(tmp_path: Path) -> None:
    xml = sheet_xml(
        '<row r="1"/>',
        texts_row(3, "Open orders", "", ""),
        texts_row(5, *HEADER, ""),
        '<row r="7" hidden="1"><c r="C7" t="str"><v>late</v></c><c r="A7" t="str"><v>PO-1</v></c></row>',
        '<row r="9"><c r="B9" t="str"><v>20</v></c><c r="Z9" t="str"><v>aside</v></c></row>',
        '<row r="12"><c r="B12" t="str"><v> </v></c></row>',
    )
    path = saved(tmp_path, packed({"S": xml}))
    shape = inspect(path, OPTIONS)
    assert (shape.header_line, shape.rows_from) == (5, 6)
    assert rows_of(path, shape) == [(7, ["PO-1", "", "late"]), (9, ["", "20", ""])]


def test_what_the_user_says_of_a_workbook_is_taken_as_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook({"S": [*ROWS, ("x", "y", "z"), ("1", "2", "3")]}))
    assert read(path, ReadOptions(header_line=4)) == [(5, ["1", "2", "3"])]
    named = ReadOptions(header=False, columns=("a", "b", "c", "d"))
    assert read(path, named)[0] == (1, [*HEADER, ""])


def test_the_only_filled_sheet_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook({"Cover": [], "Orders": ROWS, "Chart": []}))
    assert inspect(path, ReadOptions()).sheet == "Orders"


def test_the_sheet_whose_header_is_known_best_is_read(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[Cell]]] = {
        "Notes": [("Written by", "me"), ("on", "Monday")],
        "Orders": ROWS,
        "Lines": [("PO", "x"), (1, 2)],
    }
    assert inspect(saved(tmp_path, workbook(sheets)), OPTIONS).sheet == "Orders"


def test_a_sheet_that_could_be_meant_as_well_is_asked_for(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook({"January": ROWS, "February": ROWS[:2], "Empty": []}))
    with pytest.raises(NeedsAnswer) as asked:
        inspect(path, OPTIONS)
    assert asked.value.field == "sheet"
    assert asked.value.choices == {"January": "3 rows", "February": "2 rows"}
    assert asked.value.sentence == (
        "file.xlsx has rows on 2 sheets ('January', 'February'): say which with --sheet NAME."
    )
    chosen = ReadOptions(contract=PO_DELAYS, sheet=" february")
    assert inspect(path, chosen).sheet == "February"
    assert read(path, chosen) == READ[:1]
    with pytest.raises(InvalidInput, match="no sheet 'March': its sheets are 'January', 'February', 'Empty'"):
        inspect(path, ReadOptions(sheet="March"))


def test_the_question_for_a_sheet_is_one_line_whatever_the_sheets_are_called(tmp_path: Path) -> None:
    xml = sheet_xml(texts_row(1, "a", "b"), texts_row(2, "1", "2"))
    listed = "<w xmlns:r='http://r'><sheet name='One&#10;more' r:id='r1'/><sheet name='Two' r:id='r2'/></w>"
    path = saved(tmp_path, packed({"One": xml, "Two": xml}, more={"xl/workbook.xml": listed}))
    with pytest.raises(NeedsAnswer, match=r"\('One more', 'Two'\)"):
        inspect(path, ReadOptions())
    assert inspect(path, ReadOptions(sheet="one more")).sheet == "One more"


def test_a_hidden_sheet_is_read_only_where_no_other_has_rows(tmp_path: Path) -> None:
    plain = packed({"One": sheet_xml(texts_row(1, "a", "b"), texts_row(2, "1", "2")), "Two": sheet_xml()})
    path = saved(tmp_path, plain)
    assert inspect(path, ReadOptions()).sheet == "One"
    listed = "<w xmlns:r='http://r'><sheet name='One' state='hidden' r:id='r1'/></w>"
    hidden = packed(
        {"One": sheet_xml(texts_row(1, "a", "b"), texts_row(2, "1", "2"))}, more={"xl/workbook.xml": listed}
    )
    assert inspect(saved(tmp_path, hidden), ReadOptions()).sheet == "One"


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>"
UNREADABLE = {
    "a ZIP of files": (zipped({"a.csv": "x", "b.csv": "y"}), "is a ZIP file, not a workbook: unpack it"),
    "a Word document": (zipped({"word/document.xml": "<w/>"}), "is a Word document"),
    "a binary workbook": (
        zipped({"xl/workbook.bin": b"x"}),
        "is a binary workbook \\(XLSB\\): save it as XLSX",
    ),
    "an OpenDocument sheet": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "is an OpenDocument file",
    ),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0" + bytes(3000),
        "is an old Excel workbook \\(XLS\\): save it as XLSX",
    ),
    "a locked workbook": (
        b"\xd0\xcf\x11\xe0" + bytes(90_000) + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password: save it without one",
    ),
    "half a workbook": (workbook({"S": ROWS})[:3000], "is a damaged workbook or ZIP file"),
    "no sheet in it": (packed({"S": sheet_xml()}), "is empty"),
    "a sheet whose part is missing": (
        packed(
            {"S": ""},
            more={
                "xl/_rels/workbook.xml.rels": "<r><Relationship Id='r1' Type='/worksheet' Target='n'/></r>"
            },
        ),
        "is a damaged workbook",
    ),
    "XML that ends too early": (packed({"S": "<worksheet><sheetData><row>"}), "is a damaged workbook"),
    "entities that explode": (packed({"S": BOMB}), "is a damaged workbook"),
    "a shared text that is not there": (
        packed({"S": sheet_xml('<row><c t="s"><v>5</v></c></row>')}),
        "is a damaged workbook",
    ),
    "two rows of one number": (
        packed({"S": sheet_xml(texts_row(1, *HEADER), texts_row(2, "a"), texts_row(2, "b"))}),
        "is a damaged workbook",
    ),
    "a cell without a column": (
        packed({"S": sheet_xml(texts_row(1, *HEADER), '<row r="2"><c r="2"><v>1</v></c></row>')}),
        "is a damaged workbook",
    ),
    "a row of no number": (packed({"S": sheet_xml(texts_row(0, *HEADER))}), "is a damaged workbook"),
    "a header but no rows": (workbook({"S": [HEADER]}), "a header but no rows"),
    "one column": (workbook({"S": [("a",), ("b",)]}), "no row with two headers or more on the sheet 'S'"),
    "two headers of one name": (workbook({"S": [("po_number", "po_number"), (1, 2)]}), "2 columns called"),
    "a formula without its result": (
        packed({"S": sheet_xml(texts_row(1, *HEADER), '<row r="2"><c r="B2"><f>1+1</f></c></row>')}),
        "row 2: the formula in B2 has no result: open the workbook in Excel, save it",
    ),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        read(saved(tmp_path, content))
    assert refused.value.sentence.startswith("file.xlsx")
    assert "\n" not in refused.value.sentence


def test_what_is_damaged_further_down_is_refused_while_it_is_read(tmp_path: Path) -> None:
    rows = [texts_row(1, *HEADER), *(texts_row(line, "PO-1", str(line), "") for line in range(2, 5_000))]
    path = saved(tmp_path, packed({"S": f"<worksheet><sheetData>{''.join(rows)}<row></worksheet>"}))
    shape = inspect(path, OPTIONS)
    with pytest.raises(InvalidInput, match="damaged workbook"):
        list(batches(path, shape))


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, workbook({"S": [HEADER, *[("PO-1", "10", f"{n:0900}") for n in range(1_500)]]}))
    monkeypatch.setenv("BACKORDERS_MOST_UNPACKED_MB", "1")
    with pytest.raises(InvalidInput, match="unpacks to 2 MB, the limit is 1 MB"):
        inspect(path, OPTIONS)


def test_headers_without_a_row_are_refused_by_their_row_number(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook({"S": ROWS}))
    with pytest.raises(InvalidInput, match="no header in row 9"):
        inspect(path, ReadOptions(header_line=9))
    with pytest.raises(InvalidInput, match="has 3 columns but 2 names"):
        inspect(path, ReadOptions(header=False, columns=("a", "b")))


def test_a_table_reads_the_same_as_text_and_as_workbook(tmp_path: Path) -> None:
    table = [HEADER, *((f"PO-{n}", str(n % 7), f"2025-01-{n % 28 + 1:02}") for n in range(1_700))]
    with (tmp_path / "t.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(table)
    path = saved(tmp_path, workbook({"S": table}))
    assert read(path) == read(tmp_path / "t.csv")
