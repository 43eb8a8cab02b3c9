"""Rows of text that stand one to a line, parted by Arrow many at a time; anything else is left to csv."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from backorder_core.services.files.limits import limits
from backorder_core.services.files.shape import FileShape

Places = npt.NDArray[np.intp]
Signs = npt.NDArray[np.uint8]
WHITE = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
WRAPPED = r'^="([^"]*)"$'


def plain_rows(text: str, lines: range, shape: FileShape) -> pa.RecordBatch | None:
    """The rows of whole lines of a file as ``batches`` gives them, or None where csv has to read them.

    csv is asked where a row has more or fewer cells than the header, spans lines or is blank, and where
    quotes stand anywhere but around cells and doubled inside them: there the two could differ.
    """
    data = text.encode()
    table = _parted(data, shape) if _regular(data, shape) else None
    if table is None or table.num_rows != len(lines) or _too_long(table, len(data)):
        return None
    cells = [column.combine_chunks() for column in table.columns]
    numbers = pa.array(np.arange(lines.start, lines.stop))
    widths = pa.array(np.full(len(lines), len(cells), np.int32))
    names = ["line", "cells", *table.column_names]
    filled = _filled(pa.RecordBatch.from_arrays([numbers, widths, *cells], names))
    if b"=" not in data:
        return filled
    return pa.RecordBatch.from_arrays([*filled.columns[:2], *map(unwrapped, filled.columns[2:])], names)


def unwrapped(column: pa.StringArray) -> pa.StringArray:
    """``="0012"``, which keeps a spreadsheet from changing a text, is that text."""
    if not pc.any(pc.starts_with(column, '="')).as_py():
        return column
    return pc.replace_substring_regex(column, pattern=WRAPPED, replacement=r"\1")


def _parted(data: bytes, shape: FileShape) -> pa.Table | None:
    names = [f"c{place}" for place in range(len(shape.headers))]
    try:
        return arrow_csv.read_csv(
            pa.py_buffer(data),
            read_options=arrow_csv.ReadOptions(
                column_names=names, block_size=len(data) + 1, use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=shape.delimiter, quote_char=shape.quote or False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _regular(data: bytes, shape: FileShape) -> bool:
    """Whether line ends and quotes stand where both parsers read them alike.

    Every other quote then opens a cell: it comes after a delimiter, a line end or the quote before it. The
    one that follows it closes the cell, before one of the same.
    """
    if not (shape.delimiter.isascii() and shape.quote.isascii()) or shape.delimiter in "\r\n":
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if not shape.quote or shape.quote.encode() not in data:
        return True
    signs = np.frombuffer(b"\n" + data + b"\n", np.uint8)
    quotes: Places = np.flatnonzero(signs == ord(shape.quote))
    if len(quotes) % 2:
        return False
    parting = np.zeros(256, np.bool_)
    parting[[ord(shape.delimiter), ord(shape.quote), *b"\r\n"]] = True
    around: Signs = np.concatenate([signs[quotes[::2] - 1], signs[quotes[1::2] + 1]])
    return bool(parting[around].all())


def _too_long(table: pa.Table, size: int) -> bool:
    limit = limits().cell
    return size > limit and any(pc.max(pc.binary_length(column)).as_py() > limit for column in table.columns)


def _filled(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows that have any text."""
    blank = None
    for column in batch.columns[2:]:
        empty = pc.equal(pc.utf8_trim(column, characters=WHITE), "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return batch
    return batch.filter(pc.invert(blank))
