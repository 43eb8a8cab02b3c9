"""Files as people really send them: every row is found, on the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.headers import match_headers
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services.files import ReadOptions, inspect
from backorder_core.services.files.limits import MEBI
from tests.services.files_read import (
    FIRST,
    HEADER,
    OPTIONS,
    PLAIN,
    ROWS,
    SECOND,
    Read,
    lines,
    read,
    rows_of,
    write,
)

TWO_ROWS = {
    "lf": (lines(HEADER, FIRST, SECOND), 2, 3),
    "crlf": (lines(HEADER, FIRST, SECOND, end="\r\n"), 2, 3),
    "bare cr": (lines(HEADER, FIRST, SECOND, end="\r"), 2, 3),
    "line ends of two kinds": (f"{HEADER}\r\n{FIRST}\n{SECOND}\r", 2, 3),
    "no line end at the end": (lines(HEADER, FIRST, SECOND).rstrip("\n"), 2, 3),
    "blank lines": (lines("", HEADER, "", FIRST, "   ", "", SECOND, "", ""), 4, 7),
    "rows of empty cells": (lines(HEADER, ",,", FIRST, '"",,""', " , , ", SECOND, ",,"), 3, 6),
    "all quoted": (lines('"po_number","po_line","new_eta"', '"PO-1","10","2025-02-15"', SECOND), 2, 3),
    "semicolon": (lines(HEADER, FIRST, SECOND).replace(",", ";"), 2, 3),
    "tab": (lines(HEADER, FIRST, SECOND).replace(",", "\t"), 2, 3),
    "pipe": (lines(HEADER, FIRST, SECOND).replace(",", "|"), 2, 3),
    "a hint for spreadsheets": (lines("sep=;", *(HEADER, FIRST, SECOND)).replace(",", ";"), 3, 4),
    "single quotes": (
        lines("'po_number','po_line','new_eta'", "'PO-1','10','2025-02-15'", f"'PO-2'{SECOND[4:]}"),
        2,
        3,
    ),
    "a title and a date above": (
        lines("Open orders, Ltd.", "printed 2025-01-28", "", HEADER, FIRST, SECOND),
        5,
        6,
    ),
    "padded lines above": (lines("Report,,", "Plant,1000,", ",,", HEADER, FIRST, SECOND), 5, 6),
    "a quote above that is not closed": (lines('"Open orders', 'Size 5", all', HEADER, FIRST, SECOND), 4, 5),
    "29 lines above": (lines(*["x,y"] * 29, HEADER, FIRST, SECOND), 31, 32),
    "spaces around the headers": (lines(" po_number , po_line ,new_eta ", FIRST, SECOND), 2, 3),
}


@pytest.mark.parametrize(("content", "first", "second"), TWO_ROWS.values(), ids=TWO_ROWS)
def test_both_rows_are_read_with_the_lines_where_they_stand(
    tmp_path: Path, content: str, first: int, second: int
) -> None:
    headers, rows = read(write(tmp_path, content))
    assert headers == ("po_number", "po_line", "new_eta")
    assert rows == list(zip((first, second), ROWS, strict=True))


ODD = {
    "delimiters inside quotes": (
        lines("po_number,po_line,reason", 'PO-1,10,"late, very"', 'PO-2,20,";;|\t"'),
        [(2, 3, ["PO-1", "10", "late, very"]), (3, 3, ["PO-2", "20", ";;|\t"])],
    ),
    "doubled quotes": (
        lines("po_number,po_line,reason", 'PO-1,10,"said ""late"", twice"', 'PO-2,20,""""'),
        [(2, 3, ["PO-1", "10", 'said "late", twice']), (3, 3, ["PO-2", "20", '"'])],
    ),
    "quotes inside an unquoted cell": (
        lines("po_number,po_line,reason", 'PO-1,10,pipe 5" late', "PO-2,20,x"),
        [(2, 3, ["PO-1", "10", 'pipe 5" late']), (3, 3, ["PO-2", "20", "x"])],
    ),
    "line ends inside quotes": (
        lines("po_number,po_line,reason", 'PO-1,10,"first\nsecond\r\nthird\rfourth"', "PO-2,20,x"),
        [(2, 3, ["PO-1", "10", "first\nsecond\r\nthird\rfourth"]), (6, 3, ["PO-2", "20", "x"])],
    ),
    "a header over two lines": (
        lines('"PO\nNumber",Line,ETA', "PO-1,10,2025-02-15"),
        [(3, 3, ["PO-1", "10", "2025-02-15"])],
    ),
    "a header with a line above that starts a quote": (
        lines('Printed by "me, today', 'PO,Line,"New\nETA"', '"PO-1",10,', "PO-2,20,"),
        [(4, 3, ["PO-1", "10", ""]), (5, 3, ["PO-2", "20", ""])],
    ),
    "short and long rows": (
        lines(HEADER, "PO-1,10", "PO-2,20,2025-02-16,x,y", "PO-3", SECOND),
        [
            (2, 2, ["PO-1", "10", ""]),
            (3, 5, ["PO-2", "20", "2025-02-16"]),
            (4, 1, ["PO-3", "", ""]),
            (5, 3, ROWS[1]),
        ],
    ),
    "a delimiter too many at the end of a row": (lines(HEADER, FIRST + ","), [(2, 4, ROWS[0])]),
    "columns without a name at the end": (
        lines(HEADER + ",,", FIRST, FIRST + ",", FIRST + ",,", FIRST + ",,,", "PO-1,10", FIRST + ",,x"),
        [
            (2, 5, [*ROWS[0], "", ""]),
            (3, 5, [*ROWS[0], "", ""]),
            (4, 5, [*ROWS[0], "", ""]),
            (5, 6, [*ROWS[0], "", ""]),
            (6, 2, ["PO-1", "10", "", "", ""]),
            (7, 5, [*ROWS[0], "", "x"]),
        ],
    ),
    "decimal commas between semicolons": (
        lines("Bestellnummer;Pos;Menge", "1;10;1,5", "2;20;1.250,75"),
        [(2, 3, ["1", "10", "1,5"]), (3, 3, ["2", "20", "1.250,75"])],
    ),
    "more commas than semicolons": (
        lines("po_number;po_line;reason", "1;10;late, very, very late", "2;20;a, b, c"),
        [(2, 3, ["1", "10", "late, very, very late"]), (3, 3, ["2", "20", "a, b, c"])],
    ),
    "spaces are kept": (lines(HEADER, " PO-1 ,10,\N{NO-BREAK SPACE}"), [(2, 3, [" PO-1 ", "10", "\xa0"])]),
    "an empty first cell": (lines(HEADER, ",10,x", FIRST), [(2, 3, ["", "10", "x"]), (3, 3, ROWS[0])]),
    "repeated rows and a repeated header": (
        lines(HEADER, FIRST, HEADER, FIRST),
        [(2, 3, ROWS[0]), (3, 3, HEADER.split(",")), (4, 3, ROWS[0])],
    ),
    "a row of the other delimiter": (
        lines(HEADER, FIRST, "a;b;c"),
        [(2, 3, ROWS[0]), (3, 1, ["a;b;c", "", ""])],
    ),
    "letters of many scripts": (
        lines("po_number,po_line,reason", "PO-1,10,опоздание 遅れ 😀", "PO-2,20,ﬁ"),
        [(2, 3, ["PO-1", "10", "опоздание 遅れ 😀"]), (3, 3, ["PO-2", "20", "ﬁ"])],
    ),
    "line separators that are no line ends": (
        lines("po_number,po_line,reason", "PO-1,10,a\u2028b\x0bc\x85d", "PO-2,20,x"),
        [(2, 3, ["PO-1", "10", "a\u2028b\x0bc\x85d"]), (3, 3, ["PO-2", "20", "x"])],
    ),
    "a header that no one knows": (lines("a,b", "1,2"), [(2, 2, ["1", "2"])]),
    "a header shorter than its rows": (
        lines("a,b", "1,2,3", "4,5,6"),
        [(2, 3, ["1", "2"]), (3, 3, ["4", "5"])],
    ),
    "a narrow line above a header that no one knows": (
        lines("Plant,1000", "a,b,c,d", "1,2,3,4", "5,6,7,8"),
        [(3, 4, ["1", "2", "3", "4"]), (4, 4, ["5", "6", "7", "8"])],
    ),
    "a word of the header in a line above": (
        lines("Purchase order;all", "Beleg;Zeilchen;ETA", "1;10;x"),
        [(3, 3, ["1", "10", "x"])],
    ),
}


