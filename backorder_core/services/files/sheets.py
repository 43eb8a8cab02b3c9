"""Stream the rows of a sheet, each with its row number and its cells as texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.cells import number, reader_of
from backorder_core.services.files.workbook import CHUNK, Sheet, Workbook, local, unescaped, xml_parser

WIDEST = 16_384
DIGITS = "0123456789"
MIDNIGHT = re.compile(r"(?:T00:00:00)?(?:\.0+)?Z?$")
Row = tuple[int, list[str]]


def rows_of(book: Workbook, sheet: Sheet, widest: int = WIDEST) -> Iterator[Row]:
    """Row number, counted from 1, and the cells of every row that has any, up to a column.

    Hidden rows are read; of merged cells the first has the text. Raises ``InvalidInput`` for a formula whose
    result was never calculated, and what a damaged part raises.
    """
    parser = xml_parser()
    gathering = _Gathering(book, parser, widest)
    with book.stream(sheet.part) as stream:
        while not gathering.ended and (chunk := stream.read(CHUNK)):
            parser.Parse(chunk, False)
            yield from gathering.rows
            gathering.rows.clear()
    if not gathering.ended:
        parser.Parse(b"", True)


class _Gathering:
    """Takes in the elements of a sheet; ``rows`` are those that are complete."""

    def __init__(self, book: Workbook, parser: expat.XMLParserType, widest: int) -> None:
        self.rows: list[Row] = []
        self.ended = False
        self._name = book.name
        self._texts = book.texts
        self._readers = {
            str(style): reader
            for style, code in enumerate(book.formats)
            if code and (reader := reader_of(code, book.since_1904))
        }
        self._parser = parser
        self._widest = widest
        self._columns: dict[str, int] = {}
        self._line = 0
        self._next = 0
        self._row: list[str] = []
        self._pieces: list[str] = []
        self._cell: dict[str, str] = {}
        self._formula = self._phonetic = False
        self._starts: dict[str, Callable[[dict[str, str]], None] | None] = {}
        self._ends: dict[str, Callable[[], None] | None] = {}
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, said: dict[str, str]) -> None:
        try:
            act = self._starts[name]
        except KeyError:
            act = self._starts[name] = getattr(self, f"_start_{local(name)}", None)
        if act:
            act(said)

    def _end(self, name: str) -> None:
        try:
            act = self._ends[name]
        except KeyError:
            act = self._ends[name] = getattr(self, f"_end_{local(name)}", None)
        if act:
            act()

    def _start_row(self, said: dict[str, str]) -> None:
        self._line = int(said.get("r") or self._line + 1)
        self._row, self._next = [], 0

    def _end_row(self) -> None:
        if self._row:
            self.rows.append((self._line, self._row))

    def _start_c(self, said: dict[str, str]) -> None:
        self._cell = said
        self._formula = False

    def _start_v(self, _: dict[str, str]) -> None:
        self._parser.CharacterDataHandler = self._pieces.append

    def _end_v(self) -> None:
        self._parser.CharacterDataHandler = None

    def _start_t(self, _: dict[str, str]) -> None:
        if not self._phonetic:
            self._parser.CharacterDataHandler = self._pieces.append

    _end_t = _end_v

    def _start_rPh(self, _: dict[str, str]) -> None:  # noqa: N802 - the element's name
        self._phonetic = True

    def _end_rPh(self) -> None:  # noqa: N802 - the element's name
        self._phonetic = False

    def _start_f(self, _: dict[str, str]) -> None:
        self._formula = True

    def _end_sheetData(self) -> None:  # noqa: N802 - the element's name
        self.ended = True

    def _end_c(self) -> None:
        row, said = self._row, self._cell
        place = said.get("r")
        column = self._column(place) if place else self._next
        self._next = column + 1
        if not self._pieces:
            self._must_have_result(column, said)
            return
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces.clear()
        if column >= self._widest:
            return
        if column >= len(row):
            row.extend([""] * (column + 1 - len(row)))
        row[column] = self._said(text, said)

    def _must_have_result(self, column: int, said: dict[str, str]) -> None:
        if self._formula and said.get("t") != "str" and column < self._widest:
            raise InvalidInput(
                f"{self._name}, row {self._line}: the formula in {said.get('r', 'a cell')} has no result: "
                "open the workbook in Excel, save it and choose it again."
            )

    def _column(self, place: str) -> int:
        letters = place.rstrip(DIGITS)
        try:
            return self._columns[letters]
        except KeyError:
            column = 0
            for letter in letters.upper():
                column = column * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
            self._columns[letters] = column - 1
            return column - 1

    def _said(self, text: str, said: dict[str, str]) -> str:
        kind = said.get("t", "n")
        if kind == "n":
            reader = self._readers.get(said.get("s", ""), number)
            return reader(text)
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return "true" if text.strip() in {"1", "true"} else "false"
        if kind == "d":
            return MIDNIGHT.sub("", text)
        return unescaped(text)
