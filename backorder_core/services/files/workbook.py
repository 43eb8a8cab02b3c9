"""What stands in a workbook (XLSX) beside its cells: sheets, number formats, shared texts, the date system.

The parts are read one by one in bounded memory and by their local names alone, so that workbooks of every
program are read, also those whose styles a stricter reader refuses.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.limits import MEBI, limits

CHUNK = 256 * 1024
LARGEST_DIRECTORY = 4 * MEBI
LONGEST_TAG = 16 * MEBI
"""What no program writes: so many parts that their list alone has this size, or one tag as long as that."""
PACKED_AT_MOST, SMALL = 200, 100 * MEBI
"""How many times its size a workbook may unpack to, once it is no small one: real ones stay below 50."""
TEXTS_SHARE = 4
# Formats of days and times that no file spells out (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are East Asian).
BUILT_IN = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 47), "hh:mm:ss"),
    46: "[h]:mm:ss",
}
END, LONGEST_END = b"PK\x05\x06", 22 + 65_535
"""How the last record of a ZIP begins, and how far from the end it can stand (APPNOTE, 4.3.16)."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    *(expat.ExpatError, BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError),
    *(OverflowError, NotImplementedError, RuntimeError),
)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook and the part that holds its cells."""

    name: str
    hidden: bool
    part: str


@dataclass
class Texts:
    """The texts that cells share, by number; kept as bytes, since millions of them are common."""

    ends: array[int] = field(default_factory=lambda: array("Q", (0,)))
    packed: bytearray = field(default_factory=bytearray)

    def add(self, text: str) -> None:
        """Keep one more text."""
        self.packed += text.encode("utf-8", "replace")
        self.ends.append(len(self.packed))

    def __getitem__(self, place: int) -> str:
        if place < 0:
            raise IndexError(place)
        return self.packed[self.ends[place] : self.ends[place + 1]].decode("utf-8")


@dataclass(frozen=True)
class Workbook:
    """An open workbook; ``formats`` are the number formats by a cell's style, ``texts`` the shared texts."""

    name: str
    archive: ZipFile
    parts: Mapping[str, str]
    sheets: tuple[Sheet, ...]
    formats: tuple[str, ...]
    texts: Texts
    since_1904: bool

    def stream(self, part: str) -> IO[bytes]:
        """A part of the workbook; raises ``KeyError`` where it is missing."""
        return self.archive.open(self.parts[part.lower()])


@contextmanager
def opened(path: Path, name: str) -> Iterator[Workbook]:
    """Open a workbook; raises ``InvalidInput`` for one that is damaged, locked, too large, or none at all."""
    try:
        must_have_few_parts(path, name)
        with ZipFile(path) as archive:
            yield _read(archive, name)
    except InvalidInput:
        raise
    except _BROKEN:
        raise InvalidInput(
            f"{name} is a damaged workbook or ZIP file: open it in Excel, save it again and choose that."
        ) from None


def _read(archive: ZipFile, name: str) -> Workbook:
    parts = {one.filename.replace("\\", "/").lstrip("/").lower(): one.filename for one in archive.infolist()}
    _must_be_workbook(archive, parts, name)
    root = next(
        part for part in ("xl/workbook.xml", *parts) if part in parts and part.endswith("workbook.xml")
    )
    bare = Workbook(name, archive, parts, (), (), Texts(), False)
    where = _targets(bare, root)
    sheets, since_1904 = _sheets(bare, root, where)
    styles = next((part for kind, part in where.values() if kind == "styles"), "")
    shared = next((part for kind, part in where.values() if kind == "sharedstrings"), "")
    return Workbook(
        name,
        archive,
        parts,
        tuple(sheets),
        _formats(bare, styles) if styles in parts else (),
        _texts(bare, shared) if shared in parts else Texts(),
        since_1904,
    )


def _must_be_workbook(archive: ZipFile, parts: Mapping[str, str], name: str) -> None:
    if any(one.flag_bits & 1 for one in archive.infolist()):
        raise InvalidInput(f"{name} is protected by a password: save it without one and choose that.")
    if not any(part.endswith("xl/workbook.xml") for part in parts):
        raise InvalidInput(_what(archive, parts, name))
    _must_unpack_to_little(archive, parts, name)


def _must_unpack_to_little(archive: ZipFile, parts: Mapping[str, str], name: str) -> None:
    """Sizes are what the archive says; no part is read beyond what it says of itself."""
    most = limits().unpacked_mb
    unpacked = sum(one.file_size for one in archive.infolist())
    packed = sum(one.compress_size for one in archive.infolist())
    texts = max(
        (archive.getinfo(parts[part]).file_size for part in parts if "sharedstrings" in part), default=0
    )
    if unpacked > most * MEBI or texts > most * MEBI // TEXTS_SHARE:
        raise InvalidInput(
            f"{name} unpacks to {unpacked / MEBI:,.0f} MB, the limit is {most:,} MB "
            f"and {most / TEXTS_SHARE:,.0f} MB of texts: split it and load the parts."
        )
    if unpacked > max(SMALL, PACKED_AT_MOST * packed):
        raise InvalidInput(
            f"{name} unpacks to {unpacked // max(packed, 1):,} times its size, as no workbook does: "
            "open it in Excel, save it again and choose that."
        )


