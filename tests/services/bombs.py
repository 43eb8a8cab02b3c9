"""Files made to fill the memory of whoever reads them, and a program that reads them in little of it.

Run as a program it reads every file of a folder and prints, as JSON, how each ended.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from backorder_core.domain.errors import Refusal
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services.files import ReadOptions, batches, inspect
from tests.workbooks import packed, sheet_xml, texts_row, zipped

HEADER = ("po_number", "po_line", "new_eta")
HEAD = texts_row(1, *HEADER)
ADDRESS_SPACE = 2 << 30
MEBI = 1 << 20


def cells(count: int, text: str = "1") -> str:
    """The XML of many rows of one short cell each."""
    return "".join(f"<row><c><v>{text}</v></c></row>" for _ in range(count))


def thousandfold(folder: Path) -> bytes:
    """A sheet that unpacks to a thousand times its size."""
    return packed({"S": sheet_xml(HEAD, "<row>" + " " * (110 * MEBI) + "</row>")})


def far_right(folder: Path) -> bytes:
    """Rows of one cell each, in the last column that there is."""
    rows = "".join(f'<row r="{n}"><c r="XFD{n}" t="str"><v>a</v></c></row>' for n in range(2, 60_000))
    return packed({"S": sheet_xml(HEAD, rows)})


def beyond_the_right(folder: Path) -> bytes:
    """A cell in a column that no sheet has."""
    return packed({"S": sheet_xml(HEAD, '<row r="2"><c r="ZZZZZZZZ2" t="str"><v>a</v></c></row>')})


def one_cell(folder: Path) -> bytes:
    """One cell of twenty million letters."""
    return packed({"S": sheet_xml(HEAD, texts_row(2, "PO-1", "1" * 20 * MEBI))})


def one_shared_text(folder: Path) -> bytes:
    """The same as a text that cells share."""
    return packed({"S": sheet_xml(HEAD)}, shared=(f"<t>{'1' * 20 * MEBI}</t>",))


def one_tag(folder: Path) -> bytes:
    """A tag with an attribute of twenty million letters."""
    return packed({"S": sheet_xml(HEAD, f'<row r="2" x="{"1" * 20 * MEBI}"></row>')})


def laughs(folder: Path) -> bytes:
    """A billion laughs: entities made of entities."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return packed({"S": f"<!DOCTYPE x [{''.join(lines)}]><worksheet><sheetData>&a9;</sheetData></worksheet>"})


def foreign_entity(folder: Path) -> bytes:
    """An entity that reads a file of the machine."""
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return packed({"S": f"{head}<worksheet><sheetData>&a;</sheetData></worksheet>"})


def many_parts(folder: Path) -> bytes:
    """A ZIP of two hundred thousand parts with nothing in them."""
    name = b"x" * 40
    numbers = (20, 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
    directory = (struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *numbers) + name) * 200_000
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *numbers[1:10], 0) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), len(local), 0)
    return local + directory + end


def overlapping(folder: Path) -> bytes:
    """Parts that are all the same bytes of the file, listed again and again."""
    content = packed({"S": sheet_xml(HEAD, cells(100_000))})
    place = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<2L", content[place + 12 : place + 20])
    directory = content[start : start + size]
    again = directory * 300
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2_100, 2_100, len(again), start, 0)
    return content[:start] + again + end


def lying(folder: Path) -> bytes:
    """A sheet that says it unpacks to a hundred bytes."""
    content = bytearray(packed({"S": sheet_xml(HEAD, cells(200_000))}))
    for found in zipfile.ZipFile(_kept(folder, bytes(content))).infolist():
        if found.filename.endswith("s1.xml"):
            real, said = struct.pack("<L", found.file_size), struct.pack("<L", 100)
            content = bytearray(bytes(content).replace(real, said))
    return bytes(content)


def workbook_in_a_workbook(folder: Path) -> bytes:
    """ZIP files in a ZIP file, seven deep."""
    inner = thousandfold(folder)
    for depth in range(7):
        inner = zipped({f"{depth}.zip": inner})
    return inner


def climbing(folder: Path) -> bytes:
    """A workbook with parts that would be written above the folder they are unpacked to."""
    return packed(
        {"S": sheet_xml(HEAD, texts_row(2, "PO-1", "10", "2025-02-15"))},
        more={"../../../climbed.txt": "x", "/climbed.txt": "x", "xl/../../climbed.txt": "x"},
    )


def wide_row(folder: Path) -> bytes:
    """A table of three columns in which one row has two million."""
    rows = ["PO-1,10,2025-01-01"] * 400
    return "\n".join([",".join(HEADER), *rows, "," * 2_000_000, *rows, ""]).encode()


def wide_header(folder: Path) -> bytes:
    """Half a million columns."""
    return ("po_number,po_line,new_eta," + "x," * 500_000 + "\n1,2,2025-01-01\n").encode()


def quotes(folder: Path) -> bytes:
    """A quote that is never closed, with fifty million letters behind it."""
    return (",".join(HEADER) + '\nPO-1,10,"' + "x\n" * 25 * MEBI).encode()


BOMBS: Mapping[str, tuple[Callable[[Path], bytes], str]] = {
    "thousandfold.xlsx": (thousandfold, "times its size, as no workbook does"),
    "far_right.xlsx": (far_right, ""),
    "beyond_the_right.xlsx": (beyond_the_right, ""),
    "one_cell.xlsx": (one_cell, "a cell has more than 131,072 characters"),
    "one_shared_text.xlsx": (one_shared_text, "a cell has more than 131,072 characters"),
    "one_tag.xlsx": (one_tag, "is a damaged workbook"),
    "laughs.xlsx": (laughs, "is a damaged workbook"),
    "foreign_entity.xlsx": (foreign_entity, "is a damaged workbook"),
    "many_parts.xlsx": (many_parts, "has more parts than a workbook has"),
    "overlapping.xlsx": (overlapping, "times its size, as no workbook does"),
    "lying.xlsx": (lying, "is a damaged workbook"),
    "nested.xlsx": (workbook_in_a_workbook, "is a ZIP file, not a workbook"),
    "climbing.xlsx": (climbing, ""),
    "wide_row.csv": (wide_row, ""),
    "wide_header.csv": (wide_header, "has more than 1,000 columns"),
    "quotes.csv": (quotes, "a cell has more than 131,072 characters"),
}
"""How each is made, and the words it is refused with; empty where it is read, in little memory."""


def _kept(folder: Path, content: bytes) -> Path:
    path = folder / "making.zip"
    path.write_bytes(content)
    return path


def ends(path: Path) -> str:
    """How reading a file ends: its refusal, or how many rows it has."""
    try:
        shape = inspect(path, ReadOptions(contract=PO_DELAYS))
        return f"{sum(batch.num_rows for batch in batches(path, shape))} rows"
    except Refusal as refusal:
        return refusal.sentence


def main(folder: Path) -> None:
    """Read every file of the folder in a bounded address space; what came of each, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    found = {}
    for path in sorted(folder.iterdir()):
        began = time.process_time()
        found[path.name] = (ends(path), time.process_time() - began)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