@pytest.mark.parametrize(("content", "expected"), ODD.values(), ids=ODD)
def test_every_row_of_an_odd_file_is_read_as_it_is(
    tmp_path: Path, content: str, expected: list[Read]
) -> None:
    path = write(tmp_path, content)
    shape = inspect(path, OPTIONS)
    for size in (1, 2, 50_000):
        assert rows_of(path, shape, size) == expected


GERMAN = "Bestellung;Pos;Grund\nPO-1;10;Prüfung läuft, Größe ungewiß – später\n"
FRENCH = "Commande;Ligne;Motif\nPO-1;10;pièce bloquée à l’usine, où le délai a été dépassé\n"
SPANISH = "Pedido;Línea;Motivo\nPO-1;10;avería, mañana más información del señor Núñez\n"
TURKISH = "Sipariş No;Kalem;Açıklama\nPO-1;10;makine arızası, gümrük işlemleri, İzmir\n"
POLISH = "PO;Line;Reason\nPO-1;10;opóźnienie dostawcy, zażółć gęślą jaźń\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        *((GERMAN, one, one) for one in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")),
        (lines("PO,Line,Reason", "PO-1,10,late"), "ascii", "utf-8"),
        (FRENCH, "cp1252", "cp1252"),
        (SPANISH, "cp1252", "cp1252"),
        (SPANISH, "latin_1", "cp1252"),
        (TURKISH, "cp1254", "cp1254"),
        (TURKISH, "utf-16-be", "utf-16-be"),
        (POLISH, "cp1250", "cp1250"),
        (GERMAN.replace(" – ", " "), "cp850", "cp850"),
        (FRENCH.replace("’", "'").replace("\n", "\r"), "mac_roman", "mac_roman"),
        (FRENCH.replace("\n", "\r"), "cp1252", "cp1252"),
        ("PO;Line;Reason\nPO-1;10;5 € – “late”\n", "cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_every_letter_survives(
    tmp_path: Path, text: str, encoding: str, found: str
) -> None:
    path = write(tmp_path, text, encoding)
    shape = inspect(path, OPTIONS)
    assert shape.encoding == found
    expected = text.lstrip("\ufeff").splitlines()
    headers, rows = read(path)
    assert headers == tuple(expected[0].split(";" if ";" in expected[0] else ","))
    assert rows == [(2, expected[1].split(";" if ";" in expected[0] else ",", 2))]