def must_have_few_parts(path: Path, name: str) -> None:
    """``InvalidInput`` where the list of a ZIP's parts is so long that reading it would fill the memory."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - LONGEST_END))
        end = stream.read()
    place = end.rfind(END)
    directory = int.from_bytes(end[place + 12 : place + 16], "little") if place >= 0 else 0
    if directory > LARGEST_DIRECTORY:
        raise InvalidInput(f"{name} has more parts than a workbook has: open it in Excel and save it again.")


def _what(archive: ZipFile, parts: Mapping[str, str], name: str) -> str:
    if "xl/workbook.bin" in parts:
        return f"{name} is a binary workbook (XLSB): save it as XLSX and choose that."
    if "word/document.xml" in parts:
        return f"{name} is a Word document: save its table as CSV or XLSX and choose that."
    if "mimetype" in parts and b"opendocument" in archive.read(parts["mimetype"])[:200]:
        return f"{name} is an OpenDocument file: save it as XLSX or CSV and choose that."
    return f"{name} is a ZIP file, not a workbook: unpack it and choose the files in it."


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def forbid(*_: object) -> NoReturn:
    """No part of a workbook has a document type; where one has, it is there to do harm."""
    raise ValueError("document type")


def xml_parser() -> expat.XMLParserType:
    """A parser whose names are given as ``namespace}name``."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = forbid
    return parser


def _elements(book: Workbook, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda name, said: found.append(
        (local(name), {local(key): value for key, value in said.items()})
    )
    for _ in fed(book, part, parser, []):
        yield from found
        found.clear()


def fed(book: Workbook, part: str, parser: expat.XMLParserType, pieces: Sequence[str]) -> Iterator[None]:
    """Feed a part to a parser, chunk by chunk; ``pieces`` are those of the text that is being read.

    Raises ``InvalidInput`` for a text longer than a cell may be, and ``ValueError`` for a tag without end.
    """
    read, most = 0, limits().cell
    with book.stream(part) as stream:
        while chunk := stream.read(CHUNK):
            read += len(chunk)
            parser.Parse(chunk, False)
            if len(pieces) > 1 and sum(map(len, pieces)) > most:
                raise too_long(book.name, most)
            if read - parser.CurrentByteIndex > LONGEST_TAG:
                raise ValueError("a tag without end")
            yield
    parser.Parse(b"", True)
    yield


def too_long(where: str, most: int) -> InvalidInput:
    """The refusal of a cell with more characters than the limit."""
    return InvalidInput(f"{where}: a cell has more than {most:,} characters: shorten the text.")


def _targets(book: Workbook, root: str) -> dict[str, tuple[str, str]]:
    """Kind and part of what a workbook refers to, by its id there."""
    folder, file = posixpath.split(root)
    found = {}
    for name, said in _elements(book, f"{folder}/_rels/{file}.rels"):
        if name == "Relationship":
            target = said["Target"].replace("\\", "/").lower()
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[said["Id"]] = (said["Type"].rpartition("/")[2].lower(), part)
    return found


def _sheets(book: Workbook, root: str, where: Mapping[str, tuple[str, str]]) -> tuple[list[Sheet], bool]:
    sheets, since_1904 = [], False
    for name, said in _elements(book, root):
        if name == "workbookPr":
            since_1904 = said.get("date1904", "0") in {"1", "true"}
        elif name == "sheet" and where.get(said.get("id", ""), ("",))[0] == "worksheet":
            hidden = said.get("state", "visible") != "visible"
            sheets.append(Sheet(" ".join(said["name"].split()), hidden, where[said["id"]][1]))
    return sheets, since_1904


def _formats(book: Workbook, part: str) -> tuple[str, ...]:
    own: dict[int, str] = {}
    used: list[int] = []
    group = ""
    for name, said in _elements(book, part):
        if name == "numFmt" and group != "dxfs":
            own[int(said["numFmtId"])] = said.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            group = name
        elif name == "xf" and group == "cellXfs":
            used.append(int(said.get("numFmtId", "0")))
    return tuple(own.get(number, BUILT_IN.get(number, "")) for number in used)


def _texts(book: Workbook, part: str) -> Texts:
    texts, pieces, phonetic = Texts(), list[str](), [False]
    parser = xml_parser()

    def start(name: str, _: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "t" and not phonetic[0]:
            parser.CharacterDataHandler = pieces.append
        elif kind == "rPh":
            phonetic[0] = True

    def end(name: str) -> None:
        kind = local(name)
        if kind == "t":
            parser.CharacterDataHandler = None
        elif kind == "rPh":
            phonetic[0] = False
        elif kind == "si":
            texts.add(unescaped("".join(pieces)))
            pieces.clear()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for _ in fed(book, part, parser, pieces):
        pass
    return texts


def unescaped(text: str) -> str:
    """A text with its ``_x000D_`` resolved; what is no letter in any encoding is left out."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
