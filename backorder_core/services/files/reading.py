"""Stream the rows of a file as Arrow batches, each row with the line where it starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, zip_longest
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.dialect import parser
from backorder_core.services.files.limits import limits
from backorder_core.services.files.plain import plain_rows, unwrapped
from backorder_core.services.files.shape import FileShape
from backorder_core.services.files.sheets import rows_of
from backorder_core.services.files.workbook import opened

Row = list[str]
# Small pieces stay in the processor's cache: 500 rows at a time are read more than twice as fast as 50,000.
PIECE = 500
BLOCK = 2**21
"""So many characters are parted at once where every row stands on one line."""


def batches(path: Path, shape: FileShape, size: int = 50_000) -> Iterator[pa.RecordBatch]:
    """Record batches of up to ``size`` rows: ``line``, ``cells`` (how many the row has) and text ``c0`` ….

    ``line`` is the physical line on which a row starts, in a workbook the number of the row. Rows without
    any text are left out; cells beyond the headers are only counted (in a workbook they stand beside the
    table and are left out); a row that lacks nothing but columns without a name counts as complete. A cell
    ``="0012"`` is the text in it.
    Raises ``InvalidInput`` naming the line for a quote that is never closed, a cell that is too long or a
    formula without a result, and for more rows than the limit.
    """
    gathered: list[pa.RecordBatch] = []
    rows, left = 0, limits().rows
    pieces = _text_pieces if shape.sheet is None else _sheet_pieces
    for whole in pieces(path, shape, min(size, PIECE)):
        left -= whole.num_rows
        if left < 0:
            raise InvalidInput(
                f"{shape.name} has more than {limits().rows:,} rows: split it and load the parts."
            )
        for piece in (whole.slice(start, size) for start in range(0, whole.num_rows, size)):
            if rows + piece.num_rows > size:
                yield pa.concat_batches(gathered)
                gathered, rows = [], 0
            gathered.append(piece)
            rows += piece.num_rows
    if gathered:
        yield pa.concat_batches(gathered)


def _text_pieces(path: Path, shape: FileShape, size: int) -> Iterator[pa.RecordBatch]:
    with path.open(encoding=shape.encoding, newline="") as stream:
        for _ in islice(stream, shape.rows_from - 1):
            pass
        line = shape.rows_from
        while text := _whole_lines(stream):
            lines = range(line, line + _line_ends(text) + (text[-1] not in "\r\n"))
            plain = plain_rows(text, lines, shape)
            if plain is not None:
                yield plain
            else:
                source = io.StringIO(text, newline="")
                try:
                    found = list(_csv_pieces(source, line, shape, size))
                except InvalidInput:  # a cell may go on after these lines
                    yield from _csv_pieces(_again(source, stream), line, shape, size)
                    return
                yield from found
            line = lines.stop


def _again(source: TextIO, rest: TextIO) -> Iterator[str]:
    source.seek(0)
    return chain(source, rest)


def _whole_lines(stream: TextIO) -> str:
    text = stream.read(BLOCK)
    return text if text.endswith("\n") else text + stream.readline()


def _csv_pieces(lines: Iterable[str], first: int, shape: FileShape, size: int) -> Iterator[pa.RecordBatch]:
    reader = parser(lines, shape.delimiter, shape.quote)
    before = 0
    while True:
        rows: list[Row] = []
        try:
            rows.extend(islice(reader, size))
        except csv.Error as broken:
            line = first + before + sum(map(_height, rows))
            raise InvalidInput(_sentence(shape.name, line, str(broken))) from broken
        if not rows:
            return
        numbers = _lines(rows, first + before, reader.line_num - before)
        before = reader.line_num
        piece = _piece(numbers, rows, len(shape.headers), shape.named)
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
    return 1 + _line_ends("\0".join(row))


def _line_ends(text: str) -> int:
    ends = text.count("\n")
    return ends + text.count("\r") - text.count("\r\n") if "\r" in text else ends


def _piece(lines: Sequence[int], rows: Sequence[Row], width: int, named: int) -> pa.RecordBatch:
    cells = list(map(len, rows))
    even = min(cells) == max(cells) == width
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) if even else []
    if not even or not all(map(str.strip, columns[0])):
        filled = [(line, row) for line, row in zip(lines, rows, strict=True) if any(map(str.strip, row))]
        lines, rows = [line for line, _ in filled], [row for _, row in filled]
        cells = [width if named <= len(row) < width else len(row) for row in rows]
        # Cut first: one row of a million cells would otherwise make a million columns of all the others.
        columns = list(zip_longest(*(row[:width] for row in rows), fillvalue=""))
        columns += [("",) * len(rows)] * (width - len(columns))
    arrays = [pa.array(lines, pa.int64()), pa.array(cells, pa.int32())]
    arrays += [unwrapped(pa.array(column, pa.string())) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, ["line", "cells", *(f"c{place}" for place in range(width))])


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