def test_a_byte_order_mark_of_utf16_is_read_in_both_directions(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        path = write(tmp_path, "\ufeff" + GERMAN, encoding)
        assert inspect(path, OPTIONS).encoding == "utf-16"
        assert read(path)[0] == ("Bestellung", "Pos", "Grund")


def test_a_foreign_letter_far_into_the_file_is_still_seen(tmp_path: Path) -> None:
    content = lines("PO,Line,Reason", *(f"PO-{n},10,late" for n in range(20_000)), "PO-x,10,später")
    path = write(tmp_path, content, "cp1252")
    shape = inspect(path, OPTIONS)
    assert shape.encoding == "cp1252"
    assert rows_of(path, shape, 50_000)[-1] == (20_002, 3, ["PO-x", "10", "später"])


@pytest.mark.parametrize(
    ("content", "options", "why"),
    [
        (b"", OPTIONS, "is empty"),
        (b"  \n \n", OPTIONS, "is empty"),
        (b"\xef\xbb\xbf", OPTIONS, "is empty"),
        (b"\xff\xfe\n\0", OPTIONS, "is empty"),
        (b"PK\x03\x04 workbook", OPTIONS, "a damaged workbook or ZIP file"),
        (b"%PDF-1.7", OPTIONS, "a PDF"),
        (b"\xd0\xcf\x11\xe0 old", OPTIONS, "an old Excel workbook"),
        (b"\x1f\x8b\x08 packed", OPTIONS, "a compressed file"),
        (b"<html><table><tr><td>PO</td>", OPTIONS, "a web page or XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', OPTIONS, "a web page or XML"),
        (bytes(range(256)) * 8, OPTIONS, "a binary file, not text"),
        (lines(HEADER, FIRST, "PO\0-2,20,").encode(), OPTIONS, "binary"),
        (lines(HEADER, *[FIRST] * 9000, "PO\0-2,20,").encode(), OPTIONS, "line 9002: the file is binary"),
        (
            lines(HEADER, *["ä,ö,ü"] * 3).encode() + b"\xff,,\n",
            OPTIONS,
            "line 5: a byte is not UTF-8 although",
        ),
        (
            b"\xef\xbb\xbf" + lines(HEADER).encode() + b"\xe4,1,\n",
            OPTIONS,
            "line 2: a byte is not UTF-8 with",
        ),
        (("\ufeff" + HEADER).encode("utf-16-le") + b"\n\0\0\xd8", OPTIONS, "line 2: a byte is not UTF-16"),
        (lines(HEADER, "ä,,").encode(), ReadOptions(encoding="ascii"), "line 2: a byte is not ascii"),
        (lines(HEADER, FIRST).encode(), ReadOptions(encoding="klingon"), "not known here"),
        (lines(HEADER, FIRST).encode(), ReadOptions(encoding="hex"), "not known here"),
        (lines(HEADER).encode(), OPTIONS, "a header but no rows"),
        (lines(HEADER, "", ",,", "  ").encode(), OPTIONS, "a header but no rows"),
        (lines(HEADER, FIRST, "x" * 6_000_000).encode(), OPTIONS, "line 3: the line has more than 4,000,000"),
        (b"just words\nand more words\n", OPTIONS, "only one column"),
        (lines("a,", "b,", "c,").encode(), OPTIONS, "no line with two headers"),
        (lines("po_number,po_line,po_number", "1,2,3").encode(), OPTIONS, "2 columns called 'po_number'"),
        (lines("a,b,a", "1,2,3").encode(), PLAIN, "2 columns called 'a'"),
        (lines('po_number,po_line,"new_eta', FIRST).encode(), OPTIONS, "line 1: a quote in the header"),
        (lines(HEADER, FIRST).encode(), ReadOptions(delimiter="::"), "delimiter '::'"),
        (lines(HEADER, FIRST).encode(), ReadOptions(delimiter='"'), "delimiter '\"'"),
        (lines(HEADER, FIRST).encode(), ReadOptions(quote="''"), "quote ''''"),
        (lines(HEADER, FIRST).encode(), ReadOptions(header_line=7), "no header on line 7"),
        (lines("", HEADER, FIRST).encode(), ReadOptions(header_line=1), "no header on line 1"),
        (lines(FIRST).encode(), ReadOptions(header=False, columns=("a", "b")), "has 3 columns but 2 names"),
        (lines(FIRST).encode(), ReadOptions(header=False, columns=("a", "b", "a")), "'a' is given twice"),
        (lines(",,").encode(), ReadOptions(header=False, columns=("a", "b", "c")), "has no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, options: ReadOptions, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        inspect(write(tmp_path, content), options)
    assert refused.value.sentence.startswith("file.csv")
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((FIRST, 'PO-2,20,"open', SECOND, SECOND), "line 3: a quote is opened and never closed"),
        (('PO-1,10,"two\nlines"', "", 'PO-2,20,"open'), "line 5: a quote is opened and never closed"),
        ((*[FIRST] * 1203, '"PO-2,20,x'), "line 1205: a quote is opened and never closed"),
        ((FIRST, 'PO-2,20,"late" very'), "line 3: the quotes are not balanced"),
        ((FIRST, 'PO-2,20,"a', 'PO-3,30,"b"'), "line 3: the quotes are not balanced"),
        ((FIRST, 'PO-2,20,"' + "x" * 140_000), "line 3: a cell has more than 131,072 characters"),
        ((FIRST, 'PO-2,20,"', *[FIRST] * 9000), "line 3: a cell has more than 131,072 characters"),
    ],
)
def test_a_quote_that_is_never_closed_is_refused_with_its_line(
    tmp_path: Path, rows: tuple[str, ...], why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        read(write(tmp_path, lines(HEADER, *rows)))


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDERS_MOST_FILE_MB", "1")
    content = lines(HEADER, FIRST)
    path = write(tmp_path, content + "\n" * (MEBI - len(content)))
    assert inspect(path, OPTIONS).headers == ("po_number", "po_line", "new_eta")
    path = write(tmp_path, content + "\n" * (MEBI - len(content) + 1))
    with pytest.raises(InvalidInput, match="the limit is 1 MB"):
        inspect(path, OPTIONS)


def test_the_refusal_calls_the_file_as_the_user_does(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"^delays of Monday is empty"):
        inspect(write(tmp_path, ""), ReadOptions(name="delays of Monday"))


def test_columns_of_one_name_that_no_field_needs_are_numbered(tmp_path: Path) -> None:
    shape = inspect(write(tmp_path, lines("PO,Line,ETA,Unit,Unit,,", "1,2,3,4,5,6,7")), OPTIONS)
    assert shape.headers == ("PO", "Line", "ETA", "Unit (1)", "Unit (2)", "", "")
    assert match_headers(PO_DELAYS, shape.headers).unmatched == ("Unit (1)", "Unit (2)", "", "")


@pytest.mark.parametrize(
    ("options", "content", "headers", "expected"),
    [
        (ReadOptions(delimiter=";"), "a;b,c\n1;2,3\n", ("a", "b,c"), [(2, ["1", "2,3"])]),
        (ReadOptions(delimiter="semicolon"), "a;b,c\n1;2,3\n", ("a", "b,c"), [(2, ["1", "2,3"])]),
        (ReadOptions(delimiter="~"), "a~b\n1~2\n", ("a", "b"), [(2, ["1", "2"])]),
        (ReadOptions(delimiter="tab", quote=""), 'a\tb\n1\t"2\n', ("a", "b"), [(2, ["1", '"2'])]),
        (ReadOptions(quote="'"), "a,b\n1,'2,3'\n", ("a", "b"), [(2, ["1", "2,3"])]),
        (ReadOptions(header_line=3), "a,b\n1,2\nc,d\n3,4\n", ("c", "d"), [(4, ["3", "4"])]),
        (
            ReadOptions(header_line=2, contract=PO_DELAYS),
            f"{HEADER}\nx,y,z\n1,2,3\n",
            ("x", "y", "z"),
            [(3, ["1", "2", "3"])],
        ),
        (ReadOptions(encoding="latin-1"), "a,b\n1,Ã\n", ("a", "b"), [(2, ["1", "Ã\x83"])]),
        (ReadOptions(encoding="utf8"), "\ufeffa,b\n1,2\n", ("a", "b"), [(2, ["1", "2"])]),
        (
            ReadOptions(header=False, columns=("x", "y")),
            "\n1,2\n3,4\n",
            ("x", "y"),
            [(2, ["1", "2"]), (3, ["3", "4"])],
        ),
    ],
)
def test_what_the_user_says_of_a_file_is_taken_as_it_is(
    tmp_path: Path,
    options: ReadOptions,
    content: str,
    headers: tuple[str, ...],
    expected: list[tuple[int, list[str]]],
) -> None:
    assert read(write(tmp_path, content), options) == (headers, expected)


def test_what_was_found_out_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + lines("Report;;", 'PO;Line;"New\r\nETA"', "PO-1;10;", end="\r\n"))
    shape = inspect(path, OPTIONS)
    assert (shape.encoding_name, shape.delimiter_name) == ("UTF-8 with byte-order mark", "semicolon")
    assert (shape.newline, shape.quote) == ("crlf", '"')
    assert (shape.header_line, shape.rows_from, shape.headers) == (2, 4, ("PO", "Line", "New ETA"))


@pytest.mark.parametrize(("end", "newline"), [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")])
def test_the_newline_style_is_told(tmp_path: Path, end: str, newline: str) -> None:
    path = write(tmp_path, lines(HEADER, 'PO-1,10,"a\nb"', end=end))
    assert inspect(path, OPTIONS).newline == newline


def test_samples_show_what_a_column_holds(tmp_path: Path) -> None:
    shape = inspect(write(tmp_path, lines(HEADER, *(f" PO-{n},10," for n in range(9)))), OPTIONS)
    assert shape.samples == {
        "po_number": ("PO-0", "PO-1", "PO-2", "PO-3", "PO-4"),
        "po_line": ("10",),
        "new_eta": (),
    }
