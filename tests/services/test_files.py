"""Files as people really send them: every row is found, on the line where it stands."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backorder_core.domain.contracts import PO_DELAYS
from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files import ReadOptions, batches, inspect

OPTIONS = ReadOptions(contract=PO_DELAYS)
HEADER = "po_number,po_line,new_eta"
ROWS = [["PO-1", "10", "2025-02-15"], ["PO-2", "20", "2025-02-16"]]


def write(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path, options: ReadOptions = OPTIONS) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    shape = inspect(path, options)
    rows = []
    for batch in batches(path, shape, size=3):
        columns = batch.to_pydict()
        for place, line in enumerate(columns["line"]):
            cells = [columns[f"c{n}"][place] for n in range(len(shape.headers))]
            rows.append((line, cells))
    return shape.headers, rows


def lines(*rows: str, end: str = "\n") -> str:
    return end.join(rows) + end


@pytest.mark.parametrize(
    ("content", "expected_lines"),
    [
        (lines(HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16"), [2, 3]),
        (lines(HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16", end="\r\n"), [2, 3]),
        (lines(HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16", end="\r"), [2, 3]),
        (lines(HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16").rstrip("\n"), [2, 3]),
        (lines(HEADER, "", "PO-1,10,2025-02-15", ",,", "PO-2,20,2025-02-16"), [3, 5]),
        (lines(HEADER, '"PO-1","10","2025-02-15"', "PO-2,20,2025-02-16"), [2, 3]),
        (lines(HEADER.replace(",", ";"), "PO-1;10;2025-02-15", "PO-2;20;2025-02-16"), [2, 3]),
        (lines(HEADER.replace(",", "\t"), "PO-1\t10\t2025-02-15", "PO-2\t20\t2025-02-16"), [2, 3]),
        (lines(HEADER.replace(",", "|"), "PO-1|10|2025-02-15", "PO-2|20|2025-02-16"), [2, 3]),
        (
            lines(
                "Open orders of ABC", "printed 2025-01-28", HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16"
            ),
            [4, 5],
        ),
        (lines("Report,,", "", HEADER, "PO-1,10,2025-02-15", "PO-2,20,2025-02-16"), [4, 5]),
    ],
)
def test_every_row_is_read_with_the_line_where_it_stands(
    tmp_path: Path, content: str, expected_lines: list[int]
) -> None:
    headers, rows = read(write(tmp_path, content))
    assert headers == ("po_number", "po_line", "new_eta")
    assert rows == list(zip(expected_lines, ROWS, strict=True))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_foreign_letters_survive(tmp_path: Path, encoding: str, found: str) -> None:
    content = lines(
        "Bestellung;Pos;Liefertermin;Grund", *["PO-1;10;15.02.2025;Prüfung läuft, Qualität ungewiß"] * 9
    )
    path = write(tmp_path, content, encoding)
    shape = inspect(path, OPTIONS)
    assert shape.encoding == found
    assert read(path)[1][0][1][3] == "Prüfung läuft, Qualität ungewiß"


def test_line_breaks_inside_quotes_count_as_lines_of_the_file(tmp_path: Path) -> None:
    content = lines("po_number,po_line,reason", 'PO-1,10,"first\nsecond\nthird"', "PO-2,20,x")
    assert read(write(tmp_path, content))[1] == [
        (2, ["PO-1", "10", "first\nsecond\nthird"]),
        (5, ["PO-2", "20", "x"]),
    ]


def test_doubled_quotes_and_delimiters_inside_quotes_are_text(tmp_path: Path) -> None:
    content = lines("po_number,po_line,reason", 'PO-1,10,"he said ""late"", twice"')
    assert read(write(tmp_path, content))[1][0][1][2] == 'he said "late", twice'


def test_the_width_of_every_row_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, lines(HEADER, "PO-1,10", "PO-2,20,2025-02-16,x,y", "PO-3,30,2025-02-17"))
    widths = [n for batch in batches(path, inspect(path, OPTIONS)) for n in batch.to_pydict()["cells"]]
    assert widths == [2, 5, 3]


def test_a_file_without_header_is_read_with_given_columns(tmp_path: Path) -> None:
    path = write(tmp_path, lines("PO-1\t10\t2025-02-15", "PO-2\t20\t2025-02-16"))
    options = ReadOptions(header=False, columns=("po_number", "po_line", "new_eta"), contract=PO_DELAYS)
    headers, rows = read(path, options)
    assert headers == ("po_number", "po_line", "new_eta")
    assert rows == [(1, ROWS[0]), (2, ROWS[1])]


def test_samples_show_what_a_column_holds(tmp_path: Path) -> None:
    shape = inspect(write(tmp_path, lines(HEADER, *(f"PO-{n},10," for n in range(9)))), OPTIONS)
    assert shape.samples["po_number"] == ("PO-0", "PO-1", "PO-2", "PO-3", "PO-4")
    assert shape.samples["new_eta"] == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n \n", "is empty"),
        (b"PK\x03\x04 workbook", "workbook or ZIP"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (bytes(range(256)) * 8, "not a text file"),
        (lines(HEADER).encode(), "no rows"),
        (b"just words\nand more words\n", "only one column"),
        (lines("po_number,po_line,po_number", "1,2,3").encode(), "two columns called 'po_number'"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        inspect(write(tmp_path, content), OPTIONS)
    assert "file.csv" in refused.value.sentence


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, lines(HEADER, "PO-1,10,2025-02-15", 'PO-2,20,"open'))
    with pytest.raises(InvalidInput, match="line 3: a quote is opened and never closed"):
        read(path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backorder_core.services.files.shape.LARGEST", 10)
    with pytest.raises(InvalidInput, match="the limit is"):
        inspect(write(tmp_path, lines(HEADER, "PO-1,10,2025-02-15")), OPTIONS)


TEXT = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), min_size=0, max_size=12)
KEYS = st.from_regex(r"PO-[0-9]{1,6}", fullmatch=True)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    table=st.lists(st.tuples(KEYS, st.integers(1, 99).map(str), TEXT, TEXT), min_size=2, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_reads_back_as_it_was_written(
    tmp_path: Path, table: list[tuple[str, ...]], delimiter: str, encoding: str, end: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(["po_number", "po_line", "reason", "note"])
    writer.writerows(table)
    path = write(tmp_path, out.getvalue(), encoding)
    told = ReadOptions(contract=PO_DELAYS, encoding="cp1252" if encoding == "cp1252" else None)
    _, rows = read(path, told)
    assert [tuple(cells) for _, cells in rows] == table
