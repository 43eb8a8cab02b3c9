"""Odd delay files with the outcome of every row, against a company small enough to know it by heart.

Said of a file: its rows as ``line outcome`` or ``line rejected column``; or the words of its refusal; or the
question that it raises. Nothing is applied, so every file is judged against the same store:

- A-1 / 10 has 70 units on customer orders and no backorder: a late date makes one (created)
- B-1 / 10 has an open backorder with the ETA 2025-02-10: the same date is unchanged, another is updated
- C-1 / 10 has no customer order: a late date is not needed
- D-1 / 10 and 20, and 4500012345 / 10, are like A-1, with 5,000 units each
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.services.files import ReadOptions
from backorder_core.services.imports import ImportOptions
from tests.small_company import SmallCompany
from tests.workbooks import packed, sheet_xml, texts_row, workbook, zipped

HEADER = "po_number,po_line,new_eta,reason,quantity,note"
COLUMNS = tuple(HEADER.split(","))
A, B, C = "A-1,10,2025-02-15,,,", "B-1,10,2025-02-10,,,", "C-1,10,2025-02-15,,,"
THREE = ("created", "unchanged", "not_needed")


@dataclass(frozen=True)
class Odd:
    """One odd file: ``rows`` as they must end, or ``refused`` in these words, or ``asks`` for a field."""

    content: bytes
    rows: tuple[str, ...] = ()
    refused: str = ""
    asks: str = ""
    options: ImportOptions = field(default_factory=ImportOptions)


def odd_company(company: SmallCompany) -> None:
    """Load what the odd files speak of."""
    for number, line, units in (
        ("A-1", "10", 70),
        ("B-1", "10", 70),
        ("D-1", "10", 5000),
        ("D-1", "20", 5000),
        ("4500012345", "10", 5000),
    ):
        company.po_line(number, line, ordered=10_000)
        company.order(f"SO-{number}-{line}", number, units, po_line=line)
    company.po_line("C-1")
    company.delays(B)


def text(*lines: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """Lines as the bytes of a file."""
    return "".join(line + end for line in lines).encode(encoding)


def abc(*places: int) -> tuple[str, ...]:
    """The three rows A, B and C as they end, on these lines."""
    return tuple(f"{place} {outcome}" for place, outcome in zip(places, THREE, strict=True))


def table(header: str, *rows: str) -> bytes:
    """A file of few columns."""
    return text(header, *rows)


def dated(*days: str) -> bytes:
    """Dates for A-1, B-1, C-1, D-1 / 10 and D-1 / 20, quoted."""
    keys = ("A-1,10", "B-1,10", "C-1,10", "D-1,10", "D-1,20")
    return text(
        "po_number,po_line,new_eta", *(f'{key},"{day}"' for key, day in zip(keys, days, strict=False))
    )


def counted(*amounts: str) -> bytes:
    """Quantities for A-1, D-1 / 10, D-1 / 20 and 4500012345, quoted."""
    keys = ("A-1,10", "D-1,10", "D-1,20", "4500012345,10")
    return text(
        "po_number,po_line,new_eta,quantity",
        *(f'{key},2025-02-15,"{amount}"' for key, amount in zip(keys, amounts, strict=False)),
    )


def swapped(delimiter: str, *lines: str) -> tuple[str, ...]:
    """Lines with another delimiter."""
    return tuple(line.replace(",", delimiter) for line in lines)


PLAIN = (HEADER, A, B, C)
GERMAN = (
    "Bestellung;Pos;Lieferdatum neu;Grund",
    "A-1;10;15.02.2025;Prüfung läuft",
    "B-1;10;10.02.2025;Größe",
)
TURKISH = (
    "Sipariş No;Kalem;Yeni Teslim Tarihi;Açıklama",
    "A-1;10;15.02.2025;makine arızası, gümrük işlemleri, İzmir",
)
SPANISH = (
    "Pedido;Línea;Nueva fecha;Motivo",
    "A-1;10;15/02/2025;avería, mañana más información",
    "B-1;10;10/02/2025;",
)
JAN_BOOK: list[tuple[object, ...]] = [
    COLUMNS[:3],
    ("A-1", 10, date(2025, 2, 15)),
    ("B-1", 10, date(2025, 2, 10)),
    ("C-1", 10, date(2025, 2, 15)),
]
HEAD_XML = texts_row(1, *COLUMNS[:3])


def book(*rows: tuple[object, ...], since_1904: bool = False) -> bytes:
    """A workbook of one sheet with the three needed columns."""
    return workbook({"Delays": [COLUMNS[:3], *rows]}, since_1904)  # type: ignore[list-item]


def cells(line: int, *said: str) -> str:
    """The XML of a row from the XML of its cells."""
    return f'<row r="{line}">{"".join(said)}</row>'


def said(word: str) -> str:
    """The XML of a text."""
    return f'<c t="str"><v>{word}</v></c>'


ENCODED = {
    "UTF-16, least byte first, marked": Odd(text(*PLAIN, encoding="utf-16"), abc(2, 3, 4)),
    "UTF-16, most byte first, not marked": Odd(text(*PLAIN, encoding="utf-16-be"), abc(2, 3, 4)),
    "UTF-16 with CRLF and tabs": Odd(
        text(*swapped("\t", *PLAIN), end="\r\n", encoding="utf-16-le"), abc(2, 3, 4)
    ),
    "bare CR in Windows' letters": Odd(
        text(*GERMAN, end="\r", encoding="cp1252"), ("2 created", "3 unchanged")
    ),
    "a German report in Mac letters": Odd(
        text(*GERMAN, end="\r", encoding="mac_roman"), ("2 created", "3 unchanged")
    ),
    "a Turkish report in Windows' letters": Odd(text(*TURKISH, encoding="cp1254"), ("2 created",)),
    "a Spanish report in Latin-1": Odd(text(*SPANISH, encoding="latin-1"), ("2 created", "3 unchanged")),
    "a mark and a hint before the header": Odd(
        text("\ufeffsep=;", *swapped(";", *PLAIN), end="\r\n"), abc(3, 4, 5)
    ),
    "a hint of pipes": Odd(text("sep=|", *swapped("|", *PLAIN)), abc(3, 4, 5)),
    "a mark in the middle, where two files were joined": Odd(
        text(HEADER, A) + text("\ufeff" + HEADER, "\ufeffB-1,10,2025-02-10,,,"),
        ("2 created", "3 rejected po_number", "4 unchanged"),
    ),
    "three kinds of line ends": Odd(f"{HEADER}\r\n{A}\r{B}\n{C}".encode(), abc(2, 3, 4)),
    "a byte that is no text": Odd(text(HEADER, A, "B-1\0,10,2025-02-10,,,"), refused="binary file"),
    "one byte that is not UTF-8 among many that are": Odd(
        text(HEADER, *["ä,ö,ü,é,à,è"] * 9) + b"A-1,10,,\xff,,\n", refused="line 11: a byte is not UTF-8"
    ),
}
PARTED = {
    "tabs with tabs around the cells": Odd(
        text("po_number\tpo_line\tnew_eta", "A-1 \t 10 \t 2025-02-15 ", " B-1\t10\t2025-02-10"),
        ("2 created", "3 unchanged"),
    ),
    "tabs inside quoted cells of a comma file": Odd(
        text("po_number,po_line,new_eta", '"\tA-1\t",10,"2025-02-15\t"'), ("2 created",)
    ),
    "no-break spaces around cells": Odd(
        table("po_number;po_line;new_eta", "\xa0A-1\xa0;10\u202f;\xa02025-02-15"), ("2 created",)
    ),
    "pipes and line ends inside quotes": Odd(
        text(*swapped("|", HEADER), 'A-1|10|2025-02-15|"a|b\nc"||', *swapped("|", B)),
        ("2 created", "4 unchanged"),
    ),
    "single quotes around everything": Odd(
        text(*(",".join(f"'{cell}'" for cell in line.split(",")) for line in PLAIN)), abc(2, 3, 4)
    ),
    "inches in a reason": Odd(
        text(HEADER, 'A-1,10,2025-02-15,pipe 5" late,,', B), ("2 created", "3 unchanged")
    ),
    "texts that a spreadsheet shall not change": Odd(
        text(
            '="po_number",="po_line",="new_eta"',
            '="A-1",="0010",="2025-02-15"',
            '"=""B-1""","=""10""",2025-02-10',
            '="A"&"-1",10,2025-02-15',
        ),
        ("2 created", "3 unchanged", "4 rejected po_number"),
    ),
    "smart quotes are part of the number": Odd(
        text(HEADER, "“A-1”,10,2025-02-15,,,", A), ("2 rejected po_number", "3 created")
    ),
    "a quote that is never closed": Odd(text(HEADER, A, 'B-1,10,"2025-02-10,,,'), refused="never closed"),
    "rows shorter and longer than the header": Odd(
        text(HEADER, A, "B-1,10", C + ",x"), ("2 created", "3 rejected", "4 rejected")
    ),
    "a delimiter too many on every line": Odd(text(*(f"{line}," for line in PLAIN)), abc(2, 3, 4)),
    "empty columns at the end of the header alone": Odd(text(HEADER + ",,,", A, B, C), abc(2, 3, 4)),
    "blank lines and lines of commas": Odd(
        text("", HEADER, ",,,,,", A, " ", B, "", C, ",,,,,"), abc(4, 6, 8)
    ),
    "decimal commas beside semicolons": Odd(
        table("po_number;po_line;new_eta;quantity", "A-1;10;2025-02-15;12,5"), ("2 created",)
    ),
    "a header over two lines": Odd(
        text('"PO\nNumber","PO\nLine","New\nETA"', "A-1,10,2025-02-15"), ("5 created",)
    ),
}
REPORTS = {
    "twelve lines of a report's head": Odd(
        text("Open orders", *(f"Parameter {n}: all" for n in range(11)), *PLAIN), abc(14, 15, 16)
    ),
    "fifty lines of a report's head": Odd(
        text(*[f"Filter {n}: all" for n in range(50)], *PLAIN), abc(52, 53, 54)
    ),
    "a wide head of names and values": Odd(
        text("Plant,1000,,,,", "Buyer,Pat,,,,", "Run,2025-01-20,08:15,,,", ",,,,,", *PLAIN), abc(6, 7, 8)
    ),
    "short headings of groups": Odd(
        text(HEADER, "Vendor: ABC", A, "Vendor: XYZ", B, C),
        ("2 rejected", "3 created", "4 rejected", "5 unchanged", "6 not_needed"),
    ),
    "headings of groups in the first column": Odd(
        text(HEADER, "Vendor: ABC,,,,,", A, "Vendor: XYZ,,,,,", B),
        ("2 rejected po_line", "3 created", "4 rejected po_line", "5 unchanged"),
    ),
    "headings of groups in another column": Odd(
        text(HEADER, ",,,ABC Manufacturing,,", A), ("2 rejected po_number", "3 created")
    ),
    "a grand total": Odd(
        text(HEADER, "A-1,10,2025-02-15,,70,", "Total,,,,70,"), ("2 created", "3 rejected po_line")
    ),
    "totals in German between groups": Odd(
        text(HEADER, A, ",,,Zwischensumme,70,", B, "Summe,,,,70,"),
        ("2 created", "3 rejected po_number", "4 unchanged", "5 rejected po_line"),
    ),
    "a Turkish total with more cells": Odd(
        text(HEADER, A, "Genel Toplam,,,,70,,"), ("2 created", "3 rejected")
    ),
    "the header again on every page": Odd(
        text(HEADER, A, HEADER, B, HEADER, C),
        ("2 created", "3 rejected po_number", "4 unchanged", "5 rejected po_number", "6 not_needed"),
    ),
    "a ruled line under the header": Odd(
        text(HEADER, "---------,-------,-------,------,--------,----", A),
        ("2 rejected po_number", "3 created"),
    ),
    "the foot of a page": Odd(
        text(HEADER, A, "Page 1 of 2,,,,,", B, "*** End of report ***"),
        ("2 created", "3 rejected po_line", "4 unchanged", "5 rejected"),
    ),
    "nothing but a header": Odd(text(HEADER), refused="a header but no rows"),
    "no line that names two columns": Odd(text("Open orders", "none today"), refused="only one column"),
    "two columns that could both be the order": Odd(
        text("po_number,po_number,po_line,new_eta", "A-1,A-1,10,2025-02-15"), refused="2 columns called"
    ),
    "headers that nobody knows": Odd(text("Dokument;Zeilchen;Wann", "A-1;10;2025-02-15"), asks="mapping"),
    "headers that somebody explains": Odd(
        text("Dokument;Zeilchen;Wann", "A-1;10;2025-02-15"),
        ("2 created",),
        options=ImportOptions(mapping={"po_number": "Dokument", "po_line": "Zeilchen", "new_eta": "Wann"}),
    ),
    "no header, columns given": Odd(
        text("", "A-1\t10\t2025-02-15", "B-1\t10\t2025-02-10", "C-1\t10\t2025-02-15"),
        abc(2, 3, 4),
        options=ImportOptions(reading=ReadOptions(header=False, columns=COLUMNS[:3])),
    ),
}
KEYS = {
    "leading zeros of the line": Odd(
        table("po_number,po_line,new_eta", "A-1,00010,2025-02-15", "B-1,010,2025-02-10"),
        ("2 created", "3 unchanged"),
    ),
    "the same row twice, written differently": Odd(
        table("po_number,po_line,new_eta", "A-1,10,2025-02-15", "A-1,0010,15-Feb-25"),
        ("2 created", "3 unchanged"),
    ),
    "two rows that contradict each other": Odd(
        table("po_number,po_line,new_eta", "A-1,10,2025-02-15", "B-1,10,2025-02-10", "A-1,10,2025-02-16"),
        ("2 rejected po_number", "3 unchanged", "4 rejected po_number"),
    ),
    "two rows alike and one that contradicts": Odd(
        table("po_number,po_line,new_eta", *["A-1,10,2025-02-15"] * 2, "A-1,10,"),
        ("2 rejected po_number", "3 rejected po_number", "4 rejected po_number"),
    ),
    "a rejected row does not contradict a good one": Odd(
        table("po_number,po_line,new_eta", "A-1,10,someday", "A-1,10,2025-02-15"),
        ("2 rejected new_eta", "3 created"),
    ),
    "numbers that a spreadsheet shortened": Odd(
        table("po_number,po_line,new_eta", "4.500012E+09,10,2025-02-15", "4500012345,10,2025-02-15"),
        ("2 rejected po_number", "3 created"),
    ),
    "numbers that a spreadsheet gave decimals": Odd(
        table("po_number,po_line,new_eta", "4500012345.0,10,2025-02-15", "4500012345,10.0,2025-02-15"),
        ("2 rejected po_number", "3 rejected po_number"),
    ),
    "a spreadsheet's error for a number": Odd(
        table("po_number,po_line,new_eta", "#REF!,10,2025-02-15", "A-1,#N/A,2025-02-15"),
        ("2 rejected po_number", "3 rejected po_line"),
    ),
    "numbers that are missing or strange": Odd(
        table(
            "po_number,po_line,new_eta", ",10,2025-02-15", "A-1,,2025-02-15", "a-1,10,2025-02-15", "A-1,11,"
        ),
        ("2 rejected po_number", "3 rejected po_line", "4 rejected po_number", "5 rejected po_number"),
    ),
}
DATES = {
    "dates with dots": Odd(dated("15.02.2025", "10.02.25", "15.2.2025"), abc(2, 3, 4)),
    "month first, told by one of them": Odd(dated("2/15/25", "2/10/25", "02/11/2025"), abc(2, 3, 4)),
    "names of months": Odd(dated("15-Feb-25", "10 February 2025", "Feb 15, 2025"), abc(2, 3, 4)),
    "dates without marks": Odd(dated("20250215", "20250210"), ("2 created", "3 unchanged")),
    "times of day beside dates": Odd(
        dated("2025-02-15T09:30:00Z", "2025-02-10 00:00:00.000", "15-FEB-25 02.30.00 PM"), abc(2, 3, 4)
    ),
    "words for dates": Odd(
        dated("N/A", "See note 12", "TBD", "KW 7"),
        tuple(f"{line} rejected new_eta" for line in range(2, 6)),
    ),
    "words that mean that nobody knows": Odd(
        dated("TBD", "tbd", "unknown", "N/A"),
        ("2 created", "3 updated", "4 not_needed", "5 rejected new_eta"),
        options=ImportOptions(unknown=("TBD",)),
    ),
    "an empty date is an unknown one": Odd(dated("", ""), ("2 created", "3 updated")),
    "a spreadsheet's day numbers": Odd(
        dated("45703", "45698.0", "2025-02-15"),
        ("2 rejected new_eta", "3 rejected new_eta", "4 not_needed"),
    ),
    "days that no calendar has": Odd(
        dated("2025-02-30", "0000-00-00", "9999-12-31", "31.04.2025", "2025-02-15"),
        (*(f"{line} rejected new_eta" for line in range(2, 6)), "6 created"),
    ),
    "day first and month first in one column": Odd(
        dated("13/02/2025", "02/13/2025", "03/04/2025", "2025-02-15", "04/04/2025"),
        (*(f"{line} rejected new_eta" for line in range(2, 5)), "5 created", "6 created"),
    ),
    "dates that read both ways": Odd(dated("03/04/2025", "05/06/2025"), asks="dates"),
    "dates that read both ways, answered": Odd(
        dated("03/04/2025", "10/02/2025", "13/13/2025"),
        ("2 created", "3 unchanged", "4 rejected new_eta"),
        options=ImportOptions(dates=DateOrder.DMY),
    ),
    "a delay too short to matter": Odd(dated("2025-01-26", "2025-02-11"), ("2 not_needed", "3 updated")),
}
NUMBERS = {
    "decimal commas": Odd(counted("1,5", "1.234,56", "250"), ("2 created", "3 created", "4 created")),
    "decimal points": Odd(counted("1.5", "1,234.56", "1 250.5"), ("2 created", "3 created", "4 created")),
    "thousands or decimals": Odd(counted("6.395", "12"), asks="decimal"),
    "thousands, as answered": Odd(
        counted("70", "2.395"), ("2 created", "3 created"), options=ImportOptions(decimal=DecimalSign.COMMA)
    ),
    "points and commas in one column": Odd(
        counted("1,5", "7.25", "2.395", "12"),
        ("2 rejected quantity", "3 rejected quantity", "4 rejected quantity", "5 created"),
    ),
    "money, exponents and apostrophes": Odd(
        counted("$70.00", "1e3", "1'250.5", "USD 12"), ("2 created", "3 created", "4 created", "5 created")
    ),
    "numbers that are none or not above nothing": Odd(
        counted("(5)", "0", "12 kg", "5-"),
        ("2 rejected quantity", "3 rejected quantity", "4 rejected quantity", "5 rejected quantity"),
    ),
    "pieces said behind their number": Odd(counted("12 pcs", "40 Stück"), ("2 created", "3 created")),
    "a percentage and a calculation": Odd(
        counted("12.5 %", "=35*2", "70.12345", "1e30"),
        ("2 rejected quantity", "3 rejected quantity", "4 rejected quantity", "5 rejected quantity"),
    ),
}
BOOKS = {
    "a workbook of days": Odd(workbook({"Delays": JAN_BOOK}), abc(2, 3, 4)),  # type: ignore[dict-item]
    "a workbook whose days count from 1904": Odd(book(*JAN_BOOK[1:], since_1904=True), abc(2, 3, 4)),
    "times in the cells of a workbook": Odd(
        book(("A-1", 10, datetime(2025, 2, 15, 14, 30)), ("B-1", 10, datetime(2025, 2, 10, 0, 0))),  # noqa: DTZ001
        ("2 created", "3 unchanged"),
    ),
    "texts among the days of a workbook": Odd(
        book(
            ("A-1", 10, date(2025, 2, 15)),
            ("B-1", 10, "10.02.2025"),
            ("C-1", 10, "See note"),
            ("D-1", 10, 45703),
        ),
        ("2 created", "3 unchanged", "4 rejected new_eta", "5 rejected new_eta"),
    ),
    "numbers for order numbers": Odd(
        book(
            (4500012345, 10, date(2025, 2, 15)), (4500012345678901, 10, date(2025, 2, 15)), (True, 10, None)
        ),
        ("2 created", "3 rejected po_number", "4 rejected po_number"),
    ),
    "a printed report as a workbook": Odd(
        workbook(
            {
                "Report": [
                    ("Open orders",),
                    (),
                    COLUMNS[:3],
                    ("Vendor: ABC",),
                    ("A-1", 10, date(2025, 2, 15)),
                    (None, None, date(2025, 2, 15)),
                    COLUMNS[:3],
                    ("Total", None, 1),
                ]
            }
        ),
        (
            *("4 rejected po_line", "5 created", "6 rejected po_number"),
            *("7 rejected po_number", "8 rejected po_line"),
        ),
    ),
    "formulas with their results": Odd(
        packed(
            {
                "S": sheet_xml(
                    HEAD_XML,
                    cells(
                        2,
                        '<c t="str"><f>"A-"&amp;1</f><v>A-1</v></c>',
                        "<c><f>5*2</f><v>10</v></c>",
                        '<c s="0"><f>TODAY()+26</f><v>45703</v></c>',
                    ),
                )
            },
            ("d.m.yyyy",),
        ),
        ("2 created",),
    ),
    "a formula without its result": Odd(
        packed({"S": sheet_xml(HEAD_XML, cells(2, said("A-1"), "<c r='B2'><f>5*2</f></c>"))}),
        refused="row 2: the formula in B2 has no result",
    ),
    "errors in the cells of a workbook": Odd(
        packed(
            {
                "S": sheet_xml(
                    HEAD_XML,
                    cells(2, '<c t="e"><v>#N/A</v></c>', said("10"), said("2025-02-15")),
                    cells(3, said("A-1"), said("10"), '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
                )
            }
        ),
        ("2 rejected po_number", "3 rejected new_eta"),
    ),
    "hidden rows, gaps and notes beside the table": Odd(
        packed(
            {
                "S": sheet_xml(
                    texts_row(3, *COLUMNS[:3]),
                    f'<row r="5" hidden="1">{said("A-1")}{said("10")}{said("2025-02-15")}</row>',
                    f'<row r="9">{said("B-1")}{said("10")}{said("2025-02-10")}'
                    '<c r="H9" t="str"><v>call them</v></c></row>',
                )
            }
        ),
        ("5 created", "9 unchanged"),
    ),
    "line numbers that are padded by their format": Odd(
        packed(
            {"S": sheet_xml(HEAD_XML, cells(2, said("A-1"), '<c s="0"><v>10</v></c>', said("2025-02-15")))},
            ("00000",),
        ),
        ("2 created",),
    ),
    "two sheets of delays": Odd(
        workbook({"Jan": JAN_BOOK, "Feb": JAN_BOOK}),  # type: ignore[dict-item]
        asks="sheet",
    ),
    "two sheets of delays, one chosen": Odd(
        workbook({"Jan": JAN_BOOK, "Feb": JAN_BOOK[:2]}),  # type: ignore[dict-item]
        ("2 created",),
        options=ImportOptions(reading=ReadOptions(sheet="Feb")),
    ),
    "a cover before the sheet that holds the delays": Odd(
        workbook({"Cover": [("To", "Pat"), ("From", "ABC")], "Data": JAN_BOOK}),  # type: ignore[dict-item]
        abc(2, 3, 4),
    ),
    "a ZIP of files": Odd(zipped({"delays.csv": text(*PLAIN)}), refused="a ZIP file, not a workbook"),
    "half a workbook": Odd(workbook({"Delays": JAN_BOOK})[:2000], refused="damaged workbook"),  # type: ignore[dict-item]
    "an old workbook": Odd(b"\xd0\xcf\x11\xe0" + bytes(600), refused="old Excel workbook"),
}
ODD = {**ENCODED, **PARTED, **REPORTS, **KEYS, **DATES, **NUMBERS, **BOOKS}
