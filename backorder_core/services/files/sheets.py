"""Stream the rows of a sheet, each with its row number and its cells as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.cells import number, reader_of
from backorder_core.services.files.limits import limits
from backorder_core.services.files.workbook import (
    Sheet,
    Workbook,
    fed,
    local,
    too_long,
    unescaped,
    xml_parser,
)

DIGITS = "0123456789"
MIDNIGHT = re.compile(r"(?:T00:00:00)?(?:\.0+)?Z?$")
Row = tuple[int, list[str]]


def rows_of(book: Workbook, sheet: Sheet, widest: int) -> Iterator[Row]:
    """Row number, counted from 1, and the cells of every row that has any, up to a column.

    Hidden rows are read; of merged cells the first has the text. Raises ``InvalidInput`` for a formula whose
    result was never calculated and for a cell that is too long, and what a damaged part raises.
    """
    parser = xml_parser()
    gathering = _Gathering(book, parser, widest)
    for _ in fed(book, sheet.part, parser, gathering.pieces):
        yield from gathering.rows
        gathering.rows.clear()
        if gathering.ended:
            return


class _Gathering:
    """Takes in the elements of a sheet; ``rows`` are those that are complete, ``pieces`` those of a text.

    Two calls an element, millions of times: what most elements need stands first.
    """

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
        self._widest, self._longest = widest, limits().cell
        self._columns: dict[str, int] = {}
        self._locals: dict[str, str] = {}
        self._line = self._next = 0
        self._row: list[str] = []
        self.pieces: list[str] = []
        self._cell: dict[str, str] = {}
        self._value = ""
        self._formula = self._phonetic = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.pieces.append

    def _start(self, name: str, said: dict[str, str]) -> None:
        kind = self._locals.get(name) or self._local(name)
        if kind == "c":
            self._cell, self._value, self._formula = said, "", False
        elif kind == "v" or kind == "t":
            self.pieces.clear()
        elif kind == "row":
            self._begin(said)
        elif kind == "f":
            self._formula = True
        elif kind == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        kind = self._locals[name]
        if kind == "v":
            self._value = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        elif kind == "c":
            self._keep()
        elif kind == "row":
            if self._row:
                self.rows.append((self._line, self._row))
            self.pieces.clear()
        elif kind == "t":
            self._value += "" if self._phonetic else "".join(self.pieces)
        elif kind == "rPh":
            self._phonetic = False
        elif kind == "sheetData":
            self.ended = True

    def _begin(self, said: dict[str, str]) -> None:
        line = int(said.get("r") or self._line + 1)
        if line <= self._line:
            raise ValueError("rows out of order")
        self._line, self._row, self._next = line, [], 0

    def _local(self, name: str) -> str:
        return self._locals.setdefault(name, local(name))

    def _keep(self) -> None:
        row, said, text = self._row, self._cell, self._value
        place = said.get("r")
        column = self._column(place) if place else self._next
        self._next = column + 1
        if not text:
            self._must_have_result(column, said)
        elif column < self._widest:
            text = self._said(text, said)
            if len(text) > self._longest:
                raise too_long(f"{self._name}, row {self._line}", self._longest)
            if column == len(row):
                row.append(text)
            else:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = text

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
            if not column:
                raise ValueError("a cell without a column") from None
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
