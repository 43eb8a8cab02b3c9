"""Find out which sheet of a workbook is meant and where its header stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from backorder_core.domain.contracts import Contract
from backorder_core.domain.errors import InvalidInput, NeedsAnswer
from backorder_core.services.files.dialect import SEARCHED, Header, best_header, known
from backorder_core.services.files.limits import limits
from backorder_core.services.files.naming import (
    must_be_few,
    must_be_told_apart,
    names_of,
    numbered,
    samples_of,
)
from backorder_core.services.files.shape import XLSX, FileShape, ReadOptions
from backorder_core.services.files.sheets import Row, rows_of
from backorder_core.services.files.workbook import Sheet, Workbook, opened

PACKED = b"PK\x03\x04"
FIRST_ROWS = 400
COUNTED = 10_000
NAMED = 6


def is_packed(path: Path) -> bool:
    """Whether a file is a ZIP, as every workbook (XLSX) is, whatever it is called."""
    with path.open("rb") as stream:
        return stream.read(len(PACKED)) == PACKED


def inspect_workbook(path: Path, name: str, options: ReadOptions) -> FileShape:
    """How to read a workbook: its sheet, and there the header and the first row of data.

    Raises ``InvalidInput`` where it cannot be read, ``NeedsAnswer`` (``sheet``) where several could be meant.
    """
    with opened(path, name) as book:
        sheet, rows = _chosen(book, options)
    shape = FileShape(name, XLSX, "", "", "", 0, 1, (), {}, sheet.name)
    return _headed(shape, rows, options) if options.header else _headerless(shape, rows, options.columns)


def _chosen(book: Workbook, options: ReadOptions) -> tuple[Sheet, list[Row]]:
    if options.sheet is not None:
        sheet = _named(book, options.sheet)
        return sheet, _first(book, sheet)
    found = {one: _first(book, one) for one in book.sheets}
    filled = {one: rows for one, rows in found.items() if rows and not one.hidden}
    filled = filled or {one: rows for one, rows in found.items() if rows}
    if not filled:
        raise InvalidInput(f"{book.name} is empty: choose a file with a header and rows.")
    scores = {one: _score(rows, options.contract) for one, rows in filled.items()}
    best = max(scores.values())
    fitting = [one for one, score in scores.items() if score == best]
    if len(filled) > 1 and (best == 0 or len(fitting) > 1):
        raise _question(book, list(filled))
    return fitting[0], filled[fitting[0]]


def _named(book: Workbook, said: str) -> Sheet:
    wanted = said.strip().casefold()
    for sheet in book.sheets:
        if sheet.name.strip().casefold() == wanted:
            return sheet
    raise InvalidInput(f"{book.name} has no sheet '{said}': its sheets are {_list(book.sheets)}.")


def _question(book: Workbook, sheets: Sequence[Sheet]) -> NeedsAnswer:
    return NeedsAnswer(
        f"{book.name} has rows on {len(sheets)} sheets ({_list(sheets)}): say which with --sheet NAME.",
        "sheet",
        {one.name: _size(book, one) for one in sheets},
    )


def _list(sheets: Sequence[Sheet]) -> str:
    names = ", ".join(f"'{one.name}'" for one in sheets[:NAMED])
    return f"{names} and {len(sheets) - NAMED} more" if len(sheets) > NAMED else names


def _size(book: Workbook, sheet: Sheet) -> str:
    count = sum(1 for _ in islice(_filled(book, sheet), COUNTED + 1))
    if count > COUNTED:
        return f"more than {COUNTED:,} rows"
    return "1 row" if count == 1 else f"{count:,} rows"


def _filled(book: Workbook, sheet: Sheet) -> Iterator[Row]:
    return (row for row in rows_of(book, sheet, limits().columns + 1) if any(map(str.strip, row[1])))


def _first(book: Workbook, sheet: Sheet) -> list[Row]:
    return list(islice(_filled(book, sheet), FIRST_ROWS))


def _score(rows: Sequence[Row], contract: Contract | None) -> int:
    return max((known(cells, contract) for _, cells in rows[:SEARCHED]), default=0)


def _headed(shape: FileShape, rows: Sequence[Row], options: ReadOptions) -> FileShape:
    candidates = [Header(line, 1, tuple(cells), broken=False) for line, cells in rows]
    if options.header_line is not None:
        header = next((one for one in candidates if one.line == options.header_line), None)
        if header is None:
            raise InvalidInput(
                f"{shape.name} has no header in row {options.header_line}: name the row that has it."
            )
    else:
        header = best_header(candidates[:SEARCHED], (cells for _, cells in rows), options.contract)
        if header is None:
            raise InvalidInput(
                f"{shape.name} has no row with two headers or more on the sheet '{shape.sheet}': "
                "check its first rows, or choose another sheet."
            )
    headers = names_of(header, options.contract, shape.name)
    below = [row for row in rows if row[0] > header.line]
    if not below:
        raise InvalidInput(f"{shape.name} has a header but no rows: there is nothing to import.")
    return _sampled(
        replace(shape, header_line=header.line, rows_from=header.line + 1, headers=headers), below
    )


def _headerless(shape: FileShape, rows: Sequence[Row], columns: Sequence[str]) -> FileShape:
    must_be_told_apart(columns, shape.name)
    if not rows:
        raise InvalidInput(f"{shape.name} has no rows: there is nothing to import.")
    widest = max(len(cells) for _, cells in rows)
    must_be_few(widest, shape.name)
    columns = columns or numbered(widest)
    if widest > len(columns):
        raise InvalidInput(
            f"{shape.name} has {widest} columns but {len(columns)} names are given: give one name per column."
        )
    return _sampled(replace(shape, headers=tuple(columns)), rows)


def _sampled(shape: FileShape, rows: Sequence[Row]) -> FileShape:
    columns = (
        [cells[place] for _, cells in rows if place < len(cells)] for place in range(len(shape.headers))
    )
    return replace(shape, samples=samples_of(shape.headers, columns))
