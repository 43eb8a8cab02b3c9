"""Stream the rows of a file as Arrow batches, each row with the line where it starts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.shape import FileShape

LONGEST_CELL = 131_072


def batches(path: Path, shape: FileShape, size: int = 50_000) -> Iterator[pa.RecordBatch]:
    """Record batches with ``line``, ``cells`` (how many the row has) and ``c0`` … of text.

    Rows without any text are left out. Raises ``InvalidInput`` naming the line for a quote that is never
    closed or a cell that is too long.
    """
    width = len(shape.headers)
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, row in _rows(path, shape):
        lines.append(line)
        rows.append(row)
        if len(rows) >= size:
            yield _batch(lines, rows, width)
            lines, rows = [], []
    if rows:
        yield _batch(lines, rows, width)


def _rows(path: Path, shape: FileShape) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=shape.encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=shape.delimiter, strict=True)
        end = 0
        try:
            for row in reader:
                line, end = end + 1, reader.line_num
                if line > shape.header_line and any(map(str.strip, row)):
                    yield line, row
        except csv.Error as broken:
            raise InvalidInput(_sentence(shape, end + 1, str(broken))) from broken


def _sentence(shape: FileShape, line: int, why: str) -> str:
    if "unexpected end of data" in why:
        return f"{shape.name}, line {line}: a quote is opened and never closed: close it or remove it."
    if "field larger" in why:
        return f"{shape.name}, line {line}: a cell has more than {LONGEST_CELL:,} characters: shorten it."
    return (
        f"{shape.name}, line {line}: the quotes are not balanced: double a quote that stands inside a cell."
    )


def _batch(lines: list[int], rows: list[list[str]], width: int) -> pa.RecordBatch:
    columns = list(zip_longest(*rows, fillvalue=""))[:width]
    columns += [("",) * len(rows)] * (width - len(columns))
    arrays = [pa.array(lines, pa.int64()), pa.array(list(map(len, rows)), pa.int32())]
    arrays += [pa.array(column, pa.string()) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, ["line", "cells", *(f"c{place}" for place in range(width))])
