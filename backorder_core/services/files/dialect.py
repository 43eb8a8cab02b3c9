"""How the cells of a file are parted and where its header stands, found in its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backorder_core.domain.contracts import Contract
from backorder_core.domain.headers import knows
from backorder_core.services.files.limits import limits

if TYPE_CHECKING:
    from _csv import Reader

SEARCHED = 60
TALLEST = 12
CANDIDATES = (",", ";", "\t", "|")
EXCEL_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The row that names the columns; ``line`` counts from 1, ``broken`` that its quotes do not close."""

    line: int
    height: int
    cells: tuple[str, ...]
    broken: bool


def parser(lines: Iterable[str], delimiter: str, quote: str, strict: bool = True) -> Reader:
    """A csv reader; an empty ``quote`` means that quotes are ordinary signs."""
    csv.field_size_limit(limits().cell)
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)


def find_quote(lines: Sequence[str]) -> str:
    """The quote of a file: a double one, unless single ones and only they enclose cells on every line."""
    full = [line.strip() for line in lines if line.strip()]
    parts = "".join(CANDIDATES)
    enclosed = re.compile(rf"(?:^|[{parts}])'[^']*(?:''[^']*)*'(?=$|[{parts}])")
    doubled = re.compile(rf'(?:^|[{parts}])"')
    if len(full) > 1 and all(enclosed.search(line) and not doubled.search(line) for line in full):
        return "'"
    return '"'


def find_delimiter(lines: Sequence[str], quote: str, contract: Contract | None) -> str | None:
    """The delimiter under which the headers are known best, else the rows agree most; None for one column."""
    hint = EXCEL_HINT.fullmatch(lines[0]) if lines else None
    if hint:
        return hint[1]
    scores = {one: _agreement(lines, one, quote, contract) for one in CANDIDATES}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best][1] else None


def _agreement(
    lines: Sequence[str], delimiter: str, quote: str, contract: Contract | None
) -> tuple[int, int, int]:
    rows = _candidates(lines, delimiter, quote)
    best = max(rows, key=lambda row: known(row.cells, contract), default=None)
    named = known(best.cells, contract) if best else 0
    below = lines[best.line - 1 :] if best and named else lines
    widths = Counter(len(row) for row in _loosely(below, delimiter, quote) if len(row) > 1)
    usual, agreeing = max(widths.items(), key=lambda one: (one[1], one[0]), default=(1, 0))
    return named, agreeing, usual


def find_header(lines: Sequence[str], delimiter: str, quote: str, contract: Contract | None) -> Header | None:
    """The row whose cells name most fields of the contract; where none does, the first one that is filled.

    Filled means two cells or more, and more than half of what the rows usually fill.
    """
    return best_header(_candidates(lines, delimiter, quote), _loosely(lines, delimiter, quote), contract)


def best_header(
    candidates: Iterable[Header], below: Iterable[Sequence[str]], contract: Contract | None
) -> Header | None:
    """The same for candidates that are parted into cells; ``below`` are the first rows of the file."""
    rows = [row for row in candidates if _filled(row.cells) > 1]
    best = max(rows, key=lambda row: (known(row.cells, contract), _filled(row.cells)), default=None)
    if best is not None and known(best.cells, contract):
        return best
    fills = Counter(_filled(row) for row in below if _filled(row) > 1)
    usual = max(fills, key=fills.__getitem__, default=0)
    return next((row for row in rows if 2 * _filled(row.cells) > usual), None)


def header_at(lines: Sequence[str], line: int, delimiter: str, quote: str) -> Header | None:
    """The header that stands on a given line."""
    row = _row_at(lines, line - 1, delimiter, quote) if 0 < line <= len(lines) else None
    return row if row and _filled(row.cells) else None


def _candidates(lines: Sequence[str], delimiter: str, quote: str) -> list[Header]:
    starts = range(min(SEARCHED, len(lines)))
    return [_row_at(lines, start, delimiter, quote) for start in starts]


def _row_at(lines: Sequence[str], start: int, delimiter: str, quote: str) -> Header:
    reader = parser(lines[start : start + TALLEST], delimiter, quote)
    try:
        cells = next(reader, [])
    except csv.Error:
        alone = next(_loosely(lines[start : start + 1], delimiter, quote), [])
        return Header(start + 1, 1, tuple(alone), broken=True)
    return Header(start + 1, reader.line_num, tuple(cells), broken=False)


def _loosely(lines: Sequence[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    try:
        yield from parser(lines, delimiter, quote, strict=False)
    except csv.Error:
        return


def known(cells: Iterable[str], contract: Contract | None) -> int:
    """How many cells name a field of the contract."""
    return sum(knows(contract, cell) for cell in cells if cell.strip()) if contract else 0


def _filled(cells: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)
