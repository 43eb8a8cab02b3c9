"""Stream the rows of a file as Arrow batches, each row with the line where it starts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.dialect import parser
from backorder_core.services.files.shape import FileShape
from backorder_core.services.files.sheets import rows_of
from backorder_core.services.files.workbook import opened

Row = list[str]
WRAPPED = r'^="([^"]*)"$'
# Small pieces stay in the processor's cache: 500 rows at a time are read more than twice as fast as 50,000.
PIECE = 500


def batches(path: Path, shape: FileShape, size: int = 50_000) -> Iterator[pa.RecordBatch]:
    """Record batches of up to ``size`` rows: ``line``, ``cells`` (how many the row has) and text ``c0`` ….

    ``line`` is the physical line on which a row starts, in a workbook the number of the row. Rows without
    any text are left out; cells beyond the headers are only counted (in a workbook they stand beside the
    table and are left out); a row that lacks nothing but columns without a name counts as complete. A cell
    ``="0012"`` is the text in it.
    Raises ``InvalidInput`` naming the line for a quote that is never closed, a cell that is too long or a
    formula without a result.
    """
    gathered: list[pa.RecordBatch] = []
    rows = 0
    pieces = _pieces if shape.sheet is None else _sheet_pieces
    for piece in pieces(path, shape, min(size, PIECE)):
        if rows + piece.num_rows > size:
            yield pa.concat_batches(gathered)
            gathered, rows = [], 0
        gathered.append(piece)
        rows += piece.num_rows
    if gathered:
        yield pa.concat_batches(gathered)


def _pieces(path: Path, shape: FileShape, size: int) -> Iterator[pa.RecordBatch]:
    with path.open(encoding=shape.encoding, newline="") as stream:
        for _ in islice(stream, shape.rows_from - 1):
            pass
        reader = parser(stream, shape.delimiter, shape.quote)
        before = 0
        while True:
            rows: list[Row] = []
            try:
                rows.extend(islice(reader, size))
            except csv.Error as broken:
                line = shape.rows_from + before + sum(map(_height, rows))
                raise InvalidInput(_sentence(shape.name, line, str(broken))) from broken
            if not rows:
                return
            lines = _lines(rows, shape.rows_from + before, reader.line_num - before)
            before = reader.line_num
            piece = _piece(lines, rows, len(shape.headers), shape.named)
            if piece.num_rows:
                yield piece


def _sheet_pieces(path: Path, shape: FileShape, size: int) -> Iterator[pa.RecordBatch]:
    width = len(shape.headers)
    with opened(path, shape.name) as book:
        sheet = next(one for one in book.sheets if one.name == shape.sheet)
        source = (row for row in rows_of(book, sheet, width) if row[0] >= shape.rows_from)
        while rows := list(islice(source, size)):
            full = [row + [""] * (width - len(row)) for _, row in rows]
            piece = _piece([line for line, _ in rows], full, width, shape.named)
            if piece.num_rows:
                yield piece


def _lines(rows: Sequence[Row], first: int, lines: int) -> Sequence[int]:
    if lines == len(rows):
        return range(first, first + lines)
    return list(accumulate(map(_height, rows[:-1]), initial=first))


def _height(row: Row) -> int:
    text = "\0".join(row)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def _piece(lines: Sequence[int], rows: Sequence[Row], width: int, named: int) -> pa.RecordBatch:
    cells = list(map(len, rows))
    even = min(cells) == max(cells) == width
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) if even else []
    if not even or not all(map(str.strip, columns[0])):
        filled = [(line, row) for line, row in zip(lines, rows, strict=True) if any(map(str.strip, row))]
        lines, rows = [line for line, _ in filled], [row for _, row in filled]
        cells = [width if named <= len(row) < width else len(row) for row in rows]
        columns = list(zip_longest(*rows, fillvalue=""))[:width]
        columns += [("",) * len(rows)] * (width - len(columns))
    arrays = [pa.array(lines, pa.int64()), pa.array(cells, pa.int32())]
    arrays += [_unwrapped(pa.array(column, pa.string())) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, ["line", "cells", *(f"c{place}" for place in range(width))])


def _unwrapped(column: pa.StringArray) -> pa.StringArray:
    """``="0012"``, which keeps a spreadsheet from changing a text, is that text."""
    if not pc.any(pc.starts_with(column, '="')).as_py():
        return column
    return pc.replace_substring_regex(column, pattern=WRAPPED, replacement=r"\1")


def _sentence(name: str, line: int, why: str) -> str:
    if "unexpected end of data" in why:
        return f"{name}, line {line}: a quote is opened and never closed: close it or remove it."
    if "field larger" in why:
        return (
            f"{name}, line {line}: a cell has more than {csv.field_size_limit():,} characters: "
            "close the quote that is opened there, or shorten the text."
        )
    return (
        f"{name}, line {line}: the quotes are not balanced: double a quote that stands inside a quoted cell."
    )
